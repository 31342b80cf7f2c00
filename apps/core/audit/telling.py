"""逐项前后 — what the rows of one entry said before and after, read from history; secrets masked."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Model, prefetch_related_objects
from pghistory.models import Context

from apps.core import fence
from apps.core.history import ACTIONS, Difference, differences
from apps.core.models import AuditEntry

SHOWN = 200
TECHNICAL = ("id", "uid", "path")


@dataclass(frozen=True)
class Line:
    """One write to one row: what it was, and field by field before and after."""

    thing: str
    action: str
    differences: list[Difference]


def lines(entry: AuditEntry) -> list[Line]:
    """The writes an entry tells of, the first so many; as many queries for thirty rows as for three."""
    changes = entry.detail.get("changes", {})
    contexts = list(Context.objects.filter(metadata__request=entry.detail.get("request", "")))
    found = [line for label, keys in changes.items() for line in _of(label, keys, contexts)]
    return found[:SHOWN]


def _of(label: str, keys: list[int], contexts: list[Context]) -> Iterator[Line]:
    model: Any = apps.get_model(label)
    recorded = model.pgh_event_model._default_manager
    with fence.lowered():
        written = list(recorded.filter(pgh_obj_id__in=keys, pgh_context__in=contexts).order_by("pgh_id"))
        earlier = _versions_before(recorded, written)
    prefetch_related_objects([*written, *filter(None, earlier.values())], *_links(recorded.model))
    for event in written:
        said = [] if event.pgh_label == "delete" else differences(event, earlier.get(event.pgh_id))
        told = [one for one in said if one.name not in TECHNICAL]
        yield Line(f"{model._meta.verbose_name}{event.pgh_obj_id}", ACTIONS[event.pgh_label], told)


def _links(versions: type[Model]) -> list[str]:
    """What versions of a row point to, but for what history itself notes."""
    return [
        field.name
        for field in versions._meta.concrete_fields
        if field.is_relation and not field.name.startswith("pgh_")
    ]


def _versions_before(recorded: Any, written: list[Any]) -> dict[int, Any]:
    """The version each write followed, found by walking the rows' versions in their order."""
    keys = {event.pgh_obj_id for event in written}
    last = max((event.pgh_id for event in written), default=0)
    before: dict[int, Any] = {}
    latest: dict[int, Any] = {}
    for event in recorded.filter(pgh_obj_id__in=keys, pgh_id__lte=last).order_by("pgh_id"):
        before[event.pgh_id] = latest.get(event.pgh_obj_id)
        latest[event.pgh_obj_id] = event
    return before
