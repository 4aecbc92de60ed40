"""The corpus of real and hostile documents, where there is one."""

import csv
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(os.environ.get("TUI_BLOG_CORPUS") or Path(__file__).resolve().parents[2] / "shared" / "corpus")
ABSENT = "there is no corpus: set TUI_BLOG_CORPUS to its folder"


@dataclass(frozen=True)
class Case:
    """One document and what is expected of it."""

    path: Path
    name: str
    kind: str
    expected: dict[str, Any]

    @property
    def body(self) -> bytes:
        return self.path.read_bytes()


def corpus_file(name: str) -> Path:
    """A file of the corpus; the test is skipped where there is none."""
    path = ROOT / name
    if not path.exists():
        pytest.skip(ABSENT)
    return path


def cases(folder: str) -> Iterator[Case]:
    """The documents below a folder, by the corpus's manifest; none where there is no corpus."""
    manifest = ROOT / "MANIFEST.tsv"
    if not manifest.exists():
        return
    csv.field_size_limit(10_000_000)
    with manifest.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row["path"].startswith(f"{folder}/"):
                yield Case(ROOT / row["path"], row["path"], row["kind"], json.loads(row["expected"] or "{}"))
