"""Words that shut people out, and plainer ones.

The report warns that language keeps people away. The list is ours; what the British government's style guide advises
against, and words of this field, were looked through for it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

PLAINER: Mapping[str, str] = {
    "accordingly": "so",
    "accreditation": "a certificate that counts",
    "advance": "help along",
    "align": "fit together",
    "articulate": "say",
    "beneficiaries": "people it is for",
    "best practice": "what works well",
    "capacity building": "helping people to do it",
    "capacity-building": "helping people to do it",
    "co-create": "make together",
    "co-creation": "making together",
    "co-produce": "make together",
    "co-production": "making together",
    "collaborate": "work together",
    "collaboration": "working together",
    "collaborative": "shared",
    "commence": "begin",
    "commit": "promise",
    "criteria": "what counts",
    "deliver": "do, give or run",
    "deliverables": "what will be made",
    "delivery": "running it",
    "demographic": "group of people",
    "deploy": "use",
    "dialogue": "talk",
    "disadvantaged": "left out",
    "disseminate": "share",
    "dissemination": "sharing",
    "empower": "give people a say",
    "enable": "let",
    "engage": "take part",
    "engagement": "taking part",
    "epistemic": "about what counts as knowing",
    "evaluate": "find out how well it works",
    "evaluation": "finding out how well it works",
    "expertise": "what people know",
    "facilitate": "help or lead",
    "facilitator": "the person who leads",
    "focus on": "look at",
    "foster": "help to grow",
    "going forward": "from now on",
    "governance": "who decides",
    "hard to reach": "not asked so far",
    "hard-to-reach": "not asked so far",
    "holistic": "whole",
    "impact": "what changes",
    "implement": "do",
    "implementation": "doing it",
    "in order to": "to",
    "inclusive": "open to everyone",
    "incentivise": "give a reason to",
    "infrastructure": "what is needed to run it",
    "initiate": "start",
    "initiative": "project",
    "innovative": "new",
    "interdisciplinary": "across subjects",
    "intervention": "kind of support",
    "interventions": "kinds of support",
    "iterative": "step by step",
    "key": "important",
    "learnings": "what we learned",
    "leverage": "use",
    "liaise": "talk",
    "localise": "make it fit here",
    "mechanism": "way",
    "methodology": "way of working",
    "monitor": "keep an eye on",
    "mutual": "each other’s",
    "objectives": "aims",
    "optimise": "make better",
    "outcomes": "what changes",
    "outputs": "what is made",
    "overarching": "whole",
    "parameters": "limits",
    "participants": "people who take part",
    "participatory": "done together",
    "pathway": "way",
    "positionality": "where you speak from",
    "prioritise": "choose first",
    "proactive": "acting early",
    "procurement": "buying",
    "professional development": "learning",
    "promote": "tell people about",
    "provision": "what there is",
    "reciprocal": "going both ways",
    "reciprocity": "give and take",
    "robust": "strong",
    "scalable": "able to grow",
    "sense-making": "finding out what it means",
    "sensemaking": "finding out what it means",
    "signpost": "point",
    "stakeholder": "person it matters to",
    "stakeholders": "people it matters to",
    "strategic": "long-term",
    "strategy": "plan",
    "strengthening": "making stronger",
    "streamline": "make simpler",
    "sustainability": "lasting",
    "sustainable": "lasting",
    "synergy": "working well together",
    "tackle": "deal with",
    "target group": "people it is for",
    "toolkit": "set of tools",
    "transdisciplinary": "across subjects",
    "transform": "change",
    "transformative": "changing a lot",
    "utilise": "use",
    "vulnerable": "at risk",
    "workstream": "part of the work",
}
# Names of the framework: they are said, and explained where they first appear.
ALLOWED = (
    "the hub",
    "partnership fund",
    "match events",
    "learning programme",
    "community research partnership",
)
_WORDS = re.compile(
    r"(?<![\w-])("
    + "|".join(re.escape(word) for word in sorted(PLAINER, key=len, reverse=True))
    + r")(?![\w-])",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class HardWord:
    """A hard word in a text.

    Attributes
    ----------
    word
        As it stands there.
    plainer
        What could be said instead.
    start
        Where it begins, in characters from 0.
    """

    word: str
    plainer: str
    start: int


def hard_words(text: str) -> list[HardWord]:
    """Return the hard words of a text with plainer ones, in the order in which they stand there.

    Names of the framework, such as *the Hub*, are left alone.
    """
    names = [span for name in ALLOWED for span in _spans(name, text)]
    return [
        HardWord(found[0], PLAINER[found[0].lower()], found.start())
        for found in _WORDS.finditer(text)
        if not any(start <= found.start() < end for start, end in names)
    ]


def _spans(name: str, text: str) -> list[tuple[int, int]]:
    return [found.span() for found in re.finditer(re.escape(name), text, re.IGNORECASE)]


_LETTERS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_VOWELS = re.compile(r"[aeiouyàâäáãåæèéêëìíîïòóôöõøùúûüœ]+")
_SENTENCES = re.compile(r"[.!?…]+(?:\s|$)")
_TWO_VOWELS = re.compile(r"i(?:a(?!l|n)|o(?!n|us)|u)|eo(?!pl|u)|ua|uo(?!u)|ying")
_SILENT_E = re.compile(r"(?:[^aeiouy]e|[^aeiouytd]ed|[^aeiouyscxzgh]es)$")


def syllables(word: str) -> int:
    """Return about how many syllables an English word has: groups of vowels, without a silent e at the end.

    No dictionary is looked up, so it is right for most words and not for all.
    """
    small = word.casefold()
    groups = len(_VOWELS.findall(small)) + len(_TWO_VOWELS.findall(small))
    silent = _SILENT_E.search(small) is not None and not re.search(r"[^aeiouy]le$", small)
    return max(1, groups - silent)


def words_in(text: str) -> int:
    """Return how many words a text has."""
    return len(_LETTERS.findall(text))


def reading_grade(text: str) -> float:
    """Return the school grade for which a text is easy to read; 0 for no words.

    Flesch–Kincaid grade level (Kincaid, J. P. and others (1975). *Derivation of new readability formulas for Navy
    enlisted personnel*. Research Branch Report 8-75). Age is about the grade and five more.
    """
    words = _LETTERS.findall(text)
    if not words:
        return 0.0
    sentences = max(1, len(_SENTENCES.findall(text.strip() + " ")))
    grade = 0.39 * len(words) / sentences + 11.8 * sum(map(syllables, words)) / len(words) - 15.59
    return max(0.0, grade)
