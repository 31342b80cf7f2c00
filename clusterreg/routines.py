"""数据库函数 — the few things the application may have the owner do, each checked where it is done."""

from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import sql

from apps.members.erasing import EMPTIED, EVENTS, FUNCTION
from apps.members.models import Erasure, Member

ERASE_HISTORY = """
CREATE OR REPLACE FUNCTION {function}(people bigint[]) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp
AS $$
DECLARE
    emptied bigint;
    ignored text := coalesce(nullif(current_setting('pgtrigger.ignore', true), ''), '{{}}');
BEGIN
    -- Only what is gone from the register already, and on record as erased, goes from its history.
    IF EXISTS (
        SELECT FROM unnest(people) AS person WHERE NOT EXISTS (
            SELECT FROM {members} AS one JOIN {erasures} AS erasure ON erasure.member_id = one.id
            WHERE one.id = person AND {is_empty}
        )
    ) THEN
        RAISE EXCEPTION 'not erased' USING ERRCODE = 'insufficient_privilege';
    END IF;
    PERFORM set_config('pgtrigger.ignore', {triggers}, true);
    UPDATE {events} SET {emptying} WHERE pgh_obj_id = ANY (people);
    GET DIAGNOSTICS emptied = ROW_COUNT;
    PERFORM set_config('pgtrigger.ignore', ignored, true);
    RETURN emptied;
END
$$
"""
EMPTY, EMPTYING = sql.SQL("one.{} IS NOT DISTINCT FROM {}"), sql.SQL("{} = {}")


def make_routines(connection: BaseDatabaseWrapper, role: str) -> None:
    """Make them as they are to be, for the application alone; run as the owner."""
    with connection.cursor() as cursor:
        cursor.execute(_erase_history().as_string(cursor.cursor))
        for act in ("REVOKE ALL ON FUNCTION {} FROM PUBLIC", "GRANT EXECUTE ON FUNCTION {} TO {}"):
            names = sql.Identifier(FUNCTION), sql.Identifier(role)
            cursor.execute(sql.SQL(act).format(*names).as_string(cursor.cursor))


def _erase_history() -> sql.Composed:
    columns = [(sql.Identifier(name), sql.Literal(value)) for name, value in EMPTIED.items()]
    names = ",".join(trigger.get_pgid(EVENTS) for trigger in EVENTS._meta.triggers)
    return sql.SQL(ERASE_HISTORY).format(
        function=sql.Identifier(FUNCTION),
        triggers=sql.Literal(f"{{{names}}}"),
        members=sql.Identifier(Member._meta.db_table),
        erasures=sql.Identifier(Erasure._meta.db_table),
        events=sql.Identifier(EVENTS._meta.db_table),
        is_empty=sql.SQL(" AND ").join([EMPTY.format(*column) for column in columns]),
        emptying=sql.SQL(", ").join([EMPTYING.format(*column) for column in columns]),
    )
