"""项目装配"""

import gc

from django.apps import AppConfig

from clusterreg.triggers import index_triggers


class ClusterregConfig(AppConfig):
    """项目装配 — an app so that its commands are found; the first one, so that it comes before all models."""

    name = "clusterreg"
    verbose_name = "产业集群党建登记"

    def import_models(self) -> None:
        """Before the first trigger is registered, prepare where."""
        index_triggers()
        super().import_models()

    def ready(self) -> None:
        """Models and what they need stay for good: no search for garbage goes through them again.

        Nor does it come so often: a page about thousands of rows makes many objects, and hardly any rings.
        """
        gc.freeze()
        gc.set_threshold(50_000, *gc.get_threshold()[1:])
