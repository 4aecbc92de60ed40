"""A real network of Bluesky's servers on loopback: three people, whose posts it keeps and shows."""

import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx

from tests.live.servers import bluesky_program
from tests.live.servers.postgres import Postgres
from tests.live.servers.process import HOST, Process, answers, command, free_port, need

PEOPLE = ("alice", "writer-zoe", "reader-bob")
"""Each with the handle "NAME.test" and the password "NAME-pass"."""

SCRIPT = Path(__file__).parent / "bluesky_network.js"
SECONDS = 120
SEEN_SECONDS = 20
POST = "app.bsky.feed.post"


class Bluesky:
    """Keeps posts at `home`, shows them at `shown`."""

    def __init__(self, folder: Path) -> None:
        ports = {name: free_port() for name in ("PLC_PORT", "PDS_PORT", "BSKY_PORT", "OZONE_PORT")}
        self._ports: Mapping[str, int] = ports
        self.home = f"http://localhost:{ports['PDS_PORT']}"
        self.shown = f"http://localhost:{ports['BSKY_PORT']}"
        self._log = folder / "bluesky.log"
        self._database = Postgres(folder / "postgres.log")
        self._cache = Process("Redis", folder / "redis.log")
        self._process = Process("Bluesky's network", self._log)

    def start(self) -> None:
        """Start it, with the people in it."""
        program = bluesky_program.installed()
        need({"redis-server": "redis-server"})
        self._database.start()
        cache = free_port()
        self._cache.start([command("redis-server"), "--port", str(cache), "--bind", HOST, "--save", ""])
        env = {
            "DB_POSTGRES_URL": self._database.url,
            "REDIS_HOST": f"{HOST}:{cache}",
            "LOG_ENABLED": "false",
            "PEOPLE": " ".join(PEOPLE),
            **{name: str(port) for name, port in self._ports.items()},
        }
        self._process.start([command("node"), SCRIPT], env=env, cwd=program)
        self._process.wait_until(self._is_ready, SECONDS)

    def stop(self) -> None:
        """End all of it."""
        self._process.stop()
        self._cache.stop()
        self._database.stop()

    def _is_ready(self) -> bool:
        return "the network is ready" in self._log.read_text() and answers(f"{self.home}/xrpc/_health")

    def write(self, name: str, text: str, **more: object) -> str:
        """A post of one of the people, as its own program writes it; its name on the network."""
        record = {"$type": POST, "text": text, "createdAt": "2026-01-30T10:00:00Z", **more}
        return self.keep(name, POST, record)

    def keep(self, name: str, collection: str, record: Mapping[str, object], key: str = "") -> str:
        """A record of one of the people, seen by all from then on; its name on the network."""
        session = self._call("com.atproto.server.createSession", _signing_in(name))
        body = {"repo": session["did"], "collection": collection, "record": record}
        if key:
            body["rkey"] = key
        uri: str = self._call("com.atproto.repo.createRecord", body, session["accessJwt"])["uri"]
        return uri

    def kept(self, name: str) -> list[dict[str, Any]]:
        """Every post that the home server itself keeps for a person, the newest key first."""
        asked = {"repo": f"{name}.test", "collection": POST, "limit": 100}
        answer = httpx.get(f"{self.home}/xrpc/com.atproto.repo.listRecords", params=asked, trust_env=False)
        records: list[dict[str, Any]] = answer.raise_for_status().json()["records"]
        return records

    def wait_until_shown(self, uri: str) -> None:
        """Posts are shown a moment after they are kept."""
        end = time.monotonic() + SEEN_SECONDS
        asked = f"{self.shown}/xrpc/app.bsky.feed.getPosts"
        while not httpx.get(asked, params={"uris": uri}, trust_env=False).json().get("posts"):
            assert time.monotonic() < end, f"{uri} is not shown"
            time.sleep(0.05)

    def _call(self, method: str, body: Mapping[str, object], token: str = "") -> Any:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        url = f"{self.home}/xrpc/{method}"
        return httpx.post(url, json=body, headers=headers, trust_env=False).raise_for_status().json()


def _signing_in(name: str) -> dict[str, str]:
    return {"identifier": f"{name}.test", "password": f"{name}-pass"}
