"""The name of a key inside a sentence: the person may have given the action another one."""

from typing import Any

from textual.screen import Screen


def key_name(screen: Screen[Any], identity: str) -> str:
    """How the first key of a binding is shown, by the binding's id; also while it means something else."""
    for node in screen.walk_children(with_self=True):
        if any(binding.id == identity for _, binding in node._bindings):
            bindings = node._bindings.copy()
            bindings.apply_keymap(screen.app._keymap)
            found = (binding for _, binding in bindings if binding.id == identity)
            return next((screen.app.get_key_display(binding) for binding in found), "")
    return ""
