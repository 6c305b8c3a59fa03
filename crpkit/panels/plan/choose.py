"""Step 4: the plans that fit, side by side; what each rests on; and the one that the team takes."""

from __future__ import annotations

from crpkit.charts import front
from crpkit.panels import controls as ui
from crpkit.panels.needs.lead import step_of
from crpkit.panels.plan.asks import Asks
from crpkit.panels.plan.clashing import Clash
from crpkit.panels.plan.desk import NO_BUDGET, NO_SURVEY, PlanDesk
from crpkit.panels.plan.lenses import lenses_html
from crpkit.panels.plan.showing import plan_cards, rests_html
from crpkit.panels.plan.words import note
from crpkit.planning.saying import money, percent

_TABS = ("Side by side", "Money and needs", "What it rests on", "What was chosen elsewhere")


class ChooseStep(ui.Column):
    """Work the plans out, look at them, take one."""

    def __init__(self, desk: PlanDesk) -> None:
        self._desk = desk
        self._shown: tuple[object, str] | None = None
        self.moved = ui.Html()
        self.make = ui.Button("Work the plans out", self.work)
        self.progress = ui.Progress("Looking for plans, and trying what would change them")
        self.trying = ui.Progress("Trying what would change this plan")
        self.status = ui.Status()
        self.clash = Clash(desk, self.work)
        self.asks = Asks(desk)
        self.cards, self.rests, self.lenses = ui.Html(), ui.Html(), ui.Html()
        self.front = ui.FigureView()
        self.which = ui.Choice("Which plan do you take?", (), style="cards")
        self.which.on_change(lambda _: self._about_chosen())
        self.take = ui.Button("Take this plan", self._take)
        self.taken = ui.Status()
        self.tabs = ui.Tabs(_TABS, [self.cards, self.front, self.rests, self.lenses], "Views of the plans")
        taking = ui.Section(
            "Take one",
            "What you wrote to lines and sentences stays, whichever you take.",
            self.which,
            self.take,
            self.trying,
            self.taken,
            level=3,
        )
        taking.add_class("crp-card")
        self.found = ui.Column([self.tabs, taking])
        self.found.add_class("crp-stack")
        super().__init__(
            [
                step_of(
                    "What fits your money, days and months, and answers most. Nothing is decided for you.",
                    self.moved,
                    self.make,
                    self.progress,
                    self.status,
                    self.clash,
                    self.found,
                    self.asks,
                )
            ]
        )
        self.add_class("crp-stack")
        desk.on_change(self.refresh)
        self.refresh()

    # -- working out

    def work(self) -> None:
        """Look for plans."""
        self.status.clear()
        self.progress.run(self._desk.working_out(), 0, self._worked)

    def _worked(self, whole: bool) -> None:
        desk = self._desk
        if whole:
            desk.tell()
        if whole and desk.plans is not None:
            count = len(desk.plans.named)
            plans = "1 plan fits" if count == 1 else f"{count} clearly different plans fit"
            self.status.say(f"{plans}. Look at them side by side, then take one.", "done")
        elif whole and desk.clash is not None:
            self.status.say("Nothing fits. Below stands what clashes, and what would help.", "problem")
        elif self.progress.stopped:
            self.status.say("Stopped. Nothing has changed.")

    # -- showing

    def refresh(self) -> None:
        """Show the plans that were found, or the button to look for them."""
        desk = self._desk
        self.make.blocker = "" if desk.settings and desk.survey else NO_BUDGET if desk.survey else NO_SURVEY
        self.moved.value = _moved(desk)
        plans, chosen = desk.plans, desk.kept.chosen if desk.kept and not desk.moved else ""
        changed = self._shown is None or self._shown[0] is not plans
        if self._shown is not None and not changed and self._shown[1] == chosen:
            return
        self._shown = (plans, chosen)
        self.make.label = "Work the plans out again" if plans else "Work the plans out"
        self.found.layout.display = None if plans else "none"
        if plans is None:
            self.status.clear()
            return
        self.cards.value = plan_cards(plans, chosen)
        if changed:
            self.front.show(front(plans))
            self.lenses.value = lenses_html(desk)
            self._offer(chosen)
        self._about_chosen()

    def _offer(self, chosen: str) -> None:
        plans = self._desk.plans
        assert plans is not None
        self.which.set_options(
            [
                (name, plan.title, f"Answers {percent(plan.worth)}. Costs {money(plan.cost)}.")
                for name, plan in plans.named.items()
            ]
        )
        wanted = chosen if chosen in plans.named else self.which.value
        self.which.value = wanted if wanted in plans.named else next(iter(plans.named))
        self.taken.clear()

    def _about_chosen(self) -> None:
        desk, name = self._desk, str(self.which.value)
        there = desk.plans is not None and name in desk.plans.named
        self.take.blocker = "" if there else "Choose one first."
        if desk.plans is None or not there:
            return
        if name in desk.resting:
            self.rests.value = rests_html(desk.resting[name], desk.plans.named[name].title)
        else:
            self.rests.value = note("What it rests on is being looked for.")
            self.trying.run(desk.trying_out(name), 0, lambda _: self._tried(name))

    def _tried(self, name: str) -> None:
        if name in self._desk.resting and name == self.which.value:
            self._about_chosen()
        elif self.trying.stopped:
            self.rests.value = note("Nobody has looked yet what this plan rests on.")

    def _take(self) -> None:
        name = str(self.which.value)
        self.taken.clear()
        self.trying.run(self._desk.taking(name), 0, lambda whole: self._taken(name, whole))

    def _taken(self, name: str, whole: bool) -> None:
        plans, kept = self._desk.plans, self._desk.kept
        if whole and plans is not None and kept is not None and kept.chosen == name:
            self.taken.say(f"Kept: “{plans.named[name].title}”. Now go through it, line by line.", "done")
        elif self.trying.stopped:
            self.taken.say("Stopped. Nothing has changed.")


def _moved(desk: PlanDesk) -> str:
    if desk.kept is None or not desk.moved:
        return ""
    said = "".join(f"<li>{ui.escape(one)}</li>" for one in desk.moved)
    return note("The plan you took is out of date. What moved since:", "warn") + f"<ul>{said}</ul>"
