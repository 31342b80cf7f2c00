"""构件"""

from django.apps import AppConfig
from django.db.models import Field

from apps.core.lookups import Among


class CoreConfig(AppConfig):
    """构件"""

    name = "apps.core"
    verbose_name = "构件"

    def ready(self) -> None:
        """Let every column be looked up among many values."""
        Field.register_lookup(Among)
