"""The asking: the index over the dataset, its query language, command line and web pages.

It reads the Parquet tables and never changes them. The index is made of them and can be deleted at any time.
"""
