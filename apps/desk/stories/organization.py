"""党组织全貌 — its place in the tree, units, term, seats, members, coverage, and what the rules find."""

from typing import Any

from django.db.models import F
from django.urls import reverse

from apps.clusters.models import EnterpriseState
from apps.core import clock
from apps.core.formatting import day, span
from apps.core.identifiers import mask_phone
from apps.core.story import Fact, Panel, Row, Story, Telling, ended, link
from apps.desk.counting import belonging, below
from apps.desk.links import Links, to_change
from apps.desk.organization_findings import Health, findings
from apps.desk.stories.record import dated, record
from apps.members.models import Affiliation, Member, Participation, Seat
from apps.organizations.kinds import COUNTED, TypeCode
from apps.organizations.models import Coverage, OrganizationState, OrganizationUnit, PartyOrganization
from apps.organizations.term import term_ends_on, tone

KINDS = dict(TypeCode.choices)
Status = OrganizationState.Status
STATUS_TONES = {Status.NORMAL: "good", Status.DISSOLVED: "bad"}
CHANGE = "organizations.change_partyorganization"
MEMBERS_SHOWN = 15


class OrganizationStory(Story):
    """党组织"""

    model = PartyOrganization
    permission_required = "organizations.view_partyorganization"

    @property
    def trail(self) -> list[tuple[str, str]]:
        return [("党组织", reverse("organizations:organizations"))]

    def reachable(self) -> Any:
        today = clock.today()
        rows = super().reachable().on(today).select_related("place", "approved_by")
        return rows.annotate(members=below(self.request.remit, today)).prefetch_related("extensions")

    def tell(self, row: PartyOrganization) -> Telling:
        self.links, self.today = Links(self.request), clock.today()
        units = list(row.units.select_related("enterprise"))
        seats = list(row.seats.select_related("member", "from_organization"))
        self.links.know([unit.enterprise for unit in units])
        self.links.know([seat.member for seat in seats])
        status = Status(row.status) if row.status else None
        return Telling(
            badges=[
                (KINDS.get(row.type_code, ""), "party"),
                (status.label if status else "", STATUS_TONES.get(status, "warn")),
                ("功能型" if row.is_functional else "", "gold"),
            ],
            facts=self.facts(row),
            panels=[
                self.units(row, units),
                self.seats(row, seats),
                *self.people(row),
                self.covered(row),
                record(row),
            ],
            side=[self.found(row, units, seats), self.tree(row), self.states(row)],
            tools=self.tools(row),
        )

    def facts(self, row: PartyOrganization) -> list[Fact]:
        end = term_ends_on(row)
        overdue = {"bad": "已届满", "warn": "即将届满"}.get(tone(end, self.today), "")
        self.links.know([row.approved_by])
        return [
            Fact("全称", row.full_name, wide=True),
            Fact("编码", row.code),
            Fact("所在区域", row.place),
            Fact("成立日期", day(row.established_on)),
            Fact("批准成立", row.approved_by, self.links.to(row.approved_by), note=row.approval_no),
            Fact("本届任期", span(row.term_starts_on, end) if end else "", note=overdue),
            Fact("单位情况", row.get_unit_situation_display()),
            Fact("审批预备党员权限", "有" if row.can_approve_probationary else "无"),
            Fact("联系人", row.contact_name, note=mask_phone(row.contact_phone)),
            Fact("曾用名", "、".join(row.former_names)),
        ]

    def units(self, row: PartyOrganization, units: list[OrganizationUnit]) -> Panel:
        cells = lambda u: (  # noqa: E731
            link(u.enterprise, self.links.to(u.enterprise)),
            span(u.starts_on, u.ends_on),
            self.ending(row, "unit", u),
        )
        return Panel(
            "所在单位",
            ("企业", "起止", ""),
            dated(units, cells),
            "没有登记所在单位。",
            tools=self.offers(row, "serve", "增加单位"),
        )

    def seats(self, row: PartyOrganization, seats: list[Seat]) -> Panel:
        order = {post: number for number, post in enumerate(Seat.Post.values)}
        seats = sorted(seats, key=lambda seat: order[seat.post])
        cells = lambda s: (  # noqa: E731
            link(s.member, self.links.to(s.member)), s.get_post_display(), s.get_portfolio_display(),
            s.get_sector_display(), span(s.starts_on, s.ends_on),
        )  # fmt: skip
        headings = ("姓名", "职务", "分工", "来源", "起止")
        return Panel("班子成员", headings, dated(seats, cells), "没有登记班子成员。")

    def people(self, row: PartyOrganization) -> list[Panel]:
        if not self.may("members.view_member"):
            return []
        model, label = (Participation, "参与党员") if row.is_functional else (Affiliation, "党员")
        rows = model.objects.within(self.request.remit).in_force(self.today)
        rows = rows.filter(organization__path__startswith=row.path).select_related("member", "organization")
        shown = list(rows.order_by("member__name", "pk")[:MEMBERS_SHOWN])
        self.links.know([r.member for r in shown])
        stages = dict(
            Member.objects.on(self.today)
            .filter(pk__in=[r.member_id for r in shown])
            .values_list("pk", "stage")
        )
        cells = [Row((
            link(r.member, self.links.to(r.member)), stages.get(r.member_id, ""), r.organization, span(r.starts_on, None)
        )) for r in shown]  # fmt: skip
        total = rows.values("member").distinct().count()
        address = f"{reverse('members:members')}?organization={row.pk}{'&relation=takes_part' if row.is_functional else ''}"
        return [
            Panel(
                label,
                ("姓名", "人员类别", "所在支部", "起"),
                cells,
                "没有党员。",
                note=f"{total}名",
                href=address,
                more="全部",
            )
        ]

    def covered(self, row: PartyOrganization) -> Panel:
        """Which clusters it is covered by; a covered branch keeps its own superior."""
        coverages = Coverage.objects.within(self.request.remit).filter(organization=row)
        coverages = list(coverages.select_related("body__cluster", "body__organization"))
        self.links.know([c.body.cluster for c in coverages])
        cells = lambda c: (  # noqa: E731
            link(c.body.cluster, self.links.to(c.body.cluster)), c.body, c.get_role_display(),
            span(c.starts_on, c.ends_on), self.ending(row, "coverage", c),
        )  # fmt: skip
        headings = ("集群", "集群党委", "角色", "起止", "")
        return Panel(
            "纳入集群",
            headings,
            dated(coverages, cells),
            "没有纳入集群。",
            tools=self.offers(row, "cover", "纳入集群"),
        )

    def found(self, row: PartyOrganization, units: list[OrganizationUnit], seats: list[Seat]) -> Panel:
        """What the rules find today."""
        rules = findings(self.health(row, units, seats), self.today) if self.is_judged(row) else []
        rows = [Row((link(f.text, tone=f.tone), f.rule)) for f in rules]
        sentence = "未发现问题。" if self.is_judged(row) else "功能型、筹备和已撤销的党组织不作体检。"
        return Panel("预警", ("问题", "规则"), rows, sentence, note=f"{len(rows)}条" if rows else "")

    def is_judged(self, row: PartyOrganization) -> bool:
        return row.type_code in COUNTED and row.status in OrganizationState.STANDING and not row.is_functional

    def health(self, row: PartyOrganization, units: list[OrganizationUnit], seats: list[Seat]) -> Health:
        serving = [unit for unit in units if not ended(unit)]
        sitting = [seat for seat in seats if not ended(seat) and seat.post in Seat.COMMITTEE]
        holders = {seat.member_id for seat in sitting}
        full = set(Member.objects.full(self.today).filter(pk__in=holders).values_list("pk", flat=True))
        there = belonging(self.request.remit, self.today).filter(organization__path__startswith=row.path)
        closed = EnterpriseState.objects.in_force(self.today).exclude(status="operating")
        closed = closed.filter(enterprise__in=[unit.enterprise_id for unit in serving])
        return Health(
            kind=row.type_code,
            members=row.members,
            full=there.filter(member__in=Member.objects.full(self.today).order_by().values("pk")).count(),
            units=len(serving),
            seats=len(holders),
            secretaries=sum(seat.post == Seat.Post.SECRETARY for seat in sitting),
            not_full=tuple(str(seat.member) for seat in sitting if seat.member_id not in full),
            closed_units=tuple(closed.values_list("enterprise__name", flat=True)),
            approval_no=row.approval_no,
            applied_on=row.applied_on,
            approved_on=row.approved_on,
            term_ends_on=term_ends_on(row),
            extensions=tuple((extension.approved_on, extension.until) for extension in row.extensions.all()),
        )

    def tree(self, row: PartyOrganization) -> Panel:
        """Superiors, and those directly below."""
        above = list(PartyOrganization.objects.filter(pk__in=row.ancestor_keys).order_by("path"))
        under = PartyOrganization.objects.within(self.request.remit).on(self.today)
        under = list(
            under.filter(edge__parent=row)
            .annotate(kind=F("state__type_code"))
            .order_by("display_order", "pk")
        )
        self.links.know([*above, *under])
        rows = [Row((link(o, self.links.to(o)), "上级")) for o in above]
        rows += [Row((link(o, self.links.to(o)), KINDS.get(o.kind, ""))) for o in under]
        address = f"{reverse('organizations:tree')}?root={row.pk}"
        return Panel(
            "隶属",
            ("党组织", ""),
            rows,
            "没有上级，也没有下级。",
            href=address,
            more="组织树",
            tools=self.offers(row, "move", "调整隶属"),
        )

    def states(self, row: PartyOrganization) -> Panel:
        cells = lambda s: (s.get_type_code_display(), s.get_status_display(), span(s.starts_on, s.ends_on))  # noqa: E731
        return Panel("类别与状态", ("类别", "状态", "起止"), dated(list(row.states.all()), cells))

    def ending(self, row: PartyOrganization, part: str, link_row: Any) -> Any:
        if ended(link_row) or not self.may(CHANGE):
            return " "
        return link("结束", reverse("organizations:end", args=[row.pk, part, link_row.pk]))

    def offers(self, row: PartyOrganization, name: str, label: str) -> list[tuple[str, str]]:
        return [(label, reverse(f"organizations:{name}", args=[row.pk]))] if self.may(CHANGE) else []

    def tools(self, row: PartyOrganization) -> list[tuple[str, str]]:
        if not self.may(CHANGE):
            return []
        names = [("move", "调整隶属"), ("state", "变更类别、状态")]
        if not row.is_functional:
            names += [("begin_term", "换届"), ("extend_term", "延期换届")]
        names.append(("dissolve", "撤销"))
        return [
            *((label, reverse(f"organizations:{name}", args=[row.pk])) for name, label in names),
            *to_change(row),
            ("合并重复", f"{reverse('desk:propose_merge', args=['organization'])}?kept={row.pk}"),
        ]
