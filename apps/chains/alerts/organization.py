"""组织链预警 — organisations that should be there, and those not in order (§5.1)."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, F, Func, OuterRef, Subquery, Value

from apps.chains import building, due
from apps.chains.alerts import organization_rows as found
from apps.chains.alerts.alert import Alert, Level, Reason
from apps.chains.alerts.owners import bodies_of_enterprises, superiors, themselves
from apps.chains.alerts.words import at, ended
from apps.chains.indicator import Chain
from apps.chains.subject import ENTERPRISES, ORGANIZATIONS
from apps.clusters.models import Enterprise
from apps.members.models import Member, Seat
from apps.organizations.models import PartyOrganization
from apps.organizations.rules import COMMITTEE_SIZES, LARGEST_BRANCH
from apps.organizations.term import with_term


def of_enterprises(rows: Sequence[Any], day: date) -> Mapping[int, Reason]:
    """正式党员5人，无党组织，已持续214天"""
    begun = due.since(day)
    told = building.told(Enterprise.objects.filter(pk__in=[row.pk for row in rows]), day)
    return {one.pk: Reason(building.reason(one, day, begun.get(one.pk)), begun.get(one.pk)) for one in told}


def by_need(day: date) -> Func:
    """Where an enterprise stands among those with enough full members, those of longest standing first."""
    begun = due.since(day)
    keys = sorted(begun, key=lambda key: (begun[key], key))
    return Func(Value(keys, ArrayField(BigIntegerField())), F("pk"), function="array_position")


def of_unworked(rows: Sequence[Any], day: date) -> Mapping[int, Reason]:
    """正式党员2人，无党组织，未派指导员"""
    told = building.told(Enterprise.objects.filter(pk__in=[row.pk for row in rows]), day)
    return {one.pk: Reason(f"{building.reason(one, day, None)}，未派指导员、联络员") for one in told}


def of_size(rows: Sequence[Any], day: date) -> Mapping[int, Reason]:
    people = _people_in(rows, day, Member.objects.counted(day))
    return {
        row.pk: Reason(f"党员{people.get(row.pk, 0)}人，党支部一般不超过{LARGEST_BRANCH}人") for row in rows
    }


def of_secretary(rows: Sequence[Any], day: date) -> Mapping[int, Reason]:
    """没有书记，已持续36天 — where one left."""
    seats = Seat.objects.secretaries().filter(organization__in=rows, ends_on__lte=day).order_by("ends_on")
    left = dict(seats.values_list("organization", "ends_on"))
    return {
        row.pk: Reason(f"没有书记，已持续{(day - left[row.pk]).days}天", left[row.pk])
        if row.pk in left
        else Reason("没有登记书记")
        for row in rows
    }


def led_until(day: date) -> Subquery:
    """When the last secretary left."""
    seats = Seat.objects.secretaries().filter(organization=OuterRef("pk"), ends_on__lte=day)
    return Subquery(seats.order_by("-ends_on").values("ends_on")[:1])


def of_committee(rows: Sequence[Any], day: date) -> Mapping[int, Reason]:
    full = _people_in(rows, day, Member.objects.full(day))
    on_it = dict(found.seated(day).filter(organization__in=rows).values_list("organization", "people"))
    least, most = COMMITTEE_SIZES
    return {
        row.pk: Reason(
            f"正式党员{full.get(row.pk, 0)}人，支部委员会{on_it.get(row.pk, 0)}人，应为{least}至{most}人"
        )
        for row in rows
    }


def of_term(rows: Sequence[Any], day: date) -> Mapping[int, Reason]:
    """任期2026年8月15日届满，已超期99天"""
    terms = with_term(PartyOrganization.objects.filter(pk__in=[row.pk for row in rows]), day)
    return {
        row.pk: Reason(f"任期{ended(row.term_ends_on, day, '已超期{}天')}", row.term_ends_on) for row in terms
    }


def of_units(rows: Sequence[Any], day: date) -> Mapping[int, Reason]:
    named: dict[int, list[str]] = {}
    units = found.closed_units(day).filter(organization__in=rows).order_by("enterprise__name")
    for key, name in units.values_list("organization", "enterprise__name"):
        named.setdefault(key, []).append(name)
    return {
        key: Reason(f"所在单位{'、'.join(names)}已停产或注销，党组织未调整或撤销")
        for key, names in named.items()
    }


def _people_in(rows: Sequence[Any], day: date, members: Any) -> dict[int, int]:
    counted = found.people_of(day, members).filter(branch__in=[row.pk for row in rows])
    return dict(counted.values_list("branch", "people"))


def kind(code: str, name: str, level: Level, **more: Any) -> Alert:
    """One of this chain."""
    return Alert(code=code, name=name, level=level, chain=Chain.ORGANIZATION, **more)


OF_ENTERPRISES: dict[str, Any] = {"subject": ENTERPRISES, "owners": bodies_of_enterprises, "unit": "家"}
OF_ORGANIZATIONS: dict[str, Any] = {"subject": ORGANIZATIONS, "owners": superiors, "unit": "个"}

ALERTS = (
    kind(
        "due",
        "应建未建",
        Level.RED,
        rows=due.due,
        reasons=of_enterprises,
        begun=by_need,
        action="研究组建方式，成立党支部",
        rule="党章第三十条；支部工作条例第四条",
        **OF_ENTERPRISES,
    ),
    kind(
        "ready",
        "联合支部可单建",
        Level.AMBER,
        rows=due.ready,
        reasons=of_enterprises,
        begun=by_need,
        action="具备条件的，转为单独组建",
        rule="支部工作条例第四条",
        **OF_ENTERPRISES,
    ),
    kind(
        "unworked",
        "工作覆盖空白",
        Level.AMBER,
        rows=found.unworked,
        reasons=of_unworked,
        action="选派党建指导员或联络员",
        rule="“两个覆盖”",
        **OF_ENTERPRISES,
    ),
    kind(
        "too_large",
        "支部超50人",
        Level.AMBER,
        rows=found.too_large,
        reasons=of_size,
        action="分设支部或设立党总支",
        rule="支部工作条例第四条",
        **OF_ORGANIZATIONS,
    ),
    kind(
        "leaderless",
        "无书记",
        Level.RED,
        rows=found.leaderless,
        reasons=of_secretary,
        begun=led_until,
        action="及时选举或任命书记",
        rule="支部工作条例",
        **OF_ORGANIZATIONS,
    ),
    kind(
        "committee_short",
        "支委不全",
        Level.RED,
        rows=found.committee_short,
        reasons=of_committee,
        action="选举产生支部委员会",
        rule="支部工作条例",
        **OF_ORGANIZATIONS,
    ),
    kind(
        "term_overdue",
        "到期未换届",
        Level.RED,
        rows=found.term_overdue,
        reasons=of_term,
        begun=at("term_ends_on"),
        action="组织换届；延期的报上级批准",
        rule="基层组织选举工作条例第三条",
        **OF_ORGANIZATIONS,
    ),
    kind(
        "term_soon",
        "60天内到期",
        Level.AMBER,
        rows=found.term_soon,
        reasons=of_term,
        begun=at("term_ends_on"),
        action="提前准备换届",
        rule="基层组织选举工作条例第三条",
        **(OF_ORGANIZATIONS | {"owners": themselves}),
    ),
    kind(
        "unit_closed",
        "企业停业组织未撤",
        Level.AMBER,
        rows=found.unit_closed,
        reasons=of_units,
        action="核实后调整或撤销党组织",
        rule="支部工作条例",
        **OF_ORGANIZATIONS,
    ),
)
