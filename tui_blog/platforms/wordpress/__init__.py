"""WordPress: its REST API, its feeds, its form, its pages."""
