"""From reports to events: near-copies, record linkage, agreed values, stable ids and corrections."""

from extract.merging.events import Merged, merge

__all__ = ["Merged", "merge"]
