"""What the tables and columns mean, in Indonesian: the texts of `codebook_id.toml` beside the models."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources

from pydantic import BaseModel

from schemas.base import Contract

_ABOUT = "about"


@cache
def texts() -> Mapping[str, Mapping[str, str]]:
    """The texts by model and field; `about` stands for the model itself."""
    return tomllib.loads(resources.files(__package__).joinpath("codebook_id.toml").read_text("utf-8"))


def in_indonesian(model: type[BaseModel], field: str) -> str:
    """The meaning of a field: its own text, a base model's, or that of a field that says the same in English.

    Raises:
        KeyError: there is no text.
    """
    for one in model.__mro__:
        if field in texts().get(one.__name__, {}):
            return texts()[one.__name__][field]
    try:
        return _by_english()[model.model_fields[field].description or ""]
    except KeyError:
        raise KeyError(f"{model.__name__}.{field} has no text in Indonesian") from None


def about_in_indonesian(model: type[BaseModel]) -> str:
    """What a model stands for.

    Raises:
        KeyError: there is no text.
    """
    return texts()[model.__name__][_ABOUT]


@cache
def _by_english() -> Mapping[str, str]:
    """The text of every field that has one of its own, by its meaning in English."""
    models = {one.__name__: one for one in _below(Contract)}
    return {
        models[name].model_fields[field].description or "": text
        for name, fields in texts().items()
        for field, text in fields.items()
        if field != _ABOUT
    }


def _below(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    for one in model.__subclasses__():
        yield one
        yield from _below(one)
