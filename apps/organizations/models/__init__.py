"""组织链 — what stands."""

from apps.organizations.models.action_branch import ActionBranch
from apps.organizations.models.body import ClusterBody
from apps.organizations.models.coverage import Coverage
from apps.organizations.models.formation import Formation
from apps.organizations.models.organization import (
    OrganizationPlacing,
    OrganizationState,
    OrganizationUnit,
    PartyOrganization,
    TermExtension,
    with_those_above,
)

__all__ = [
    "ActionBranch",
    "ClusterBody",
    "Coverage",
    "Formation",
    "OrganizationPlacing",
    "OrganizationState",
    "OrganizationUnit",
    "PartyOrganization",
    "TermExtension",
    "with_those_above",
]
