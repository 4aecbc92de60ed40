"""One refresh of a whole library in a process of its own: `python -m tests.benchmarks.refresh_run FOLDER`.

Prints, as JSON, what came of it, the seconds that it took and those until all of it was indexed, the longest
that the event loop could not turn meanwhile, and the peak of memory, that of worker processes included.
"""

import asyncio
import json
import resource
import sys
from pathlib import Path
from time import perf_counter, process_time

from tui_blog.config import Config
from tui_blog.paths import Paths
from tui_blog.wiring import build_services

BEAT = 0.005
"""Seconds between two beats of the heart that is listened to."""


class Heart:
    """Beats in the event loop; what keeps it from beating would keep a key from being answered."""

    def __init__(self) -> None:
        self.longest = 0.0
        """Seconds between two beats, at most."""
        self.longest_of_ours = 0.0
        """The same, but counting only what this process worked meanwhile: others want the processors too."""

    async def beat(self) -> None:
        last, worked = perf_counter(), process_time()
        while True:
            await asyncio.sleep(BEAT)
            gap, work = perf_counter() - last - BEAT, process_time() - worked
            self.longest = max(self.longest, gap)
            self.longest_of_ours = max(self.longest_of_ours, min(gap, work))
            last, worked = perf_counter(), process_time()


async def refresh(folder: Path) -> dict[str, float]:
    services = build_services(Config(), Paths(folder / "config.toml", folder))
    blogs = services.library.blogs()
    heart = Heart()
    beating = asyncio.create_task(heart.beat())
    searching = services.searching  # as the program does, which catches up with its index when it begins
    await asyncio.sleep(0)
    began = perf_counter()
    async with searching.indexing_behind():
        steps = [step async for step in services.refreshing.refresh(blogs, named=True)]
    seconds = perf_counter() - began
    while await asyncio.to_thread(searching.index_some):
        pass
    indexed = perf_counter() - began - seconds
    beating.cancel()
    services.close()
    return {
        "new": sum(step.new for step in steps),
        "unchanged": sum(step.status == "unchanged" for step in steps),
        "failed": sum(bool(step.error) for step in steps),
        "seconds": seconds,
        "seconds_of_indexing": indexed,
        "stall": heart.longest,
        "stall_of_ours": heart.longest_of_ours,
        "processor": _processor(resource.RUSAGE_SELF),
        "processor_of_workers": _processor(resource.RUSAGE_CHILDREN),
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "largest_worker": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024,
    }


def _processor(whose: int) -> float:
    used = resource.getrusage(whose)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    print(json.dumps(asyncio.run(refresh(Path(sys.argv[1])))))
