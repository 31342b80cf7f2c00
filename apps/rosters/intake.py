"""收件 — a file handed in: refused at once, gone on with, or laid out as one like it was before."""

from dataclasses import replace
from typing import Any, NamedTuple

from apps.rosters import rationing, reading, workflow
from apps.rosters.models import Upload
from apps.rosters.reading import FileRefused, Workbook
from apps.rosters.reading.queueing import turn_of
from apps.rosters.registry import Kind
from apps.rosters.remembering import recall_layouts, recall_words
from apps.rosters.situation import Plan

By = Any


class Taken(NamedTuple):
    """收下的文件 — `goes_on` for one given back before, which needs no laying out."""

    upload: Upload
    goes_on: bool = False


def take_in(*, data: bytes, name: str, kind: Kind, plan: Plan, by: By) -> Taken:
    """Looked at once: a file that is no roster is refused here and now, and is on record as refused.

    Raises ``FileRefused`` when the clerk hands in more than anybody needs, or too much is waiting.
    """
    rationing.refuse_excess(by, len(data))
    try:
        with turn_of(by.pk if by else None):
            workbook = reading.read(data, name)
        earlier = _earlier(workbook.mark, kind, by)
        if earlier:
            return Taken(workflow.go_on(earlier, data=data, name=name, by=by), goes_on=True)
        plan = _as_before(workbook, kind, plan, by)
    except FileRefused as refused:
        upload = workflow.receive(data=data, name=name, kind=kind, plan=plan, by=by)
        workflow.refuse(upload, message=refused.message, by=by)
        return Taken(upload)
    return Taken(workflow.receive(data=data, name=name, kind=kind, plan=plan, by=by))


def _earlier(mark: str, kind: Kind, by: By) -> Upload | None:
    """The upload a file given back goes on with, if it is one's own."""
    earlier = Upload.objects.filter(owner=by.pk, roster=kind.code).marked(mark) if by else None
    return earlier if earlier and earlier.state in (Upload.State.WAITING, Upload.State.KEPT) else None


def _as_before(workbook: Workbook, kind: Kind, plan: Plan, by: By) -> Plan:
    """The plan with what the clerk has taught about such a file. Raises ``FileRefused``."""
    plan = replace(plan, layouts={**recall_layouts(workbook.sheets, kind, by), **plan.layouts})
    return recall_words(plan, workflow.look_in(workbook, kind, plan), kind, by)
