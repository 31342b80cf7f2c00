"""项目装配"""

import gc

from django.apps import AppConfig


class ClusterregConfig(AppConfig):
    """项目装配 — an app so that its commands are found."""

    name = "clusterreg"
    verbose_name = "产业集群党建登记"

    def ready(self) -> None:
        """Models and what they need stay for good: no search for garbage goes through them again."""
        gc.freeze()
