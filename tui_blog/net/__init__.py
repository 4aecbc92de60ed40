"""The one place that talks HTTP: the driver of flows, its ceilings and its guard."""
