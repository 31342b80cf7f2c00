"""框与牌 — panels, figures, badges, facts, crumbs, tabs, steps, and when a page was made."""

from collections.abc import Iterable

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from apps.core import clock
from apps.core.formatting import NONE, minute
from apps.core.navigation import resolve

Html = SafeString | str


def dash(value: object) -> object:
    """「—」 for nothing; zero is something."""
    return NONE if value is None or value == "" else value


def optional(template: str, value: object) -> Html:
    """The template filled with the value, or nothing for nothing."""
    return format_html(template, value) if value not in (None, "") else ""


def panel(
    content: Html,
    heading: str = "",
    note: str = "",
    href: str = "",
    more: str = "",
    hue: str = "",
    alerts: int | None = None,
) -> SafeString:
    """A framed part of a page. With `alerts` (a count) it becomes a chain card in its hue."""
    classes = ["panel", f"hue {hue}" if hue else "", "" if alerts is None else "chain"]
    return format_html(
        '<section class="{}">{}{}</section>',
        " ".join(filter(None, classes)),
        panel_head(heading, note, href, more, alerts) if heading else "",
        content,
    )


def panel_head(heading: str, note: str, href: str, more: str, alerts: int | None) -> SafeString:
    """The heading line of a panel: name, quiet note, alerts, a link to more."""
    return format_html(
        "<header><h2>{}</h2>{}{}{}</header>",
        format_html('<a href="{}">{}</a>', href, heading) if href and not more else heading,
        optional("<small>{}</small>", note),
        "" if alerts is None else alert_count(alerts),
        format_html('<span class="tools"><a class="link" href="{}">{}</a></span>', href, more)
        if more
        else "",
    )


def alert_count(alerts: int) -> SafeString:
    """How many alerts a chain has, in words."""
    if not alerts:
        return format_html('<span class="alerts">{}</span>', "无预警")
    return format_html('<span class="alerts some">预警{}条</span>', alerts)


def figure(
    label: str,
    value: object,
    unit: str = "",
    href: str = "",
    change: str = "",
    tone: str = "flat",
    note: str = "",
) -> SafeString:
    """One number with its unit, the words under it, then its step since last period and what makes it up."""
    step = format_html('<i class="{}">{}</i>', tone, change) if change else ""
    inner = format_html(
        "<b>{}{}</b><span>{}</span>{}",
        dash(value),
        optional("<small>{}</small>", unit),
        label,
        format_html("<em>{}{}</em>", step, note) if change or note else "",
    )
    if not href:
        return format_html('<div class="figure">{}</div>', inner)
    return format_html('<a class="figure" href="{}">{}</a>', href, inner)


def badge(text: str, tone: str = "") -> Html:
    """A state in words on a quiet ground: good, warn, bad, party, gold or plain."""
    return format_html('<span class="badge {}">{}</span>', tone, text) if text else ""


def dot(tone: str = "", text: str = "") -> SafeString:
    """A state as a coloured point; `text` says it to those who cannot see the colour."""
    return format_html(
        '<span class="dot {}" title="{}"></span>{}',
        tone,
        text,
        optional('<span class="unseen">{}</span>', text),
    )


def crumb(label: str, url: str = "", *arguments: object) -> SafeString:
    """One step of the way here; `url` is a name or an address, without it this is where we are."""
    address = url if url.startswith("/") else resolve(url, arguments)
    if not address:
        return format_html("<span>{}</span>", label)
    return format_html('<a href="{}">{}</a>', address, label)


def empty(sentence: str) -> SafeString:
    """What a list says when it has no rows."""
    return format_html('<p class="empty">{}</p>', sentence)


def fact(label: str, value: object, href: str = "", note: str = "", wide: bool = False) -> SafeString:
    """One fact of a thing: label over value; 「—」 when unknown."""
    return format_html(
        '<div class="{}"><dt>{}</dt><dd>{}{}</dd></div>',
        "wide" if wide else "",
        label,
        format_html('<a class="n" href="{}">{}</a>', href, value) if href and value else dash(value),
        optional(" <small>{}</small>", note),
    )


def tabs(label: str, entries: Iterable[tuple[str, str, int | None, str]], current: str) -> SafeString:
    """Tabs as links; `entries` are (key, text, count or None, address)."""
    links = (
        (address, "page" if key == current else "false", text, optional("<i>{}</i>", count))
        for key, text, count, address in entries
    )
    return format_html(
        '<nav class="tabs" aria-label="{}">{}</nav>',
        label,
        format_html_join("", '<a href="{}" aria-current="{}">{}{}</a>', links),
    )


def steps(current: int, *labels: str) -> SafeString:
    """The steps of a job; `current` counts from one."""
    states = (
        (
            "done" if place < current else "now" if place == current else "",
            "step" if place == current else "false",
            label,
        )
        for place, label in enumerate(labels, 1)
    )
    items = format_html_join("", '<li class="{}" aria-current="{}">{}</li>', states)
    return format_html('<ol class="steps">{}</ol>', items)


def this_minute() -> str:
    """2026-11-23 11:49 — when a page was made, as what is printed of it says."""
    return minute(clock.now())
