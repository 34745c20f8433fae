"""What the outlet registry tells extraction: whose page it is, where its outlet is at home and in which time zone."""

from __future__ import annotations

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from extract.document import Home
from schemas.outlet import Outlet


class Homes:
    """Outlets by id and by domain."""

    def __init__(self, outlets: Iterable[Outlet]) -> None:
        self._by_id = {outlet.id: outlet for outlet in outlets}
        self._by_domain = {outlet.domain: outlet.id for outlet in self._by_id.values() if outlet.domain}

    def outlet_of(self, host: str) -> str | None:
        """Id of the outlet whose pages `host` serves; None for a host that is not in the registry."""
        return self._by_domain.get(host.casefold().removeprefix("www."))

    def home(self, outlet: str) -> Home | None:
        """Where the outlet is at home; None for one that is not in the registry."""
        known = self._by_id.get(outlet)
        return Home(known.province_code, known.regency_code) if known else None

    def zone(self, outlet: str | None) -> ZoneInfo:
        """Time zone of the times that the outlet prints; western Indonesian time where it is not known."""
        known = self._by_id.get(outlet) if outlet else None
        return ZoneInfo(known.timezone if known else "Asia/Jakarta")
