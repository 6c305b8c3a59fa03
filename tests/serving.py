"""Starting the kit's server as a person would: through the command line, in a process of its own."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, Queue

PHONE_HOST = "kit.test"  # for a browser it is not localhost, so no secure context over plain http
ADDRESS = re.compile(r"http://127\.0\.0\.1:(\d+)/\?token=[\w-]+")


@dataclass
class Served:
    """A running server: its address with the token, its folder and what it printed."""

    address: str
    folder: Path
    process: subprocess.Popen[str]
    printed: list[str] = field(default_factory=list)

    @property
    def base(self) -> str:
        """The address without the token."""
        return self.address.split("/?")[0]

    @property
    def phone_base(self) -> str:
        """The same by the name that phones use."""
        return self.base.replace("127.0.0.1", PHONE_HOST)


def free_port() -> int:
    """Return a port that is free now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(
    folder: Path,
    *words: str,
    seconds: float = 90,
    environment: dict[str, str] | None = None,
    port: int | None = None,
) -> Iterator[Served]:
    """Run ``crpkit serve FOLDER`` on a port, any that is free if not given, until the block ends."""
    command = [
        sys.executable,
        "-m",
        "crpkit",
        "serve",
        str(folder),
        "--port",
        str(port or free_port()),
        "--no-browser",
        *words,
    ]
    env = {**os.environ, "PYTHONUNBUFFERED": "1", "PYTHONUTF8": "1", **(environment or {})}
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8", env=env
    )
    lines: Queue[str] = Queue()
    threading.Thread(target=_pump, args=(process, lines), daemon=True).start()
    printed: list[str] = []
    try:
        yield Served(_address(lines, printed, seconds), folder, process, printed)
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _pump(process: subprocess.Popen[str], lines: Queue[str]) -> None:
    assert process.stdout is not None
    for line in process.stdout:
        lines.put(line)
    lines.put("")


def _address(lines: Queue[str], printed: list[str], seconds: float) -> str:
    while True:
        try:
            line = lines.get(timeout=seconds)
        except Empty as error:
            raise RuntimeError("the server printed no address:\n" + "".join(printed)) from error
        printed.append(line)
        found = ADDRESS.search(line)
        if found:
            return found.group()
        if line == "":
            raise RuntimeError("the server stopped:\n" + "".join(printed))
