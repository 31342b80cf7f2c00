"""集群全貌 — one cluster: its body and seats by sector, its chain, the organisations it covers."""

from collections import defaultdict
from typing import Any

from django.urls import reverse

from apps.clusters.models import Cluster, ClusterEnterprise
from apps.core import clock
from apps.core.formatting import day, span
from apps.core.navigation import resolve
from apps.core.story import Fact, Panel, Row, Story, Telling, link
from apps.desk.counting import per_organization
from apps.desk.links import Links, to_change
from apps.desk.stories.record import dated, record
from apps.members.models import ChainChief, Seat
from apps.organizations.models import ActionBranch, ClusterBody, Coverage

ORDER = {role: number for number, role in enumerate(ClusterEnterprise.ChainRole.values)}
TONES = {Cluster.Status.RUNNING: "good", Cluster.Status.WITHDRAWN: "bad"}
SHOWN = 15


class ClusterStory(Story):
    """集群"""

    model = Cluster
    permission_required = "clusters.view_cluster"

    @property
    def trail(self) -> list[tuple[str, str]]:
        return [("集群", reverse("clusters:clusters"))]

    def reachable(self) -> Any:
        return super().reachable().select_related("parent", "place", "lead_department")

    def tell(self, row: Cluster) -> Telling:
        self.links = Links(self.request)
        self.bodies = list(
            ClusterBody.objects.filter(cluster=row).select_related("organization", "core_enterprise")
        )
        self.links.know([body.organization for body in self.bodies])
        return Telling(
            badges=[(row.get_kind_display(), ""), (row.get_status_display(), TONES.get(row.status, "warn"))],
            facts=self.facts(row),
            panels=[self.body(), self.seats(), self.chain(row), self.covered(row), record(row)],
            side=[self.sectors(), self.chiefs(row), self.branches(row), self.below(row)],
            tools=self.tools(row),
        )

    def facts(self, row: Cluster) -> list[Fact]:
        self.links.know([row.parent])
        return [
            Fact("全称", row.name),
            Fact("层级", row.get_level_display()),
            Fact("所属区域", row.place),
            Fact("所属生态圈", row.parent, self.links.to(row.parent)),
            Fact("牵头部门", row.lead_department),
            Fact("党建品牌", row.brand_name),
            Fact("成立日期", day(row.established_on)),
            Fact("撤销日期", day(row.withdrawn_on) if row.withdrawn_on else ""),
            Fact("目标产值", f"{row.target_output:f}亿元" if row.target_output is not None else ""),
            Fact("行业代码", "、".join(row.industry_codes)),
            Fact("别名", "、".join(row.aliases)),
        ]

    def body(self) -> Panel:
        cells = lambda b: (  # noqa: E731
            link(b.organization, self.links.to(b.organization)), b.get_form_display(), b.get_formation_mode_display(),
            b.core_enterprise, b.get_consult_frequency_display(), span(b.starts_on, b.ends_on),
        )  # fmt: skip
        headings = ("集群党委", "形式", "组建方式", "链核企业", "会商频次", "起止")
        return Panel("集群党组织", headings, dated(self.bodies, cells), "尚未组建集群党委。")

    def seated(self) -> list[Seat]:
        """Seats of the bodies in force today, by post."""
        if not hasattr(self, "_seated"):
            keys = [body.organization_id for body in self.bodies]
            rows = (
                Seat.objects.within(self.request.remit).in_force(clock.today()).filter(organization__in=keys)
            )
            posts = {post: number for number, post in enumerate(Seat.Post.values)}
            found = rows.select_related("member", "from_organization")
            self._seated = sorted(found, key=lambda seat: (posts[seat.post], seat.pk))
            self.links.know([seat.member for seat in self._seated])
        return self._seated

    def seats(self) -> Panel:
        rows = [Row((
            link(s.member, self.links.to(s.member)), s.get_post_display(), s.get_portfolio_display(),
            s.get_sector_display(), s.from_organization, span(s.starts_on, s.ends_on),
        )) for s in self.seated()]  # fmt: skip
        headings = ("姓名", "职务", "分工", "来源", "来自党组织", "起止")
        return Panel("班子成员", headings, rows, "没有登记班子成员。", note=f"{len(rows)}人" if rows else "")

    def sectors(self) -> Panel:
        """How widely the seats are drawn: people by sector."""
        people: dict[str, set[int]] = defaultdict(set)
        for seat in self.seated():
            people[seat.get_sector_display() or "未填来源"].add(seat.member_id)
        rows = [Row((name, len(keys))) for name, keys in people.items()]
        return Panel("班子来源", ("来源", "人数#"), rows, "没有登记班子成员。")

    def chain(self, row: Cluster) -> Panel:
        remit, today = self.request.remit, clock.today()
        places = (
            ClusterEnterprise.objects.within(remit).in_force(today).filter(cluster__path__startswith=row.path)
        )
        total = places.values("enterprise").distinct().count()
        found = sorted(
            places.select_related("enterprise"), key=lambda p: (ORDER[p.chain_role], p.enterprise.name)
        )
        self.links.know([place.enterprise for place in found[:SHOWN]])
        rows = [Row((
            link(p.enterprise, self.links.to(p.enterprise)), p.get_chain_role_display(), "重点企业" if p.is_key else "",
            span(p.starts_on, p.ends_on),
        )) for p in found[:SHOWN]]  # fmt: skip
        address = f"{reverse('clusters:enterprises')}?cluster={row.pk}"
        return Panel(
            "链上企业",
            ("企业", "角色", "重点", "起止"),
            rows,
            "链上没有企业。",
            note=f"{total}家",
            href=address,
            more="全部",
        )

    def covered(self, row: Cluster) -> Panel:
        remit, today = self.request.remit, clock.today()
        rows = (
            Coverage.objects.within(remit)
            .by_standing_bodies(today)
            .filter(body__cluster__path__startswith=row.path)
        )
        total = rows.values("organization").distinct().count()
        found = list(
            rows.select_related("organization").order_by("organization__display_order", "organization__path")[
                :SHOWN
            ]
        )
        self.links.know([coverage.organization for coverage in found])
        counts = per_organization(remit, today, {coverage.organization_id for coverage in found})
        cells = [Row((
            link(c.organization, self.links.to(c.organization)), c.get_role_display(), counts.get(c.organization_id, 0),
            span(c.starts_on, c.ends_on),
        )) for c in found]  # fmt: skip
        address = f"{reverse('organizations:organizations')}?cluster={row.pk}"
        return Panel(
            "覆盖党组织",
            ("党组织", "角色", "党员#", "起止"),
            cells,
            "没有覆盖党组织。",
            note=f"{total}个",
            href=address,
            more="全部",
        )

    def chiefs(self, row: Cluster) -> Panel:
        rows = list(
            ChainChief.objects.within(self.request.remit).filter(cluster=row).select_related("member")
        )
        self.links.know([chief.member for chief in rows])
        cells = lambda c: (
            link(c.member, self.links.to(c.member)),
            c.get_kind_display(),
            c.office,
            span(c.starts_on, c.ends_on),
        )
        return Panel("链长", ("姓名", "类别", "职务", "起止"), dated(rows, cells), "没有登记链长。")

    def branches(self, row: Cluster) -> Panel:
        rows = list(
            ActionBranch.objects.within(self.request.remit).filter(cluster=row).select_related("organization")
        )
        self.links.know([branch.organization for branch in rows])
        cells = lambda b: (link(b.organization, self.links.to(b.organization)), b.get_kind_display())  # noqa: E731
        return Panel("行动支部", ("名称", "类别"), dated(rows, cells), "没有行动支部。")

    def below(self, row: Cluster) -> Panel:
        children = list(row.children.all())
        self.links.know(children)
        rows = [Row((link(child, self.links.to(child)), child.get_status_display())) for child in children]
        return Panel("下属产业链", ("名称", "状态"), rows, "没有下属产业链。")

    def tools(self, row: Cluster) -> list[tuple[str, str]]:
        board = resolve("chains:cluster", (str(row.pk),))
        tools = [("集群看板", board)] if board and self.may("chains.view_reading") else []
        if self.may("clusters.change_cluster"):
            tools.extend(to_change(row))
        return tools
