"""Ghost: its Content API, its members API, its pages."""
