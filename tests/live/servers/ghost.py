"""A real Ghost blog on loopback, with SQLite: posts, members, and comments written by them."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx

from tests.live.servers import ghost_program
from tests.live.servers.ghost_content import MANY_COMMENTS, MANY_REPLIES, MEMBERS, SeedPost, whole_blog
from tests.live.servers.process import HOST, Process, command, free_port

OWNER = {"name": "Ana Author", "email": "ana@example.com", "password": "kettle-lamp-42-river"}

PROFILES: Mapping[str, Mapping[str, object]] = {
    "open": {"comments_enabled": "all", "is_private": False},
    "paid": {"comments_enabled": "paid", "is_private": False},
    "off": {"comments_enabled": "off", "is_private": False},
    "private": {"comments_enabled": "all", "is_private": True},
}
""""open" lets every member comment, "paid" those who pay, "off" nobody; "private" asks for a password."""

ADMIN = "/ghost/api/admin"


class Ghost:
    """Fills and runs one blog; its program was installed before, for that takes minutes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.url = f"http://{HOST}:{free_port()}"
        self.key = ""
        """Of the Content API, made for the tests: not the one that the pages show."""
        self.ids: dict[str, str] = {}
        self._owner = self._client()
        self._process = Process("Ghost", folder / "ghost.log")

    def start(self) -> None:
        """Start the blog, fill it, and set it up in the profile "open"."""
        self._configure(ghost_program.installed())
        self._process.start(
            [command("node"), "current/index.js"], env={"NODE_ENV": "development"}, cwd=self.folder
        )
        self._process.wait_until(self._is_ready, 180)
        self._set_up()
        for post in whole_blog():
            self.ids[post.slug] = self._publish(post)
        self._let_members_talk()

    def stop(self) -> None:
        """End the server."""
        self._owner.close()
        self._process.stop()

    def post(self, slug: str) -> str:
        """The address of a post."""
        return f"{self.url}/{slug}/"

    def profile(self, name: str) -> None:
        """Set the running blog up as `PROFILES` says."""
        wanted = {"password": "sesame", **PROFILES[name]}
        settings = [{"key": key, "value": value} for key, value in wanted.items()]
        self._admin("PUT", "/settings/", {"settings": settings})

    def _configure(self, program: Path) -> None:
        """Ghost looks for its settings and, as `current`, its program in the folder where it is started."""
        content = self.folder / "content"
        for name in ("data", "images", "files", "logs", "media", "settings", "themes"):
            (content / name).mkdir(parents=True)
        for theme in ("casper", "source"):
            (content / "themes" / theme).symlink_to(program / "content/themes" / theme)
        (self.folder / "current").symlink_to(program)
        settings = {
            "url": f"{self.url}/",
            "server": {"host": HOST, "port": int(self.url.rpartition(":")[2])},
            "database": {
                "client": "sqlite3",
                "connection": {"filename": str(content / "data/ghost.db")},
                "useNullAsDefault": True,
            },
            "mail": {"transport": "stub"},
            "paths": {"contentPath": str(content)},
            "privacy": {"useTinfoil": True, "useUpdateCheck": False},
            "security": {"staffDeviceVerification": False},
            "process": "local",
            "logging": {"level": "info", "transports": ["stdout"]},
        }
        (self.folder / "config.development.json").write_text(json.dumps(settings))

    def _is_ready(self) -> bool:
        """Until its database is ready, Ghost answers 503 with a page of HTML."""
        try:
            return self._owner.get(f"{ADMIN}/site/").status_code == 200
        except httpx.TransportError:
            return False

    # --- filling it --------------------------------------------------------------------------------

    def _set_up(self) -> None:
        """Make the owner and an integration, and take away the posts that every new blog has."""
        self._admin("POST", "/authentication/setup/", {"setup": [{**OWNER, "blogTitle": "Ghost Blog"}]})
        self._admin("POST", "/session/", {"username": OWNER["email"], "password": OWNER["password"]})
        self.profile("open")
        made = self._admin("POST", "/integrations/?include=api_keys", {"integrations": [{"name": "tests"}]})
        keys = {key["type"]: key["secret"] for key in made["integrations"][0]["api_keys"]}
        self.key = keys["content"]
        for kind in ("posts", "pages"):
            for old in self._admin("GET", f"/{kind}/?limit=all&fields=id")[kind]:
                self._admin("DELETE", f"/{kind}/{old['id']}/")

    def _publish(self, post: SeedPost) -> str:
        card = {"type": "html", "version": 1, "html": post.html}
        root = {
            "children": [card],
            "direction": None,
            "format": "",
            "indent": 0,
            "type": "root",
            "version": 1,
        }
        made = {
            "title": post.title,
            "slug": post.slug,
            "lexical": json.dumps({"root": root}),
            "status": post.status,
            "visibility": post.visibility,
            "published_at": post.published.strftime("%Y-%m-%dT%H:%M:%S.000Z"),
            "tags": [{"name": tag} for tag in post.tags],
        }
        number: str = self._admin("POST", f"/{post.kind}/", {post.kind: [made]})[post.kind][0]["id"]
        return number

    def _let_members_talk(self) -> None:
        """A thread of every kind under "threads", and a long one under "many-comments"."""
        mira, jo, lee = (self._member(name) for name in MEMBERS)
        first = self._comment(mira, "threads", "The first comment.")
        replies = [
            self._comment((jo, lee)[number % 2], "threads", f"Answer {number}.", parent_id=first)
            for number in range(1, MANY_REPLIES + 1)
        ]
        self._comment(mira, "threads", "An answer to an answer.", parent_id=first, in_reply_to_id=replies[4])
        gone = self._comment(lee, "threads", "I take this back.")
        self._comment(jo, "threads", "You took it back?", parent_id=gone)
        forgotten = self._comment(lee, "threads", "Nobody answered this one.")
        for taken_back in (gone, forgotten):
            _said(lee.put(f"/members/api/comments/{taken_back}/", json=_comments(status="deleted")))
        for number in range(1, MANY_COMMENTS + 1):
            self._comment((mira, jo, lee)[number % 3], "many-comments", f"Comment number {number}.")

    def _member(self, name: str) -> httpx.Client:
        """A member, signed in as by the link of a mail."""
        wanted = {"members": [{"name": name, "email": f"{name.lower()}@example.com"}]}
        number = self._admin("POST", "/members/", wanted)["members"][0]["id"]
        links = self._admin("GET", f"/members/{number}/signin_urls/")["member_signin_urls"]
        client = self._client()
        client.get(links[0]["url"], follow_redirects=True)
        return client

    def _comment(self, member: httpx.Client, slug: str, text: str, **more: str) -> str:
        wanted = _comments(post_id=self.ids[slug], html=f"<p>{text}</p>", **more)
        number: str = _said(member.post("/members/api/comments/", json=wanted))["comments"][0]["id"]
        return number

    def _admin(self, method: str, path: str, data: object = None) -> Any:
        return _said(self._owner.request(method, f"{ADMIN}{path}", json=data))

    def _client(self) -> httpx.Client:
        """A browser's worth of cookies."""
        return httpx.Client(base_url=self.url, headers={"Origin": self.url}, trust_env=False, timeout=60)


def _comments(**comment: str) -> dict[str, list[dict[str, str]]]:
    return {"comments": [comment]}


def _said(answer: httpx.Response) -> Any:
    assert answer.is_success, f"{answer.request.url}: {answer.status_code} {answer.text[:500]}"
    return answer.json() if "json" in answer.headers.get("content-type", "") else {}
