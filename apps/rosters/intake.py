"""收件 — files handed in: each is looked at first, then taken in.

Looking may wait for a turn and writes nothing; taking in waits for nothing and writes. Whoever has written
into the audit log keeps everybody else from it until the request ends, and may not wait for a file then.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from apps.core import clock
from apps.rosters import holding, rationing, reading, workflow
from apps.rosters.models import Upload
from apps.rosters.reading import FileRefused, Workbook
from apps.rosters.reading.queueing import turn_of
from apps.rosters.registry import Kind
from apps.rosters.remembering import recall_layouts, recall_words
from apps.rosters.sheets import glance_at
from apps.rosters.situation import Plan

By = Any


@dataclass(frozen=True, slots=True)
class Looked:
    """看过的文件 — what is to become of it: laid out, gone on with, or refused."""

    data: bytes
    name: str
    kind: Kind
    plan: Plan
    earlier: Upload | None = None
    refused: str = ""


class Taken(NamedTuple):
    """收下的文件 — `goes_on` for one given back before, which needs no laying out."""

    upload: Upload
    goes_on: bool = False


def look(data: bytes, name: str, kind: Kind, plan: Plan, *, by: By, after: Sequence[Looked] = ()) -> Looked:
    """A file that is no roster is found out here and now. ``after``: those looked at, but not taken in yet.

    Raises ``FileRefused`` when the clerk hands in more than anybody needs, or too much is waiting.
    """
    rationing.refuse_excess(by, *(len(one.data) for one in after), len(data))
    looked = Looked(data, name, kind, plan)
    try:
        with turn_of(by.pk if by else None):
            workbook = reading.read(data, name)
        earlier = _earlier(workbook.mark, kind, by)
        if earlier:
            return replace(looked, plan=workflow.going_on(earlier), earlier=earlier)
        return replace(looked, plan=_as_before(workbook, kind, plan, by))
    except FileRefused as refused:
        return replace(looked, refused=refused.message)


def take_in(looked: Looked, *, by: By) -> Taken:
    """Sealed and on record; one that is no roster is on record as refused."""
    file = {"data": looked.data, "name": looked.name, "plan": looked.plan, "by": by}
    if looked.earlier:
        return Taken(workflow.go_on(looked.earlier, **file), goes_on=True)
    upload = workflow.receive(kind=looked.kind, **file)
    if looked.refused:
        workflow.refuse(upload, message=looked.refused, by=by)
    return Taken(upload)


def _earlier(mark: str, kind: Kind, by: By) -> Upload | None:
    """The upload a file given back goes on with, if it is one's own."""
    earlier = holding.own(by).filter(roster=kind.code).marked(mark) if by else None
    return earlier if earlier and earlier.state in (Upload.State.WAITING, Upload.State.KEPT) else None


def _as_before(workbook: Workbook, kind: Kind, plan: Plan, by: By) -> Plan:
    """The plan with what the clerk has taught about such a file. Raises ``FileRefused``."""
    plan = replace(plan, layouts={**recall_layouts(workbook.sheets, kind, by), **plan.layouts})
    choices = plan.choices(clock.today())
    glances = [glance_at(sheet, kind.roster, choices) for sheet in workbook]
    return recall_words(plan, glances, kind, by)
