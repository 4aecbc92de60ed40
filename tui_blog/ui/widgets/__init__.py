"""Widgets: they know values, never services."""
