"""登记明细 — clusters, enterprises, organisations and people as the tables behind a number show them."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import Count, F, Model, Prefetch, QuerySet

from apps.chains import due
from apps.chains.tables.sheet import Sheet, address, with_related
from apps.chains.unit import Unit
from apps.clusters.models import Cluster, ClusterEnterprise, Enterprise
from apps.core.codes import EDUCATION, SEX
from apps.core.columns import Column, Parts, joined, several
from apps.core.exports import PRECISIONS
from apps.core.formatting import span
from apps.core.remit import Remit
from apps.members.building import BuildingState, with_building, with_formal
from apps.members.models import Affiliation, ChainChief, Employment, Liaison, Member, Seat
from apps.organizations.kinds import TypeCode
from apps.organizations.models import ClusterBody, Coverage, OrganizationUnit, PartyOrganization
from apps.organizations.term import with_term

KINDS = dict(TypeCode.choices)
STATES = dict(BuildingState.choices)


def _enterprises(rows: Any, remit: Remit, day: date) -> QuerySet:
    held = ClusterEnterprise.objects.within(remit).in_force(day).select_related("cluster")
    serving = OrganizationUnit.objects.within(remit).in_standing(day).select_related("organization")
    rows = with_formal(with_building(rows.on(day), day), day).annotate(place_name=F("state__place__name"))
    return rows.prefetch_related(
        Prefetch("chain_places", held, to_attr="held"),
        Prefetch("organization_units", serving, to_attr="served_by"),
    )


def _with_since(rows: list[Any], day: date) -> list[Any]:
    since = due.since(day)
    for row in rows:
        row.due_since = since.get(row.pk)
        row.due_days = (day - row.due_since).days if row.due_since else None
    return rows


def _organizations(rows: Any, remit: Remit, day: date) -> QuerySet:
    secretaries = Seat.objects.in_force(day).secretaries().select_related("member")
    covered = Coverage.objects.within(remit).by_standing_bodies(day).select_related("body__cluster")
    units = OrganizationUnit.objects.in_force(day).select_related("enterprise")
    return with_term(rows, day).prefetch_related(
        Prefetch("seats", secretaries, to_attr="secretaries"),
        Prefetch("coverages", covered, to_attr="covered"),
        Prefetch("units", units, to_attr="serving"),
    )


def _with_members(rows: list[Any], day: date) -> list[Any]:
    counted = Member.objects.counted(day).order_by().values("pk")
    there = Affiliation.objects.in_force(day).filter(
        member__in=counted, organization__in=[r.pk for r in rows]
    )
    counts = dict(there.order_by().values_list("organization").annotate(Count("pk")))
    for row in rows:
        row.people = counts.get(row.pk, 0)
    return rows


def _members(rows: Any, remit: Remit, day: date) -> QuerySet:
    here = Affiliation.objects.within(remit).in_force(day).select_related("organization")
    jobs = Employment.objects.in_force(day).select_related("enterprise")
    return rows.on(day).prefetch_related(
        Prefetch("affiliations", here, to_attr="here"), Prefetch("employments", jobs, to_attr="jobs")
    )


def _clusters(rows: Any, remit: Remit, day: date) -> QuerySet:
    chiefs = ChainChief.objects.within(remit).in_force(day).select_related("member")
    leaders = ClusterEnterprise.objects.within(remit).in_force(day).leading().select_related("enterprise")
    return rows.select_related("place").prefetch_related(
        Prefetch("chain_chiefs", chiefs, to_attr="chiefs"), Prefetch("chain", leaders, to_attr="leaders")
    )


def _partly(name: str) -> Callable[[Member], str]:
    """As much of a date as is known; lists show a birth date to the month."""

    def said(member: Member) -> str:
        day, known = getattr(member, name), getattr(member, f"{name}_precision")
        known = "M" if name == "birth_date" and known == "D" else known
        return f"{day:{PRECISIONS[known]}}" if day else ""

    return said


def _placed(place: ClusterEnterprise) -> str:
    return f"{place.cluster}（{place.get_chain_role_display()}）"


def _organization_of(link: Any) -> PartyOrganization:
    return link.organization


def _belongs(member: Any) -> PartyOrganization | None:
    return _organization_of(member.here[0]) if member.here else None


def _overdue(row: Any) -> str:
    return "bad" if row.due_days and row.due_days > due.LONG else ""


SHEETS: dict[type[Model], Sheet] = {
    Enterprise: Sheet(
        (
            Column("name", "企业", lambda e: e.name, href=address),
            Column("uscc", "统一社会信用代码", lambda e: e.uscc),
            Column("place", "所在区域", lambda e: e.place_name),
            several("chain", "集群与角色", Parts(lambda e: e.held, _placed)),
            Column("building", "建立党组织情况", lambda e: STATES[e.building]),
            several("organization", "党组织", Parts(lambda e: e.served_by, _organization_of)),
            Column("formal", "正式党员", lambda e: e.formal, numeric=True),
            Column("here", "关系在本企业党组织", lambda e: e.formal_here, numeric=True),
            Column("elsewhere", "关系在外", lambda e: e.formal_elsewhere, numeric=True),
            Column("since", "满三名起", lambda e: e.due_since),
            Column("days", "已持续（天）", lambda e: e.due_days, numeric=True, tone=_overdue),
        ),
        ("name_order", "pk"),
        _enterprises,
        _with_since,
        Unit.ENTERPRISES,
    ),
    PartyOrganization: Sheet(
        (
            Column("name", "党组织", lambda o: o.full_name, href=address),
            Column("kind", "组织类别", lambda o: KINDS.get(o.type_code)),
            Column("units", "所在单位", lambda o: joined([unit.enterprise for unit in o.serving])),
            Column(
                "secretary",
                "书记",
                lambda o: joined([seat.member for seat in o.secretaries]),
                people=lambda o: [seat.member_id for seat in o.secretaries],
            ),
            Column("members", "党员", lambda o: o.people, numeric=True),
            Column("begun", "本届任期起始", lambda o: o.term_starts_on),
            Column("ends", "任期至", lambda o: o.term_ends_on),
            several("clusters", "纳入集群", Parts(lambda o: o.covered, lambda one: one.body.cluster)),
        ),
        ("display_order", "path", "pk"),
        _organizations,
        _with_members,
        Unit.THINGS,
    ),
    Member: Sheet(
        (
            Column("name", "姓名", lambda m: m.name, href=address),
            Column("sex", "性别", lambda m: SEX.label(m.sex)),
            Column("birth", "出生年月", _partly("birth_date")),
            Column("education", "学历", lambda m: EDUCATION.label(m.education)),
            Column("stage", "人员类别", lambda m: m.stage),
            Column("joined", "入党日期", _partly("joined_on")),
            Column(
                "organization",
                "所在党组织",
                _belongs,
                href=lambda m: address(_belongs(m)),
                parts=Parts(lambda m: m.here[:1], _organization_of),
            ),
            Column("work", "工作单位", lambda m: joined([job.enterprise for job in m.jobs])),
            Column("title", "专业技术职务", lambda m: m.tech_title),
        ),
        ("name_order", "pk"),
        _members,
        unit=Unit.PEOPLE,
    ),
    ClusterBody: Sheet(
        (
            Column(
                "name", "集群组织", lambda b: b.organization.full_name, href=lambda b: address(b.organization)
            ),
            Column("cluster", "集群", lambda b: b.cluster.name, href=lambda b: address(b.cluster)),
            Column("form", "形式", lambda b: b.get_form_display()),
            Column("mode", "组建方式", lambda b: b.get_formation_mode_display()),
            Column("core", "链核企业", lambda b: b.core_enterprise),
            Column("span", "起止", lambda b: span(b.starts_on, b.ends_on)),
        ),
        ("cluster__path", "pk"),
        with_related("organization", "cluster", "core_enterprise"),
        unit=Unit.THINGS,
    ),
    Cluster: Sheet(
        (
            Column("name", "集群", lambda c: c.name, href=address),
            Column("place", "所属区域", lambda c: c.place),
            several(
                "chiefs",
                "链长",
                Parts(lambda c: c.chiefs, lambda chief: chief.member),
                people=lambda c: [chief.member_id for chief in c.chiefs],
            ),
            several("leaders", "链主、链核", Parts(lambda c: c.leaders, lambda place: place.enterprise)),
        ),
        ("path",),
        _clusters,
        unit=Unit.THINGS,
    ),
    Seat: Sheet(
        (
            Column(
                "organization", "党组织", lambda s: s.organization, href=lambda s: address(s.organization)
            ),
            Column("member", "姓名", lambda s: s.member),
            Column("post", "职务", lambda s: s.get_post_display()),
            Column("sector", "来源", lambda s: s.get_sector_display()),
            Column("span", "起止", lambda s: span(s.starts_on, s.ends_on)),
        ),
        ("organization__path", "sector", "pk"),
        with_related("organization", "member"),
    ),
    Liaison: Sheet(
        (
            Column("member", "姓名", lambda x: x.member),
            Column("kind", "类别", lambda x: x.get_kind_display()),
            Column("enterprise", "企业", lambda x: x.enterprise, href=lambda x: address(x.enterprise)),
            Column("university", "选派高校", lambda x: x.university),
            Column("span", "起止", lambda x: span(x.starts_on, x.ends_on)),
        ),
        ("enterprise__name", "pk"),
        with_related("member", "enterprise", "university"),
    ),
}
