"""The terminal's screens and widgets."""
