"""成批写入 — many rows at once: COPY into a temporary table, ANALYZE, then one statement.

Never COPY into a table itself: history says who and why only for statements it can see. The temporary table
is analysed first, because a join planned without statistics is a hundred times slower.

Every trigger asks for a setting of its package and catches the error when there is none, at the price of a
subtransaction rolled back for each row. So the setting is given: nothing ignored.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, LiteralString

from django.db import connection
from django.db.models import Field, Model
from psycopg import sql

BINARY_NAMES = {
    "bigint": "int8",
    "integer": "int4",
    "smallint": "int2",
    "boolean": "bool",
    "timestamp with time zone": "timestamptz",
}

SPARED: LiteralString = (
    "SELECT set_config('pgtrigger.ignore',"
    " coalesce(nullif(current_setting('pgtrigger.ignore', true), ''), '{{}}'), true)"
)
IGNORED: LiteralString = "SET LOCAL pgtrigger.ignore = {}"
STAGED: LiteralString = (
    "CREATE TEMPORARY TABLE IF NOT EXISTS {} ON COMMIT DROP AS SELECT {} FROM {} WITH NO DATA; TRUNCATE {}; "
    + SPARED  # nosec B608
)


def next_keys(model: type[Model], count: int) -> list[int]:
    """Keys for rows still to be written, so that what points to them can be written with them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(found.counter) FROM generate_series(1, %s),"
            " (SELECT pg_get_serial_sequence(%s, 'id')::regclass AS counter OFFSET 0) AS found",
            [count, model._meta.db_table],
        )
        return [key for (key,) in cursor.fetchall()]


@dataclass(frozen=True, slots=True)
class Prepared:
    """备好的行 — rows laid out as they will be copied; making them ready asks no database."""

    model: type[Model]
    copied: list[Field]
    alike: list[Field]
    """What no row gives is said once, in the statement; only what differs from row to row is copied."""
    values: list[list[Any]]

    def insert(self) -> int:
        """Answers how many."""
        if not self.values:
            return 0
        names = [field.attname for field in self.copied]
        with staged_rows(self.model, names, self.values, analyse=False) as (staged, count):
            said = (sql.Literal(field.get_default()) for field in self.alike)
            _run(
                "INSERT INTO {} ({}) SELECT {} FROM {}",
                _table(self.model),
                _names(self.model, [*names, *(field.attname for field in self.alike)]),
                sql.SQL(", ").join([*map(_identifier, self.copied), *said]),
                staged,
            )
        return count


def prepared(model: type[Model], rows: Sequence[Mapping[str, Any]]) -> Prepared:
    """Rows given as values under attribute names; what they leave out takes the field's default.

    Values are stored as given: choices, lengths and encryption are the caller's business.
    """
    given: set[str] = set().union(*rows)
    fields = [f for f in model._meta.concrete_fields if not f.primary_key or f.attname in given]
    alike = [f for f in fields if f.attname not in given and not _is_made(f)]
    copied = [f for f in fields if f not in alike]
    return Prepared(model, copied, alike, list(_values(copied, rows)))


def insert(model: type[Model], rows: Sequence[Mapping[str, Any]]) -> int:
    """Insert rows as they are ``prepared``. Answers how many."""
    return prepared(model, rows).insert()


def _values(fields: Sequence[Field], rows: Sequence[Mapping[str, Any]]) -> Iterator[list[Any]]:
    """Rows in the order of the fields; a default is asked for once per row only where it may differ."""
    plain = [(f.attname, None if _is_made(f) else f.get_default()) for f in fields]
    made = [(place, f.attname, f.get_default) for place, f in enumerate(fields) if _is_made(f)]
    for row in rows:
        values = [row.get(name, default) for name, default in plain]
        for place, name, make in made:
            if name not in row:
                values[place] = make()
        yield values


def _is_made(field: Field) -> bool:
    """Whether its default may differ from row to row."""
    return field.has_default() and callable(field.default)


def amend(model: type[Model], rows: Sequence[Mapping[str, Any]]) -> int:
    """Update rows given by ``id`` and attribute names; what a row leaves out or gives as ``None`` stays."""
    columns = ["id", *sorted({name for row in rows for name in row} - {"id"})]
    if len(columns) == 1:
        return 0
    changes = sql.SQL(", ").join(
        sql.SQL("{0} = COALESCE(staged.{0}, kept.{0})").format(sql.Identifier(_column(model, name)))
        for name in columns[1:]
    )
    with staged_rows(model, columns, ([row.get(n) for n in columns] for row in rows)) as (staged, count):
        _run(
            "UPDATE {} AS kept SET {} FROM {} AS staged WHERE kept.id = staged.id",
            _table(model),
            changes,
            staged,
        )
    return count


def spare_triggers() -> None:
    """Let triggers of this transaction find the setting they ask for: thirty times quicker per row."""
    _run(SPARED)


def check_at_once() -> None:
    """From here on what points to rows is checked with every statement: a third cheaper than at the end."""
    _run("SET CONSTRAINTS ALL IMMEDIATE")


@contextmanager
def unrecorded(model: type[Model]) -> Iterator[None]:
    """Write to a table past its triggers: only for what changes nothing that anybody could read."""
    triggers: Any = getattr(model._meta, "triggers", ())
    names = ",".join(trigger.get_pgid(model) for trigger in triggers)
    before = _ignored()
    _run(IGNORED, sql.Literal(f"{{{names}}}"))
    yield
    _run(IGNORED, sql.Literal(before))


def _ignored() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(nullif(current_setting('pgtrigger.ignore', true), ''), '{}')")
        return str(cursor.fetchone()[0])


@contextmanager
def staged_rows(
    model: type[Model], columns: Sequence[str], rows: Iterable[Sequence[Any]], *, analyse: bool = True
) -> Iterator[tuple[sql.Identifier, int]]:
    """A temporary table holding the rows under the columns of ``model``, and how many they are.

    It serves throughout the transaction: making one anew costs more than filling it. What is not joined need
    not be analysed.
    """
    shape = sha256(" ".join([model._meta.db_table, *columns]).encode()).hexdigest()
    staged = sql.Identifier(f"staged_{shape[:32]}")
    _run(STAGED, staged, _names(model, columns), _table(model), staged)
    count = _copy(staged, [_field(model, name) for name in columns], rows)
    if analyse:
        _run("ANALYZE {}", staged)
    yield staged, count


def _copy(staged: sql.Identifier, fields: Sequence[Field], rows: Iterable[Sequence[Any]]) -> int:
    count = 0
    with connection.cursor() as cursor:
        statement = sql.SQL("COPY {} FROM STDIN (FORMAT BINARY)").format(staged)
        with cursor.cursor.copy(statement) as copy:
            copy.set_types([_binary_name(field) for field in fields])
            for row in rows:
                copy.write_row(row)
                count += 1
    return count


def _binary_name(field: Field) -> str:
    """The type's name as the driver knows it: varchar(40) is varchar, bigint is int8."""
    written = str(field.db_type(connection)).removesuffix("[]")
    plain = written.partition("(")[0]
    many = "[]" if str(field.db_type(connection)).endswith("[]") else ""
    return BINARY_NAMES.get(plain, plain) + many


def _field(model: type[Model], name: str) -> Field:
    return next(field for field in model._meta.concrete_fields if field.attname == name)


def _column(model: type[Model], name: str) -> str:
    return str(_field(model, name).column)


def _identifier(field: Field) -> sql.Identifier:
    return sql.Identifier(str(field.column))


def _names(model: type[Model], columns: Sequence[str]) -> sql.Composed:
    return sql.SQL(", ").join(sql.Identifier(_column(model, name)) for name in columns)


def _table(model: type[Model]) -> sql.Identifier:
    return sql.Identifier(model._meta.db_table)


def _run(statement: LiteralString, *parts: sql.Composable) -> None:
    with connection.cursor() as cursor:
        # History adds its context to statements, and reads them as text.
        cursor.execute(sql.SQL(statement).format(*parts).as_string(cursor.cursor))
