"""底座的变动: places and clusters take root; enterprises register, change, join chains and leave."""

import re
from datetime import date
from typing import Any

from django.db import models, transaction
from django.db.models import Q

from apps.clusters.models import Cluster, ClusterEnterprise, Enterprise, EnterpriseState, Place
from apps.core.dated import hold, insist_on_reason, succeed
from apps.core.history import because
from apps.core.tree import replant
from apps.core.undoing import settles

SUFFIX = re.compile(r"(?<=.)(产业|创新|融合)*(集群|产业链|生态圈)$")


@transaction.atomic
def plant(node: Place | Cluster, *, by: models.Model | None, why: str = "") -> None:
    """Save a place or cluster and let it and all below stand under its parent.

    Raises ``ValidationError`` when the parent stands below it.
    """
    with because(by=by, why=why):
        node.save()
        replant(node, node.parent)


@settles(Place)
def settle_places(keys: list[int]) -> None:
    """Let today's paths of places follow their superiors."""
    _settle(Place, keys)


@settles(Cluster)
def settle_clusters(keys: list[int]) -> None:
    """Let today's paths of clusters follow theirs."""
    _settle(Cluster, keys)


def _settle(model: type[Place] | type[Cluster], keys: list[int]) -> None:
    for node in model._default_manager.filter(pk__in=keys).order_by("path"):
        node.refresh_from_db(fields=["path"])
        replant(node, node.parent)


@transaction.atomic
def found(*, name: str, place: Place, by: models.Model | None) -> Cluster:
    """登记集群 — by its full name; the short one is what is left without 产业集群, where it is free."""
    cluster = Cluster(name=name, short_name=free_short_name(name), place=place)
    cluster.full_clean()
    plant(cluster, by=by)
    return cluster


def short_name(name: str) -> str:
    """元宇宙产业集群 → 元宇宙; nothing when nothing shorter is left."""
    short = SUFFIX.sub("", name)
    return short if short != name else ""


def free_short_name(name: str) -> str:
    """The short name, or nothing where another cluster goes by it: two of one name cannot be told apart."""
    short = short_name(name)
    taken = Q(name=short) | Q(short_name=short) | Q(aliases__contains=[short])
    return "" if short and Cluster.objects.filter(taken).exists() else short


@transaction.atomic
def register(
    *,
    name: str,
    on: date,
    by: models.Model | None,
    place: Place | None = None,
    status: str = EnterpriseState.Status.OPERATING,
    **facts: Any,
) -> Enterprise:
    """登记企业 — a new enterprise and its first state. Raises ``ValidationError`` for wrong facts."""
    enterprise = Enterprise(name=name, **facts)
    enterprise.full_clean()
    with because(by=by):
        enterprise.save()
        EnterpriseState.objects.create(enterprise=enterprise, status=status, place=place, starts_on=on)
    return enterprise


@transaction.atomic
def change_state(
    enterprise: Enterprise, *, on: date, by: models.Model | None, why: str = "", **values: Any
) -> models.Model:
    """变更经营状态或所在区域 — ``status``, ``place``, ``building`` from a day on."""
    insist_on_reason(on, why)
    with because(by=by, why=why):
        return succeed(enterprise.states, on=on, **values)


@transaction.atomic
def join_chain(
    enterprise: Enterprise,
    cluster: Cluster,
    *,
    chain_role: str,
    on: date,
    by: models.Model | None,
    is_key: bool = False,
) -> ClusterEnterprise:
    """上链 — a place on the chain; the one already held is answered again."""
    link = {"cluster": cluster, "enterprise": enterprise, "chain_role": chain_role}
    with because(by=by):
        return hold(ClusterEnterprise, on=on, defaults={"is_key": is_key}, **link)


@transaction.atomic
def leave_chain(
    place: ClusterEnterprise, *, on: date, by: models.Model | None, why: str = ""
) -> ClusterEnterprise:
    """退链"""
    insist_on_reason(on, why)
    place.ends_on = on
    place.full_clean()
    with because(by=by, why=why):
        place.save(update_fields=["ends_on"])
    return place
