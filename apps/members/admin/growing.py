"""队伍、协议、评选、人才登记 — teams, posts, agreements, awards, programmes, cultivation, the talent pool."""

from django.contrib import admin

from apps.core.admin import RegisterAdmin
from apps.core.admin_moves import MovedAdmin
from apps.core.admin_parts import PartInline, WithinRemitFilter
from apps.members.exports import resource_about_people
from apps.members.models import (
    AgreementParty,
    Award,
    CollectiveHonour,
    DualCultivation,
    ExpertContact,
    ExpertLink,
    Laureate,
    Nomination,
    PartnerAgreement,
    Post,
    ProgrammeMember,
    ProgrammeOrganization,
    TalentPoolEntry,
    TalentProgramme,
    TeamMember,
    WorkTeam,
)


class TeamMemberInline(PartInline):
    model = TeamMember


@admin.register(WorkTeam)
class WorkTeamAdmin(MovedAdmin):
    list_display = ("name", "kind", "theme", "cluster", "place", "status", "starts_on", "ends_on")
    list_filter = ("kind", "status", ("cluster", WithinRemitFilter))
    search_fields = ("name", "theme")
    search_help_text = "队伍名称、主题"
    inlines = (TeamMemberInline,)


@admin.register(Post)
class PostAdmin(MovedAdmin):
    list_display = ("name", "kind", "member", "organization", "status", "starts_on", "ends_on", "grade")
    list_filter = ("kind", "status", "grade")
    search_fields = ("name", "member__name__startswith", "organization__full_name")
    search_help_text = "岗位、姓名、党组织名称"
    resource = resource_about_people(Post)


class PartyInline(PartInline):
    model = AgreementParty


@admin.register(PartnerAgreement)
class PartnerAgreementAdmin(MovedAdmin):
    list_display = ("title", "kind", "cluster", "status", "signed_on", "valid_until")
    list_filter = ("kind", "status", ("cluster", WithinRemitFilter))
    search_fields = (
        "title",
        "parties__organization__full_name",
        "parties__enterprise__name",
        "parties__institution__name",
    )
    search_help_text = "协议或协议方名称"
    inlines = (PartyInline,)


class NominationInline(PartInline):
    model = Nomination
    fields = ("category", "member", "enterprise", "work", "recommender", "votes", "is_passed")
    show_change_link = True


@admin.register(Award)
class AwardAdmin(MovedAdmin):
    list_display = ("name", "kind", "session_no", "year", "organizer", "cluster", "status", "named_on")
    list_filter = ("kind", "year", "status", ("cluster", WithinRemitFilter))
    search_fields = ("name",)
    inlines = (NominationInline,)


@admin.register(Nomination)
class NominationAdmin(RegisterAdmin):
    list_display = ("award", "category", "member", "enterprise", "work", "votes", "is_passed")
    list_filter = ("category", "is_passed", ("award", WithinRemitFilter))
    search_fields = ("member__name__startswith", "enterprise__name", "work")
    search_help_text = "姓名、企业、技术或应用名称"


@admin.register(Laureate)
class LaureateAdmin(RegisterAdmin):
    """Named by the workflow, which gives a person the honour with it."""

    list_display = ("nomination", "honour", "rank", "rank_text")
    list_select_related = ("nomination__award", "nomination__member", "nomination__enterprise", "honour")
    search_fields = ("nomination__member__name__startswith", "nomination__award__name")
    search_help_text = "姓名、评选名称"
    readonly_fields = ("nomination", "honour")

    def has_add_permission(self, request, obj=None):
        return False


@admin.register(CollectiveHonour)
class CollectiveHonourAdmin(RegisterAdmin):
    list_display = ("title", "owner", "level", "rank_text", "year", "awarded_by")
    list_filter = ("level", "year", ("cluster", WithinRemitFilter))
    list_select_related = ("cluster", "organization", "enterprise")
    search_fields = ("title", "cluster__name", "organization__full_name", "enterprise__name")
    search_help_text = "荣誉、集群、党组织或企业名称"

    @admin.display(description="获得者")
    def owner(self, row):
        return row.owner


class ProgrammeOrganizationInline(PartInline):
    model = ProgrammeOrganization


class ProgrammeMemberInline(PartInline):
    model = ProgrammeMember


@admin.register(TalentProgramme)
class TalentProgrammeAdmin(RegisterAdmin):
    list_display = ("name", "target_group", "cluster", "starts_on", "ends_on")
    list_filter = (("cluster", WithinRemitFilter),)
    search_fields = ("name", "target_group")
    inlines = (ProgrammeOrganizationInline, ProgrammeMemberInline)


@admin.register(ProgrammeMember)
class ProgrammeMemberAdmin(MovedAdmin):
    list_display = ("programme", "member", "status", "applied_on", "selected_on", "completed_on")
    list_filter = ("status", ("programme", WithinRemitFilter))
    search_fields = ("member__name__startswith", "programme__name")
    search_help_text = "姓名、计划名称"
    resource = resource_about_people(ProgrammeMember)


@admin.register(DualCultivation)
class DualCultivationAdmin(MovedAdmin):
    list_display = ("member", "direction", "category", "mentor", "listed_on", "status", "result_on")
    list_filter = ("direction", "category", "status")
    search_fields = ("member__name__startswith",)
    search_help_text = "姓名"


class ContactInline(PartInline):
    model = ExpertContact


@admin.register(ExpertLink)
class ExpertLinkAdmin(RegisterAdmin):
    list_display = ("member", "expert", "field", "starts_on", "ends_on")
    search_fields = ("member__name__startswith", "expert__name__startswith", "field")
    search_help_text = "委员、专家姓名或领域"
    inlines = (ContactInline,)


@admin.register(TalentPoolEntry)
class TalentPoolEntryAdmin(MovedAdmin):
    list_display = ("member", "kind", "enterprise", "tags", "entered_on", "consented_on", "status")
    list_filter = ("kind", "status")
    search_fields = ("member__name__startswith", "enterprise__name")
    search_help_text = "姓名、企业名称"
