"""Writing the picture into a folder."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd

from crpkit.charts.drawing import plain_svg, png
from crpkit.needs import Diagnosis
from crpkit.reports.datapackage import Resource, described_resource, rows_of
from crpkit.reports.diagnosis.fields import FIELDS
from crpkit.reports.diagnosis.pictures import published_figures
from crpkit.reports.diagnosis.published import Published, publish
from crpkit.reports.diagnosis.summary import summary_document
from crpkit.reports.docx import docx_bytes
from crpkit.reports.html import html_page
from crpkit.tables import write_csv, write_workbook
from crpkit.tables.yamls import make_folder, write_bytes, write_text

_TITLES: Mapping[str, str] = {
    "people": "Who answered",
    "needs": "What people would like",
    "offers": "Who could help whom",
    "barriers": "What makes it hard to take part",
    "wishes": "What suits people",
    "coverage": "What is here",
    "gaps": "What remains",
    "readiness": "Whether conditions are met",
    "excerpts": "Words that may be quoted",
}
_PRIVATE_TITLES = {"excerpts": "What was said"}  # for the team: with words that may not be quoted
_README = (
    (
        "For whom",
        "For the team. It holds exact numbers of small groups: do not send it round. Share the folder “shareable”.",
    ),
    (
        "Needs",
        "One row for each group of people and each need. mwds: Borich’s score, higher is more wanted. rds: ranked "
        "discrepancy, lower is more wanted. quadrant: concentrate, keep-up, low-priority, well-covered.",
    ),
    (
        "What was said",
        "Only rows that say “yes” or “true” under “quotable” may be quoted; the folder “shareable” holds just these.",
    ),
    ("Empty cells", "Not known, not asked, or too few answers for a number (“few”). Never zero."),
)


def write_diagnosis(diagnosis: Diagnosis, folder: Path | str, at: datetime | None = None) -> list[Path]:
    """Write the picture: a summary, figures, tables that may be shared, and a workbook for the team.

    Parameters
    ----------
    diagnosis
        The picture.
    folder
        Where to; made if it is not there. Files of the same names are replaced.
    at
        When it is written.

    Returns
    -------
    list of Path
        ``summary.docx``, ``summary.html``; ``figures/*.svg`` and ``*.png``; ``shareable/*.csv`` with
        ``datapackage.json``; ``needs-private.xlsx`` with exact numbers.

    Raises
    ------
    InputProblems
        If a file cannot be written.
    """
    place, written = Path(folder), at or datetime.now(UTC)
    for one in (place, place / "figures", place / "shareable"):
        make_folder(one)
    published = publish(diagnosis)
    document = summary_document(diagnosis, published, written)
    paths = [place / "summary.docx", place / "summary.html"]
    write_bytes(paths[0], docx_bytes(document))
    write_bytes(paths[1], html_page(document).encode())
    paths += _figures(diagnosis, published, place / "figures")
    paths += _shareable(diagnosis, published, place / "shareable", written)
    paths.append(place / "needs-private.xlsx")
    write_workbook(paths[-1], _sheets(diagnosis))
    return paths


def _figures(diagnosis: Diagnosis, published: Published, folder: Path) -> list[Path]:
    paths = []
    for name, figure in published_figures(diagnosis, published).items():
        paths += [folder / f"{name}.svg", folder / f"{name}.png"]
        write_text(paths[-2], plain_svg(figure.svg))
        write_bytes(paths[-1], png(figure.svg))
    return paths


def resources(published: Published) -> list[Resource]:
    """Return the tables that may be shared; those in which nothing stands are left out."""
    found = [Resource(name, title, getattr(published, name)) for name, title in _TITLES.items()]
    return [one for one in found if len(one.frame)]


def _shareable(diagnosis: Diagnosis, published: Published, folder: Path, written: datetime) -> list[Path]:
    paths = []
    shared = resources(published)
    for one in shared:
        paths.append(folder / f"{one.name}.csv")
        write_csv(paths[-1], [str(name) for name in one.frame.columns], rows_of(one.frame))
    name = diagnosis.place.name if diagnosis.place else ""
    package = {
        "profile": "tabular-data-package",
        "name": f"needs-{diagnosis.survey.name}",
        "title": f"What would help: {name or diagnosis.survey.name}",
        "description": (
            "Counts of people are rounded to the nearest 5, 1 to 4 stand as “fewer than 5”, and “not shown” "
            "where a count could be worked out. No average on 7 people or fewer, no share on fewer than 22.5."
        ),
        "created": written.isoformat(timespec="seconds"),
        "resources": [described_resource(one, FIELDS) for one in shared],
    }
    paths.append(folder / "datapackage.json")
    write_text(paths[-1], json.dumps(package, ensure_ascii=False, indent=2) + "\n")
    return paths


def _sheets(diagnosis: Diagnosis) -> dict[str, pd.DataFrame]:
    readme = pd.DataFrame(
        [
            *_README,
            ("Made from", f"{diagnosis.survey.name}; {diagnosis.draws} draws, seed {diagnosis.seed}"),
            *(("This cannot say", words) for words in diagnosis.limits),
        ],
        columns=["What", "Words"],
    )
    sheets = {"Read me": readme}
    for name, title in _TITLES.items():
        frame = getattr(diagnosis, name)
        if name == "excerpts":
            frame = None if frame is None else frame.frame
        if frame is not None and len(frame):
            sheets[_PRIVATE_TITLES.get(name, title)] = _flat(frame)
    sheets["Where methods differ"] = diagnosis.partings
    sheets["Not used"] = diagnosis.survey.unused
    return sheets


def _flat(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.map(lambda cell: "; ".join(map(str, cell)) if isinstance(cell, tuple) else cell)
