"""Values: frozen dataclasses from the standard library alone, known to every floor."""
