"""`ikrar serve` as a person starts it: a process, a port, and tables that change under it."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import httpx2
import pytest

from extract.build import build
from search.index import ensure_index
from search.web.server import Plan, ServeFailure, settings_of
from tests.search.web.conftest import STORIES

ROOT = Path(__file__).parents[3]


def command(*arguments: str | Path) -> list[str]:
    return [sys.executable, "-m", "ikrar", "serve", *map(str, arguments)]


def surroundings(**more: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "dumb", "NO_COLOR": "1", **more}


@contextmanager
def serving(*arguments: str | Path, **environment: str) -> Iterator[tuple[str, list[str]]]:
    """The address at which the command serves, and the lines it says."""
    with subprocess.Popen(
        command(*arguments, "--port", "0"), stderr=subprocess.PIPE, text=True, cwd=ROOT, env=surroundings(**environment)
    ) as process:
        said: list[str] = []
        assert process.stderr is not None
        listener = threading.Thread(target=said.extend, args=(process.stderr,))
        listener.start()
        try:
            yield wait_for(said, r"(http://\S+)/ "), said
        finally:
            process.send_signal(signal.SIGINT)
            status = process.wait(20)
            listener.join()
    assert status == 0, said
    assert not any("Traceback" in line for line in said), said


def wait_for(said: list[str], pattern: str, seconds: float = 90) -> str:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        for line in list(said):
            if found := re.search(pattern, line):
                return found[1] if found.groups() else line
        time.sleep(0.05)
    raise AssertionError(f"nobody said {pattern}: {said}")


def fails(*arguments: str | Path, **environment: str) -> str:
    """What the command says when it cannot serve: one line."""
    ended = subprocess.run(
        command(*arguments),
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=surroundings(**environment),
        timeout=90,
        check=False,
    )
    assert ended.returncode == 2
    assert ended.stdout == ""
    *_, line = ended.stderr.splitlines()
    assert [one for one in ended.stderr.splitlines() if not one.startswith("building the index")] == [line]
    assert line.startswith("ikrar: ")
    return line


def test_it_serves_this_machine_alone_and_ends_when_told(tables: Path, tmp_path: Path) -> None:
    shutil.copytree(tables, tmp_path / "tables", ignore=shutil.ignore_patterns("*.sqlite"))
    with serving("--data", tmp_path) as (address, said):
        assert address.startswith("http://127.0.0.1:")
        assert "5 events" in said[-1]
        answer = httpx2.get(f"{address}/search?q=guru")
        assert (answer.status_code, answer.text.count("data-stop")) == (200, 2)
        assert "server" not in answer.headers
        assert httpx2.get(f"{address}/search", headers={"host": "evil.example"}).status_code == 400
        assert httpx2.get(f"{address}/review").status_code == 404
        port = int(address.rpartition(":")[2])
        assert f"port {port} of 127.0.0.1 is in use" in fails("--data", tmp_path, "--port", str(port))


def test_readers_notice_nothing_while_tables_change_and_break(tables: Path, tmp_path: Path) -> None:
    folder = tmp_path / "tables"
    shutil.copytree(tables, folder, ignore=shutil.ignore_patterns("*.sqlite"))
    with serving("--data", tmp_path) as (address, said):
        stop, failures = threading.Event(), list[str]()

        def read() -> None:
            with httpx2.Client() as reader:
                while not stop.is_set():
                    answer = reader.get(f"{address}/search?q=ikrar")
                    if answer.status_code != 200 or "upacara" not in answer.text:
                        failures.append(f"{answer.status_code}: {answer.text[:200]}")

        readers = [threading.Thread(target=read) for _ in range(3)]
        for reader in readers:
            reader.start()
        try:
            stories = STORIES.read_text("utf-8").splitlines()
            (tmp_path / "fewer.jsonl").write_text("\n".join(stories[3:]), "utf-8")
            build([tmp_path / "fewer.jsonl"], folder)
            wait_for(said, "new tables: 4 events")
            (folder / "events.parquet").write_bytes(b"PAR1 and then nothing")
            wait_for(said, r"events.parquet.*the index made before is served")
            assert "4 upacara" in httpx2.get(f"{address}/").text
            build([STORIES], folder)
            wait_for(said, "new tables: 5 events")
        finally:
            stop.set()
            for reader in readers:
                reader.join()
        assert failures == []


def test_a_broken_table_at_the_start_leaves_the_old_index_up(tables: Path, tmp_path: Path) -> None:
    folder = tmp_path / "tables"
    shutil.copytree(tables, folder)
    ensure_index(folder)
    (folder / "reports.parquet").write_bytes(b"")
    with serving("--data", folder) as (address, said):
        assert any("reports.parquet" in line and "the index made before is served" in line for line in said)
        assert httpx2.get(f"{address}/search").text.count("data-stop") == 5


def test_no_dataset_and_one_of_another_version(tables: Path, tmp_path: Path) -> None:
    assert "there is no such table" in fails("--data", tmp_path / "nowhere")
    import polars as pl

    folder = tmp_path / "old"
    shutil.copytree(tables, folder, ignore=shutil.ignore_patterns("*.sqlite"))
    frame = pl.read_parquet(folder / "events.parquet")
    frame.write_parquet(folder / "events.parquet", metadata={"ikrar_table": "events", "ikrar_schema_version": "0.1"})
    assert "0.1" in fails("--data", folder)


def test_hosts_and_ports_that_cannot_be(tables: Path) -> None:
    assert "192.0.2.1" in fails("--data", tables, "--host", "192.0.2.1")
    assert "no such host" in fails("--data", tables, "--host", "no-such-host.invalid")
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
        assert "choose another with --port" in fails("--data", tables, "--port", str(port))


def test_a_registry_that_cannot_be_read_is_named(tables: Path, tmp_path: Path) -> None:
    (tmp_path / "my.csv").write_text("id,name\n", "utf-8")
    assert "registry of outlets: my.csv: columns must be" in fails("--data", tables, "--registry", tmp_path / "my.csv")
    assert "none.csv" in fails("--data", tables, "--registry", tmp_path / "none.csv")


def test_fifty_readers_at_once_are_all_answered(site: str) -> None:
    addresses = ("/search?q=guru", "/search?sort=newest", "/", "/regency/61.01", "/search.csv")
    statuses: list[int] = []

    def read() -> None:
        with httpx2.Client(timeout=60) as reader:
            statuses.extend(reader.get(site + address).status_code for address in addresses)

    readers = [threading.Thread(target=read) for _ in range(50)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    assert statuses == [200] * 250


def plan(**more: object) -> Plan:
    return Plan(**{"tables": Path("data/tables"), **more})  # type: ignore[arg-type]  # options of many types


def test_every_address_of_the_machine_needs_a_name_to_be_asked_by() -> None:
    for host in ("0.0.0.0", "::", ""):
        with pytest.raises(ServeFailure, match="--name"):
            settings_of(plan(host=host), None)
    assert "arsip.example" in settings_of(plan(host="0.0.0.0", names=("Arsip.Example",)), None).hosts


def test_reviewing_on_this_machine_has_a_key_of_its_own_every_time() -> None:
    first, second = (settings_of(plan(review=True), None).key for _ in range(2))
    assert first
    assert second
    assert first != second
    assert settings_of(plan(review=True), "rahasia").key is None
    assert settings_of(plan(), None).key is None


def test_reviewing_from_elsewhere_needs_a_password() -> None:
    for more in (
        {"host": "192.0.2.1"},
        {"names": ("arsip.example",)},
        {"host": "0.0.0.0", "names": ("arsip.example",)},
    ):
        with pytest.raises(ServeFailure, match="IKRAR_REVIEW_PASSWORD"):
            settings_of(plan(review=True, **more), "")
        assert settings_of(plan(review=True, **more), "rahasia").password == "rahasia"
        assert settings_of(plan(**more), None).corrections is None
    assert settings_of(plan(review=True), None).corrections == Path("data/corrections.csv")
