"""创新链登记 — calls, projects, listings, consortia, alliances, platforms, results and gaps."""

from django.contrib import admin

from apps.core.admin import RegisterAdmin
from apps.core.admin_moves import MovedAdmin
from apps.core.admin_parts import PartInline, ReadOnlyInline, WithinRemitFilter
from apps.core.exports import Column, resource_for
from apps.innovation.models import (
    Alliance,
    AllianceMember,
    CallAcceptance,
    CallClaim,
    ChainGap,
    Consortium,
    ConsortiumMember,
    Deal,
    InvestmentProject,
    Listing,
    ListingClaim,
    Match,
    Milestone,
    OpenCall,
    PatentCount,
    PlatformUse,
    ResearchContract,
    SupportElement,
    TackleProject,
    TechPlatform,
)

OF_CLUSTER = ("cluster", WithinRemitFilter)


class CallClaimInline(PartInline):
    model = CallClaim


class MilestoneInline(PartInline):
    model = Milestone


class AcceptanceHistory(ReadOnlyInline):
    model = CallAcceptance
    fields = ("judged_on", "is_passed", "outputs")


@admin.register(OpenCall)
class OpenCallAdmin(MovedAdmin):
    list_display = (
        "call_no",
        "title",
        "enterprise",
        "cluster",
        "budget",
        "published_on",
        "deadline",
        "status",
    )
    list_filter = ("status", OF_CLUSTER)
    search_fields = ("call_no", "title", "enterprise__name", "field")
    search_help_text = "编号、题目、发榜企业或领域"
    date_hierarchy = "published_on"
    inlines = (CallClaimInline, MilestoneInline, AcceptanceHistory)


@admin.register(TackleProject)
class TackleProjectAdmin(MovedAdmin):
    list_display = ("title", "cluster", "year", "organization", "enterprise", "progress", "due_on", "status")
    list_filter = ("year", "status", OF_CLUSTER)
    search_fields = ("title", "enterprise__name", "organization__full_name")
    search_help_text = "项目、牵头企业或党组织名称"


class ListingClaimInline(PartInline):
    model = ListingClaim


class DealInline(ReadOnlyInline):
    model = Deal
    fields = ("claim", "match", "signed_on", "amount")


@admin.register(Listing)
class ListingAdmin(MovedAdmin):
    searched = True
    list_display = ("listing_no", "direction", "kind", "title", "cluster", "owner", "published_on", "status")
    list_filter = ("direction", "kind", "status", OF_CLUSTER)
    list_select_related = ("cluster", "enterprise", "institution", "department")
    search_fields = ("listing_no", "title", "enterprise__name", "institution__name")
    search_help_text = "编号、名称或所属单位"
    date_hierarchy = "published_on"
    inlines = (ListingClaimInline, DealInline)
    resource = resource_for(Listing, listing_no=Column("条目编号", "listing_no"))

    @admin.display(description="所属单位")
    def owner(self, row):
        return row.owner


@admin.register(Match)
class MatchAdmin(RegisterAdmin):
    list_display = ("need", "offer", "matched_on", "note")
    list_select_related = ("need", "offer")
    search_fields = ("need__title", "offer__title")
    date_hierarchy = "matched_on"


@admin.register(Deal)
class DealAdmin(RegisterAdmin):
    list_display = ("listing", "claim", "match", "signed_on", "amount")
    list_select_related = ("listing", "claim__listing", "match__need", "match__offer")
    search_fields = ("listing__title",)
    date_hierarchy = "signed_on"


class ConsortiumMemberInline(PartInline):
    model = ConsortiumMember


@admin.register(Consortium)
class ConsortiumAdmin(MovedAdmin):
    list_display = ("name", "field", "cluster", "lead", "status", "starts_on", "ends_on")
    list_filter = ("status", OF_CLUSTER)
    search_fields = ("name", "field", "lead__name")
    search_help_text = "名称、领域或牵头企业"
    inlines = (ConsortiumMemberInline,)


class AllianceMemberInline(PartInline):
    model = AllianceMember


@admin.register(Alliance)
class AllianceAdmin(MovedAdmin):
    list_display = ("name", "kind", "cluster", "place", "status", "starts_on", "ends_on")
    list_filter = ("kind", "status", OF_CLUSTER)
    search_fields = ("name", "members__enterprise__name", "members__organization__full_name")
    search_help_text = "联盟或成员名称"
    inlines = (AllianceMemberInline,)


@admin.register(TechPlatform)
class TechPlatformAdmin(MovedAdmin):
    list_display = ("name", "kind", "level", "cluster", "enterprise", "institution", "status", "starts_on")
    list_filter = ("kind", "level", "status", OF_CLUSTER)
    search_fields = ("name", "enterprise__name", "institution__name")
    search_help_text = "平台或运营单位名称"


@admin.register(PlatformUse)
class PlatformUseAdmin(RegisterAdmin):
    list_display = ("platform", "enterprise", "used_on", "purpose")
    list_filter = (("platform", WithinRemitFilter),)
    search_fields = ("platform__name", "enterprise__name")
    date_hierarchy = "used_on"


@admin.register(ResearchContract)
class ResearchContractAdmin(RegisterAdmin):
    list_display = ("title", "enterprise", "institution", "cluster", "signed_on", "amount")
    list_filter = (OF_CLUSTER,)
    search_fields = ("title", "enterprise__name", "institution__name")
    search_help_text = "项目、企业或院所名称"
    date_hierarchy = "signed_on"


@admin.register(PatentCount)
class PatentCountAdmin(RegisterAdmin):
    list_display = ("enterprise", "year", "granted", "valid")
    list_filter = ("year",)
    search_fields = ("enterprise__name",)


@admin.register(InvestmentProject)
class InvestmentProjectAdmin(MovedAdmin):
    list_display = ("name", "enterprise", "cluster", "place", "amount", "status", "signed_on")
    list_filter = ("status", OF_CLUSTER)
    search_fields = ("name", "enterprise__name")


@admin.register(ChainGap)
class ChainGapAdmin(MovedAdmin):
    list_display = ("cluster", "kind", "segment", "target", "investment", "tackle_project", "status")
    list_filter = ("kind", "status", OF_CLUSTER)
    search_fields = ("segment", "target")


@admin.register(SupportElement)
class SupportElementAdmin(RegisterAdmin):
    list_display = ("cluster", "kind", "name", "alliance", "platform", "starts_on", "ends_on")
    list_filter = ("kind", OF_CLUSTER)
    search_fields = ("name", "evidence")
