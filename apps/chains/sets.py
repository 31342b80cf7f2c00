"""基本集合 — B, E, O and M of the handbook on a day; scope and remit narrow them later."""

from datetime import date

from django.db.models import QuerySet

from apps.clusters.models import Cluster, ClusterEnterprise, Enterprise
from apps.members.models import Member
from apps.organizations.models import ClusterBody, OrganizationState, PartyOrganization


def clusters(day: date) -> QuerySet:
    """集群 founded and not withdrawn."""
    return Cluster.objects.running(day)


def bodies(day: date) -> QuerySet:
    """B — cluster bodies in force."""
    return ClusterBody.objects.in_force(day)


def enterprises(day: date) -> QuerySet:
    """E — enterprises on a chain and 在营."""
    return Enterprise.objects.operating(day).filter(pk__in=on_chain(day).order_by().values("enterprise"))


def on_chain(day: date) -> QuerySet:
    """Places on any chain in force."""
    return ClusterEnterprise.objects.in_force(day)


def private_enterprises(day: date) -> QuerySet:
    """E₀ — 非公有制企业 among E."""
    return enterprises(day).filter(ownership=Enterprise.Ownership.PRIVATE)


def organizations(day: date) -> QuerySet:
    """O — organisations in being of the official kinds; the bodies that cover them are never among them."""
    heads = ClusterBody.objects.in_force(day).order_by().values("organization")
    return PartyOrganization.objects.counted(day).exclude(pk__in=heads)


def members(day: date) -> QuerySet:
    """M, wherever affiliated — full and probationary members in good standing."""
    return Member.objects.counted(day)


def of_kind(kind: str, day: date) -> QuerySet:
    """O of one official kind."""
    states = OrganizationState.objects.in_force(day).standing().filter(type_code=kind)
    return organizations(day).filter(pk__in=states.order_by().values("organization"))
