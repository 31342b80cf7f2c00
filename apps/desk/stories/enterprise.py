"""企业全貌 — one firm: its clusters and roles, its organisations, its people."""

from typing import Any

from django.db.models import F
from django.urls import reverse

from apps.chains import building
from apps.chains.due import since
from apps.clusters.models import ClusterEnterprise, Enterprise, EnterpriseState
from apps.core import clock
from apps.core.identifiers import mask_phone
from apps.core.links import Links, to_change
from apps.core.parts import belonging
from apps.core.record import record
from apps.core.story import Fact, Panel, Story, Telling, ended
from apps.core.tables import ACT, Cell
from apps.desk.stories.tables import flag, in_order, lasting, leads, said, shown, table, toned
from apps.desk.taking_back import way_back
from apps.members.building import BuildingState
from apps.members.models import Employment, Liaison, MemberStanding
from apps.organizations.models import Formation, OrganizationUnit

Status = EnterpriseState.Status
TONES = {Status.OPERATING: "good", Status.SUSPENDED: "warn", Status.CLOSED: "bad"}
YES_NO = {True: "有", False: "没有", None: ""}
PEOPLE_SHOWN = 12


class EnterpriseStory(Story):
    """企业"""

    model = Enterprise
    permission_required = "clusters.view_enterprise"
    trail = (("企业", "clusters:enterprises"),)

    def reachable(self) -> Any:
        today = clock.today()
        rows: Any = building.told(super().reachable(), today)
        rows = rows.on(today)
        return rows.annotate(place_name=F("state__place__name"), where=F("state__building"))

    def tell(self, row: Any) -> Telling:
        self.links = Links(self.request)
        status = Status(row.status) if row.status else None
        return Telling(
            badges=[
                (status.label if status else "", TONES.get(status, "") if status else ""),
                (building.label(row), building.tone(row)),
            ],
            facts=self.facts(row),
            panels=[
                self.chains(row),
                self.organizations(row),
                *self.people(row),
                *belonging(row, self.request, self.links),
                record(row, way_back("enterprise", row, self.request)),
            ],
            side=[self.built(row), self.formations(row), self.liaisons(row), self.states(row)],
            tools=self.tools(row),
        )

    def facts(self, row: Any) -> list[Fact]:
        young = f"35岁及以下{row.employees_under35}人" if row.employees_under35 is not None else ""
        return [
            Fact("统一社会信用代码", row.uscc),
            Fact("其他登记号", row.other_reg_no, optional=True),
            Fact("所在区域", row.place_name, note=row.where or ""),
            Fact("控股情况", row.get_ownership_display()),
            Fact("规模", row.get_scale_display(), note="规上" if row.is_above_scale else ""),
            Fact("行业代码", row.industry_code),
            Fact("在岗职工", row.employees, note=young),
            Fact(
                "产值",
                f"{row.output_value:f}万元" if row.output_value is not None else "",
                note=f"{row.output_year}年" if row.output_year else "",
            ),
            Fact("单位负责人", row.legal_representative, note="党员" if row.owner_is_member else ""),
            Fact("工会", YES_NO[row.has_union]),
            Fact("共青团组织", YES_NO[row.has_youth_league]),
            Fact("联系人", row.contact_name, note=mask_phone(row.contact_phone)),
            Fact("科技资质", "、".join(row.tech_titles)),
            Fact("别名", "、".join(row.aliases.values_list("name", flat=True)), optional=True),
            Fact("注册地址", row.address, wide=bool(row.address)),
        ]

    def reached(self, row: Any, model: Any) -> Any:
        return model.objects.within(self.request.remit).filter(enterprise=row)

    def chains(self, row: Any) -> Panel:
        places = list(self.reached(row, ClusterEnterprise).select_related("cluster"))
        self.links.know([place.cluster for place in places])
        columns = {"集群": leads(self.links, "cluster"), "角色": shown("chain_role")}
        columns |= {"重点": flag("重点企业", "is_key"), "起止": lasting, "": self.leaving}
        tools = [("加入集群", reverse("clusters:join_chain", args=[row.pk]))]
        tools = tools if self.may("clusters.add_clusterenterprise") else []
        return table("集群与链上角色", in_order(places), columns, "不在任何集群的链上。", tools=tools)

    def leaving(self, place: ClusterEnterprise) -> Cell:
        """The way off the chain."""
        if ended(place) or not self.may("clusters.change_clusterenterprise"):
            return Cell(" ")
        return Cell("退链", reverse("clusters:leave_chain", args=[place.enterprise_id, place.pk]), tone=ACT)

    def organizations(self, row: Any) -> Panel:
        units = list(self.reached(row, OrganizationUnit).select_related("organization"))
        self.links.know([unit.organization for unit in units])
        columns = {"党组织": leads(self.links, "organization"), "起止": lasting}
        return table("党组织", in_order(units), columns, "没有党组织以本企业为所在单位。")

    def people(self, row: Any) -> list[Panel]:
        """Who works here, confirmed ones first; the list has them all."""
        if not self.may("members.view_member"):
            return []
        jobs = self.reached(row, Employment).in_force(clock.today())
        found = list(
            jobs.select_related("member").order_by("-is_confirmed", "-starts_on", "pk")[:PEOPLE_SHOWN]
        )
        self.links.know([job.member for job in found])
        stages = self.stages([job.member_id for job in found])
        columns = {
            "姓名": leads(self.links, "member"),
            "人员类别": lambda job: stages.get(job.member_id, ""),
            "职务": said("job_title"),
            "层级": shown("rank"),
            "核实": toned("已核实", "待核实", "is_confirmed"),
            "起止": lasting,
        }
        total = jobs.values("member").distinct().count()
        more = {
            "note": f"{total}人",
            "href": f"{reverse('members:members')}?enterprise={row.pk}",
            "more": "全部",
        }
        return [table("在职人员", found, columns, "没有登记在本企业工作的人员。", **more)]

    def stages(self, keys: list[int]) -> dict[int, str]:
        """What these people are to the Party today."""
        standings = MemberStanding.objects.in_force(clock.today()).filter(member__in=keys)
        return dict(standings.values_list("member", "stage"))

    def built(self, row: Any) -> Panel:
        """建立党组织情况, derived, with its reason in numbers."""
        today = clock.today()
        waiting = building.state(row) == BuildingState.DUE
        begun = since(today).get(row.pk) if waiting else None
        return Panel(
            "单位建立党组织情况",
            facts=[
                Fact(building.label(row), building.reason(row, today, begun), wide=True),
                Fact("关系在本单位党组织的正式党员", f"{row.formal_here}人", wide=True),
                Fact("关系在别处的正式党员", f"{row.formal_elsewhere}人", wide=True),
            ],
        )

    def formations(self, row: Any) -> Panel:
        rows = self.reached(row, Formation).select_related("organization", "helper_organization")
        columns = {"方式": shown("mode"), "进展": shown("stage"), "起止": lasting}
        return table("组建情况", in_order(rows), columns, "没有组建记录。")

    def liaisons(self, row: Any) -> Panel:
        rows = list(self.reached(row, Liaison).select_related("member"))
        self.links.know([liaison.member for liaison in rows])
        columns = {"姓名": leads(self.links, "member"), "类别": shown("kind"), "起止": lasting}
        return table("指导员、联络员", in_order(rows), columns, "没有选派指导员、联络员。")

    def states(self, row: Any) -> Panel:
        columns = {"状态": shown("status"), "区域": said("place"), "起止": lasting}
        return table("经营状态", in_order(row.states.select_related("place")), columns)

    def tools(self, row: Any) -> list[tuple[str, str]]:
        if not self.may("clusters.change_enterprise"):
            return []
        propose = f"{reverse('desk:propose_merge', args=['enterprise'])}?kept={row.pk}"
        change = ("变更状态", reverse("clusters:enterprise_state", args=[row.pk]))
        return [change, *to_change(row), ("合并重复", propose)]
