"""Every hostile document as a real server sends it: the commands work or end in a sentence, within bounds."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from tests.cli.blogs import on_loopback
from tests.cli.commands import ROOT as PROJECT
from tests.corpus import ABSENT, ROOT, Case, cases
from tests.net.conftest import SELF_SIGNED
from tests.net.hostile_server import HostileServer, page

pytestmark = pytest.mark.skipif(not (ROOT / "MANIFEST.tsv").exists(), reason=ABSENT)

SECONDS, MEGABYTES = 10, 300
PATIENCE = 2
"""A machine that runs the other tests beside may be so many times slower."""
HARMFUL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2028\u2029\u2060-\u206f\ud800-\udfff\U000e0000-\U000e0fff]"
)
TYPES = {
    ".xml": "application/xml",
    ".html": "text/html",
    ".json": "application/json",
    ".js": "text/javascript",
    ".opml": "text/x-opml",
}
CASES = [case for folder in ("hostile", "encoding", "discovery") for case in cases(folder)]


DISTINCT = {"hostile/missing-everything.xml": 2}
"""Where items say nothing at all, three of them are one post."""
WARM = "/warm.xml"


class Worker:
    """The program, in a process that is asked over and over."""

    def __init__(self, warm: str) -> None:
        # One certificate to trust: loading the world's takes longer than most documents.
        environment = {**os.environ, "SSL_CERT_FILE": str(SELF_SIGNED), "NO_PROXY": "*"}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.hostile.worker"],
            cwd=PROJECT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        self._ask(warm)

    def _ask(self, url: str) -> None:
        assert self._process.stdin
        self._process.stdin.write(json.dumps(url) + "\n")
        self._process.stdin.flush()

    def __call__(self, url: str) -> dict[str, Any]:
        """What became of an address; see `worker`."""
        assert self._process.stdout
        self._ask(url)
        told: dict[str, Any] = json.loads(self._process.stdout.readline())
        return told

    def close(self) -> None:
        """Ask no more."""
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait(timeout=30)


@pytest.fixture(scope="module")
def server() -> Iterator[HostileServer]:
    with on_loopback() as server:
        entry = "<item><title>Warm</title><link>/warm</link><description>&lt;p>x</description></item>"
        warm = f'<rss version="2.0"><channel><title>Warm</title>{entry}</channel></rss>'
        server.on(WARM, page(warm.encode(), headers={"Content-Type": "application/rss+xml"}))
        for case in CASES:
            sent = {name.title(): value for name, value in (case.expected.get("headers") or {}).items()}
            kind = TYPES.get(case.path.suffix, "application/octet-stream")
            server.on(f"/{case.name}", page(case.body, headers={"Content-Type": kind, **sent}))
        yield server


@pytest.fixture(scope="module")
def worker(server: HostileServer) -> Iterator[Worker]:
    worker = Worker(server.url(WARM))
    yield worker
    worker.close()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_document_works_or_ends_in_a_sentence(worker: Worker, server: HostileServer, case: Case) -> None:
    told = worker(server.url(f"/{case.name}"))
    assert told["ended"] and told["status"] == 0, told["errors"]
    took, memory = told["seconds"], told["megabytes"]
    print(f"\n{case.name:<52} {took:5.2f} s {memory:4.0f} MB {told['posts']:5} posts", end="")
    assert took < min(SECONDS, case.expected.get("max_seconds", SECONDS)) * PATIENCE
    assert memory < MEGABYTES

    inspected, added, listed = told["codes"]
    assert {inspected, added} <= {0, 1} and listed == 0
    sentences = told["errors"].splitlines()
    assert all(line.startswith("tui-blog: ") and line[-1] in ".`”" for line in sentences), told["errors"]
    assert sentences or (inspected, added) == (0, 0), "what failed says why"
    assert (told["posts"] > 0) <= (added == 0)

    shown = "\n".join((told["output"], told["errors"], told["bodies"]))
    assert not HARMFUL.search(shown)
    for sign in case.expected.get("forbid", []) + case.expected.get("forbid_on_screen", []):
        assert sign not in shown
    if case.expected.get("error"):
        assert (inspected, added) == (1, 1)
    if case.kind == "hostile" and case.expected.get("n_entries", 0) > 0:
        assert told["posts"] == DISTINCT.get(case.name, case.expected["n_entries"])
