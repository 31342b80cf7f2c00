"""企业与集群名录 — what names and credit codes in a roster mean, within a remit."""

from collections.abc import Iterable

from django.db.models import Q

from apps.clusters.models import Cluster, Enterprise, EnterpriseAlias, Place
from apps.core.remit import Reach, Remit
from apps.core.tree import KeysOn
from apps.rosters.directory import Directory, name_key

UNSETTLED_PLACE = "未定区域"


class Enterprises(Directory):
    """企业名录 — by name, short and former names, and credit code."""

    def __init__(self, remit: Remit) -> None:
        super().__init__()
        self.codes: dict[str, int] = {}
        self.code_of: dict[int, str] = {}
        within = Enterprise.objects.within(remit).order_by()
        for key, name, code in within.values_list("pk", "name", "uscc"):
            self.add(key, name)
            if code:
                self.codes[code] = key
                self.code_of[key] = code
        aliases = EnterpriseAlias.objects.filter(enterprise__in=within.values("pk"))
        for key, name in aliases.order_by().values_list("enterprise", "name"):
            self.add(key, self.labels[key], [name])


def offers(remit: Remit) -> dict[str, list[str]]:
    """The clusters and places that a roster may be about."""
    return {
        "cluster": list(Clusters(remit).labels.values()),
        "place": list(Place.objects.order_by(KeysOn("path")).values_list("name", flat=True)),
    }


def taken_elsewhere(
    codes: Iterable[str], names: Iterable[str], known: Iterable[int]
) -> tuple[set[str], set[str]]:
    """Of codes and names nobody within the remit bears: those somebody outside does, names as keys."""
    codes, names = list(codes), list(names)
    if not codes and not names:
        return set(), set()
    outside = Enterprise.objects.exclude(pk__in=list(known))
    found = outside.filter(Q(uscc__in=codes) | Q(name__in=names)).values_list("uscc", "name")
    taken = [(code, name_key(name)) for code, name in found]
    wanted = set(codes)
    return {code for code, _ in taken if code in wanted}, {name for _, name in taken}


class Clusters(Directory):
    """集群名录 — by name, short name and aliases."""

    def __init__(self, remit: Remit) -> None:
        super().__init__()
        self.paths: dict[int, str] = {}
        for cluster in Cluster.objects.within(remit).order_by(KeysOn("path")):
            self.add(cluster.pk, cluster.name, [cluster.short_name, *cluster.aliases])
            self.paths[cluster.pk] = cluster.path


def chosen_place(name: str, remit: Remit) -> Place | None:
    """Where new things of an upload stand: at the place named, else at the only one entrusted."""
    if name:
        return Place.objects.filter(name=name).order_by(KeysOn("path")).first()
    paths = remit.targets(Reach.PLACE)
    return Place.objects.filter(path=paths[0]).first() if len(paths) == 1 else None


def is_place_entrusted(name: str, remit: Remit) -> bool:
    """Whether what stands at the chosen place is within the remit."""
    place = chosen_place(name, remit)
    return place is not None and any(place.path.startswith(str(path)) for path in remit.targets(Reach.PLACE))


def only_root() -> Place | None:
    """The top of the tree of places, if it has one top."""
    roots = list(Place.objects.filter(parent=None)[:2])
    return roots[0] if len(roots) == 1 else None
