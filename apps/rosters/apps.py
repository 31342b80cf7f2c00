"""名册"""

from django.apps import AppConfig


class RostersConfig(AppConfig):
    """名册"""

    name = "apps.rosters"
    verbose_name = "名册"
