"""Scrapy's settings for a crawl, each with the reason for its value."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

from crawler.guard import PROXY_SETTING, TRUSTED_SETTING
from crawler.plan import CrawlPlan

#: Largest response, in bytes, before and after decompression: feeds of 30 MB exist, articles beyond 3 MB do not.
MAX_SIZE = 33_554_432


def software() -> str:
    """Name and version of this program."""
    try:
        return f"ikrar/{version('ikrar')}"
    except PackageNotFoundError:
        return "ikrar"


def user_agent(contact: str | None) -> str:
    """The name the crawler goes by: what it is, what for, and whom to tell when it is a nuisance."""
    about = "harvests news on neutrality of civil servants for research"
    return f"{software()} ({about}; {contact})" if contact else f"{software()} ({about})"


def settings(plan: CrawlPlan) -> dict[str, object]:
    """Scrapy's settings for a plan."""
    return {
        "USER_AGENT": user_agent(plan.contact),
        "DEFAULT_REQUEST_HEADERS": {
            "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
            "Accept-Language": "id,en;q=0.5",
        },
        # Manners: one request at a time and host, at fixed distances; jitter could bring two closer than the delay.
        "CONCURRENT_REQUESTS": plan.concurrency,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
        "DOWNLOAD_DELAY": plan.delay,
        "DOWNLOAD_DELAY_JITTER": 0.0,
        "DOWNLOAD_TIMEOUT": plan.timeout,
        "DOWNLOAD_MAXSIZE": MAX_SIZE,
        "DOWNLOAD_WARNSIZE": 0,
        "REDIRECT_MAX_TIMES": 5,
        "DNS_TIMEOUT": 20,
        "TWISTED_DNS_RESOLVER": "crawler.guard.PublicResolver",
        "COOKIES_ENABLED": False,
        "REFERER_ENABLED": False,
        TRUSTED_SETTING: sorted(plan.trusted),
        PROXY_SETTING: plan.proxy,
        # Attempts are counted and noted by crawler.fetcher; robots.txt is read by crawler.robots, which knows RFC 9309;
        # a proxy comes from the plan, never from the environment; a refresh in the markup is not followed.
        "RETRY_ENABLED": False,
        "ROBOTSTXT_OBEY": False,
        "HTTPPROXY_ENABLED": False,
        "METAREFRESH_ENABLED": False,
        "DOWNLOADER_MIDDLEWARES": {
            "crawler.guard.GuardMiddleware": 50,
            "crawler.robots.RobotsMiddleware": 100,
            "crawler.exchange.ExchangeMiddleware": 950,
            "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
        },
        # Nothing listens: no console, no remote control.
        "TELNETCONSOLE_ENABLED": False,
        "REMOTE_CONTROL_ENABLED": False,
        "MEMUSAGE_ENABLED": False,
        "STATS_DUMP": False,
        "LOGSTATS_INTERVAL": 0,
        "LOG_INSTALL_ROOT_HANDLER": False,  # crawler.run logs to a file of its own
        "LOG_LEVEL": "INFO",
        "LOG_VERSIONS": [],
    }
