"""更换加密密钥 — a new key seals from now on; everything there is is sealed anew while others work."""

import os
import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction
from psycopg import sql

from apps.core import keyring, resealing
from apps.core.audit.recording import record
from apps.core.models import AuditEntry
from clusterreg import keys


class Command(BaseCommand):
    """Make a key, seal anew, say which keys are still in use; retire those that are not."""

    help = "更换加密密钥：生成新密钥，把全部密文（含变更记录和名册文件）换成新密钥加密；服务不用停"

    def add_arguments(self, parser: CommandParser) -> None:
        """One of three things to do."""
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--list", action="store_true", help="只列出还在使用的密钥")
        what.add_argument("--retire", action="store_true", help="停用并删除不再使用的旧密钥")

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuse keys that do not fit first: sealing with a stranger's key could not be taken back."""
        if faults := keyring.faults():
            raise CommandError(f"{'，'.join(faults)}，不能更换。")
        if options["retire"]:
            self.retire()
        elif options["list"]:
            self.tell()
        else:
            self.rotate()

    def rotate(self) -> None:
        """Go on with what was begun; else begin with a new key."""
        if set(resealing.in_use()) - {current()}:
            self.say(f"上次更换没有完成，继续换成编号为{current()}的密钥。")
        elif self.is_ours():
            self.make()
        keyring.enter()
        try:
            done = resealing.renew(self.say)
        except TimeoutError as error:
            raise CommandError(
                f"“{error}”有记录一直被占用，请稍后再运行一次，会从停下的地方继续。"
            ) from error
        record(AuditEntry.Action.CONFIGURE, by="", subject="更换加密密钥", key=current(), rows=done.renewed)
        broken = sum(map(len, done.broken.values()))
        self.say(f"已用编号为{current()}的密钥重新加密{done.renewed}行。")
        self.tell()
        if broken:
            raise CommandError(f"有{broken}行无法解开，没有更换：内容被改动过，或缺少当时的密钥。")

    def make(self) -> None:
        """Put a new key first in the home's file, and wait until everybody who serves has seen it."""
        texts = keys.texts_by_id(keys.read_keys(settings.HOME, os.environ)[keys.DATA])
        key_id = keyring.next_id()
        keys.write_data_keys(settings.HOME, {key_id: keys.fresh(), **texts})
        time.sleep(2 * keys.LOOK_SECONDS)
        self.say(f"已生成编号为{key_id}的密钥，请另行备份{keys.keys_file(settings.HOME)}。")

    def is_ours(self) -> bool:
        """Whether the home keeps the keys; those of the environment are changed by whoever set them."""
        if os.environ.get(keys.DATA):
            self.say(f"密钥由环境变量{keys.DATA}给出，不生成新的：第一把用来加密，其余只用来解开。")
            return False
        return True

    def retire(self) -> None:
        """Nobody may write while it is made sure that nothing is sealed with an old key."""
        old = [key_id for key_id in settings.DATA_KEYS if key_id != current()]
        if not old:
            self.say("没有旧密钥。")
            return
        self.refuse_used(old)
        with transaction.atomic():
            tables = sql.SQL(", ").join(sql.Identifier(store.table) for store in resealing.stores())
            with connection.cursor() as cursor:
                cursor.execute(sql.SQL("LOCK TABLE {} IN SHARE MODE").format(tables).as_string(cursor.cursor))
            self.refuse_used(old)
            keyring.retire(old)
            record(AuditEntry.Action.CONFIGURE, by="", subject="停用加密密钥", keys=old)
        self.forget(old)
        self.say(f"已停用编号为{'、'.join(old)}的密钥。旧备份仍要用它打开，请在旧备份销毁前另行保管。")

    def refuse_used(self, old: list[str]) -> None:
        """Raises ``CommandError`` when anything still needs one of these."""
        used = resealing.in_use()
        if told := [f"编号{key_id}：{used[key_id]}处" for key_id in old if used[key_id]]:
            raise CommandError(f"旧密钥还在使用（{'，'.join(told)}），请先运行 manage.py rotate_keys。")

    def forget(self, old: list[str]) -> None:
        """Take them out of the home's file; out of the environment only people can."""
        if os.environ.get(keys.DATA):
            self.say(f"请从环境变量{keys.DATA}中去掉它们，然后重新启动。")
            return
        texts = keys.texts_by_id(keys.read_keys(settings.HOME, os.environ)[keys.DATA])
        kept = {key_id: text for key_id, text in texts.items() if key_id not in old}
        keys.write_data_keys(settings.HOME, kept)

    def tell(self) -> None:
        """Which keys are in use anywhere."""
        used = resealing.in_use()
        for key_id in dict.fromkeys([*settings.DATA_KEYS, *used]):
            role = "加密" if key_id == current() else "只解开" if key_id in settings.DATA_KEYS else "缺失"
            self.say(f"  编号{key_id}（{role}）：{used[key_id]}处")

    def say(self, line: str) -> None:
        """At once, also through a pipe."""
        self.stdout.write(line)
        self.stdout.flush()


def current() -> str:
    """The key that seals."""
    return str(next(iter(settings.DATA_KEYS)))
