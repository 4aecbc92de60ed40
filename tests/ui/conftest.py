"""What every test of the screens shares: style sheets that cost little, and no waiting by the clock."""

from collections.abc import Iterator
from typing import Any

import pytest
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet

from tests.ui.stillness import wait_for_idle


@pytest.fixture(scope="session", autouse=True)
def sheets_are_parsed_once() -> Iterator[None]:
    """Rules are never changed once they are parsed: what the first app made of a sheet serves them all."""
    parse = Stylesheet._parse_rules
    parsed: dict[tuple[object, ...], list[RuleSet]] = {}

    def parse_once(sheet: Stylesheet, *words: Any, **named: Any) -> list[RuleSet]:
        key = (*sheet._variables.items(), *words, *named.items())
        if key not in parsed:
            parsed[key] = parse(sheet, *words, **named)
        return parsed[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Stylesheet, "_parse_rules", parse_once)
        yield


@pytest.fixture(scope="session", autouse=True)
def rules_are_told_apart_quickly() -> Iterator[None]:
    """A rule is like itself alone, which Textual says in Python, for every rule as each widget is styled."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(RuleSet, "__hash__", object.__hash__)
        yield


@pytest.fixture(scope="session", autouse=True)
def waiting_ends_with_the_work() -> Iterator[None]:
    """A key that a pilot presses has done all that it does when nothing is left to do."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("textual.app.wait_for_idle", wait_for_idle)
        patch.setattr("textual.pilot.wait_for_idle", wait_for_idle)
        yield
