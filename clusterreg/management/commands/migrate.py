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
from django.db.migrations.migration import Migration
from django.db.migrations.state import ProjectState

from clusterreg.rights import application_role, grant_application_rights

APPLY = Migration.apply
LOCK = 6_207_355  # any number, as long as nobody else takes it


class Command(migrate.Command):
    """A table without rights is a page that fails: both belong to one command."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate as the owner, then grant."""
        role = application_role(os.environ)
        if role is None:
            raise CommandError("请同时设置 DATABASE_URL（应用账号），以便授权。")
        connection = connections[options["database"]]
        with one_at_a_time(connection), models_rendered_alone():
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
def models_rendered_alone() -> Iterator[None]:
    """Render anew only the model that a step changes, and all of them from one migration to the next.

    Django renders along whatever is linked to the model, near or far: here nearly every model for
    each of more than a thousand steps, which takes minutes. What a step writes asks only for its own model.
    """
    with (
        mock.patch.object(ProjectState, "_find_reload_model", _itself),
        mock.patch.object(Migration, "apply", _apply_afresh),
    ):
        yield


def _itself(
    state: ProjectState, app_label: str, model_name: str, delay: bool = False
) -> set[tuple[str, str]]:
    return {(app_label, model_name)}


def _apply_afresh(migration: Migration, state: ProjectState, *args: Any, **options: Any) -> ProjectState:
    state.__dict__.pop("apps", None)
    return APPLY(migration, state, *args, **options)
