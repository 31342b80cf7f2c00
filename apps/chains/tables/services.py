"""服务链明细 — orders, visits, money, teams and platforms as the tables behind a number show them."""

from typing import Any

from django.db.models import Model

from apps.chains.tables.sheet import Sheet, of_fields
from apps.chains.unit import Unit
from apps.core.columns import LASTING, Column
from apps.core.links import address
from apps.members.models import TeamMember
from apps.services.models import (
    Action,
    EnterpriseServed,
    EvaluationSheet,
    FinanceRecord,
    Need,
    PolicyClaim,
    Rating,
    Resource,
    ServiceCategory,
    ServiceItem,
    ServiceOrder,
    ServicePlatform,
    Visit,
)

PROVIDER = Column("provider", "提供单位", lambda row: row.provider, joins=("department", "organization"))
LEADER = Column("leader", "牵头单位", lambda row: row.leader, joins=("department", "organization"))
OWNER = Column(
    "owner",
    "企业、集群或区域",
    lambda row: row.enterprise or row.cluster or row.place,
    joins=("enterprise", "cluster", "place"),
)
LISTED = ("category", "text", "opened_on", "last_confirmed_on", "status")


def named(row: Any) -> str:
    """Of 企评政 nobody is told who said what."""
    return "" if row.round.rates_departments else str(row.rater)


RATER = Column("rater", "评估方", named)
RATED = Column("rated", "评估对象", lambda row: row.rated, joins=("enterprise", "department", "round"))
ORDER = Column(
    "number",
    "编号",
    lambda row: row.order.number,
    ("order__number",),
    href=lambda row: address(row.order),
    joins=("order",),
)

SHEETS: dict[type[Model], Sheet] = {
    ServiceCategory: of_fields(
        ServiceCategory, "code", "name", "catalogue", order=("catalogue", "code", "pk"), unit=Unit.KINDS
    ),
    ServiceItem: of_fields(
        ServiceItem,
        "code",
        "name",
        "category__name",
        "category__catalogue",
        "provider",
        "promise_days",
        order=("category__catalogue", "category__code", "code", "pk"),
        unit=Unit.ITEMS,
    ),
    ServiceOrder: of_fields(
        ServiceOrder,
        "number",
        "enterprise",
        "category",
        "channel",
        "description",
        "submitted_at",
        "due_on",
        "status",
        order=("-submitted_at", "pk"),
        unit=Unit.THINGS,
    ),
    Rating: of_fields(
        Rating,
        ORDER,
        "order__enterprise",
        "grade",
        "comment",
        "rated_at",
        order=("-rated_at", "pk"),
        unit=Unit.THINGS,
    ),
    Need: of_fields(Need, "enterprise", "cluster", *LISTED, order=("-opened_on", "pk")),
    Resource: of_fields(Resource, PROVIDER, "cluster", *LISTED, order=("-opened_on", "pk")),
    Action: of_fields(
        Action,
        "title",
        "cluster",
        LEADER,
        "opened_on",
        "last_confirmed_on",
        "due_on",
        "status",
        order=("-opened_on", "pk"),
        unit=Unit.ITEMS,
    ),
    Visit: of_fields(
        Visit,
        "enterprise",
        "kind",
        "held_on",
        "organization",
        "department",
        "work_team",
        "note",
        order=("-held_on", "pk"),
        unit=Unit.ENTERPRISE_VISITS,
    ),
    FinanceRecord: of_fields(
        FinanceRecord,
        "product",
        OWNER,
        "amount_kind",
        "amount",
        "cases",
        "paid_on",
        "status",
        order=("-paid_on", "pk"),
    ),
    PolicyClaim: of_fields(
        PolicyClaim,
        "policy",
        "enterprise",
        "amount",
        "submitted_on",
        "paid_on",
        order=("-paid_on", "pk"),
        unit=Unit.ITEMS,
    ),
    TeamMember: of_fields(
        TeamMember,
        "member__name",
        "team",
        "role",
        LASTING,
        order=("team__name", "member__name", "pk"),
        unit=Unit.PEOPLE,
    ),
    EvaluationSheet: of_fields(
        EvaluationSheet,
        RATED,
        "round",
        RATER,
        "submitted_at",
        order=("round", "-submitted_at", "pk"),
    ),
    ServicePlatform: of_fields(
        ServicePlatform,
        "name",
        "function",
        "kind",
        "place",
        "cluster",
        "owner",
        "modules",
        "opened_on",
        order=("place__path", "name", "pk"),
        unit=Unit.THINGS,
    ),
    EnterpriseServed: of_fields(
        EnterpriseServed,
        "enterprise",
        "occasion",
        "occasion__platform",
        "occasion__held_on",
        order=("-occasion__held_on", "pk"),
        unit=Unit.ENTERPRISE_VISITS,
    ),
}
