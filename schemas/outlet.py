"""An outlet: one row of the registry that tells the crawler where and how to look."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import Field, model_validator

from schemas.base import Contract, ProvinceCode, RegencyCode, TimeZoneName

OutletKind = Literal["regional", "network", "agency", "national", "government", "broadcaster", "other"]
OutletState = Literal["active", "quarantined", "retired", "unresolved"]
#: Discovery routes by the name under which they are recorded with every article.
RouteName = Literal["wordpress-rest", "wordpress-search", "feed", "sitemap", "search", "listing", "tag"]


class Outlet(Contract):
    """A news outlet or public body whose pages are harvested."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$", description="Key of the outlet; never reused.")
    name: str = Field(min_length=1, description="Name as the outlet prints it.")
    domain: str | None = Field(
        pattern=r"^[a-z0-9.-]+(:\d+)?$",
        description="Host without `www.`; null only where it is not known (state `unresolved`).",
    )
    kind: OutletKind = Field(description="What sort of publisher it is.")
    province_code: ProvinceCode | None = Field(description="Province it covers; null if national or unknown.")
    regency_code: RegencyCode | None = Field(description="Regency it covers; null if wider or unknown.")
    timezone: TimeZoneName = Field(description="Zone of the times it prints.")
    platform: str = Field(min_length=1, description="Publishing system, a key of the platforms table.")
    routes: tuple[RouteName, ...] = Field(description="Discovery routes to try, in order; empty = the platform's.")
    state: OutletState = Field(description="active; quarantined (blocked or broken); retired; unresolved.")
    state_since: dt.date | None = Field(description="Day of the last change of state.")
    state_reason: str | None = Field(description="Why it is not active; null if it is.")
    delay: float | None = Field(ge=1.0, description="Seconds between requests, at least 1; null = the default.")

    @model_validator(mode="after")
    def _state_explained(self) -> Outlet:
        if self.state != "active" and not self.state_reason:
            raise ValueError(f"outlet {self.id!r} is {self.state} without a reason")
        if (self.domain is None) != (self.state == "unresolved"):
            raise ValueError(f"outlet {self.id!r}: exactly the unresolved outlets have no domain")
        if self.regency_code and self.regency_code[:2] != self.province_code:
            raise ValueError(f"outlet {self.id!r}: regency {self.regency_code} lies outside {self.province_code}")
        return self
