"""人才链指标（培养和引才） — who is brought up, trained, admitted, partnered with and hired."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import F

from apps.activities.models import (
    Activity,
    ActivityHost,
    Attendance,
    RecruitLine,
    RecruitOrigin,
    RecruitResult,
)
from apps.chains.indicator import (
    Better,
    Chain,
    Distinct,
    Indicator,
    Part,
    Tally,
    Unit,
    standing,
    total,
)
from apps.chains.innovation.joining import SIGNED
from apps.chains.organization import REVIEWED
from apps.chains.subject import (
    MEMBERS,
    Links,
    Subject,
    by_enterprise,
    by_organization,
    either,
    following_enterprise,
    following_member,
    following_organization,
    tied,
)
from apps.chains.tally import Different
from apps.clusters.models import Institution
from apps.core.period import Period
from apps.core.remit import Reach
from apps.members.models import (
    AgreementParty,
    DevelopmentQuota,
    DualCultivation,
    Member,
    PartnerAgreement,
    TeamRole,
)

TALENT = Chain.TALENT
OF_PLACE = "place__path cluster__place__path"


def _by_hosts(reach: Reach, day: date) -> Links | None:
    """Activities as the organisations that host them."""
    if reach is Reach.EVERYTHING:
        return None
    return by_organization(ActivityHost.objects.all(), "activity", reach, day, "organization__")


def _by_team(reach: Reach, day: date) -> Links:
    """People on a team as the organisation they are on it for."""
    roles = TeamRole.objects.in_force(day)
    if reach is Reach.EVERYTHING:
        return Links(roles, "member", ())
    return by_organization(roles, "member", reach, day, "organization__")


def _by_organizations_of_agreement(reach: Reach, day: date) -> Links | None:
    if reach is Reach.EVERYTHING:
        return None
    return by_organization(AgreementParty.objects.all(), "agreement__parties", reach, day, "organization__")


def _by_enterprises_of_agreement(reach: Reach, day: date) -> Links | None:
    if reach is Reach.EVERYTHING:
        return None
    return by_enterprise(AgreementParty.objects.all(), "agreement__parties", reach, day, "enterprise__")


CULTIVATIONS = following_member(DualCultivation, "cultivations")
QUOTAS = either(
    tied(DevelopmentQuota, cluster="cluster__path", place=OF_PLACE), following_organization(DevelopmentQuota)
)
TEAMED = either(MEMBERS, Subject(Member, _by_team))
ACTIVITIES = either(tied(Activity, cluster="cluster__path", place=OF_PLACE), Subject(Activity, _by_hosts))
PARTIES = either(
    tied(AgreementParty, cluster="agreement__cluster__path", place="agreement__cluster__place__path"),
    Subject(AgreementParty, _by_organizations_of_agreement),
    Subject(AgreementParty, _by_enterprises_of_agreement),
)
LINES = tied(RecruitLine, cluster="cluster__path", place=OF_PLACE, organization="organization")
ORIGINS = standing(
    tied(
        RecruitOrigin,
        RecruitOrigin.objects.keyed(),
        cluster="line__cluster__path",
        place="line__place__path line__cluster__place__path",
        organization="line__organization",
    ),
    RecruitOrigin.objects.of_lines_in_force,
)
HIRED = either(
    tied(
        RecruitResult,
        cluster="line__cluster__path activity__cluster__path",
        place="line__place__path line__cluster__place__path"
        " activity__place__path activity__cluster__place__path",
        organization="line__organization",
    ),
    following_enterprise(RecruitResult, when="hired_on"),
)


def quotas_of(offset: int) -> Callable[[Period], Any]:
    """定向投放 of the year in which the period ends, or of one ``offset`` years from it."""
    return lambda period: DevelopmentQuota.objects.of_year(period.end.year + offset).tilted()


def on_teams(day: date, *teams: str) -> Any:
    """People on these of the four teams, or on any."""
    roles = TeamRole.objects.in_force(day)
    roles = roles.filter(team__in=teams) if teams else roles
    return Member.objects.filter(pk__in=roles.order_by().values("member"))


def trained(period: Period) -> Any:
    """Keys of people who were at a training or a session of a course in the period."""
    trainings = Activity.objects.trainings().order_by().values("pk")
    return Attendance.objects.held_in(period).present().filter(activity__in=trainings).members()


def crowds(activities: Any) -> Any:
    """人才服务 among activities, with 参加人次 and 外部参加人次 together."""
    return activities.for_talent().annotate(people=F("headcount") + F("external_headcount"))


def besides_fairs(period: Period) -> Any:
    """人才服务 activities of the period that are no 专场招聘会."""
    return Activity.objects.held_in(period).for_talent().exclude(kind=Activity.Kind.JOB_FAIR)


def held_by(day: date) -> Any:
    """Activities held up to a day."""
    return Activity.objects.held().filter(held_on__lte=day)


def university_parties(day: date) -> Any:
    """高校 among the parties of agreements standing on a day."""
    standing_then = PartnerAgreement.objects.standing(day).order_by().values("pk")
    return AgreementParty.objects.universities().filter(agreement__in=standing_then)


def running_lines(day: date) -> Any:
    """红色专线 in operation."""
    return RecruitLine.objects.in_force(day)


def cultivated(key: str, name: str, direction: str) -> Part:
    """One direction of 双向培养."""

    def rows(period: Period) -> Any:
        return DualCultivation.objects.achieved_in(period).filter(direction=direction)

    return Part(key=key, name=name, unit=Unit.HEADS, numerator=Tally(CULTIVATIONS, rows))


def of_team(team: TeamRole.Team) -> Part:
    """One of the four teams."""
    return Part(
        key=team.value,
        name=team.label,
        unit=Unit.PERCENT,
        numerator=Tally(TEAMED, lambda period: on_teams(period.end, team).filter(pk__in=trained(period))),
        denominator=standing(TEAMED, lambda day: on_teams(day, team)),
    )


INDICATORS = [
    Indicator(
        code="TAL-02",
        identifier="tal_dual_done",
        chain=TALENT,
        name="双向培养达成数",
        short_name="双向培养",
        unit=Unit.HEADS,
        better=Better.HIGHER,
        meaning="本期把党员培养成骨干、把骨干发展成党员各达成多少人。",
        formula="达成日期在本期的双向培养数；按方向分列。",
        source="苏州日报2023年8月30日“党员人才双向培养”",
        reviewed_on=REVIEWED,
        numerator=Tally(CULTIVATIONS, DualCultivation.objects.achieved_in),
        parts=(
            cultivated("to_backbone", "党员→骨干", DualCultivation.Direction.TO_BACKBONE),
            cultivated("to_member", "骨干→党员", DualCultivation.Direction.TO_MEMBER),
        ),
    ),
    Indicator(
        code="TAL-03",
        identifier="tal_quota_growth",
        chain=TALENT,
        name="发展党员指标增幅",
        short_name="指标增幅",
        unit=Unit.PERCENT,
        better=Better.HIGHER,
        meaning="定向投放给链上企业和高层次人才的发展党员指标比上年增加多少；说的是指标，不是党员。",
        formula="（本年指标数－上年指标数）÷上年指标数，只计投放对象为链上企业、高层次人才的指标。",
        source="雨花红谷“指标定向投放”增幅22%",
        reviewed_on=REVIEWED,
        numerator=total(QUOTAS, quotas_of(0), "quota"),
        denominator=total(QUOTAS, quotas_of(-1), "quota"),
        is_growth=True,
        parts=(
            Part(
                key="quota", name="本年指标", unit=Unit.PEOPLE, numerator=total(QUOTAS, quotas_of(0), "quota")
            ),
        ),
    ),
    Indicator(
        code="TAL-04",
        identifier="tal_team_training_rate",
        chain=TALENT,
        name="四支队伍培训覆盖率",
        short_name="培训覆盖率",
        unit=Unit.PERCENT,
        better=Better.HIGHER,
        meaning="党组织带头人、党务工作者、党建指导员、党员人才本期有多少参加过培训。",
        formula="截至日四支队伍的人员（按人去重）中本期到会参加过培训或课程的人数÷队伍人数；分队伍列。",
        source="昆山元宇宙四支队伍；江都培训37名",
        reviewed_on=REVIEWED,
        numerator=Tally(TEAMED, lambda period: on_teams(period.end).filter(pk__in=trained(period))),
        denominator=standing(TEAMED, on_teams),
        parts=tuple(map(of_team, TeamRole.Team)),
    ),
    Indicator(
        code="TAL-05",
        identifier="tal_service_person_times",
        chain=TALENT,
        name="人才服务（参与）人次",
        short_name="人才服务",
        unit=Unit.ATTENDANCES,
        better=Better.HIGHER,
        meaning="本期面向人才的活动有多少人次参加，含系统外人员。",
        formula="本期举办、标为人才服务的活动的参加人次与外部参加人次之和；累计为截至日以前全部。",
        source="昆山高新区12000余人次；雨花红谷20万人次",
        reviewed_on=REVIEWED,
        numerator=total(ACTIVITIES, lambda period: crowds(Activity.objects.held_in(period)), "people"),
        parts=(
            Part(
                key="ever",
                name="累计",
                unit=Unit.ATTENDANCES,
                numerator=total(ACTIVITIES, lambda period: crowds(held_by(period.end)), "people"),
            ),
            Part(
                key="events",
                name="人才活动",
                unit=Unit.EVENTS,
                numerator=Tally(ACTIVITIES, besides_fairs),
                note="专场招聘会在点对点招工中另计",
            ),
        ),
    ),
    Indicator(
        code="TAL-06",
        identifier="tal_university_partners",
        chain=TALENT,
        name="校地合作数",
        unit=Unit.UNIVERSITIES,
        better=Better.HIGHER,
        meaning="有多少所高校与本范围签有在执行的共建协议；本期签了多少项产学研合作。",
        formula="截至日有效的共建协议的协议方中的高校，按所去重；产学研合作为签约日期在本期的项数。",
        source="雨花红谷12所、6项；苏州日报3所",
        reviewed_on=REVIEWED,
        numerator=Distinct(standing(PARTIES, university_parties), "institution", Institution),
        parts=(Part(key="contracts", name="产学研合作", unit=Unit.ITEMS, numerator=SIGNED),),
    ),
    Indicator(
        code="TAL-08",
        identifier="tal_hired",
        chain=TALENT,
        name="点对点招工人数",
        short_name="点对点招工",
        unit=Unit.HEADS,
        better=Better.HIGHER,
        meaning="本期通过红色专线和专场招聘会为企业招到多少人；专线通到几省几地。",
        formula="招工日期在本期的招工结果人数之和；专线、省、地为截至日在运行的专线及其来源地，省、地去重；招聘会为本期场数。",
        source="苏州日报5700余人、4省19地7专线；雨花红谷6场",
        reviewed_on=REVIEWED,
        numerator=total(HIRED, RecruitResult.objects.hired_in, "hired"),
        parts=(
            Part(key="lines", name="红色专线", unit=Unit.LINES, numerator=standing(LINES, running_lines)),
            Part(
                key="provinces",
                name="来源省份",
                unit=Unit.PROVINCES,
                numerator=Different(ORIGINS, "in_province", RecruitOrigin, by=("province",)),
            ),
            Part(
                key="cities",
                name="来源地区",
                unit=Unit.CITIES,
                numerator=Different(ORIGINS, "in_city", RecruitOrigin, by=("province", "city")),
            ),
            Part(
                key="fairs",
                name="专场招聘会",
                unit=Unit.EVENTS,
                numerator=Tally(ACTIVITIES, lambda period: Activity.objects.held_in(period).job_fairs()),
            ),
        ),
    ),
]
