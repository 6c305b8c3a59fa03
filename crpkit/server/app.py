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
from crpkit.server import handlers
from crpkit.server.digest import workspace_digest
from crpkit.server.door import Door
from crpkit.server.front import Front
from crpkit.server.gate import GuardedApplication
from crpkit.server.home import HomeReader
from crpkit.server.kernels import LIMIT, OwnKernel, PageKernels, Seats, kernel_environment
from crpkit.server.live import pages as live
from crpkit.server.live.hall import Hall
from crpkit.server.live.photo import AddPhoto, ShowPhoto
from crpkit.server.live.socket import LiveSocket
from crpkit.server.look import Look
from crpkit.server.pages import NAMES, Page, find_pages
from crpkit.server.reach import Reach
from crpkit.server.renderer import PageRenderer
from crpkit.server.visits import Visits

LARGEST_BODY = 1024 * 1024
TEMPLATES = Path(__file__).resolve().parent / "template"
_KERNEL = r"(\w+-\w+-\w+-\w+-\w+)"


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
    reach
        How phones reach this computer; not at all if not given.
    """

    def __init__(
        self,
        folder: Path,
        door: Door,
        workspace: Any = None,
        limit: int = LIMIT,
        debug: bool = False,
        reach: Reach | None = None,
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
        self.hall = Hall(folder, reach or Reach(None, door.port), door, workspace)
        self.root_dir = str(resources.folder("notebooks"))
        self.port = door.port
        self.voila_configuration = VoilaConfiguration(parent=self)
        self.setup_template_dirs()
        self._limit = limit

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
            *self._live_handlers(),
            (rf"/kit/engine/{_KERNEL}", handlers.Engine, kit),
            (rf"/kit/leave/{_KERNEL}", handlers.Leave, kit),
            (rf"/api/kernels/{_KERNEL}", KernelModel),
            (rf"/api/kernels/{_KERNEL}/channels", VoilaKernelWebsocketHandler),
            *self.front.handlers,
        ]

    def _live_handlers(self) -> list[Any]:
        """Return what phones, the projector and the console ask for."""
        kit = {"kit": self}
        code = r"([^/]{1,40})"
        return [
            (rf"/join(?:/{code})?", live.JoinPage, kit),
            (rf"/screen/{code}", live.ScreenPage, kit),
            (rf"/console/{code}", live.ConsolePage, kit),
            (rf"/live/{code}/qr\.svg", live.JoinQr, kit),
            (rf"/live/{code}/wifi\.svg", live.WifiQr, kit),
            (rf"/live/{code}/lists", live.Lists, kit),
            (rf"/live/{code}/agendas", live.Agendas, kit),
            (rf"/live/{code}/kinds", live.Kinds, kit),
            (rf"/live/{code}/paper", live.Paper, kit),
            (rf"/live/{code}/by-table", live.ByTable, kit),
            (rf"/live/{code}/suggestions", live.Suggestions, kit),
            (rf"/live/{code}/photo", AddPhoto, kit),
            (rf"/live/{code}/photo/([A-Za-z0-9_-]{{1,64}})", ShowPhoto, kit),
            (rf"/live/{code}/(phone|screen|console)", LiveSocket, kit),
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
        profile = Path(self.connection_dir) / "ipython"
        phones = self.hall.reach.join_url() if self.hall.reach.public else ""
        environment = kernel_environment(self.folder, profile, self.port, phones)
        seats = Seats(self.kernel_manager, self._limit)
        self.visits = Visits(self.kernel_manager, seats, self._renderer, environment, self.log)
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
        # Bodies are read before the door can decide: one device must not fill the memory with them.
        http = HTTPServer(self.app, max_body_size=LARGEST_BODY, body_timeout=30, idle_connection_timeout=60)
        http.add_sockets(sockets)
        ahead = [
            asyncio.ensure_future(self.home.view()),
            asyncio.ensure_future(self.hall.run()),
            asyncio.ensure_future(self.visits.make_ready(find_pages(self.folder))),
        ]
        try:
            opened()
            await self.visits.sweep()
        finally:
            # Kernels that end together with the server are no trouble.
            self.log.setLevel(logging.ERROR)
            http.stop()
            for task in ahead:
                task.cancel()
            await self.hall.close()
            await self.visits.close()
            self.home.close()
            shutil.rmtree(self.connection_dir, ignore_errors=True)

    def facts(self) -> dict[str, Any]:
        """Return what every page's frame shows."""
        return {
            "pages": find_pages(self.folder),
            "look": self.look.address,
            "sheets": self.look.sheets,
            "version": __version__,
        }

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
