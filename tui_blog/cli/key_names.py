"""Names of keys, as a config file may give them to a binding."""

import unicodedata

_MODIFIERS = frozenset({"ctrl", "shift", "alt", "super", "hyper", "meta"})


def unknown_keys(keys: str) -> tuple[str, ...]:
    """The names, out of several between commas, that no key has; none at all means "no key"."""
    return tuple(name for name in map(str.strip, keys.split(",")) if name and not _is_key(name))


def _is_key(name: str) -> bool:
    *modifiers, key = name.split("+") if len(name) > 1 else [name]
    return _MODIFIERS.issuperset(modifiers) and (len(key) == 1 or _is_named(key))


def _is_named(key: str) -> bool:
    """A key of the keyboard, or a character by its name in Unicode, as Textual spells it: question_mark."""
    from textual.keys import KEY_NAME_REPLACEMENTS, Keys

    if key in {named.value for named in Keys} or key in KEY_NAME_REPLACEMENTS.values():
        return True
    if key in {_spelled(chr(code)) for code in range(0x21, 0x7F)}:
        return True
    try:
        unicodedata.lookup(key.replace("_", " "))
    except KeyError:
        return False
    return True


def _spelled(character: str) -> str:
    """The name of a character as Textual spells it, hyphens gone too: less_than_sign."""
    return unicodedata.name(character).lower().replace("-", "_").replace(" ", "_")
