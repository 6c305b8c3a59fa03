"""Which needs a journey answers, by which step, and on how much of our own reading that rests."""

from __future__ import annotations

from collections.abc import Mapping

from crpkit.journeys import MET, MetNeed, RoadTest
from crpkit.journeys.findings import Met
from crpkit.journeys.rulebook.phrasing import counted, joined, number
from crpkit.panels import controls as ui
from crpkit.panels.journeys.signs import letter_chip, need_sign, step_letters
from crpkit.panels.journeys.sources import RESTS, sources_in_words

_NONE: Mapping[Met, str] = {
    "yes": "No need is fully met.",
    "partly": "No need is met in part.",
    "no": "No need goes unmet by every step.",
    "unknown": "",
}


def needs_html(test: RoadTest) -> str:
    """Return the needs of a road-test as HTML: met, partly met, not met, not known.

    Parameters
    ----------
    test
        As of :func:`crpkit.journeys.road_test`.
    """
    if not test.needs:
        words = (
            "What people of this group need is not in the framework, so nobody can say which needs are met."
        )
        return f'<div class="crp-jf"><p>{words}</p></div>'
    groups = "".join(_group(test, met) for met in MET)
    return f'<div class="crp-jf">{_resting(test)}<div class="crp-jf-needs">{groups}</div></div>'


def links_in_words(test: RoadTest) -> str:
    """Say on how many links between steps and needs this rests, and how many of them are inferred by us."""
    links, inferred = sum(one.links for one in test.needs), sum(one.inferred for one in test.needs)
    if not links:
        return "No link between a step and a need was found."
    ours = f"{number(inferred)} of them {'is' if inferred == 1 else 'are'} inferred by us"
    return (
        f"This rests on {counted(links, 'link')} between steps and needs; {ours}, and how strongly each answers is "
        "our reading."
    )


def _resting(test: RoadTest) -> str:
    count = [(len(test.met(met)), words.lower()) for met, words in MET.items()]
    said = joined([f"{some} {words}" for some, words in count if some])
    return (
        f'<p class="crp-jf-sum">Of {counted(len(test.needs), "need")} that the report names for people like them: '
        f"{said}.</p><p>{links_in_words(test)}</p>"
    )


def _group(test: RoadTest, met: Met) -> str:
    found = test.met(met)
    if not found and not _NONE[met]:
        return ""
    head = f'<h3>{need_sign(met)} {MET[met]} <span class="crp-jf-count">{len(found)}</span></h3>'
    if not found:
        return f"<section>{head}<p>{_NONE[met]}</p></section>"
    letters = step_letters(test.journey)
    items = "".join(_item(test, one, letters) for one in found)
    return f'<section>{head}<ul class="crp-jf-list">{items}</ul></section>'


def _item(test: RoadTest, one: MetNeed, letters: Mapping[str, str]) -> str:
    steps = "".join(
        f'<span class="crp-jf-step">{letter_chip(letters[step], test.journey[step].title)}</span>'
        for step in one.steps
    )
    by, fold, why = f'<p class="crp-jf-at">{steps}</p>', "Why", f"<p>{ui.escape(one.why)}</p>"
    if not steps:
        by, fold, why = why, "Where this need was voiced", ""
    sources = " · ".join(map(ui.escape, sources_in_words(one.source, test)))
    return (
        f'<li class="crp-jf-item"><p class="crp-jf-words"><strong>{ui.escape(one.title)}</strong>'
        f'{_inferred(one)}</p>{by}<details class="crp-details"><summary>{fold}<span class="crp-hidden"> '
        f"{ui.escape(one.title)}</span></summary>{why}"
        f'<p class="crp-jf-from">From {sources}. How sure: {RESTS[one.how_known]}.</p></details></li>'
    )


def _inferred(one: MetNeed) -> str:
    if not one.links:
        return ""
    if not one.inferred:
        words = "no link inferred by us"
    elif one.inferred == one.links:
        words = {1: "link inferred by us", 2: "both links inferred by us"}.get(
            one.links, f"all {one.links} links inferred by us"
        )
    else:
        words = f"{one.inferred} of {one.links} links inferred by us"
    return f' <span class="crp-jf-tag">{words}</span>'
