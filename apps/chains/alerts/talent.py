"""人才链预警 — people whose standing, relation or record waits for a step (§4.9, §5.2 L11–L13, §5.3)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import (
    DateField,
    DateTimeField,
    Exists,
    ExpressionWrapper,
    F,
    Func,
    OuterRef,
    Q,
    Subquery,
)
from django.db.models.functions import Cast

from apps.chains import sets
from apps.chains.alerts.alert import Alert, Level, Reason
from apps.chains.alerts.owners import branches_of_people
from apps.chains.alerts.words import at, ended
from apps.chains.indicator import Chain
from apps.chains.subject import MEMBERS, Links, Subject, by_organization, either, following_organization
from apps.core.dates import add_months
from apps.core.formatting import day as written
from apps.core.remit import Reach
from apps.members.models import Affiliation, DepartureDoubt, Member, MemberStanding, Movement
from apps.members.probation import with_probation

LOST_FOR, SUSPENDED_FOR = 6, 24  # 月：失联满六个月停止党籍，停止党籍满两年除名
SUSPENDED = "停止党籍"


def probation_over(day: date) -> Any:
    """预备期满未讨论 (C14)"""
    people = with_probation(Member.objects.in_stages(day, "预备党员"))
    return people.filter(probation_ends_on__lt=day)


def lost_long(day: date) -> Any:
    """失联满6个月"""
    return sets.members(day).filter(is_lost=True, lost_on__lte=add_months(day, -LOST_FOR))


def suspended_long(day: date) -> Any:
    """停止党籍满2年"""
    standings = MemberStanding.objects.in_force(day).filter(
        party_status=SUSPENDED, starts_on__lte=add_months(day, -SUSPENDED_FOR)
    )
    return Member.objects.filter(pk__in=standings.order_by().values("member"))


def letter_over(day: date) -> Any:
    """介绍信逾期 — no receipt, and its days are over (L13)."""
    valid = Func(F("letter_valid_days"), template="make_interval(days => %(expressions)s)")
    ends = Cast(ExpressionWrapper(F("letter_on") + valid, output_field=DateTimeField()), DateField())
    letters = Movement.objects.filter(letter_on__lte=day, letter_valid_days__isnull=False)
    open_then = Q(receipt_on=None) | Q(receipt_on__gt=day)
    return letters.annotate(letter_ends_on=ends).filter(open_then, letter_ends_on__lt=day)


def identity_doubtful(day: date) -> Any:
    """身份证重复或缺失 — no number on record, or another person of that name and birth date.

    A number whose check fails is refused where it is typed or read, and one number stands once.
    """
    namesake = Member.objects.filter(name=OuterRef("name"), birth_date=OuterRef("birth_date"))
    namesake = namesake.exclude(pk=OuterRef("pk"))
    doubtful = Q(id_index=None) | Q(Exists(namesake), birth_date__isnull=False, birth_date_precision="D")
    return sets.members(day).filter(doubtful)


def of_probation(rows: Sequence[Any], day: date) -> Mapping[int, Reason]:
    """2026年8月15日届满，已过99天"""
    people = with_probation(Member.objects.filter(pk__in=[row.pk for row in rows]))
    return {
        one.pk: Reason(f"预备期{ended(one.probation_ends_on, day, '已过{}天')}", one.probation_ends_on)
        for one in people
    }


def of_lost(rows: Sequence[Any], day: date) -> Mapping[int, Reason]:
    return {
        row.pk: Reason(
            f"{written(row.lost_on)}失联，已{(day - row.lost_on).days}天，党籍仍为正常", row.lost_on
        )
        for row in rows
    }


def of_suspended(rows: Sequence[Any], day: date) -> Mapping[int, Reason]:
    standings = MemberStanding.objects.in_force(day).filter(member__in=rows, party_status=SUSPENDED)
    return {
        key: Reason(f"{written(on)}停止党籍，已{(day - on).days}天", on)
        for key, on in standings.values_list("member", "starts_on")
    }


def suspended_since(day: date) -> Subquery:
    """From when a row's membership has been suspended."""
    standings = MemberStanding.objects.in_force(day).filter(member=OuterRef("pk"), party_status=SUSPENDED)
    return Subquery(standings.order_by("starts_on").values("starts_on")[:1])


def of_letters(rows: Sequence[Any], day: date) -> Mapping[int, Reason]:
    return {row.pk: _of_letter(row, day) for row in letter_over(day).filter(pk__in=[row.pk for row in rows])}


def _of_letter(row: Any, day: date) -> Reason:
    number = f"介绍信{row.letter_no}" if row.letter_no else "介绍信"
    late = (day - row.letter_ends_on).days
    return Reason(f"{number}有效期{row.letter_valid_days}天，已过{late}天，没有回执", row.letter_ends_on)


def of_identity(rows: Sequence[Any], day: date) -> Mapping[int, Reason]:
    names = {row.name for row in rows if row.birth_date}
    alike = Member.objects.filter(name__in=names).values_list("name", "birth_date")
    people = Counter(alike)
    return {
        row.pk: Reason("没有登记公民身份号码")
        if row.id_index is None
        else Reason(f"同名同出生日期的有{people[row.name, row.birth_date]}人")
        for row in rows
    }


def ends_of_letters(rows: Sequence[Any], day: date) -> Mapping[int, str]:
    """Where the relation goes; for one that left the system, where it came from."""
    ends = Movement.objects.filter(pk__in=[row.pk for row in rows])
    ends = ends.select_related("from_organization", "to_organization")
    return {row.pk: str(row.to_organization or row.from_organization or "") for row in ends}


def departure_doubted(day: date) -> Any:
    """疑似转出 — a roster of the branch leaves them out, and no transfer has followed."""
    doubted = DepartureDoubt.objects.standing(day)
    return Member.objects.filter(pk__in=doubted.order_by().values("affiliation__member"))


def of_departures(rows: Sequence[Any], day: date) -> Mapping[int, Reason]:
    """2026年11月22日的名册中没有此人"""
    doubted = DepartureDoubt.objects.standing(day).filter(affiliation__member__in=[row.pk for row in rows])
    return {
        member: Reason(f"{written(noted_on)}的名册中没有此人", noted_on)
        for member, noted_on in doubted.order_by("noted_on").values_list("affiliation__member", "noted_on")
    }


def doubted_since(day: date) -> Subquery:
    """The last roster that left a row's person out."""
    doubted = DepartureDoubt.objects.standing(day).filter(affiliation__member=OuterRef("pk"))
    return Subquery(doubted.order_by("-noted_on").values("noted_on")[:1])


def _last_links(reach: Reach, day: date) -> Links:
    """Tied by the organisation last belonged to: who is suspended belongs nowhere."""
    left = Affiliation.objects.filter(out_reason=Affiliation.Reason.SUSPENDED, ends_on__lte=day)
    return by_organization(left, "member", reach, day, "organization__")


SUSPENDED_PEOPLE = Subject(Member, _last_links)
LETTERS = either(
    following_organization(Movement, "from_organization"), following_organization(Movement, "to_organization")
)


def kind(code: str, name: str, level: Level, **more: Any) -> Alert:
    """One of this chain."""
    own: dict[str, Any] = {"subject": MEMBERS, "owners": branches_of_people, "unit": "名"}
    return Alert(code=code, name=name, level=level, chain=Chain.TALENT, **(own | more))


ALERTS = (
    kind(
        "probation_over",
        "预备期满未讨论",
        Level.AMBER,
        rows=probation_over,
        reasons=of_probation,
        begun=at("probation_ends_on"),
        action="及时召开支部大会讨论转正",
        rule="发展党员工作细则",
    ),
    kind(
        "lost_long",
        "失联满6个月",
        Level.RED,
        rows=lost_long,
        reasons=of_lost,
        begun=at("lost_on"),
        action="查找无果的，按程序停止党籍",
        rule="党员教育管理工作条例",
    ),
    kind(
        "suspended_long",
        "停止党籍满2年",
        Level.RED,
        rows=suspended_long,
        reasons=of_suspended,
        begun=suspended_since,
        action="仍无法取得联系的，按自行脱党予以除名",
        rule="党员教育管理工作条例",
        subject=SUSPENDED_PEOPLE,
    ),
    kind(
        "letter_over",
        "介绍信逾期",
        Level.RED,
        rows=letter_over,
        reasons=of_letters,
        begun=at("letter_ends_on"),
        action="联系接收党组织，催办回执或重开介绍信",
        rule="介绍信有效期",
        subject=LETTERS,
        owners=ends_of_letters,
        unit="件",
    ),
    kind(
        "identity",
        "身份证缺失或疑似重复",
        Level.AMBER,
        rows=identity_doubtful,
        reasons=of_identity,
        action="核对证件；确为同一人的，提请合并",
        rule="党员信息采集",
    ),
    kind(
        "departure",
        "疑似转出",
        Level.AMBER,
        rows=departure_doubted,
        reasons=of_departures,
        begun=doubted_since,
        action="核实去向，办理转接；仍在本支部的，注明后消除",
        rule="名册与登记比对",
    ),
)
