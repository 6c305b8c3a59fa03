"""Step 3: which kind of support helps with which need, and who says so; the team goes through them, one by one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from crpkit.panels import controls as ui
from crpkit.panels.needs.lead import step_of
from crpkit.panels.plan.desk import NO_BUDGET, PlanDesk
from crpkit.panels.plan.words import chip, folded
from crpkit.planning.linking import Link

WHOSE = {"ours": "our reading", "team": "you said so", "report": "the report says so"}
STRENGTHS = {"none": "not at all", "some": "to some extent", "strong": "strongly"}
_SAY = (
    ("strong", "Strongly"),
    ("some", "To some extent", "It counts half"),
    ("none", "Not at all"),
    ("", "Leave it open", "The kit goes on reckoning with its own reading"),
)


class LinksStep(ui.Column):
    """One link at a time, those first on which most depends; below it all of them, folded."""

    def __init__(self, desk: PlanDesk) -> None:
        self._desk = desk
        self._shown: object = None
        self._links: dict[str, Link] = {}
        self.counts = ui.Html()
        self.which = ui.Choice("Link", (), hint="Those on which most depends come first.")
        self.which.on_change(lambda _: self._fill())
        self.question = ui.Html()
        self.say = ui.Choice("How far does it help?", _SAY, "", style="radios")
        self.keep = ui.Button("Keep this and go to the next", self._keep)
        self.skip = ui.Button("Skip", self._skip, "quiet")
        self.status = ui.Status()
        self.all = ui.Html()
        buttons = ui.Row([self.keep, self.skip])
        buttons.add_class("crp-row")
        one = ui.Section(
            "One at a time",
            "Ask people who know such support. Each answer makes the plan yours.",
            self.which,
            self.question,
            self.say,
            buttons,
            self.status,
            level=3,
        )
        one.add_class("crp-card")
        super().__init__(
            [
                step_of(
                    "A plan counts what it answers through these links. Many are only our reading of the report.",
                    self.counts,
                    one,
                    self.all,
                )
            ]
        )
        self.add_class("crp-stack")
        desk.on_change(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the links as they are now."""
        desk = self._desk
        self.keep.blocker = NO_BUDGET if desk.settings is None else ""
        now = (desk.workspace, desk.settings.links if desk.settings else None, desk.plans, dict(desk.weighty))
        if desk.workspace is None or now == self._shown:
            return
        self._shown = now
        links = self._in_order()
        self._links = {f"{one.component}/{one.need}": one for one in links}
        self.counts.value = _counts(links)
        self.which.set_options(
            [(key, self._title(one), WHOSE[one.whose]) for key, one in self._links.items()]
        )
        if self.which.value is None:
            self.which.value = next(iter(self._links), None)
        self.all.value = "".join(self._folds(links))
        self._fill()

    def _in_order(self) -> list[Link]:
        """Return the links, those first that are ours and on which most depends."""
        desk = self._desk
        size = {}
        if desk.plans is not None:
            wishes = desk.plans.instance.worth.wishes
            size = dict(zip(wishes.needs, wishes.weights @ wishes.sizes, strict=True))
        return sorted(
            desk.links.all,
            key=lambda one: (
                one.whose != "ours",
                -desk.weighty.get(one.component, 0.0),
                -size.get(one.need, 0.0) * one.weight,
            ),
        )

    def _title(self, link: Link) -> str:
        framework = self._desk.framework
        return f"{framework.components[link.component].title} → {framework.needs[link.need].title}"

    def _folds(self, links: Sequence[Link]) -> Iterator[str]:
        framework = self._desk.framework
        for part in framework.interventions:
            components = [one for one in framework.components if one.intervention == part.id]
            ids = {one.id for one in components}
            mine = [one for one in links if one.component in ids]
            ours = sum(one.whose == "ours" for one in mine)
            inside = "".join(self._of_component(one.id, mine) for one in components)
            yield folded(part.title, inside, f"{len(mine)} links, {ours} only our reading")

    def _of_component(self, component: str, links: Sequence[Link]) -> str:
        framework = self._desk.framework
        rows = "".join(
            f"<li><strong>{ui.escape(framework.needs[one.need].title)}</strong>: {STRENGTHS[one.strength]} "
            f"{chip(WHOSE[one.whose], _MARK[one.whose])}</li>"
            for one in links
            if one.component == component
        )
        if not rows:
            return ""
        title = ui.escape(framework.components[component].title)
        return f'<section class="crp-plan-component"><h3>{title}</h3><ul class="crp-plan-links">{rows}</ul></section>'

    def _fill(self) -> None:
        link = self._links.get(str(self.which.value))
        if link is None:
            self.question.value = ""
            return
        framework = self._desk.framework
        component, need = framework.components[link.component], framework.needs[link.need]
        record = next(
            (one for one in framework.links if (one.component, one.need) == (link.component, link.need)), None
        )
        why = f"<p>{ui.escape(record.summary)}</p>" if record else ""
        self.question.value = (
            f'<p class="crp-plan-question">How far does <strong>{ui.escape(component.title)}</strong> help with '
            f"<strong>{ui.escape(need.title)}</strong>?</p><p>{ui.escape(component.summary)}</p>{why}"
            f"<p>Now: {STRENGTHS[link.strength]} {chip(WHOSE[link.whose], _MARK[link.whose])}</p>"
        )
        said = link.strength if link.whose == "team" else ""
        if self.say.value != said:
            self.say.value = said

    def _keep(self) -> None:
        key = str(self.which.value)
        link = self._links[key]
        after = self._after(key)
        title, strength = self._title(link), str(self.say.value or "")
        self._desk.link(link.component, link.need, strength)
        self._go(after)
        words = STRENGTHS[strength] if strength else "left open"
        self.status.say(f"Kept: {title}: {words}.", "done")

    def _skip(self) -> None:
        self._go(self._after(str(self.which.value)))
        self.status.clear()

    def _after(self, key: str) -> str:
        """Return the next link that is still ours; the next of all if there is none."""
        names = list(self._links)
        start = names.index(key) + 1 if key in names else 0
        round_ = [*names[start:], *names[:start]]
        return next((name for name in round_ if self._links[name].whose == "ours" and name != key), round_[0])

    def _go(self, key: str) -> None:
        if key in self._links:
            self.which.value = key
            self._fill()


_MARK = {"ours": "unsure", "team": "done", "report": ""}


def _counts(links: Sequence[Link]) -> str:
    ours, team, report = (sum(one.whose == whose for one in links) for whose in WHOSE)
    figures = (
        (ours, "are only our reading"),
        (team, "you have said yourselves"),
        (report, "the report says"),
    )
    inside = "".join(f"<li><strong>{number}</strong> <span>{words}</span></li>" for number, words in figures)
    return f'<ul class="crp-plan-figures">{inside}</ul>'
