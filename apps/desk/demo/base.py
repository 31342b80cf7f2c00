"""底座 — places, departments, institutions and clusters as published."""

from collections.abc import Iterable
from datetime import date

from apps.clusters import workflow
from apps.clusters.models import Cluster, Department, Institution, Place
from apps.desk.demo import sources
from apps.desk.demo.sources import Row
from apps.desk.demo.world import World


def place_tree(rows: Iterable[Row]) -> dict[str, Place]:
    """The places of a file by name, those already registered among them."""
    found: dict[str, Place] = {}
    for row in rows:
        parent = found.get(row["parent"])
        place = Place.objects.filter(name=row["name"], parent=parent).first()
        if place is None:
            place = Place(name=row["name"], kind=row["kind"], gb_code=row["gb_code"], parent=parent)
            workflow.plant(place, by=None)
        found[place.name] = place
    return found


def load(world: World) -> None:
    """Everything the other registers stand on."""
    world.places = place_tree(sources.rows("places"))
    for row in sources.rows("departments"):
        facts = {"name": row["name"], "short_name": row["short_name"], "place": world.places[row["place"]]}
        world.departments[row["short_name"]] = Department.objects.create(**facts)
    for row in sources.rows("institutions"):
        world.institutions[row["name"]] = Institution.objects.create(
            name=row["name"],
            kind=row["kind"],
            aliases=sources.listed(row["aliases"]),
            place=world.places.get(row["place"]),
        )
        county = world.word(row["system"], "county")
        world.institutions_of.setdefault(county, []).append(world.institutions[row["name"]])
    for row in sources.rows("clusters"):
        world.clusters[row["name"]] = _cluster(world, row)


def _cluster(world: World, row: dict[str, str]) -> Cluster:
    cluster = Cluster(
        name=row["name"],
        short_name=row["short_name"],
        aliases=sources.listed(row["aliases"]),
        kind=row["kind"],
        parent=world.clusters.get(row["parent"]),
        place=world.places[row["place"]],
        level=row["level"],
        lead_department=world.departments.get(row["lead_department"]),
        industry_codes=sources.listed(row["industry_codes"]),
        established_on=date.fromisoformat(row["established_on"]),
        brand_name=row["brand_name"],
        target_output=row["target_output"] or None,
        remark=_remark(row["source"]),
    )
    workflow.plant(cluster, by=None)
    return cluster


def _remark(source: str) -> str:
    return source if source.startswith("自拟") else ""
