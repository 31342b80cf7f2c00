"""党员全貌 — one person: who, where, since when, and everything that happened."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.urls import reverse

from apps.core import clock
from apps.core.codes import DEGREE, EDUCATION, ETHNICITY, SEX
from apps.core.dates import add_years
from apps.core.formatting import day, span
from apps.core.identifiers import mask_id_number, mask_phone, mask_text
from apps.core.story import Fact, Moment, Panel, Row, Story, Telling, ended, link
from apps.desk.links import Links, to_change
from apps.desk.stories.record import dated, record
from apps.members.completeness import completeness, missing
from apps.members.models import Affiliation, Member, Movement, Participation, Seat
from apps.members.models.member import FULL, PROBATIONARY

SECRETS = {
    "id_number": ("公民身份号码", mask_id_number),
    "mobile": ("手机号码", mask_phone),
    "landline": ("固定电话", mask_phone),
    "remark": ("备注", mask_text),
}
DATES = (
    ("applied_on", "申请入党"),
    ("activist_on", "确定为入党积极分子"),
    ("candidate_on", "确定为发展对象"),
    ("joined_on", "接收为预备党员"),
    ("full_member_on", "转为正式党员"),
)
STATUS_TONES = {"正常": "good", "停止党籍": "warn", "出党": "bad", "死亡": "bad"}
CHANGE = "members.change_member"


class MemberStory(Story):
    """党员"""

    model = Member
    permission_required = "members.view_member"
    template_name = "desk/member.html"
    revealed: dict[str, str] = {}

    @property
    def trail(self) -> list[tuple[str, str]]:
        return [("党员", reverse("members:members"))]

    def reachable(self) -> Any:
        return super().reachable().on(clock.today())

    def tell(self, row: Member) -> Telling:
        self.links = Links(self.request)
        parts = self.parts(row)
        return Telling(
            badges=[(row.stage, "party"), (row.party_status, STATUS_TONES.get(row.party_status, ""))],
            facts=self.facts(row, parts["affiliations"]),
            panels=[*self.places(row, parts), *self.work(row, parts), record(row)],
            side=[self.whole(row), Panel("历程", moments=list(self.moments(row, parts)))],
            tools=self.tools(row, parts),
        )

    def parts(self, row: Member) -> dict[str, list[Any]]:
        """Dated rows about the person that the remit reaches."""
        remit = self.request.remit
        parts = {
            "affiliations": Affiliation.objects.within(remit)
            .filter(member=row)
            .select_related("organization"),
            "participations": Participation.objects.within(remit)
            .filter(member=row)
            .select_related("organization"),
            "seats": Seat.objects.within(remit).filter(member=row).select_related("organization"),
            "movements": Movement.objects.within(remit)
            .filter(member=row)
            .select_related("from_organization", "to_organization"),
            "employments": row.employments.select_related("enterprise"),
            "liaisons": row.liaisons.within(remit).select_related("enterprise"),
            "honours": row.honours.all(),
            "team_roles": row.team_roles.all(),
            "standings": row.standings.all(),
        }
        found = {name: list(rows) for name, rows in parts.items()}
        organizations = [
            r.organization for name in ("affiliations", "participations", "seats") for r in found[name]
        ]
        self.links.know(organizations)
        self.links.know([r.enterprise for name in ("employments", "liaisons") for r in found[name]])
        return found

    def facts(self, row: Member, affiliations: list[Affiliation]) -> list[Fact]:
        here = next((a.organization for a in affiliations if a.ends_on is None), None)
        return [
            Fact("性别", SEX.label(row.sex)),
            Fact("民族", ETHNICITY.label(row.ethnicity)),
            Fact("出生日期", day(row.birth_date, row.birth_date_precision), note=age(row.birth_date)),
            Fact("学历", EDUCATION.label(row.education), note=DEGREE.label(row.degree)),
            Fact("所在党组织", here, self.links.to(here)),
            Fact("入党日期", day(row.joined_on, row.joined_on_precision)),
            Fact("转正日期", day(row.full_member_on, row.full_member_on_precision), note=standing_of(row)),
            Fact("工作岗位", row.post_type),
            Fact("籍贯", row.native_place),
            Fact("毕业院校", row.school, note=row.major),
            Fact("新社会阶层", row.new_stratum),
            Fact("流动、失联", " ".join(filter(None, [floating(row), lost(row)]))),
            Fact("家庭住址", row.address, wide=True),
        ]

    def places(self, row: Member, parts: dict[str, list[Any]]) -> list[Panel]:
        """Where the person belongs, takes part and holds posts."""
        return [
            Panel(
                "组织关系",
                ("党组织", "转入原因", "转出原因", "起止"),
                dated(parts["affiliations"], lambda a: (
                    link(a.organization, self.links.to(a.organization)),
                    a.get_in_reason_display(), a.get_out_reason_display(), span(a.starts_on, a.ends_on),
                )),
                "在您的职责范围内没有组织关系。",
            ),
            Panel(
                "参与管理",
                ("党组织", "类别", "关系所在", "起止", ""),
                dated(parts["participations"], lambda p: (
                    link(p.organization, self.links.to(p.organization)),
                    p.get_kind_display(), p.relation_at, span(p.starts_on, p.ends_on), self.ending("participation", p),
                )),
                "没有参与其他党组织的管理。",
            ),
            Panel(
                "任职",
                ("党组织", "职务", "分工", "起止", ""),
                dated(parts["seats"], lambda s: (
                    link(s.organization, self.links.to(s.organization)),
                    s.get_post_display(), s.get_portfolio_display(), span(s.starts_on, s.ends_on), self.ending("seat", s),
                )),
                "没有党内任职。",
            ),
        ]  # fmt: skip

    def work(self, row: Member, parts: dict[str, list[Any]]) -> list[Panel]:
        """Where the person works, whom they help, what they were honoured with, how they moved."""
        panels = [
            Panel(
                "工作单位",
                ("企业", "职务", "层级", "核实", "起止", ""),
                dated(parts["employments"], lambda e: (
                    link(e.enterprise, self.links.to(e.enterprise)), e.job_title, e.get_rank_display(),
                    link("已核实" if e.is_confirmed else "待核实", tone="" if e.is_confirmed else "warn"),
                    span(e.starts_on, e.ends_on), self.ending("employment", e),
                )),
                "没有登记工作单位。",
            ),
            Panel("增减", ("日期", "类别", "从", "到", "介绍信"), [movement_row(m) for m in parts["movements"]]),
        ]  # fmt: skip
        if parts["liaisons"]:
            cells = lambda r: (
                r.get_kind_display(),
                link(r.enterprise, self.links.to(r.enterprise)),
                span(r.starts_on, r.ends_on),
                self.ending("liaison", r),
            )
            panels.append(Panel("联络企业", ("类别", "企业", "起止", ""), dated(parts["liaisons"], cells)))
        if parts["team_roles"]:
            cells = lambda r: (
                r.get_team_display(),
                span(r.starts_on, r.ends_on),
                self.ending("team_role", r),
            )
            panels.append(Panel("四支队伍", ("队伍", "起止", ""), dated(parts["team_roles"], cells)))
        return panels

    def ending(self, part: str, row: Any) -> Any:
        """The link by which an open row ends."""
        if ended(row) or not self.may(CHANGE):
            return " "
        return link("结束", reverse("members:end", args=[row.member_id, part, row.pk]))

    def whole(self, row: Member) -> Panel:
        lacks = missing(row)
        return Panel(
            "信息完整度",
            facts=[
                Fact(
                    f"{completeness(row)}%",
                    f"缺：{'、'.join(lacks)}" if lacks else "采集表带星项目齐全",
                    wide=True,
                )
            ],
        )

    def moments(self, row: Member, parts: dict[str, list[Any]]) -> Iterator[Moment]:
        """One line of life in the Party, newest first."""
        found = [*development(row), *standings(parts["standings"], row), *self.happenings(parts)]
        yield from sorted(found, key=lambda moment: moment.on, reverse=True)

    def happenings(self, parts: dict[str, list[Any]]) -> Iterator[Moment]:
        today = clock.today()
        for seat in parts["seats"]:
            yield Moment(
                seat.starts_on,
                f"任{seat.organization}{seat.get_post_display()}",
                span(seat.starts_on, seat.ends_on),
            )
        for p in parts["participations"]:
            yield Moment(p.starts_on, f"参与{p.organization}", p.get_kind_display())
        for move in parts["movements"]:
            yield Moment(
                move.happened_on, move.get_kind_display(), ends_of(move), now=move.happened_on == today
            )
        for e in parts["employments"]:
            yield Moment(e.starts_on, f"入职{e.enterprise}", e.job_title)
        for honour in parts["honours"]:
            yield Moment(date(honour.year, 12, 31), honour.title, honour.get_level_display(), precision="Y")

    def tools(self, row: Member, parts: dict[str, list[Any]]) -> list[tuple[str, str]]:
        if not self.may(CHANGE):
            return []
        belongs = any(a.ends_on is None for a in parts["affiliations"])
        names = acts_open(row.stage, row.party_status, belongs)
        tools = [(label, reverse(f"members:{name}", args=[row.pk])) for name, label in names]
        tools.extend(to_change(row))
        tools.append(("合并重复", f"{reverse('desk:propose_merge', args=['member'])}?kept={row.pk}"))
        return tools

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {
            "secrets": secrets_of(context["row"], self.revealed),
            "may_reveal": self.may("members.view_member"),
        }


def acts_open(stage: str, status: str, belongs: bool) -> list[tuple[str, str]]:
    """What can be done with somebody who stands there."""
    if status not in ("正常", None):
        return [("restore", "恢复党籍")] if status != "死亡" else []
    others = [("take_part", "登记参与"), ("appoint", "任职"), ("employ", "登记工作单位")]
    if stage not in (FULL, PROBATIONARY):
        return [("advance", "推进发展阶段"), ("admit", "接收预备党员"), *others]
    confirm = [("confirm", "转正")] if stage == PROBATIONARY else []
    if not belongs:
        return [("transfer_in", "转入组织关系"), *confirm, *others]
    moves = [("transfer", "转接组织关系"), *confirm]
    return [*moves, *others, ("transfer_out", "转出系统"), ("leave", "出党、停止党籍、死亡")]


def secrets_of(row: Member, revealed: dict[str, str]) -> list[dict[str, Any]]:
    """Secret items: masked, or in the clear where this very answer may show them."""
    return [
        {
            "name": name,
            "label": label,
            "value": revealed.get(name) or mask(getattr(row, name)),
            "clear": name in revealed,
        }
        for name, (label, mask) in SECRETS.items()
    ]


def age(born: date | None) -> str:
    """Whole years today."""
    if not born:
        return ""
    today = clock.today()
    years = today.year - born.year
    return f"{years - (add_years(born, years) > today)}岁"


def standing_of(row: Member) -> str:
    """党龄 counts from becoming a full member."""
    if not row.full_member_on or row.stage != FULL:
        return ""
    months = row.party_age_correction or 0
    today = clock.today()
    whole = (today.year - row.full_member_on.year) * 12 + today.month - row.full_member_on.month - months
    whole -= today.day < row.full_member_on.day
    return f"党龄{whole // 12}年" if whole >= 12 else "党龄不满1年"


def floating(row: Member) -> str:
    return f"流动党员{f'（{row.floats_to}）' if row.floats_to else ''}" if row.is_floating else ""


def lost(row: Member) -> str:
    return f"失联（{day(row.lost_on)}起）" if row.is_lost else ""


def development(row: Member) -> Iterator[Moment]:
    """申请 → 积极分子 → 发展对象 → 预备 → 转正"""
    for name, text in DATES:
        on = getattr(row, name)
        if on:
            yield Moment(on, text, now=True, precision=getattr(row, f"{name}_precision", "D"))


def standings(rows: list[Any], row: Member) -> Iterator[Moment]:
    """Stages and statuses that the development dates do not tell already."""
    told = {getattr(row, name) for name, _ in DATES}
    for standing in rows:
        if standing.starts_on not in told:
            yield Moment(
                standing.starts_on,
                f"登记为{standing.stage}",
                "" if standing.party_status == "正常" else standing.party_status,
            )


def ends_of(move: Movement) -> str:
    """From where to where, in one line."""
    from_, to = move.from_organization or "", move.to_organization or ""
    outside = f"（{move.elsewhere}）" if move.elsewhere else ""
    return f"{from_}{' → ' if from_ and (to or outside) else ''}{to}{outside}"


def movement_row(move: Movement) -> Any:
    letter = " ".join(
        filter(None, [move.letter_no, f"有效期{move.letter_valid_days}天" if move.letter_valid_days else ""])
    )
    outside = move.elsewhere
    return Row((
        day(move.happened_on), move.get_kind_display(),
        move.from_organization or (outside if move.kind == "transfer_in" else ""),
        move.to_organization or (outside if move.kind == "transfer_out" else ""), letter,
    ))  # fmt: skip
