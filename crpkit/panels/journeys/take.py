"""Step 7: take it with you: save the journey, and write the map, the diagram and the findings as files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from crpkit.charts.journeys import journey_load, journey_map
from crpkit.journeys import RoadTest, to_json, to_mermaid
from crpkit.panels import controls as ui
from crpkit.panels.journeys.desk import NO_JOURNEY, NO_PERSONA, JourneysDesk
from crpkit.panels.journeys.save_box import SaveBox
from crpkit.panels.needs.lead import step_of
from crpkit.tables import write_csv

_WHAT = {
    "map.svg": "The map, for a web page or to enlarge",
    "map.png": "The map as a picture, for slides and documents",
    "map.pdf": "The map to print, A3",
    "hours.svg": "Hours asked and hours they have, month by month",
    "findings.csv": "Every finding as a table: step, how serious, words, source, how it is known",
    "journey.mmd": "The way as a Mermaid diagram",
    "road-test.json": "Everything for other programs",
}


class TakeStep(ui.Column):
    """Save, write, and see what was written."""

    def __init__(self, desk: JourneysDesk) -> None:
        self._desk = desk
        self._of: object = None
        self.save = SaveBox(desk)
        self.write = ui.Button("Write map, diagram and findings", self._write)
        self.progress = ui.Progress("Writing")
        self.status = ui.Status()
        self.files = ui.Html()
        keep = ui.Section(
            "The journey", "As a file that you can open, change and pass on.", self.save, level=3
        )
        take = ui.Section(
            "The road-test",
            "The map as a picture and to print, the way as a diagram, the findings as a table.",
            self.write,
            self.progress,
            self.status,
            self.files,
            level=3,
        )
        for one in (keep, take):
            one.add_class("crp-card")
        super().__init__([step_of("Keep what you made, and take it to the next meeting.", keep, take)])
        desk.on_change(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Files of another road-test are not those of this one."""
        desk = self._desk
        self.write.blocker = "" if desk.test else NO_JOURNEY if desk.journey is None else NO_PERSONA
        if self._of is not None and desk.test is not self._of:
            self._of, self.files.value = None, ""
            self.status.clear()

    def _write(self) -> None:
        self.status.clear()
        self.progress.run(self._writing(), len(_WHAT), self._written)

    def _writing(self) -> Iterator[None]:
        test = self._desk.test
        assert test is not None
        self._of = test
        folder = self._folder(test)
        folder.mkdir(parents=True, exist_ok=True)
        yield  # so that the page shows that something goes on
        felt = self._desk.felt
        drawn = journey_map(test, felt)
        for ending in ("svg", "png", "pdf"):
            drawn.save(folder / f"map.{ending}")
            yield
        journey_load(test).save(folder / "hours.svg")
        table = test.frame()
        rows = table.astype(object).where(table.notna(), None).to_numpy().tolist()
        write_csv(folder / "findings.csv", list(table.columns), rows)  # a title may begin like a formula
        (folder / "journey.mmd").write_text(to_mermaid(test, felt), encoding="utf-8")
        (folder / "road-test.json").write_text(to_json(test, felt), encoding="utf-8")

    def _folder(self, test: RoadTest) -> Path:
        return self._desk.outputs / f"journey-{test.journey.id}-{test.persona.id}"

    def _written(self, whole: bool) -> None:
        test = self._desk.test
        if not whole or test is None or test is not self._of:
            return
        folder = f"outputs/{self._folder(test).name}"
        self.status.say(f"Written: {folder}", "done")
        rows = "".join(
            f"<li><code>{ui.escape(f'{folder}/{name}')}</code> {ui.escape(words)}</li>"
            for name, words in _WHAT.items()
        )
        self.files.value = f'<ul class="crp-journey-files">{rows}</ul>'
