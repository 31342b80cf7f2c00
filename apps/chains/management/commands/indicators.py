"""指标读数 — prints the six-chain figures of one scope on one day, as text or JSON."""

import json
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.accounts.models import User, remit_of
from apps.chains.handbook import INDICATORS
from apps.chains.indicator import Figure, Reading
from apps.chains.measuring import measure
from apps.chains.scope import Scope, UnknownScope
from apps.chains.unit import Number
from apps.core import clock
from apps.core.period import Period
from apps.core.remit import Remit


class Command(BaseCommand):
    """One line per indicator; ``rows`` is how many rows open behind the number."""

    help = "列出某一范围、截至某日的全部指标。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Scope, day and format."""
        parser.add_argument("--scope", default="all", help="all、cluster:名称、place:名称、organization:名称")
        parser.add_argument("--as-of", type=_day, metavar="DATE", help="截至日期，默认今天")
        parser.add_argument("--period", help="统计期，如 2026Q4、2026-11、2026")
        parser.add_argument("--as", dest="username", metavar="USERNAME", help="按此账号的职责范围")
        parser.add_argument("--format", choices=("text", "json"), default="text")
        parser.add_argument("--today", type=_day, metavar="DATE", help="当作今天的日期")

    def handle(self, *args: Any, **options: Any) -> None:
        """Measure and print. Raises ``CommandError`` for a scope, account or period that does not exist."""
        with clock.set_to(options["today"]):
            remit = _remit(options["username"])
            period = _period(options["period"], options["as_of"])
            try:
                scope = Scope.named(options["scope"], remit)
            except UnknownScope as error:
                raise CommandError(str(error)) from error
            parts = [part for indicator in INDICATORS.values() for part in indicator.parts]
            figures: list[Figure] = [*INDICATORS.values(), *parts]
            readings = measure(figures, scope, remit, period)
            if options["format"] == "json":
                self.stdout.write(json.dumps(_listed(readings), ensure_ascii=False, indent=1))
            else:
                self.stdout.write(_told(readings, scope, period))


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _remit(username: str | None) -> Remit:
    if username is None:
        return Remit.everything()
    try:
        return remit_of(User.objects.get(username=username))
    except User.DoesNotExist as error:
        raise CommandError(f"没有账号“{username}”。") from error


def _period(text: str | None, as_of: date | None) -> Period:
    if text is None:
        return Period.until(as_of or clock.today())
    try:
        period = Period.read(text)
        return Period(period.start, as_of or period.as_of)
    except ValueError as error:
        raise CommandError(str(error)) from error


def _listed(readings: dict[Figure, Reading]) -> list[dict[str, Any]]:
    return [
        {"code": indicator.code, **_told_of(indicator, readings[indicator])}
        | {"parts": [{"key": part.key, **_told_of(part, readings[part])} for part in indicator.parts]}
        for indicator in INDICATORS.values()
    ]


def _told_of(figure: Figure, reading: Reading) -> dict[str, Any]:
    return {
        "name": figure.name,
        "value": _plain(reading.value),
        "numerator": None if reading.withheld else _plain(reading.numerator),
        "denominator": None if reading.withheld else _plain(reading.denominator),
        "unit": figure.unit.value,
        "rows": reading.rows,
    }


def _plain(value: Number | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == int(value) else float(value)


def _told(readings: dict[Figure, Reading], scope: Scope, period: Period) -> str:
    lines = [f"{scope}，截至{period.end:%Y-%m-%d}"]
    for indicator in INDICATORS.values():
        lines.append(_line(indicator.code, indicator, readings[indicator]))
        lines += [_line("", part, readings[part]) for part in indicator.parts]
    return "\n".join(lines)


def _line(code: str, figure: Figure, reading: Reading) -> str:
    makeup = f"（{reading.makeup}）" if reading.makeup else ""
    return f"{code:8}{'' if code else '  '}{figure.name}：{reading.text}{makeup}"
