"""建表 — Django's migrations, then the application role's rights on what they made, and the second fence."""

import contextlib
import os
from collections.abc import Iterator
from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.recorder import MigrationRecorder

from clusterreg.fence import raise_fence
from clusterreg.rights import application_role, grant_application_rights
from clusterreg.routines import make_routines

LOCK = 6_207_355  # any number, as long as nobody else takes it


class Command(migrate.Command):
    """A table without rights is a page that fails: both belong to one command.

    An upgrade is one transaction: what fails half way leaves the register as it was.
    """

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate as the owner, then grant."""
        role = application_role(os.environ)
        if role is None:
            raise CommandError("请同时设置 DATABASE_URL（应用账号），以便授权。")
        connection = connections[options["database"]]
        with one_at_a_time(connection), all_or_nothing(connection):
            super().handle(*args, **options)
            if not (options["plan"] or options["check_unapplied"]):
                grant_application_rights(connection, role)
                make_routines(connection, role)
                raise_fence(connection, role)


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
def all_or_nothing(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """One transaction, where there is something to lose; a first set-up goes on where it was broken off."""
    if not MigrationRecorder(connection).applied_migrations():
        yield
        return
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        # A check put off to the end would keep its table from being altered by the step after.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        yield
