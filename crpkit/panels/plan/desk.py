"""What the steps of the plan page share: what is asked, found and kept, and who wants to hear of changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from crpkit.errors import CrpkitError
from crpkit.panels.plan.asking import DAYS, but_for_days, said_otherwise
from crpkit.panels.plan.reading import Reading
from crpkit.planning import (
    LineNotes,
    NothingFits,
    Plans,
    Settings,
    keep_plan,
    kept_plan,
    make_plan,
    out_of_date,
    plan_to_keep,
)
from crpkit.planning.drafts import keep_settings, kept_settings
from crpkit.planning.kept import KeptPlan, Rest
from crpkit.workspace import Workspace, open_workspace

NO_BUDGET = "First say what there is, in the step “What there is”."
NO_SURVEY = "First bring the answers to a survey, on the page “Needs”."
NO_PLAN = "First choose a plan, in the step “Choose”."


class PlanDesk(Reading):
    """The model of the page; it knows no widgets.

    Attributes
    ----------
    workspace
        ``None`` until the page has been opened.
    trouble
        Why something cannot be read, as a sentence; empty if all can.
    settings
        What the team asks for now; ``None`` until it has said so.
    kept
        The plan that is kept, if one is.
    moved
        What moved since it was made, in sentences.
    plans, diagnosis
        What was found for the settings as they are now; ``None`` until somebody has it worked out.
    clash
        Why nothing fits, if nothing does.
    resting
        Name of a plan → what it rests on, of those that somebody looked at.
    weighty
        Component → how much its links that are the kit's own matter, as far as that was tried.
    """

    def __init__(self, workspace: Workspace | None = None) -> None:
        super().__init__()
        self._given = workspace
        self.trouble = ""
        self.moved: tuple[str, ...] = ()
        self.plans: Plans | None = None
        self.clash: NothingFits | None = None
        self.resting: dict[str, tuple[Rest, ...]] = {}
        self.weighty: dict[str, float] = {}
        self._listeners: list[Callable[[], object]] = []

    def on_change(self, listener: Callable[[], object]) -> None:
        """Call a function after each change."""
        self._listeners.append(listener)

    def tell(self) -> None:
        """Let every step show what is now so."""
        for listener in tuple(self._listeners):
            listener()

    # -- opening

    def open(self) -> None:
        """Read what is kept."""
        self.trouble = ""
        try:
            self.workspace = self._given or open_workspace()
            _ = self.framework
        except CrpkitError as error:
            self.trouble, self.workspace = str(error), None
            self.tell()
            return
        self.kept = self._read(lambda: kept_plan(self.folder))
        self.settings = self._read(lambda: kept_settings(self.folder))
        if self.settings is None and self.kept is not None:
            self.settings = self.kept.settings
        self._read(lambda: self.options)
        self.look_for_moves()
        self.tell()

    def _read(self, read: Callable[[], Any]) -> Any:
        """Read one thing, so that a file that is broken keeps none of the others away."""
        try:
            return read()
        except CrpkitError as error:
            self.trouble = f"{self.trouble} {error}".strip()
            return None

    def look_for_moves(self) -> None:
        """Note what moved since the plan was made: the inputs, and what the team asks for."""
        kept = self.kept
        if kept is None or self.workspace is None:
            self.moved = ()
            return
        inputs = self._read(lambda: out_of_date(self._open_workspace(), kept)) or ()
        asked = said_otherwise(kept.settings, self.settings) if self.settings else ()
        self.moved = (*inputs, *asked)

    # -- what people do

    def ask(self, **changes: Any) -> None:
        """Ask for something else; what was found before is no longer of it.

        Raises
        ------
        CrpkitError
            If nothing has been said of what there is.
        """
        if self.settings is None and "budget" not in changes:
            raise CrpkitError("Nobody has said yet what there is", NO_BUDGET)
        before = dict(self.settings) if self.settings else {}
        settings = Settings.model_validate({**before, **changes})
        if settings == self.settings:
            return
        earlier, self.settings = self.settings, settings
        keep_settings(self.folder, settings)
        if earlier is not None and but_for_days(earlier) == but_for_days(settings):
            self._move_days(settings)
        else:
            self._forget()

    def _move_days(self, settings: Settings) -> None:
        """Let the plan that is kept begin on another day, around other blocked days: it stays the same plan."""
        if self.kept is not None:
            days = {name: getattr(settings, name) for name in DAYS}
            self._keep(replace(self.kept, settings=self.kept.settings.model_copy(update=days)))
        else:
            self.tell()

    def _forget(self) -> None:
        self.plans, self.clash, self._options, self._inputs = None, None, None, None
        self.resting, self.weighty, self.diagnosis = {}, {}, None
        self.look_for_moves()
        self.tell()

    def decide(self, option: str, allowed: bool | None, reason: str) -> None:
        """Allow an option, rule it out, or take back what was said."""
        said = dict(self.settings.allowed) if self.settings else {}
        said.pop(option, None)
        if allowed is not None:
            said[option] = (allowed, reason)
        self.ask(allowed=said)

    def link(self, component: str, need: str, strength: str) -> None:
        """Say how far a component helps with a need; empty takes back what was said."""
        said = dict(self.settings.links) if self.settings else {}
        said.pop(f"{component}/{need}", None)
        if strength:
            said[f"{component}/{need}"] = strength  # type: ignore[assignment]
        self.ask(links=said)

    def working_out(self) -> Iterator[None]:
        """Look for plans, piece by piece."""
        workspace, settings = self._open_workspace(), self.settings
        if settings is None:
            raise CrpkitError("Nobody has said yet what there is", NO_BUDGET)
        yield
        try:
            found, diagnosis, _ = make_plan(workspace, settings)
        except NothingFits as clash:
            self.plans, self.clash = None, clash
            return
        yield
        _ = found.front  # reckoned once, and then kept
        self.plans, self.diagnosis, self.clash, self.resting = found, diagnosis, None, {}
        kept = self.kept
        if kept is not None and not self.moved and kept.chosen in found.named:
            self.resting[kept.chosen] = kept.rests  # they were tried when it was made
            return
        yield
        self._try_out(next(iter(found.named)))

    def trying_out(self, name: str) -> Iterator[None]:
        """Look for what a plan rests on, unless that is known already."""
        yield
        if self.plans is not None and name in self.plans.named and name not in self.resting:
            self._try_out(name)

    def _try_out(self, name: str) -> None:
        assert self.plans is not None
        rows = self.plans.rests_on(name).to_dict("records")
        self.resting[name] = tuple(
            Rest(row["what"], row["how_known"], row["if_otherwise"], row["find_out"]) for row in rows
        )
        for row in rows:
            if row["kind"] == "links" and row["component"]:
                before = self.weighty.get(row["component"], 0.0)
                self.weighty[row["component"]] = max(before, abs(row["worth_change"]))

    def taking(self, name: str) -> Iterator[None]:
        """Keep one of the plans that were found; what the team wrote to lines and sentences stays."""
        plans, settings = self.plans, self.settings
        if plans is None or settings is None or name not in plans.named:
            raise CrpkitError("This plan is not there any more", "Work the plans out again.")
        yield
        kept = plan_to_keep(self._open_workspace(), settings, plans, name, self.kept)
        if self.plans is plans:  # else somebody asked for something else meanwhile
            self.resting[name] = kept.rests
            self._keep(kept)

    def note_line(self, component: str, notes: LineNotes) -> None:
        """Keep what the team wrote to a line."""
        kept = self._kept_plan()
        self._keep(replace(kept, lines={**kept.lines, component: notes}))

    def note_sentence(self, key: str, words: str) -> None:
        """Keep a sentence that the team wrote in place of another; empty brings the kit's own back."""
        kept = self._kept_plan()
        sentences = {name: said for name, said in kept.sentences.items() if name != key}
        self._keep(replace(kept, sentences={**sentences, key: words} if words.strip() else sentences))

    def _kept_plan(self) -> KeptPlan:
        if self.kept is None:
            raise CrpkitError("No plan is kept yet", NO_PLAN)
        return self.kept

    def _keep(self, kept: KeptPlan) -> None:
        keep_plan(self.folder, kept)
        self.kept = kept
        self.look_for_moves()
        self.tell()
