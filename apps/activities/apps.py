"""活动链"""

from django.apps import AppConfig


class ActivitiesConfig(AppConfig):
    """活动链"""

    name = "apps.activities"
    verbose_name = "活动链"
