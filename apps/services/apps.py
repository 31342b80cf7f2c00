"""服务链"""

from django.apps import AppConfig


class ServicesConfig(AppConfig):
    """服务链"""

    name = "apps.services"
    verbose_name = "服务链"
