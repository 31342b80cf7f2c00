"""数据库权限 — what the application role may do, and how we make sure that it is no more."""

from collections.abc import Iterable, Mapping

from django.apps import apps
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from pghistory.models import Context, Event
from psycopg import sql

from apps.core.models import AuditEntry, SealingKey
from clusterreg import databases, embedded_postgres

EVERYDAY = ("SELECT", "INSERT", "UPDATE", "DELETE")
RECORD_ONLY = ("SELECT", "INSERT")
# The trigger that attaches a context inserts it or brings its metadata up to date.
RECORD_AND_COMPLETE = ("SELECT", "INSERT", "UPDATE")
READ_ONLY = ("SELECT",)


def application_role(environment: Mapping[str, str]) -> str | None:
    """The database role the application connects as; None where the environment does not say."""
    if databases.is_embedded(environment):
        return embedded_postgres.APPLICATION
    if not environment.get("DATABASE_URL"):
        return None
    return databases.parse(environment["DATABASE_URL"]).get("USER")


def table_rights() -> dict[str, Iterable[str]]:
    """Which rights differ from the everyday ones: history is written and read, never changed."""
    events = {
        model._meta.db_table: RECORD_ONLY
        for model in apps.get_models()
        if issubclass(model, Event) and model._meta.managed
    }
    log = {AuditEntry._meta.db_table: RECORD_ONLY}
    own = dict.fromkeys((SealingKey._meta.db_table, "django_migrations"), READ_ONLY)
    return {**events, **log, Context._meta.db_table: RECORD_AND_COMPLETE, **own}


def grant_application_rights(connection: BaseDatabaseWrapper, role: str) -> None:
    """Give the application role exactly its rights on everything that exists now; run as the owner."""
    special = table_rights()
    with connection.cursor() as cursor:
        who = sql.Identifier(role)
        database = sql.Identifier(connection.settings_dict["NAME"])
        _run(cursor, "GRANT CONNECT, TEMPORARY ON DATABASE {} TO {}", database, who)
        _run(cursor, "GRANT USAGE ON SCHEMA public TO {}", who)
        _run(cursor, "REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {}", who)
        _run(cursor, "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {}", who)
        for table in connection.introspection.table_names(cursor, include_views=True):
            rights = sql.SQL(", ").join(map(sql.SQL, special.get(table, EVERYDAY)))
            _run(cursor, "GRANT {} ON {} TO {}", rights, sql.Identifier(table), who)


def application_faults(connection: BaseDatabaseWrapper) -> list[str]:
    """Why the connected role is more than an application may be; empty when all is well."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT role.rolsuper, role.rolbypassrls, role.rolcreaterole,
                   has_schema_privilege('public', 'CREATE'),
                   EXISTS (SELECT FROM pg_class WHERE relowner = role.oid AND relkind IN ('r', 'p'))
            FROM pg_roles AS role WHERE role.rolname = current_user
            """
        )
        found = cursor.fetchone()
    faults = ("是超级用户", "可绕过行级安全", "可管理其他角色", "可建表", "拥有数据表")
    return [fault for fault, is_so in zip(faults, found, strict=True) if is_so]


def _run(cursor: CursorWrapper, statement: str, *parts: sql.Composable) -> None:
    cursor.execute(sql.SQL(statement).format(*parts))
