"""Time from navigation until the first control is usable, beside a plain notebook under stock Voilà.

    python -m benchmarks.pages [--rounds 5] [--json]

The plain notebook has two cells (pandas and matplotlib; a button) and stock settings; its requests to other
machines are aborted, so that a slow network does not flatter us. Both servers run for the whole of the benchmark,
rounds take turns, each visit has a new browser profile, and the figure is the median. Our notebook pages are visited
when their warm kernel stands ready, as in a room where the server was started a minute ago; ``cold_s`` is a visit
for which none was ready.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nbformat
from playwright.sync_api import Browser, Page, sync_playwright

from crpkit.workspace import new_workspace
from tests.chromium import launch
from tests.serving import Served, free_port, serving

PLAIN = (
    "import pandas as pd\nimport matplotlib.pyplot as plt\n"
    "pd.DataFrame({'option': ['a', 'b'], 'dots': [3, 5]}).plot.bar(x='option', y='dots')\nplt.show()",
    "import ipywidgets\nipywidgets.Button(description='Count')",
)
PAGES = ("personas", "workshop")
READY = "html[data-kit='ready']"  # the page says so once its kernel has answered
PATIENCE_MS = 60_000


@contextmanager
def stock_voila(folder: Path) -> Iterator[str]:
    """Serve the plain notebook under stock Voilà; yields its address."""
    cells = [nbformat.v4.new_code_cell(source) for source in PLAIN]
    notebook = nbformat.v4.new_notebook(cells=cells)
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    path = folder / "plain.ipynb"
    nbformat.write(notebook, path)
    port = free_port()
    command = [sys.executable, "-m", "voila", str(path), f"--port={port}", "--no-browser"]
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ}
    )
    try:
        address = f"http://localhost:{port}/"
        _until(lambda: _answers(f"{address}voila/static/voila.js"), "stock Voilà did not start")
        yield address
    finally:
        process.terminate()
        process.wait()


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=2):
            return True
    except OSError:
        return False


def _until(holds: Callable[[], bool], otherwise: str, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            raise TimeoutError(otherwise)
        time.sleep(0.1)


def visit(
    browser: Browser, address: str, selector: str, login: str | None = None, ready: str | None = None
) -> float:
    """Return seconds from navigation until a control matching the selector is visible and enabled."""
    context = browser.new_context()
    try:
        context.route(
            "**/*",
            lambda route: (
                route.continue_()
                if "//localhost" in route.request.url or "//127.0.0.1" in route.request.url
                else route.abort()
            ),
        )
        page = context.new_page()
        if login:
            context.request.get(login)
        return _first_control(page, address, selector, ready)
    finally:
        context.close()


def _first_control(page: Page, address: str, selector: str, ready: str | None) -> float:
    start = time.perf_counter()
    page.goto(address, wait_until="commit", timeout=PATIENCE_MS)
    page.locator(selector).first.wait_for(state="visible", timeout=PATIENCE_MS)
    if ready:
        page.locator(ready).wait_for(state="attached", timeout=PATIENCE_MS)
    return time.perf_counter() - start


def state(served: Served) -> dict[str, Any]:
    """Ask our server which pages wait, made ready, and how many are open."""
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    opener.open(served.address, timeout=5).close()
    with opener.open(f"{served.base}/kit/ready", timeout=5) as answer:
        found: dict[str, Any] = json.load(answer)
    return found


def warm(served: Served) -> Callable[[], bool]:
    """Return a question: does every notebook page have a warm kernel?"""

    def asked() -> bool:
        return set(state(served)["ready"]) >= set(PAGES)

    return asked


def measure(rounds: int) -> dict[str, object]:
    """Run the rounds and return medians, in seconds, and ratios to the plain page."""
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder,
        sync_playwright() as playwright,
        stock_voila(Path(folder)) as plain,
        serving(new_workspace(Path(folder) / "example", example=True)) as served,
    ):
        browser = launch(playwright)
        asked = warm(served)
        _until(asked, "the pages did not warm up", 120)
        times: dict[str, list[float]] = {name: [] for name in ("plain", "home", *PAGES)}
        cold: dict[str, list[float]] = {name: [] for name in PAGES}
        for _ in range(rounds):
            times["plain"].append(visit(browser, plain, "button:visible"))
            times["home"].append(visit(browser, f"{served.base}/", "main a:visible", served.address))
            for name in PAGES:
                _until(asked, "the pages did not warm up", 120)
                page = (f"{served.base}/{name}", "main button:enabled:visible", served.address, READY)
                times[name].append(visit(browser, *page))
                cold[name].append(visit(browser, *page))
        browser.close()
    medians = {name: statistics.median(values) for name, values in times.items()}
    pages = [
        {
            "page": name,
            "first_control_s": round(value, 3),
            "ratio_to_plain_voila": round(value / medians["plain"], 3),
            **({"cold_s": round(statistics.median(cold[name]), 3)} if name in cold else {}),
        }
        for name, value in medians.items()
        if name != "plain"
    ]
    return {
        "plain_voila_s": round(medians["plain"], 3),
        "rounds": rounds,
        "cores": os.cpu_count(),
        "pages": pages,
    }


def main() -> None:
    """Print the figures, or one line of JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    result = measure(options.rounds)
    if options.json:
        print(json.dumps(result))
        return
    print(f"plain notebook under stock Voilà: {result['plain_voila_s']} s (median of {result['rounds']})")
    for page in result["pages"]:  # type: ignore[attr-defined]
        print(page)


if __name__ == "__main__":
    main()
