"""工作台与登记页的网址 — desk pages, and the lists and 360° pages that join each register's own addresses."""

from django.urls import path

from apps.clusters.models import Cluster, Enterprise
from apps.core.links import lead
from apps.desk import alerts, audit, clearing, merges, reveal, search, sight, start, takeouts, taking_back
from apps.desk.lists import (
    action_branches,
    clusters,
    enterprises,
    member_roster,
    members,
    organizations,
    tree,
)
from apps.desk.stories import cluster, enterprise, organization
from apps.members.models import Member
from apps.organizations.models import PartyOrganization

lead(Cluster, page="clusters:cluster", listing="clusters:clusters")
lead(Enterprise, page="clusters:enterprise", listing="clusters:enterprises")
lead(PartyOrganization, page="organizations:organization", listing="organizations:organizations")
lead(Member, page="members:member", listing="members:members")

urlpatterns = [
    path("", start.Start.as_view(), name="start"),
    path("search/", search.Search.as_view(), name="search"),
    path("search/names/<slug:kind>/", search.names, name="names"),
    path("alerts/", alerts.Alerts.as_view(), name="alerts"),
    path("alerts/export/", alerts.AlertsExport.as_view(), name="alerts_export"),
    path("alerts/<slug:kind>/<int:pk>/", clearing.Clear.as_view(), name="clear_alert"),
    path("audit/", audit.AuditLog.as_view(), name="audit"),
    path("audit/<int:number>/", audit.AuditEntryPage.as_view(), name="audit_entry"),
    path("audit/verify/", audit.Verify.as_view(), name="verify"),
    path("audit/export/", audit.AuditExport.as_view(), name="audit_export"),
    path("history/<slug:kind>/<int:pk>/<int:event>/", taking_back.TakeBack.as_view(), name="take_back"),
    path("takeouts/", takeouts.Takeouts.as_view(), name="takeouts"),
    path("takeouts/waiting/", takeouts.TakeoutsWaiting.as_view(), name="takeouts_waiting"),
    path("takeouts/<int:pk>/", takeouts.DecideTakeout.as_view(), name="takeout"),
    path("takeouts/<int:pk>/file/", takeouts.TakeoutFile.as_view(), name="takeout_file"),
    path("merges/", merges.Merges.as_view(), name="merges"),
    path("merges/<int:pk>/", merges.Review.as_view(), name="merge"),
    path("merges/propose/<slug:kind>/", merges.Propose.as_view(), name="propose_merge"),
]

cluster_patterns = [
    path("clusters/", clusters.Clusters.as_view(), name="clusters"),
    path("clusters/export/", clusters.ClustersExport.as_view(), name="clusters_export"),
    path("clusters/<int:pk>/", cluster.ClusterStory.as_view(), name="cluster"),
    path("enterprises/", enterprises.Enterprises.as_view(), name="enterprises"),
    path("enterprises/export/", enterprises.EnterprisesExport.as_view(), name="enterprises_export"),
    path("enterprises/<int:pk>/", enterprise.EnterpriseStory.as_view(), name="enterprise"),
]

organization_patterns = [
    path("organizations/", organizations.Organizations.as_view(), name="organizations"),
    path("organizations/export/", organizations.OrganizationsExport.as_view(), name="organizations_export"),
    path("organizations/tree/", tree.Tree.as_view(), name="tree"),
    path("organizations/<int:pk>/", organization.OrganizationStory.as_view(), name="organization"),
    path("action-branches/", action_branches.ActionBranches.as_view(), name="action_branches"),
    path(
        "action-branches/export/",
        action_branches.ActionBranchesExport.as_view(),
        name="action_branches_export",
    ),
]

member_patterns = [
    path("members/", members.Members.as_view(), name="members"),
    path("members/export/", members.MembersExport.as_view(), name="members_export"),
    path("members/roster/", member_roster.MemberRosterExport.as_view(), name="members_roster"),
    path("members/<int:pk>/", reveal.MemberPage.as_view(), name="member"),
    path("members/<int:pk>/sight/", sight.Sight.as_view(), name="sight"),
    path("members/<int:pk>/reveal/", reveal.RevealPage.as_view(), name="reveal"),
]
