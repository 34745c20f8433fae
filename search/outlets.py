"""What outlets are called: tables name them by their ids, and the registry knows the names."""

from __future__ import annotations

from pathlib import Path

from crawler.outlets import load_outlets

#: A registry of one's own in the data folder; its names go before those of the bundled one.
REGISTRY_NAME = "outlets.csv"


def outlet_names(data: Path, registry: Path | None = None) -> dict[str, str]:
    """Names of outlets by their ids: of the bundled registry, and of the one the data were made with.

    Args:
        data: the data folder, where a registry of its own may stand.
        registry: a registry that stands elsewhere.

    Raises:
        RegistryError: a registry breaks its rules.
        OSError: it cannot be read.
    """
    own = registry or data / REGISTRY_NAME
    known = load_outlets() + (load_outlets(own) if registry or own.is_file() else ())
    return {outlet.id: outlet.name for outlet in known}
