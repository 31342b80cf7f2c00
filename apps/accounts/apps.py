"""账号与职责"""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """账号与职责"""

    name = "apps.accounts"
    verbose_name = "账号与职责"
