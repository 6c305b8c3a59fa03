"""The plan page as a local team uses it: from the picture of needs to the document, and back to a changed budget."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from crpkit.planning.keeping import kept_plan
from crpkit.workspace import new_workspace
from tests.browser.conftest import Visit
from tests.browser.test_pages import assert_no_violations, set_mode
from tests.serving import Served, serving

SHOTS = os.environ.get("CRPKIT_SHOTS", "")
SIZES = {"p": (1920, 1080), "m": (1024, 768), "n": (390, 844)}
FIRST = "Most of what people would like, for the money"


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server of its own: a folder with the worked example, without a plan."""
    folder = new_workspace(tmp_path_factory.mktemp("plan") / "ours", example=True)
    with serving(folder) as served:
        yield served


@pytest.fixture
def ours(browser: Browser, own: Served) -> Iterator[Visit]:
    visit = Visit(browser, own, viewport={"width": 1280, "height": 800})
    yield visit
    visit.context.close()
    assert visit.outside == [], "a page asked another machine for something"


def go(page: Page, step: str) -> None:
    page.get_by_role("navigation", name="Steps").get_by_role("button", name=re.compile(f": {step}")).click()
    expect(title(page, step)).to_be_visible()


def title(page: Page, step: str) -> Locator:
    return page.get_by_role("heading", name=re.compile(rf"^Step \d of 8 {step}$"), level=2)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def said(page: Page, words: str) -> None:
    expect(page.get_by_role("status").filter(has_text=words)).to_be_visible(timeout=60_000)


def shoot(page: Page, name: str) -> None:
    """Take pictures to look at, if somebody wants to."""
    if not SHOTS:
        return
    Path(SHOTS).mkdir(exist_ok=True)
    for size, (width, height) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        page.screenshot(path=f"{SHOTS}/{name}-{size}.png", full_page=True)
    page.set_viewport_size({"width": 1280, "height": 800})


def checked(page: Page, name: str) -> None:
    """Let axe judge the step, and see that nothing is wider than a phone."""
    shoot(page, name)
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390, name
    page.set_viewport_size({"width": 1280, "height": 800})
    assert_no_violations(page, name)
    set_mode(page, "light")


SMALLEST = """() => Math.min(...[...document.querySelectorAll('.crp-picture svg')].flatMap(svg => {
    const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
    return scale ? [...svg.querySelectorAll('text')].map(one => parseFloat(getComputedStyle(one).fontSize) * scale) : [];
}))"""
OVERLAPS = """() => [...document.querySelectorAll('.crp-plan-floors > *')].filter(one => one.scrollWidth > one.clientWidth + 1).length"""


def checked_from_the_back(page: Page, name: str) -> None:
    """See that on a projector no letter of a picture is smaller than 28 px, and no control lies over the next."""
    page.set_viewport_size({"width": 1920, "height": 1080})
    set_mode(page, "projector")
    assert page.evaluate(SMALLEST) >= 28, name
    assert page.evaluate(OVERLAPS) == 0, name
    set_mode(page, "light")
    page.set_viewport_size({"width": 1280, "height": 800})


def open_all(page: Page) -> None:
    """Open what is folded away, so that axe sees it."""
    page.evaluate("document.querySelectorAll('.crp-panel details').forEach(one => { one.open = true; })")


def test_eight_steps_from_the_picture_of_needs_to_the_document_and_a_changed_budget(
    ours: Visit, own: Served
) -> None:
    page = ours.open("/needs")
    expect(page.get_by_role("heading", name=re.compile(r"^Step 1 of 5 "))).to_be_visible()
    page.get_by_role("navigation").first.get_by_role("link", name="Plan").click()
    page.locator("html[data-kit='ready']").wait_for(state="attached")

    # -- what there is
    expect(title(page, "What there is")).to_be_visible()
    expect(page.get_by_text(re.compile("The answers of 45 people"))).to_be_visible()
    expect(page.get_by_text("Write how much money there is.")).to_be_visible()
    page.get_by_role("spinbutton", name="Money for the whole plan").fill("12000")
    page.get_by_role("spinbutton", name="Staff days for the whole plan").fill("60")
    first_day = page.get_by_role("textbox", name="Its first day")
    first_day.fill("soon")
    expect(page.get_by_text("“soon” is not a day")).to_be_visible()
    first_day.fill("11 January 2027")
    page.get_by_role("textbox", name="Days on which nothing can take place").fill(
        "15 February 2027; 19 February 2027; half term\n3 May 2027; the fair"
    )
    page.get_by_role("radio", name="No, leave it out").check()
    expect(page.get_by_text("That departs from these principles")).to_be_visible()
    checked(page, "1-there")
    page.get_by_role("radio", name="Yes, people are paid").check()
    press(page, "Keep this")
    said(page, "Kept.")

    # -- ways
    go(page, "Ways")
    page.get_by_role("combobox", name="Kind of support").select_option(
        label="Peer-to-peer mentoring: Mentor pairs"
    )
    page.get_by_role("radio", name="Adapt the national offer").check()
    page.get_by_role("radio", name="Rule it out").check()
    expect(page.get_by_text("Write why. It is kept.")).to_be_visible()
    page.get_by_role("textbox", name="Why").fill("We asked: nobody answers the phone.")
    press(page, "Keep what you say")
    said(page, "Kept: “Mentor pairs: Adapt the national offer” is ruled out.")
    page.locator("summary:visible").filter(has_text="Peer-to-peer mentoring").click()
    expect(page.get_by_text("You: We asked: nobody answers the phone.")).to_be_visible()
    shoot(page, "2-ways")
    open_all(page)
    checked(page, "2-ways-open")

    # -- links
    go(page, "Links")
    page.get_by_role("radio", name="To some extent").check()
    press(page, "Keep this and go to the next")
    said(page, "to some extent.")
    shoot(page, "3-links")
    open_all(page)
    checked(page, "3-links-open")

    # -- choose
    go(page, "Choose")
    shoot(page, "4-before")
    press(page, "Work the plans out")
    said(page, "plans fit. Look at them side by side")
    expect(page.get_by_role("heading", name=FIRST, level=3)).to_be_visible()
    checked(page, "4-side-by-side")
    page.get_by_role("tab", name="Money and needs").click()
    expect(page.locator(".crp-figure")).to_be_visible()
    checked(page, "4-front")
    checked_from_the_back(page, "4-front")
    page.get_by_role("tab", name="What it rests on").click()
    expect(page.get_by_text(re.compile("would be another plan"))).to_be_visible()
    checked(page, "4-rests")
    page.get_by_role("tab", name="What was chosen elsewhere").click()
    expect(page.get_by_text("They are in no figure above")).to_be_visible()
    open_all(page)
    checked(page, "4-elsewhere")
    page.get_by_role("tab", name="Must be in it").click()
    shoot(page, "4-limits")
    press(page, "Take this plan")
    said(page, f"Kept: “{FIRST}”.")

    # -- line by line, and a reload in the middle
    go(page, "Line by line")
    page.get_by_role("textbox", name="Who leads").fill("The lunch club")
    page.get_by_role("textbox", name=re.compile("^See to it that everyone is paid fairly")).fill(
        "Yes, by the rates."
    )
    press(page, "Keep this line")
    said(page, "Kept: ")
    checked(page, "5-lines")
    page.reload()
    page.locator("html[data-kit='ready']").wait_for(state="attached")
    expect(title(page, "Line by line")).to_be_visible()
    expect(page.get_by_role("textbox", name="Who leads")).to_have_value("The lunch club")
    expect(page.get_by_role("textbox", name=re.compile("^See to it that everyone"))).to_have_value(
        "Yes, by the rates."
    )

    # -- when
    go(page, "When")
    expect(page.get_by_role("textbox", name="Its first day").last).to_have_value("11 January 2027")
    expect(page.get_by_text(re.compile("From 11 January 2027 to 10 July 2028"))).to_be_visible()
    press(page, "Write the calendar file (.ics)")
    said(page, "Written: outputs/plan.ics")
    checked(page, "6-when")
    checked_from_the_back(page, "6-when")

    # -- pilots and money
    go(page, "Pilots and money")
    expect(page.get_by_text("Of this for people who take part")).to_be_visible()
    press(page, "Write the budget (Excel)")
    said(page, "Written: outputs/plan-budget.xlsx")
    shoot(page, "7-pilots")
    open_all(page)
    checked(page, "7-pilots-open")

    # -- the document
    go(page, "The document")
    expect(page.get_by_role("heading", name="The plan in short")).to_be_visible()
    page.get_by_role("textbox", name="What stands there").fill(
        "We begin with the guide, and with each other."
    )
    press(page, "Keep these words")
    said(page, "Kept, in your words.")
    press(page, "Write the document and its files")
    said(page, "Written: outputs/plan.docx")
    checked(page, "8-document")
    file = own.folder / "outputs" / "plan.docx"
    words = " ".join(one.text for one in docx.Document(str(file)).paragraphs)
    assert "We begin with the guide, and with each other." in words
    for name in ("plan.html", "plan.ics", "plan-budget.xlsx"):
        assert (own.folder / "outputs" / name).stat().st_size > 0

    # -- back to a changed budget: what was written stays, and it says what moved
    go(page, "What there is")
    page.get_by_role("spinbutton", name="Money for the whole plan").fill("900")
    press(page, "Keep this")
    said(page, "Kept.")
    go(page, "The document")
    expect(page.get_by_text("This plan is out of date.")).to_be_visible()
    expect(page.get_by_text("The money: £12,000 then, £900 now.").last).to_be_visible()
    checked(page, "8-out-of-date")
    press(page, "Make it again")
    expect(title(page, "Choose")).to_be_visible()
    said(page, "fit")
    press(page, "Take this plan")
    said(page, f"Kept: “{FIRST}”.")
    go(page, "The document")
    expect(page.get_by_text("This plan is out of date.")).to_be_hidden()
    expect(page.get_by_text("We begin with the guide, and with each other.").first).to_be_visible()
    kept = kept_plan(own.folder)
    assert kept is not None and kept.plan.cost.most <= 900
    assert kept.lines and kept.sentences == {"summary": "We begin with the guide, and with each other."}


def test_what_nothing_fits_is_said_and_one_press_changes_it(ours: Visit) -> None:
    page = ours.open("/plan")
    money = page.get_by_role("spinbutton", name="Money for the whole plan")
    money.fill("100")
    press(page, "Keep this")
    said(page, "Kept.")
    go(page, "Choose")
    page.get_by_role("spinbutton", name="Community: new to partnerships").fill("40")
    press(page, "Keep these limits")
    said(page, "Kept. Now work the plans out again.")
    page.get_by_role("button", name=re.compile("^Work the plans out")).click()
    expect(page.get_by_role("heading", name="Nothing fits")).to_be_visible(timeout=60_000)
    expect(page.get_by_text("spend no more than £100").first).to_be_visible()
    checked(page, "4-nothing-fits")
    page.get_by_role("button", name=re.compile("^Take a budget of £")).click()
    said(page, "fit")
    expect(page.get_by_role("heading", name="Nothing fits")).to_be_hidden()
    go(page, "What there is")
    expect(money).not_to_have_value("100")


def test_without_a_survey_it_says_where_to_bring_one(browser: Browser, tmp_path: Path) -> None:
    with serving(new_workspace(tmp_path / "empty")) as served:
        visit = Visit(browser, served)
        page = visit.open("/plan")
        expect(page.get_by_role("link", name="Bring answers, on the page “Needs”")).to_have_attribute(
            "href", "/needs"
        )
        choose = page.get_by_role("navigation", name="Steps").get_by_role("button", name=re.compile("Choose"))
        expect(choose).to_have_attribute("aria-disabled", "true")
        checked(page, "1-no-survey")
        visit.context.close()
        assert visit.outside == []


def test_by_keyboard_alone(ours: Visit) -> None:
    page = ours.open("/plan")
    expect(page.get_by_role("spinbutton", name="Money for the whole plan")).to_be_visible()

    def tab_to(name: str, role: str = "button") -> None:
        for _ in range(150):
            page.keyboard.press("Tab")
            if page.get_by_role(role, name=name, exact=True).evaluate_all(  # type: ignore[arg-type]
                "all => all.includes(document.activeElement)"
            ):
                return
        raise AssertionError(f"“{name}” cannot be reached by Tab")

    tab_to("Money for the whole plan", "spinbutton")
    page.keyboard.press("Control+A")
    page.keyboard.type("5000")
    tab_to("Keep this")
    page.keyboard.press("Enter")
    said(page, "Kept.")
    tab_to("Next: Ways")
    page.keyboard.press("Enter")
    expect(title(page, "Ways")).to_be_visible()
    tab_to("Next: Links")
    page.keyboard.press("Enter")
    tab_to("Keep this and go to the next")
    page.keyboard.press("Enter")
    said(page, "Kept: ")
