"""公布数据核对 — every golden number beside the computed one; exits 1 when any does not satisfy its sign."""

import json
from argparse import ArgumentParser
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.chains.models import ReportedFigure
from apps.chains.published import Comparison, Verdict, compare
from apps.core import clock
from apps.core.remit import Remit


class Command(BaseCommand):
    """One line per golden number; with ``--all``, per published number."""

    help = "把公布数据与登记算出的读数逐一核对，有不符的退出码为1。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which numbers, and the format."""
        parser.add_argument("--all", action="store_true", help="列出全部公布数据，不只是须相符的")
        parser.add_argument("--format", choices=("text", "json"), default="text")
        parser.add_argument("--today", type=date.fromisoformat, metavar="DATE", help="当作今天的日期")

    def handle(self, *args: Any, **options: Any) -> None:
        """Compare and print. Raises ``CommandError`` when something differs or nothing is there."""
        with clock.set_to(options["today"]):
            figures = ReportedFigure.objects.select_related("place", "cluster")
            golden = figures.filter(is_golden=True)
            compared = compare(figures if options["all"] else golden, Remit.everything())
            if not any(one.figure.is_golden for one in compared):
                raise CommandError("还没有须相符的公布数据，请先装入（manage.py demo）。")
            write = json_of if options["format"] == "json" else text_of
            self.stdout.write(write(compared))
        failed = [one for one in compared if one.figure.is_golden and one.verdict is not Verdict.AGREES]
        if failed:
            raise CommandError(f"{len(failed)}个公布数不符。", returncode=1)


def json_of(compared: list[Comparison]) -> str:
    """For programs."""
    return json.dumps([_told(one) for one in compared], ensure_ascii=False, indent=1)


def _told(one: Comparison) -> dict[str, Any]:
    figure, reading = one.figure, one.reading
    return {
        "number": figure.number,
        "system": figure.system,
        "name": figure.name,
        "scope": str(figure.place or figure.cluster),
        "indicator": figure.indicator,
        "part": figure.part,
        "starts_on": figure.starts_on and figure.starts_on.isoformat(),
        "ends_on": figure.ends_on and figure.ends_on.isoformat(),
        "sign": figure.sign,
        "published": _plain(figure.value),
        "unit": figure.unit,
        "computed": _plain(reading.value) if reading and reading.value is not None else None,
        "computed_unit": reading.unit.value if reading else None,
        "verdict": one.verdict.label,
        "satisfied": one.verdict is Verdict.AGREES,
        "golden": figure.is_golden,
        "assumption": figure.assumption,
    }


def _plain(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def text_of(compared: list[Comparison]) -> str:
    """For people."""
    return "\n".join(_line(one) for one in compared)


def _line(one: Comparison) -> str:
    figure = one.figure
    counted = one.reading.text if one.reading else "—"
    code = f"{figure.indicator} {figure.part}".strip()
    published = f"{figure.sign}{_plain(figure.value)}{figure.unit}"
    return f"{one.verdict.label}\t{figure.system}\t{figure.name}\t公布 {published}\t读数 {counted}\t{code}"
