"""单位建立党组织情况 — the state of an enterprise, from the organisations in it and from who works there.

Never typed in. 11–13 已单独建立, 20 已建立联合党支部, 31 应建尚未建立, 32 仅有个别党员, 33 没有党员.
"""

from datetime import date

from django.db.models import (
    Case,
    Count,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextChoices,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from apps.members.models import Affiliation, Employment, Member
from apps.organizations.kinds import BRANCHES, COMMITTEES, GENERAL_BRANCHES, JOINT_BRANCHES
from apps.organizations.models import OrganizationUnit

MEMBERS_DUE = 3  # 正式党员三人以上，都应当成立党支部（支部工作条例第四条）


class BuildingState(TextChoices):
    """单位建立党组织情况"""

    COMMITTEE = "11", "已单独建立党委"
    GENERAL_BRANCH = "12", "已单独建立党总支部"
    BRANCH = "13", "已单独建立党支部"
    JOINT = "20", "已建立联合党支部"
    DUE = "31", "应建尚未建立"
    FEW = "32", "仅有个别党员"
    NONE = "33", "没有党员"


OWN = (BuildingState.COMMITTEE, BuildingState.GENERAL_BRANCH, BuildingState.BRANCH)
BUILT = (*OWN, BuildingState.JOINT)


def with_building(enterprises: QuerySet, day: date) -> QuerySet:
    """Each enterprise with its ``building`` state of a day."""
    units = OrganizationUnit.objects
    return enterprises.annotate(
        building=Case(
            When(_in(units.in_standing(day, COMMITTEES)), then=Value(BuildingState.COMMITTEE.value)),
            When(
                _in(units.in_standing(day, GENERAL_BRANCHES)), then=Value(BuildingState.GENERAL_BRANCH.value)
            ),
            When(
                _in(units.in_standing(day, BRANCHES - JOINT_BRANCHES)), then=Value(BuildingState.BRANCH.value)
            ),
            When(_in(units.joint(day)), then=Value(BuildingState.JOINT.value)),
            When(crowded(day), then=Value(BuildingState.DUE.value)),
            When(_in(employed(day, Member.objects.counted(day))), then=Value(BuildingState.FEW.value)),
            default=Value(BuildingState.NONE.value),
        )
    )


def own(day: date) -> Q:
    """已单独建立 — 11, 12, 13."""
    return _in(OrganizationUnit.objects.own(day))


def joint(day: date) -> Q:
    """已建立联合党支部, and none of its own — 20."""
    return _in(OrganizationUnit.objects.joint(day)) & ~own(day)


def built(day: date) -> Q:
    """组织覆盖 — 单独 or 联合."""
    return own(day) | _in(OrganizationUnit.objects.joint(day))


def crowded(day: date) -> Q:
    """Where enough full members work for a branch to be due, wherever they are affiliated."""
    formal = employed(day, Member.objects.full(day)).order_by().values("enterprise")
    due = formal.annotate(people=Count("member", distinct=True)).filter(people__gte=MEMBERS_DUE)
    return Q(pk__in=due.values("enterprise"))


def employed(day: date, members: QuerySet) -> QuerySet:
    """Confirmed employments of these people on a day."""
    return Employment.objects.in_force(day).confirmed().filter(member__in=members.order_by().values("pk"))


def with_formal(enterprises: QuerySet, day: date) -> QuerySet:
    """Each with ``formal`` (full members working there) and how many of them belong to an organisation
    that stands in it (``formal_here``); the others belong elsewhere or nowhere (``formal_elsewhere``)."""
    formal = employed(day, Member.objects.full(day)).filter(enterprise=OuterRef("pk"))
    serving = OrganizationUnit.objects.in_standing(day).filter(enterprise=OuterRef(OuterRef("enterprise")))
    belonging = Affiliation.objects.in_force(day).filter(
        organization__in=serving.order_by().values("organization")
    )
    here = formal.filter(member__in=belonging.order_by().values("member"))
    enterprises = enterprises.annotate(formal=_people(formal), formal_here=_people(here))
    return enterprises.annotate(formal_elsewhere=Coalesce("formal", 0) - Coalesce("formal_here", 0))


def _people(employments: QuerySet) -> Coalesce:
    by_enterprise = employments.order_by().values("enterprise")
    counted = by_enterprise.annotate(people=Count("member", distinct=True)).values("people")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _in(rows: QuerySet) -> Q:
    return Q(pk__in=rows.order_by().values("enterprise"))
