"""人才链登记 — people and every link to them in the administration. People are never deleted, they move."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest

from apps.core import clock
from apps.core.admin import RegisterAdmin
from apps.core.admin_parts import PartInline, ReadOnlyInline
from apps.core.dated_form import DatedPart
from apps.core.exports import Column, resource_for
from apps.members.codes import DEVELOPMENT_STAGE
from apps.members.exports import resource_about_people
from apps.members.models import (
    Affiliation,
    ChainChief,
    Employment,
    Honour,
    Liaison,
    Member,
    MemberStanding,
    Movement,
    Participation,
    Seat,
    TeamRole,
)
from apps.members.register_form import MemberForm, change_standing


class StageFilter(admin.SimpleListFilter):
    """发展阶段 as of today."""

    title = "发展阶段"
    parameter_name = "stage"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return list(DEVELOPMENT_STAGE.choices)

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.in_stages(clock.today(), self.value()) if self.value() else queryset


class AffiliationHistory(ReadOnlyInline):
    model = Affiliation
    fields = ("organization", "in_reason", "out_reason", "starts_on", "ends_on")


class StandingHistory(ReadOnlyInline):
    model = MemberStanding
    fields = ("stage", "party_status", "starts_on", "ends_on")


class MovementHistory(ReadOnlyInline):
    model = Movement
    fields = ("kind", "happened_on", "from_organization", "to_organization", "elsewhere", "letter_no")


class ParticipationInline(PartInline):
    model = Participation


class EmploymentInline(PartInline):
    model = Employment


class SeatInline(PartInline):
    model = Seat


class TeamRoleInline(PartInline):
    model = TeamRole


class HonourInline(PartInline):
    model = Honour


@admin.register(Member)
class MemberAdmin(RegisterAdmin):
    """党员 — standing and affiliation are dated; a new person enters with both."""

    searched = True
    kept = True
    form = MemberForm
    list_display = (
        "name",
        "sex",
        "id_number",
        "stage",
        "party_status",
        "organization",
        "education",
        "mobile",
    )
    list_filter = (StageFilter, "sex", "education", "post_type")
    search_fields = ("name__startswith", "name_initials__startswith")
    search_help_text = "姓名、拼音首字母、身份证号后四位；完整号码请用登记页上方的查找框"
    dated_parts = (DatedPart("standings", ("stage", "party_status"), change_standing),)
    dated_heading = "发展阶段和党籍状态"
    inlines = (
        AffiliationHistory,
        ParticipationInline,
        EmploymentInline,
        SeatInline,
        TeamRoleInline,
        HonourInline,
        StandingHistory,
        MovementHistory,
    )
    fieldsets = (
        (
            None,
            {
                "fields": (
                    ("name", "sex", "ethnicity"),
                    ("id_type", "id_number"),
                    ("birth_date", "birth_date_precision"),
                    "archive_birth_reason",
                    ("native_place", "birth_place"),
                )
            },
        ),
        ("学历", {"fields": (("education", "degree"), ("school", "major"), "party_school")}),
        (
            "入党",
            {
                "fields": (
                    ("applied_on", "activist_on", "candidate_on"),
                    ("joined_on", "joined_on_precision"),
                    ("full_member_on", "full_member_on_precision"),
                    ("probation_extended_months", "party_age_correction"),
                    ("joined_branch", "introducers"),
                )
            },
        ),
        (
            "工作",
            {
                "fields": (
                    ("post_type", "tech_title"),
                    ("work_started_on", "new_stratum"),
                    ("is_migrant", "frontline"),
                )
            },
        ),
        ("联系", {"fields": (("mobile", "landline"), "address", "registered_address", "archive_place")}),
        (
            "流动与失联",
            {"fields": (("is_floating", "floats_to"), ("is_lost", "lost_on", "lost_reason"))},
        ),
        ("其他", {"fields": ("honours_note", "remark")}),
    )
    resource = resource_for(
        Member,
        "name",
        "sex",
        "ethnicity",
        "id_number",
        "birth_date",
        "native_place",
        "education",
        "degree",
        "school",
        "joined_on",
        "full_member_on",
        "post_type",
        "tech_title",
        "mobile",
        "landline",
        "address",
        stage=Column("发展阶段", "standing__stage"),
        party_status=Column("党籍状态", "standing__party_status"),
        organization=Column("所在党支部", "organization_name"),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        affiliations = Affiliation.objects.in_force(clock.today()).filter(member=OuterRef("pk"))
        name = Subquery(affiliations.values("organization__full_name")[:1])
        rows = super().get_queryset(request).on(clock.today())
        return rows.select_related("standing").annotate(organization_name=name)

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> Any:
        """By the last four of an ID number, never by another part; whole numbers belong in no address."""
        typed = search_term.strip().upper()
        if len(typed) == 4 and typed[:-1].isdecimal():
            index = Member._meta.get_field("id_last4_index").indexed(typed)
            return queryset.filter(id_last4_index=index), False
        return super().get_search_results(request, queryset, search_term)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        fieldsets = super().get_fieldsets(request, obj)
        return fieldsets if obj else [*fieldsets, ("组织关系", {"fields": ("organization", "entry")})]

    def declared_fields(self, request: HttpRequest, obj: Any) -> dict[str, Any]:
        asked = Affiliation._meta.get_field("organization")
        branch = self.formfield_for_dbfield(asked, request, required=False, label="所在党支部")
        return super().declared_fields(request, obj) | {"organization": branch}

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        """Of a new person there is no past to show."""
        return (
            self.inlines if obj else [part for part in self.inlines if not issubclass(part, ReadOnlyInline)]
        )

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        for issue in form.warnings:
            messages.warning(request, f"请核对：{issue.message}。")

    @admin.display(description="发展阶段", ordering="standing__stage")
    def stage(self, row: Member) -> str:
        return row.standing.stage if row.standing else ""

    @admin.display(description="党籍状态", ordering="standing__party_status")
    def party_status(self, row: Member) -> str:
        return row.standing.party_status if row.standing else ""

    @admin.display(description="所在党支部", ordering="organization_name")
    def organization(self, row: Member) -> str:
        return row.organization_name or ""


class WrittenByMoves(RegisterAdmin):
    """Rows that moves write: looked up here, changed by the next move."""

    kept = True

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False


@admin.register(Affiliation)
class AffiliationAdmin(WrittenByMoves):
    list_display = ("member", "organization", "in_reason", "out_reason", "starts_on", "ends_on")
    list_filter = ("in_reason", "out_reason")
    search_fields = ("member__name__startswith", "organization__full_name")
    search_help_text = "姓名、党组织名称"

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Movement)
class MovementAdmin(WrittenByMoves):
    """What happened stands; letter and receipt arrive later."""

    list_display = ("member", "kind", "happened_on", "from_organization", "to_organization", "elsewhere")
    list_filter = ("kind",)
    date_hierarchy = "happened_on"
    search_fields = ("member__name__startswith", "letter_no")
    search_help_text = "姓名、介绍信编号"
    readonly_fields = ("member", "kind", "happened_on", "from_organization", "to_organization")


@admin.register(Participation)
class ParticipationAdmin(RegisterAdmin):
    list_display = ("member", "organization", "kind", "starts_on", "ends_on")
    list_filter = ("kind",)
    search_fields = ("member__name__startswith", "organization__full_name")
    search_help_text = "姓名、党组织名称"


@admin.register(Employment)
class EmploymentAdmin(RegisterAdmin):
    list_display = ("member", "enterprise", "job_title", "rank", "is_confirmed", "starts_on", "ends_on")
    list_filter = ("rank", "is_confirmed")
    search_fields = ("member__name__startswith", "enterprise__name")
    search_help_text = "姓名、企业名称"


@admin.register(Seat)
class SeatAdmin(RegisterAdmin):
    list_display = ("organization", "post", "member", "portfolio", "sector", "starts_on", "ends_on")
    list_filter = ("post", "portfolio", "sector")
    search_fields = ("member__name__startswith", "organization__full_name")
    search_help_text = "姓名、党组织名称"


@admin.register(TeamRole)
class TeamRoleAdmin(RegisterAdmin):
    list_display = ("member", "team", "organization", "starts_on", "ends_on")
    list_filter = ("team",)
    search_fields = ("member__name__startswith",)
    search_help_text = "姓名"


@admin.register(Honour)
class HonourAdmin(RegisterAdmin):
    list_display = ("title", "member", "kind", "level", "year", "awarded_by")
    list_filter = ("kind", "level", "year")
    search_fields = ("member__name__startswith", "title")
    search_help_text = "姓名、荣誉名称"
    resource = resource_about_people(Honour)


@admin.register(Liaison)
class LiaisonAdmin(RegisterAdmin):
    list_display = ("member", "kind", "enterprise", "university", "starts_on", "ends_on")
    list_filter = ("kind",)
    search_fields = ("member__name__startswith", "enterprise__name")
    search_help_text = "姓名、企业名称"


@admin.register(ChainChief)
class ChainChiefAdmin(RegisterAdmin):
    list_display = ("cluster", "member", "kind", "office", "starts_on", "ends_on")
    list_filter = ("kind",)
    search_fields = ("member__name__startswith", "cluster__name")
    search_help_text = "姓名、集群名称"
