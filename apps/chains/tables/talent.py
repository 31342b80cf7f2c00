"""人才链明细 — what the numbers on growing, training and recruiting open."""

from django.db.models import Model

from apps.activities.models import RecruitLine, RecruitOrigin, RecruitResult
from apps.chains.tables.sheet import Sheet, of_fields
from apps.chains.unit import Unit
from apps.clusters.models import Institution
from apps.members.models import DevelopmentQuota, DualCultivation, Nomination

SHEETS: dict[type[Model], Sheet] = {
    Nomination: of_fields(
        Nomination,
        *("award", "category", "member", "enterprise", "work"),
        order=("-award__year", "category", "pk"),
    ),
    DualCultivation: of_fields(
        DualCultivation,
        *("member", "direction", "category", "mentor", "listed_on", "result_on"),
        order=("-result_on", "pk"),
        unit=Unit.HEADS,
    ),
    DevelopmentQuota: of_fields(
        DevelopmentQuota,
        *("target_group", "year", "cluster", "place", "organization", "quota", "used"),
        order=("target_group", "pk"),
    ),
    Institution: of_fields(
        Institution, "name", "kind", "place", order=("name", "pk"), unit=Unit.UNIVERSITIES
    ),
    RecruitResult: of_fields(
        RecruitResult,
        *("enterprise", "line", "activity", "hired_on", "hired"),
        order=("-hired_on", "pk"),
    ),
    RecruitLine: of_fields(
        RecruitLine,
        *("name", "line_no", "cluster", "place", "organization", "starts_on"),
        order=("name", "pk"),
        unit=Unit.LINES,
    ),
    RecruitOrigin: of_fields(RecruitOrigin, "province", "city", "line", order=("province", "city", "pk")),
}
