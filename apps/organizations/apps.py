"""组织链"""

from django.apps import AppConfig


class OrganizationsConfig(AppConfig):
    """组织链"""

    name = "apps.organizations"
    verbose_name = "组织链"
