"""From reports to events: near-copies, record linkage, agreed values, stable ids and corrections."""

from extract.merging.events import merge

__all__ = ["merge"]
