"""行级安全 — the second fence, said in SQL: the same reaches as in Python, compiled for the database.

A row about a person is seen when the remit told by ``apps.core.fence`` reaches it, or when the transaction
itself added or touched it; a person also when a row that is seen names them. Of history is seen what a seen
row said before, and what was written about people who are seen. Whoever was told nothing sees nothing.
"""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model
from pghistory.models import Event
from psycopg import sql

from apps.core.fence import ADDED, REMIT, SYSTEM, TODAY
from apps.members.models import Member, Nomination
from clusterreg.moments import has_history, moments, tables_in
from clusterreg.stretches import DAY, FUNCTION, KEYS, PACKED, SET, Stretches, kept, once, reaches_of

SEEN, NARROWED, HAS_ADDED = "clusterreg_sees_all", "clusterreg_is_narrowed", "clusterreg_has_added"
REACHED, HELD, FOUND = "clusterreg_reached_", "clusterreg_held_", "clusterreg_found_"
NOTE = "clusterreg_note"
POLICY, TRIGGER = "fence", "fence_note"
NO_ARGUMENTS = sql.SQL("")

FUNCTIONS = f"""
CREATE OR REPLACE FUNCTION {SEEN}() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT coalesce(current_setting('{REMIT}', true), '') IN ('{SYSTEM}', '[["everything", null]]')
$$;
CREATE OR REPLACE FUNCTION {NARROWED}() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT coalesce(current_setting('{REMIT}', true), '') LIKE '[%' AND NOT {SEEN}()
$$;
CREATE OR REPLACE FUNCTION clusterreg_targets(reach text) RETURNS SETOF text
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT said ->> 1 FROM jsonb_array_elements(
        CASE WHEN current_setting('{REMIT}', true) LIKE '[%' THEN current_setting('{REMIT}', true)::jsonb
        ELSE '[]'::jsonb END) AS said
    WHERE said ->> 0 = reach AND said ->> 1 IS NOT NULL
$$;
CREATE OR REPLACE FUNCTION clusterreg_today() RETURNS date LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT coalesce(nullif(current_setting('{TODAY}', true), '')::date, current_date)
$$;
CREATE OR REPLACE FUNCTION {HAS_ADDED}() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT coalesce(current_setting('{ADDED}', true), '') <> ''
$$;
CREATE OR REPLACE FUNCTION clusterreg_added(which text) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT position(',' || which || ',' IN coalesce(current_setting('{ADDED}', true), '')) > 0
$$;
CREATE OR REPLACE FUNCTION clusterreg_packed(keys bigint[]) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    WITH words AS (
        SELECT key >> 6 AS place, bit_or(1::bigint << (key & 63)::int) AS word
        FROM unnest(keys) AS key WHERE key IS NOT NULL GROUP BY 1
    ), ends AS (SELECT min(place) AS first, max(place) AS last FROM words)
    SELECT CASE WHEN count(*) = 0 THEN '{{}}' ELSE
        format('[%s:%s]=%s', min(place), max(place), array_agg(coalesce(word, 0) ORDER BY place)) END
    FROM (SELECT generate_series(first, last) AS place FROM ends) AS places LEFT JOIN words USING (place)
$$;
CREATE OR REPLACE FUNCTION clusterreg_unpacked(words bigint[]) RETURNS SETOF bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT (place::bigint << 6) + nth
    FROM generate_subscripts(words, 1) AS place CROSS JOIN generate_series(0, 63) AS nth
    WHERE words[place] <> 0 AND words[place] >> nth & 1 = 1
$$;
CREATE OR REPLACE FUNCTION {NOTE}() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    told jsonb := to_jsonb(NEW);
    which text := ',' || TG_TABLE_NAME || ' ' || NEW.id || ',';
    person text;
BEGIN
    FOREACH person IN ARRAY TG_ARGV LOOP
        which := which || ',{Member._meta.db_table} ' || coalesce(told ->> person, '') || ',';
    END LOOP;
    PERFORM set_config('{ADDED}', coalesce(current_setting('{ADDED}', true), '') || which, true);
    RETURN NEW;
END
$$;
"""  # nosec B608


OF_SOME = (Nomination,)
"""Registers whose rows are mostly about people: the rest of them is reached in the same way."""


def fenced() -> list[type[Model]]:
    """Members, and every register whose rows are about one."""
    about = (each for each in naming() if each in OF_SOME or any(not field.null for field in links(each)))
    return [*about, *following(), Member]


def following() -> list[type[Model]]:
    """What is on record about people without a reach of its own: seen with the person."""
    return [each for each in apps.get_models() if each is not Member and links(each) and not reaches_of(each)]


def naming() -> list[type[Model]]:
    """Every register whose rows may name a member."""
    return [each for each in apps.get_models() if each is not Member and links(each) and reaches_of(each)]


def links(model: type[Model]) -> list[Any]:
    """The fields of a model that name a member."""
    if issubclass(model, Event) or not model._meta.managed:
        return []
    return [field for field in model._meta.concrete_fields if field.related_model is Member]


def raise_fence(connection: BaseDatabaseWrapper, role: str) -> None:
    """Make or renew functions, triggers and policies; run as the owner, as often as one likes."""
    with connection.cursor() as cursor:
        cursor.execute(FUNCTIONS)
        told: list[type[Model]] = [*naming(), *following(), Member]
        stretches = Stretches(connection)
        finding = [_finding(stretches, model) for model in told]
        finding += stretches.functions()
        for function in [*finding, *map(_keeping, told), *map(_reaching, told)]:
            cursor.execute(function)
        for model in told:
            cursor.execute(
                sql.SQL("GRANT EXECUTE ON FUNCTION {}() TO {}").format(_reached(model), sql.Identifier(role))
            )
        cursor.execute(moments(tables_in(function.as_string(connection.connection) for function in finding)))
        for model in fenced():
            for statement in (*_guards(model), *_history_guards(model)):
                cursor.execute(statement)


def _finding(stretches: Stretches, model: type[Model]) -> sql.Composed:
    """The keys of the rows a remit reaches."""
    told = [(reach, stretches.found(model, reach)) for reach in reaches_of(model)]
    # A variable, not a column: what does not depend on a row is worked out once for all of them.
    parts = [
        sql.SQL(
            "FOR fence_target IN SELECT target FROM clusterreg_targets({}) AS target"
            " LOOP RETURN QUERY {}; END LOOP;"
        ).format(sql.Literal(str(reach)), found)
        for reach, found in told
        if found
    ]
    if model is Member:
        parts += [_named(other, field.column) for other in naming() for field in links(other)]
    if model in following():
        parts += [_with(field.column, model) for field in links(model)]
    body = sql.SQL("DECLARE fence_target text; {} BEGIN {} END").format(
        sql.SQL(DAY), sql.SQL(" ").join(parts)
    )
    return FUNCTION.format(name=_found(model), arguments=NO_ARGUMENTS, answer=KEYS, body=body)


def _keeping(model: type[Model]) -> sql.Composed:
    """The same keys as a set of bits; a transaction that only reads finds them once, and keeps them.

    It tells whoever asked, who may hand them back later if the history shows that nothing has changed.
    """
    whose = sql.SQL("concat(current_setting({}, true), fence_day)").format(sql.Literal(REMIT))
    name, query = f"{REACHED}{model._meta.db_table}", sql.SQL("SELECT {}()").format(_found(model))
    body = kept(name, whose, query, PACKED, is_told=has_history(model._meta.db_table))
    return FUNCTION.format(name=_held(model), arguments=NO_ARGUMENTS, answer=SET, body=body)


def _reaching(model: type[Model]) -> sql.Composed:
    """The same keys, one by one."""
    body = sql.SQL("BEGIN RETURN QUERY SELECT clusterreg_unpacked({}()); END").format(_held(model))
    return FUNCTION.format(name=_reached(model), arguments=NO_ARGUMENTS, answer=KEYS, body=body)


def _holds(model: type[Model], column: str) -> sql.Composed:
    """That a column names a row which is reached: one bit of a set that is unpacked once for a mention.

    Said so that the planner takes most rows for reached; it knows nothing of the bits.
    """
    return sql.SQL("((SELECT {held}())[({column} >> 6)::int] >> ({column} & 63)::int) & 1 <> 0").format(
        held=_held(model), column=sql.Identifier(column)
    )


def _named(model: type[Model], column: str) -> sql.Composed:
    """The people whom rows that are reached name."""
    return sql.SQL("RETURN QUERY SELECT {} FROM {} WHERE id IN ({});").format(
        sql.Identifier(column), sql.Identifier(model._meta.db_table), _each_reached(model)
    )


def _with(column: str, model: type[Model]) -> sql.Composed:
    """The rows about people who are reached."""
    return sql.SQL("RETURN QUERY SELECT id FROM {} WHERE {} IN ({});").format(
        sql.Identifier(model._meta.db_table), sql.Identifier(column), _each_reached(Member)
    )


def _each_reached(model: type[Model]) -> sql.SQL:
    return sql.SQL(once(f"{REACHED}{model._meta.db_table}()"))


def _guards(model: type[Model]) -> Iterator[sql.Composed]:
    """The policies of a table, and the note of what a transaction adds and touches."""
    table, people = sql.Identifier(model._meta.db_table), [field.column for field in links(model)]
    added = [sql.SQL("clusterreg_added({} || id)").format(sql.Literal(f"{model._meta.db_table} "))]
    added += [
        sql.SQL("clusterreg_added({} || {})").format(
            sql.Literal(f"{Member._meta.db_table} "), sql.Identifier(name)
        )
        for name in people
    ]
    seen = sql.SQL("(SELECT {}()) OR {} OR (SELECT {}()) AND ({})").format(
        sql.Identifier(SEEN), _holds(model, "id"), sql.Identifier(HAS_ADDED), sql.SQL(" OR ").join(added)
    )
    yield sql.SQL("ALTER TABLE {} ENABLE ROW LEVEL SECURITY").format(table)
    for verb, rule in (("SELECT", "USING"), ("UPDATE", "USING"), ("DELETE", "USING")):
        yield from _policy(table, verb, sql.SQL(f"{rule} ({{}})").format(seen))
    yield from _policy(table, "INSERT", sql.SQL("WITH CHECK (true)"))
    yield sql.SQL(
        "CREATE OR REPLACE TRIGGER {} BEFORE INSERT OR UPDATE ON {} FOR EACH ROW"
        " WHEN ({}()) EXECUTE FUNCTION {}({})"
    ).format(
        sql.Identifier(TRIGGER),
        table,
        sql.Identifier(NARROWED),
        sql.Identifier(NOTE),
        sql.SQL(", ").join(map(sql.Literal, people)),
    )


def _history_guards(model: type[Model]) -> Iterator[sql.Composed]:
    """The policies of a table's history; nobody but its owner changes that anyway."""
    if not hasattr(model, "pgh_event_model"):
        return
    table = sql.Identifier(model.pgh_event_model._meta.db_table)
    known = [_holds(model, "pgh_obj_id"), *(_holds(Member, field.column) for field in links(model))]
    added = sql.SQL("(SELECT {}()) AND clusterreg_added({} || pgh_obj_id)").format(
        sql.Identifier(HAS_ADDED), sql.Literal(f"{model._meta.db_table} ")
    )
    seen = sql.SQL("USING ((SELECT {}()) OR {})").format(
        sql.Identifier(SEEN), sql.SQL(" OR ").join([*known, added])
    )
    yield sql.SQL("ALTER TABLE {} ENABLE ROW LEVEL SECURITY").format(table)
    yield from _policy(table, "SELECT", seen)
    yield from _policy(table, "INSERT", sql.SQL("WITH CHECK (true)"))


def _policy(table: sql.Identifier, verb: str, rule: sql.Composable) -> Iterator[sql.Composed]:
    name = sql.Identifier(f"{POLICY}_{verb.lower()}")
    yield sql.SQL("DROP POLICY IF EXISTS {} ON {}").format(name, table)
    yield sql.SQL("CREATE POLICY {} ON {} FOR {} {}").format(name, table, sql.SQL(verb), rule)


def _reached(model: type[Model]) -> sql.Identifier:
    return sql.Identifier(f"{REACHED}{model._meta.db_table}")


def _held(model: type[Model]) -> sql.Identifier:
    return sql.Identifier(f"{HELD}{model._meta.db_table}")


def _found(model: type[Model]) -> sql.Identifier:
    return sql.Identifier(f"{FOUND}{model._meta.db_table}")
