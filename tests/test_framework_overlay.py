"""A team's overlay: adds, changes and removes records, and says whose each piece is."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crpkit import load_framework
from crpkit.errors import InputProblems, Problem
from crpkit.framework import COLLECTIONS, Framework, check_framework
from crpkit.tables import write_yaml

PLAIN = load_framework()

WORDS = st.sampled_from(
    [
        *COLLECTIONS,
        *PLAIN.components.ids,
        *PLAIN.groups.ids,
        "id",
        "title",
        "mode",
        "eligibility",
        "voiced_by",
        "value",
    ]
)
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.floats(allow_nan=False) | WORDS | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(WORDS | st.text(max_size=5) | st.integers(0, 9), inner, max_size=4)
    ),
    max_leaves=12,
)


def write(tmp_path: Path, body: str) -> Path:
    path = tmp_path / "framework.yaml"
    path.write_text("type: crpkit/framework-overlay\nversion: 1\n" + dedent(body), encoding="utf-8")
    return path


def overlaid(tmp_path: Path, body: str) -> Framework:
    return load_framework(write(tmp_path, body))


def problems_of(tmp_path: Path, body: str) -> list[Problem]:
    path = write(tmp_path, body)
    problems = check_framework(path)
    with pytest.raises(InputProblems) as caught:
        load_framework(str(path))
    assert list(caught.value.problems) == problems
    assert all(problem.file == path and problem.line for problem in problems)
    return problems


def test_an_empty_overlay_changes_nothing(tmp_path: Path) -> None:
    assert overlaid(tmp_path, "") == PLAIN


def test_a_change_keeps_everything_else(tmp_path: Path) -> None:
    after = overlaid(
        tmp_path,
        """
        date: 2026-11-23
        change:
          components:
            match-events:
              title: Meet-and-match evenings
              availability: available
              capacity: {most: 30, unit: people}
        """,
    )
    before, changed = PLAIN.components["match-events"], after.components["match-events"]
    assert changed.title == "Meet-and-match evenings"
    assert changed.availability == "available"
    assert (changed.capacity.value.most, changed.capacity.how_known) == (30, "confirmed")
    assert changed.capacity.source == "team-2026-11-23"
    for name in set(type(before).model_fields) - {"title", "availability", "capacity", "how_known", "source"}:
        assert getattr(changed, name) == getattr(before, name), name
    assert changed.team_fields == ("title", "availability", "capacity")
    assert changed.evidence == (*before.evidence, "team:2026-11-23")
    assert after.components.ids == PLAIN.components.ids
    assert PLAIN.components["match-events"].title == "Match events"
    row = after.frame("components").set_index("id").loc["match-events"]
    assert row["team_fields"] == "title; availability; capacity"


def test_two_records_may_share_a_block(tmp_path: Path) -> None:
    after = overlaid(
        tmp_path,
        """
        change:
          components:
            hub-webinars: &ours {availability: available}
            hub-feedback: *ours
        """,
    )
    for id in ("hub-webinars", "hub-feedback"):
        assert after.components[id].availability == "available"
        assert after.components[id].title == PLAIN.components[id].title
        assert after.components[id].team_fields == ("availability",)


def test_added_records_are_the_teams(tmp_path: Path) -> None:
    after = overlaid(
        tmp_path,
        """
        add:
          components:
            - id: walking-group
              title: Walk and talk
              summary: Partners go for a walk once a month.
              intervention: coaching
              mode: [in-person]
              length: null
              cadence: [{words: Monthly}]
              eligibility:
                - {id: local, text: For people who live here, force: firm}
                - {id: like-the-report, text: For partners, how_known: reported, source: part-2-coaching}
          links:
            - id: power-on-a-walk
              title: Walking evens things out
              summary: Nobody sits at the head of the table.
              need: managing-power
              component: walking-group
              strength: some
              how_known: assumed
        """,
    )
    added = after.components["walking-group"]
    assert (added.source, added.how_known, added.evidence) == (("team",), "confirmed", ("team:undated",))
    assert (added.mode.value, added.mode.how_known, added.mode.source) == ({"in-person"}, "confirmed", "team")
    assert added.length.how_known == "unknown"
    assert added.cadence[0].how_known == "confirmed"
    assert [(c.how_known, c.source) for c in added.eligibility] == [
        ("confirmed", "team"),
        ("reported", "part-2-coaching"),
    ]
    assert "summary" in added.team_fields
    link = after.links["power-on-a-walk"]
    assert (link.how_known, link.source, link.evidence) == ("assumed", ("team",), ("team:undated",))
    assert after.components.ids[-1] == "walking-group"


def test_removing_takes_the_links_along_and_nothing_else(tmp_path: Path) -> None:
    after = overlaid(
        tmp_path, "remove:\n  components: [match-project-funding-support]\n  tensions: [accreditation]\n"
    )
    assert "match-project-funding-support" not in after.components
    assert len(after.tensions) == len(PLAIN.tensions) - 1
    gone = set(PLAIN.links.ids) - set(after.links.ids)
    assert gone == {link.id for link in PLAIN.links if link.component == "match-project-funding-support"}
    assert gone


def test_what_others_refer_to_cannot_be_removed_and_they_are_named(tmp_path: Path) -> None:
    (problem,) = problems_of(tmp_path, "remove:\n  components:\n    - match-events\n")
    assert problem.line == 5
    assert "journey “broker-new” (steps)" in problem.found
    assert "journey “researcher-early-career” (steps)" in problem.found
    assert "still name it" in problem.found


def test_it_can_be_removed_together_with_them(tmp_path: Path) -> None:
    after = overlaid(
        tmp_path,
        """
        remove:
          components: [match-pre-work]
        change:
          components:
            match-events: {draws_on: []}
        """,
    )
    assert "match-pre-work" not in after.components


def test_a_removed_record_can_be_written_anew(tmp_path: Path) -> None:
    after = overlaid(
        tmp_path,
        """
        remove: {system_levels: [system]}
        add:
          system_levels:
            - {id: system, title: The whole region, summary: Our region., order: 4}
        """,
    )
    assert after.system_levels["system"].title == "The whole region"


def test_a_new_pointer_to_something_removed_is_told_where_it_stands(tmp_path: Path) -> None:
    body = """
        remove: {components: [hub-feedback]}
        change:
          components:
            match-events:
              draws_on: [match-pre-work, hub-feedback]
        """
    (problem,) = problems_of(tmp_path, body)
    assert (problem.line, problem.field) == (8, "draws_on.1")


def test_every_problem_comes_at_once(tmp_path: Path) -> None:
    problems = problems_of(
        tmp_path,
        """
        date: yesterday
        extra: 1
        add:
          needs:
            - {id: finding-a-partner, title: x, summary: x, kind: connection, voiced_by: []}
            - {id: other, title: x, summary: x, kind: conection, voiced_by: [{group: nobody, where: findings}]}
          neds: []
          tensions: no list
        change:
          groups:
            broker-newish: {title: x}
            broker-new: {titel: x}
            broker-experienced: {id: other}
            community-new: {}
          report_parts: {conclusion: {title: x}}
        remove:
          tensions: [acreditation]
          groups: broker-new
        """,
    )
    told = {problem.line: problem.sentence for problem in problems}
    assert "not a day" in told[4]
    assert "There is no field “extra”" in told[5]
    assert "already" in told[8]
    said = " ".join(problem.sentence for problem in problems if problem.line == 9)
    assert "connection" in said
    assert "There is no “nobody” in groups" in said
    assert "Did you mean “needs”" in told[10]
    assert "not a list of records" in told[11]
    assert "Did you mean “broker-new”" in told[14]
    assert "Did you mean “title”" in told[15]
    assert "never changes" in told[16]
    assert "Nothing is said" in told[17]
    assert "As source write “team”" in told[18]
    assert "Did you mean “accreditation”" in told[20]
    assert "not a list of ids" in told[21]


def test_a_changed_record_is_checked_as_a_whole(tmp_path: Path) -> None:
    body = """
        change:
          components:
            match-partnership-fund:
              setup_conditions:
                - {id: a, text: One, force: disputed}
                - {id: a, text: Two}
              eligibility: [{id: b, text: x}, {id: b, text: x}]
        """
    problems = problems_of(tmp_path, body)
    assert [problem.line for problem in problems] == [8, 9, 10]
    assert "needs a note" in problems[0].found
    assert "twice: in line 8 and here" in problems[1].found


@pytest.mark.parametrize(
    "text",
    [
        "",
        "just words",
        "type: crpkit/persona\nversion: 1\n",
        "type: crpkit/framework-overlay\nversion: 9\n",
        "a: [\n",
    ],
)
def test_an_unusable_file_is_one_problem_in_words(tmp_path: Path, text: str) -> None:
    path = tmp_path / "framework.yaml"
    path.write_text(text, encoding="utf-8")
    (problem,) = check_framework(path)
    assert problem.file == path
    assert problem.line


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    (problem,) = check_framework(tmp_path / "none.yaml")
    assert "cannot be opened" in problem.found


@pytest.mark.parametrize("part", ["add", "change", "remove"])
def test_a_part_that_holds_no_collections_is_told(tmp_path: Path, part: str) -> None:
    (problem,) = problems_of(tmp_path, f"{part}: [x]\n")
    assert problem.line == 3


@settings(max_examples=150, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(["add", "change", "remove", "date"]),
        ANYTHING | st.dictionaries(st.sampled_from(list(COLLECTIONS)), ANYTHING, max_size=3),
    )
)
def test_whatever_stands_in_an_overlay_is_told_in_words(
    tmp_path_factory: pytest.TempPathFactory, parts: dict
) -> None:
    path = tmp_path_factory.mktemp("overlay") / "framework.yaml"
    write_yaml(path, {"type": "crpkit/framework-overlay", "version": 1, **parts})
    for problem in check_framework(path):
        assert problem.file == path
        assert problem.line
        assert problem.sentence


def test_reworded_records_are_the_teams(tmp_path: Path) -> None:
    after = overlaid(
        tmp_path,
        """
        change:
          needs:
            finding-a-partner: {title: Somebody to work with}
          tensions:
            accreditation: {summary: Our own view of it., how_known: assumed}
          components:
            match-events: {availability: available}
        """,
    )
    need, tension = after.needs["finding-a-partner"], after.tensions["accreditation"]
    assert (need.how_known, need.source[-1]) == ("confirmed", "team")
    assert tension.how_known == "assumed"
    assert after.components["match-events"].how_known == PLAIN.components["match-events"].how_known
    row = after.frame("needs").set_index("id").loc["finding-a-partner"]
    assert (row["how_known"], row["team_fields"]) == ("confirmed", "title") and row["source"].endswith("team")


def test_tables_tell_inferred_entries_apart() -> None:
    for need, cell in zip(PLAIN.needs, PLAIN.frame("needs")["voiced_by"], strict=True):
        inferred = sum(voice.how_known == "inferred" for voice in need.voiced_by)
        assert cell.count(" (inferred)") == inferred
    assert PLAIN.frame("needs")["voiced_by"].str.contains("(inferred)", regex=False).any()


def test_half_characters_do_not_reach_a_record(tmp_path: Path) -> None:
    after = overlaid(tmp_path, 'change: {tensions: {accreditation: {sides: ["a\\ud800"]}}}\n')
    assert after.tensions["accreditation"].sides == ("a\ufffd",)
