"""How a program's parts in C are built here."""

from pathlib import Path

from tests.live.servers.process import command


def building() -> list[str]:
    """All processors, and the headers that came with node, where they did, so that none are fetched."""
    return ["JOBS=max", *(f"npm_config_nodedir={folder}" for folder in headers())]


def headers() -> list[Path]:
    """The folder of the headers that came with node; none where they did not."""
    prefix = Path(command("node")).resolve().parent.parent
    return [prefix] if (prefix / "include/node/common.gypi").exists() else []
