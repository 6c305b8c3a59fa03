"""The picture: what people would like, how sure that is, what is here, and what may not be said."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from crpkit.cli import main
from crpkit.errors import InputProblems
from crpkit.framework import load_framework
from crpkit.needs import (
    STATUSES,
    Kept,
    Known,
    Place,
    Stopped,
    Survey,
    borich,
    compare,
    diagnose,
    importance_performance,
    no_audit,
    questionnaire,
    ranked_discrepancy,
    read_audit,
    read_excerpts,
    read_place,
    read_survey,
    to_ask,
    write_audit_sheet,
    write_place,
)
from crpkit.needs.covering import remaining
from crpkit.needs.parting import nth, partings
from crpkit.needs.picture import share_in_words
from crpkit.needs.questions import SHORT, weight
from crpkit.needs.tabled import Names, named_in
from crpkit.reports import from_workshop
from crpkit.workshop import Workshop
from crpkit.workshop.lists import framework_lists
from crpkit.workspace import new_workspace
from tests.needs_helpers import ASKED, ETHICS, EXAMPLE, PARTNER, POWER, ask, words, write_text, write_xlsx
from tests.workshop_helpers import Desk, joined

FRAMEWORK = load_framework()


@pytest.fixture(scope="module")
def example() -> Survey:
    return read_survey(EXAMPLE / "survey-autumn.xlsx")


# -- the survey


def test_every_need_is_asked_by_its_kind() -> None:
    for need in FRAMEWORK.needs:
        learned = need.kind == "knowledge-or-skill"
        for what in ("importance", "confidence"):
            assert (f"{what}:{need.id}" in ASKED) == learned
        assert (f"have:{need.id}" in ASKED) == (not learned)
        assert any(answer.value == need.id for answer in ASKED["offer"].answers)
    asks = [question.ask for question in ASKED.questions]
    assert len(set(asks)) == len(asks)  # else a form would not know its own columns again
    assert all(question.answers[-1].value == "not-heard" for question in ASKED.questions if question.need)
    for name in (
        "find-out",
        "with-whom",
        "partner",
        "partner-for",
        "barriers",
        "formats",
        "times",
        "accreditation",
        "apart",
    ):
        assert name in ASKED
    assert not any("professional development" in question.ask.lower() for question in ASKED.questions)


@pytest.mark.parametrize("group", [None, *FRAMEWORK.groups.ids])
def test_the_short_form_has_the_needs_the_group_voiced_most(group: str | None) -> None:
    short = questionnaire(short=True, group=group)
    assert len(short.needs) == SHORT
    voiced = [need for need in FRAMEWORK.needs if weight(need, group)]
    assert set(short.needs) <= set(voiced)
    kinds = {need.kind for need in voiced}
    assert {need.kind for need in short.needs} >= kinds  # one of each that was voiced
    left_out = [weight(need, group) for need in voiced if need not in short.needs]
    forced = len(kinds - {"knowledge-or-skill"})
    taken = sorted(weight(need, group) for need in short.needs)
    assert sorted(left_out, reverse=True)[0] <= taken[forced]


def test_an_unknown_group_is_said() -> None:
    with pytest.raises(InputProblems, match="community-new"):
        questionnaire(group="comunity-new")


# -- the numbers


def test_the_picture_agrees_with_the_methods_by_themselves(example: Survey) -> None:
    found = diagnose(example, draws=0).frame().set_index("need")
    one, other = example.table("importance"), example.table("confidence")
    scores, ranks, corners = (
        borich(one, other),
        ranked_discrepancy(one, other),
        importance_performance(one, other),
    )
    rated = found[found["mwds"].notna()]
    for need in rated.index:
        assert rated.loc[need, "mwds"] == pytest.approx(scores.loc[need, "mwds"])
        assert rated.loc[need, "rds"] == pytest.approx(ranks.loc[need, "rds"])
        assert rated.loc[need, "quadrant"] == corners.loc[need, "quadrant"]
    assert rated["mwds_place"].tolist() == rated["mwds"].rank(ascending=False, method="min").tolist()


def test_groups_and_families_add_up_to_everyone(example: Survey) -> None:
    found = diagnose(example, draws=0)
    by_scope = found.needs.set_index(["scope", "need"])["answered"]
    for need in found.frame()["need"]:
        for family in FRAMEWORK.families:
            groups = [group.id for group in FRAMEWORK.groups if group.family == family.id]
            if groups:
                assert by_scope[family.id, need] == sum(by_scope[group, need] for group in groups)
    assert found.people.set_index("scope")["people"]["all"] == len(example)
    mine = example.answers["group"].isin(["broker-new"])
    alone = Survey(**{**vars(example), "answers": example.answers[mine]})
    one = diagnose(alone, draws=0).needs.set_index(["scope", "need"])
    for need in found.frame()["need"]:
        assert by_scope["broker-new", need] == one.loc[("all", need), "answered"]


def test_under_ten_answers_there_are_words_and_no_number(example: Survey) -> None:
    few = diagnose(example).needs.query("few")
    assert len(few) and (few[["pairs", "told"]].max(axis=1) < 10).all()
    assert (
        few[["importance", "performance", "mwds", "rds", "lacking_percent", "top", "mwds_low"]]
        .isna()
        .all(axis=None)
    )
    assert few["words"].str.len().gt(10).all() and not few["words"].str.contains(r"\d").any()
    assert (
        share_in_words(0, 5) == "none is"
        and share_in_words(4, 4) == "all are"
        and share_in_words(3, 5) == "most are"
    )


def test_not_heard_of_is_in_no_score(tmp_path: Path) -> None:
    one, other = f"importance:{ETHICS}", f"confidence:{ETHICS}"
    rows = [[words(one, 5), words(other, 2)]] * 10 + [
        [words(one, "not-heard"), words(other, "not-heard")]
    ] * 6
    found = (
        diagnose(read_survey(write_xlsx(tmp_path / "s.xlsx", [ask(one), ask(other)], *rows)), draws=0)
        .frame()
        .iloc[0]
    )
    assert found[["answered", "not_heard", "pairs", "mwds"]].tolist() == [16, 6, 10, 15]


def test_the_bootstrap_is_the_same_again_and_can_be_stopped(example: Survey) -> None:
    first, second = (diagnose(example, draws=200, seed=3).needs for _ in range(2))
    pd.testing.assert_frame_equal(first, second)
    assert not first["mwds_low"].equals(diagnose(example, draws=200, seed=4).needs["mwds_low"])
    told: list[tuple[int, int]] = []
    with pytest.raises(Stopped):
        diagnose(example, draws=200, progress=lambda done, of: told.append((done, of)) or len(told) < 3)
    assert len(told) == 3 and told[-1][0] < told[-1][1] == 200
    rated = first[first["mwds"].notna()]
    assert (rated["mwds_low"] <= rated["mwds"]).all() and (rated["mwds"] <= rated["mwds_high"]).all()
    assert (
        rated.groupby("scope")["top"].sum().ge(5 - 1e-9).all()
    )  # five are among the first five, more at a tie


def test_intervals_cover_the_truth_at_thirty_answers_as_often_as_they_say() -> None:
    """A simulation: of 300 surveys of 30 people from a known crowd, 95 % of the intervals should hold the true score."""
    from crpkit.needs.resampling import resampling
    from crpkit.needs.tallies import Cells, Having, Ratings, Scope

    chance = np.random.default_rng(5)
    people, rounds, levels = 30, 300, np.arange(1, 6)
    matters, sure = [0.02, 0.08, 0.2, 0.35, 0.35], [0.15, 0.3, 0.3, 0.2, 0.05]
    mean = float(levels @ matters)
    truth = (mean - float(levels @ sure)) * mean
    cells = Cells(np.arange(people), np.array([0, people]), ("",))
    nothing = Having((), *(np.zeros((people, 0), dtype=bool) for _ in range(6)))
    hits = 0
    for number in range(rounds):
        one = chance.choice(levels, (people, 1), p=matters).astype(float)
        other = chance.choice(levels, (people, 1), p=sure).astype(float)
        ratings = Ratings(("a",), one, other, np.zeros((people, 1), dtype=bool))
        work = resampling(ratings, nothing, cells, [Scope("all", "", "all", (0,))], 600, number)
        while True:
            try:
                next(work)
            except StopIteration as end:
                drawn = end.value
                break
        hits += bool(drawn.low[0, 0] <= truth <= drawn.high[0, 0])
    # The percentile interval is a little narrow at n = 30: 93 % is usual. Three standard errors either way.
    assert 0.89 <= hits / rounds <= 0.98, hits / rounds


def test_where_methods_part_is_said_with_the_reason() -> None:
    base = {"scope": "all", "title": "A", "quadrant": "concentrate"}
    rows = [
        {**base, "need": "far", "mwds_place": 2, "rds_place": 6},
        {**base, "need": "many", "mwds_place": 9, "rds_place": 4, "quadrant": "low-priority"},
        {**base, "need": "same", "mwds_place": 3, "rds_place": 3},
    ]
    found = partings(pd.DataFrame(rows)).set_index("need")["why"]
    assert set(found.index) == {"far", "many"}
    assert "2nd" in found["far"] and "distance is large" in found["far"]
    assert "matters less" in found["many"]
    assert [nth(place) for place in (1, 2, 3, 4, 11, 12, 13, 21, 102)] == [
        "1st",
        "2nd",
        "3rd",
        "4th",
        "11th",
        "12th",
        "13th",
        "21st",
        "102nd",
    ]


# -- offers, barriers, what is here


def test_offers_stand_beside_wishes(example: Survey) -> None:
    found = diagnose(example, draws=0).offers
    top = found.iloc[0]
    assert top["meet"] == min(top["offered"], top["wanted"]) == found["meet"].max()
    ticked = example.answers[f"offer:{top['need']}"].sum()
    assert top["offered"] == ticked


def test_conditions_of_the_system_are_sent_to_organisations_and_not_to_learning(example: Survey) -> None:
    found = diagnose(example, draws=0).gaps.set_index("need")
    mine = found[found["kind"] == "system-condition"]
    assert set(mine["route"]) == {"organisations"} and len(mine) == 3
    assert mine["change"].str.len().gt(20).all()
    challenges = {name for names in mine["challenges"] for name in names}
    assert challenges <= set(FRAMEWORK.challenges.ids) and len(challenges) >= 5
    assert set(found[found["kind"] == "knowledge-or-skill"]["route"]) == {"learning"}


def test_unknown_is_neither_there_nor_missing(example: Survey) -> None:
    found = diagnose(example, no_audit(), draws=0)
    assert set(found.coverage["status"]) == {"unknown"} and set(found.readiness["state"]) == {"unknown"}
    assert set(found.gaps["remains"]) <= {"unknown", "no-component"}
    assert any("Unknown does not mean that nothing is here" in one for one in found.limits)
    assert remaining(["none", "unknown"]) == "unknown" and remaining(["none", "none"]) == "none"
    assert remaining(["none", "planned", "partly"]) == "partly" and remaining([]) == "no-component"


def test_the_audit_of_the_example(example: Survey) -> None:
    audit = read_audit(EXAMPLE / "what-is-here.xlsx")
    assert audit.status("match-events") == "partly" and audit.status("hub-webinars") == "unknown"
    assert audit.unused["found"].tolist() == ["Festival of ideas"]
    found = diagnose(example, audit, draws=0)
    here = found.coverage.set_index("component")
    assert here.loc["match-events", "groups"] == ("community-new", "community-experienced")
    assert here.loc["match-partnership-fund", "status"] == "planned"
    assert (
        here.loc["match-events", "how_known"] == "confirmed"
        and here.loc["hub-templates", "how_known"] == "assumed"
    )
    ready = found.readiness.set_index(["intervention", "condition"])["state"]
    assert ready["matchmaking", "pre-work"] == "lacking" and ready["matchmaking", "trusted-locally"] == "met"
    assert ready["matchmaking", "held-by-either"] == "unknown"
    peers = found.gaps.set_index("need").loc["learning-from-peers"]
    assert peers["remains"] == "good" and set(peers["left_out"]) == {"community-new", "community-experienced"}


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (["Match events", "maybe", ""], "write one of"),
        (["A thing of ours", "good", ""], "no component"),
        (["Match events", "good", "brokers; martians"], "none of the groups"),
    ],
)
def test_a_line_of_the_audit_that_is_not_understood_is_named(
    tmp_path: Path, row: list[str], says: str
) -> None:
    file = write_text(tmp_path / "a.csv", ["Component", "Status", "For whom"], row)
    (reason,) = read_audit(file).unused["reason"]
    assert says in reason
    with pytest.raises(InputProblems, match=r"Component.*Is it here"):
        read_audit(write_text(tmp_path / "b.csv", ["Name", "Colour"], ["x", "y"]))


def test_what_existed_in_2022_fills_in_nothing(tmp_path: Path) -> None:
    asked = to_ask(FRAMEWORK)
    assert {"2022 (Appendix 2)", "2022 (Appendix 4)"} == set(asked["As of"]) and set(
        asked["Local coverage"]
    ) == {"not known"}
    file = write_audit_sheet(tmp_path / "sheet.xlsx", FRAMEWORK)
    empty = read_audit(file)
    assert set(empty.components["status"]) == {"unknown"} and len(empty.components) == len(
        FRAMEWORK.components
    )
    assert set(empty.conditions["state"]) == {"unknown"} and not len(empty.unused)


def test_excerpts_count_beside_the_numbers(example: Survey) -> None:
    excerpts = read_excerpts(EXAMPLE / "excerpts.csv")
    assert len(excerpts) == 10 and excerpts.unused["row"].tolist() == [12]
    with_them, without = (diagnose(example, excerpts=one, draws=0) for one in (excerpts, None))
    pd.testing.assert_frame_equal(with_them.needs, without.needs)  # never melted in
    said = with_them.gaps.set_index("need")
    assert said.loc["managing-power", "excerpts"] == 1
    assert np.isnan(said.loc["support-along-the-way", "wanted"])  # it was spoken of, and not asked
    assert with_them.barriers.query("scope == 'all'").set_index("barrier")["excerpts"]["no-time"] == 1


def test_only_a_clear_yes_makes_an_excerpt_quotable(tmp_path: Path) -> None:
    rows = [["One", "no-time", flag] for flag in ("yes", "Y", "no", "", "maybe", "ask first")]
    file = write_text(tmp_path / "e.csv", ["Excerpt", "Code", "Quotable"], *rows)
    assert read_excerpts(file).frame["quotable"].tolist() == [True, True, False, False, False, False]


def test_what_is_only_close_is_said_and_what_is_exact_counts_first(tmp_path: Path) -> None:
    barrier = FRAMEWORK.barriers["no-time"].title
    rows = [["One", f"Handling powr; {barrier}", "Comunities"], ["Two", "something else", ""]]
    found = read_excerpts(write_text(tmp_path / "e.csv", ["Excerpt", "Code", "Group"], *rows))
    assert found.frame[["code", "about"]].to_numpy().tolist() == [
        ["managing-power", "need"],
        ["no-time", "barrier"],
        ["something else", "other"],
    ]
    assert found.remarks == (
        "“Handling powr” was read as “Handling power”.",
        "“Comunities” was read as “Communities”.",
    )
    here = read_audit(write_text(tmp_path / "a.csv", ["Component", "Status"], ["Match event", "good"]))
    assert here.components["component"].tolist() and here.remarks == (
        "“Match event” was read as “Match events”.",
    )


def test_names_with_semicolons_and_commas_are_found_in_a_list() -> None:
    first, second = Names({"a": "Ask; listen, then act", "b": "Listen"}), Names({"c": "Asking"})
    found = named_in("Ask; listen, then act; Asking, Listen\nnothing", first, second)
    assert found == [("a", 0), ("c", 1), ("b", 0), ("nothing", -1)]


# -- the place, keeping, a second survey


def test_the_place_is_optional_and_its_code_is_looked_at(tmp_path: Path) -> None:
    assert Place() == read_place(write_place(Place(), tmp_path / "p.yaml"))
    place = Place(name="Q", code="E08000025", brokers=(Known(name="Us", source="the team", on="2026"),))
    assert read_place(write_place(place, tmp_path / "q.yaml")) == place and "metropolitan" in place.kind
    for code, says in (("E8", "letter and eight digits"), ("E99000001", "begins with E99")):
        (tmp_path / "r.yaml").write_text(f"type: crpkit/place\nversion: 1\ncode: {code}\n", encoding="utf-8")
        with pytest.raises(InputProblems, match=says) as caught:
            read_place(tmp_path / "r.yaml")
        assert caught.value.problems[0].line == 3


def test_who_answered_stands_beside_who_lives_here(example: Survey) -> None:
    place = read_place(EXAMPLE / "place.yaml")
    people = diagnose(example, place=place, draws=0).people.set_index("scope")
    assert (
        people.loc["community", "place_percent"] == 92
        and people.loc["community", "place_source"] == "made up, 2026"
    )
    assert people["place_percent"].sum() == 100  # as given
    assert not any("was not entered" in one for one in diagnose(example, place=place, draws=0).limits)


def test_a_team_keeps_what_it_gathered_without_names(tmp_path: Path) -> None:
    kept = Kept.of(tmp_path, FRAMEWORK)
    source = write_xlsx(
        tmp_path / "Autumn.xlsx",
        ["About us", "", ""],
        ["Email", ask(f"importance:{ETHICS}"), "Powr: how much?", ask("find-out")],
        ["ann@example.org", 4, 5, "Write to ann@example.org"],
    )
    survey = kept.keep_survey(source)
    assert kept.surveys == ["autumn"] and len(survey) == 1
    text = (kept.folder / "autumn-private.csv").read_text(encoding="utf-8-sig")
    assert "@" not in text and "Email" not in text
    assert any("Email" in remark for remark in survey.remarks)
    kept.remember({"Powr: how much?": f"importance:{POWER}"})
    kept.keep_survey(source)  # what answered no question was not kept, so it is read from the file again
    again = Kept.of(tmp_path, FRAMEWORK)
    assert again.survey("autumn").answers[f"importance:{POWER}"].tolist() == [5]
    bad = write_text(tmp_path / "Autumn.csv", ["name", "colour"], ["Ann", "red"])
    with pytest.raises(InputProblems):
        kept.keep_survey(bad)
    assert len(again.survey("autumn")) == 1  # nothing that was kept is lost
    kept.note_offer(
        {"component": "match-events", "status": "good", "groups": ("broker-new",), "evidence": "=1+1"}
    )
    kept.note_condition("matchmaking", "pre-work", "met", "done")
    audit = again.audit
    assert audit.status("match-events") == "good" and audit.conditions["state"].tolist() == ["met"]
    kept.note_offer({"component": "match-events", "status": "none"})
    assert again.audit.components["status"].tolist() == ["none"]
    kept.keep_excerpts(read_excerpts(EXAMPLE / "excerpts.csv"))
    assert again.excerpts is not None and len(again.excerpts) == 10 and kept.surveys == ["autumn"]
    with pytest.raises(InputProblems, match="autumn"):
        kept.survey("spring")
    assert set(STATUSES) == {"good", "partly", "planned", "none", "unknown"}


def test_a_second_survey_is_compared_with_the_first(tmp_path: Path) -> None:
    names = [
        f"importance:{ETHICS}",
        f"confidence:{ETHICS}",
        f"importance:{POWER}",
        f"confidence:{POWER}",
        f"have:{PARTNER}",
    ]
    chance = np.random.default_rng(1)

    def survey(name: str, sure: int, without: int) -> Survey:
        rows = [
            [
                5,
                int(np.clip(sure + chance.integers(-1, 2), 1, 5)),
                4,
                int(chance.integers(2, 5)),
                "Yes" if row >= without else words(names[4], "no"),
            ]
            for row in range(40)
        ]
        return read_survey(write_xlsx(tmp_path / f"{name}.xlsx", [ask(one) for one in names], *rows))

    before, after = (
        diagnose(survey(name, sure, without), draws=500)
        for name, sure, without in (("a", 2, 30), ("b", 4, 10))
    )
    found = compare(before, after).set_index("need")
    assert (
        found.loc[ETHICS, "change"] < 0
        and found.loc[ETHICS, "high"] < 0
        and "nearer to" in found.loc[ETHICS, "words"]
    )
    assert found.loc[POWER, "low"] <= 0 <= found.loc[POWER, "high"] and "chance" in found.loc[POWER, "words"]
    assert found.loc[PARTNER, "change"] == -50 and "Fewer" in found.loc[PARTNER, "words"]
    same = compare(before, before).set_index("need")
    assert same["change"].dropna().eq(0).all() and same.loc[ETHICS, "low"] < 0 < same.loc[ETHICS, "high"]


def test_limits_say_whom_the_picture_leaves_out(example: Survey) -> None:
    said = diagnose(example, draws=0).limits
    assert any("45 people answered" in one for one in said)
    assert any("Broker: new to the role" in one and "words and no numbers" in one for one in said)
    only = Survey(**{**vars(example), "answers": example.answers[example.answers["group"] == "broker-new"]})
    assert any(
        "Nobody answered from" in one and "Researcher: established" in one
        for one in diagnose(only, draws=0).limits
    )


def test_a_workshops_record_counts_as_evidence(tmp_path: Path) -> None:
    workshop = Workshop.create(Desk(tmp_path / "log.db"), "Ours")
    workshop.open_activity("notes", "What would help?", activity="notes")
    one, two = joined(workshop, 2)
    quoted = one.note("We would like to meet a researcher.", "notes")
    silent = two.note("I want to know whom to ring.", "notes")
    board = workshop.open_activity("themes", "Themes", activity="board")
    workshop.make_theme(board, "Finding a partner", [quoted, silent])
    vote = workshop.open_activity(
        "choose", "Which?", framework_lists(FRAMEWORK)["needs"].options[:3], method="approval"
    )
    workshop.place(vote, {"A": 1}, people=4, channel="paper")
    workshop.close_activity(vote)
    found = from_workshop(workshop, FRAMEWORK).frame
    assert found["code"].tolist() == ["finding-a-partner"] * len(found) and found["about"].eq("need").all()
    assert found["evidence"].str.startswith(f"workshop:{workshop.code}/").all()
    assert "4 people chose it" in found["excerpt"].iloc[-1] and not found["quotable"].iloc[-1]
    kept = Kept.of(tmp_path, FRAMEWORK)
    kept.keep_excerpts(read_excerpts(EXAMPLE / "excerpts.csv"))
    for _ in range(2):  # taken twice, kept once
        kept.add_excerpts(from_workshop(workshop, FRAMEWORK))
    assert kept.excerpts is not None and len(kept.excerpts) == 10 + found["evidence"].nunique()
    assert set(found["evidence"]) <= set(kept.excerpts.frame["evidence"])


def test_check_names_what_is_wrong_in_the_folder_of_needs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = new_workspace(tmp_path / "ours")
    kept = Kept.of(folder, FRAMEWORK)
    kept.keep_place(Place(name="Ours"))
    assert main(["check", str(folder)]) == 0
    (kept.folder / "place.yaml").write_text("type: crpkit/place\nversion: 1\ncode: X1\n", encoding="utf-8")
    (kept.folder / "what-is-here.csv").write_text("colour\nred\n", encoding="utf-8")
    assert main(["check", str(folder)]) == 2
    said = capsys.readouterr().err
    assert "place.yaml, line 3" in said and "what-is-here.csv" in said
