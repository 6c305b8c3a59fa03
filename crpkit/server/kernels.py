"""The kernels behind notebook pages: how they start, and when they may go.

A kernel is a process of about 100 MB. A page has one; it goes when its page is closed, and none is handed out
beyond a limit.
"""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ipykernel.kernelspec import RESOURCES, get_kernel_dict
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager

from crpkit.errors import CrpkitError

LIMIT = 12
"""Pages with a kernel that may be open at the same time."""
GRACE = 120.0
"""Seconds a kernel may be without its page (a reload, a slow start) before it is ended."""
_VISITOR = ("QUERY_STRING", "VOILA_REQUEST_URL", "SCRIPT_NAME", "PATH_INFO", "HTTP_COOKIE")


class OwnKernel(KernelSpecManager):
    """Only one kind of kernel: the Python that runs the server, whatever else is installed on the computer."""

    def find_kernel_specs(self) -> dict[str, str]:
        """Name → folder of the one kind."""
        return {"python3": str(RESOURCES)}

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        """Return the one kind, whatever name a notebook asks for."""
        # What is typed into cells is not kept: no history file in the person's home folder.
        words = get_kernel_dict(extra_arguments=["--HistoryManager.enabled=False"])
        return KernelSpec(resource_dir=str(RESOURCES), **words)


def kernel_environment(workspace: Path, profile: Path, port: int, phones: str = "") -> dict[str, str]:
    """Return the environment a kernel starts in: this process's, without anything about a visitor.

    Parameters
    ----------
    workspace
        The team's folder; notebooks find it as ``CRPKIT_WORKSPACE``.
    profile
        A folder for IPython's own files, so that start-up scripts of the person's profile stay out.
    port
        The server's port.
    phones
        Where phones join, if they are let in.
    """
    kept = {name: value for name, value in os.environ.items() if name not in _VISITOR}
    own = {
        "CRPKIT_WORKSPACE": str(workspace),
        "IPYTHONDIR": str(profile),
        "VOILA_BASE_URL": "/",
        "VOILA_SERVER_URL": "/",
        "VOILA_APP_PORT": str(port),
        "CRPKIT_PHONES": phones,
        "SERVER_SOFTWARE": "voila",
    }
    return kept | own


class PageKernels(AsyncMappingKernelManager):
    """Kernels by id. None is started again by itself: a page whose kernel died must say so and be reloaded."""

    def cwd_for_path(self, path: str, **kwargs: Any) -> str:
        """Return the working directory: the notebook's folder, given as a path of this computer."""
        return str(Path(path))


class RoomFull(CrpkitError):
    """As many pages are open as the computer can carry."""

    def __init__(self, limit: int) -> None:
        super().__init__(
            f"{limit} pages are open already, and each one takes memory",
            "Close a tab that nobody uses, then try again.",
        )


class Seats:
    """Which kernels belong to an open page; how many there may be; which have lost their page.

    Parameters
    ----------
    kernels
        The kernels.
    limit
        Pages that may be open at the same time. Kernels that were started ahead and wait for a visitor are not
        counted; there is one of those for each page at most.
    grace
        Seconds without a connection after which a kernel is ended.
    clock
        Seconds that only go up.
    """

    def __init__(
        self,
        kernels: Any,
        limit: int = LIMIT,
        grace: float = GRACE,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.kernels = kernels
        self.limit = limit
        self.grace = grace
        self._clock = clock
        self._alone_since: dict[str, float] = {}
        self._ending: dict[str, asyncio.Future[None]] = {}
        self._arriving = 0

    @property
    def taken(self) -> int:
        """Pages that are open or being opened."""
        return self._arriving + sum(kernel_id in self.kernels for kernel_id in self._alone_since)

    def reserve(self) -> None:
        """Keep a seat for a page that is about to be opened.

        Raises
        ------
        RoomFull
            If all seats are taken.
        """
        if self.taken >= self.limit:
            raise RoomFull(self.limit)
        self._arriving += 1

    def give_back(self) -> None:
        """Give a kept seat back: the page did not come to be."""
        self._arriving -= 1

    def settle(self, kernel_id: str) -> None:
        """Turn a kept seat into the seat of this kernel."""
        self._arriving -= 1
        self._alone_since[kernel_id] = self._clock()

    def is_connected(self, kernel_id: str) -> bool:
        """Whether a page holds a connection to this kernel now."""
        return kernel_id in self.kernels and self.kernels.kernel_model(kernel_id)["connections"] > 0

    def abandoned(self) -> list[str]:
        """Return the kernels whose page has been gone for longer than the grace."""
        now = self._clock()
        self._alone_since = {key: since for key, since in self._alone_since.items() if key in self.kernels}
        for kernel_id in self._alone_since:
            if self.is_connected(kernel_id):
                self._alone_since[kernel_id] = now
        return [key for key, since in self._alone_since.items() if now - since > self.grace]

    async def end(self, kernel_id: str) -> None:
        """End a kernel at once, if it is still there; two who ask at the same time wait for the same end."""
        self._alone_since.pop(kernel_id, None)
        if kernel_id not in self._ending:
            if kernel_id not in self.kernels:
                return
            task = asyncio.ensure_future(self.kernels.shutdown_kernel(kernel_id, now=True))
            self._ending[kernel_id] = task
            task.add_done_callback(lambda _: self._ending.pop(kernel_id, None))
        await asyncio.shield(self._ending[kernel_id])
