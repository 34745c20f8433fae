"""The fields of a report: one module each."""
