"""The server itself: Voilà's application with our door, our pages, and only the handlers these need."""

from __future__ import annotations

import asyncio
import logging
import shutil
import socket
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import jinja2
from jupyter_server.services.kernels.handlers import KernelHandler
from tornado.httpserver import HTTPServer
from traitlets.config import Config
from voila.app import Voila
from voila.configuration import VoilaConfiguration
from voila.paths import collect_template_paths
from voila.tornado.kernel_websocket_handler import VoilaKernelWebsocketHandler

from crpkit import __version__, resources
from crpkit.errors import CrpkitError
from crpkit.server import handlers
from crpkit.server.digest import workspace_digest
from crpkit.server.door import Door
from crpkit.server.front import Front
from crpkit.server.gate import GuardedApplication
from crpkit.server.home import HomeReader
from crpkit.server.kernels import LIMIT, OwnKernel, PageKernels, Seats, kernel_environment
from crpkit.server.look import Look
from crpkit.server.pages import NAMES, Page, find_pages
from crpkit.server.pool import PageRun, Pool
from crpkit.server.renderer import PageRenderer

TEMPLATES = Path(__file__).resolve().parent / "template"
_KERNEL = r"(\w+-\w+-\w+-\w+-\w+)"
_SWEEP_SECONDS = 20.0
_FAREWELL_SECONDS = 5.0


class KernelModel(KernelHandler):
    """What the front end asks of a kernel as it connects; it may not end one here."""

    SUPPORTED_METHODS = ("GET",)


class KitServer(Voila):
    """One open workspace, served to this computer.

    Parameters
    ----------
    folder
        The workspace.
    door
        Who may come in.
    workspace
        The workspace if it is open already; opened when first needed if not given.
    limit
        Pages with a kernel that may be open at the same time.
    debug
        Tell everything, not only what needs attention.
    """

    def __init__(
        self, folder: Path, door: Door, workspace: Any = None, limit: int = LIMIT, debug: bool = False
    ) -> None:
        super().__init__(config=_config(), log_level=logging.DEBUG if debug else logging.WARNING)
        # Tornado's remarks (a mistyped address, a closed connection) are for whoever looks for a fault.
        logging.getLogger("tornado").setLevel(logging.DEBUG if debug else logging.ERROR)
        self.folder = folder
        self.door = door
        self.digest = workspace_digest(folder)
        self.look = Look()
        self.front = Front(math=self.look.address("no-math.js"))
        self.home = HomeReader(folder, workspace)
        self.root_dir = str(resources.folder("notebooks"))
        self.port = door.port
        self.voila_configuration = VoilaConfiguration(parent=self)
        self.setup_template_dirs()
        self._limit = limit
        self._errands: set[asyncio.Future[None]] = set()
        self._starting: set[asyncio.Future[str]] = set()

    def setup_template_dirs(self) -> None:
        """Find templates: ours in the package, before Voilà's."""
        self.template_paths = [
            str(TEMPLATES),
            *collect_template_paths(["voila", "nbconvert"], "lab", prune=True),
        ]
        loader = jinja2.FileSystemLoader(str(TEMPLATES))
        self.light = jinja2.Environment(loader=loader, autoescape=True, undefined=jinja2.StrictUndefined)

    def init_handlers(self) -> list[Any]:
        """Return what answers each address: ours, and the few of Jupyter's that a page needs."""
        kit = {"kit": self}
        return [
            (r"/", handlers.Home, kit),
            (r"/static/kit/hello", handlers.Hello, kit),
            (r"/static/kit/([0-9a-f]+)/(.+)", handlers.LookHandler, kit),
            (rf"/({'|'.join(NAMES)})", handlers.NotebookPage, kit),
            (r"/kit/ready", handlers.Ready, kit),
            (rf"/kit/engine/{_KERNEL}", handlers.Engine, kit),
            (rf"/kit/leave/{_KERNEL}", handlers.Leave, kit),
            (rf"/api/kernels/{_KERNEL}", KernelModel),
            (rf"/api/kernels/{_KERNEL}/channels", VoilaKernelWebsocketHandler),
            *self.front.handlers,
        ]

    def build(self) -> None:
        """Put everything together; afterwards requests can be answered."""
        self.connection_dir = tempfile.mkdtemp(prefix="crpkit_")
        settings = self.init_settings()
        settings |= {
            "default_handler_class": handlers.Missing,
            "default_handler_args": {"kit": self},
            "jinja2_env": self.light,
            "log_function": self._log_request,
        }
        self.seats = Seats(self.kernel_manager, self._limit)
        self.pool = Pool(self._begin, self.is_alive, self.seats.end)
        self.app = GuardedApplication(self, self.init_handlers(), **settings)

    def _log_request(self, handler: Any) -> None:
        # The path only: the query may hold the token.
        self.log.debug("%s %s %s", handler.get_status(), handler.request.method, handler.request.path)

    async def run(self, sockets: list[socket.socket], opened: Callable[[], None]) -> None:
        """Serve until cancelled, then end every kernel.

        Parameters
        ----------
        sockets
            Where to listen.
        opened
            Called when pages can be asked for.
        """
        self.build()
        http = HTTPServer(self.app)
        http.add_sockets(sockets)
        try:
            opened()
            self._errand(self._make_ready())
            await self._sweep()
        finally:
            http.stop()
            await self._close()

    async def _make_ready(self) -> None:
        """Read the workspace, and make one page after the other ready."""
        await self.home.view()
        for page in find_pages(self.folder):
            await self.pool.fill(page).finished()

    async def _sweep(self) -> None:
        while True:
            await asyncio.sleep(_SWEEP_SECONDS)
            for kernel_id in self.seats.abandoned():
                self.log.debug("Kernel %s has lost its page", kernel_id)
                await self.seats.end(kernel_id)

    async def _close(self) -> None:
        # Kernels that are ended together with the server are no trouble.
        self.log.setLevel(logging.ERROR)
        for task in self._errands:
            task.cancel()
        self.pool.close()
        if self._starting:  # a kernel that is just being started is known only when it runs
            await asyncio.wait(self._starting)
        await asyncio.gather(*map(self.seats.end, self.kernel_manager.list_kernel_ids()))
        self.home.close()
        shutil.rmtree(self.connection_dir, ignore_errors=True)

    def _errand(self, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(work)
        self._errands.add(task)
        task.add_done_callback(self._errands.discard)

    def facts(self) -> dict[str, Any]:
        """Return what every page's frame shows."""
        return {
            "pages": find_pages(self.folder),
            "look": self.look.address,
            "version": __version__,
        }

    async def take(self, page: Page) -> PageRun:
        """Return a page for a visitor.

        Raises
        ------
        RoomFull
            If too many are open.
        """
        self.seats.reserve()
        try:
            run = await self.pool.take(page)
        except BaseException:
            self.seats.give_back()
            raise
        run.kernel.add_done_callback(self._seat)
        return run

    def _seat(self, kernel: asyncio.Future[str]) -> None:
        if kernel.cancelled():
            self.seats.give_back()
        else:
            self.seats.settle(kernel.result())

    async def drop(self, run: PageRun) -> None:
        """Throw away a page that nobody reads any more."""
        await self.pool.discard(run)

    async def is_alive(self, kernel_id: str) -> bool:
        """Whether a kernel runs; one that died is cleared away."""
        if kernel_id not in self.kernel_manager:
            return False
        if await self.kernel_manager.get_kernel(kernel_id).is_alive():
            return True
        await self.seats.end(kernel_id)
        return False

    def leave(self, kernel_id: str) -> None:
        """A page says that it closes: end its kernel as soon as its connection is gone."""
        self._errand(self._end_when_left(kernel_id))

    async def _end_when_left(self, kernel_id: str) -> None:
        # A page that stays after all (a download, a cancelled "leave this page?") keeps its connection.
        for _ in range(int(_FAREWELL_SECONDS / 0.1)):
            if not self.seats.is_connected(kernel_id):
                await self.seats.end(kernel_id)
                return
            await asyncio.sleep(0.1)

    def _begin(self, page: Page) -> PageRun:
        return PageRun(page, self._renderer, self._start_kernel)

    async def _start_kernel(self, page: Page) -> str:
        environment = kernel_environment(self.folder, Path(self.connection_dir) / "ipython", self.port)
        start = self.kernel_manager.start_kernel(
            kernel_name="python3", path=str(page.notebook.parent), env=environment
        )
        task = asyncio.ensure_future(start)
        self._starting.add(task)
        task.add_done_callback(self._starting.discard)
        try:
            # A start that is broken off half-way would leave a process that nobody knows of.
            return await asyncio.shield(task)
        except (OSError, RuntimeError) as error:
            remedy = "Close other programs or tabs, then try again."
            raise CrpkitError("The page could not start: the computer has no room for it", remedy) from error

    def _renderer(self, page: Page, start_kernel: Callable[[], Awaitable[str]]) -> PageRenderer:
        return PageRenderer(
            start_kernel=start_kernel,
            kernels=self.kernel_manager,
            kit={**self.facts(), "page": page},
            report=self.log.warning,
            voila_configuration=self.voila_configuration,
            traitlet_config=self.config,
            notebook_path=str(page.notebook),
            template_paths=self.template_paths,
            config_manager=self.config_manager,
            contents_manager=self.contents_manager,
            base_url="/",
            kernel_spec_manager=self.kernel_spec_manager,
            page_config=self.front.page_config,
        )


def _config() -> Config:
    config = Config()
    config.VoilaConfiguration = Config(
        template="lab",
        allow_template_override="NO",
        allow_theme_override="NO",
        strip_sources=True,
        show_tracebacks=False,
        multi_kernel_manager_class=PageKernels,
        kernel_spec_manager_class=OwnKernel,
    )
    config.PageKernels.allow_tracebacks = False
    config.PageKernels.traceback_replacement_message = "Something did not work. Reload the page to try again."
    # Without it any user of this computer could listen to what a kernel sends.
    config.PageKernels.transport_encryption = "auto"
    config.AsyncIOLoopKernelManager.autorestart = False
    return config
