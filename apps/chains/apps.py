"""六链"""

from django.apps import AppConfig


class ChainsConfig(AppConfig):
    """六链"""

    name = "apps.chains"
    verbose_name = "六链"
