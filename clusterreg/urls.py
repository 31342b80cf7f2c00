"""Every address of the registry."""

from django.contrib import admin
from django.urls import include, path

handler500 = "clusterreg.errors.server_error"

urlpatterns = [
    path("accounts/", include("apps.accounts.urls")),
    path("admin/", admin.site.urls),
]
