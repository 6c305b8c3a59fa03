"""Step 7: pilots, one card each, and the money as a workbook."""

from __future__ import annotations

from collections.abc import Callable

from crpkit.panels import controls as ui
from crpkit.panels.needs.lead import step_of
from crpkit.panels.plan.desk import NO_PLAN, PlanDesk
from crpkit.panels.plan.words import bullets, folded, note
from crpkit.planning import Payments, PilotCard, Plan
from crpkit.planning.saying import money


class PilotsStep(ui.Column):
    """Start small: what is tried, how it will be known, when to stop; and what everything costs."""

    def __init__(self, desk: PlanDesk, in_sight: Callable[[], bool]) -> None:
        self._desk, self._in_sight = desk, in_sight
        self._shown: tuple[object, ...] = ()
        self.cards, self.money = ui.Html(), ui.Html()
        self.write = ui.Button("Write the budget (Excel)", self._write)
        self.status = ui.Status()
        pilots = ui.Section(
            "Pilots",
            "Everything new starts small. Each card says what is tried, how it will be known, and when to stop.",
            self.cards,
            level=3,
        )
        budget = ui.Section(
            "Money",
            "By year, kind of support and funder, in cash and in kind. Its sums go on reckoning when a figure changes.",
            self.money,
            self.write,
            self.status,
            level=3,
        )
        budget.add_class("crp-card")
        super().__init__([step_of("What is tried first, and what it costs.", pilots, budget)])
        self.add_class("crp-stack")
        desk.on_change(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the cards of the plan that is kept."""
        desk = self._desk
        self.write.blocker = "" if desk.kept else NO_PLAN
        now = (desk.kept.plan if desk.kept else None, desk.kept.lines if desk.kept else None, desk.settings)
        if (
            now == self._shown or not self._in_sight()
        ):  # a card looks at the picture of needs, which takes a moment
            return
        self._shown = now
        self.status.clear()
        plan = desk.plan
        if plan is None:
            self.cards.value = self.money.value = ""
            return
        cards = desk.pilots()
        none = note("Nothing in this plan is new here, so nothing needs a trial.")
        self.cards.value = "".join(map(_card, cards)) or none
        self.money.value = _money(plan, desk)

    def _write(self) -> None:
        from crpkit.reports import write_budget  # it is slow to load

        plan = self._desk.plan
        if plan is not None:
            file = write_budget(plan, self._desk.outputs / "plan-budget.xlsx")
            self.status.say(f"Written: outputs/{file.name}", "done")


def _card(card: PilotCard) -> str:
    parts = "".join(
        f"<h4>{ui.escape(head)}</h4>{bullets(lines) if len(lines) > 1 else f'<p>{ui.escape(lines[0])}</p>'}"
        for head, lines in card.parts
        if lines
    )
    return folded(card.title, f'<div class="crp-plan-pilot">{parts}</div>', card.way)


def _money(plan: Plan, desk: PlanDesk) -> str:
    rows = "".join(
        f"<div><dt>{ui.escape(name)}</dt><dd>{ui.escape(words)}</dd></div>"
        for name, words in (
            ("All of it, over the plan", money(plan.cost)),
            ("The money there is", f"£{plan.budget:,.0f}"),
            ("Of this for people who take part", _paid(plan.payments)),
        )
    )
    caution = note(plan.payments.caution) if plan.payments.caution else ""
    departs = ""
    if not plan.payments.included:
        titles = [
            desk.framework.principles[one].title
            for one in plan.payments.departs_from
            if one in desk.framework.principles.ids
        ]
        names = ", ".join(f"“{title}”" for title in titles)
        departs = note(f"Nobody is paid in this plan. That departs from these principles: {names}.", "warn")
    return f'{departs}<div class="crp-plan-line"><dl>{rows}</dl></div>{caution}'


def _paid(payments: Payments) -> str:
    if not payments.included:
        return f"nothing; it would be {money(payments.total)}"
    parts = (
        ("time", payments.time),
        ("travel and food", payments.expenses),
        ("access", payments.access),
        ("childcare", payments.childcare),
    )
    inside = "; ".join(f"{name}: {money(span)}" for name, span in parts)
    return f"{money(payments.total)} ({inside})"
