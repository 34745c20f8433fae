"""A real WordPress on loopback: Debian's, with its own MariaDB and PHP's built-in server, filled by a script."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

HERE = Path(__file__).parent
PACKAGES = ("wordpress", "mariadb-server", "php-cli", "php-mysql", "php-xml")


def missing() -> str | None:
    """What a machine lacks to run it; null if nothing."""
    needed = {"php": shutil.which("php"), "mariadbd": _mariadbd(), "wordpress": Path("/usr/share/wordpress").is_dir()}
    absent = [name for name, found in needed.items() if not found]
    return f"no {', '.join(absent)}: install {' '.join(PACKAGES)}" if absent else None


class Koran:
    """A WordPress site; `url` is its address, `content` its wp-content folder."""

    def __init__(self) -> None:
        # Not pytest's folder: the path of a socket has at most 107 bytes.
        self._folder = Path(tempfile.mkdtemp(prefix="koran-"))
        self.content = self._folder / "content"
        self._socket = self._folder / "sql"
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.host = f"127.0.0.1:{free.getsockname()[1]}"
        self.url = f"http://{self.host}"
        self._processes: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> Self:
        try:
            self._start()
        except BaseException:
            self._stop()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self._stop()

    def write(self, posts: Sequence[dict[str, str]]) -> None:
        """Write posts: `post_title`, `post_content` and local `post_date`; or edit the one with `slug`."""
        self._php(json.dumps(posts))

    def _start(self) -> None:
        (self.content / "mu-plugins").mkdir(parents=True)
        (self.content / "plugins").mkdir()
        shutil.copytree(HERE / "theme", self.content / "themes" / "koran")
        shutil.copy(HERE / "faults.php", self.content / "mu-plugins")
        data = self._folder / "data"
        common = ["--no-defaults", f"--datadir={data}", *(["--user=root"] if os.geteuid() == 0 else [])]
        install = ["mariadb-install-db", *common, "--auth-root-authentication-method=normal", "--skip-test-db"]
        subprocess.run(install, check=True, capture_output=True, timeout=120)
        server = [*common, f"--socket={self._socket}", "--skip-networking", f"--pid-file={self._folder / 'pid'}",
                  "--innodb-flush-log-at-trx-commit=0", "--innodb-buffer-pool-size=32M"]  # fmt: skip
        self._spawn([str(_mariadbd()), *server])
        setup = "CREATE DATABASE koran; CREATE USER koran@localhost; GRANT ALL ON koran.* TO koran@localhost"
        client = ["mariadb", "--no-defaults", f"--socket={self._socket}", "-uroot", "-e", setup]
        self._wait(lambda: subprocess.run(client, capture_output=True, check=False).returncode == 0)
        self._php("", KORAN_INSTALL="1")
        self._spawn(["php", "-d", "opcache.enable_cli=1", "-S", self.host, str(HERE / "front.php")])
        self._wait(self._answers)

    def _php(self, text: str, **more: str) -> None:
        done = subprocess.run(
            ["php", str(HERE / "fill.php")],
            input=text, text=True, capture_output=True, env=self._environment | more, timeout=240, check=False,
        )  # fmt: skip
        if done.returncode or "Fatal" in done.stdout + done.stderr:
            raise RuntimeError(done.stdout[-2000:] + done.stderr[-2000:])

    @property
    def _environment(self) -> dict[str, str]:
        return os.environ | {
            "KORAN_URL": self.url,
            "KORAN_SOCKET": str(self._socket),
            "KORAN_CONTENT": str(self.content),
        }

    def _spawn(self, command: Sequence[str]) -> None:
        with (self._folder / f"{Path(command[0]).name}.log").open("wb") as log:
            process = subprocess.Popen(command, env=self._environment, stdout=log, stderr=log)
        self._processes.append(process)

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/wp-json/", timeout=10) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def _wait(self, ready: object) -> None:
        assert callable(ready)
        until = time.monotonic() + 60
        while not ready():
            if time.monotonic() > until or any(process.poll() is not None for process in self._processes):
                logs = "\n".join(path.read_text(errors="replace")[-1000:] for path in self._folder.glob("*.log"))
                raise RuntimeError(f"the site did not start: {logs}")
            time.sleep(0.1)

    def _stop(self) -> None:
        for process in reversed(self._processes):
            process.terminate()
            process.wait(timeout=30)
        shutil.rmtree(self._folder)


def _mariadbd() -> str | None:
    return shutil.which("mariadbd") or shutil.which("mariadbd", path="/usr/sbin")
