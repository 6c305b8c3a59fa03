"""Voilà's front-end files: found where they are installed, served under an address that names their versions.

About a hundred files and 5 MB a page. Voilà serves most of them so that the browser asks again each time; under
an address that changes with every update the browser can keep them.
"""

from __future__ import annotations

import hashlib
import json
from functools import cached_property
from pathlib import Path
from typing import Any

from tornado.web import StaticFileHandler
from voila import __version__ as voila_version
from voila.paths import STATIC_ROOT, collect_static_paths
from voila.utils import get_voila_labextensions_path

from crpkit.errors import CrpkitError

# What a page of ours needs to show controls. Other extensions on the computer (a person's JupyterLab may have
# dozens) would only slow each page down, or break it.
EXTENSIONS = ("@jupyter-widgets/jupyterlab-manager", "@voila-dashboards/widgets-manager8", "anywidget")


class KeptFiles(StaticFileHandler):
    """Files that the browser may keep for good."""

    def set_extra_headers(self, path: str) -> None:
        """Say so."""
        self.set_header("Cache-Control", "public, max-age=31536000, immutable")


class Front:
    """Where Voilà's own scripts and the widget extensions lie, and where they are served.

    Parameters
    ----------
    math
        The address of what is loaded in place of MathJax.
    """

    def __init__(self, math: str) -> None:
        self._math = math

    @cached_property
    def voila_folder(self) -> Path:
        """The folder with ``voila.js``.

        Raises
        ------
        CrpkitError
            If it is not there.
        """
        for folder in (*collect_static_paths(["voila"], "lab"), STATIC_ROOT):
            if (Path(folder) / "voila.js").is_file():
                return Path(folder)
        raise CrpkitError("Voilà's pages are missing from this installation", "Install crpkit again.")

    @cached_property
    def extensions(self) -> dict[str, Path]:
        """Extension name → its folder.

        Raises
        ------
        CrpkitError
            If one is not there.
        """
        found = {}
        for name in EXTENSIONS:
            folders = [Path(root) / name for root in get_voila_labextensions_path()]
            folder = next((folder for folder in folders if (folder / "package.json").is_file()), None)
            if folder is None:
                raise CrpkitError(
                    f"The part “{name}” is missing from this installation", "Install crpkit again."
                )
            found[name] = folder
        return found

    @cached_property
    def _loads(self) -> list[dict[str, Any]]:
        """What the front end must know of each extension."""
        loads = []
        for name, folder in self.extensions.items():
            build = json.loads((folder / "package.json").read_text(encoding="utf-8"))["jupyterlab"]["_build"]
            kept = {
                key: build[key] for key in ("load", "extension", "style", "mimeExtension") if key in build
            }
            loads.append({"name": name, **kept})
        return loads

    @cached_property
    def root(self) -> str:
        """The address below which everything is served; it changes with every update."""
        said = json.dumps([voila_version, self._loads], sort_keys=True)
        return f"/static/front/{hashlib.sha256(said.encode()).hexdigest()[:12]}"

    @property
    def handlers(self) -> list[tuple[str, type[StaticFileHandler], dict[str, str]]]:
        """What answers below that address."""
        folders = {
            "voila": self.voila_folder,
            **{f"lab/{name}": path for name, path in self.extensions.items()},
        }
        return [
            (rf"{self.root}/{name}/(.*)", KeptFiles, {"path": str(path)}) for name, path in folders.items()
        ]

    @property
    def page_config(self) -> dict[str, Any]:
        """What Voilà's front end reads from the page."""
        return {
            "appVersion": voila_version,
            "appUrl": "voila/",
            "baseUrl": "/",
            "fullStaticUrl": f"{self.root}/voila",
            "fullLabextensionsUrl": f"{self.root}/lab",
            "federated_extensions": self._loads,
            "disabledExtensions": [],
            "fullMathjaxUrl": self._math,
            "mathjaxConfig": "none",
            "terminalsAvailable": False,
            "progressiveRendering": False,
        }
