"""From reports to events: near-copies, record linkage, agreed values, stable ids and corrections."""

from extract.merging.dataset import Dataset, compile_dataset
from extract.merging.events import Merged, merge

__all__ = ["Dataset", "Merged", "compile_dataset", "merge"]
