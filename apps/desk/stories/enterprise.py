"""企业全貌 — one firm: its clusters and roles, its organisations, its people."""

from typing import Any

from django.db.models import F
from django.urls import reverse

from apps.clusters.models import ClusterEnterprise, Enterprise, EnterpriseState
from apps.core import clock
from apps.core.formatting import NONE, span
from apps.core.identifiers import mask_phone
from apps.core.story import Fact, Panel, Row, Story, Telling, ended, link
from apps.desk.links import Links, to_change
from apps.desk.stories.record import dated, record
from apps.members.models import Employment, Liaison, MemberStanding
from apps.organizations.models import Formation, OrganizationUnit

TONES = {"operating": "good", "suspended": "warn", "closed": "bad"}
YES_NO = {True: "是", False: "否", None: NONE}
PEOPLE_SHOWN = 12


class EnterpriseStory(Story):
    """企业"""

    model = Enterprise
    permission_required = "clusters.view_enterprise"

    @property
    def trail(self) -> list[tuple[str, str]]:
        return [("企业", reverse("clusters:enterprises"))]

    def reachable(self) -> Any:
        today = clock.today()
        return (
            super()
            .reachable()
            .on(today)
            .annotate(place_name=F("state__place__name"), where=F("state__building"))
        )

    def tell(self, row: Enterprise) -> Telling:
        self.links = Links(self.request)
        status = EnterpriseState.Status(row.status) if row.status else None
        return Telling(
            badges=[(status.label if status else "", TONES.get(row.status, ""))],
            facts=self.facts(row),
            panels=[self.chains(row), self.organizations(row), *self.people(row), record(row)],
            side=[self.formations(row), self.liaisons(row), self.states(row)],
            tools=self.tools(row),
        )

    def facts(self, row: Enterprise) -> list[Fact]:
        aliases = "、".join(row.aliases.values_list("name", flat=True))
        output = f"{row.output_value:f}万元" if row.output_value is not None else ""
        return [
            Fact("统一社会信用代码", row.uscc or row.other_reg_no),
            Fact("所在区域", row.place_name, note=row.where or ""),
            Fact("控股情况", row.get_ownership_display()),
            Fact("规模", row.get_scale_display(), note="规上" if row.is_above_scale else ""),
            Fact("行业代码", row.industry_code),
            Fact(
                "在岗职工",
                row.employees,
                note=f"35岁及以下{row.employees_under35}人" if row.employees_under35 else "",
            ),
            Fact("产值", output, note=f"{row.output_year}年" if row.output_year else ""),
            Fact("单位负责人", row.legal_representative, note="党员" if row.owner_is_member else ""),
            Fact("工会", YES_NO[row.has_union]),
            Fact("共青团组织", YES_NO[row.has_youth_league]),
            Fact("联系人", row.contact_name, note=mask_phone(row.contact_phone)),
            Fact("科技资质", "、".join(row.tech_titles)),
            Fact("别名", aliases),
            Fact("注册地址", row.address, wide=True),
        ]

    def chains(self, row: Enterprise) -> Panel:
        places = list(
            ClusterEnterprise.objects.within(self.request.remit)
            .filter(enterprise=row)
            .select_related("cluster")
        )
        self.links.know([place.cluster for place in places])
        cells = lambda p: (  # noqa: E731
            link(p.cluster, self.links.to(p.cluster)), p.get_chain_role_display(),
            "重点企业" if p.is_key else "", span(p.starts_on, p.ends_on), self.ending(p),
        )  # fmt: skip
        tools = (
            [("加入集群", reverse("clusters:join_chain", args=[row.pk]))]
            if self.may("clusters.add_clusterenterprise")
            else []
        )
        return Panel(
            "集群与链上角色",
            ("集群", "角色", "重点", "起止", ""),
            dated(places, cells),
            "不在任何集群的链上。",
            tools=tools,
        )

    def ending(self, place: ClusterEnterprise) -> Any:
        if ended(place) or not self.may("clusters.change_clusterenterprise"):
            return " "
        return link("退链", reverse("clusters:leave_chain", args=[place.enterprise_id, place.pk]))

    def organizations(self, row: Enterprise) -> Panel:
        units = list(
            OrganizationUnit.objects.within(self.request.remit)
            .filter(enterprise=row)
            .select_related("organization")
        )
        self.links.know([unit.organization for unit in units])
        cells = lambda u: (link(u.organization, self.links.to(u.organization)), span(u.starts_on, u.ends_on))  # noqa: E731
        return Panel("党组织", ("党组织", "起止"), dated(units, cells), "没有党组织以本企业为所在单位。")

    def people(self, row: Enterprise) -> list[Panel]:
        """Members by kind of relation, the newest first; the list has them all."""
        if not self.may("members.view_member"):
            return []
        today = clock.today()
        jobs = Employment.objects.within(self.request.remit).in_force(today).filter(enterprise=row)
        shown = list(
            jobs.select_related("member").order_by("-is_confirmed", "-starts_on", "pk")[:PEOPLE_SHOWN]
        )
        stages = dict(
            MemberStanding.objects.in_force(today)
            .filter(member__in=[job.member_id for job in shown])
            .values_list("member", "stage")
        )
        self.links.know([job.member for job in shown])
        rows = [Row((
            link(job.member, self.links.to(job.member)), stages.get(job.member_id, ""), job.job_title, job.get_rank_display(),
            link("已核实" if job.is_confirmed else "待核实", tone="" if job.is_confirmed else "warn"), span(job.starts_on, None),
        )) for job in shown]  # fmt: skip
        total = jobs.values("member").distinct().count()
        address = f"{reverse('members:members')}?enterprise={row.pk}"
        return [Panel("在职人员", ("姓名", "人员类别", "职务", "层级", "核实", "起止"), rows, "没有登记在本企业工作的人员。",
                      note=f"共{total}人", href=address, more="全部" if total else "")]  # fmt: skip

    def formations(self, row: Enterprise) -> Panel:
        rows = (
            Formation.objects.within(self.request.remit)
            .filter(enterprise=row)
            .select_related("organization", "helper_organization")
        )
        cells = lambda f: (
            f.get_mode_display(),
            f.get_stage_display(),
            f.organization or f.helper_organization,
            span(f.starts_on, f.ends_on),
        )
        return Panel(
            "组建情况", ("方式", "进展", "党组织", "起止"), dated(list(rows), cells), "没有组建记录。"
        )

    def liaisons(self, row: Enterprise) -> Panel:
        rows = list(
            Liaison.objects.within(self.request.remit).filter(enterprise=row).select_related("member")
        )
        self.links.know([liaison.member for liaison in rows])
        cells = lambda r: (
            link(r.member, self.links.to(r.member)),
            r.get_kind_display(),
            span(r.starts_on, r.ends_on),
        )
        return Panel(
            "指导员、联络员", ("姓名", "类别", "起止"), dated(rows, cells), "没有选派指导员、联络员。"
        )

    def states(self, row: Enterprise) -> Panel:
        cells = lambda s: (s.get_status_display(), s.place, span(s.starts_on, s.ends_on))  # noqa: E731
        return Panel(
            "经营状态", ("状态", "区域", "起止"), dated(list(row.states.select_related("place")), cells)
        )

    def tools(self, row: Enterprise) -> list[tuple[str, str]]:
        if not self.may("clusters.change_enterprise"):
            return []
        return [
            ("变更状态", reverse("clusters:enterprise_state", args=[row.pk])),
            *to_change(row),
            ("合并重复", f"{reverse('desk:propose_merge', args=['enterprise'])}?kept={row.pk}"),
        ]
