"""创新链明细 — what the numbers of this chain open, and the talents and ideas behind them."""

from django.db.models import Model

from apps.activities.models import Suggestion
from apps.chains.tables.sheet import Sheet, of_fields
from apps.chains.unit import Unit
from apps.innovation.models import (
    Alliance,
    Consortium,
    Deal,
    InvestmentProject,
    Listing,
    OpenCall,
    PatentCount,
    PlatformUse,
    ResearchContract,
    SupportElement,
    TackleProject,
    TechPlatform,
)
from apps.members.models import WorkTeam
from apps.organizations.models import ActionBranch

SHEETS: dict[type[Model], Sheet] = {
    TackleProject: of_fields(
        TackleProject,
        *("title", "year", "cluster", "organization", "enterprise", "progress", "due_on", "completed_on"),
        order=("cluster__path", "due_on", "pk"),
        unit=Unit.THINGS,
    ),
    OpenCall: of_fields(
        OpenCall,
        *("title", "call_no", "enterprise", "cluster", "published_on", "deadline", "status"),
        order=("-published_on", "pk"),
        unit=Unit.THINGS,
    ),
    WorkTeam: of_fields(
        WorkTeam,
        *("name", "kind", "theme", "cluster", "place", "organization", "starts_on"),
        order=("name", "pk"),
        unit=Unit.TEAMS,
    ),
    ActionBranch: of_fields(
        ActionBranch,
        *("organization", "kind", "level", "theme", "host", "cluster", "starts_on"),
        order=("organization__full_name", "pk"),
        unit=Unit.THINGS,
    ),
    Listing: of_fields(
        Listing,
        *("title", "listing_no", "direction", "kind", "enterprise", "institution", "department"),
        *("cluster", "published_on", "status"),
        order=("-published_on", "pk"),
    ),
    Deal: of_fields(Deal, "listing", "listing__cluster", "signed_on", "amount", order=("-signed_on", "pk")),
    Consortium: of_fields(
        Consortium,
        *("name", "field", "cluster", "lead", "status", "starts_on"),
        order=("name", "pk"),
        unit=Unit.THINGS,
    ),
    Alliance: of_fields(
        Alliance,
        *("name", "kind", "cluster", "place", "lead_organization", "lead_enterprise", "starts_on"),
        order=("name", "pk"),
        unit=Unit.THINGS,
    ),
    PatentCount: of_fields(
        PatentCount, "enterprise", "year", "valid", "granted", order=("enterprise__name_order", "-year")
    ),
    ResearchContract: of_fields(
        ResearchContract,
        *("title", "enterprise", "institution", "cluster", "signed_on", "amount"),
        order=("-signed_on", "pk"),
        unit=Unit.ITEMS,
    ),
    TechPlatform: of_fields(
        TechPlatform,
        *("name", "kind", "level", "cluster", "enterprise", "institution", "starts_on"),
        order=("name", "pk"),
        unit=Unit.THINGS,
    ),
    PlatformUse: of_fields(
        PlatformUse,
        *("platform", "enterprise", "used_on", "purpose"),
        order=("-used_on", "pk"),
        unit=Unit.ENTERPRISE_VISITS,
    ),
    InvestmentProject: of_fields(
        InvestmentProject,
        *("name", "cluster", "enterprise", "place", "amount", "status", "signed_on"),
        order=("cluster__path", "name", "pk"),
        unit=Unit.THINGS,
    ),
    SupportElement: of_fields(
        SupportElement,
        *("name", "kind", "cluster", "alliance", "platform", "evidence", "starts_on"),
        order=("cluster__path", "kind", "pk"),
        unit=Unit.THINGS,
    ),
    Suggestion: of_fields(
        Suggestion,
        *("title", "member", "organization", "cluster", "submitted_on", "adopted_on", "benefit_amount"),
        order=("-submitted_on", "pk"),
    ),
}
