"""Every address of the registry."""

from django.contrib import admin
from django.urls import path

handler500 = "clusterreg.errors.server_error"

urlpatterns = [path("admin/", admin.site.urls)]
