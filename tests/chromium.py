"""Finding and starting an installed Chromium or Chrome, for browser tests and benchmarks."""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Playwright

from tests.serving import PHONE_HOST

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
)
QUIET = (
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--force-color-profile=srgb",
)


def find_browser() -> str | None:
    """Return the path of an installed browser: ``CRPKIT_BROWSER``, the PATH, then the usual places."""
    named = os.environ.get("CRPKIT_BROWSER")
    found = [named] if named else [shutil.which(name) for name in NAMES]
    found += [place for place in PLACES if Path(place).is_file()]
    return next((path for path in found if path), None)


def launch(playwright: Playwright, *extra: str) -> Browser:
    """Start the installed browser without a window."""
    path = find_browser()
    if path is None:
        raise RuntimeError("no Chromium or Chrome is installed; set CRPKIT_BROWSER to its path")
    as_root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    return playwright.chromium.launch(executable_path=path, args=[*QUIET, *as_root, *extra])


@contextmanager
def silence() -> Iterator[str]:
    """Listen on an address that takes connections and never answers; yields the browser flag that maps the world to it.

    :data:`PHONE_HOST` alone leads to this computer.
    """
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(512)
        port = listener.getsockname()[1]
        yield f"--host-resolver-rules=MAP {PHONE_HOST} 127.0.0.1, MAP * 127.0.0.1:{port}, EXCLUDE 127.0.0.1"
