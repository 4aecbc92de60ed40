"""Screens: state, composition and short handlers."""
