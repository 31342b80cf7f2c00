"""一段职责 — what a reach finds for a target, said in SQL; reaches that run through others ask these.

Most reaches run through organisations, enterprises and people: what those come to for a target is a function
of its own, so that thirty tables find it once and not thirty times.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model, Q, QuerySet
from django.db.models.expressions import RawSQL
from psycopg import sql

from apps.core import clock
from apps.core.fence import READING, YES
from apps.core.reaching import BUSINESS
from apps.core.remit import Reach, Target, condition, saying, table_of

WITHIN = "clusterreg_within_"
BY_KEY = (Reach.DEPARTMENT, Reach.ENTERPRISE)
ANY_KEY, ANY_DAY = 918_273_645, date(1, 2, 3)
ANY_PATH = f"/{ANY_KEY}/"

# Run with the owner's rights, or policies would ask themselves; planned once in a connection, since planning
# such statements takes longer than they do; in a statement that several work on nobody may keep anything.
FUNCTION = sql.SQL(
    "CREATE OR REPLACE FUNCTION {name}({arguments}) RETURNS {answer} LANGUAGE plpgsql STABLE"
    " PARALLEL UNSAFE SECURITY DEFINER SET search_path = public, pg_temp"
    " SET plan_cache_mode = force_generic_plan AS $fence$ {body} $fence$"
)
KEYS, SET = sql.SQL("SETOF bigint"), sql.SQL("bigint[]")
TARGET, WHOSE = sql.SQL("fence_target text"), sql.SQL("concat(fence_target, ' ', fence_day)")
# A variable: what is called in a condition is called for every row.
DAY = "fence_day date := clusterreg_today();"
TELL = sql.SQL("RAISE NOTICE USING MESSAGE = {}, DETAIL = kept;")
NOTHING = sql.SQL("SELECT NULL::bigint WHERE false")
Stretch = tuple[type[Model], Reach]


class Stretches:
    """Compiles reaches, and remembers which functions they ask."""

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        self._connection = connection
        self._asked: dict[Stretch, None] = {}

    def found(self, model: type[Model], reach: Reach) -> sql.Composed | None:
        """The statement that finds rows for ``fence_target``; nothing where there never are any."""
        return self._compiled(model._default_manager.all(), model, reach)

    def functions(self) -> Iterator[sql.Composed]:
        """Those that have been asked, and those that these ask in turn."""
        made: set[Stretch] = set()
        while missing := [stretch for stretch in self._asked if stretch not in made]:
            for model, reach in missing:
                made.add((model, reach))
                found = self._compiled(model._base_manager.all(), model, reach)
                name = function_of(model, reach)
                body = kept(name, WHOSE, found or NOTHING)
                yield FUNCTION.format(name=sql.Identifier(name), arguments=TARGET, answer=KEYS, body=body)

    def _compiled(self, rows: QuerySet, model: type[Model], reach: Reach) -> sql.Composed | None:
        target = ANY_KEY if reach in BY_KEY else ANY_PATH
        with clock.set_to(ANY_DAY), saying(self._say):
            asked = rows.filter(condition(table_of(model)[reach], target)).order_by().values_list("pk")
            try:
                statement, parameters = asked.query.get_compiler(connection=self._connection).as_sql()
            except EmptyResultSet:
                return None
        pieces = statement.replace("%%", "%").split("%s")
        told: list[sql.Composable] = [sql.SQL(pieces[0])]
        for parameter, piece in zip(parameters, pieces[1:], strict=True):
            told += [_value(parameter), sql.SQL(piece)]
        return sql.Composed(told)

    def _say(self, model: type[Model], reach: Reach, target: Target) -> Q:
        """What a stretch asks of rows: that its function finds them; a plain lookup is said on the spot."""
        lookup = table_of(model)[reach]
        if isinstance(lookup, str):
            return condition(lookup, target)
        self._asked[model, reach] = None
        return Q(pk__in=RawSQL(once(f"{function_of(model, reach)}(fence_target)"), ()))  # nosec B611


def once(function: str) -> str:
    """The keys a function finds, for a condition: it is called once, whatever the planner thinks."""
    return f"WITH found AS MATERIALIZED (SELECT {function} AS key) SELECT key FROM found"  # nosec B608


def function_of(model: type[Model], reach: Reach) -> str:
    """The name of the function that finds rows of a model for a target of a reach."""
    return f"{WITHIN}{model._meta.db_table}_{reach}"


def reaches_of(model: type[Model]) -> list[Reach]:
    """The reaches that find rows of a model."""
    manager: Any = model._default_manager
    known = table_of(model) if hasattr(manager, "within") else {}
    return [reach for reach in BUSINESS if reach in known]


@dataclass(frozen=True)
class Shape:
    """How what was found is answered at once, kept as text, and answered from that."""

    anew: sql.SQL
    text: sql.SQL
    again: sql.SQL


LISTED = Shape(
    sql.SQL("RETURN QUERY {query}; RETURN;"),
    sql.SQL("ARRAY(SELECT DISTINCT key FROM ({query}) AS found (key))::text"),
    sql.SQL("RETURN QUERY SELECT unnest(substr(kept, 33)::bigint[]);"),
)
PACKED = Shape(
    sql.SQL("RETURN clusterreg_packed(ARRAY({query}))::bigint[];"),
    sql.SQL("clusterreg_packed(ARRAY({query}))"),
    sql.SQL("RETURN substr(kept, 33)::bigint[];"),
)


def kept(
    name: str,
    whose: sql.Composable,
    query: sql.Composable,
    shape: Shape = LISTED,
    *,
    is_told: bool = False,
) -> sql.Composed:
    """The body of a function: what only reads finds keys once, and keeps them with whose they are."""
    setting = sql.Literal(name.replace("_", ".", 1))
    return sql.SQL(
        """
        DECLARE
            {day}
            whose text := md5({whose});
            kept text := current_setting({setting}, true);
        BEGIN
            IF current_setting({reading}, true) IS DISTINCT FROM {yes} THEN
                {anew}
            END IF;
            IF kept IS NULL OR left(kept, 32) <> whose THEN
                kept := whose || {text};
                PERFORM set_config({setting}, kept, true);
                {tell}
            END IF;
            {again}
        END
        """
    ).format(
        day=sql.SQL(DAY),
        whose=whose,
        setting=setting,
        reading=sql.Literal(READING),
        yes=sql.Literal(YES),
        anew=shape.anew.format(query=query),
        text=shape.text.format(query=query),
        tell=TELL.format(setting) if is_told else sql.SQL(""),
        again=shape.again,
    )


def _value(parameter: Any) -> sql.Composable:
    """A parameter of the compiled reach: the target, the day, or what it is."""
    known = {
        ANY_PATH: "fence_target",
        f"{ANY_PATH}%": "fence_target || '%'",
        ANY_KEY: "fence_target::bigint",
        ANY_DAY: "fence_day",
    }
    if parameter in known:
        return sql.SQL(f"({known[parameter]})")
    if re.search(str(ANY_KEY), str(parameter)):
        raise ValueError(f"a reach makes something of its target that the fence cannot say: {parameter}")
    return sql.Literal(parameter)
