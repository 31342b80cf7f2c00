"""参考数据 — what an empty registry needs before the first cluster can be entered."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand

from apps.clusters.models import Place
from apps.core.audit.writes import recorded
from apps.desk.demo import base, sources
from apps.services.workflow import calendar

REFERENCE = sources.FIXTURES / "reference"


class Command(BaseCommand):
    """Every cluster stands in a place: an empty registry gets its county and what lies above it."""

    help = "装入参考数据：行政区划（已有区域时不作改动）、节假日与调休（已有该年时不作改动）"

    def handle(self, *args: Any, **options: Any) -> None:
        """Places only where there are none, a year's holidays likewise: staff may change them afterwards."""
        with recorded(by=None, why="参考数据"):
            if not Place.objects.exists():
                base.place_tree(sources.table("places", REFERENCE))
            calendar.announce(holidays(), by=None)


def holidays() -> Iterator[calendar.Announced]:
    """Weekdays off and weekend days worked, as published."""
    for row in sources.table("holidays", REFERENCE):
        yield calendar.Announced(date.fromisoformat(row["day"]), row["kind"] == "上班", row["name"])
