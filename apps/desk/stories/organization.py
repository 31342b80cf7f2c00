"""党组织全貌 — its place in the tree, units, term, seats, members, coverage, and what the rules find."""

from typing import Any

from django.db.models import F
from django.urls import reverse

from apps.chains.alerts import activity
from apps.chains.alerts.finding import Finding, told
from apps.chains.scope import Scope
from apps.core import clock
from apps.core.formatting import day, span
from apps.core.identifiers import mask_phone
from apps.core.links import Links, to_change
from apps.core.parts import belonging
from apps.core.record import record
from apps.core.story import Fact, Panel, Row, Story, Telling, ended
from apps.core.tables import ACT, Cell
from apps.desk.counting import below
from apps.desk.health import health_of, is_judged
from apps.desk.organization_findings import findings
from apps.desk.stories.meetings import month_grid
from apps.desk.stories.tables import Say, in_order, lasting, leads, said, shown, table
from apps.desk.taking_back import way_back
from apps.members.models import Affiliation, Member, Participation, Seat
from apps.organizations.kinds import BRANCHES, TypeCode
from apps.organizations.models import Coverage, OrganizationState, OrganizationUnit, PartyOrganization
from apps.organizations.term import tone, with_term

KINDS = dict(TypeCode.choices)
POSTS = {post: number for number, post in enumerate(Seat.Post.values)}
Status = OrganizationState.Status
STATUS_TONES = {Status.NORMAL: "good", Status.DISSOLVED: "bad"}
TERM_NOTES = {"bad": "已届满", "warn": "即将届满"}
CHANGE = "organizations.change_partyorganization"
VERBS = {"state": "restate", "begin_term": "renew", "extend_term": "renew"}
"""The rights to acts whose pages are called otherwise."""
SHOWN = 12


class OrganizationStory(Story):
    """党组织"""

    model = PartyOrganization
    permission_required = "organizations.view_partyorganization"
    trail = (("党组织", "organizations:organizations"),)

    def reachable(self) -> Any:
        today = clock.today()
        rows = with_term(super().reachable(), today).select_related("place", "approved_by")
        return rows.annotate(members=below(self.request.remit, today)).prefetch_related("extensions")

    def tell(self, row: Any) -> Telling:
        self.links, self.today = Links(self.request), clock.today()
        units = in_order(row.units.select_related("enterprise"))
        seats = sorted(in_order(row.seats.select_related("member")), key=lambda s: (ended(s), POSTS[s.post]))
        self.links.know([unit.enterprise for unit in units])
        self.links.know([seat.member for seat in seats])
        self.links.know([row.approved_by])
        status = Status(row.status) if row.status else None
        return Telling(
            badges=[
                (KINDS.get(row.type_code, ""), "party"),
                (status.label if status else "", STATUS_TONES.get(status, "warn") if status else ""),
                ("功能型" if row.is_functional else "", "gold"),
            ],
            facts=self.facts(row),
            panels=[
                self.units(row, units),
                self.seats(seats),
                *self.people(row),
                self.covered(row),
                *self.meetings(row),
                *belonging(row, self.request, self.links),
                record(row, way_back("organization", row, self.request)),
            ],
            side=[self.found(row, units, seats), self.tree(row), self.states(row)],
            tools=self.tools(row),
        )

    def facts(self, row: Any) -> list[Fact]:
        end = row.term_ends_on
        return [
            Fact("全称", row.full_name if row.short_name else "", wide=bool(row.short_name), optional=True),
            Fact("编码", row.code),
            Fact("所在区域", row.place),
            Fact("成立日期", day(row.established_on)),
            Fact("批准成立", row.approved_by, self.links.to(row.approved_by)),
            Fact("批复文号", row.approval_no, note=day(row.approved_on) if row.approved_on else ""),
            Fact(
                "本届任期",
                span(row.term_starts_on, end) if end else "",
                note=TERM_NOTES.get(tone(end, self.today), ""),
            ),
            Fact("党员", f"{row.members}名", note="含下级党组织"),
            Fact("单位情况", row.get_unit_situation_display()),
            Fact("审批预备党员权限", "有" if row.can_approve_probationary else "无"),
            Fact("联系人", row.contact_name, note=mask_phone(row.contact_phone)),
            Fact("曾用名", "、".join(row.former_names), optional=True),
        ]

    def units(self, row: Any, units: list[OrganizationUnit]) -> Panel:
        columns = {"企业": leads(self.links, "enterprise"), "起止": lasting, "": self.ending("unit", "serve")}
        tools = self.offers(row, ("serve", "增加单位"))
        return table("所在单位", units, columns, "没有登记所在单位。", tools=tools)

    def seats(self, seats: list[Seat]) -> Panel:
        columns = {"姓名": leads(self.links, "member"), "职务": shown("post"), "分工": shown("portfolio")}
        columns |= {"来源": shown("sector"), "起止": lasting}
        return table("班子成员", seats, columns, "没有登记班子成员。")

    def people(self, row: Any) -> list[Panel]:
        """Who belongs here or below; in a functional organisation, who takes part."""
        if not self.may("members.view_member"):
            return []
        model: Any = Participation if row.is_functional else Affiliation
        rows = model.objects.within(self.request.remit).in_force(self.today)
        rows = rows.filter(organization__path__startswith=row.path)
        found = list(rows.select_related("member", "organization").order_by("member__name", "pk")[:SHOWN])
        self.links.know([link.member for link in found])
        keys = [link.member_id for link in found]
        stages = dict(Member.objects.on(self.today).filter(pk__in=keys).values_list("pk", "stage"))
        columns = {
            "姓名": leads(self.links, "member"),
            "人员类别": lambda link: stages.get(link.member_id, ""),
            "所在党组织": self.own_branches(keys) if row.is_functional else said("organization"),
            "起止": lasting,
        }
        total = rows.values("member").distinct().count()
        relation = "&relation=takes_part" if row.is_functional else ""
        address = f"{reverse('members:members')}?organization={row.pk}{relation}"
        heading = "参与党员" if row.is_functional else "党员"
        more = {"note": f"{total}名", "href": address, "more": "全部"}
        return [table(heading, found, columns, "没有党员。", **more)]

    def own_branches(self, members: list[int]) -> Say:
        """Where those who take part here belong, as far as the reader's remit holds it."""
        rows: Any = Affiliation.objects.within(self.request.remit).in_force(self.today)
        held = {
            link.member_id: link for link in rows.filter(member__in=members).select_related("organization")
        }
        return lambda link: held[link.member_id].organization if link.member_id in held else ""

    def meetings(self, row: Any) -> list[Panel]:
        """三会一课 of a branch, month by month."""
        is_branch = row.type_code in BRANCHES and not row.is_functional
        return [month_grid(row, self.today)] if is_branch and self.may("activities.view_meeting") else []

    def covered(self, row: Any) -> Panel:
        """Which clusters it is covered by; a covered branch keeps its own superior."""
        covering = Coverage.objects.within(self.request.remit).filter(organization=row)
        rows = in_order(covering.select_related("body__cluster", "body__organization"))
        self.links.know([coverage.body.cluster for coverage in rows])
        columns = {"集群": leads(self.links, "body.cluster"), "集群党委": said("body"), "角色": shown("role")}
        columns |= {"起止": lasting, "": self.ending("coverage", "cover")}
        tools = self.offers(row, ("cover", "纳入集群"))
        return table("纳入集群", rows, columns, "没有纳入集群。", tools=tools)

    def found(self, row: Any, units: list[OrganizationUnit], seats: list[Seat]) -> Panel:
        """What the rules find today."""
        if not is_judged(row):
            return Panel("预警", sentence="功能型、筹备和已撤销的党组织不作体检。")
        health = health_of(row, units, seats, remit=self.request.remit, today=self.today)
        rows = [Row((Cell(f.text, tone=f.tone), f.rule)) for f in findings(health, self.today)]
        rows += [
            Row((Cell(one.reason.text, tone=one.alert.level.tone), one.alert.name))
            for one in self.missed(row)
        ]
        note = f"{len(rows)}条" if rows else ""
        return Panel("预警", ("问题", "规则"), rows, "未发现问题。", note=note)

    def missed(self, row: Any) -> list[Finding]:
        """What the 预警清单 says of its meetings."""
        everywhere = Scope.everything(self.remit)
        return [
            finding
            for alert in activity.ALERTS
            for finding in told(
                alert, list(alert.raised(everywhere, self.remit, self.today).filter(pk=row.pk)), self.today
            )
        ]

    def tree(self, row: Any) -> Panel:
        """Superiors, and those directly below."""
        above = list(PartyOrganization.objects.filter(pk__in=row.ancestor_keys).order_by("path"))
        under = PartyOrganization.objects.within(self.request.remit).on(self.today).filter(edge__parent=row)
        under = list(under.annotate(kind=F("state__type_code")).order_by("display_order", "pk")[:SHOWN])
        self.links.know([*above, *under])
        rows = [Row((self.links.cell(o), "上级")) for o in above]
        rows += [Row((self.links.cell(o), KINDS.get(o.kind, "下级"))) for o in under]
        address = f"{reverse('organizations:tree')}?root={row.pk}"
        tools = self.offers(row, ("move", "调整隶属"))
        sentence = "没有上级，也没有下级。"
        return Panel("隶属", ("党组织", ""), rows, sentence, href=address, more="组织树", tools=tools)

    def states(self, row: Any) -> Panel:
        columns = {"类别": shown("type_code"), "状态": shown("status"), "起止": lasting}
        return table("类别与状态", in_order(row.states.all()), columns)

    def ending(self, part: str, verb: str) -> Any:
        """The link by which an open row ends."""
        may = self.may(f"organizations.{verb}_partyorganization")

        def cell(row: Any) -> Cell:
            if not may or ended(row):
                return Cell(" ")
            return Cell(
                "结束", reverse("organizations:end", args=[row.organization_id, part, row.pk]), tone=ACT
            )

        return cell

    def offers(self, row: Any, *acts: tuple[str, str]) -> list[tuple[str, str]]:
        """Acts as buttons, for those who may."""
        return [
            (label, reverse(f"organizations:{name}", args=[row.pk]))
            for name, label in acts
            if self.may(f"organizations.{VERBS.get(name, name)}_partyorganization")
        ]

    def tools(self, row: Any) -> list[tuple[str, str]]:
        if not self.may(CHANGE):
            return []
        terms = () if row.is_functional else (("begin_term", "换届"), ("extend_term", "延期换届"))
        acts = self.offers(
            row, ("state", "变更类别、状态"), *terms, ("move", "调整隶属"), ("dissolve", "撤销")
        )
        propose = f"{reverse('desk:propose_merge', args=['organization'])}?kept={row.pk}"
        return [*acts, *to_change(row), ("合并重复", propose)]
