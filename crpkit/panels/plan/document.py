"""Step 8: the document: its sentences, which the team can write anew; files; and what moved since the plan was made."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from crpkit.panels import controls as ui
from crpkit.panels.needs.lead import step_of
from crpkit.panels.plan.desk import NO_PLAN, PlanDesk
from crpkit.panels.plan.words import chip, folded, note

if TYPE_CHECKING:
    from crpkit.reports.plan.sentences import Sentences

_FILES = {
    "plan.docx": "The plan, for Word",
    "plan.html": "The plan, as a web page",
    "plan-budget.xlsx": "The budget, with live sums",
    "plan.ics": "The calendar",
}


class DocumentStep(ui.Column):
    """Read it, write sentences anew, write it into files."""

    def __init__(self, desk: PlanDesk, again: Callable[[], object]) -> None:
        self._desk = desk
        self._shown: tuple[object, ...] = ()
        self._of = self._filled = ""
        self._sentences: Sentences | None = None
        self.moved = ui.Html()
        self.again = ui.Button("Make it again", again, "secondary")
        self.which = ui.Choice("Part of the document", ())
        self.which.on_change(lambda _: self._fill())
        self.words = ui.TextBox("What stands there", lines=6, max_length=20_000)
        self.keep = ui.Button("Keep these words", self._keep)
        self.back = ui.Button("Bring back what the kit wrote", self._back, "quiet")
        self.status = ui.Status()
        self.preview = ui.Html()
        self.preview.add_class("crp-plan-paper")
        self.write = ui.Button("Write the document and its files", self._write)
        self.progress = ui.Progress("Writing, and looking that nobody can be made out")
        self.written = ui.Status()
        self.files = ui.Html()
        self.aged = ui.Column([self.moved, self.again])
        self.aged.add_class("crp-stack")
        buttons = ui.Row([self.keep, self.back])
        buttons.add_class("crp-row")
        edit = ui.Section(
            "Write it in your own words",
            "What you write stays when the plan is made again.",
            self.which,
            self.words,
            buttons,
            self.status,
            level=3,
        )
        take = ui.Section(
            "To take along",
            "The plan for Word and as a web page, the budget as a workbook, and the calendar.",
            self.write,
            self.progress,
            self.written,
            self.files,
            level=3,
        )
        for one in (edit, take):
            one.add_class("crp-card")
        super().__init__(
            [
                step_of(
                    "What you can stand behind, in sentences. Read it once from first to last.",
                    self.aged,
                    self.preview,
                    edit,
                    take,
                )
            ]
        )
        self.add_class("crp-stack")
        desk.on_change(self.refresh)
        self.refresh()

    # -- showing

    def refresh(self) -> None:
        """Show the document of the plan that is kept, and what moved since it was made."""
        desk = self._desk
        kept = desk.kept
        for button in (self.keep, self.back, self.write):
            button.blocker = "" if kept else NO_PLAN
        self.aged.layout.display = None if kept and desk.moved else "none"
        if kept and desk.moved:
            said = "".join(f"<li>{ui.escape(one)}</li>" for one in desk.moved)
            lead = note("This plan is out of date. What moved since it was made:", "warn")
            self.moved.value = f"{lead}<ul>{said}</ul>"
        now = (kept, desk.moved)
        if now == self._shown:
            return
        self._shown = now
        if kept is None or desk.workspace is None:
            self._sentences = None
            return
        self._sentences = desk.sentences()
        self._show_all(self._sentences)
        self._list_files()

    def _show_all(self, sentences: Sentences) -> None:
        own = self._desk.kept.sentences if self._desk.kept else {}
        every = sentences.all
        self.which.set_options([(one.key, one.about) for one in every])
        if self.which.value is None and every:
            self.which.value = every[0].key
        self.preview.value = "".join(self._parts(sentences))
        untouched = self.words.value in ("", self._filled)  # else somebody is writing here
        if self._of != self.which.value or untouched:
            self._fill()
        self.back.layout.display = None if str(self.which.value) in own else "none"

    def _parts(self, sentences: Sentences) -> Iterator[str]:
        own = self._desk.kept.sentences if self._desk.kept else {}
        found: dict[str, list[str]] = {}
        for one in sentences.all:
            mark = f" {chip('your words', 'done')}" if one.key in own else ""
            level = (
                4 if one.key.partition("/")[0] in _KINDS else 3
            )  # under the line that opens it, or by itself
            heading = f"<h{level}>{ui.escape(one.about)}{mark}</h{level}>"
            paragraphs = "".join(
                f"<p>{ui.escape(part)}</p>" for part in sentences.of(one.key).split("\n") if part.strip()
            )
            found.setdefault(one.key.partition("/")[0], []).append(heading + paragraphs)
        for kind, parts in found.items():
            title = _KINDS.get(kind)
            if title is None:
                yield "".join(parts)
            else:
                yield folded(title, "".join(parts), str(len(parts)))

    def _fill(self) -> None:
        sentences, key = self._sentences, str(self.which.value)
        if sentences is None:
            return
        if self._of != key:
            self.status.clear()
        self._of = key
        words = self._filled = sentences.of(key)
        if self.words.value != words or self.words.problem:
            self.words.reset(words)
        own = self._desk.kept.sentences if self._desk.kept else {}
        self.back.layout.display = None if key in own else "none"

    def _list_files(self) -> None:
        folder = self._desk.folder / "outputs"
        rows = []
        for name, title in _FILES.items():
            if (folder / name).is_file():
                at = datetime.fromtimestamp((folder / name).stat().st_mtime, UTC).astimezone()
                rows.append(f"<li><strong>outputs/{name}</strong>: {title}, of {at.day} {at:%B, %H:%M}</li>")
        self.files.value = f"<ul>{''.join(rows)}</ul>" if rows else "<p>Nothing is written yet.</p>"

    # -- what people do

    def _keep(self) -> None:
        sentences, key = self._sentences, str(self.which.value)
        if sentences is None:
            return
        proposed = next(one.proposed for one in sentences.all if one.key == key)
        same = self.words.value.strip() == proposed.strip()
        self._desk.note_sentence(key, "" if same else self.words.value)
        self._fill()
        self.status.say("These are the kit’s own words." if same else "Kept, in your words.", "done")

    def _back(self) -> None:
        self._desk.note_sentence(str(self.which.value), "")
        self._fill()
        self.status.say("The kit’s own words stand there again.", "done")

    def _write(self) -> None:
        self.written.clear()
        self.progress.run(self._writing(), 0, self._done)

    def _writing(self) -> Iterator[None]:
        from crpkit.reports import write_budget, write_plan  # they are slow to load

        desk = self._desk
        workspace, plan = desk.workspace, desk.plan
        if workspace is None or plan is None:
            return
        yield  # so that the page shows that something goes on
        write_plan(workspace, desk.outputs / "plan.docx")
        yield
        write_plan(workspace, desk.outputs / "plan.html")
        yield
        write_budget(plan, desk.outputs / "plan-budget.xlsx")
        yield
        table = desk.timetable()
        if table is not None:
            table.ics(desk.outputs / "plan.ics")

    def _done(self, whole: bool) -> None:
        self._list_files()
        if whole:
            start = self._desk.settings.start if self._desk.settings else None
            more = "" if start else " There is no calendar yet: write its first day, in the step “When”."
            self.written.say(f"Written: outputs/plan.docx and what belongs to it.{more}", "done")
        elif self.progress.stopped:
            self.written.say("Stopped. What was written until then is there.")


_KINDS = {
    "line": "What we will do, line by line",
    "left": "What we will not do now, and why",
    "tension": "What pulls in two directions",
    "said": "You said, so we will or will not",
}
