"""Platforms that host the blogs of many people, and small ones that need a file or two each."""
