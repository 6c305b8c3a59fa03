"""Step 4: the picture: made with a press, and looked at for everyone, a family or a group."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from crpkit.charts import existing_by_group, need_intervals, need_quadrants, needs_by_group, offers_and_needs
from crpkit.needs import Diagnosis, diagnosing
from crpkit.needs.resampling import DRAWS
from crpkit.panels import controls as ui
from crpkit.panels.needs.desk import NO_ANSWERS, NeedsDesk
from crpkit.panels.needs.lead import step_of
from crpkit.tables.small import published_count

_PIECES = 10


class PictureStep(ui.Column):
    """What people would like, what matters, who would like what, what is here, who could help whom."""

    def __init__(self, desk: NeedsDesk) -> None:
        self._desk = desk
        self._shown: object = None
        self.make = ui.Button("Make the picture", self._make)
        self.progress = ui.Progress("Working out how sure it is")
        self.status = ui.Status()
        self.whose = ui.Choice("Whose answers", [("all", "Everyone")], "all")
        self.whose.on_change(lambda _: self._draw())
        self.figures = [ui.FigureView() for _ in range(5)]
        self.partings, self.limits, self.who = ui.Html(), ui.Html(), ui.Html()
        names = (
            "What people would like",
            "What matters",
            "Who would like what",
            "What is here",
            "Who could help",
        )
        self.tabs = ui.Tabs(names, self.figures, "Pictures")
        self.shown = ui.Column([self.whose, self.tabs, self.partings, self.who, self.limits])
        section = step_of(
            "What people would like, what they could offer, and what is here – and how sure all of this is.",
            self.make,
            self.progress,
            self.status,
            self.shown,
        )
        super().__init__([section])
        self.add_class("crp-stack")
        desk.on_change(self.refresh)
        self.refresh()

    def make_again(self) -> None:
        """Make the picture that had been made before the page was left: it comes out the same."""
        self._make()

    def _make(self) -> None:
        self.status.clear()
        self.progress.run(self._pieces(), _PIECES, self._done)

    def _pieces(self) -> Iterator[None]:
        desk = self._desk
        assert desk.survey is not None
        work = diagnosing(
            desk.survey, desk.audit, desk.place, desk.excerpts, draws=DRAWS, framework=desk.framework
        )
        while True:
            try:
                next(work)
            except StopIteration as end:
                desk.take_picture(end.value)
                return
            yield

    def _done(self, whole: bool) -> None:
        if whole and self._desk.picture is not None:
            self.status.say(self._desk.picture.words, "done")
            self._desk.tell()
        elif self.progress.stopped:
            self.status.say("Stopped. Nothing has changed.")

    def refresh(self) -> None:
        """Show the picture that was made, or the button to make it."""
        self.make.blocker = "" if self._desk.survey is not None else NO_ANSWERS
        picture = self._desk.picture
        if picture is self._shown:
            return
        self._shown = picture
        self.shown.layout.display = None if picture else "none"
        self.make.label = "Make it anew" if picture else "Make the picture"
        if picture is None:
            self.status.clear()
            return
        people = picture.people[(picture.people["people"] > 0) & (picture.people["scope"] != "")]
        self.whose.set_options([(row["scope"], row["scope_title"]) for row in people.to_dict("records")])
        self.whose.value = "all"
        self._draw()

    def _draw(self) -> None:
        picture = self._desk.picture
        if picture is None:
            return
        scope = str(self.whose.value or "all")
        groups = [(group.id, group.title) for group in picture.framework.groups]
        made = (
            need_intervals(picture.needs, scope),
            need_quadrants(picture.needs, scope),
            needs_by_group(picture.needs, groups),
            existing_by_group(picture.coverage, groups),
            offers_and_needs(picture.offers),
        )
        for view, figure in zip(self.figures, made, strict=True):
            view.show(figure)
        self.partings.value = _where_they_part(picture, scope)
        self.who.value = _who_answered(picture)
        limits = "".join(f"<li>{ui.escape(words)}</li>" for words in picture.limits_in(published_count))
        self.limits.value = f"<h3>What this cannot say</h3><ul>{limits}</ul>"


def _who_answered(picture: Diagnosis) -> str:
    """Return who answered beside who lives and works here; rounded, as the page may stand on a projector."""
    rows = picture.people[picture.people["scope_kind"].isin(["family", "group", "none"])]
    table = pd.DataFrame(
        {
            "Who": rows["scope_title"],
            "People who answered": [published_count(int(number)) for number in rows["people"]],
            "Of those who live and work here": [
                "not entered"
                if percent != percent or percent is None
                else f"{percent:g} % ({source or 'no source'})"
                for percent, source in zip(rows["place_percent"], rows["place_source"], strict=True)
            ],
        }
    )
    return f"<h3>Who answered</h3>{ui.table_html(table, 'Who answered, beside who lives and works here')}"


def _where_they_part(picture: Diagnosis, scope: str) -> str:
    """Return the three methods side by side, and where they do not agree."""
    mine = picture.needs[(picture.needs["scope"] == scope) & picture.needs["mwds"].notna()]
    if not len(mine):
        few = picture.needs[(picture.needs["scope"] == scope) & (picture.needs["words"] != "")]
        lines = "".join(
            f"<li><strong>{ui.escape(row['title'])}:</strong> {ui.escape(row['words'])}</li>"
            for row in few.to_dict("records")
        )
        return f"<h3>In words</h3><p>Too few answers for numbers.</p><ul>{lines}</ul>"
    table = mine.sort_values("mwds_place", kind="stable")[
        ["title", "mwds_place", "mwds", "rds_place", "rds", "quadrant"]
    ]
    table = table.assign(
        mwds_place=table["mwds_place"].astype(int),
        rds_place=table["rds_place"].astype(int),
        mwds=table["mwds"].round(1),
        rds=table["rds"].round(0).astype(int),
        quadrant=[_CORNERS[name] for name in table["quadrant"]],
    )
    table.columns = [
        "What",
        "Place by Borich’s score",
        "Score",
        "Place by ranked discrepancy",
        "Discrepancy",
        "Corner",
    ]
    apart = picture.partings[picture.partings["scope"] == scope][:6]
    lines = "".join(
        f"<li><strong>{ui.escape(row['title'])}:</strong> {ui.escape(row['why'])}</li>"
        for row in apart.to_dict("records")
    )
    why = f"<h3>Where the three ways of reckoning part</h3><ul>{lines}</ul>" if lines else ""
    return (
        f'{why}<details class="crp-details"><summary>All three side by side</summary>'
        f"{ui.table_html(table, 'Three ways of reckoning')}</details>"
    )


_CORNERS = {
    "concentrate": "matters, not sure yet",
    "keep-up": "matters, sure",
    "low-priority": "matters less, not sure",
    "well-covered": "matters less, sure",
}
