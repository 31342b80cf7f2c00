"""阵地链"""

from django.apps import AppConfig


class SitesConfig(AppConfig):
    """阵地链"""

    name = "apps.sites"
    verbose_name = "阵地链"
