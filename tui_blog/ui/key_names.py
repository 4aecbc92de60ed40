"""The name of a key inside a sentence: the person may have given the action another one."""

from typing import Any

from textual.screen import Screen


def key_name(screen: Screen[Any], identity: str) -> str:
    """How the first key of a binding is shown, by the binding's id."""
    bindings = (active.binding for active in screen.active_bindings.values())
    return next((screen.app.get_key_display(binding) for binding in bindings if binding.id == identity), "")
