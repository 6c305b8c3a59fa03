"""One notebook on its way to being a page: Voilà's renderer, with our words where something fails."""

from __future__ import annotations

import html
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import nbformat
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat.notebooknode import from_dict
from voila.execute import VoilaExecutor, strip_code_cell_warnings
from voila.notebook_renderer import NotebookRenderer

from crpkit.errors import CrpkitError

STEP_SECONDS = 120
"""How long one step of a notebook may take while its page is made."""
_KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}
StartKernel = Callable[[], Awaitable[str]]


def read_notebook(path: Path) -> Any:
    """Read a notebook without its outputs and with the one kind of kernel we have.

    Raises
    ------
    CrpkitError
        If it cannot be read.
    """
    try:
        text = path.read_text(encoding="utf-8")
        _refuse_other(json.loads(text))
        notebook: Any = nbformat.reads(text, as_version=4)  # type: ignore[no-untyped-call]
        nbformat.validate(notebook)
    except (OSError, ValueError, nbformat.ValidationError) as error:
        remedy = "Delete it, or mend it in JupyterLab; without it the kit shows its own."
        raise CrpkitError(f"The notebook {path} cannot be read", remedy) from error
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    notebook.metadata["kernelspec"] = from_dict(_KERNEL)  # type: ignore[no-untyped-call]
    return notebook


def _refuse_other(content: object) -> None:
    """Refuse what nbformat would stumble over before it looks."""
    if (
        not isinstance(content, dict)
        or content.get("nbformat") != 4
        or not isinstance(content.get("cells"), list)
    ):
        raise ValueError("not a notebook of version 4")


class PageRenderer(NotebookRenderer):
    """Renders one notebook, once, with a kernel that it starts when the head of the page is on its way.

    Parameters
    ----------
    start_kernel
        Starts the kernel and returns its id.
    kernels
        Where a kernel is found by its id.
    kit
        What the template needs to know of the kit: page, pages, addresses of the look.
    report
        Is told in one line what went wrong in the notebook.
    settings
        What Voilà's renderer takes.
    """

    def __init__(
        self,
        *,
        start_kernel: StartKernel,
        kernels: Any,
        kit: dict[str, Any],
        report: Callable[[str], None],
        **settings: Any,
    ) -> None:
        super().__init__(**settings)
        self._start_kernel = start_kernel
        self._kernels = kernels
        self._kit = kit
        self._report = report
        self.trouble = ""

    async def initialize(self, **kwargs: Any) -> None:
        """Read the notebook and make the template ready."""
        await super().initialize(**kwargs)
        self.resources["kit"] = self._kit
        self.resources["metadata"]["path"] = self.cwd

    async def load_notebook(self, path: str) -> Any:
        """Read the notebook from the disk, past Jupyter's file service."""
        return read_notebook(Path(path))

    async def _jinja_kernel_start(self, nb: Any, kernel_id: Any, kernel_future: Any) -> str:
        started = await self._start_kernel()
        manager = self._kernels.get_kernel(started)
        self.executor = VoilaExecutor(nb, km=manager, timeout=STEP_SECONDS, startup_timeout=60)
        try:
            self.executor.kc = await self.executor.async_start_new_kernel_client()
        except RuntimeError as error:  # the kernel did not answer in time, or died at once
            raise CrpkitError("The page's engine did not start", "Reload the page to try again.") from error
        self.kernel_started = True
        return started

    async def _jinja_cell_generator(self, nb: Any, kernel_id: Any) -> AsyncIterator[Any]:
        """Run the cells one after the other; the first one that fails becomes a sentence and the last."""
        try:
            for number, cell in enumerate(nb.cells):
                self.trouble = await self._run_cell(cell, number)
                yield cell
                if self.trouble:
                    self._report(f"{Path(self.notebook_path).name}, cell {number + 1}: {self.trouble}")
                    break
        finally:
            await self._cleanup_resources()

    async def _run_cell(self, cell: Any, number: int) -> str:
        """Run one cell; return what went wrong, if anything did."""
        if cell.cell_type != "code":
            return ""
        try:
            # The client's own method, not Voilà's: that one puts its own words in place of the error.
            await self.executor.async_execute_cell(cell, number, store_history=False)
        except CellTimeoutError:
            words = f"This step took longer than {STEP_SECONDS // 60} minutes and was stopped"
            cell.outputs = [trouble_output(words, "Reload the page to try again.")]
            return words
        except DeadKernelError:
            cell.outputs = [
                trouble_output("This page has lost its engine", "Reload the page to start a new one.")
            ]
            return "the kernel died"
        except CellExecutionError as error:
            cell.outputs = [_without_traceback(output) for output in cell.outputs]
            strip_code_cell_warnings(cell)
            return f"{error.ename}: {error.evalue}"
        strip_code_cell_warnings(cell)
        return ""


def _without_traceback(output: Any) -> Any:
    if output.output_type != "error":
        return output
    if output.ename in _spoken_errors():
        return trouble_output(output.evalue)
    found = f"Something in this page did not work ({output.ename})"
    return trouble_output(found, "Reload the page. If it happens again, run “crpkit check” in the folder.")


def _spoken_errors() -> set[str]:
    """Names of the errors whose message is written for the person who reads the page."""
    found: list[type] = [CrpkitError]
    for kind in found:
        found.extend(kind.__subclasses__())
    return {kind.__name__ for kind in found}


def trouble_output(found: str, remedy: str = "") -> Any:
    """Return a cell's output that says in words what went wrong.

    Parameters
    ----------
    found
        What happened; shown as text, whatever it holds.
    remedy
        What to do.
    """
    stop = "" if found.rstrip().endswith((".", "!", "?")) else "."
    lines = [line for line in f"{found.rstrip()}{stop}\n{remedy}".splitlines() if line.strip()]
    words = "".join(f"<p>{html.escape(line)}</p>" for line in lines)
    data = {"text/html": f'<div class="crp-trouble" role="alert">{words}</div>'}
    output = {"output_type": "display_data", "data": data, "metadata": {}}
    return from_dict(output)  # type: ignore[no-untyped-call]
