"""How a command of ours ended, as people and programs see it."""

import json
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended."""

    code: int
    output: str
    errors: str

    @property
    def rows(self) -> list[dict[str, Any]]:
        """What `--json` printed, one object a line."""
        return [json.loads(line) for line in self.output.splitlines()]

    @property
    def row(self) -> dict[str, Any]:
        """What `--json` printed, where it is one object."""
        (row,) = self.rows
        return row

    @property
    def sentence(self) -> str:
        """The one line that standard error holds, without the program's name."""
        lines = self.errors.splitlines()
        assert len(lines) == 1 and lines[0].startswith("tui-blog: "), self.errors
        return lines[0].removeprefix("tui-blog: ")
