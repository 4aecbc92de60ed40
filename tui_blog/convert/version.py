"""The converter's version, apart from the converter: asking for it must not load an HTML parser."""

CONVERTER_VERSION = 5
"""Part of the key under which Markdown is cached; to be raised whenever the outcome changes."""
