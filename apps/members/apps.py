"""人才链"""

from django.apps import AppConfig


class MembersConfig(AppConfig):
    """人才链"""

    name = "apps.members"
    verbose_name = "人才链"
