"""How a program's parts in C are built here."""

from pathlib import Path

from tests.live.servers.process import command


def building() -> list[str]:
    """All processors, and the headers that came with node, where they did, so that none are fetched."""
    prefix = Path(command("node")).resolve().parent.parent
    has_headers = (prefix / "include/node/common.gypi").exists()
    return ["JOBS=max", *([f"npm_config_nodedir={prefix}"] if has_headers else [])]
