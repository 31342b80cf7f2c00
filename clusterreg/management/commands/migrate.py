"""建表 — Django's migrations, then the application role's rights on what they made."""

import os
from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import connections

from clusterreg.rights import application_role, grant_application_rights


class Command(migrate.Command):
    """A table without rights is a page that fails: both belong to one command."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate as the owner, then grant."""
        super().handle(*args, **options)
        role = application_role(os.environ)
        if role is None:
            raise CommandError("请同时设置 DATABASE_URL（应用账号），以便授权。")
        connection = connections[options["database"]]
        if not (options["plan"] or options["check_unapplied"]):
            grant_application_rights(connection, role)
