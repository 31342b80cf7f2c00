"""时刻 — how everything stands that a remit's reach is found from: the newest events, and who is writing.

Events are numbered when they are written and seen when they are committed; what was found while somebody
wrote therefore holds only as long as they still write.
"""

from collections.abc import Iterable

from psycopg import sql

from apps.chains.seen import NAMED_IN_SQL, all_tables, event_tables

MOMENT = sql.SQL(
    """
    CREATE OR REPLACE FUNCTION clusterreg_moment(OUT events text, OUT writing text[])
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    BEGIN
        events := concat_ws(',', {newest});
        writing := ARRAY(
            SELECT DISTINCT concat(relation, ' ', virtualtransaction) FROM pg_locks
            WHERE locktype = 'relation' AND mode = 'RowExclusiveLock' AND granted AND pid <> pg_backend_pid()
            AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
            AND relation = ANY (ARRAY[{tables}]::regclass[])
        );
    END
    $$
    """
)
NEWEST = sql.SQL("(SELECT coalesce(max(pgh_id), 0) FROM {})")
RECALLED = """
CREATE OR REPLACE FUNCTION clusterreg_recalled(
    then_events text, then_writing text[], settings text[], keys text[],
    OUT events text, OUT writing text[], OUT holds boolean
) LANGUAGE plpgsql AS $$
BEGIN
    SELECT moment.events, moment.writing INTO events, writing FROM clusterreg_moment() AS moment;
    holds := then_events = events AND then_writing <@ writing;
    IF holds THEN
        PERFORM set_config(told.setting, told.kept, true) FROM unnest(settings, keys) AS told (setting, kept);
    END IF;
END
$$
"""


def tables_in(statements: Iterable[str]) -> frozenset[str]:
    """Every table of ours that statements read."""
    return all_tables().intersection(NAMED_IN_SQL.findall(" ".join(statements)))


def has_history(table: str) -> bool:
    """Whether every change of a table's rows is an event."""
    return table in event_tables()


def moments(tables: Iterable[str]) -> sql.Composed:
    """The functions that say how these tables stand, and hand back what was found when they stood alike."""
    known = sorted(filter(has_history, tables))
    moment = MOMENT.format(
        newest=sql.SQL(", ").join([NEWEST.format(sql.Identifier(event_tables()[table])) for table in known]),
        tables=sql.SQL(", ").join(map(sql.Literal, known)),
    )
    return sql.SQL(";").join([moment, sql.SQL(RECALLED)])
