"""保留的登记 — what stayed at an undo, named for whoever may see it: who wrote to it since, and when."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Model
from django.urls import reverse
from django.utils.safestring import SafeString

from apps.core.access import reachable
from apps.core.formatting import minute
from apps.core.links import address
from apps.core.record import writers
from apps.core.tables import Cell, Heading, table
from apps.core.undoing import Told

HEADINGS = tuple(map(Heading, ("登记", "类别", "原因", "经办人", "时间", "导入批次")))
OUTSIDE = "不在您的职责范围内"
GONE = "已不在登记中"


def kept_table(told: Sequence[Told], request: Any) -> SafeString:
    """One page of what stayed; of what the reader may not see, only that it stayed."""
    things = _things(told, request)
    names = writers(one.by for one in told)
    return table(HEADINGS, [_line(one, things, names) for one in told])


def _things(told: Sequence[Told], request: Any) -> dict[tuple[str, int], Model | None]:
    """What the reader may see, and nothing for what is gone; asked once for each kind."""
    wanted: dict[str, list[Told]] = defaultdict(list)
    for one in told:
        wanted[one.model].append(one)
    found: dict[tuple[str, int], Model | None] = {}
    for label, rows in wanted.items():
        model, keys = rows[0].of, [one.key for one in rows]
        standing = set(model._base_manager.filter(pk__in=keys).values_list("pk", flat=True))
        seen = reachable(model, request).filter(pk__in=keys)
        found |= {(label, key): None for key in keys if key not in standing}
        found |= {(label, row.pk): row for row in seen}
    return found


def _line(one: Told, things: dict[tuple[str, int], Model | None], names: dict[int, str]) -> list[object]:
    kind = one.of._meta.verbose_name
    if (one.model, one.key) not in things:
        return [OUTSIDE, kind, one.reason, "", "", ""]
    thing = things[one.model, one.key]
    name = Cell(thing, address(thing)) if thing else Cell(f"编号{one.key}，{GONE}")
    upload = Cell(f"批次{one.upload}", reverse("rosters:receipt", args=[one.upload])) if one.upload else ""
    return [name, kind, one.reason, names.get(one.by or 0, ""), _moment(one.at), upload]


def _moment(at: str) -> str:
    return minute(datetime.fromisoformat(at)) if at else ""
