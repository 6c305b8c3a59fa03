"""Step 5: what it means: what remains, what organisations would have to change, what is ready, and files."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from crpkit.needs import STATES, Diagnosis, compare, diagnose
from crpkit.needs.audit import STATUSES
from crpkit.panels import controls as ui
from crpkit.panels.needs.desk import NO_PICTURE, NeedsDesk

_NONE = ""
_REMAINS = {**STATUSES, "no-component": "Nothing in the framework answers it yet"}


class MeaningStep(ui.Column):
    """The picture in words, compared with an earlier one if there is one, and written into files."""

    def __init__(self, desk: NeedsDesk) -> None:
        self._desk = desk
        self._shown: object = None
        self.words = ui.Html()
        self.before = ui.Choice("An earlier survey to compare with", ())
        self.before.on_change(lambda _: self._beside_before())
        self.compared = ui.Html()
        self.write = ui.Button("Write summary, tables and pictures", self._write)
        self.progress = ui.Progress("Writing, and looking that nobody can be made out")
        self.status = ui.Status()
        self.then = ui.Section(
            "Then and now", "A second survey beside the first.", self.before, self.compared, level=3
        )
        take = ui.Section(
            "To take along",
            "A two-page summary for Word and as a web page, pictures, tables that may be shared, and a workbook "
            "for the team.",
            self.write,
            self.progress,
            self.status,
            level=3,
        )
        for one in (self.then, take):
            one.add_class("crp-card")
        super().__init__([self.words, self.then, take])
        self.add_class("crp-stack")
        desk.on_change(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the picture in words."""
        picture = self._desk.picture
        self.write.blocker = "" if picture else NO_PICTURE
        if picture is self._shown:
            return
        self._shown = picture
        self.words.value = "" if picture is None else _in_words(picture)
        self.status.clear()
        names = [
            name for name in (self._desk.kept.surveys if self._desk.kept else []) if name != self._desk.name
        ]
        self.then.layout.display = None if names and picture else "none"
        self.before.set_options([(_NONE, "None"), *((name, name) for name in names)])
        self.before.value = _NONE
        self.compared.value = ""

    def _beside_before(self) -> None:
        picture, kept, name = self._desk.picture, self._desk.kept, str(self.before.value or "")
        if picture is None or kept is None or not name:
            self.compared.value = ""
            return
        before = diagnose(kept.survey(name), framework=picture.framework, draws=picture.draws)
        frame = compare(before, picture)
        table = pd.DataFrame(
            {
                "What": frame["title"],
                "Then": frame["before"].round(1),
                "Now": frame["after"].round(1),
                "What can be said": frame["words"],
            }
        )
        self.compared.value = (
            f"<p>{len(before.survey)} people answered then, {len(picture.survey)} now. Who answered may have changed, "
            f"not only what they say.</p>{ui.table_html(table, 'Then and now')}"
        )

    def _write(self) -> None:
        self.status.clear()
        self.progress.run(self._writing(), 0, self._written)

    def _writing(self) -> Iterator[None]:
        from crpkit.reports import write_diagnosis  # it is slow to load

        yield  # so that the page shows that something goes on
        assert self._desk.picture is not None
        write_diagnosis(self._desk.picture, self._desk.outputs / f"needs-{self._desk.name}")

    def _written(self, whole: bool) -> None:
        if whole:
            folder = f"outputs/needs-{self._desk.name}"
            self.status.say(
                f"Written: {folder}. Share “summary” and the folder “shareable”; the file with “private” is for "
                "the team.",
                "done",
            )


def _in_words(picture: Diagnosis) -> str:
    return (
        f'<p class="crp-lead">{ui.escape(picture.words)}</p>'
        + _remains(picture)
        + _organisations(picture)
        + _ready(picture)
        + _suits(picture)
    )


def _remains(picture: Diagnosis) -> str:
    gaps = picture.gaps[picture.gaps["route"] != "organisations"]
    gaps = gaps.sort_values("wanted", ascending=False, kind="stable", na_position="last")
    titles = dict(zip(picture.coverage["component"], picture.coverage["title"], strict=True))
    groups = {one.id: one.title for one in picture.framework.groups}
    table = pd.DataFrame(
        {
            "What people would like": gaps["title"],
            "People": gaps["wanted"],
            "What is here for it": [_REMAINS[one] for one in gaps["remains"]],
            "What could answer it": [
                "; ".join(titles[name] for name in names) for names in gaps["components"]
            ],
            "Not known to be here for": [_groups(names, groups) for names in gaps["left_out"]],
            "Said in interviews": gaps["excerpts"],
        }
    )
    return f"<h3>What is here for it, and what remains</h3>{ui.table_html(table, 'What remains')}"


def _groups(names: tuple[str, ...], titles: dict[str, str]) -> str:
    return "anyone" if len(names) == len(titles) else "; ".join(titles[name] for name in names)


def _organisations(picture: Diagnosis) -> str:
    rows = picture.gaps[picture.gaps["route"] == "organisations"].to_dict("records")
    if not rows:
        return ""
    lines = []
    for row in rows:
        known = "; ".join(picture.framework.challenges[name].title for name in row["challenges"])
        more = f" Known from the study: {ui.escape(known)}. (The link is our reading.)" if known else ""
        lines.append(f"<li><strong>{ui.escape(row['title'])}:</strong> {ui.escape(row['change'])}{more}</li>")
    return (
        "<h3>What organisations would have to change</h3><p>Learning does not change these. They are for employers, "
        f"universities and funders.</p><ul>{''.join(lines)}</ul>"
    )


def _ready(picture: Diagnosis) -> str:
    rows = []
    for title, mine in picture.readiness.groupby("intervention_title", sort=False):
        states = mine["state"].value_counts()
        lacking = "; ".join(mine.loc[mine["state"] == "lacking", "text"])
        rows.append([title, *(int(states.get(name, 0)) for name in STATES), lacking])
    table = pd.DataFrame(rows, columns=["Part of the support", *STATES.values(), "What is not met"])
    return f"<h3>What must stand first</h3>{ui.table_html(table, 'Conditions, and whether they are met')}"


def _suits(picture: Diagnosis) -> str:
    barriers = picture.barriers[(picture.barriers["scope"] == "all") & (picture.barriers["count"] > 0)][:5]
    hard = "; ".join(f"{row['title']} ({row['count']})" for row in barriers.to_dict("records"))
    wishes = picture.wishes[picture.wishes["scope"] == "all"]
    lines = [f"<li><strong>What makes it hard to take part:</strong> {ui.escape(hard)}</li>"] if hard else []
    for asked, mine in wishes.groupby("asked", sort=False):
        told = mine[mine["count"] > 0].sort_values("count", ascending=False, kind="stable")[:4]
        if len(told):
            said = "; ".join(f"{row['title']} ({row['count']})" for row in told.to_dict("records"))
            lines.append(f"<li><strong>{ui.escape(str(asked))}</strong> {ui.escape(said)}</li>")
    return f"<h3>What suits people</h3><ul>{''.join(lines)}</ul>" if lines else ""
