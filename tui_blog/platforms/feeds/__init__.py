"""Feeds of every kind: read, found, paged; `feed` beside this package is the door to them."""
