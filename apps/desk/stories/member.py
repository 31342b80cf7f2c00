"""党员全貌 — one person: who, where, since when, and everything that happened."""

from typing import Any

from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils import timezone

from apps.core import clock
from apps.core.codes import DEGREE, EDUCATION, ETHNICITY, SEX
from apps.core.formatting import day
from apps.core.identifiers import mask_id_number, mask_phone, mask_text
from apps.core.links import Links, to_change
from apps.core.parts import belonging
from apps.core.record import record
from apps.core.story import Fact, Panel, Story, Telling, ended
from apps.core.tables import ACT, Cell
from apps.desk.stories.life import moments, way
from apps.desk.stories.tables import in_order, lasting, leads, said, shown, table, toned
from apps.desk.taking_back import way_back
from apps.members.ages import age, party_age
from apps.members.completeness import completeness, missing
from apps.members.models import Affiliation, Erasure, Member, Movement, Participation, Seat
from apps.members.models.member import FULL, NORMAL, PROBATIONARY

SECRETS = (
    ("id_number", mask_id_number),
    ("mobile", mask_phone),
    ("landline", mask_phone),
    ("remark", mask_text),
)
RARE = ("landline", "remark")
STATUS_TONES = {NORMAL: "good", "停止党籍": "warn", "出党": "bad", "死亡": "bad"}
CHANGE, ERASE = "members.change_member", "members.erase_member"


class MemberStory(Story):
    """党员"""

    model = Member
    permission_required = "members.view_member"
    template_name = "desk/member.html"
    trail = (("党员", "members:members"),)
    revealed: dict[str, str] = {}

    def reachable(self) -> Any:
        erased = Erasure.objects.filter(member=OuterRef("pk")).values("at")[:1]
        return super().reachable().on(clock.today()).annotate(erased_at=Subquery(erased))

    def tell(self, row: Any) -> Telling:
        self.links = Links(self.request)
        parts = self.parts(row)
        return Telling(
            badges=[
                (row.stage, "party"),
                (row.party_status, STATUS_TONES.get(row.party_status, "")),
                *([(erased(row), "")] if row.erased_at else []),
            ],
            facts=[*self.secrets(row), *self.facts(row, parts["affiliations"])],
            panels=[
                *self.places(parts),
                *self.work(parts),
                *belonging(row, self.request, self.links),
                record(row, way_back("member", row, self.request)),
            ],
            side=[self.whole(row), Panel("历程", moments=moments(row, parts))],
            tools=self.tools(row, parts["affiliations"]),
        )

    def parts(self, row: Any) -> dict[str, list[Any]]:
        """Dated rows about the person that the remit reaches."""
        parts = {
            "affiliations": self.reached(row, Affiliation).select_related("organization"),
            "participations": self.reached(row, Participation).select_related("organization"),
            "seats": self.reached(row, Seat).select_related("organization"),
            "movements": self.reached(row, Movement).select_related("from_organization", "to_organization"),
            "employments": row.employments.select_related("enterprise"),
            "liaisons": row.liaisons.within(self.request.remit).select_related("enterprise"),
            "honours": row.honours.all(),
            "team_roles": row.team_roles.all(),
            "standings": row.standings.all(),
        }
        found = {name: list(rows) for name, rows in parts.items()}
        for name in ("affiliations", "participations", "seats"):
            self.links.know([part.organization for part in found[name]])
        for name in ("employments", "liaisons"):
            self.links.know([part.enterprise for part in found[name]])
        return found

    def reached(self, row: Any, model: Any) -> Any:
        return model.objects.within(self.request.remit).filter(member=row)

    def secrets(self, row: Any) -> list[Fact]:
        """Numbers: masked, or in the clear where this very answer may show them."""
        labels = {field.name: str(field.verbose_name) for field in Member._meta.concrete_fields}
        return [
            Fact(labels[name], self.revealed.get(name) or mask(getattr(row, name)), optional=name in RARE)
            for name, mask in SECRETS
        ]

    def facts(self, row: Any, affiliations: list[Affiliation]) -> list[Fact]:
        here = next((a.organization for a in affiliations if a.ends_on is None), None)
        is_full = row.stage == FULL
        return [
            Fact("性别", SEX.label(row.sex)),
            Fact("民族", ETHNICITY.label(row.ethnicity)),
            Fact("出生日期", day(row.birth_date, row.birth_date_precision), note=age(row, clock.today())),
            Fact("学历", EDUCATION.label(row.education), note=DEGREE.label(row.degree)),
            Fact("所在党组织", here, self.links.to(here)),
            Fact("入党日期", day(row.joined_on, row.joined_on_precision)),
            Fact(
                "转正日期",
                day(row.full_member_on, row.full_member_on_precision),
                note=party_age(row, clock.today()) if is_full else "",
            ),
            Fact("工作岗位", row.post_type),
            Fact("专业技术职务", row.tech_title),
            Fact("籍贯", row.native_place),
            Fact("毕业院校", row.school, note=row.major),
            Fact("新社会阶层", row.new_stratum),
            Fact("流动党员", "是" if row.is_floating else "", note=row.floats_to, optional=True),
            Fact(
                "失联党员",
                "是" if row.is_lost else "",
                note=day(row.lost_on) if row.lost_on else "",
                optional=True,
            ),
            Fact("家庭住址", row.address, wide=bool(row.address)),
        ]

    def places(self, parts: dict[str, list[Any]]) -> list[Panel]:
        """Where the person belongs, takes part and holds posts."""
        organization = leads(self.links, "organization")
        return [
            table(
                "组织关系",
                in_order(parts["affiliations"]),
                {
                    "党组织": organization,
                    "转入": shown("in_reason"),
                    "转出": shown("out_reason"),
                    "起止": lasting,
                },
                "在您的职责范围内没有组织关系。",
            ),
            table(
                "参与管理",
                in_order(parts["participations"]),
                {
                    "党组织": organization,
                    "类别": shown("kind"),
                    "关系所在": said("relation_at"),
                    "起止": lasting,
                }
                | {"": self.ending("participation")},
                "没有参与其他党组织的管理。",
            ),
            table(
                "任职",
                in_order(parts["seats"]),
                {"党组织": organization, "职务": shown("post"), "分工": shown("portfolio"), "起止": lasting}
                | {"": self.ending("seat")},
                "没有党内任职。",
            ),
        ]

    def work(self, parts: dict[str, list[Any]]) -> list[Panel]:
        """Where the person works, which enterprises and teams the person serves, how the person moved."""
        enterprise = leads(self.links, "enterprise")
        jobs = {"企业": enterprise, "职务": said("job_title"), "层级": shown("rank")}
        jobs |= {
            "核实": toned("已核实", "待核实", "is_confirmed"),
            "起止": lasting,
            "": self.ending("employment"),
        }
        helped = {"企业": enterprise, "类别": shown("kind"), "起止": lasting, "": self.ending("liaison")}
        teams = {"队伍": shown("team"), "起止": lasting, "": self.ending("team_role")}
        moved = {
            "日期": lambda m: day(m.happened_on),
            "类别": shown("kind"),
            "从何处到何处": way,
            "介绍信": letter,
        }
        panels = [
            table("工作单位", in_order(parts["employments"]), jobs, "没有登记工作单位。"),
            table("联络企业", in_order(parts["liaisons"]), helped),
            table("四支队伍", in_order(parts["team_roles"]), teams),
            table("增减", parts["movements"], moved, "没有增减记录。"),
        ]
        return [panel for panel in panels if panel.rows or panel.heading in ("工作单位", "增减")]

    def ending(self, part: str) -> Any:
        """The link by which an open row ends."""
        may = self.may(CHANGE)

        def cell(row: Any) -> Cell:
            open_to = may and not ended(row)
            return (
                Cell("结束", reverse("members:end", args=[row.member_id, part, row.pk]), tone=ACT)
                if open_to
                else Cell(" ")
            )

        return cell

    def whole(self, row: Any) -> Panel:
        """信息完整度"""
        lacks = missing(row)
        told = f"缺：{'、'.join(lacks)}" if lacks else "采集表带星项目齐全"
        return Panel("信息完整度", facts=[Fact(f"{completeness(row)}%", told, wide=True)])

    def tools(self, row: Any, affiliations: list[Affiliation]) -> list[tuple[str, str]]:
        if not self.may(CHANGE):
            return []
        belongs = any(a.ends_on is None for a in affiliations)
        names = acts_open(row.stage, row.party_status, belongs)
        if self.may(ERASE) and not (belongs or row.erased_at):
            names = [*names, ("erase", "清除敏感信息")]
        tools = [(label, reverse(f"members:{name}", args=[row.pk])) for name, label in names]
        propose = f"{reverse('desk:propose_merge', args=['member'])}?kept={row.pk}"
        sight = ("谁能看、谁看过", reverse("members:sight", args=[row.pk]))
        return [*tools, *to_change(row), ("合并重复", propose), sight]


def erased(row: Any) -> str:
    """Said beside the name of somebody whose numbers were destroyed."""
    return f"敏感信息已于{day(timezone.localtime(row.erased_at).date())}清除"


def letter(move: Movement) -> str:
    """介绍信编号和有效期"""
    valid = f"有效期{move.letter_valid_days}天" if move.letter_valid_days else ""
    return " ".join(filter(None, [move.letter_no, valid]))


def acts_open(stage: str, status: str, belongs: bool) -> list[tuple[str, str]]:
    """What can be done with somebody who stands there."""
    if status and status != NORMAL:
        return [] if status == "死亡" else [("restore", "恢复党籍")]
    others = [("take_part", "登记参与"), ("appoint", "任职"), ("employ", "登记工作单位")]
    if stage not in (FULL, PROBATIONARY):
        return [("advance", "推进发展阶段"), ("admit", "接收预备党员"), *others]
    confirm = [("confirm", "转正")] if stage == PROBATIONARY else []
    if not belongs:
        return [("transfer_in", "转入组织关系"), *confirm, *others]
    moves = [*confirm, ("transfer", "转接组织关系")]
    return [*moves, *others, ("transfer_out", "转出系统"), ("leave", "出党、停止党籍、死亡")]
