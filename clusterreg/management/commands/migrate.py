"""建表 — Django's migrations, then the application role's rights on what they made."""

import contextlib
import os
from collections.abc import Iterator
from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.state import ProjectState
from pgtrigger.migrations import AddTrigger

from clusterreg.rights import application_role, grant_application_rights

LOCK = 6_207_355  # any number, as long as nobody else takes it


class Command(migrate.Command):
    """A table without rights is a page that fails: both belong to one command."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate as the owner, then grant."""
        role = application_role(os.environ)
        if role is None:
            raise CommandError("请同时设置 DATABASE_URL（应用账号），以便授权。")
        connection = connections[options["database"]]
        with one_at_a_time(connection), triggers_only_noted():
            super().handle(*args, **options)
            if not (options["plan"] or options["check_unapplied"]):
                grant_application_rights(connection, role)


@contextlib.contextmanager
def one_at_a_time(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Two set-ups started together follow each other instead of getting in each other's way."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


@contextlib.contextmanager
def triggers_only_noted() -> Iterator[None]:
    """Note a new trigger in the state without rendering anew every model around its own.

    The SQL of a migrated trigger is compiled and asks nothing of the models; with hundreds of
    triggers among closely linked models the rendering alone takes a quarter of an hour.
    """
    rendering = AddTrigger.state_forwards
    AddTrigger.state_forwards = _note  # type: ignore[method-assign]
    try:
        yield
    finally:
        AddTrigger.state_forwards = rendering  # type: ignore[method-assign]


def _note(operation: AddTrigger, app_label: str, state: ProjectState) -> None:
    options = state.models[app_label, operation.model_name_lower].options
    options["triggers"] = [*options.get("triggers", []), operation.trigger]
