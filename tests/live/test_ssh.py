"""A person logs in to another machine, opens a blog there in a terminal of 80x24, reads, and joins in."""

from tests.live.product import Product
from tests.live.servers.sshd import SSHD
from tests.live.servers.wordpress import WordPress
from tests.live.terminal import ENDED, Terminal


def test_a_comment_is_written_over_ssh(
    wordpress: WordPress, sshd: SSHD, terminal: Terminal, product: Product
) -> None:
    terminal.start(sshd.login(product.words(wordpress.url)))
    terminal.wait_for("Every kind of markup")
    terminal.wait_for("Nobody has answered")
    terminal.keys("j", "j", "j", "Enter")
    terminal.wait_for("No comments")

    terminal.keys("C")
    terminal.wait_for("Name")
    terminal.type("Hello from the other side.")
    for field in ("Nora", "nora@example.com"):
        terminal.keys("Tab")
        terminal.type(field)
    terminal.wait_for("nora@example.com")
    terminal.keys("C-s")
    terminal.wait_for("Published")
    terminal.wait_for("Hello from the other side.")

    (row,) = wordpress.written()
    assert (row.post, row.content) == ("no-comments", "Hello from the other side.")
    assert (row.author, row.email, row.status) == ("Nora", "nora@example.com", "approved")

    terminal.keys("Q")
    terminal.wait_for(f"{ENDED} 0")
