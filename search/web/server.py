"""Serving the pages: `ikrar serve`."""

from __future__ import annotations

import errno
import os
import secrets
import socket
import threading
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import uvicorn

from crawler.outlets import RegistryError
from search.index import IndexFailure, ensure_index, index_path, is_current
from search.opening import Served
from search.outlets import outlet_names
from search.web.app import create_app
from search.web.settings import LOOPBACK, Settings, is_loopback, is_wildcard

#: Environment variable with the password that reviewing from other hosts asks for.
PASSWORD = "IKRAR_REVIEW_PASSWORD"  # noqa: S105 - its name, not its value
#: Name of the corrections file beside the tables' folder.
CORRECTIONS = "corrections.csv"
#: Seconds between looks at the tables: their sizes and times, nothing more as long as these stand.
_LOOK = 2.0
_BACKLOG = 128
_MOST_AT_ONCE = 200

Say = Callable[[str], None]


class ServeFailure(Exception):  # noqa: N818 - like IndexFailure, an outcome told in one line
    """The pages cannot be served; the message says in one line why."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is served, and to whom.

    Attributes:
        tables: folder of the tables.
        index: the index, beside the tables if None.
        host: name or address to listen at.
        port: port to listen at; 0 takes a free one.
        names: further host names by which the site may be asked for.
        review: whether reviewing is on.
        corrections: file that reviewed values go to; beside the folder of the tables if None.
        rate: requests a minute that one client may make; None for no limit.
        registry: the registry the outlets' names are taken from; the data folder's or the bundled one if None.
    """

    tables: Path
    index: Path | None = None
    host: str = "127.0.0.1"
    port: int = 8765
    names: Sequence[str] = ()
    review: bool = False
    corrections: Path | None = None
    rate: int | None = None
    registry: Path | None = None


def serve(plan: Plan, say: Say) -> None:
    """Serve the pages until interrupted.

    The index is built first where it is missing or older than the tables, and again whenever they change. Where that
    fails but an older index stands, that one is served.

    Args:
        plan: what to serve.
        say: tells a line about what happens.

    Raises:
        ServeFailure: the port is taken, the host unknown, the registry broken, or reviewing would be open to others.
        IndexFailure: there is neither an index nor tables to make one of.
    """
    settings = settings_of(plan, os.environ.get(PASSWORD))
    outlets = _outlets(plan)
    with closing(_listen(plan.host, plan.port)) as listener, closing(_open(plan, say)) as served:
        port = listener.getsockname()[1]
        host = f"[{plan.host}]" if ":" in plan.host else plan.host
        index = served.current()
        address = f"http://{host}:{port}/"
        say(f"{index.events:,} events at {address} (Ctrl-C ends)")
        if settings.key is not None:
            say(f"review, for this machine's browsers: {address}review?key={settings.key}")
        config = uvicorn.Config(
            create_app(served, settings, outlets),
            log_level="warning",
            access_log=False,
            server_header=False,
            # Where other names lead here there is a proxy, which tells who asks and by which scheme; it is believed
            # from this machine only. Elsewhere the address of the connection counts, whatever a header claims.
            proxy_headers=bool(plan.names),
            forwarded_allow_ips=[name.strip("[]") for name in LOOPBACK],
            limit_concurrency=_MOST_AT_ONCE,
            lifespan="on",
        )
        done = threading.Event()
        keeper = threading.Thread(target=_keep_current, args=(plan, served, done, say), daemon=True)
        keeper.start()
        try:
            uvicorn.Server(config).run(sockets=[listener])
        except KeyboardInterrupt:
            pass
        finally:
            done.set()
            keeper.join()


def settings_of(plan: Plan, password: str | None) -> Settings:
    """The settings of a plan.

    Raises:
        ServeFailure: nobody could ask for the site by a name, or reviewing would be open to others.
    """
    names = tuple(dict.fromkeys([*LOOPBACK, *(name.lower() for name in plan.names)]))
    if is_wildcard(plan.host):
        if not plan.names:
            raise ServeFailure(f"{plan.host or 'every address'}: name the hosts that people ask for, with --name")
    elif plan.host.lower() not in names:
        names = (*names, f"[{plan.host.lower()}]" if ":" in plan.host else plan.host.lower())
    open_to_others = not is_loopback(plan.host) or bool(plan.names)
    if plan.review and open_to_others and not password:
        raise ServeFailure(f"reviewing from other hosts needs a password in the environment variable {PASSWORD}")
    corrections = (plan.corrections or plan.tables.parent / CORRECTIONS) if plan.review else None
    return Settings(
        hosts=names,
        corrections=corrections,
        password=password or None,
        key=secrets.token_urlsafe(18) if plan.review and not password else None,
        rate=plan.rate,
    )


def _outlets(plan: Plan) -> dict[str, str]:
    try:
        return outlet_names(plan.tables.parent, plan.registry)
    except (RegistryError, OSError) as error:
        raise ServeFailure(f"registry of outlets: {error}") from error


def _listen(host: str, port: int) -> socket.socket:
    try:
        family = socket.getaddrinfo(host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0][0]
        return socket.create_server((host, port), family=family, backlog=_BACKLOG)
    except socket.gaierror as error:
        raise ServeFailure(f"{host}: no such host") from error
    except OSError as error:
        reason = {
            errno.EADDRINUSE: "is in use; choose another with --port",
            errno.EACCES: "is not allowed; choose one above 1023 with --port",
        }.get(error.errno or 0, f"cannot be listened at ({os.strerror(error.errno) if error.errno else error})")
        raise ServeFailure(f"port {port} of {host or 'every address'} {reason}") from error


def _open(plan: Plan, say: Say) -> Served:
    path = index_path(plan.tables, plan.index)
    try:
        if not is_current(plan.tables, plan.index):
            say(f"building the index of {plan.tables} …")
        ensure_index(plan.tables, plan.index)
    except IndexFailure as failure:
        if not path.exists():
            raise
        served = Served(path)
        say(f"{failure}; the index made before is served")
        return served
    return Served(path)


def _keep_current(plan: Plan, served: Served, done: threading.Event, say: Say) -> None:
    """Build the index anew when the tables have changed; what goes wrong is said once, and the former one stays."""
    said = ""
    while not done.wait(_LOOK):
        before = served.current().build_id
        try:
            ensure_index(plan.tables, plan.index)
            problem = served.problem or ""
        except IndexFailure as failure:
            problem = str(failure)
        index = served.current()
        if index.build_id != before:
            say(f"new tables: {index.events:,} events")
        if problem and problem != said:
            say(f"{problem}; the index made before is served")
        said = problem
