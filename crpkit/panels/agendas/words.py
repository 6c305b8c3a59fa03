"""What the page of agendas says, as HTML; everything that people wrote is escaped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from crpkit.panels.controls.text import escape
from crpkit.workshop.agenda import Agenda, HardWord, Step, hard_words


def in_sight(agenda: Agenda, times: Mapping[str, str], wrong: Sequence[str]) -> str:
    """Return how long it takes and when it ends, and what is still wrong with it."""
    hours, minutes = divmod(agenda.minutes, 60)
    long = " ".join(
        filter(None, [f"{hours} h" if hours else "", f"{minutes} min" if minutes or not hours else ""])
    )
    steps = "1 step" if len(agenda.steps) == 1 else f"{len(agenda.steps)} steps"
    first, last = times.get(agenda.steps[0].id, ""), times.get("", "")
    when = f"<span>{first} to <b>{last}</b></span>" if first else ""
    mend = "".join(f"<li>{escape(words)}</li>" for words in wrong)
    problems = f'<ul class="crp-agenda-wrong">{mend}</ul>' if wrong else ""
    return (
        f'<div class="crp-agenda-total"><p><b class="crp-agenda-long">{long}</b> <span>{steps}</span> {when}</p>'
        f"{problems}</div>"
    )


def step_line(step: Step, kind: str, at: str, wrong: bool) -> tuple[str, str, str]:
    """Return value, text and second line of a step in the list."""
    hard = len(hard_words(f"{step.title} {step.prompt}"))
    more = [f"{step.minutes} min", kind]
    more += [f"{hard} hard word{'' if hard == 1 else 's'}"] if hard else []
    more += ["to be mended"] if wrong else []
    return step.id, f"{at}  {step.title}" if at else step.title, " · ".join(more)


def plainer(step: Step) -> str:
    """Return the step's words with the hard ones marked, and a plainer one for each; empty if all is plain."""
    found = hard_words(step.prompt)
    in_title = hard_words(step.title)
    if not found and not in_title:
        return '<p class="crp-aside">No hard words in the title and the question.</p>'
    rows = "".join(
        f"<li><mark>{escape(one.word)}</mark> → {escape(one.plainer)}</li>"
        for one in _once([*in_title, *found])
    )
    marked = f'<p class="crp-agenda-marked">{_marked(step.prompt, found)}</p>' if found else ""
    return f'<div class="crp-agenda-plainer"><p><b>Some people may not know:</b></p>{marked}<ul>{rows}</ul></div>'


def _once(words: Sequence[HardWord]) -> list[HardWord]:
    return list({one.word.lower(): one for one in words}.values())


def _marked(text: str, found: Sequence[HardWord]) -> str:
    parts, at = [], 0
    for one in found:
        end = one.start + len(one.word)
        parts += [escape(text[at : one.start]), f"<mark>{escape(text[one.start : end])}</mark>"]
        at = end
    return "".join([*parts, escape(text[at:])])
