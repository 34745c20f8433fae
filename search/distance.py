"""Distances between places."""

from __future__ import annotations

import math

from extract.gazetteer import Point

_RADIUS = 6371.0


def kilometres(one: Point, other: Point) -> float:
    """The great-circle distance of two points in kilometres (haversine formula)."""
    latitudes = math.radians(one.latitude), math.radians(other.latitude)
    half_north = (latitudes[1] - latitudes[0]) / 2
    half_east = math.radians(other.longitude - one.longitude) / 2
    chord = math.sin(half_north) ** 2 + math.cos(latitudes[0]) * math.cos(latitudes[1]) * math.sin(half_east) ** 2
    return 2 * _RADIUS * math.asin(min(1.0, math.sqrt(chord)))
