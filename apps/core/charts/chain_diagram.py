"""链图 — 上游–链主–下游: who stands where on the chain, and how far each firm's organisation has come."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from apps.core.charts.svg import (
    INK,
    PAPER,
    SOFT,
    WORDS,
    element,
    fixed,
    linked,
    title,
    together,
    words,
    wrapped,
)

WIDTH, HEAD, GAP, ROW, LEADING, PAD = 900, 34, 36, 8, 16, 8
STATES = {"own": "已单独建立", "joint": "联合建立", "due": "应建未建", "none": "未建立"}


@dataclass(frozen=True)
class Firm:
    """One box: `state` is own, joint, due or none; `note` (28名党员) stands under the name."""

    name: str
    state: str = "none"
    note: str = ""
    href: str = ""


@dataclass(frozen=True)
class Stage:
    """One column of the chain; `lead` marks the leaders' own; `more` are only counted, `href` lists all."""

    label: str
    firms: Sequence[Firm]
    lead: bool = False
    more: int = 0
    href: str = ""


def chain_diagram(stages: Sequence[Stage], described_as: str) -> SafeString:
    """Columns in the order of the chain, arrows between them; long names wrap, none is cut."""
    width = (WIDTH - GAP * (len(stages) - 1)) / len(stages)
    columns = [column(stage, index * (width + GAP), width) for index, stage in enumerate(stages)]
    height = max((bottom for _, bottom in columns), default=HEAD)
    arrows = (arrow(index * (width + GAP) - GAP / 2) for index in range(1, len(stages)))
    drawing = element(
        "svg",
        *(drawn for drawn, _ in columns),
        *arrows,
        viewBox=f"0 0 {WIDTH} {fixed(height)}",
        width=WIDTH,
        height=fixed(height),
        role="img",
        aria_label=described_as,
    )
    return format_html(
        '<figure class="chart chaindiagram"><div class="scroll">{}</div>{}</figure>', drawing, legend()
    )


def column(stage: Stage, x: float, width: float) -> tuple[SafeString, float]:
    """Heading, boxes one under another, and where they end."""
    drawn, y = [stage_head(stage, x, width)], float(HEAD + ROW)
    for firm in stage.firms:
        shape, height = box(firm, x, y, width, stage.lead)
        drawn.append(shape)
        y += height + ROW
    if stage.more:
        drawn.append(linked(stage.href, words(f"另有{stage.more}家", x=fixed(x + PAD), y=fixed(y + 13))))
        y += 24
    return together(drawn), y


def stage_head(stage: Stage, x: float, width: float) -> SafeString:
    """The stage's name and how many firms it has."""
    count = len(stage.firms) + stage.more
    middle = {"x": fixed(x + width / 2), "y": 22, "text_anchor": "middle", "font_weight": 600}
    ground = "currentColor" if stage.lead else "#eceef1"
    return linked(
        stage.href,
        element("rect", x=fixed(x), y=0, width=fixed(width), height=HEAD, rx=4, fill=ground),
        words(f"{stage.label} {count}家", font_size=13, fill=PAPER if stage.lead else INK, **middle),
    )


def box(firm: Firm, x: float, y: float, width: float, lead: bool) -> tuple[SafeString, float]:
    """One firm, as high as its name needs."""
    lines = wrapped(firm.name, width - 2 * PAD - 18)
    height = len(lines) * LEADING + (LEADING if firm.note else 0) + 12
    text = [
        words(line, x=fixed(x + PAD + 18), y=fixed(y + 6 + LEADING * index + 12), fill=INK)
        for index, line in enumerate(lines)
    ]
    if firm.note:
        text.append(
            words(
                firm.note,
                x=fixed(x + PAD + 18),
                y=fixed(y + 6 + LEADING * len(lines) + 12),
                font_size=WORDS - 1,
            )
        )
    frame = element(
        "rect",
        title(f"{firm.name}：{STATES[firm.state]}"),
        x=fixed(x + 0.5),
        y=fixed(y),
        width=fixed(width - 1),
        height=fixed(height),
        rx=4,
        fill=PAPER,
        stroke="currentColor" if lead else "#cfd3da",
    )
    return linked(firm.href, frame, state_mark(firm.state, x + PAD + 6, y + 14), *text), height


def state_mark(state: str, x: float, y: float) -> SafeString:
    """Shape and fill tell the states apart without colour: full, half, ring with a bar, empty ring."""
    ring = {"cx": fixed(x), "cy": fixed(y), "r": 5, "stroke_width": 1.5}
    if state == "own":
        return element("circle", fill="#b3141b", stroke="#b3141b", **ring)
    if state == "joint":
        half = f"M{fixed(x)} {fixed(y - 5)}a5 5 0 0 0 0 10z"
        return together(
            [element("circle", fill=PAPER, stroke="#b3141b", **ring), element("path", d=half, fill="#b3141b")]
        )
    if state == "due":
        bar = element(
            "path",
            d=f"M{fixed(x)} {fixed(y - 3)}v3.5m0 1.5v1",
            stroke="#965800",
            stroke_width=1.5,
            fill="none",
        )
        return together([element("circle", fill="#fff5e2", stroke="#965800", **ring), bar])
    return element("circle", fill=PAPER, stroke="#a3abb6", **ring)


def arrow(x: float) -> SafeString:
    y = HEAD / 2
    return element(
        "path", d=f"M{fixed(x - 9)} {y}h16m-5 -5l5 5l-5 5", fill="none", stroke=SOFT, stroke_width=1.5
    )


def legend() -> SafeString:
    """What the marks mean."""
    marks = (
        (element("svg", state_mark(state, 7, 7), width=14, height=14, aria_hidden="true"), label)
        for state, label in STATES.items()
    )
    return format_html('<ul class="legend">{}</ul>', format_html_join("", "<li>{}{}</li>", marks))
