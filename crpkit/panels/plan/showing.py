"""Plans side by side, in words: what each costs and answers, what is in it, why this and not that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from crpkit.needs.tallies import FEW
from crpkit.panels import controls as ui
from crpkit.panels.plan.words import KNOWN, bullets, chip, folded, note
from crpkit.planning import Line, Plan, Plans
from crpkit.planning.kept import Rest
from crpkit.planning.saying import days, money, percent, pounds, things


def plan_cards(plans: Plans, chosen: str) -> str:
    """Return a card for each named plan."""
    titles = group_titles(plans)
    few = plans.without_figure
    cards = "".join(_card(plan, titles, few, name == chosen) for name, plan in plans.named.items())
    four = " is-four" if len(plans.named) in (2, 4) else ""
    return f'<ul class="crp-plan-cards{four}">{cards}</ul>{_to_find_out(plans)}'


def group_titles(plans: Plans) -> Mapping[str, str]:
    """Return group id → title, of those of which somebody answered."""
    wishes = plans.instance.worth.wishes
    return dict(zip(wishes.groups, wishes.titles, strict=True))


def _card(plan: Plan, titles: Mapping[str, str], few: frozenset[str], is_chosen: bool) -> str:
    mark = chip("The plan you took", "done") if is_chosen else ""
    first, *rest = plan.why or ("",)
    without = sum(plan.without_inferred.values()) / max(1, len(plan.without_inferred))
    return (
        f'<li class="crp-plan-card{" is-chosen" if is_chosen else ""}"><h3>{ui.escape(plan.title)}</h3>{mark}'
        f'<p class="crp-plan-sum">{ui.escape(_sum(plan))}</p>'
        f'<p class="crp-plan-soft">{ui.escape(_over(plan))}</p>'
        f"{_bar('Of what people would like, it answers', plan.worth)}"
        f"<p>{ui.escape(first)}</p>"
        f"{folded('For each group', _groups(plan, titles, few))}"
        f"{folded('What is in it', _inside(plan.chosen), f'{len(plan.chosen)} kinds of support')}"
        f"{folded('Why this and not that', bullets(rest))}"
        f"{folded('What waits, and why', _waits(plan))}"
        f"{_links(plan, without)}</li>"
    )


def _sum(plan: Plan) -> str:
    """Return what a plan costs, in few words: of what nobody knows the cost comes below."""
    return money(plan.cost) if plan.cost.known else f"at least {pounds(plan.cost.least)}"


def _over(plan: Plan) -> str:
    unknown = "" if plan.cost.known else f"; of {things(plan.cost.missing)} nobody knows the cost"
    return f"over {plan.months} months{unknown}; {_days(plan)}"


def _days(plan: Plan) -> str:
    if plan.days.missing:
        return f"at least {days(plan.days.least)} of staff, of some nobody knows"
    return f"up to {days(plan.days.most)} of staff"


def _bar(words: str, share: float) -> str:
    """Return a share as a bar with its words; the bar is only for the eye."""
    step = 5 * round(20 * min(1.0, max(0.0, share)))
    return (
        f'<p class="crp-plan-share"><span>{ui.escape(words)}</span> <strong>{percent(share)}</strong></p>'
        f'<p class="crp-plan-bar" aria-hidden="true"><span class="is-{step}"></span></p>'
    )


def _groups(plan: Plan, titles: Mapping[str, str], few: frozenset[str]) -> str:
    bars = [
        _bar(titles.get(group, group), share) for group, share in plan.answered.items() if group not in few
    ]
    hidden = [titles.get(group, group) for group in plan.answered if group in few]
    if hidden:
        names = ", ".join(f"“{title}”" for title in hidden)
        bars.append(
            f"<p>No figure for these, as fewer than {FEW} people of them answered, or as theirs would give away "
            f"that of such a group: {ui.escape(names)}.</p>"
        )
    return "".join(bars)


def _inside(lines: Sequence[Line]) -> str:
    rows = "".join(
        f"<li><strong>{ui.escape(line.option.title)}</strong>: {ui.escape(line.option.way_title.lower())}, "
        f"{ui.escape(money(line.cost))} {chip('only if confirmed', 'unsure') if line.option.if_confirmed else ''}</li>"
        for line in lines
    )
    return f"<ul>{rows}</ul>"


def _waits(plan: Plan) -> str:
    waiting = [line for line in plan.lines if line.option.way == "not-now"]
    rows = "".join(
        f"<li><strong>{ui.escape(line.option.title)}:</strong> {ui.escape(line.note)}</li>"
        for line in waiting
    )
    return f"<ul>{rows}</ul>"


def _links(plan: Plan, without: float) -> str:
    ours, team, report = (plan.links.get(whose, 0) for whose in ("ours", "team", "report"))
    return (
        f'<p class="crp-plan-soft">It counts on {ours + team + report} links: {ours} only our reading, {team} yours, '
        f"{report} the report’s. Without ours it answers {percent(without)}, taken over the groups.</p>"
    )


def _to_find_out(plans: Plans) -> str:
    if not plans.questions:
        return ""
    return f"<h3>What nobody knows yet</h3>{bullets(plans.questions)}"


def rests_html(rests: Sequence[Rest], title: str) -> str:
    """Return what a plan rests on, one thing after the other."""
    if not rests:
        return note("Nothing that was tried, one thing at a time, would change this plan.", "done")
    rows = "".join(
        f"<li><p><strong>{ui.escape(one.what)}</strong> {chip(KNOWN.get(one.how_known, one.how_known))}</p>"
        f"<p>If not: {ui.escape(one.if_otherwise)}</p>"
        f'<p class="crp-plan-soft">To find out: {ui.escape(one.find_out)}</p></li>'
        for one in rests
    )
    lead = (
        f"<p>If one of these were otherwise, “{ui.escape(title)}” would be another plan. Each was tried.</p>"
    )
    return f'{lead}<ol class="crp-plan-rests">{rows}</ol>'
