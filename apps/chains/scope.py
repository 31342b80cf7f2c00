"""范围 — which part of the registry a figure is about: everything, a place, a cluster, an organisation.

The remit says what a reader may see at all and is judged today; the scope and the 截至 day
choose among what it reaches. A scope that the remit does not reach does not exist for the reader.
"""

from dataclasses import dataclass
from typing import Any, Self

from django.db.models import Q, QuerySet

from apps.clusters.models import Cluster, Place
from apps.core.remit import Reach, Remit
from apps.core.tree import KeysOn
from apps.organizations.models import PartyOrganization

KINDS = {"place": Reach.PLACE, "cluster": Reach.CLUSTER, "organization": Reach.ORGANIZATION}
ALL = "all"


class UnknownScope(ValueError):
    """There is no such scope, or it lies outside the remit: nobody is told which."""


@dataclass(frozen=True, slots=True)
class Scope:
    """``path`` is the target's path, as in a remit; ``name`` is for people to read."""

    reach: Reach
    key: int | None = None
    path: str = ""
    name: str = "全部"

    @classmethod
    def everything(cls, remit: Remit) -> Self:
        """All that the remit reaches."""
        return cls(Reach.EVERYTHING, name="全部登记" if remit.is_everything else str(remit))

    @classmethod
    def of(cls, target: Place | Cluster | PartyOrganization) -> Self:
        """The scope of one place, cluster or organisation and all below it."""
        reach = {Place: Reach.PLACE, Cluster: Reach.CLUSTER}.get(type(target), Reach.ORGANIZATION)
        return cls(reach, target.pk, target.path, str(target))

    @classmethod
    def keyed(cls, text: str, remit: Remit) -> Self:
        """The scope an address names (``cluster:3``). Raises ``UnknownScope``."""
        kind, _, key = text.partition(":")
        if text == ALL:
            return cls.everything(remit)
        if kind not in KINDS or not key.isdecimal() or len(key) > 18:
            raise UnknownScope(f"没有“{text}”这个范围。")
        return cls._only(text, _reachable(KINDS[kind], remit).filter(pk=key))

    @classmethod
    def named(cls, text: str, remit: Remit) -> Self:
        """The scope a command names (``cluster:元宇宙``), by any of its names. Raises ``UnknownScope``."""
        kind, _, name = text.partition(":")
        if text == ALL:
            return cls.everything(remit)
        if kind not in KINDS or not name.strip():
            raise UnknownScope(
                f"没有“{text}”这个范围，可写作 all、cluster:名称、place:名称 或 organization:名称。"
            )
        return cls._only(text, _called(name.strip(), KINDS[kind], _reachable(KINDS[kind], remit)))

    @classmethod
    def _only(cls, text: str, found: QuerySet) -> Self:
        targets = list(found[:2])
        if not targets:
            raise UnknownScope(f"没有“{text}”这个范围。")
        if len(targets) > 1:
            raise UnknownScope(f"“{text}”不止一个，请写全称。")
        return cls.of(targets[0])

    @property
    def address(self) -> str:
        """As it stands in an address: ``cluster:3``."""
        return ALL if self.reach is Reach.EVERYTHING else f"{self.reach.value}:{self.key}"

    def key_of(self, reach: Reach) -> int:
        """The key, if the scope is of this reach; else no row's."""
        return self.key or 0 if self.reach is reach else 0

    def __str__(self) -> str:
        return self.name


def places_within(remit: Remit) -> QuerySet:
    """Places whose figures a reader may see: those the remit holds whole."""
    places = Place.objects.order_by(KeysOn("path"))
    if remit.is_everything:
        return places
    held = Q(pk__in=[])
    for path in remit.targets(Reach.PLACE):
        held |= Q(path__startswith=path)
    return places.filter(held)


def clusters_within(remit: Remit) -> Any:
    """Clusters the remit holds whole: a branch that is covered does not see its cluster's figures."""
    whole = Remit(frozenset(s for s in remit.stretches if s.reach in WHOLE_CLUSTERS))
    return Cluster.objects.within(whole).order_by(KeysOn("path"))


WHOLE_CLUSTERS = (Reach.EVERYTHING, Reach.PLACE, Reach.CLUSTER)


def _reachable(reach: Reach, remit: Remit) -> QuerySet:
    if reach is Reach.PLACE:
        return places_within(remit)
    return clusters_within(remit) if reach is Reach.CLUSTER else PartyOrganization.objects.within(remit)


def _called(name: str, reach: Reach, targets: QuerySet) -> QuerySet:
    """Those with exactly this full name, else those with this short name or alias."""
    match reach:
        case Reach.PLACE:
            return targets.filter(name=name)
        case Reach.CLUSTER:
            exact, loose = Q(name=name), Q(short_name=name) | Q(aliases__contains=[name])
        case _:
            exact, loose = Q(full_name=name), Q(short_name=name) | Q(former_names__contains=[name])
    return targets.filter(exact) if targets.filter(exact).exists() else targets.filter(loose)
