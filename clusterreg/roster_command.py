"""名册命令 — what ``check_roster`` and ``import_roster`` share: options, and telling what was found."""

import hashlib
import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from apps.accounts.models import User
from apps.core import clock
from apps.core.identifiers import mask_numbers
from apps.core.remit import Remit
from apps.rosters import registry
from apps.rosters.checking import Check, grouped_issues
from apps.rosters.report import as_json
from apps.rosters.situation import Plan

ALL_GOOD, SOME_REFUSED, FILE_REFUSED = 0, 1, 2
MOST_NAMED = 20


@dataclass(frozen=True)
class Task:
    """What one run is about."""

    data: bytes
    name: str
    kind: registry.Kind
    plan: Plan
    remit: Remit
    by: User | None

    @property
    def sha256(self) -> str:
        """文件指纹"""
        return hashlib.sha256(self.data).hexdigest()


class RosterCommand(BaseCommand):
    """Exit status: 0 all rows good, 1 some refused, 2 the whole file refused."""

    done: ClassVar[str] = ""

    def add_arguments(self, parser: CommandParser) -> None:
        """The options of both commands."""
        parser.add_argument("file", help="名册文件（xlsx、xls、csv、tsv）")
        codes = [kind.code for kind in registry.kinds()]
        parser.add_argument("--roster", choices=codes, default="member", help="名册种类（默认 %(default)s）")
        parser.add_argument("--organization", default="", help="表中没有写明党支部的，归入这个党组织")
        parser.add_argument(
            "--cluster", default="", help="新建党支部纳入的产业集群（表中有这一列的以表为准）"
        )
        parser.add_argument("--place", default="", help="新建党支部、企业和集群所在的区域")
        parser.add_argument(
            "--as-of", type=date.fromisoformat, help="名册日期，组织关系自此日登记（默认今天）"
        )
        parser.add_argument("--as", dest="username", default="", help="以这个账号的职责范围办理（默认全部）")
        parser.add_argument("--create-missing", action="store_true", help="新建未登记的党支部、企业和集群")
        parser.add_argument("--today", type=date.fromisoformat, help="按这一天办理，如 2026-11-22")
        parser.add_argument("--format", choices=("text", "json"), default="text", help="输出格式")

    def handle(self, *args: Any, **options: Any) -> None:
        """Find out, tell, and exit with what came of it."""
        with clock.set_to(options["today"]):
            task = self._task(options)
            try:
                found, upload = self.carry_out(task)
            except ValidationError as error:
                raise CommandError("".join(error.messages), returncode=FILE_REFUSED) from error
        if options["format"] == "json":
            said = as_json(found, file=task.name, sha256=task.sha256, upload=upload)
            self.stdout.write(json.dumps(said, ensure_ascii=False))
        else:
            self.tell(found, task, upload)
        if status := status_of(found):
            sys.exit(status)

    def carry_out(self, task: Task) -> tuple[Check, int | None]:
        """The check, and the upload it was kept as. Raises ``ValidationError`` for a wrong option."""
        raise NotImplementedError

    def _task(self, options: Mapping[str, Any]) -> Task:
        path = Path(options["file"])
        try:
            data = path.read_bytes()
        except OSError as error:
            raise CommandError(f"文件打不开：{path}（{error.strerror}）", returncode=FILE_REFUSED) from error
        kind = registry.kind_of(options["roster"])
        user = self._user(options["username"], kind)
        plan = Plan(
            as_of=options["as_of"],
            organization=options["organization"],
            cluster=options["cluster"],
            place=options["place"],
            create_missing=options["create_missing"],
        )
        remit = user.remit_for(kind.permission) if user else Remit.everything()
        return Task(data, path.name, kind, plan, remit, user)

    def _user(self, username: str, kind: registry.Kind) -> User | None:
        if not username:
            return None
        user = User.objects.filter(username=username, is_active=True).first()
        if user is None:
            raise CommandError(f"没有账号“{username}”，或已停用。", returncode=FILE_REFUSED)
        if not user.has_perm(kind.permission):
            raise CommandError(f"账号“{username}”没有导入{kind.title}的职责。", returncode=FILE_REFUSED)
        return user

    def tell(self, found: Check, task: Task, upload: int | None) -> None:
        """What came of it, for people."""
        say = self.stdout.write
        if found.refused:
            say(f"{task.name}：不能读取。{found.refused.message}")
            return
        counts = found.counts
        say(f"{task.name}：读到{counts['read']}行" + (f"，{self.done}（批次{upload}）" if upload else ""))
        say(
            f"  新增{counts['new']} 有变化{counts['changed']} 无变化{counts['unchanged']}"
            f" 不能入库{counts['refused']} 有提醒{counts['warnings']} 库有表无{counts['absent']}"
        )
        for (code, _, message), rows in grouped_issues(found.rows).items():
            say(f"  {len(rows)}行 [{code}] {mask_numbers(message)}（如{rows[0].place}）")
        for kind, names in found.recognition.missing.items():
            listed = "、".join(list(names)[:MOST_NAMED]) + ("等" if len(names) > MOST_NAMED else "")
            say(f"  未登记的{task.kind.missing.get(kind, kind)}{len(names)}个：{listed}")


def status_of(found: Check) -> int:
    """The exit status."""
    if found.refused:
        return FILE_REFUSED
    return ALL_GOOD if found.is_good else SOME_REFUSED
