"""Releases: the published dataset, made from the tables and never altered afterwards; and rebuilding the tables."""
