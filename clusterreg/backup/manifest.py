"""备份说明 — what stands first in a backup, and what must hold before it is put back."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from apps.core import clock, keyring
from clusterreg.backup.faults import BackupFault

NAME, CONTENTS = "manifest.json", "contents.json"
Step = tuple[str, str]


@dataclass(frozen=True)
class Manifest:
    """When it was made, which migrations its tables are of, and which keys open its data."""

    made_at: str
    migrations: list[Step]
    keys: dict[str, str]
    tables: dict[str, list[str]]

    def as_chunks(self) -> Iterator[bytes]:
        """As it is written."""
        yield as_json(asdict(self))

    @classmethod
    def read(cls, data: bytes) -> "Manifest":
        """As it was written."""
        said = json.loads(data)
        return cls(**said | {"migrations": [(app, name) for app, name in said["migrations"]]})

    def check_keys(self) -> None:
        """Refuse data that our keys would not open. Raises ``BackupFault``."""
        here = marks()
        if foreign := [key_id for key_id, mark in self.keys.items() if here.get(key_id) != mark]:
            names = (
                "索引密钥" if key_id == keyring.INDEX else f"编号为{key_id}的加密密钥" for key_id in foreign
            )
            raise BackupFault(f"备份须用原来的{'、'.join(names)}才能读，现有的不是同一套。")

    def check_version(self) -> None:
        """Refuse tables that this program does not know yet. Raises ``BackupFault``."""
        known = set(MigrationExecutor(connection).loader.disk_migrations)
        if unknown := sorted(set(self.migrations) - known):
            app, name = unknown[0]
            raise BackupFault(
                f"备份出自更新的版本（{app}.{name}等{len(unknown)}步本程序没有），请先升级程序。"
            )


def manifest_now(tables: Iterable[Any]) -> Manifest:
    """Of the register as it stands."""
    return Manifest(
        made_at=timezone.localtime(clock.now()).isoformat(timespec="seconds"),
        migrations=applied(),
        keys=marks(),
        tables={table.name: list(table.columns) for table in tables},
    )


def applied() -> list[Step]:
    """Every migration the database has had; none where there is no table yet."""
    return sorted(MigrationRecorder(connection).applied_migrations())


def newest(steps: Iterable[Step]) -> list[Step]:
    """Of every app the last of these steps: the way there takes the others."""
    graph, known = MigrationExecutor(connection).loader.graph, set(steps)
    return [
        step
        for step in sorted(known)
        if not any(child.key in known and child.key[0] == step[0] for child in graph.node_map[step].children)
    ]


def is_behind() -> bool:
    """Whether the program has migrations that the database has not had."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def marks() -> dict[str, str]:
    """The marks of the keys at hand, by their ids."""
    return {key_id: keyring.mark_of(key) for key_id, key in keyring.at_hand().items()}


def as_json(said: Any) -> bytes:
    """Readable, and the same for the same."""
    return json.dumps(said, ensure_ascii=False, indent=1, sort_keys=True).encode()
