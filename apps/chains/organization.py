"""组织链指标 — is there an organisation wherever there should be one, and is it in order?"""

from datetime import date
from functools import partial
from typing import Any

from django.db.models import Min, Q

from apps.chains import due, sets
from apps.chains.consulting import CONSULTATIONS, consultations_due, consultations_of
from apps.chains.indicator import Better, Chain, Indicator, Part, Tally, Unit, standing, total
from apps.chains.subject import (
    BODIES,
    BODY_SEATS,
    CLUSTERS,
    ENTERPRISES,
    KEY_ENTERPRISES,
    MEMBERS,
    ORGANIZATIONS,
)
from apps.members import building
from apps.members.models import ChainChief, Liaison, Member, Seat
from apps.members.models.member import FULL, PROBATIONARY
from apps.organizations.kinds import COUNTED, TypeCode
from apps.organizations.models import ClusterBody
from apps.organizations.term import overdue
from apps.services.models import Consultation

REVIEWED = date(2026, 11, 1)
ORGANIZATION = Chain.ORGANIZATION

CLUSTER = standing(CLUSTERS, sets.clusters)
BODY = standing(BODIES, sets.bodies)
ENTERPRISE = standing(ENTERPRISES, sets.enterprises)
PRIVATE = standing(ENTERPRISES, sets.private_enterprises)
COVERED = standing(ORGANIZATIONS, sets.organizations)
MEMBER = standing(MEMBERS, sets.members)
OWN = standing(ENTERPRISES, lambda day: sets.private_enterprises(day).filter(building.own(day)))


def bodies_like(**values: str) -> Tally:
    """Cluster bodies of a form, or formed in a way."""
    return standing(BODIES, lambda day: sets.bodies(day).filter(**values))


def of_kind(kind: TypeCode) -> Tally:
    """Covered organisations of one official kind."""
    return standing(ORGANIZATIONS, partial(sets.of_kind, kind))


def in_stage(stage: str) -> Tally:
    """Members of one stage."""
    return standing(MEMBERS, lambda day: Member.objects.in_stages(day, stage))


def worked_on(day: date) -> Any:
    """工作覆盖 — with an organisation, somebody sent to it, a union or a youth league."""
    guided = Liaison.objects.in_force(day).guiding().order_by().values("enterprise")
    groups = Q(has_union=True) | Q(has_youth_league=True)
    return sets.enterprises(day).filter(building.built(day) | Q(pk__in=guided) | groups)


def sectors(day: date) -> Any:
    """One seat for each sector that a cluster body draws on."""
    seats = (
        Seat.objects.in_force(day)
        .exclude(sector="")
        .filter(organization__body__in=sets.bodies(day).values("pk"))
    )
    first = seats.order_by().values("organization", "sector").annotate(first=Min("pk"))
    return Seat.objects.filter(pk__in=first.values("first"))


def led(day: date) -> Any:
    """Clusters with a chief of government or department, and a chain leader or core firm."""
    chiefs = ChainChief.objects.in_force(day).exclude(kind=ChainChief.Kind.ENTERPRISE)
    leaders = sets.on_chain(day).leading()
    return sets.clusters(day).filter(pk__in=chiefs.values("cluster")).filter(pk__in=leaders.values("cluster"))


INDICATORS = [
    Indicator(
        code="ORG-01",
        identifier="org_cluster_bodies",
        chain=ORGANIZATION,
        name="集群党委数",
        unit=Unit.THINGS,
        better=Better.NEITHER,
        meaning="统筹一个产业集群党建工作的集群党委有多少个；综合党委、党建联盟、专班等其他形式另列。",
        formula="截至日有效、形式为“集群党委”的集群组织个数。",
        source="苏州日报2023年8月30日“一链引领”",
        reviewed_on=REVIEWED,
        numerator=bodies_like(form=ClusterBody.Form.COMMITTEE),
        parts=(
            *(
                Part(key=form.value, name=form.label, unit=Unit.THINGS, numerator=bodies_like(form=form))
                for form in ClusterBody.Form
                if form is not ClusterBody.Form.COMMITTEE
            ),
            *(
                Part(
                    key=f"mode-{mode.value}",
                    name=mode.label,
                    unit=Unit.THINGS,
                    numerator=bodies_like(form=ClusterBody.Form.COMMITTEE, formation_mode=mode),
                )
                for mode in ClusterBody.FormationMode
            ),
        ),
    ),
    Indicator(
        code="ORG-02",
        identifier="org_covered_orgs",
        chain=ORGANIZATION,
        name="覆盖党组织数",
        short_name="党组织",
        unit=Unit.THINGS,
        better=Better.HIGHER,
        meaning="集群党委覆盖了多少个党组织。覆盖不改变隶属；同一党组织在合计中只计一次。",
        formula="截至日由有效集群组织覆盖（区域范围另含设在该区域）的党委、党总支、党支部、联合党支部及临时党组织个数；"
        "状态为正常或整顿，不含功能型党组织、集群党委本身和党小组。",
        source="中组部《全国党员管理信息系统》组织类别",
        reviewed_on=REVIEWED,
        numerator=COVERED,
        parts=tuple(
            Part(key=kind.value, name=kind.label, unit=Unit.THINGS, numerator=of_kind(kind))
            for kind in TypeCode
            if kind in COUNTED
        ),
    ),
    Indicator(
        code="ORG-03",
        identifier="org_covered_members",
        chain=ORGANIZATION,
        name="覆盖党员数",
        short_name="党员",
        unit=Unit.PEOPLE,
        better=Better.HIGHER,
        meaning="组织关系在所覆盖党组织的党员有多少名。正式组织关系在哪个党组织，就在哪个党组织统计；合计按人去重。",
        formula="截至日组织关系在覆盖党组织、党籍正常的正式党员和预备党员人数。",
        source="《中国共产党党内统计工作规定》",
        reviewed_on=REVIEWED,
        numerator=MEMBER,
        parts=(
            Part(key="full", name="正式党员", unit=Unit.PEOPLE, numerator=in_stage(FULL)),
            Part(key="probationary", name="预备党员", unit=Unit.PEOPLE, numerator=in_stage(PROBATIONARY)),
            Part(
                key="lost",
                name="其中失联党员",
                unit=Unit.PEOPLE,
                numerator=standing(MEMBERS, lambda day: sets.members(day).filter(is_lost=True)),
                note="失去联系、尚未停止党籍",
            ),
        ),
    ),
    Indicator(
        code="ORG-04",
        identifier="org_coverage_rate",
        chain=ORGANIZATION,
        name="组织覆盖率",
        unit=Unit.PERCENT,
        better=Better.HIGHER,
        meaning="链上在营的非公企业中，有多大比例已单独或联合建立党组织。",
        formula="（已单独建立党委、总支、支部的企业数＋已建立联合党支部的企业数）÷链上在营非公企业数。",
        source="中办发〔2012〕11号",
        reviewed_on=REVIEWED,
        numerator=standing(
            ENTERPRISES, lambda day: sets.private_enterprises(day).filter(building.built(day))
        ),
        denominator=PRIVATE,
        parts=(
            Part(key="own", name="单独建立", unit=Unit.ENTERPRISES, numerator=OWN),
            Part(
                key="joint",
                name="联合建立",
                unit=Unit.ENTERPRISES,
                numerator=standing(
                    ENTERPRISES, lambda day: sets.private_enterprises(day).filter(building.joint(day))
                ),
            ),
            Part(key="chain", name="链上在营企业", unit=Unit.ENTERPRISES, numerator=ENTERPRISE),
            Part(
                key="key",
                name="重点企业",
                unit=Unit.ENTERPRISES,
                numerator=standing(KEY_ENTERPRISES, sets.enterprises),
            ),
            Part(
                key="output",
                name="重点企业年产值",
                unit=Unit.MONEY,
                numerator=total(KEY_ENTERPRISES, lambda period: sets.enterprises(period.end), "output_value"),
                note="重点企业登记的最近一年产值之和",
            ),
        ),
    ),
    Indicator(
        code="ORG-05",
        identifier="org_solo_rate",
        chain=ORGANIZATION,
        name="单独组建率",
        unit=Unit.PERCENT,
        better=Better.HIGHER,
        meaning="链上在营的非公企业中，有多大比例单独建立了自己的党组织。",
        formula="已单独建立党委、总支、支部的企业数÷链上在营非公企业数。",
        source="中办发〔2012〕11号；昆山高新区17家独立建支",
        reviewed_on=REVIEWED,
        numerator=OWN,
        denominator=PRIVATE,
        parts=(
            Part(
                key="count",
                name="单独组建企业",
                unit=Unit.ENTERPRISES,
                numerator=standing(ENTERPRISES, lambda day: sets.enterprises(day).filter(building.own(day))),
                note="含公有控股企业",
            ),
        ),
    ),
    Indicator(
        code="ORG-06",
        identifier="org_should_build_gap",
        chain=ORGANIZATION,
        name="应建未建数",
        short_name="应建未建",
        unit=Unit.ENTERPRISES,
        better=Better.LOWER,
        meaning="已有三名以上正式党员、却还没有任何党组织的在营企业。目标为零。",
        formula="截至日没有单独或联合党组织，且经核实在职的正式党员（不论组织关系在何处）三名以上的链上在营企业数。",
        source="党章第三十条；支部工作条例第四条",
        reviewed_on=REVIEWED,
        is_alert=True,
        numerator=standing(ENTERPRISES, due.due),
        parts=(
            Part(
                key="fresh",
                name="30天以内",
                unit=Unit.ENTERPRISES,
                numerator=standing(ENTERPRISES, partial(due.waiting, at_least=0, at_most=due.SHORT)),
            ),
            Part(
                key="waiting",
                name="31至180天",
                unit=Unit.ENTERPRISES,
                numerator=standing(
                    ENTERPRISES, partial(due.waiting, at_least=due.SHORT + 1, at_most=due.LONG)
                ),
            ),
            Part(
                key="long",
                name="超过180天",
                unit=Unit.ENTERPRISES,
                numerator=standing(ENTERPRISES, partial(due.waiting, at_least=due.LONG + 1)),
            ),
            Part(
                key="ready",
                name="可单独组建",
                unit=Unit.ENTERPRISES,
                numerator=standing(ENTERPRISES, due.ready),
                note="已在联合党支部、本企业正式党员三名以上，不计入应建未建",
            ),
            Part(
                key="untransferred",
                name="关系未转入",
                unit=Unit.ENTERPRISES,
                numerator=standing(ENTERPRISES, due.not_transferred),
                note="三名以上正式党员的组织关系都不在本企业的党组织",
            ),
        ),
    ),
    Indicator(
        code="ORG-07",
        identifier="org_work_coverage_rate",
        chain=ORGANIZATION,
        name="工作覆盖率",
        unit=Unit.PERCENT,
        better=Better.HIGHER,
        meaning="链上在营企业中，党的工作已经覆盖到的比例。目标为100%。",
        formula="（已建立党组织，或有在任党建指导员、联络员、红色专员，或建有工会、共青团组织的企业数）÷链上在营企业数。",
        source="“两个覆盖”；36站红色专员",
        reviewed_on=REVIEWED,
        numerator=standing(ENTERPRISES, worked_on),
        denominator=ENTERPRISE,
    ),
    Indicator(
        code="ORG-08",
        identifier="org_overdue_elections",
        chain=ORGANIZATION,
        name="到期未换届数",
        short_name="到期未换届",
        unit=Unit.THINGS,
        better=Better.LOWER,
        meaning="任期已满、又没有经批准延期的党组织。目标为零。",
        formula="覆盖党组织中，截至日晚于本届任期起始加任期年数（未填的党委按5年，总支、支部按3年），且当日没有经批准的延期的个数。",
        source="基层组织选举工作条例第三条",
        reviewed_on=REVIEWED,
        is_alert=True,
        numerator=standing(ORGANIZATIONS, lambda day: overdue(sets.organizations(day), day)),
    ),
    Indicator(
        code="ORG-09",
        identifier="org_consult_rate",
        chain=ORGANIZATION,
        name="会商完成率",
        unit=Unit.PERCENT,
        better=Better.HIGHER,
        meaning="集群组织应开的会商，实际开了多大比例；多开的照实显示，可超过100%。",
        formula="统计期内召开的会商次数÷按各集群组织会商频次应开的次数；只计统计期内、集群组织存续期内的整月、整季、整半年、整年。",
        source="昆山元宇宙定期会商；雨花台区联席会议",
        reviewed_on=REVIEWED,
        numerator=Tally(CONSULTATIONS, Consultation.objects.held_in),
        denominator=total(BODIES, consultations_due, "due"),
        parts=tuple(
            Part(
                key=kind.value,
                name=kind.label,
                unit=Unit.EVENTS,
                numerator=Tally(CONSULTATIONS, partial(consultations_of, kind)),
            )
            for kind in Consultation.Kind
        ),
    ),
    Indicator(
        code="ORG-10",
        identifier="org_seat_sectors",
        chain=ORGANIZATION,
        name="委员来源多样度",
        unit=Unit.KINDS,
        better=Better.HIGHER,
        meaning="平均每个集群组织的班子成员来自几类单位（共七类）。",
        formula="各集群组织在任班子成员不同来源类别数之和÷集群组织数。",
        source="苏州日报2023年8月30日“一链引领”",
        reviewed_on=REVIEWED,
        numerator=standing(BODY_SEATS, sectors),
        denominator=BODY,
    ),
    Indicator(
        code="ORG-11",
        identifier="org_chain_leader_rate",
        chain=ORGANIZATION,
        name="链长、链主配备率",
        unit=Unit.PERCENT,
        better=Better.HIGHER,
        meaning="既有在任链长、又有链主或链核企业的集群占多大比例。",
        formula="有在任链长（党政或部门）且有链主或链核企业的集群数÷集群数。",
        source="昆山高新区链长制；余杭链核企业",
        reviewed_on=REVIEWED,
        numerator=standing(CLUSTERS, led),
        denominator=CLUSTER,
    ),
]
