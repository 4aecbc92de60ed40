"""What every test of the screens shares: one reading of the style sheets."""

from collections.abc import Iterator
from typing import Any

import pytest
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet


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
