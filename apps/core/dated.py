"""有起止日期的关系 — what a date can change is a row with a beginning and an end.

``[starts_on, ends_on)``: a row is in force on a day when it has begun by then and
not yet ended. ``ends_on`` empty means still in force.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Self, TypeVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, F, FilteredRelation, FloatField, Func, Manager, Q, QuerySet, Value, When
from django.db.models.functions import Greatest, Least

from apps.core import clock
from apps.core.fields import BoxField, PointField
from apps.core.remit import RemitQuerySet

SAME_POINT = "~="
HOLDS_A_DAY = Q(ends_on=None) | Q(ends_on__gt=F("starts_on"))
"""A row that ends on the day it begins says nothing of any day."""
Row = TypeVar("Row", bound=models.Model)


def in_force(on: Any, through: str = "") -> Q:
    """The condition that a dated row (reached ``through`` a relation) is in force on a day; the day may be
    another column's."""
    prefix = f"{through}__" if through else ""
    return Q(**{f"{prefix}starts_on__lte": on}) & _not_ended(on, prefix)


def lasting(on: date) -> Q:
    """The condition that a dated row is in force on a day or begins later; what holds no day does neither."""
    return _not_ended(on) & HOLDS_A_DAY


def _not_ended(on: Any, prefix: str = "") -> Q:
    return Q(**{f"{prefix}ends_on": None}) | Q(**{f"{prefix}ends_on__gt": on})


def relation_on(relation: str, on: date) -> FilteredRelation:
    """A join to the row of a dated relation in force on a day: at most one where rows never overlap."""
    return FilteredRelation(relation, condition=in_force(on, relation))


class DatedQuerySet(RemitQuerySet):
    """Rows with a beginning and an end."""

    def in_force(self, on: date) -> Self:
        """Rows begun by ``on`` and not ended then."""
        return self.filter(in_force(on))

    def open(self) -> Self:
        """Rows without an end."""
        return self.filter(ends_on=None)


class Dated(models.Model):
    """A relation with a beginning and an end."""

    starts_on = models.DateField("开始日期")
    ends_on = models.DateField("结束日期", null=True, blank=True, help_text="仍然有效的不填")

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="%(app_label)s_%(class)s_ends_after_start",
                violation_error_message="结束日期不能早于开始日期。",
            )
        ]


class Planned(Dated):
    """Something that may be registered before it begins: what is being prepared has no first day yet."""

    starts_on = models.DateField("开始日期", null=True, blank=True, help_text="尚未开始的不填")

    class Meta(Dated.Meta):
        abstract = True
        ordering = [models.F("starts_on").desc(nulls_first=True), "-pk"]


def never_overlapping(*owners: str, name: str, message: str) -> ExclusionConstraint:
    """At most one row per owner, or per pair of owners (names of foreign keys), on any day."""
    return ExclusionConstraint(
        name=name,
        expressions=_of_a_pair(*owners) if len(owners) > 1 else [(_strip(*owners), RangeOperators.OVERLAPS)],
        violation_error_message=message,
    )


def _of_a_pair(one: str, other: str) -> list[tuple[Any, str]]:
    # An end before the beginning is another constraint's to refuse; here it must not break the range.
    days = Func(
        Least("starts_on", "ends_on"), F("ends_on"), function="daterange", output_field=DateRangeField()
    )
    return [(as_point(one, other), SAME_POINT), (days, RangeOperators.OVERLAPS)]


def _strip(owner: str) -> Case:
    """The owner's line of the plane from the first day to the last; nothing where no day is held.

    Points of single owners lie on one line, where an index cannot tell them apart: a second row for each of
    100,000 owners took it a minute, with strips it takes three seconds.
    """
    begins = Func(F("starts_on"), template="(%(expressions)s - date '2000-01-01')", output_field=FloatField())
    # Strips that touch overlap: one ends half a day before the next begins.
    ends = Func(
        F("ends_on"),
        template="(COALESCE(%(expressions)s, date '9999-12-31') - date '2000-01-01' - 0.5)",
        output_field=FloatField(),
    )
    corners = [Func(F(owner), day, function="point", output_field=PointField()) for day in (begins, ends)]
    return Case(When(HOLDS_A_DAY, then=Func(*corners, function="box", output_field=BoxField())))


def as_point(one: str, other: str | None = None) -> Func:
    """One or two keys as a point of the plane: what excludes rows of the same owners compares points.

    No extension is needed for it, and a row costs less than half of what it does with ranges of one number.
    """
    return Func(F(one), F(other) if other else Value(0), function="point", output_field=PointField())


def insist_on_reason(on: date, why: str) -> None:
    """A backdated change needs a reason. Raises ``ValidationError`` beside ``why``."""
    if on < clock.today() and not why.strip():
        raise ValidationError({"why": "追溯到以前日期的变更须填写理由。"})


def succeed(rows: Manager, *, on: date, **values: Any) -> models.Model:
    """Let ``values`` hold from ``on``: end the row in force, open the next; correct it if it began that day.

    ``rows`` are the dated rows of one owner (``organization.states``). What has been said of
    later days stays: the new row ends where the next one begins. Nothing is written when
    the values already hold.
    """
    current = rows.filter(in_force(on)).first()
    if current and all(getattr(current, name) == value for name, value in values.items()):
        return current
    if current and current.starts_on == on:
        return correct(current, values)
    following = rows.filter(HOLDS_A_DAY, starts_on__gt=on).order_by("starts_on").first()
    if current:
        carried = {field: getattr(current, field) for field in _content(current) if field not in values}
        values = carried | values
        current.ends_on = on
        current.save(update_fields=["ends_on"])
    return rows.create(starts_on=on, ends_on=following and following.starts_on, **values)


def hold(model: type[Row], *, on: date, defaults: Mapping[str, Any] | None = None, **link: Any) -> Row:
    """Let a link hold from ``on``; the row in force that day is answered again.

    What has been said of later days stays: the new row ends where the next one begins.
    """
    nearest = model._default_manager.filter(lasting(on), **link).order_by("starts_on").first()
    if nearest and nearest.starts_on <= on:
        return nearest
    row = {"starts_on": on, "ends_on": nearest and nearest.starts_on} | link | dict(defaults or {})
    return model._default_manager.create(**row)


def lacking(
    model: type[models.Model], links: Iterable[Mapping[str, int]], *, on: date
) -> list[dict[str, Any]]:
    """What ``hold`` would open, for many links at once: rows to insert, in the order of the links.

    A link names its ends by attribute (``body_id``); all links name the same.
    """
    wanted = {tuple(link.values()): link for link in links}
    if not wanted:
        return []
    names = tuple(next(iter(wanted.values())))
    rows = model._default_manager.filter(lasting(on)).order_by("starts_on")
    for name, keys in zip(names, zip(*wanted, strict=True), strict=True):
        rows = rows.filter(**{f"{name.removesuffix('_id')}__pk__among": set(keys)})
    nearest: dict[tuple[int, ...], date] = {}
    for *ends, starts_on in rows.values_list(*names, "starts_on"):
        nearest.setdefault(tuple(ends), starts_on)
    return [
        {**link, "starts_on": on, "ends_on": nearest.get(ends)}
        for ends, link in wanted.items()
        if nearest.get(ends, date.max) > on
    ]


def close(rows: Manager | QuerySet, *, on: date) -> int:
    """Let no row hold from ``on``: one in force ends then, one that begins later ends as it begins.

    Answers how many were ended. They stay on record; what ended before is not touched.
    """
    return rows.filter(lasting(on)).update(ends_on=Greatest("starts_on", Value(on)))


def correct(row: Row, values: Mapping[str, Any]) -> Row:
    """Let a row say ``values``; nothing is written when it already does."""
    wrong = [name for name, value in values.items() if getattr(row, name) != value]
    for name in wrong:
        setattr(row, name, values[name])
    if wrong:
        row.save(update_fields=wrong)
    return row


def _content(row: models.Model) -> list[str]:
    """Names of the fields that say something, that is all but key, days and owner."""
    return [
        field.name
        for field in row._meta.concrete_fields
        if not field.primary_key and field.name not in ("starts_on", "ends_on", row.owner_field)
    ]
