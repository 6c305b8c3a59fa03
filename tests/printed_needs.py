"""What the report prints under needs: a checklist of every line, to compare the records with."""

from __future__ import annotations

BROKERS = {"broker-new", "broker-experienced"}

# Every line of the needs table, the persona cards and the illustrated journeys, in the report's order and in
# a few of our own words, with the need that holds it. A key that begins with "…" is the second half of a line
# before it.
Lines = dict[str, str]
TABLE: dict[str, Lines] = {
    "researcher-established": {
        "being recognised": "recognition",
        "leading, here and in the country": "leading-change",
        "ethics and controversy": "working-ethically",
        "research system and a way through": "understanding-the-research-system",
        "participatory methods": "participatory-methods",
        "contexts": "contexts-for-engagement",
        "keeping up and growing partnerships": "sustaining-partnerships",
        "money": "getting-funding",
    },
    "researcher-early-career": {
        "research system, good and bad": "understanding-the-research-system",
        "tips and pitfalls": "building-a-partnership",
        "money for a pilot": "pilot-funding",
    },
    "broker": {
        "being recognised": "recognition",
        "ethics": "working-ethically",
        "institutions' processes": "institutional-processes",
        "helping partnerships along": "supporting-others-partnerships",
        "research system": "understanding-the-research-system",
    },
    "community-experienced": {
        "being recognised": "recognition",
        "leading, here and in the country": "leading-change",
        "knowledge, of what is not said": "growing-skills-and-knowledge",
        "being able to do research": "research-capability",
        "contexts": "contexts-for-engagement",
        "keeping up and growing": "sustaining-partnerships",
        "research system, good and bad": "understanding-the-research-system",
        "money for a pilot": "pilot-funding",
        "strategic ties with universities": "strategic-relationships",
    },
    "community-new": {
        "university and systems": "understanding-universities",
        "keeping one's power": "managing-power",
        "a partner": "finding-a-partner",
        "help for the relationship to grow": "building-a-partnership",
    },
}
CARDS: dict[str, Lines] = {
    "researcher-established": {
        "problems in my context": "problem-solving-in-context",
        "peers": "learning-from-peers",
        "arguing for it": "making-the-case",
        "funding streams": "getting-funding",
        "its value recognised": "recognition",
        "developing and keeping up": "sustaining-partnerships",
        "ethical challenges": "working-ethically",
        "systemic issues": "navigating-systemic-issues",
        "legacy": "lasting-difference",
    },
    "researcher-early-career": {
        "good for society": "contributing-to-society",
        "skills and experience": "growing-skills-and-knowledge",
        "peers": "learning-from-peers",
        "networks": "networking",
        "funding streams": "getting-funding",
        "an organisation to work with": "finding-a-partner",
        "developing a partnership": "building-a-partnership",
        "ethical challenges": "working-ethically",
        "time": "managing-time",
        "systemic issues": "navigating-systemic-issues",
    },
    "broker-new": {
        "support from peers": "learning-from-peers",
        "… and networks": "networking",
        "understanding partnerships": "what-partnerships-are",
        "partnership skills": "building-a-partnership",
        "supporting researchers": "supporting-others-partnerships",
        "starting": "getting-started",
        "partners": "finding-a-partner",
        "… of diverse groups": "reaching-diverse-groups",
        "researchers' ethics": "working-ethically",
        "knowledge, of what is not said": "growing-skills-and-knowledge",
        "convincing the department": "making-the-case",
    },
    "broker-experienced": {
        "problems in my context": "problem-solving-in-context",
        "arguing for lasting work": "making-the-case",
        "reward": "recognition",
        "sharing what I know": "sharing-what-we-know",
        "matching others": "matching-others",
        "diverse groups": "reaching-diverse-groups",
        "keeping up": "sustaining-partnerships",
        "power": "managing-power",
        "researchers' ethics": "working-ethically",
        "research or engagement": "research-or-engagement",
    },
    "community-experienced": {
        "going on with the researcher": "sustaining-partnerships",
        "mending what has come up": "improving-a-partnership",
        "showing our work": "showing-our-work",
        "improving": "improving-a-partnership",
        "keeping up": "sustaining-partnerships",
        "more money for our part": "getting-funding",
    },
    "community-new": {
        "new ways": "new-ways-of-working",
        "evaluation": "evaluation-skills",
        "partners for learning": "finding-a-partner",
        "what partnerships are": "what-partnerships-are",
        "a researcher": "finding-a-partner",
        "gain for our people": "benefit-for-the-community",
    },
}
JOURNEYS: dict[str, Lines] = {
    "community-new": {
        "universities": "understanding-universities",
        "a researcher": "finding-a-partner",
        "gain for the organisation": "benefit-for-the-community",
        "own value": "knowing-your-own-value",
    },
    "community-experienced": {
        "keeping up and growing": "sustaining-partnerships",
        "power": "managing-power",
        "being able to do research": "research-capability",
        "gain for the community": "benefit-for-the-community",
    },
    "broker-new": {
        "partners": "finding-a-partner",
        "supporting partnerships": "supporting-others-partnerships",
        "convincing colleagues": "making-the-case",
    },
    "researcher-early-career": {
        "an organisation to work with": "finding-a-partner",
        "developing a partnership": "building-a-partnership",
        "help to do it well": "support-along-the-way",
    },
}
PLACES = {"needs-table": TABLE, "persona-card": CARDS, "journey": JOURNEYS}


def groups_of(column: str) -> set[str]:
    return BROKERS if column == "broker" else {column}


def printed(place: str) -> set[tuple[str, str]]:
    """Pairs of need and group that a place of the report voices."""
    return {
        (need, group)
        for column, lines in PLACES[place].items()
        for need in lines.values()
        for group in groups_of(column)
    }
