"""登记表 — the desk of rosters whose rows are records of one model.

A roster of this kind names its columns as the model names its fields. Its desk says by which of them a
record is known again and which name rows of other registers; the rest follows from the model: what must be
filled in, what a value may be, and what its constraints say, in the words of the form.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db.models import DecimalField, Field, Model, QuerySet, prefetch_related_objects

from apps.core import bulk, clock
from apps.core.dated import Dated, in_force
from apps.core.judgement import Issue, error
from apps.core.models import Step
from apps.core.proving import refusals
from apps.core.refusals import issues_of
from apps.core.remit import RemitQuerySet
from apps.rosters.checking import Check
from apps.rosters.links import Link
from apps.rosters.naming import Named
from apps.rosters.register import Known, Recognition
from apps.rosters.registry import Kept, Suggestion
from apps.rosters.rows import Row, Verdict, repeated
from apps.rosters.situation import Situation

DAY = "D"
NAMELESS = "名册导入"


@dataclass(slots=True)
class Entering:
    """A row with what it names, and the record it is about."""

    row: Row
    named: dict[str, Named]
    given: dict[str, Any] = field(default_factory=dict)
    """What the row says, under the model's attribute names."""
    record: Model | None = None
    is_foreign: bool = False
    """Somebody outside the remit has the record."""
    rivals: int = 0
    """How many records it may be about, where nobody can tell which."""
    new_key: int | None = None
    """What the record is numbered by when it is written."""

    @property
    def key(self) -> int:
        """The record's, old or new."""
        return self.record.pk if self.record else self.new_key  # type: ignore[return-value]


class RecordDesk:
    """登记表经办 — subclasses name a model, what identifies its rows, and the links of its columns."""

    model: ClassVar[type[Model]]
    identity: ClassVar[tuple[str, ...]]
    """Attribute names that together tell one record from another."""
    links: ClassVar[Mapping[str, type[Link]]] = {}
    first: ClassVar[frozenset[str]] = frozenset()
    """Columns that only say how a record begins: later its workflow moves them, not a roster."""

    def __init__(self, situation: Situation) -> None:
        self.situation = situation
        self.linked = {name: link(situation, name) for name, link in self.links.items()}
        self.seen: dict[tuple[str | None, int], Entering] = {}

    # What a subclass may add

    def begin(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """What a new record has beside what its row says."""
        return {}

    def doubts(self, entering: Sequence[Entering]) -> Iterator[tuple[int, Issue]]:
        """What only a look at other records can tell: (place of the row, issue)."""
        yield from ()

    def candidates(self) -> QuerySet:
        """Records a row may be about."""
        rows: QuerySet = self.model._base_manager.all()
        return rows.filter(in_force(self.situation.as_of)) if issubclass(self.model, Dated) else rows

    # Asked

    def recognise(self, rows: Sequence[Row]) -> Recognition:
        """One look at the register for the whole file."""
        found = Recognition()
        entering = self._look(rows)
        self.seen = {(one.row.sheet, one.row.number): one for one in entering}
        for place, one in enumerate(entering):
            if one.record is not None and not one.is_foreign:
                found.known[place] = Known(one.record.pk, self._values(one))
            for issue in self._issues(one):
                found.say(place, issue)
            for named, link in self._names(one):
                if named.may_be_created:
                    found.missing.setdefault(link.kind, {}).setdefault(named.name, []).append(place)
        twice = dict(self._twice(entering))
        refused = self._refused(entering, twice)
        for place, issue in (*twice.items(), *refused, *self.doubts(entering)):
            found.say(place, issue)
        return found

    def suggest(self, kind: str, name: str) -> list[Suggestion]:
        """Registered things with the closest names."""
        link = next(link for link in self.linked.values() if link.kind == kind)
        return link.suggest(name)

    def _look(self, rows: Sequence[Row]) -> list[Entering]:
        named = {name: link.read(rows) for name, link in self.linked.items()}
        entering = []
        for place, row in enumerate(rows):
            names = {name: found for name, column in named.items() if (found := column[place])}
            one = Entering(row, names)
            self._spell(one)
            one.given = self._given(one)
            entering.append(one)
        self._find(entering)
        return entering

    def _spell(self, one: Entering) -> None:
        """Registered spelling; amounts as exact as the register keeps them."""
        values = one.row.values
        for name, named in one.named.items():
            if named.key:
                values[name] = self.linked[name].spelled(named)
        for name, column in self._plain.items():
            if isinstance(column, DecimalField) and isinstance(values.get(name), Decimal | int):
                exact = Decimal(1).scaleb(-(column.decimal_places or 0))
                values[name] = Decimal(values[name]).quantize(exact, ROUND_HALF_UP)

    def _given(self, one: Entering) -> dict[str, Any]:
        values = one.row.values
        given = {name: values[name] for name in self._plain if values.get(name) is not None}
        given = {name: list(value) if isinstance(value, tuple) else value for name, value in given.items()}
        for name, named in one.named.items():
            given |= self.linked[name].columns(named)
        return given

    @cached_property
    def _plain(self) -> dict[str, Field]:
        """Fields of the model that a row says itself."""
        fields = self.model._meta.concrete_fields
        return {f.name: f for f in fields if not f.primary_key and not f.is_relation}

    def _find(self, entering: Sequence[Entering]) -> None:
        """The records the rows are about, and which of them are somebody else's."""
        wanted: dict[tuple, list[Entering]] = {}
        for one in entering:
            if (identity := self._identity(one)) is not None:
                wanted.setdefault(identity, []).append(one)
        first = list({identity[0] for identity in wanted})
        records = self.candidates().filter(**{f"{self._first_lookup}__among": first}).order_by("pk")
        found = {
            identity: record for record in records if (identity := self._stored_identity(record)) in wanted
        }
        reached = self._reached([record.pk for record in found.values()])
        for identity, record in found.items():
            for one in wanted[identity]:
                one.record, one.is_foreign = record, record.pk not in reached

    @cached_property
    def _first_lookup(self) -> str:
        first = self.identity[0]
        return f"{first.removesuffix('_id')}__pk" if first.endswith("_id") else first

    def _identity(self, one: Entering) -> tuple | None:
        said = tuple(one.given.get(name) for name in self.identity)
        return None if said[0] is None else said

    def _stored_identity(self, record: Model) -> tuple:
        return tuple(None if (v := getattr(record, name)) == "" else v for name in self.identity)

    def _reached(self, keys: list[int]) -> set[int]:
        rows: RemitQuerySet = self.model._default_manager.all()  # type: ignore[assignment]
        return set(rows.within(self.situation.remit).filter(pk__among=keys).values_list("pk", flat=True))

    # Judged

    def _values(self, one: Entering) -> dict[str, Any]:
        """The record under the roster's names; what only begins a record is not compared."""
        record = one.record
        said = {
            name: getattr(record, name)
            for name in self._plain
            if name in one.row.values and name not in self.first
        }
        said = {n: tuple(v) if isinstance(v, list) else None if v == "" else v for n, v in said.items()}
        linked = {name: link.stored(record) for name, link in self.linked.items()}  # type: ignore[arg-type]
        return said | linked

    def _issues(self, one: Entering) -> Iterator[Issue]:
        for named, _ in self._names(one):
            yield from named.issues
        if one.is_foreign:
            yield error("OUT_OF_REMIT", "这条记录暂不能登记，请联系组织部", field=self._title_field)
            return
        yield from one.row.lost(self.identity)
        yield from self._unfit(one)
        if one.record is None:
            yield from self._lacking(one)
            if not self._is_anchored(one):
                yield error(
                    "OUT_OF_REMIT", "登记后不在您的职责范围内，请填写所属单位或集群", field=self._title_field
                )

    def _names(self, one: Entering) -> Iterator[tuple[Named, Link]]:
        for name, named in one.named.items():
            yield named, self.linked[name]

    def _unfit(self, one: Entering) -> Iterator[Issue]:
        """What a single value may not be."""
        for name, value in one.row.values.items():
            column = self._plain.get(name)
            if column is None or value is None:
                continue
            if one.row.values.get(f"{name}_precision", DAY) != DAY and f"{name}_precision" not in self._plain:
                yield error("DAY_NEEDED", "日期须填写到日", field=name)
                continue
            try:
                column.clean(one.given[name], None)
            except ValidationError as refused:
                yield error("VALUE_REFUSED", "".join(refused.messages), field=name)

    def _lacking(self, one: Entering) -> Iterator[Issue]:
        """What a new record must say."""
        said = one.given | self.begin(one.given)
        for column in self.model._meta.concrete_fields:
            needed = not (column.null or column.blank or column.has_default() or column.primary_key)
            if needed and said.get(column.attname) is None and not self._is_new(one, column.name):
                yield error("MISSING", f"没有填写{column.verbose_name}", field=column.name)

    def _is_new(self, one: Entering, name: str) -> bool:
        return name in one.named  # named but not found: the name itself has been objected to

    def _is_anchored(self, one: Entering) -> bool:
        return self.situation.remit.is_everything or any(
            link.is_anchor and (named.key or named.is_new) for named, link in self._names(one)
        )

    @cached_property
    def _title_field(self) -> str:
        return self.identity[0].removesuffix("_id")

    def _twice(self, entering: Sequence[Entering]) -> Iterator[tuple[int, Issue]]:
        for place, _, earlier in repeated((self._identity(one), one.row) for one in entering):
            yield place, self._same_as(earlier)

    def _same_as(self, earlier: Row) -> Issue:
        return error("TWICE", f"与{earlier.place}是同一条记录", field=self._title_field)

    def _refused(self, entering: Sequence[Entering], twice: Collection[int]) -> Iterator[tuple[int, Issue]]:
        """What the table itself would refuse, in the words of its constraints and of ``clean``.

        A row that says again what an earlier one says is not also told that the two cannot both be.
        """
        judged = [(place, one) for place, one in enumerate(entering) if not self._has_gap(one)]
        wholes = [self._whole(one) for _, one in judged]
        keys = [one.record.pk if one.record else None for _, one in judged]
        for number, broken in refusals(self.model, wholes, keys).items():
            for sentence, other in broken:
                place = judged[number][0]
                if other is None or place not in twice:
                    beside = "" if other is None else f"（与{judged[other][1].row.place}）"
                    yield place, error("REFUSED", f"{sentence}{beside}", field=self._title_field)
        yield from self._cleaned([place for place, _ in judged], wholes)

    def _has_gap(self, one: Entering) -> bool:
        return one.is_foreign or any(issue.blocks for issue in self._issues(one))

    def _whole(self, one: Entering) -> dict[str, Any]:
        """The record as it would stand."""
        if one.record is None:
            return self.begin(one.given) | {n: v for n, v in one.given.items() if v is not None}
        stored = {f.attname: getattr(one.record, f.attname) for f in self.model._meta.concrete_fields}
        stored.pop("id")
        return stored | {n: v for n, v in one.given.items() if v is not None and n not in self.first}

    def _cleaned(self, places: Sequence[int], wholes: Sequence[Mapping]) -> Iterator[tuple[int, Issue]]:
        if self.model.clean is Model.clean:
            return
        records = [self.model(**whole) for whole in wholes]
        prefetch_related_objects(
            records, *(f.name for f in self.model._meta.concrete_fields if f.is_relation)
        )
        for place, record in zip(places, records, strict=True):
            try:
                record.clean()
            except ValidationError as refused:
                issues = issues_of(refused, self.model, {*self._plain, *self.linked})
                yield from ((place, issue) for issue in issues)

    # Kept

    def keep(self, check: Check) -> Kept:
        """Write every row judged new or changed."""
        kept, word = Kept(), str(self.model._meta.verbose_name)
        new = [self.seen[row.sheet, row.number] for row in check.records if row.verdict is Verdict.NEW]
        changed = [
            self.seen[row.sheet, row.number] for row in check.records if row.verdict is Verdict.CHANGED
        ]
        self._create_named([*new, *changed], kept)
        written = {word: self._insert(new), f"修改{word}": self._amend(changed)}
        kept.written |= {said: count for said, count in written.items() if count}
        return kept

    def _create_named(self, entering: Sequence[Entering], kept: Kept) -> None:
        for name, link in self.linked.items():
            named = [one.named[name] for one in entering if name in one.named and one.named[name].is_new]
            if fresh := list({id(each): each for each in named if each.key is None}.values()):
                link.create(fresh, kept)

    def _insert(self, new: Sequence[Entering]) -> int:
        for one, key in zip(new, bulk.next_keys(self.model, len(new)), strict=True):
            one.new_key = key
        rows = [{"id": one.new_key} | self._row(one) for one in new]
        count = bulk.insert(self.model, rows)
        if "status" in self._plain:
            self._write_steps(rows)
        return count

    def _row(self, one: Entering) -> dict[str, Any]:
        given = self._given(one)
        return {name: value for name, value in (self.begin(given) | given).items() if value is not None}

    def _write_steps(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Where each begins, as if it had been begun by hand."""
        now, label = clock.now(), self.model._meta.label_lower
        default = self._plain["status"].get_default()
        steps = [
            {
                "model": label,
                "key": row["id"],
                "state": row.get("status", default),
                "at": now,
                "why": NAMELESS,
            }
            for row in rows
        ]
        bulk.insert(Step, steps)

    def _amend(self, changed: Sequence[Entering]) -> int:
        rows = []
        for one in changed:
            given, wanted = self._given(one), set()
            for name in one.row.changes:
                wanted |= set(self.linked[name].columns(one.named[name])) if name in one.named else {name}
            row = {name: given[name] for name in wanted if name in given}
            if row and one.record is not None:
                rows.append({"id": one.record.pk} | row)
        return bulk.amend(self.model, rows)
