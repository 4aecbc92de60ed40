"""Programs that people install for their blogs, besides the great ones; static generators too."""
