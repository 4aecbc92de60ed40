"""Foreign HTML in, clean Markdown and plain text out."""
