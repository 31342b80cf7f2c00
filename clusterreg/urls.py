"""Every address of the registry.

A register's pages share one namespace; what is done to its rows lives in the register's app, the lists and
the pages that tell everything reach across apps and live above them.
"""

from django.contrib import admin
from django.urls import include, path

from apps.clusters import urls as clusters
from apps.core.console import SYSTEM, shows
from apps.desk import urls as desk
from apps.members import urls as members
from apps.organizations import urls as organizations
from clusterreg.consoles import backups

shows(SYSTEM)(backups)

handler500 = "clusterreg.errors.server_error"

cluster_pages = (desk.cluster_patterns + clusters.urlpatterns, "clusters")
organization_pages = (
    desk.organization_patterns + organizations.urlpatterns + members.organization_patterns,
    "organizations",
)
member_pages = (members.urlpatterns + desk.member_patterns, "members")

urlpatterns = [
    path("", include((desk.urlpatterns, "desk"))),
    path("", include(cluster_pages)),
    path("", include(organization_pages)),
    path("", include(member_pages)),
    path("services/", include("apps.services.urls")),
    path("activities/", include("apps.activities.urls")),
    path("innovation/", include("apps.innovation.urls")),
    path("positions/", include("apps.sites.urls")),
    path("rosters/", include("apps.rosters.urls")),
    path("chains/", include("apps.chains.urls")),
    path("accounts/", include("apps.accounts.urls")),
    path("system/", include("clusterreg.selfcheck.urls")),
    path("admin/", admin.site.urls),
]
