"""A static blog on loopback: a home page, two posts with a comment server's snippet, an Atom feed."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.live.servers.process import HOST

ENTRIES = {
    "/lamp/": ("The lamp in the stairwell", "2026-01-20T09:00:00Z", "<p>It hums, and that is all.</p>"),
    "/ferry/": ("The last ferry", "2026-01-12T18:30:00Z", "<p>It leaves when the ferryman has eaten.</p>"),
}
"""Path to title, date and text; newest first."""

PAGE = """\
<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<link rel="alternate" type="application/atom+xml" title="Stairwell" href="/atom.xml"></head>
<body>{body}</body></html>
"""

ISSO = """\
<script data-isso="{isso}/" src="{isso}/js/embed.min.js"></script>
<section id="isso-thread" data-title="{title}"></section>
"""

WALINE = """\
<div id="waline"></div>
<script type="module">
import {{ init }} from '{waline}/waline.js';
init({{ el: '#waline', serverURL: '{waline}', path: location.pathname, requiredMeta: ['nick', 'mail'] }});
</script>
"""

FEED = """\
<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>Stairwell</title><id>tag:stairwell.example,2026:blog</id>
<updated>2026-01-20T09:00:00Z</updated><link href="{url}/"/><link rel="self" href="{url}/atom.xml"/>
{entries}</feed>
"""

ENTRY = """\
<entry><title>{title}</title><id>tag:stairwell.example,2026:{path}</id><link href="{url}{path}"/>
<updated>{date}</updated><published>{date}</published><author><name>Ada</name></author>
<content type="html"><![CDATA[{text}]]></content></entry>
"""


class StaticBlog:
    """Serves the pages; their comment server is `waline`, else `isso`, which may be set after the start."""

    def __init__(self, isso: str = "", waline: str = "") -> None:
        self.isso = isso
        self.waline = waline
        self._server = ThreadingHTTPServer((HOST, 0), _handler(self))
        self.url = f"http://{HOST}:{self._server.server_address[1]}"

    def start(self) -> None:
        """Serve until `stop`, in a thread of its own."""
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def stop(self) -> None:
        """Serve no more."""
        self._server.shutdown()
        self._server.server_close()

    def post(self, path: str) -> str:
        """The address of a post."""
        return self.url + path

    def document(self, path: str) -> tuple[str, str] | None:
        """Media type and text of what stands at a path, or None."""
        if path == "/atom.xml":
            return "application/atom+xml", self._feed()
        if path == "/":
            links = "".join(f'<h2><a href="{path}">{entry[0]}</a></h2>' for path, entry in ENTRIES.items())
            return "text/html", PAGE.format(title="Stairwell", body=links)
        if path in ENTRIES:
            title, _, text = ENTRIES[path]
            article = f"<article><h1>{title}</h1>{text}</article>"
            return "text/html", PAGE.format(title=title, body=article + self._snippet(title))
        return None

    def _snippet(self, title: str) -> str:
        if self.waline:
            return WALINE.format(waline=self.waline)
        return ISSO.format(isso=self.isso, title=title)

    def _feed(self) -> str:
        entries = (
            ENTRY.format(url=self.url, path=path, title=title, date=date, text=text)
            for path, (title, date, text) in ENTRIES.items()
        )
        return FEED.format(url=self.url, entries="".join(entries))


def _handler(blog: StaticBlog) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = blog.document(self.path.partition("?")[0])
            media, text = found or ("text/plain", "There is no such page.")
            body = text.encode()
            self.send_response(200 if found else 404)
            self.send_header("Content-Type", f"{media}; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

        do_HEAD = do_GET

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing: the tests' output is for the tests."""

    return Handler
