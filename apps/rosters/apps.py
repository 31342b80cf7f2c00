"""名册"""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class RostersConfig(AppConfig):
    """名册"""

    name = "apps.rosters"
    verbose_name = "名册"

    def ready(self) -> None:
        """Let every app above register its rosters."""
        autodiscover_modules("importing")
