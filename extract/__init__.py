"""The reading: from archived pages to articles, reports and events in Parquet."""
