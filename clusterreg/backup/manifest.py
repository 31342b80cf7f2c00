"""备份说明 — what stands first in a backup, and what must hold before it is put back."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from apps.core import clock
from clusterreg.backup.faults import BackupFault
from clusterreg.backup.stream import mark_of

NAME, CONTENTS = "manifest.json", "contents.json"
Step = tuple[str, str]


@dataclass(frozen=True)
class Manifest:
    """When it was made, which migrations its tables are of, and which keys open its data."""

    made_at: str
    migrations: list[Step]
    data_keys: dict[str, str]
    index_key: str
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
        ours = {number: mark(key) for number, key in settings.DATA_KEYS.items()}
        missing = [number for number, known in self.data_keys.items() if ours.get(number) != known]
        if missing:
            raise BackupFault(
                f"这个备份须用原来的加密密钥（编号{'、'.join(missing)}）才能读，现有密钥不是同一套。"
            )
        if mark(settings.INDEX_KEY) != self.index_key:
            raise BackupFault("这个备份须用原来的索引密钥，现有的不是同一把。")

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
        data_keys={number: mark(key) for number, key in settings.DATA_KEYS.items()},
        index_key=mark(settings.INDEX_KEY),
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


def mark(key: bytes) -> str:
    """The mark of a key as text."""
    return mark_of(key).hex()


def as_json(said: Any) -> bytes:
    """Readable, and the same for the same."""
    return json.dumps(said, ensure_ascii=False, indent=1, sort_keys=True).encode()
