"""Step 5: line by line: who leads and joins, the principles prompt by prompt, who gains or might lose, the decision."""

from __future__ import annotations

from crpkit.panels import controls as ui
from crpkit.panels.needs.lead import step_of
from crpkit.panels.plan.desk import NO_PLAN, PlanDesk
from crpkit.panels.plan.words import chip, folded, takes
from crpkit.planning import Line, LineNotes
from crpkit.planning.saying import money


class LinesStep(ui.Column):
    """One line at a time; all of what was written to it is kept with one press."""

    def __init__(self, desk: PlanDesk) -> None:
        self._desk = desk
        self._shown: tuple[object, ...] = ()
        self._said: dict[str, str] = {}
        self._of = ""
        self.all = ui.Html()
        self.which = ui.Choice("Line of the plan", ())
        self.which.on_change(lambda _: self._fill())
        self.about = ui.Html()
        self.lead = ui.TextBox(
            "Who leads", hint="Somebody from the community, where that can be.", max_length=300
        )
        self.partners = ui.TextBox("Who works with them", lines=3, hint="One on each line.", max_length=3_000)
        principles = desk.framework.principles
        self.principle = ui.Choice(
            "Principle", [(one.id, one.title) for one in principles], next(iter(principles)).id
        )
        self.principle.on_change(lambda _: self._ask())
        self.prompts = ui.Column([])
        self.prompts.add_class("crp-stack")
        self._boxes: dict[str, ui.TextBox] = {}
        self.gains = ui.TextBox("Who gains, in your words", lines=2, max_length=2_000)
        self.loses = ui.TextBox(
            "Who might lose by it, or be kept away, and what you do about that", lines=3, max_length=4_000
        )
        self.note = ui.TextBox("What was decided, and why", lines=3, max_length=4_000)
        self.keep = ui.Button("Keep this line", self._keep)
        self.status = ui.Status()
        super().__init__([self._laid_out()])
        self.add_class("crp-stack")
        desk.on_change(self.refresh)
        self.refresh()

    def _laid_out(self) -> ui.Column:
        who = ui.Row([self.lead, self.partners])
        who.add_class("crp-columns")
        who.add_class("crp-plan-top")
        people = ui.Section("Who does it", "A proposal stands there until you write somebody.", who, level=3)
        check = ui.Section(
            "Check it against the principles",
            "Prompt by prompt, as far as you get. What stays empty is shown as not checked yet.",
            self.principle,
            self.prompts,
            level=3,
        )
        fair = ui.Section("Who gains, and who might lose", "", self.gains, self.loses, level=3)
        decided = ui.Section("Decision", "", self.note, level=3)
        for one in (people, check, fair, decided):
            one.add_class("crp-card")
        return step_of(
            "A plan that others can follow says who does each thing, for whom, and why.",
            self.which,
            self.about,
            people,
            check,
            fair,
            decided,
            self.keep,
            self.status,
            self.all,
        )

    # -- showing

    def refresh(self) -> None:
        """Show the lines of the plan that is kept."""
        kept = self._desk.kept
        self.keep.blocker = "" if kept else NO_PLAN
        now = (kept.plan if kept else None, kept.lines if kept else None)
        if now == self._shown:
            return
        same_plan = bool(self._shown) and self._shown[0] is now[0]
        self._shown = now
        if kept is None:
            return
        lines = kept.edited.chosen
        self.which.set_options([(one.component, one.option.words) for one in lines])
        if self.which.value is None and lines:
            self.which.value = lines[0].component
        self.all.value = self._so_far(lines)
        if not same_plan or self._of != self.which.value:
            self._fill()

    def _line(self) -> Line | None:
        kept = self._desk.kept
        if kept is None:
            return None
        return next((one for one in kept.edited.chosen if one.component == self.which.value), None)

    def _fill(self) -> None:
        """Show what was written to the line that is chosen."""
        line, kept = self._line(), self._desk.kept
        if line is None or kept is None:
            return
        self._of, self._boxes = line.component, {}
        notes = kept.lines.get(line.component, LineNotes())
        self.about.value = self._about(line)
        self._said = {**{name: words for name, words in line.principles.items() if words}, **notes.principles}
        for box, words in (
            (self.lead, line.lead),
            (self.partners, "\n".join(line.partners)),
            (self.gains, notes.gains),
            (self.loses, line.loses),
            (self.note, line.note),
        ):
            _show(box, words)
        self.status.clear()
        self._ask()

    def _about(self, line: Line) -> str:
        groups = {one.id: one.title for one in self._desk.framework.groups}
        needs = self._desk.framework.needs
        option = line.option
        helps = [
            f"{needs[one.need].title}" for one in self._desk.links.of(line.component) if one.need in needs.ids
        ]
        gains = (
            ", ".join(groups.get(one, one) for one in line.gains)
            or "none of those who answered, as far as the links tell"
        )
        sure = chip("only if confirmed", "unsure") if option.if_confirmed else ""
        inside = "".join(
            f"<div><dt>{name}</dt><dd>{ui.escape(words)}</dd></div>"
            for name, words in (
                ("Costs over the plan", money(line.cost)),
                ("Takes", takes(option)),
                ("Who gains", gains),
                ("Helps with", ", ".join(helps) or "nothing by itself; others need it"),
            )
        )
        return f'<div class="crp-plan-line">{sure}<dl>{inside}</dl></div>'

    def _ask(self) -> None:
        """Show the prompts of the principle that is chosen; what was typed under another one is remembered."""
        self._collect()
        principle = self._desk.framework.principles[str(self.principle.value)]
        self._boxes = {
            one.id: ui.TextBox(one.text, self._said.get(one.id, ""), lines=2, max_length=4_000)
            for one in principle.prompts
        }
        self.prompts.children = tuple(self._boxes.values())
        for box in self._boxes.values():
            box.on_change(lambda _: self._collect())

    def _collect(self) -> None:
        self._said |= {
            name: box.value for name, box in self._boxes.items() if name in self._said or box.value
        }

    def _so_far(self, lines: tuple[Line, ...]) -> str:
        total = sum(len(one.prompts) for one in self._desk.framework.principles)
        rows = "".join(
            f"<li><strong>{ui.escape(line.option.words)}</strong>: {ui.escape(line.lead)}. "
            f"{sum(bool(words) for words in line.principles.values())} of {total} prompts checked.</li>"
            for line in lines
        )
        return folded("All lines so far", f"<ul>{rows}</ul>", f"{len(lines)} lines")

    # -- keeping

    def _keep(self) -> None:
        self._collect()
        line = self._line()
        kept = self._desk.kept
        if line is None or kept is None:
            return
        plain = next(one for one in kept.plan.lines if one.component == line.component)
        partners = tuple(filter(None, map(str.strip, self.partners.value.splitlines())))
        notes = LineNotes(
            lead=_own(self.lead.value, plain.lead),
            partners=() if partners == plain.partners else partners,
            note=_own(self.note.value, plain.note),
            loses=_own(self.loses.value, plain.loses),
            principles={name: words for name, words in self._said.items() if words.strip()},
            gains=self.gains.value,
        )
        self._desk.note_line(line.component, notes)
        self.status.say(f"Kept: {line.option.words}.", "done")


def _own(words: str, proposed: str) -> str:
    """Return what the team wrote; nothing where it left what was proposed, so that this can move on."""
    return "" if words == proposed else words


def _show(box: ui.TextBox, words: str) -> None:
    """Put words into a box, unless they are there: a reset would wipe what is being typed at this moment."""
    if box.value != words or box.problem:
        box.reset(words)
