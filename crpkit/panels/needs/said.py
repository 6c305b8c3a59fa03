"""Step 2: what people said: a survey to send, its answers, how they were read, and excerpts."""

from __future__ import annotations

from typing import Any

import pandas as pd

from crpkit.needs import questionnaire
from crpkit.needs.columns import LEAVE_OUT
from crpkit.panels import controls as ui
from crpkit.panels.needs.desk import NeedsDesk

_ALL = ""
_MOST = 60  # rows of what was not used that are shown
_FORMS = (("short", "Short", "At most 12 things to rate"), ("full", "Full", "Everything the study heard of"))


class SendSurvey(ui.Column):
    """Write the survey in one of three forms."""

    def __init__(self, desk: NeedsDesk) -> None:
        self._desk = desk
        groups = [(group.id, group.title) for group in desk.framework.groups]
        self.form = ui.Choice("How long", _FORMS, "short", style="cards")
        self.group = ui.Choice("For whom", [(_ALL, "Everyone"), *groups], _ALL)
        self.status = ui.Status()
        buttons = ui.Row(
            [
                ui.Button("Write it on paper (PDF)", lambda: self._write(".pdf"), "secondary"),
                ui.Button("Write it for Microsoft Forms (Excel)", lambda: self._write(".xlsx"), "secondary"),
                ui.Button("Write it as a list (CSV)", lambda: self._write(".csv"), "secondary"),
            ]
        )
        buttons.add_class("crp-row")
        section = ui.Section(
            "A survey to send",
            "If you have no answers yet. It asks in plain words, and for no names.",
            self.form,
            self.group,
            buttons,
            self.status,
            level=3,
        )
        super().__init__([section])
        self.add_class("crp-card")

    def _write(self, ending: str) -> None:
        from crpkit.reports import write_survey  # it is slow to load

        short, group = self.form.value == "short", str(self.group.value) or None
        survey = questionnaire(self._desk.framework, short=short, group=group)
        outputs = self._desk.outputs
        outputs.mkdir(exist_ok=True)
        name = "-".join(filter(None, ("survey", "short" if short else "full", group)))
        file = write_survey(survey, outputs / f"{name}{ending}")
        self.status.say(f"Written: outputs/{file.name}", "done")


class ReadAnswers(ui.Column):
    """Take the answers; say how they were read; let the team correct it."""

    def __init__(self, desk: NeedsDesk) -> None:
        self._desk = desk
        self._shown: object = None
        self.which = ui.Choice("Which survey", ())
        self.which.on_change(lambda name: self._desk.look_at(str(name)))
        self.file = ui.FilePicker(
            "Choose the file with the answers",
            (".xlsx", ".csv", ".xls"),
            50_000_000,
            self._take,
            hint="As you downloaded it. Names and e-mail addresses are left out at once and not kept.",
        )
        self.read = ui.Html()
        self.columns = ui.Column([])
        self.confirm = ui.Button("Use these columns", self._confirm, "secondary")
        self.status = ui.Status()
        self._choices: dict[str, ui.Choice] = {}
        self._scales: dict[str, ui.Choice] = {}
        section = ui.Section(
            "Answers",
            "From Microsoft Forms, Google Forms, KoboToolbox, or any Excel sheet or CSV.",
            self.which,
            self.file,
            self.read,
            self.columns,
            self.confirm,
            self.status,
            level=3,
        )
        super().__init__([section])
        self.add_class("crp-card")
        desk.on_change(self.refresh)
        self.refresh()

    def _take(self, name: str, content: bytes) -> None:
        self.status.clear()
        self._desk.take_survey(name, content)

    def refresh(self) -> None:
        """Show how the answers were read."""
        survey, kept = self._desk.survey, self._desk.kept
        names = kept.surveys if kept else []
        self.which.layout.display = None if len(names) > 1 else "none"
        if self._shown is survey:
            return
        self._shown = survey
        self.which.set_options([(name, name) for name in names])
        self.which.value = self._desk.name if self._desk.name in names else None
        there = survey is not None
        for part in (self.columns, self.confirm):
            part.layout.display = None if there else "none"
        if survey is None:
            self.read.value = ""
            return
        self.read.value = _how_read(survey)
        self._offer_columns()

    def _offer_columns(self) -> None:
        """Offer a list of questions for each column that is not certain, and for scales that are in doubt."""
        survey = self._desk.survey
        assert survey is not None
        asked = [(question.id, question.ask) for question in survey.questions.questions]
        options = [(LEAVE_OUT, "Leave this column out"), *asked]
        doubtful = survey.columns[
            survey.columns["how"].isin(["close", "none", "told"]) & (survey.columns["heading"] != "")
        ]
        self._choices = {}
        for row in doubtful.to_dict("records"):
            words = {
                "close": "The wording is close. Is this the question?",
                "none": "No question is worded like this.",
                "told": "As you said.",
            }
            heading = str(row["heading"])
            choice = ui.Choice(
                heading[:200], options, row["question"] or LEAVE_OUT, hint=words[str(row["how"])]
            )
            self._choices[heading] = choice
        ways = [("as-is", "No: a high number means more"), ("reversed", "Yes: turn it round")]
        self._scales = {
            one.heading: ui.Choice(one.words[:300], ways, "as-is", style="radios")
            for one in survey.asks
            if one.what == "reversed"
        }
        self.columns.children = (*self._choices.values(), *self._scales.values())
        self.confirm.layout.display = None if self._choices or self._scales else "none"

    def _confirm(self) -> None:
        survey = self._desk.survey
        assert survey is not None
        mapping: dict[str, Any] = {heading: str(choice.value) for heading, choice in self._choices.items()}
        for heading, choice in self._scales.items():
            question = mapping.get(heading) or survey.mapping.get(heading)
            if isinstance(question, str):
                mapping[heading] = {"question": question, "reversed": choice.value == "reversed"}
        twice = _said_twice(mapping, dict(survey.mapping))
        if twice:
            self.status.say(
                f"Two columns answer the same question: {twice}. Leave one of them out.", "problem"
            )
            return
        self._desk.tell_columns(mapping)
        self.status.say("The answers were read with these columns. The kit remembers them.", "done")


def _said_twice(mapping: dict[str, Any], before: dict[str, Any]) -> str:
    seen: dict[str, str] = {}
    for heading, told in {**before, **mapping}.items():
        question = told if isinstance(told, str) else str(told["question"])
        if question == LEAVE_OUT:
            continue
        if question in seen:
            return f"“{seen[question]}” and “{heading}”"
        seen[question] = heading
    return ""


def _how_read(survey: Any) -> str:
    """Return how many answered, what is to be said, and what was not used, with the reason."""
    count = len(survey)
    parts = [f"<p><strong>{count} {'person has' if count == 1 else 'people have'} answered.</strong></p>"]
    said = [*survey.remarks, *(one.words for one in survey.asks)]
    if said:
        parts.append("<ul>" + "".join(f"<li>{ui.escape(words)}</li>" for words in said) + "</ul>")
    unused = survey.unused
    if len(unused):
        shown = pd.DataFrame(
            {
                "Row": [row or "all" for row in unused["row"]],
                "Column": unused["column"],
                "What stands there": unused["found"],
                "Why it is not used": unused["reason"],
            }
        )[:_MOST]
        more = f"<p>And {len(unused) - _MOST} more.</p>" if len(unused) > _MOST else ""
        table = ui.table_html(shown, "What was not used, and why")
        parts.append(
            f'<details class="crp-details"><summary>What was not used: {len(unused)}</summary>{table}{more}</details>'
        )
    return "".join(parts)


class ReadExcerpts(ui.Column):
    """Take coded excerpts from interviews and groups."""

    def __init__(self, desk: NeedsDesk) -> None:
        self._desk = desk
        self.file = ui.FilePicker(
            "Choose the file with the excerpts",
            (".csv", ".xlsx"),
            10_000_000,
            self._take,
            hint="Columns: Excerpt, Code (needs or barriers, with semicolons), Group, Quotable (yes or no), Where.",
        )
        self.status = ui.Status()
        self.workshops = ui.Choice(
            "Workshops in this folder",
            (),
            (),
            style="ticks",
            hint="Votes on needs, and notes in themes called like one, of people who agreed to be traced.",
            empty="There is none yet.",
        )
        self.workshops.on_change(lambda _: self._guard())
        self.add = ui.Button("Take what they say", self._take_workshops, "secondary")
        self.taken = ui.Status()
        section = ui.Section(
            "Interviews, groups and workshops",
            "What was said stands beside the numbers. It is never added to them.",
            self.file,
            self.status,
            self.workshops,
            self.add,
            self.taken,
            level=3,
        )
        super().__init__([section])
        self.add_class("crp-card")
        desk.on_change(self.refresh)

    def _take(self, name: str, content: bytes) -> None:
        found = self._desk.take_excerpts(name, content)
        left = "; ".join(f"row {row['row']}: {row['reason']}" for row in found.unused.to_dict("records")[:8])
        not_used = f"Not used: {left}." if left else ""
        said = [f"{len(found)} excerpts were read.", *found.remarks, not_used]
        self.status.say(" ".join(one for one in said if one), "done")

    def _take_workshops(self) -> None:
        count = self._desk.take_workshops(self.workshops.value or ())
        words = "Nothing in them is about a need by name." if not count else f"{count} lines were taken."
        self.taken.say(words, "done" if count else "info")

    def _guard(self) -> None:
        self.add.blocker = "" if self.workshops.value else "Tick a workshop first."

    def refresh(self) -> None:
        """Say what is kept."""
        codes = self._desk.workshops()
        if [code for code, *_ in self.workshops.options] != [code for code, _ in codes]:
            self.workshops.set_options([(code, f"{title} ({code})") for code, title in codes])
        self._guard()
        if self._desk.excerpts is not None and not self.status.text:
            self.status.say(f"{len(self._desk.excerpts)} excerpts are kept.")
