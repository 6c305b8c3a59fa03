"""Three methods on what people rate: a published table, hand-worked ones, and what must hold for any answers."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crpkit.needs import borich, borich_from_means, importance_performance, ranked_discrepancy

# BMC Health Services Research 2014, 14:373, table 3: importance, performance, gap as printed.
PUBLISHED = {
    "Study design: qualitative": (5.9, 3.4, 2.6),
    "Qualitative research tools": (5.8, 3.7, 2.1),
    "Writing research proposals": (6.4, 4.5, 1.9),
    "Data management": (6.5, 4.8, 1.8),
    "Study design: quantitative": (6.2, 4.5, 1.7),
    "Routine/secondary data use": (6.2, 4.5, 1.7),
    "Ethical guidelines and oversight": (6.3, 4.9, 1.4),
    "Questionnaire development": (6.1, 4.7, 1.3),
    "Conducting literature reviews": (6.5, 5.2, 1.3),
    "Writing qualitative reports": (6.1, 3.1, 2.9),
    "Qualitative data analysis": (6.1, 3.2, 2.9),
    "Writing policy papers": (5.9, 3.3, 2.7),
    "Writing academic journal articles": (6.5, 3.9, 2.6),
    "Writing quantitative reports": (6.3, 4.1, 2.2),
    "Statistical analysis": (6.5, 4.4, 2.1),
    "Conference presentation skills": (6.4, 4.4, 1.9),
}
MEANS = pd.DataFrame(PUBLISHED, index=["importance", "performance", "gap"]).T


def one_row(column: str) -> pd.DataFrame:
    return MEANS[[column]].T.set_axis([0])


def test_the_published_table_gives_these_scores_in_this_order() -> None:
    found = borich_from_means(MEANS["importance"], MEANS["performance"])["mwds"].sort_values(ascending=False)
    assert list(found.round(2).head(5).items()) == [
        ("Writing qualitative reports", 18.30),
        ("Qualitative data analysis", 17.69),
        ("Writing academic journal articles", 16.90),
        ("Writing policy papers", 15.34),
        ("Study design: qualitative", 14.75),
    ]
    assert found.index[-1] == "Conducting literature reviews"
    assert found.iloc[-1] == pytest.approx(8.45)
    gaps = MEANS["importance"] - MEANS["performance"]
    assert (gaps - MEANS["gap"]).abs().max() <= 0.1 + 1e-9  # as printed: rounded


def test_means_in_one_row_give_the_same_as_means_by_themselves() -> None:
    alone = borich_from_means(MEANS["importance"], MEANS["performance"])
    pd.testing.assert_frame_equal(
        borich(one_row("importance"), one_row("performance")), alone, check_names=False
    )


def test_the_published_table_has_two_items_to_concentrate_on() -> None:
    found = importance_performance(one_row("importance"), one_row("performance"))
    assert found["importance"].mean() == pytest.approx(6.231, abs=0.0005)
    assert found["performance"].mean() == pytest.approx(4.163, abs=0.0005)
    concentrate = set(found.index[found["quadrant"] == "concentrate"])
    assert concentrate == {"Writing academic journal articles", "Writing quantitative reports"}


def test_around_the_middle_of_the_scale_all_matters_much() -> None:
    found = importance_performance(
        one_row("importance"), one_row("performance"), centre="scale", scale=(1, 7)
    )
    assert set(found["quadrant"]) == {"concentrate", "keep-up"}
    assert found.loc["Writing qualitative reports", "quadrant"] == "concentrate"  # 3.1 is below 4
    assert found.loc["Conducting literature reviews", "quadrant"] == "keep-up"


def test_a_table_worked_by_hand() -> None:
    importance = pd.DataFrame({"ethics": [5, 4, 3, np.nan], "money": [2, 2, 5, 5]}, dtype=float)
    ability = pd.DataFrame({"ethics": [3, 4, 5, 1], "money": [4, np.nan, 1, 3]}, dtype=float)
    # ethics: pairs 5/3, 4/4, 3/5: gaps 2, 0, −2, mean 0. money: 2/4, 5/1, 5/3: gaps −2, 4, 2, mean 4/3, × mean 4.
    assert borich(importance, ability)["mwds"].tolist() == pytest.approx([0, 16 / 3])
    ranked = ranked_discrepancy(importance, ability)
    third = 100 / 3
    assert ranked.loc["ethics"].tolist() == pytest.approx([third, third, third, 0])
    assert ranked.loc["money"].tolist() == pytest.approx([2 * third, third, 0, -third])
    quadrants = importance_performance(importance, ability, centre="scale")
    assert quadrants.loc["ethics"].tolist() == [4, 13 / 4, "keep-up"]  # importance 4, ability 3.25, middle 3
    assert quadrants.loc["money", "quadrant"] == "concentrate"  # 3.5 and 2.67


def test_nobody_who_rated_both_is_no_score_and_not_zero() -> None:
    importance = pd.DataFrame({"a": [5.0, np.nan]})
    ability = pd.DataFrame({"a": [np.nan, 1.0]})
    assert borich(importance, ability)["mwds"].isna().all()
    assert ranked_discrepancy(importance, ability).isna().all(axis=None)
    empty = importance_performance(importance, ability * np.nan)
    assert empty.loc["a", "quadrant"] is None


def test_tables_that_do_not_belong_together_are_refused() -> None:
    one = pd.DataFrame({"a": [1.0], "b": [2.0]})
    with pytest.raises(ValueError, match="same items"):
        borich(one, one[["a"]])
    with pytest.raises(ValueError, match="different items"):
        importance_performance(one, one[["a"]])
    with pytest.raises(ValueError, match=r"data.*scale"):
        importance_performance(one, one, centre="middle")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="different items"):
        borich_from_means({"a": 1}, {"b": 1})


# -- what must hold for any answers

RATING = st.one_of(st.none(), st.integers(1, 5))


@st.composite
def answers(draw: st.DrawFn) -> tuple[pd.DataFrame, pd.DataFrame]:
    items, people = draw(st.integers(1, 4)), draw(st.integers(1, 12))
    row = st.lists(RATING, min_size=items, max_size=items)
    tables = [draw(st.lists(row, min_size=people, max_size=people)) for _ in range(2)]
    names = [f"item {number}" for number in range(items)]
    return tuple(pd.DataFrame(table, columns=names, dtype=float) for table in tables)  # type: ignore[return-value]


@given(answers())
def test_borich_is_the_mean_gap_times_the_mean_importance(tables: tuple[pd.DataFrame, pd.DataFrame]) -> None:
    importance, ability = tables
    found = borich(importance, ability)["mwds"]
    for name in importance:
        both = importance[name].notna() & ability[name].notna()
        if both.any():
            one, other = importance[name][both], ability[name][both]
            assert found[name] == pytest.approx(float(((one - other) * one.mean()).sum() / both.sum()))
            assert -4 * 5 <= found[name] <= 4 * 5
            if (one >= other).all():
                assert found[name] >= 0
        else:
            assert np.isnan(found[name])


@given(answers(), st.randoms(use_true_random=False))
def test_the_order_of_people_and_items_changes_nothing(
    tables: tuple[pd.DataFrame, pd.DataFrame], random: object
) -> None:
    importance, ability = tables
    rows, columns = list(importance.index), list(importance.columns)
    random.shuffle(rows)  # type: ignore[attr-defined]
    random.shuffle(columns)  # type: ignore[attr-defined]
    for method in (borich, ranked_discrepancy, importance_performance):
        before = method(importance, ability).loc[columns]
        after = method(importance.loc[rows, columns], ability.loc[rows, columns])
        pd.testing.assert_frame_equal(before, after)


@given(answers())
def test_shares_add_up_and_turning_round_turns_the_score_round(
    tables: tuple[pd.DataFrame, pd.DataFrame],
) -> None:
    importance, ability = tables
    found, turned = ranked_discrepancy(importance, ability), ranked_discrepancy(ability, importance)
    there = found["rds"].notna()
    assert np.allclose(found.loc[there, ["nr", "pr", "tr"]].sum(axis=1), 100)
    assert found.loc[there, "rds"].between(-100, 100).all()
    np.testing.assert_allclose(found["rds"], -turned["rds"])


@given(answers())
def test_every_item_with_both_means_has_the_quadrant_its_means_say(
    tables: tuple[pd.DataFrame, pd.DataFrame],
) -> None:
    found = importance_performance(*tables, centre="scale")
    for _, row in found.iterrows():
        if np.isnan(row["importance"]) or np.isnan(row["performance"]):
            assert row["quadrant"] is None
        else:
            matters, sure = row["importance"] >= 3, row["performance"] >= 3
            expected = {
                (1, 0): "concentrate",
                (1, 1): "keep-up",
                (0, 0): "low-priority",
                (0, 1): "well-covered",
            }
            assert row["quadrant"] == expected[matters, sure]


@given(answers())
def test_around_the_data_some_item_lies_on_either_side(tables: tuple[pd.DataFrame, pd.DataFrame]) -> None:
    found = importance_performance(*tables).dropna(subset=["importance", "performance"])
    if len(found):
        assert found["quadrant"].isin(["concentrate", "keep-up"]).any()
        assert found["quadrant"].isin(["keep-up", "well-covered"]).any()
