"""建表 — Django's migrations, then the application role's rights on what they made."""

import contextlib
import os
from collections.abc import Iterator
from typing import Any
from unittest import mock

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
        with one_at_a_time(connection), options_only_noted():
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
def options_only_noted() -> Iterator[None]:
    """Note new triggers, constraints and indexes without rendering anew every model around theirs.

    Their SQL asks nothing of the rendered options; with hundreds of them among closely linked
    models the rendering alone takes a quarter of an hour.
    """
    with (
        mock.patch.object(AddTrigger, "state_forwards", _note_trigger),
        mock.patch.object(ProjectState, "_append_option", _note_option),
    ):
        yield


def _note_trigger(operation: AddTrigger, app_label: str, state: ProjectState) -> None:
    _note_option(state, app_label, operation.model_name_lower, "triggers", operation.trigger)


def _note_option(state: ProjectState, app_label: str, model: str, name: str, added: Any) -> None:
    options = state.models[app_label, model].options
    options[name] = [*options.get(name, []), added]
