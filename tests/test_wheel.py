"""A built wheel, installed elsewhere, serves the same as the clone."""

from __future__ import annotations

import os
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from tests.serving import serving

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel's content in a folder of its own, its dependencies taken from this environment."""
    place = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(place), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True)
    (wheel,) = place.glob("*.whl")
    target = place / "installed"
    install = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-deps",
        "--target",
        str(target),
        str(wheel),
    ]
    subprocess.run(install, check=True, capture_output=True)
    return target


def test_the_wheel_carries_what_the_pages_need(installed: Path) -> None:
    data = installed / "crpkit" / "_data"
    for name in ("personas", "notebooks", "workshop_data"):
        ours = {
            path.relative_to(ROOT / name)
            for path in (ROOT / name).rglob("*")
            if path.is_file() and "checkpoints" not in str(path)
        }
        assert {path.relative_to(data / name) for path in (data / name).rglob("*") if path.is_file()} == ours
    package = {
        path.relative_to(ROOT)
        for path in (ROOT / "crpkit").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert package <= {path.relative_to(installed) for path in installed.rglob("*")}


def test_the_wheel_serves_the_same(installed: Path, tmp_path: Path) -> None:
    environment = {"PYTHONPATH": str(installed)}
    where = [sys.executable, "-c", "import crpkit; print(crpkit.__file__)"]
    told = subprocess.run(
        where, check=True, capture_output=True, text=True, cwd=tmp_path, env={**os.environ, **environment}
    )
    assert Path(told.stdout.strip()).is_relative_to(installed)
    new = [sys.executable, "-m", "crpkit", "new", "place", "--example"]
    subprocess.run(new, check=True, capture_output=True, cwd=tmp_path, env={**os.environ, **environment})
    with serving(tmp_path / "place", environment=environment) as served:
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
        with opener.open(served.address, timeout=60) as answer:
            home = answer.read().decode("utf-8")
        assert "Saltmarsh Quay" in home and "First choice at the net loft" in home
        with opener.open(f"{served.base}/workshop", timeout=60) as answer:
            page = answer.read().decode("utf-8")
        assert "Workshop: choose together" in page and "Traceback" not in page
