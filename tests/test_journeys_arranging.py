"""Steps put in another order: every way still leads on, whatever is moved where."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from crpkit.journeys import Branch, Journey, Step, adapt, load_journeys
from crpkit.journeys.arranging import leading_to, moved, new_id, put_in, taken_out, twin
from crpkit.journeys.ways import faults, next_steps

STARTERS = load_journeys()
COMMUNITY = STARTERS["community-new"].steps


def ids(steps: tuple[Step, ...]) -> list[str]:
    return [step.id for step in steps]


def row(*names: str) -> tuple[Step, ...]:
    return tuple(Step(id=name, title=name) for name in names)


def test_a_step_of_a_plain_row_changes_its_place_and_nothing_else() -> None:
    steps = row("a", "b", "c", "d")
    assert ids(moved(steps, "a", 2)) == ["b", "c", "a", "d"]
    assert ids(moved(steps, "d", 0)) == ["d", "a", "b", "c"]
    assert next_steps(moved(steps, "b", 99)) == {"a": ("c",), "c": ("d",), "d": ("b",), "b": ()}


def test_a_fork_stays_where_it_forks_and_keeps_its_words() -> None:
    steps = moved(COMMUNITY, "finds-out-whether-they-fit", 99)
    meets = next(step for step in steps if step.id == "meets-researchers")
    assert [branch.to for branch in meets.leads_to] == ["is-coached", "goes-on-talking"]
    assert meets.leads_to[0].when == "They meet a researcher who suits them"
    assert steps[-1].id == "finds-out-whether-they-fit" and steps[-1].ends
    assert leading_to(steps, "finds-out-whether-they-fit") == (steps[-2],) and not steps[-2].ends


def test_the_last_step_of_a_way_taken_out_lets_the_way_end_before_it() -> None:
    steps = taken_out(COMMUNITY, "goes-on-talking")
    meets = next(step for step in steps if step.id == "meets-researchers")
    assert meets.ends and [branch.to for branch in meets.leads_to] == ["finds-out-whether-they-fit"]
    assert not list(faults(steps))


def test_nothing_has_to_come_after_a_step_that_is_gone() -> None:
    assert any("meets-researchers" in step.after for step in COMMUNITY)
    assert not any("meets-researchers" in step.after for step in taken_out(COMMUNITY, "meets-researchers"))
    assert any("meets-researchers" in step.after for step in moved(COMMUNITY, "meets-researchers", 1))


def test_a_step_put_behind_a_fork_forks_in_its_place() -> None:
    steps = put_in(COMMUNITY, Step(id="tea", title="Tea"), 4)
    assert next_steps(steps)["meets-researchers"] == ("tea",)
    assert next_steps(steps)["tea"] == ("finds-out-whether-they-fit", "goes-on-talking")


def test_a_copy_stands_right_behind_and_has_a_name_of_its_own() -> None:
    steps, name = twin(COMMUNITY, "reads-the-guide")
    again, more = twin(steps, "reads-the-guide")
    assert ids(steps)[1:3] == ["reads-the-guide", name] and ids(again)[2] == more != name
    assert new_id("!!", steps) not in ids(steps)


@st.composite
def _deeds(draw: st.DrawFn) -> tuple[Journey, list[tuple[str, str, int]]]:
    journey = draw(st.sampled_from(sorted(STARTERS.values(), key=lambda one: one.id)))
    names = st.sampled_from(ids(journey.steps))
    deed = st.tuples(st.sampled_from(["move", "move", "twin"]), names, st.integers(-1, 12))
    return journey, draw(st.lists(deed, min_size=1, max_size=8))


@given(_deeds())
@example((STARTERS["community-new"], [("move", "goes-on-talking", 0), ("move", "meets-researchers", 0)]))
def test_whatever_is_moved_where_no_step_is_lost_and_every_way_leads_on(
    given_: tuple[Journey, list[tuple[str, str, int]]],
) -> None:
    journey, deeds = given_
    steps = journey.steps
    for deed, id, place in deeds:
        first_forks = steps[0].id == id and len(next_steps(steps)[id]) > 1
        if deed == "twin":
            known = set(ids(steps))
            steps, name = twin(steps, id)
            assert set(ids(steps)) == known | {name}
        elif not first_forks:  # a row that began with a fork would begin twice: that is refused
            known = set(ids(steps))
            steps = moved(steps, id, place)
            assert set(ids(steps)) == known and len(steps) == len(known)
            assert ids(steps).index(id) == min(max(place, 0), len(steps) - 1)
    assert not list(faults(steps))
    assert ids(adapt(journey, steps=steps).steps) == ids(steps)


def test_ways_that_come_together_again_are_led_on_once() -> None:
    a, b, c, d = row("a", "b", "c", "d")
    fork = a.model_copy(update={"leads_to": (Branch(to="b", when="left"), Branch(to="c", when="right"))})
    steps = (fork, b.model_copy(update={"leads_to": (Branch(to="d"),)}), c, d)
    assert next_steps(taken_out(steps, "b"))["a"] == ("d", "c")
    assert next_steps(taken_out(taken_out(steps, "b"), "c"))["a"] == ("d",)
