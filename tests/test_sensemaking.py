"""Suggested themes and agreement between groups."""

from __future__ import annotations

import random
from itertools import combinations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crpkit.sensemaking import consensus, suggest_themes, theme_labels

# Invented notes in five themes.
NOTES = {
    "pay": [
        "Pay people for their time",
        "Payment on the day, in cash",
        "Nobody should be out of pocket: pay travel",
        "Fair pay for community researchers",
    ],
    "trust": [
        "Trust takes years to build",
        "Researchers come, take, and trust is broken",
        "Build trust before any project",
        "Who do we trust with our stories?",
    ],
    "childcare": [
        "Childcare so that parents can come",
        "A creche next door for children",
        "Meet when children are at school",
        "Parents need childcare in the evening",
    ],
    "words": [
        "Plain words, no jargon",
        "Explain the long words",
        "Jargon shuts people out",
        "Write letters in plain language",
    ],
    "place": [
        "Meet in our community centre, not at the university",
        "The university campus is far away and cold",
        "Hold meetings in the library or the mosque",
        "A room near the bus stop for meetings",
    ],
}
TEXTS = [text for texts in NOTES.values() for text in texts]
TRUE = [name for name, texts in NOTES.items() for _ in texts]


def rand_index(one: list[object], other: list[object]) -> float:
    """The adjusted Rand index (Hubert & Arabie 1985), by counting pairs."""
    pairs = list(combinations(range(len(one)), 2))
    same_one = [one[a] == one[b] for a, b in pairs]
    same_other = [other[a] == other[b] for a, b in pairs]
    both = sum(a and b for a, b in zip(same_one, same_other, strict=True))
    expected = sum(same_one) * sum(same_other) / len(pairs)
    most = (sum(same_one) + sum(same_other)) / 2
    return 1.0 if most == expected else (both - expected) / (most - expected)


def groups(texts: list[str], **more: int) -> set[frozenset[str]]:
    frame = suggest_themes(texts, **more)
    return {frozenset(part["text"]) for _, part in frame.dropna(subset=["theme"]).groupby("theme")}


def test_the_rand_index_is_right() -> None:
    assert rand_index([1, 1, 2, 2], [5, 5, 6, 6]) == 1
    assert rand_index([1, 1, 2, 2], [1, 2, 1, 2]) == pytest.approx(-0.5)


def test_it_finds_more_than_chance_and_says_so_honestly() -> None:
    frame = suggest_themes(TEXTS, themes=5)
    names = [f"pile {n}" if pd.isna(theme) else int(theme) for n, theme in enumerate(frame["theme"])]
    assert rand_index(TRUE, names) > 0.5


def test_columns_are_as_promised() -> None:
    frame = suggest_themes(TEXTS)
    assert list(frame.columns) == ["text", "theme", "label", "distance"]
    assert list(frame["text"]) == TEXTS
    assert frame["distance"].between(0, 1).all()
    for _, part in frame.dropna(subset=["theme"]).groupby("theme"):
        label, said = part["label"].iloc[0], " ".join(part["text"]).lower()
        assert part["label"].nunique() == 1 and label
        assert all(word in said for word in label.split(", "))
    assert (frame[frame["theme"].isna()]["label"] == "").all()


@pytest.mark.parametrize(
    "texts", [[], ["Only one"], ["One", "Two"], ["Same"] * 5, ["", " ", "…"], ["", "Pay people"]]
)
def test_few_equal_and_empty_texts(texts: list[str]) -> None:
    frame = suggest_themes(texts)
    assert list(frame["text"]) == texts
    for text, theme in zip(frame["text"], frame["theme"], strict=True):
        assert pd.isna(theme) or text.strip(" …")


def test_equal_texts_lie_together_and_other_scripts_are_read() -> None:
    arabic = ["نحتاج إلى المال", "المال مهم", "الأطفال أولا", "رعاية الأطفال"]
    assert frozenset(arabic[:2]) in groups(arabic, themes=2)
    same = suggest_themes(["Pay", "Pay", "Trust us", "Trust them"])
    assert list(same["theme"].iloc[:2].isna()) == [False, False]
    assert same["theme"].iloc[0] == same["theme"].iloc[1] != same["theme"].iloc[2]


def test_a_wrong_number_is_refused() -> None:
    with pytest.raises(ValueError, match="themes"):
        suggest_themes(TEXTS, themes=0)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000), st.lists(st.sampled_from(TEXTS), min_size=2, max_size=14))
def test_order_and_seed_change_nothing(seed: int, texts: list[str]) -> None:
    mixed = random.Random(seed).sample(texts, len(texts))
    assert groups(texts) == groups(mixed) == groups(texts, seed=seed)
    assert suggest_themes(texts).equals(suggest_themes(texts))


def test_labels_are_words_that_others_do_not_have() -> None:
    found = theme_labels({name: texts for name, texts in NOTES.items()})
    assert found["trust"].split(", ")[0] == "trust"
    assert "pay" in found["pay"].split(", ")
    assert all(len(label.split(", ")) <= 3 for label in found.values())
    assert theme_labels({"a": [""]}) == {"a": ""} and theme_labels({}) == {}


def test_agreement_worked_by_hand() -> None:
    # Group A: 3 agree, 1 disagrees: (1 + 3) / (2 + 4) = 2/3. Group B: 1 agrees, 1 passes: (1 + 1) / (2 + 2) = 1/2.
    votes = pd.DataFrame(
        [("s", "A", 1, 3), ("s", "A", -1, 1), ("s", "B", 1, 1), ("s", "B", 0, 1)],
        columns=["item", "group", "value", "people"],
    )
    table = consensus(votes).set_index("group")
    assert table.loc["A", "p_agree"] == pytest.approx(2 / 3)
    assert table.loc["B", "p_agree"] == pytest.approx(1 / 2)
    assert list(table["consensus"]) == pytest.approx([1 / 3, 1 / 3])
    assert table.loc["A", "representative"] == pytest.approx((2 / 3) / (1 / 2))
    assert list(table["people"]) == [4, 2]


def test_one_group_has_nobody_beside_it() -> None:
    votes = pd.DataFrame([("s", "A", 1)], columns=["item", "group", "value"])
    assert consensus(votes)["representative"].isna().all()
