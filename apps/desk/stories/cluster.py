"""集群全貌 — one cluster: its body and seats by sector, its chain, the organisations it covers."""

from collections import defaultdict
from typing import Any

from django.urls import reverse

from apps.chains.scope import clusters_within
from apps.clusters.models import Cluster, ClusterEnterprise
from apps.core import clock
from apps.core.formatting import day
from apps.core.links import Links, to_change
from apps.core.parts import belonging
from apps.core.record import record
from apps.core.story import Fact, Panel, Row, Story, Telling
from apps.core.tree import KeysOn
from apps.desk.counting import per_organization
from apps.desk.stories.tables import flag, in_order, lasting, leads, said, shown, table
from apps.members.models import ChainChief, Seat
from apps.organizations.models import ActionBranch, Coverage

ROLES = {role: number for number, role in enumerate(ClusterEnterprise.ChainRole.values)}
POSTS = {post: number for number, post in enumerate(Seat.Post.values)}
TONES = {Cluster.Status.RUNNING: "good", Cluster.Status.WITHDRAWN: "bad"}
SHOWN = 12


class ClusterStory(Story):
    """集群"""

    model = Cluster
    permission_required = "clusters.view_cluster"
    trail = (("集群", "clusters:clusters"),)

    def reachable(self) -> Any:
        return super().reachable().select_related("parent", "place", "lead_department")

    def tell(self, row: Any) -> Telling:
        self.links = Links(self.request)
        self.bodies = list(row.bodies.select_related("organization", "core_enterprise"))
        self.links.know([body.organization for body in self.bodies])
        self.links.know([row.parent, *(children := list(row.children.all()))])
        seats = self.seated()
        return Telling(
            badges=[(row.get_kind_display(), ""), (row.get_status_display(), TONES.get(row.status, "warn"))],
            facts=self.facts(row),
            panels=[
                self.body(),
                self.seats(seats),
                self.chain(row),
                self.covered(row),
                *belonging(row, self.request, self.links),
                record(row),
            ],
            side=[self.sectors(seats), self.chiefs(row), self.branches(row), *self.below(children)],
            tools=self.tools(row),
        )

    def facts(self, row: Any) -> list[Fact]:
        return [
            Fact("全称", row.name),
            Fact("层级", row.get_level_display()),
            Fact("所属区域", row.place),
            Fact("所属生态圈", row.parent, self.links.to(row.parent), optional=True),
            Fact("牵头部门", row.lead_department),
            Fact("党建品牌", row.brand_name),
            Fact("成立日期", day(row.established_on)),
            Fact("撤销日期", day(row.withdrawn_on), optional=True),
            Fact("目标产值", f"{row.target_output:f}亿元" if row.target_output is not None else ""),
            Fact("行业代码", "、".join(row.industry_codes)),
            Fact("别名", "、".join(row.aliases), optional=True),
        ]

    def body(self) -> Panel:
        columns = {"集群党委": leads(self.links, "organization"), "形式": shown("form")}
        columns |= {"组建方式": shown("formation_mode"), "链核企业": said("core_enterprise")}
        columns |= {"会商": shown("consult_frequency"), "起止": lasting}
        return table("集群党组织", in_order(self.bodies), columns, "尚未组建集群党委。")

    def seated(self) -> list[Seat]:
        """Seats of the bodies in force today, by post."""
        seats = Seat.objects.within(self.request.remit).in_force(clock.today())
        seats = seats.filter(organization__in=[body.organization_id for body in self.bodies])
        found = list(seats.select_related("member", "from_organization"))
        self.links.know([seat.member for seat in found])
        return sorted(found, key=lambda seat: (POSTS[seat.post], seat.pk))

    def seats(self, seats: list[Seat]) -> Panel:
        columns = {"姓名": leads(self.links, "member"), "职务": shown("post"), "分工": shown("portfolio")}
        columns |= {"来源": shown("sector"), "来自党组织": said("from_organization"), "起止": lasting}
        note = f"{len({seat.member_id for seat in seats})}人" if seats else ""
        return table("班子成员", seats, columns, "没有登记班子成员。", note=note)

    def sectors(self, seats: list[Seat]) -> Panel:
        """How widely the body is drawn: people by sector."""
        people: dict[str, set[int]] = defaultdict(set)
        for seat in seats:
            people[seat.get_sector_display() or "未填来源"].add(seat.member_id)
        rows = [Row((name, len(keys))) for name, keys in people.items()]
        return Panel("班子来源", ("来源", "人数#"), rows, "没有登记班子成员。")

    def chain(self, row: Any) -> Panel:
        places = ClusterEnterprise.objects.within(self.request.remit).in_force(clock.today())
        places = places.filter(cluster__path__startswith=row.path)
        total = places.values("enterprise").distinct().count()
        found = sorted(
            places.select_related("enterprise"), key=lambda p: (ROLES[p.chain_role], not p.is_key, p.pk)
        )[:SHOWN]
        self.links.know([place.enterprise for place in found])
        columns = {"企业": leads(self.links, "enterprise"), "角色": shown("chain_role")}
        columns |= {"重点": flag("重点企业", "is_key"), "起止": lasting}
        more = self.more("clusters:enterprises", row, f"{total}家")
        return table("链上企业", found, columns, "链上没有企业。", **more)

    def covered(self, row: Any) -> Panel:
        remit, today = self.request.remit, clock.today()
        rows = Coverage.objects.within(remit).by_standing_bodies(today)
        rows = rows.filter(body__cluster__path__startswith=row.path)
        total = rows.values("organization").distinct().count()
        rows = rows.order_by("organization__display_order", KeysOn("organization__path"), "pk")
        found = list(rows.select_related("organization")[:SHOWN])
        self.links.know([coverage.organization for coverage in found])
        counts = per_organization(remit, today, {coverage.organization_id for coverage in found})
        columns = {"党组织": leads(self.links, "organization"), "角色": shown("role")}
        columns |= {"党员#": lambda c: counts.get(c.organization_id, 0), "起止": lasting}
        more = self.more("organizations:organizations", row, f"{total}个")
        return table("覆盖党组织", found, columns, "没有覆盖党组织。", **more)

    def more(self, page: str, row: Any, note: str) -> dict[str, str]:
        """How many there are, and where all of them are."""
        return {"note": note, "href": f"{reverse(page)}?cluster={row.pk}", "more": "全部"}

    def chiefs(self, row: Any) -> Panel:
        chiefs = ChainChief.objects.within(self.request.remit).filter(cluster=row)
        rows = in_order(chiefs.select_related("member"))
        self.links.know([chief.member for chief in rows])
        columns = {"姓名": leads(self.links, "member"), "类别": shown("kind"), "职务": said("office")}
        return table("链长", rows, columns, "没有登记链长。")

    def branches(self, row: Any) -> Panel:
        branches = ActionBranch.objects.within(self.request.remit).filter(cluster=row)
        rows = in_order(branches.select_related("organization"))
        self.links.know([branch.organization for branch in rows])
        columns = {"名称": leads(self.links, "organization"), "类别": shown("kind")}
        return table("行动支部", rows, columns, "没有行动支部。")

    def below(self, children: list[Cluster]) -> list[Panel]:
        columns = {"名称": self.links.cell, "状态": shown("status")}
        return [table("下属产业链", children, columns)] if children else []

    def tools(self, row: Any) -> list[tuple[str, str]]:
        told = clusters_within(self.request.user.remit_for("chains.view_reading"))
        page = reverse("chains:cluster", args=[row.pk])
        boards = [("集群看板", page)] if told.filter(pk=row.pk).exists() else []
        return [*boards, *(to_change(row) if self.may("clusters.change_cluster") else [])]
