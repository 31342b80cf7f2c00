"""图 — charts as server-rendered SVG: plain values in, ready HTML out.

They draw in `currentColor`, so the hue class of whatever holds them (`hue talent`) decides the
colour; sizes and colours are presentation attributes, since a strict Content-Security-Policy
forbids style attributes. Charts that carry words keep one font size at any width: positions are
percentages, only lines are stretched. Every chart names itself (`role="img"`, `aria-label`) and
titles every point; put the table of the figures beside it.
"""

from apps.core.charts.bars import Bar, bars
from apps.core.charts.chain_diagram import Firm, Stage, chain_diagram
from apps.core.charts.line_diagram import Line, Stop, line_diagram
from apps.core.charts.matrix import Cell, MatrixRow, Measure, matrix
from apps.core.charts.radar import Axis, radar
from apps.core.charts.sparkline import sparkline
from apps.core.charts.trend import Point, trend

__all__ = [
    "Axis",
    "Bar",
    "Cell",
    "Firm",
    "Line",
    "MatrixRow",
    "Measure",
    "Point",
    "Stage",
    "Stop",
    "bars",
    "chain_diagram",
    "line_diagram",
    "matrix",
    "radar",
    "sparkline",
    "trend",
]
