"""A PostgreSQL server for the tests: made in a temporary folder, asked over a socket in it, gone at the end."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa

#: Nothing here has to survive a loss of power.
_QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "listen_addresses=", "max_connections=60")


def programs() -> Path | None:
    """The folder of `initdb` and `postgres`, of the latest version that is installed; `None` where there is none."""
    for folder in sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: -float(p.parent.name)):
        if (folder / "initdb").exists():
            return folder
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


class Server:
    """A running server."""

    def __init__(self, folder: Path) -> None:
        self._url = f"postgresql+psycopg://tester@/postgres?host={folder}"
        self._made = 0

    def new(self) -> str:
        """The URL of a place with no table in it: a schema of its own, which is made in a moment and takes no room."""
        self._made += 1
        engine = sa.create_engine(self._url)
        with engine.begin() as connection:
            connection.exec_driver_sql(f"create schema place{self._made}")
        engine.dispose()
        return f"{self._url}&options=-csearch_path%3Dplace{self._made}"


@contextmanager
def server(binaries: Path, *options: str) -> Iterator[Server]:
    """A server of these binaries. `postgres` refuses to run as root, so it then runs as another user."""
    folder = Path(tempfile.mkdtemp(prefix="reportedly-pg-"))
    who: dict[str, Any] = {}
    if os.getuid() == 0:
        names = {entry.pw_name: entry for entry in pwd.getpwall()}
        entry = names.get("postgres") or names["nobody"]
        os.chown(folder, entry.pw_uid, entry.pw_gid)
        who = {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    data = folder / "data"
    setup = [
        str(binaries / "initdb"),
        "-D",
        str(data),
        "-U",
        "tester",
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--locale=C",
        "--no-sync",
    ]
    try:
        subprocess.run(setup, check=True, stdout=subprocess.DEVNULL, cwd=folder, **who)
        settings = [part for option in (*_QUICK, f"unix_socket_directories={folder}", *options) for part in ("-c", option)]
        with (folder / "log").open("w") as log:
            command = [str(binaries / "postgres"), "-D", str(data), *settings]
            with subprocess.Popen(command, stdout=log, stderr=log, cwd=folder, **who) as process:
                try:
                    _wait(process, folder)
                    yield Server(folder)
                finally:
                    process.send_signal(signal.SIGQUIT)  # at once: nothing is kept
                    try:
                        process.wait(20)
                    except subprocess.TimeoutExpired:
                        process.kill()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _wait(process: subprocess.Popen[Any], folder: Path) -> None:
    """Until it answers."""
    engine = sa.create_engine(f"postgresql+psycopg://tester@/postgres?host={folder}")
    end = time.monotonic() + 60
    while True:
        try:
            engine.connect().close()
            break
        except sa.exc.OperationalError:
            if process.poll() is not None or time.monotonic() > end:
                raise RuntimeError((folder / "log").read_text(errors="replace")) from None
            time.sleep(0.1)
    engine.dispose()
