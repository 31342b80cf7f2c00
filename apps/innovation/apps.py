"""创新链"""

from django.apps import AppConfig


class InnovationConfig(AppConfig):
    """创新链"""

    name = "apps.innovation"
    verbose_name = "创新链"
