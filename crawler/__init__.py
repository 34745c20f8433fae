"""The harvest: finds pages on neutrality ceremonies and keeps them, as served, in WARC files."""
