"""From reports to events: near-copies, record linkage, agreed values, stable ids and corrections."""

from extract.merging.dataset import Dataset, compile_dataset
from extract.merging.events import Knowledge, Merged, MergedTable, merge, merge_table

__all__ = ["Dataset", "Knowledge", "Merged", "MergedTable", "compile_dataset", "merge", "merge_table"]
