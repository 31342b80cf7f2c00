"""SVG 元素 — one element from its attributes and children, everything escaped."""

from collections.abc import Iterable

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

INK, SOFT, FAINT, LINE, PAPER = "#1d2129", "#4a5361", "#646d79", "#e3e5ea", "#fff"
WORDS, SMALL = 12, 11
NEVER_FIRST = "）》」』】，。、；：！？"


def element(name: str, *children: object, **attributes: object) -> SafeString:
    """`element("line", stroke_width=2)`: underscores become hyphens, None leaves the attribute out."""
    written = format_html_join(
        "",
        ' {}="{}"',
        (
            (key.rstrip("_").replace("_", "-"), value)
            for key, value in attributes.items()
            if value is not None
        ),
    )
    return format_html("<{}{}>{}</{}>", name, written, together(children), name)


def together(pieces: Iterable[object]) -> SafeString:
    """Several pieces one after another."""
    return format_html_join("", "{}", ((piece,) for piece in pieces))


def title(text: str) -> SafeString:
    """What a pointer resting on a shape, or a screen reader, is told."""
    return element("title", text)


def words(text: str, **attributes: object) -> SafeString:
    """Text at one of the two sizes of the charts."""
    return element("text", text, **{"font_size": WORDS, "fill": SOFT, **attributes})


def linked(href: str, *children: object) -> SafeString:
    """The children as a link when there is somewhere to go."""
    return element("a", *children, href=href) if href else together(children)


def fixed(value: float) -> str:
    """A coordinate with at most two decimals and no trailing zeros."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def percent(value: float) -> str:
    """A coordinate relative to the width of the chart."""
    return f"{fixed(value)}%"


def text_width(text: str, size: float = WORDS) -> float:
    """Estimated width: Chinese characters are square, Latin letters and digits a little over half as wide."""
    return sum(size if ord(character) > 0x2E7F else size * 0.58 for character in text)


def wrapped(text: str, width: float, size: float = WORDS) -> list[str]:
    """The text on as many lines as fit the width; nothing is cut off, no line begins with a mark."""
    lines, line = [], ""
    for character in text:
        if line and text_width(line + character, size) > width:
            kept = line[:-1] if character in NEVER_FIRST and len(line) > 1 else line
            lines.append(kept)
            line = line[len(kept) :]
        line += character
    return [*lines, line]
