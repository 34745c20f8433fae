"""The asking: the index over the dataset, its query language, command line and web pages.

Empty so far: what comes here reads the Parquet tables and never changes them.
"""
