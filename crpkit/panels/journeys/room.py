"""Step 4: in the room: people walk the way together, and what they say stands beside what the rules found."""

from __future__ import annotations

import pandas as pd

from crpkit.charts.journeys import journey_map
from crpkit.errors import CrpkitError
from crpkit.journeys import SEVERITIES, VOICES, Journey, RoadTest
from crpkit.journeys.disagreeing import Disagreement, disagreements
from crpkit.journeys.felt import FEWEST, Feelings, Felt, read_feelings
from crpkit.panels import controls as ui
from crpkit.panels.journeys.asking import Asking, walks
from crpkit.panels.journeys.desk import NO_PERSONA, JourneysDesk
from crpkit.panels.journeys.signs import letter_chip, severity_sign, step_letters
from crpkit.panels.needs.lead import step_of
from crpkit.store import Watcher

_LEAD = "People who have lived it know more than rules. Ask them step by step; both stand side by side."
_PRIVATE = "What single people wrote. It is for whoever runs this: read it before you show it to the room."
_BOXES = {"help": "Would help", "stop": "Would stop"}


class RoomStep(ui.Column):
    """Asks the room, and shows feelings and findings side by side."""

    def __init__(self, desk: JourneysDesk) -> None:
        self._desk = desk
        self._shown: object = None
        self._watcher: Watcher | None = None
        self.asking = Asking(desk)
        self.which = ui.Choice("Which time it was asked", ())
        self.which.on_change(lambda _: self.refresh())
        self.state = ui.Status()
        self.map = ui.FigureView()
        self.apart, self.beside, self.notes = ui.Html(), ui.Html(), ui.Html()
        ask = ui.Section("Ask the room", "On phones, on paper, or aloud.", self.asking, level=3)
        ask.add_class("crp-card")
        parts = (self.which, self.state, self.apart, self.map, self.beside, self.notes)
        said = ui.Section("What people said, and what the rules found", "", *parts, level=3)
        super().__init__([step_of(_LEAD, ask, said)])
        self.add_class("crp-journey-room")
        desk.on_change(self.refresh)
        self.refresh()

    def look(self) -> None:
        """Show what phones and console wrote meanwhile; called now and then while the page is open."""
        if self._desk.workspace is None or self._desk.workshop is None:
            return
        if self._watcher is None:
            self._watcher = self._desk.workspace.log.watch()
            self.refresh()
        elif self._watcher.changed():
            self.refresh()

    def refresh(self) -> None:
        """Show what is now so."""
        self.asking.refresh()
        desk = self._desk
        asked = walks(desk.workshop, desk.journey)
        self.which.set_options([(one.id, f"{one.prompt or '(taken back)'} ({one.id})") for one in asked])
        if self.which.value is None and asked:
            self.which.value = asked[0].id
        self.which.layout.display = None if len(asked) > 1 else "none"
        chosen = next((one for one in asked if one.id == self.which.value), None)
        if chosen is None:
            desk.felt = None
            self._show(None, "Nobody was asked about this journey yet.")
        elif chosen.open:
            desk.felt = None
            self._show(
                None, "People can still answer. Close it, here or on the console, to see what they said."
            )
        elif desk.test is None:
            self._show(None, NO_PERSONA)
        else:
            key = (desk.test, desk.workshop, chosen)
            if key != self._shown:
                self._draw(desk.test, chosen.id)
                self._shown = key

    def _show(self, figure: object, words: str) -> None:
        self._shown = figure
        self.map.show(None)
        self.apart.value = self.beside.value = self.notes.value = ""
        if words != self.state.text:
            self.state.say(words)

    def _draw(self, test: RoadTest, activity: str) -> None:
        workshop, steps = self._desk.workshop, {step.id for step in test.journey.steps}
        assert workshop is not None
        said, notes = workshop.feelings(activity), workshop.road_test_notes(activity)
        gone = sorted(set(said["step"]) - steps)
        said = said[said["step"].isin(steps)]
        self._desk.felt = said
        try:
            felt = read_feelings(said, [step.id for step in test.journey.steps])
        except CrpkitError as error:
            self._show(None, str(error))
            return
        self.state.say(_how_many(said, gone))
        self.map.show(journey_map(test, feelings=said))
        self.apart.value = apart_html(disagreements(test, said))
        self.beside.value = beside_html(test, felt)
        self.notes.value = notes_html(test.journey, notes[notes["step"].isin(steps)])


def _how_many(said: pd.DataFrame, gone: list[str]) -> str:
    most: dict[str, int] = {}
    for _, here in said.groupby(["voice", "step"]):
        voice = str(here["voice"].iloc[0])
        most[voice] = max(int(here["people"].sum()), most.get(voice, 0))
    voices = [f"“{words}”: {_at_most(most[name])}" for name, words in VOICES.items() if most.get(name)]
    words = f"Answers at a step, at most: {'; '.join(voices)}. Each stands by itself; nothing is averaged over them."
    if not voices:
        words = "Nobody answered who said from where they speak."
    left = f" {len(gone)} of the steps that were asked about are not in the journey any more." if gone else ""
    return words + left


def _at_most(people: int) -> str:
    return str(people) if people >= FEWEST else f"fewer than {FEWEST}"


def apart_html(found: tuple[Disagreement, ...]) -> str:
    """Return where people and rules do not agree."""
    if not found:
        return (
            '<p class="crp-journey-agree">Where five people or more spoke from the same place, they and the rules do '
            "not contradict each other. That does not say that either is right.</p>"
        )
    lines = "".join(
        f'<li class="is-{one.kind}"><p><strong><bdi>{ui.escape(one.words)}</bdi></strong></p>{_against(one)}</li>'
        for one in found
    )
    return f'<h4>Where people and rules do not agree</h4><ul class="crp-journey-apart">{lines}</ul>'


def _against(one: Disagreement) -> str:
    lines = "".join(f"<li><bdi>{ui.escape(str(finding))}</bdi></li>" for finding in one.findings)
    return f"<ul>{lines}</ul>" if lines else ""


def beside_html(test: RoadTest, felt: Feelings) -> str:
    """Return, step by step, what each voice says beside what the rules found."""
    letters = step_letters(test.journey)
    rows = "".join(
        f'<tr><th scope="row">{letter_chip(letters[step.id], step.title)}</th>'
        f"<td>{_voices(felt, step.id)}</td><td>{_found(test, step.id)}</td></tr>"
        for step in test.journey.steps
    )
    heads = "".join(
        f'<th scope="col">{words}</th>' for words in ("Step", "What people said", "What the rules found")
    )
    return (
        '<div class="crp-scroll" role="region" tabindex="0" aria-label="People and rules, step by step: table">'
        '<table class="crp-journey-beside"><caption>People and rules, step by step</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _voices(felt: Feelings, step: str) -> str:
    lines = [
        f"<li><strong>{ui.escape(words)}:</strong> {_felt(felt[step, voice])}</li>"
        for voice, words in VOICES.items()
        if (step, voice) in felt and felt[step, voice].people
    ]
    return f"<ul>{''.join(lines)}</ul>" if lines else "nobody was asked, or answered"


def _felt(one: Felt) -> str:
    if one.middle is None:
        return f"fewer than {FEWEST} people"
    return f"half say {one.middle:+g} or more; the middle half {one.low:+g} to {one.high:+g} ({one.people} people)"


def _found(test: RoadTest, step: str) -> str:
    found = [one for one in test.at(step) if one.severity not in ("not-known", "notice")]
    unknown = sum(one.severity == "not-known" for one in test.at(step))
    lines = [
        f"<li>{severity_sign(one.severity)} <strong>{SEVERITIES[one.severity]}:</strong> "
        f"<bdi>{ui.escape(one.message)}</bdi></li>"
        for one in found
    ]
    if unknown:
        lines.append(
            f"<li>{severity_sign('not-known')} {unknown} could not be judged: something is not known.</li>"
        )
    return f'<ul class="crp-journey-found">{"".join(lines)}</ul>' if lines else "nothing"


def notes_html(journey: Journey, notes: pd.DataFrame) -> str:
    """Return what people wrote about each step, folded away: single people's words may not be for the projector."""
    if not len(notes):
        return ""
    titles = {step.id: step.title for step in journey.steps}
    table = pd.DataFrame(
        {
            "Step": [titles[one] for one in notes["step"]],
            "About": [_BOXES.get(str(one), str(one)) for one in notes["box"]],
            "Said by somebody who says": [
                VOICES.get(str(one), "they would rather not say from where they speak")
                for one in notes["voice"]
            ],
            "Words": notes["text"],
        }
    )
    return (
        f'<details class="crp-details"><summary>What people wrote ({len(notes)})</summary><p>{_PRIVATE}</p>'
        f"{ui.table_html(table, 'What people wrote')}</details>"
    )
