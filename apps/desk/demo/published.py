"""公布数据 — the countable figures of the five articles, and what the golden ones are read by.

``published.csv`` holds one line per published number; ``golden.csv`` one line per number that must
come out of the registry, naming the lines it rests on. A golden number that no single line states
gets a line of its own.
"""

from decimal import Decimal
from typing import Any

from apps.chains.models import ReportedFigure
from apps.chains.published import UNITS
from apps.clusters.models import Cluster, Place
from apps.core.period import Period
from apps.desk.demo import sources


def load() -> int:
    """Write every published number that is not there yet; answers how many were written."""
    figures = {row["number"]: _figure(row) for row in sources.table("published")}
    for row in sources.table("golden"):
        _gild(figures, row)
    there = set(ReportedFigure.objects.values_list("number", flat=True))
    fresh = [figure for number, figure in sorted(figures.items()) if number not in there]
    ReportedFigure.objects.bulk_create(fresh)
    return len(fresh)


def _figure(row: dict[str, str]) -> ReportedFigure:
    return ReportedFigure(
        number=row["number"],
        system=row["system"],
        name=row["name"],
        text=row["text"],
        sign=row["sign"],
        value=Decimal(row["value"]),
        unit=row["unit"],
        as_of=row["as_of"],
        is_target=row["is_target"] == "1",
        source=row["source"],
        topic=row["topic"],
        remark=row["remark"],
        **scope(row["scope"]),
    )


def scope(text: str) -> dict[str, Any]:
    """``place:昆山市`` or ``cluster:元宇宙产业创新集群``, as fields. Raises ``DoesNotExist`` for others."""
    kind, _, name = text.partition(":")
    if kind == "place":
        return {"place": Place.objects.get(name=name)}
    return {"cluster": Cluster.objects.get(name=name)}


def _gild(figures: dict[str, ReportedFigure], row: dict[str, str]) -> None:
    """Say of one number that it must agree, and by what it is read."""
    lines = [figures[number.zfill(3)] for number in row["figures"].split()]
    wanted = Decimal(row["value"])
    stated = next((line for line in lines if not line.is_golden and _amount(line) == wanted), None)
    figure = stated or _joined(lines, row)
    figures[figure.number] = figure
    period = Period.read(row["period"])
    figure.is_golden, figure.sign = True, row["sign"]
    figure.value, figure.unit = wanted, row["unit"]
    figure.starts_on, figure.ends_on = period.start, period.end
    figure.indicator, figure.part, figure.assumption = row["indicator"], row["part"], row["assumption"]
    figure.place = figure.cluster = None
    for name, target in scope(row["scope"]).items():
        setattr(figure, name, target)


def _amount(figure: ReportedFigure) -> Decimal:
    return figure.value * UNITS.get(figure.unit, Decimal(1))


def _joined(lines: list[ReportedFigure], row: dict[str, str]) -> ReportedFigure:
    """A number that several lines make up together."""
    first = lines[0]
    return ReportedFigure(
        number=f"{first.number}+{len(lines)}",
        system=row["system"],
        name=row["name"],
        as_of=first.as_of,
        source=first.source,
        topic=first.topic,
        remark="合" + "、".join(line.number for line in lines),
    )
