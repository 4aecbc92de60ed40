"""`python -m tui_blog`, and the `tui-blog` command."""

import sys

from tui_blog.cli import garbage
from tui_blog.cli.main import main


def run() -> None:
    """Run the command line and leave with its exit code."""
    garbage.hold()
    sys.exit(main(sys.argv[1:]))


if __name__ == "__main__":
    run()
