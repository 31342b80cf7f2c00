"""底座"""

from django.apps import AppConfig


class ClustersConfig(AppConfig):
    """底座"""

    name = "apps.clusters"
    verbose_name = "底座"
