"""复原 — every staged row that does not stay is written back as it was before, table by table."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from django.db.models import ForeignKey, Model
from psycopg import sql

from apps.core.undoing.shapes import Shape, Shapes
from apps.core.undoing.statements import ask, column, listed, number, run, table

REMOVE = """
DELETE FROM {table} t USING undoing u
WHERE u.place = {place} AND u.act = 'added' AND u.kept = '' AND t.id = u.id {some}
"""
CHANGE_BACK = """
UPDATE {table} t SET {changes} FROM undoing u JOIN {events} b ON b.pgh_id = u.before
WHERE u.place = {place} AND u.act = 'changed' AND u.kept = '' AND t.id = u.id {some}
"""
PUT_BACK = """
INSERT INTO {table} (id, {columns}) SELECT b.id, {values}
FROM undoing u JOIN {events} b ON b.pgh_id = u.before
WHERE u.place = {place} AND u.act = 'removed' AND u.kept = '' {some} ORDER BY b.id
"""
TOUCHED = """
SELECT DISTINCT COALESCE(t.{link}, b.{link}) FROM undoing u
LEFT JOIN {table} t ON t.id = u.id LEFT JOIN {events} b ON b.pgh_id = u.after
WHERE u.place = {place} AND u.kept = ''
"""

Settle = Callable[[list[int]], object]
S = TypeVar("S", bound=Callable[..., object])
_settling: dict[type[Model], tuple[str, Settle]] = {}


def settles(model: type[Model], link: str = "") -> Callable[[S], S]:
    """Say from above what has to follow when rows of ``model`` were written back: a call with their keys.

    With ``link``, with the keys that link holds: a path follows from edges.
    """

    def register(settle: S) -> S:
        _settling[model] = (link, settle)
        return settle

    return register


class Restoring:
    """Writes back; a call that fails can be made again for some of the rows only."""

    def __init__(self, shapes: Shapes) -> None:
        self.shapes = shapes

    def steps(self) -> list[tuple[Shape, str, Callable[[Shape, sql.Composable], int]]]:
        """In the order in which nothing stands in anybody's way."""
        children_first = self.shapes.found[::-1]
        return [
            *((shape, "added", remove) for shape in children_first),
            *((shape, "changed", change_back) for shape in self.shapes),
            *((shape, "removed", put_back) for shape in self.shapes),
        ]

    def settle(self) -> None:
        """Let what follows from the rows follow."""
        for shape in self.shapes:
            if shape.model in _settling:
                link, settle = _settling[shape.model]
                settle(_keys(shape, link))


def remove(shape: Shape, some: sql.Composable) -> int:
    """Rows that were added go."""
    return run(REMOVE, table=table(shape.model), place=number(shape.place), some=some)


def change_back(shape: Shape, some: sql.Composable) -> int:
    """Rows that were changed say again what they said."""
    each = sql.SQL("{0} = b.{0}")
    return run(
        CHANGE_BACK,
        table=table(shape.model),
        events=table(shape.events),
        place=number(shape.place),
        changes=sql.SQL(", ").join(each.format(column(field)) for field in shape.restored),
        some=some,
    )


def put_back(shape: Shape, some: sql.Composable) -> int:
    """Rows that were removed stand again, under their old keys."""
    columns = [column(field) for field in shape.fields]
    return run(
        PUT_BACK,
        table=table(shape.model),
        events=table(shape.events),
        place=number(shape.place),
        columns=listed(columns),
        values=listed(columns, "b"),
        some=some,
    )


def _keys(shape: Shape, link: str) -> list[int]:
    if not link:
        return [
            key
            for (key,) in ask(
                "SELECT id FROM undoing WHERE place = {place} AND kept = ''", place=number(shape.place)
            )
        ]
    field: ForeignKey = shape.model._meta.get_field(link)  # type: ignore[assignment]
    found = ask(
        TOUCHED,
        table=table(shape.model),
        events=table(shape.events),
        place=number(shape.place),
        link=column(field),
    )
    return [key for (key,) in found if key is not None]


def some_of(keys: Iterable[int]) -> sql.Composable:
    """For a statement that takes only these rows."""
    return sql.SQL("AND u.id = ANY({})").format(sql.Literal(list(keys)))
