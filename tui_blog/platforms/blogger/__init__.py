"""Blogger: its feeds, its pages, its threads."""
