"""集群的组成 — its body by sector, who stands where on the chain, the organisations it covers as a tree."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from apps.chains import sets
from apps.chains.frame import Frame
from apps.chains.subject import ORGANIZATIONS
from apps.chains.tables import address
from apps.clusters.models import ClusterEnterprise, Enterprise, EnterpriseState
from apps.clusters.stages import LEADING, STAGES, ChainStage
from apps.core import clock
from apps.core.charts import Firm, Stage, chain_diagram
from apps.core.links import listed
from apps.core.tree import KeysOn
from apps.members.building import OWN, BuildingState, with_building
from apps.members.models import Affiliation, Member, Seat
from apps.organizations.kinds import TypeCode
from apps.organizations.models import ClusterBody, Coverage

Role = ClusterEnterprise.ChainRole
DRAWN = 8
DOTS = {BuildingState.JOINT: "joint", BuildingState.DUE: "due"} | dict.fromkeys(OWN, "own")
ORDER = {role: number for number, role in enumerate(Role)}


@dataclass(frozen=True)
class Body:
    """A body with the people in its seats, by the sector they come from."""

    body: ClusterBody
    href: str
    sectors: list[tuple[str, list[str]]]


def bodies(frame: Frame) -> list[Body]:
    """The cluster's bodies in force; two queries."""
    rows = ClusterBody.objects.within(frame.remit).in_force(frame.as_of)
    rows = rows.filter(cluster__path__startswith=frame.scope.path).select_related("organization", "cluster")
    seats = Seat.objects.within(frame.remit).in_force(frame.as_of).select_related("member")
    seats = seats.filter(organization__in=[row.organization_id for row in rows]).order_by("pk")
    by_body: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for seat in sorted(seats, key=lambda seat: list(Seat.Post).index(Seat.Post(seat.post))):
        words = f"{seat.member}（{seat.get_post_display()}）"
        by_body[seat.organization_id][seat.get_sector_display() or "来源未填"].append(words)
    return [Body(row, address(row.organization), list(by_body[row.organization_id].items())) for row in rows]


def diagram(frame: Frame) -> SafeString | str:
    """上游–链主–下游 with how far each firm's organisation has come; two queries."""
    places = ClusterEnterprise.objects.within(frame.remit).in_force(frame.as_of)
    held = places.filter(
        cluster__path__startswith=frame.scope.path, enterprise__in=sets.enterprises(frame.as_of).values("pk")
    )
    by_stage = _firms_by_stage(held)
    drawn = {key for keys in by_stage.values() for key in keys[:DRAWN]}
    firms = with_building(Enterprise.objects.within(frame.remit).filter(pk__in=drawn), frame.as_of).in_bulk()
    stages = [
        Stage(
            stage.label,
            [_firm(firms[key]) for key in by_stage[stage.key][:DRAWN] if key in firms],
            lead=stage is LEADING,
            more=max(len(by_stage[stage.key]) - DRAWN, 0),
            href=_list_of(stage, frame),
        )
        for stage in STAGES
        if by_stage[stage.key]
    ]
    return chain_diagram(stages, f"{frame.scope}产业链") if stages else ""


def _list_of(stage: ChainStage, frame: Frame) -> str:
    """The register narrowed to a stage; the register is of today, other days have no list of their own."""
    chosen = {"cluster": frame.scope.key, "chain_role": stage.key, "status": EnterpriseState.Status.OPERATING}
    return listed(Enterprise, **chosen) if frame.as_of == clock.today() else ""


def _firms_by_stage(places: Any) -> dict[str, list[int]]:
    """Keys of firms in each stage, the leading roles and key firms first, each firm once a stage."""
    stage_of = {role: stage.key for stage in STAGES for role in stage.roles}
    found: dict[str, dict[int, None]] = defaultdict(dict)
    rows = places.order_by().values_list("chain_role", "is_key", "enterprise__name", "enterprise")
    for role, _, _, key in sorted(rows, key=lambda row: (ORDER[Role(row[0])], not row[1], row[2])):
        found[stage_of[Role(role)]][key] = None
    return defaultdict(list, {stage: list(keys) for stage, keys in found.items()})


def _firm(enterprise: Any) -> Firm:
    return Firm(
        enterprise.name, DOTS.get(BuildingState(enterprise.building), "none"), href=address(enterprise)
    )


def covered_tree(frame: Frame) -> SafeString | str:
    """Covered organisations under superiors that are covered too, with their own members; three queries."""
    rows = sets.organizations(frame.as_of).within(frame.remit)
    inside = ORGANIZATIONS.inside(rows, frame.scope, frame.as_of)
    organizations = list(inside.on(frame.as_of).order_by("display_order", KeysOn("path")))
    keys = {row.pk for row in organizations}
    people = _people(frame, keys)
    roles = dict(
        Coverage.objects.within(frame.remit)
        .by_standing_bodies(frame.as_of)
        .filter(organization__in=keys, body__cluster__path__startswith=frame.scope.path)
        .values_list("organization", "role")
    )
    below: dict[int | None, list[Any]] = defaultdict(list)
    for row in organizations:
        row.people, row.role = people.get(row.pk, 0), roles.get(row.pk, "")
        below[row.parent_id if row.parent_id in keys else None].append(row)
    return format_html('<ul class="tree">{}</ul>', _nodes(below, None)) if organizations else ""


def _people(frame: Frame, organizations: Iterable[int]) -> dict[int, int]:
    counted = Member.objects.counted(frame.as_of).order_by().values("pk")
    there = Affiliation.objects.within(frame.remit).in_force(frame.as_of)
    there = there.filter(organization__in=organizations, member__in=counted)
    return dict(there.order_by().values_list("organization").annotate(Count("pk")))


def _nodes(below: dict[int | None, list[Any]], parent: int | None) -> SafeString:
    return format_html_join(
        "", "<li>{}{}</li>", ((_node(below, row), _under(below, row.pk)) for row in below[parent])
    )


def _node(below: dict[int | None, list[Any]], row: Any) -> SafeString:
    role = Coverage.Role(row.role).label if row.role else ""
    whole = _with_those_below(below, row)
    people = f"党员{whole}名（本级{row.people}名）" if below[row.pk] else f"党员{whole}名"
    return format_html(
        '<a class="n" href="{}">{}</a><small>{}</small>',
        address(row),
        row.full_name,
        " · ".join(filter(None, [TypeCode(row.type_code).label, role, people])),
    )


def _with_those_below(below: dict[int | None, list[Any]], row: Any) -> int:
    return row.people + sum(_with_those_below(below, one) for one in below[row.pk])


def _under(below: dict[int | None, list[Any]], parent: int) -> SafeString | str:
    return format_html("<ul>{}</ul>", _nodes(below, parent)) if below[parent] else ""
