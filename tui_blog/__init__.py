"""tui-blog, the terminal's blog browser."""

__version__ = "0.1.0"
