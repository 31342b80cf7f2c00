"""导入批次的办理: a file is received, arranged, checked, kept or given up.

Checking and keeping are one code path: keeping checks again inside its transaction, then writes what it has
just judged. What is shown before is therefore what happens, unless the register has changed meanwhile.
"""

import hashlib
import time
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from apps.core import bulk, clock, fence, probing
from apps.core.audit.recording import record
from apps.core.history import because
from apps.core.identifiers import mask_numbers, tells_of_number
from apps.core.models import AuditEntry
from apps.core.remit import Remit
from apps.rosters import holding, keeping, rationing, reading, storing
from apps.rosters.checking import Check, check_file
from apps.rosters.models import Upload
from apps.rosters.outcome import Outcome, outcomes_of, unpacked
from apps.rosters.progress import Progress
from apps.rosters.register import OUT_OF_REMIT, BatchedRegister
from apps.rosters.registry import Desk, Kind, kind_of
from apps.rosters.returning import names_of, returned
from apps.rosters.sheets import SheetCheck, look_at
from apps.rosters.situation import Plan

CONTENT = Upload._meta.get_field("content")
By = Any
"""Who does it: an account, or nobody for a command on the server."""


@fence.lowered()
def check(
    data: bytes,
    name: str,
    kind: Kind,
    plan: Plan,
    *,
    remit: Remit,
    today: date | None = None,
    progress: Progress | None = None,
    is_kept: bool = False,
) -> tuple[Check, Desk]:
    """核对 — a dry run: the file judged against the register as it stands, and who asked it.

    ``is_kept`` says that keeping follows in the same transaction: what a desk tries need not be taken back.
    Raises ``ValidationError`` when the plan names what the remit does not reach.
    """
    today = today or clock.today()
    desk = kind.open(plan.situation(remit, today, is_kept=is_kept))
    return check_file(data, name, kind.roster, desk, plan.choices(today), progress), desk


@transaction.atomic
def receive(*, data: bytes, name: str, kind: Kind, plan: Plan, by: By) -> Upload:
    """收下文件 — sealed, waiting to be checked."""
    upload = _taken_in(data, name, kind, plan, by)
    write_down(upload, by=by, result="上传")
    return upload


def _taken_in(data: bytes, name: str, kind: Kind, plan: Plan, by: By) -> Upload:
    upload = Upload(
        owner=by,
        roster=kind.code,
        file_name=mask_numbers(name)[-200:],
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        remit=holding.stretches_of(by.remit_for(kind.permission) if by else Remit.everything()),
        choices=plan.as_json(),
        decisions=plan.decisions_as_json(),
        corrections=plan.cells_as_json(),
    )
    upload.full_clean(exclude=["content", "corrections"])
    with because(by=by, why="上传名册"):
        upload.save()
        _put_away(upload, data)
    return upload


def _put_away(upload: Upload, data: bytes) -> None:
    """The file, sealed; copied, because a connection keeps for ever the memory a long statement took."""
    sealed = CONTENT.sealed(data, upload.uid)
    bulk.amend(Upload, [{"id": upload.pk, "content": sealed}])
    upload.content = data


@transaction.atomic
def refuse(upload: Upload, *, message: str, by: By) -> None:
    """不能读取 — the file is refused whole, with what to do about it."""
    upload.state, upload.refusal = Upload.State.UNREADABLE, mask_numbers(message)[:300]
    with because(by=by, upload=upload.pk):
        upload.save(update_fields=["state", "refusal"])
    write_down(upload, by=by, result="不能读取", why=upload.refusal)


@transaction.atomic
def arrange(upload: Upload, plan: Plan, *, by: By) -> None:
    """作出选择 — keep what was decided about columns, names and rows."""
    upload = _waiting(upload)
    upload.choices, upload.decisions = plan.as_json(), plan.decisions_as_json()
    upload.corrections = plan.cells_as_json()
    with because(by=by, upload=upload.pk):
        upload.save(update_fields=["choices", "decisions", "corrections"])


@transaction.atomic
def abandon(upload: Upload, *, by: By) -> None:
    """放弃 — nothing of it is kept, the file least of all."""
    upload = _waiting(upload)
    upload.state, upload.content, upload.corrections = Upload.State.ABANDONED, None, None
    with because(by=by, upload=upload.pk):
        upload.save(update_fields=["state", "content", "corrections"])
    storing.forget(upload)
    write_down(upload, by=by, result="放弃")


@transaction.atomic
@fence.lowered()
def keep(
    upload: Upload,
    *,
    remit: Remit,
    by: By,
    today: date | None = None,
    whole: bool = False,
    progress: Progress | None = None,
    is_new: bool = False,
) -> Check:
    """入库 — check again and write all good rows, in one transaction; the others stay in the file.

    ``whole`` insists on every row; the audit log does not know yet of one that ``is_new``. A file that cannot
    be read writes nothing. Raises ``ValidationError`` when the upload is done with, or when a row is refused
    although all were wanted.
    """
    progress = progress or Progress()
    upload = _waiting(upload)
    keeping.one_after_another()
    begun = time.monotonic()
    with because(by=by, upload=upload.pk, why="名册导入"):
        found, desk = _as_checked(upload, remit, today) or judge_anew(
            upload, remit, today, progress, by=by, is_kept=True
        )
        if found.refused:
            refuse(upload, message=found.refused.message, by=by)
        else:
            if whole:
                _insist_on_all(found)
            found.progress = progress
            progress.begin("写入", found.counts["new"] + found.counts["changed"])
            keeping.write(upload, found, desk, begun)
            if is_new:
                write_down(upload, by=by, result="上传")
            write_down(upload, by=by, result="入库", rows=found.counts)
            _write_down_taken(upload, found, by)
    return found


def _as_checked(upload: Upload, remit: Remit, today: date | None) -> tuple[Check, Desk] | None:
    """What the clerk has seen, where nobody has written since to a register that is asked in batches."""
    today = today or clock.today()
    found = storing.stored(upload, storing.basis_of(upload, remit, today))
    if found is None or found.version is None or found.version != storing.register_version():
        return None
    desk = kind_of(upload.roster).open(plan_of(upload).situation(remit, today))
    if not isinstance(desk, BatchedRegister) or (opened := storing.opened(found)) is None:
        return None
    desk.recall(opened[1])
    return opened[0], desk


def _insist_on_all(found: Check) -> None:
    refused = found.counts["refused"]
    if refused:
        raise ValidationError(f"有{refused}行不能入库，您选择了全部入库，因此没有写入任何内容。")


def recheck(upload: Upload, *, remit: Remit, today: date | None = None) -> tuple[Check, Desk]:
    """The check that was kept, if nothing has been decided since; else the file judged anew."""
    today = today or clock.today()
    found = storing.stored(upload, storing.basis_of(upload, remit, today))
    opened = storing.opened(found) if found else None
    if opened is None:
        return judge_anew(upload, remit, today)
    return opened[0], kind_of(upload.roster).open(plan_of(upload).situation(remit, today))


def judge_anew(
    upload: Upload,
    remit: Remit,
    today: date | None = None,
    progress: Progress | None = None,
    by: By = None,
    is_kept: bool = False,
) -> tuple[Check, Desk]:
    """The file judged as decided so far. Raises ``ValidationError`` where ``by`` was told of too much."""
    probing.insist_on_patience_with_rosters(by)
    return check(
        bytes(upload.content or b""),
        upload.file_name,
        kind_of(upload.roster),
        plan_of(upload),
        remit=remit,
        today=today,
        progress=progress,
        is_kept=is_kept,
    )


def check_and_store(upload: Upload, *, remit: Remit, by: By, progress: Progress) -> None:
    """核对并存放 — for the pages to show, and for keeping; the register is not written to."""
    today, version = clock.today(), storing.register_version()
    found, desk = judge_anew(upload, remit, today, progress, by=by)
    progress.begin("保存核对结果")
    state = desk.as_json() if isinstance(desk, BatchedRegister) else {}
    with transaction.atomic():
        storing.store(upload, found, state, storing.basis_of(upload, remit, today), version)
        write_down(upload, by=by, result="核对", rows=found.counts)
        _write_down_taken(upload, found, by)


@transaction.atomic
def receive_and_keep(
    *, data: bytes, name: str, kind: Kind, plan: Plan, remit: Remit, by: By
) -> tuple[Check, Upload | None]:
    """收下并入库 — as one; a file refused whole leaves no trace.

    The log is written to at the end: whoever signs in or takes a file out waits for an entry to be settled.
    """
    upload = _taken_in(data, name, kind, plan, by)
    found = keep(upload, remit=remit, by=by, is_new=True)
    if found.refused:
        transaction.set_rollback(True)
    return found, None if found.refused else upload


def _write_down_taken(upload: Upload, found: Check, by: By) -> None:
    content, hits = storing.content_of(upload), found.tally.having(OUT_OF_REMIT)
    probing.write_down_upload(upload.pk, content, hits, by=by)


def look(upload: Upload) -> list[SheetCheck]:
    """识别 — the sheets of the file with the headings found, or as laid out. Raises ``FileRefused``."""
    workbook = reading.read(bytes(upload.content or b""), upload.file_name)
    kind, choices = kind_of(upload.roster), plan_of(upload).choices(clock.today())
    return [look_at(sheet, kind.roster, choices) for sheet in workbook]


def give_back(upload: Upload, *, remit: Remit) -> bytes:
    """退表 — the file with what became, or would become, of each row. Raises ``FileRefused``."""
    plan = plan_of(upload)
    return returned(
        look(upload),
        kind_of(upload.roster).roster,
        _outcomes(upload, remit),
        mark=upload.mark,
        corrections=plan.corrections,
        meanings=plan.meanings,
    )


def _outcomes(upload: Upload, remit: Remit) -> list[Outcome]:
    if upload.outcome:
        return unpacked(bytes(upload.outcome))
    return outcomes_of(recheck(upload, remit=remit)[0].rows) if upload.is_waiting else []


@transaction.atomic
def go_on(earlier: Upload, *, data: bytes, name: str, plan: Plan, by: By) -> Upload:
    """续办 — a file given back is handed in again: what was decided about it still holds (``going_on``).

    One that still waits goes on; after keeping, its rows go on in an upload that names the earlier one.
    """
    if not earlier.is_waiting:
        upload = receive(data=data, name=name, kind=kind_of(earlier.roster), plan=plan, by=by)
        upload.continues = earlier
        with because(by=by, upload=upload.pk):
            upload.save(update_fields=["continues"])
        return upload
    upload = _waiting(earlier)
    upload.file_name = mask_numbers(name)[-200:]
    upload.size, upload.sha256 = len(data), hashlib.sha256(data).hexdigest()
    with because(by=by, upload=upload.pk, why="交回改好的名册"):
        upload.save(update_fields=["file_name", "size", "sha256"])
        _put_away(upload, data)
    arrange(upload, plan, by=by)
    upload.refresh_from_db()
    write_down(upload, by=by, result=rationing.GIVEN_BACK)
    return upload


def going_on(upload: Upload) -> Plan:
    """The plan as it holds for the file given back: headings and columns are where they were.

    Raises ``FileRefused``.
    """
    plan = replace(plan_of(upload), corrections={})
    if not upload.content:
        return plan
    sheets = look(upload)
    names = names_of(sheets, kind_of(upload.roster).roster)
    renamed = {sheet.sheet.name: name for sheet, name in zip(sheets, names, strict=True)}
    return replace(
        plan,
        sheets=None if plan.sheets is None else tuple(renamed.get(name, name) for name in plan.sheets),
        decisions={(renamed.get(name, name), row): said for (name, row), said in plan.decisions.items()},
        layouts={name: sheet.layout for sheet, name in zip(sheets, names, strict=True) if sheet.layout},
    )


def plan_of(upload: Upload) -> Plan:
    """What was chosen about an upload."""
    cells = bytes(upload.corrections) if upload.corrections else None
    return Plan.read(upload.choices, upload.decisions, cells)


@transaction.atomic
def match_names(upload: Upload, kind: str, names: dict[str, int | str], *, by: By) -> None:
    """对应名称 — what names mean; an empty answer takes one back. What holds a person's number is no name."""
    plan = plan_of(_waiting(upload))
    said = {**plan.matches.get(kind, {}), **names}
    settled = {name: key for name, key in said.items() if key != "" and not tells_of_number(name)}
    arrange(upload, replace(plan, matches={**plan.matches, kind: settled}), by=by)


@transaction.atomic
def decide(upload: Upload, decisions: dict[tuple[str | None, int], str], *, by: By) -> None:
    """逐行处理 — what becomes of rows a person must judge; an empty decision takes an earlier one back."""
    plan = plan_of(_waiting(upload))
    settled = {row: said for row, said in {**plan.decisions, **decisions}.items() if said}
    arrange(upload, replace(plan, decisions=settled), by=by)


@transaction.atomic
def doubt(upload: Upload, keys: Collection[int], *, remit: Remit, by: By) -> int:
    """疑似转出 — mark people the file leaves out, to be looked into; answers how many had no mark yet."""
    plan, mark = plan_of(upload), kind_of(upload.roster).doubt
    if mark is None:
        return 0
    with because(by=by, upload=upload.pk, why="名册中没有此人，疑似转出"):
        marked = mark(keys, remit=remit, on=plan.as_of or clock.today())
    write_down(upload, by=by, result="疑似转出", rows=marked)
    return marked


@transaction.atomic
def correct(
    upload: Upload,
    cells: Mapping[tuple[str | None, int, str], str],
    meanings: Mapping[str, Mapping[str, str]],
    *,
    by: By,
) -> None:
    """改正 — cells put right in place, and words that mean something else in every row of their column."""
    plan = plan_of(_waiting(upload))
    words = {field: {**plan.meanings.get(field, {}), **said} for field, said in meanings.items()}
    corrected = replace(plan, corrections={**plan.corrections, **cells}, meanings={**plan.meanings, **words})
    arrange(upload, corrected, by=by)


@transaction.atomic
def withdraw_corrections(upload: Upload, *, by: By) -> None:
    """撤回改正 — the cells as the file has them."""
    arrange(upload, replace(plan_of(_waiting(upload)), corrections={}, meanings={}), by=by)


def write_down(upload: Upload, *, by: By, result: str, **more: Any) -> None:
    """In the audit log: the file by its number, name and fingerprint."""
    told = {"upload": upload.pk, "kind": upload.roster, "sha256": upload.sha256} | more
    subject = f"批次{upload.pk} {upload.file_name}"
    record(AuditEntry.Action.IMPORT, by=by, subject=subject, result=result, **told)


def _waiting(upload: Upload) -> Upload:
    locked = Upload.objects.select_for_update(of=("self",)).get(pk=upload.pk)
    if not locked.is_waiting:
        raise ValidationError(f"这个批次{locked.get_state_display()}，不能再改。")
    return locked
