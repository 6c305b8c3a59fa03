"""Made-up journeys and personas for the tests of the road-test."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from crpkit.framework import Framework, load_framework
from crpkit.journeys import Finding, Journey, RoadTest, road_test
from crpkit.journeys.reading import checked
from crpkit.personas import Persona, new_persona
from crpkit.tables import Document


def a_journey(*steps: dict[str, Any], **fields: Any) -> Journey:
    """A journey of these steps; each gets an id and a title if it has none."""
    written = [
        {"id": f"step-{number}", "title": f"Step {number}", **step} for number, step in enumerate(steps, 1)
    ]
    data = {"id": "ours", "title": "Our journey", "steps": written, **fields}
    return checked(Document(Path(), data, 1), load_framework())


def someone(group: str = "community-new", **facts: Any) -> Persona:
    """A persona of a group, with what is known of them."""
    return new_persona("Someone", group, ["Here"], ["To learn"], ["Begin"], id="someone", **facts)


def found(
    rule: str, journey: Journey, persona: Persona, framework: Framework | None = None
) -> tuple[Finding, ...]:
    """What one rule finds; every finding says where it comes from."""
    findings = road_test(journey, persona, framework, rules=[rule]).findings
    assert all(one.rule == rule and one.message and one.source for one in findings)
    assert not any(one.severity == "notice" for one in findings), findings
    return findings


def severities(findings: Iterable[Finding]) -> list[str]:
    return sorted({one.severity for one in findings})


def confirmed(value: Any) -> dict[str, Any]:
    return {"value": value, "how_known": "confirmed"}


def overlay(folder: Path, text: str) -> Framework:
    """The framework with a team's overlay."""
    file = folder / "framework.yaml"
    file.write_text("type: crpkit/framework-overlay\nversion: 1\n" + text, encoding="utf-8")
    return load_framework(file)


def needs(test: RoadTest) -> dict[str, str]:
    return {one.need: one.met for one in test.needs}
