"""后台装配 — Django's administration with our site in place of its own."""

from django.contrib.admin.apps import AdminConfig


class RegistryAdminConfig(AdminConfig):
    """系统管理"""

    default_site = "apps.core.admin_site.RegistryAdminSite"
    verbose_name = "系统管理"
