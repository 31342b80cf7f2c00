"""项目装配"""

from django.apps import AppConfig


class ClusterregConfig(AppConfig):
    """项目装配 — an app only so that its commands are found."""

    name = "clusterreg"
    verbose_name = "产业集群党建登记"
