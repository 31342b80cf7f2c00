"""造数 — small worlds for tests: one call a thing, invented people, area code 329999, phones 199000xxxxx."""

from datetime import date
from itertools import count
from typing import Any

from apps.accounts import workflow as accounts
from apps.accounts.models import User
from apps.clusters import workflow as clusters
from apps.clusters.models import Cluster, ClusterEnterprise, Department, Enterprise, Institution, Place
from apps.core import takeouts
from apps.core.identifiers.credit_code import check_character
from apps.core.identifiers.resident_id import check_digit
from apps.core.models import Takeout
from apps.core.remit import Reach, Remit, Stretch
from apps.members import workflow as members
from apps.members.models import Member
from apps.organizations import workflow as organizations
from apps.organizations.kinds import TypeCode
from apps.organizations.models import ClusterBody, PartyOrganization
from apps.rosters import workflow as rosters
from apps.rosters.models import Undo, Upload
from apps.rosters.registry import kind_of
from apps.rosters.situation import Plan

LONG_AGO = date(2020, 1, 1)
PASSWORD = "Long-enough-4-tests"
_numbers = count(1)
_people = count(1)  # of their own: only five hundred of one sex are born on a day


def an_id_number(born: date = date(1990, 5, 17), sex: str = "1", serial: int | None = None) -> str:
    """A right ID number nobody has: area 329999 is not allocated."""
    serial = next(_people) if serial is None else serial
    order = (serial * 2 + (sex == "1")) % 1000
    body = f"329999{born:%Y%m%d}{order:03d}"
    return body + check_digit(body)


def a_credit_code(serial: int | None = None) -> str:
    """A right credit code of area 329999."""
    serial = next(_numbers) if serial is None else serial
    body = f"91329999MA{serial:06d}0"
    return body + check_character(body)


def a_mobile() -> str:
    """An invented mobile number."""
    return f"199000{next(_numbers) % 100000:05d}"


def make_place(name: str = "", parent: Place | None = None, **facts: Any) -> Place:
    place = Place(
        **{"name": name or f"区域{next(_numbers)}", "kind": Place.Kind.COUNTY_CITY, "parent": parent} | facts
    )
    clusters.plant(place, by=None)
    return place


def make_cluster(name: str = "", place: Place | None = None, **facts: Any) -> Cluster:
    cluster = Cluster(name=name or f"集群{next(_numbers)}", place=place or make_place(), **facts)
    clusters.plant(cluster, by=None)
    return cluster


def make_department(name: str = "") -> Department:
    return Department.objects.create(name=name or f"部门{next(_numbers)}")


def make_institution(name: str = "", **facts: Any) -> Institution:
    facts = {"kind": Institution.Kind.UNIVERSITY} | facts
    return Institution.objects.create(name=name or f"大学{next(_numbers)}", **facts)


def make_enterprise(
    name: str = "",
    cluster: Cluster | None = None,
    chain_role: str = ClusterEnterprise.ChainRole.SUPPORTING,
    is_key: bool = False,
    on: date = LONG_AGO,
    **facts: Any,
) -> Enterprise:
    facts = {"ownership": Enterprise.Ownership.PRIVATE} | facts
    enterprise = clusters.register(name=name or f"企业{next(_numbers)}", on=on, by=None, **facts)
    if cluster:
        clusters.join_chain(enterprise, cluster, chain_role=chain_role, is_key=is_key, on=on, by=None)
    return enterprise


def make_organization(
    name: str = "",
    type_code: str = TypeCode.BRANCH,
    cluster: Cluster | None = None,
    units: tuple[Enterprise, ...] = (),
    on: date = LONG_AGO,
    **facts: Any,
) -> PartyOrganization:
    """An organisation; with ``cluster`` it is covered by the cluster's body, made when missing."""
    organization = organizations.found(
        full_name=name or f"中共测试企业{next(_numbers)}支部委员会",
        type_code=type_code,
        units=units,
        on=on,
        by=None,
        **facts,
    )
    if cluster:
        body = cluster.bodies.first() or make_body(cluster, on=on)
        organizations.cover(organization, body, on=on, by=None)
    return organization


def make_body(
    cluster: Cluster, form: str = ClusterBody.Form.COMMITTEE, on: date = LONG_AGO, **facts: Any
) -> ClusterBody:
    organization = organizations.found(
        full_name=f"{cluster.name}党委{next(_numbers)}",
        type_code=TypeCode.CLUSTER_COMMITTEE,
        place=cluster.place,
        on=on,
        by=None,
    )
    return ClusterBody.objects.create(
        organization=organization, cluster=cluster, form=form, starts_on=on, **facts
    )


def make_member(
    name: str = "",
    organization: PartyOrganization | None = None,
    stage: str = "正式党员",
    enterprise: Enterprise | None = None,
    on: date = LONG_AGO,
    born: date = date(1990, 5, 17),
    sex: str = "1",
    **facts: Any,
) -> Member:
    """A member since 2015, belonging to ``organization`` and working at ``enterprise`` since ``on``."""
    facts = {"joined_on": date(2015, 7, 1)} | facts if stage in ("正式党员", "预备党员") else facts
    if stage == "正式党员":
        facts = {"full_member_on": date(2016, 7, 1)} | facts
    member = members.register(
        name=name or "测试",
        id_number=facts.pop("id_number", None) or an_id_number(born, sex),
        sex=sex,
        birth_date=born,
        stage=stage,
        organization=organization,
        on=on,
        by=None,
        **facts,
    )
    if enterprise:
        members.employ(member, enterprise=enterprise, on=on, by=None)
    return member


def make_user(duty: str | None = None, username: str = "", **target: Any) -> User:
    """An account with its first password behind it, and one duty."""
    user = User(username=username or f"user{next(_numbers)}", name="测试账号", must_change_password=False)
    user.set_password(PASSWORD)
    user.save()
    if duty:
        accounts.grant(user, duty, by=None, on=LONG_AGO, **target)
    return user


def make_upload(owner: User | None = None, data: str = "姓名\t公民身份号码\n测试\t") -> Upload:
    """A member roster handed in and waiting."""
    return rosters.receive(data=data.encode(), name="名册.tsv", kind=kind_of("member"), plan=Plan(), by=owner)


def make_undo(upload: Upload) -> Undo:
    """The record of an upload taken back that wrote nothing."""
    return Undo.objects.create(upload=upload, why="测试")


def make_takeout(owner: User | None = None) -> Takeout:
    """A file of people that waits for a second person's word."""
    owner = owner or make_user("registry_manager")
    parcel = takeouts.Parcel(
        "党员", "党员.csv", b"name", ("姓名",), 1, frozenset(), ("members.export_member",)
    )
    return takeouts.ask_for(parcel, by=owner, purpose="测试")


def remit_to(target: Place | Cluster | PartyOrganization | Department | Enterprise) -> Remit:
    """The remit of a desk that one thing is entrusted to."""
    reaches = {
        Place: Reach.PLACE,
        Cluster: Reach.CLUSTER,
        PartyOrganization: Reach.ORGANIZATION,
        Department: Reach.DEPARTMENT,
        Enterprise: Reach.ENTERPRISE,
    }
    key = getattr(target, "path", None) or target.pk
    return Remit.of(Stretch(reaches[type(target)], key, str(target)))
