"""What the tests of the log share."""

import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from crpkit.store import Draft

STREAM = "workshop:K7MPWX"


def note(text: str = "A quiet room", **more) -> Draft:
    return Draft(STREAM, "note/added", {"prompt": 1}, {"text": text}, **more)


def wait_for(check: Callable[[], bool], seconds: float = 30.0) -> bool:
    """Ask again and again until it is so, or until the deadline."""
    deadline = time.monotonic() + seconds
    pause = threading.Event()
    while not check():
        if time.monotonic() > deadline:
            return False
        pause.wait(0.01)
    return True


def python(script: str, *arguments: object) -> subprocess.Popen[str]:
    """Start another Python process whose output can be read line by line."""
    command = [sys.executable, "-u", "-c", script, *(str(argument) for argument in arguments)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def all_bytes(path: Path) -> bytes:
    """Everything in the database file and the files beside it."""
    return b"".join(file.read_bytes() for file in sorted(path.parent.iterdir()) if file.is_file())
