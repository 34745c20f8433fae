"""Discovery routes: the ways in which an outlet can be asked for its articles, one module each."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from crawler.lead import Route
from crawler.routes.cards import Listing, Search, Tag
from crawler.routes.feed import Feed
from crawler.routes.sitemap import Sitemap
from crawler.routes.wordpress_rest import WordPressRest
from crawler.routes.wordpress_search import WordPressSearch
from schemas.outlet import RouteName

#: Every route by the name that an outlet's row, a platform and every record of a page give it.
ROUTES: Mapping[RouteName, Route] = MappingProxyType(
    {route.name: route for route in (WordPressRest(), WordPressSearch(), Feed(), Sitemap(), Search(), Listing(), Tag())}
)

__all__ = ["ROUTES"]
