"""What people said that may be followed into a plan: only of those who agreed to that, and as it is now.

Words of workshops are read anew each time, from the log: a note that was taken back, put away or needs care, and
whoever withdrew their consent, are gone from the next document. Copies that were kept elsewhere are not used.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from crpkit.errors import CrpkitError
from crpkit.needs.tabled import Names
from crpkit.planning.inputs import Inputs
from crpkit.reports.sources import Sources
from crpkit.workshop.workshop import Workshop, codes

_WORKSHOP = "workshop:"


@dataclass(frozen=True)
class Voice:
    """Something that somebody said, and agreed to have traced into the plan.

    Attributes
    ----------
    about, id
        ``need``, ``barrier`` or ``component``, and its id.
    words
        What was said; nothing where whoever said it did not agree to be quoted, too.
    kind
        ``note`` or ``excerpt``.
    evidence, source
        Evidence id, and the same in words.
    """

    about: str
    id: str
    words: str | None
    kind: str
    evidence: str
    source: str


def voices(inputs: Inputs, sources: Sources) -> tuple[Voice, ...]:
    """Return what may be traced into the plan of a workspace.

    Parameters
    ----------
    inputs
        Of the plan.
    sources
        Says where something is from.
    """
    return tuple([*_excerpts(inputs, sources), *_notes(inputs, sources)])


def _excerpts(inputs: Inputs, sources: Sources) -> Iterator[Voice]:
    if inputs.excerpts is None:
        return
    for row in inputs.excerpts.frame.to_dict("records"):
        evidence = str(row["evidence"])
        if not row["traced"] or row["about"] not in ("need", "barrier") or evidence.startswith(_WORKSHOP):
            continue
        words = str(row["excerpt"]) if row["quotable"] else None
        yield Voice(row["about"], str(row["code"]), words, "excerpt", evidence, sources.of(evidence))


def _notes(inputs: Inputs, sources: Sources) -> Iterator[Voice]:
    framework = inputs.framework
    named = {
        "need": Names({one.id: one.title for one in framework.needs}),
        "barrier": Names({one.id: one.title for one in framework.barriers}),
        "component": Names({one.id: one.title for one in framework.components}),
    }
    log = inputs.workspace.log
    for code in codes(log):
        try:
            rows = Workshop.open(inputs.workspace, code).themes().to_dict("records")
        except CrpkitError:  # one that cannot be read hides none of the others; “crpkit check” names it
            continue
        for row in rows:
            consent = str(row["consent"]).split(", ")
            if "trace" not in consent or row["state"] != "shown" or not isinstance(row["text"], str):
                continue
            about = ((kind, names.find(str(row["title"] or ""))) for kind, names in named.items())
            kind, found = next(((kind, id) for kind, id in about if id), ("", ""))
            if found:
                words = row["text"] if "quote" in consent else None
                evidence = str(row["evidence"])
                yield Voice(kind, found, words, "note", evidence, sources.of(evidence))
