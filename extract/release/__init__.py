"""Releases: the published dataset, made from the tables and never altered afterwards; and rebuilding the tables."""

from extract.release.edition import Edition
from extract.release.errors import ReleaseError
from extract.release.publication import Release, latest_release, make_release
from extract.release.rebuild import rebuild, table_sums
from extract.release.takedown import TakedownError

__all__ = [
    "Edition",
    "Release",
    "ReleaseError",
    "TakedownError",
    "latest_release",
    "make_release",
    "rebuild",
    "table_sums",
]
