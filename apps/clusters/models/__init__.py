"""底座 — the registers everything else stands on."""

from apps.clusters.models.cluster import Cluster, ClusterEnterprise
from apps.clusters.models.department import Department, Institution
from apps.clusters.models.enterprise import Enterprise, EnterpriseAlias, EnterpriseState
from apps.clusters.models.place import Place

__all__ = [
    "Cluster",
    "ClusterEnterprise",
    "Department",
    "Enterprise",
    "EnterpriseAlias",
    "EnterpriseState",
    "Institution",
    "Place",
]
