from __future__ import annotations

import os

import pytest

from tests.chromium import find_browser

MISSING = "no Chromium or Chrome is installed (or set CRPKIT_BROWSER to the path of one)"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.suffix == ".ipynb":
            # the cells of a notebook share a kernel, so they must run in one worker and in order
            item.add_marker(pytest.mark.xdist_group(item.path.name))
        if "browser" in item.path.parts and item.path.suffix == ".py":
            item.add_marker(pytest.mark.browser)
            # one worker, and so one server, for all browser tests
            item.add_marker(pytest.mark.xdist_group("browser"))


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("browser") and find_browser() is None:
        if os.environ.get("CI") == "true":
            pytest.fail(f"browser tests must run in CI, but {MISSING}", pytrace=False)
        pytest.skip(MISSING)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if find_browser() is None:
        terminalreporter.section("THE BROWSER TESTS DID NOT RUN", sep="!", red=True, bold=True)
        terminalreporter.write_line(MISSING[0].upper() + MISSING[1:] + ". The pages are untested.")
