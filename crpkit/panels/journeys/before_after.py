"""What a change does to each persona, read from a frame: what went, what came, what is only said otherwise."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

from crpkit.journeys import MET, SEVERITIES
from crpkit.journeys.rulebook.phrasing import counted, joined
from crpkit.panels import controls as ui
from crpkit.personas import Persona

_RANK = {"no": 0, "partly": 1, "yes": 2}  # “not known” is neither better nor worse than any of them


@dataclass(frozen=True)
class Effect:
    """What is not the same after a change.

    Attributes
    ----------
    needs
        Need, how far it was met, how far it is now.
    gone, new
        Findings in words, with how serious they are.
    otherwise
        Findings of one rule that are as serious as before and say something else now: before and after.
    """

    needs: tuple[tuple[str, str, str], ...] = ()
    gone: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    otherwise: tuple[tuple[str, str], ...] = ()

    @property
    def better(self) -> bool:
        """Whether a need is met better than before."""
        return any(now > was for was, now in self._ranks())

    @property
    def worse(self) -> bool:
        """Whether a need is met less well than before."""
        return any(now < was for was, now in self._ranks())

    def _ranks(self) -> list[tuple[int, int]]:
        return [(_RANK[was], _RANK[now]) for _, was, now in self.needs if was in _RANK and now in _RANK]


def effects_of(frame: pd.DataFrame, titles: Mapping[str, str] | None = None) -> dict[str, Effect]:
    """Return what a change does to each persona to whom it does anything.

    Parameters
    ----------
    frame
        As of :func:`crpkit.journeys.before_and_after`.
    titles
        Titles of the steps, by id; ids stand where one is missing.
    """
    return {str(id): _effect(rows, titles or {}) for id, rows in frame.groupby("persona", sort=False)}


def _effect(rows: pd.DataFrame, titles: Mapping[str, str]) -> Effect:
    records = rows.to_dict("records")
    needs = tuple(
        (str(row["about"]), str(row["before"]), str(row["after"])) for row in records if row["what"] == "need"
    )
    gone = [row for row in records if row["what"] == "gone"]
    new = [row for row in records if row["what"] == "new"]
    otherwise = []
    for names in (("about", "severity", "step"), ("about", "severity")):  # at the same step, then anywhere
        for was in tuple(gone):
            like = next((now for now in new if all(now[name] == was[name] for name in names)), None)
            if like is not None:
                gone.remove(was)
                new.remove(like)
                otherwise.append(_apart(was, like, titles))
    return Effect(
        needs,
        tuple(f"{SEVERITIES[row['severity']]}: {row['before']}" for row in gone),
        tuple(f"{SEVERITIES[row['severity']]}: {row['after']}" for row in new),
        tuple(otherwise),
    )


def _apart(was: Mapping[Any, Any], now: Mapping[Any, Any], titles: Mapping[str, str]) -> tuple[str, str]:
    """Return what was said and what is said now; where the words are the same, with the step each is said of."""
    before, after = str(was["before"]), str(now["after"])
    if before != after:
        return before, after
    return f"{before} ({_at(was, titles)})", f"{after} ({_at(now, titles)})"


def _at(row: Mapping[Any, Any], titles: Mapping[str, str]) -> str:
    step = row["step"]
    return f"at “{titles.get(step, step)}”" if isinstance(step, str) and step else "the journey as a whole"


def in_words(effects: Mapping[str, Effect], personas: Mapping[str, Persona]) -> list[str]:
    """Say for whom needs are met better or less well, for whom something new is found, for whom nothing changes."""
    found = effects.items()
    said = [
        _whom("Needs are better met for", [id for id, one in found if one.better], personas),
        _whom("Needs are less well met for", [id for id, one in found if one.worse], personas),
        _whom("Something is no longer found for", [id for id, one in found if one.gone], personas),
        _whom("Something is found only now for", [id for id, one in found if one.new], personas),
        _whom("The rules find the same as before for", personas.keys() - effects.keys(), personas),
    ]
    return [one for one in said if one]


def _whom(words: str, ids: Collection[str], personas: Mapping[str, Persona]) -> str:
    if not ids:
        return ""
    if len(ids) == len(personas) > 1:
        return f"{words} everyone."
    return f"{words} {counted(len(ids), 'persona')}: {_names(ids, personas)}."


def _names(ids: Collection[str], personas: Mapping[str, Persona]) -> str:
    return joined([f"“{persona.title}”" for id, persona in personas.items() if id in ids])


def everyone_html(
    effects: Mapping[str, Effect], personas: Mapping[str, Persona], needs: Mapping[str, str]
) -> str:
    """Return what a change does to everyone: in sentences, then once for all to whom it does the same.

    Parameters
    ----------
    effects
        As of :func:`effects_of`.
    personas
        All that were looked at, by id.
    needs
        Titles of needs, by id.
    """
    said = "".join(f"<p>{ui.escape(line)}</p>" for line in in_words(effects, personas))
    alike: list[tuple[Effect, list[str]]] = []
    for id in personas:
        effect = effects.get(id)
        if effect is None:
            continue
        same = next((ids for one, ids in alike if one == effect), None)
        if same is None:
            alike.append((effect, [id]))
        else:
            same.append(id)
    cards = "".join(
        f'<section class="crp-jf-whom"><h4>{ui.escape(_heading(ids, personas))}</h4>'
        f"{effect_html(effect, needs, 5)}</section>"
        for effect, ids in alike
    )
    return f'<div class="crp-jf">{said}{cards}</div>'


def _heading(ids: list[str], personas: Mapping[str, Persona]) -> str:
    return "For everyone alike" if len(ids) == len(personas) > 1 else f"For {_names(ids, personas)}"


def effect_html(effect: Effect, needs: Mapping[str, str], level: Literal[4, 5] = 4) -> str:
    """Return what is not the same any more, as lists under headings; only those that hold anything."""
    lists = [
        _listed(
            level,
            "Needs met otherwise",
            [
                f"{ui.escape(needs.get(need, need))}: {_met(was)} → <strong>{_met(now)}</strong>"
                for need, was, now in effect.needs
            ],
        ),
        _listed(level, "No longer found", [ui.escape(one) for one in effect.gone]),
        _listed(level, "Found only now", [ui.escape(one) for one in effect.new]),
    ]
    otherwise = [
        f"Was: {ui.escape(was)}<br><strong>Now:</strong> {ui.escape(now)}" for was, now in effect.otherwise
    ]
    told = _listed(level, "Said otherwise now", otherwise)
    if otherwise and any(lists):  # what went and what came matters more
        told = (
            f'<details class="crp-details"><summary>Said otherwise now: {len(otherwise)}</summary>'
            f"{_items(otherwise)}</details>"
        )
    return f'<div class="crp-jf-three">{"".join(lists)}</div>{told}'


def _listed(level: int, title: str, lines: list[str]) -> str:
    """Return a list of lines that are escaped already."""
    if not lines:
        return ""
    count = f'<span class="crp-jf-count">{len(lines)}</span>'
    return f"<div><h{level}>{title} {count}</h{level}>{_items(lines)}</div>"


def _items(lines: list[str]) -> str:
    items = "".join(f'<li class="crp-jf-item">{line}</li>' for line in lines)
    return f'<ul class="crp-jf-list">{items}</ul>'


def _met(met: str) -> str:
    return next((words.lower() for name, words in MET.items() if name == met), met)
