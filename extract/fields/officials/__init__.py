"""Officials: persons and offices that took part, with office, acting capacity and role."""

from extract.fields.officials.component import FIELD, Person, find_officials, people, read_officials

__all__ = ["FIELD", "Person", "find_officials", "people", "read_officials"]
