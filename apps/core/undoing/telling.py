"""告知 — of every thing that stays: who wrote to it since, when, and with which upload."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Self

from django.apps import apps
from django.db.models import Model

from apps.core.undoing.holding import Why
from apps.core.undoing.statements import ask, table
from apps.core.undoing.undoing import Kept

# The write itself where it is known, else the latest to the row. What an undo or its taking back wrote
# belongs to the upload it was about.
WRITES = """
SELECT wanted.event, wanted.key, e.pgh_created_at, c.metadata->>'by',
    COALESCE(c.metadata->>'upload', c.metadata->>'batch')
FROM unnest(%s::int[], %s::bigint[]) AS wanted (event, key)
JOIN LATERAL (
    SELECT max(pgh_id) AS last FROM {events} o WHERE wanted.event IS NULL AND o.pgh_obj_id = wanted.key
) AS latest ON true
JOIN {events} e ON e.pgh_id = COALESCE(wanted.event, latest.last)
LEFT JOIN pghistory_context c ON c.id = e.pgh_context_id
"""


@dataclass(frozen=True)
class Told:
    """One thing that stays, as kept with the undo: keys only, names are looked up by who may see them."""

    model: str
    key: int
    why: str
    cause: str
    at: str = ""
    by: int | None = None
    upload: int | None = None

    @property
    def of(self) -> type[Model]:
        """Its model."""
        return apps.get_model(self.model)

    @property
    def reason(self) -> str:
        """后来有修改（组织关系）"""
        words = Why(self.why).label
        return (
            words
            if self.cause == self.model
            else f"{words}（{apps.get_model(self.cause)._meta.verbose_name}）"
        )

    def as_json(self) -> dict[str, Any]:
        """Plain JSON, without what is not known."""
        return {name: value for name, value in vars(self).items() if value not in ("", None)}

    @classmethod
    def read(cls, stored: dict[str, Any]) -> Self:
        """What ``as_json`` wrote."""
        return cls(**stored)


def tell(kept: Iterable[Kept]) -> list[Told]:
    """Asked once for each table, however much stays."""
    rows = list(kept)
    writes = _writes(rows)
    return [
        Told(
            row.model._meta.label_lower,
            row.key,
            row.why.value,
            row.cause_model._meta.label_lower,
            *writes.get((row.cause_model, row.event, row.cause_key), ()),
        )
        for row in rows
    ]


def _writes(rows: list[Kept]) -> dict[tuple, tuple]:
    wanted: dict[type[Model], list[Kept]] = defaultdict(list)
    for row in rows:
        if hasattr(row.cause_model, "pgh_event_model") and row.why != Why.NEEDED:
            wanted[row.cause_model].append(row)
    found: dict[tuple, tuple] = {}
    for model, causes in wanted.items():
        params = [[cause.event for cause in causes], [cause.cause_key for cause in causes]]
        for event, key, at, by, upload in ask(WRITES, params, events=table(model.pgh_event_model)):  # type: ignore[attr-defined]
            found[model, event, key] = (at.isoformat(), by and int(by), upload and int(upload))
    return found
