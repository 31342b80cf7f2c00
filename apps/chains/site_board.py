"""示范带图 — the demonstration belts of a scope as lines with their stops."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.utils.safestring import SafeString

from apps.chains.frame import Frame
from apps.core.charts import Line, Stop, line_diagram
from apps.core.links import address
from apps.core.remit import Reach
from apps.core.tree import KeysOn
from apps.organizations.models import PartyOrganization
from apps.sites.models import BeltSite, DemonstrationBelt, SiteState


def belts(frame: Frame) -> SafeString | str:
    """Belts that stood on the day, in the order of the register, each with its sites; three queries."""
    rows = DemonstrationBelt.objects.within(frame.remit).active(frame.as_of).filter(inside(frame))
    drawn = list(rows.select_related("cluster").order_by(KeysOn("cluster__path"), "name"))
    stops = stops_of(drawn, frame)
    lines = [
        Line(belt.name, stops[belt.pk], address(belt), belt.route or f"{len(stops[belt.pk])}个阵地")
        for belt in drawn
    ]
    return line_diagram(lines, f"{frame.scope}党建示范带") if lines else ""


def inside(frame: Frame) -> Q:
    """Belts of a scope: those of its clusters; of an organisation, those it leads."""
    match frame.scope.reach:
        case Reach.CLUSTER:
            return Q(cluster__path__startswith=frame.scope.path)
        case Reach.PLACE:
            return Q(cluster__place__path__startswith=frame.scope.path)
        case Reach.ORGANIZATION:
            return Q(leader__in=PartyOrganization.objects.below(frame.scope.key, frame.as_of))
    return Q()


def stops_of(belts: Iterable[DemonstrationBelt], frame: Frame) -> dict[int, list[Stop]]:
    """The sites of each belt in order, demonstration sites marked."""
    rows: QuerySet = BeltSite.objects.within(frame.remit).filter(belt__in=belts).in_order(frame.as_of)
    shown = SiteState.objects.active(frame.as_of).filter(is_demo=True).order_by()
    marked = set(shown.filter(site__in=rows.order_by().values("site")).values_list("site", flat=True))
    found: dict[int, list[Stop]] = defaultdict(list)
    for row in rows.select_related("site"):
        kind = row.site.get_kind_display()
        found[row.belt_id].append(Stop(row.site.name, address(row.site), kind, row.site_id in marked))
    return found
