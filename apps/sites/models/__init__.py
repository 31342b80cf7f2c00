"""阵地链 — where it happens."""

from apps.sites.models.belt import BeltSite, BeltState, DemonstrationBelt
from apps.sites.models.booking import Booking
from apps.sites.models.building import Building, BuildingOrganization, Tenancy
from apps.sites.models.site import Site, SiteState

__all__ = [
    "BeltSite",
    "BeltState",
    "Booking",
    "Building",
    "BuildingOrganization",
    "DemonstrationBelt",
    "Site",
    "SiteState",
    "Tenancy",
]
