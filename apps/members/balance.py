"""两年党员数综合比较 — last year's count, what came, what went, and whether this year's count agrees.

Columns 1–15 of the yearly table (domain dictionary §4.7); column 15 must be nought.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from apps.members.models import Affiliation, Member, Movement

Kind = Movement.Kind
COMING = (Kind.TRANSFER_IN, Kind.TRANSFER_WITHIN, Kind.ENTERED)
GOING = (Kind.TRANSFER_OUT, Kind.TRANSFER_WITHIN)


@dataclass(frozen=True, kw_only=True)
class Balance:
    """One year of one set of organisations, in persons."""

    last_year: int  # 1 上年底总数，含本年期初
    admitted: int  # 3 发展党员
    restored: int  # 4 恢复党籍
    transferred_in: int  # 5 转入组织关系
    transferred_in_whole: int  # 6 其中整建制转入
    left_party: int  # 8 出党
    suspended: int  # 9 停止党籍
    died: int  # 10 死亡
    transferred_out: int  # 11 转出组织关系
    transferred_out_whole: int  # 12 其中整建制转出
    counted: int  # 14 本年底实有数

    @property
    def increase(self) -> int:
        """2 本年增加"""
        return self.admitted + self.restored + self.transferred_in

    @property
    def decrease(self) -> int:
        """7 本年减少"""
        return self.left_party + self.suspended + self.died + self.transferred_out

    @property
    def due(self) -> int:
        """13 本年底应有数"""
        return self.last_year + self.increase - self.decrease

    @property
    def difference(self) -> int:
        """15 实有数与应有数之差，应为0"""
        return self.counted - self.due


def balance(year: int, organizations: QuerySet, until: date | None = None) -> Balance:
    """The balance of a year (up to a day) over these organisations; moves among them cancel out."""
    end = min(until or date(year, 12, 31), date(year, 12, 31))
    keys = organizations.order_by().values("pk")
    moves = Movement.objects.filter(happened_on__range=(date(year, 1, 1), end))
    inside_from, inside_to = Q(from_organization__in=keys), Q(to_organization__in=keys)
    came = inside_to & (Q(from_organization=None) | ~inside_from)
    went = inside_from & (Q(to_organization=None) | ~inside_to)
    sums = moves.aggregate(
        opening=Count("pk", filter=came & Q(kind=Kind.OPENING)),
        admitted=Count("pk", filter=came & Q(kind=Kind.ADMITTED)),
        restored=Count("pk", filter=came & Q(kind__in=(Kind.RESTORED, Kind.PROBATION_RESTORED))),
        transferred_in=Count("pk", filter=came & Q(kind__in=COMING)),
        transferred_in_whole=Count("pk", filter=came & Q(kind__in=COMING, whole_unit=True)),
        left_party=Count("pk", filter=went & Q(kind=Kind.LEFT_PARTY)),
        suspended=Count("pk", filter=went & Q(kind=Kind.SUSPENDED)),
        died=Count("pk", filter=went & Q(kind=Kind.DIED)),
        transferred_out=Count("pk", filter=went & Q(kind__in=GOING)),
        transferred_out_whole=Count("pk", filter=went & Q(kind__in=GOING, whole_unit=True)),
    )
    opening = sums.pop("opening")
    before = belonging(organizations, date(year - 1, 12, 31))
    return Balance(last_year=before + opening, counted=belonging(organizations, end), **sums)


def belonging(organizations: QuerySet, day: date) -> int:
    """Distinct members, 党籍正常, that belong to these organisations on a day."""
    affiliations = Affiliation.objects.in_force(day).filter(
        organization__in=organizations.order_by().values("pk")
    )
    return Member.objects.counted(day).filter(pk__in=affiliations.values("member")).count()
