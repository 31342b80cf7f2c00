"""构件"""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """构件"""

    name = "apps.core"
    verbose_name = "构件"
