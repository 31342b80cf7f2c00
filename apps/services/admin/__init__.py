"""服务链登记 in the administration, one module a noun."""

from apps.services.admin import (
    catalogues,
    consultations,
    evaluations,
    lists,
    money,
    orders,
    platforms,
    visits,
)

__all__ = [
    "catalogues",
    "consultations",
    "evaluations",
    "lists",
    "money",
    "orders",
    "platforms",
    "visits",
]
