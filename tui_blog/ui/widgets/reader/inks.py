"""The styles that text is set in: one field for each component class of the reader."""

from dataclasses import dataclass, fields

from rich.style import Style

BOLD = Style(bold=True)
ITALIC = Style(italic=True)
STRUCK = Style(strike=True)


@dataclass(frozen=True, slots=True)
class Inks:
    """Styles without a background; two sets are equal when a text set in one looks as in the other."""

    title: Style
    heading: Style
    link: Style
    mark: Style
    """What is not text: bullets, rules, bars, guides of the thread."""
    code: Style
    keyword: Style
    string: Style
    number: Style
    remark: Style
    """A comment inside code."""
    author: Style
    meta: Style
    """What is told about a post or comment: dates, bylines, states."""
    fresh: Style
    """The word "new"."""
    notice: Style
    added: Style
    """What came to a post that the blog has changed."""
    removed: Style
    footer: Style

    @classmethod
    def none(cls) -> "Inks":
        """For whoever wants the words alone."""
        return cls(*[Style.null()] * len(fields(cls)))

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """The names of the inks, which end the names of the component classes."""
        return tuple(field.name for field in fields(cls))
