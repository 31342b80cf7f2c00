"""人才链指标（队伍） — who the members are, who leads, who is honoured and who is sent."""

from datetime import date
from typing import Any

from django.db.models import Q

from apps.chains import sets
from apps.chains.indicator import Better, Chain, Indicator, Part, Tally, Unit, standing
from apps.chains.organization import MEMBER, REVIEWED
from apps.chains.subject import LIAISONS, MEMBERS, SEATS, tied
from apps.chains.tally import Different
from apps.core.dates import add_years
from apps.core.period import Period
from apps.members.models import Award, Employment, Honour, Liaison, Member, Nomination, Seat

TALENT = Chain.TALENT
YOUNG = 35  # 周岁
COLLEGE = "33"  # 学历代码到大学专科为止
WOMAN = "2"
# 正副高级职称；助理研究员、实习研究员是中级和初级
SENIOR_TITLE = (
    r"高级(?!技工|工$)|教授|(?<!助理)(?<!实习)研究员|研究馆员|主任(医|药|护|技)师|编审|译审|一级(律师|公证员)"
)


def artisans(period: Period) -> Any:
    """党员工匠 named up to the year in which the period ends."""
    return Member.objects.filter(pk__in=Honour.objects.artisans(period.end.year).values("member"))


def artisans_of_the_year(period: Period) -> Any:
    """党员工匠 of that year alone."""
    named = Honour.objects.filter(kind=Honour.Kind.ARTISAN, year=period.end.year)
    return Member.objects.filter(pk__in=named.values("member"))


def on_hero_lists(period: Period) -> Any:
    """群英榜 — nominations that were named up to the year in which the period ends."""
    return Nomination.objects.named(Award.Kind.HERO_LIST, period.end.year)


def ranked(day: date, *ranks: Employment.Rank) -> Any:
    """Keys of the people in confirmed posts of these ranks."""
    return Employment.objects.in_force(day).confirmed().filter(rank__in=ranks).order_by().values("member")


def key_people(day: date) -> Any:
    """骨干 — 高管, 技术负责人 or 高级职称 among the members."""
    posts = ranked(day, Employment.Rank.EXECUTIVE, Employment.Rank.TECHNICAL_LEAD)
    return sets.members(day).filter(Q(pk__in=posts) | Q(tech_title__regex=SENIOR_TITLE))


def secretaries(day: date) -> Any:
    """书记 of covered organisations."""
    covered = sets.organizations(day).order_by().values("pk")
    return Seat.objects.in_force(day).secretaries().filter(organization__in=covered)


def executive_secretaries(day: date) -> Any:
    """书记 who are executives of their enterprise."""
    return secretaries(day).filter(member__in=ranked(day, Employment.Rank.EXECUTIVE))


def young(day: date) -> Any:
    """35周岁及以下"""
    return sets.members(day).filter(birth_date__gt=add_years(day, -YOUNG - 1))


def college(day: date) -> Any:
    """大专及以上"""
    return sets.members(day).filter(education__gt="", education__lte=COLLEGE)


def women(day: date) -> Any:
    """女党员"""
    return sets.members(day).filter(sex=WOMAN)


def newly_joined(day: date) -> Any:
    """近一年新发展"""
    return sets.members(day).filter(joined_on__gt=add_years(day, -1), joined_on__lte=day)


def share(key: str, name: str, rows: Tally) -> Part:
    """A share of the members."""
    return Part(key=key, name=name, unit=Unit.PERCENT, numerator=rows, denominator=MEMBER)


NOMINATIONS = tied(
    Nomination,
    Nomination.objects.keyed(),
    cluster="award__cluster__path",
    place="award__place__path award__cluster__place__path",
    organization="award__organizer",
)
YOUNG_MEMBER = standing(MEMBERS, young)

INDICATORS = [
    Indicator(
        code="TAL-01",
        identifier="tal_artisans",
        chain=TALENT,
        name="党员工匠累计数",
        short_name="党员工匠",
        unit=Unit.PEOPLE,
        better=Better.HIGHER,
        meaning="历届选树的党员工匠有多少名；同一人多次当选只计一次。",
        formula="截至日所在年度及以前获“党员工匠”的人数（按人去重，按截至日组织关系归属）。",
        source="昆山高新区六届65名",
        reviewed_on=REVIEWED,
        numerator=Tally(MEMBERS, artisans),
        parts=(
            Part(key="year", name="本年度", unit=Unit.PEOPLE, numerator=Tally(MEMBERS, artisans_of_the_year)),
            Part(
                key="hero_list",
                name="群英榜当选",
                unit=Unit.THINGS,
                numerator=Tally(NOMINATIONS, on_hero_lists),
                note="人物、企业、技术、应用合计项数，不是人数",
            ),
            Part(
                key="hero_kinds",
                name="群英榜奖项类别",
                unit=Unit.KINDS,
                numerator=Different(
                    Tally(NOMINATIONS, on_hero_lists), "in_category", Nomination, by=("category",)
                ),
            ),
        ),
    ),
    Indicator(
        code="TAL-07",
        identifier="tal_assistants",
        chain=TALENT,
        name="选派助理在岗数",
        short_name="青柠助理",
        unit=Unit.PEOPLE,
        better=Better.HIGHER,
        meaning="高校选派到链上企业、目前在岗的青年人才助理。",
        formula="截至日有效的“青柠助理”联络关系数。",
        source="雨花台区“青柠助理”68名",
        reviewed_on=REVIEWED,
        numerator=standing(LIAISONS, lambda day: Liaison.objects.in_force(day).assistants()),
    ),
    Indicator(
        code="TAL-09",
        identifier="tal_key_post_member_rate",
        chain=TALENT,
        name="党员骨干比",
        unit=Unit.PERCENT,
        better=Better.HIGHER,
        meaning="党员中担任高管、技术负责人或具有高级职称的比例。",
        formula="覆盖党员中，经核实任高管或技术负责人、或专业技术职务为高级的人数÷覆盖党员数。",
        source="“三有三无”；江都四支队伍",
        reviewed_on=REVIEWED,
        numerator=standing(MEMBERS, key_people),
        denominator=MEMBER,
        parts=(
            Part(
                key="secretary",
                name="党员高管任书记",
                unit=Unit.PERCENT,
                numerator=standing(SEATS, executive_secretaries),
                denominator=standing(SEATS, secretaries),
                note="覆盖党组织的书记中任企业高管的比例",
            ),
        ),
    ),
    Indicator(
        code="TAL-10",
        identifier="tal_structure",
        chain=TALENT,
        name="党员结构（35岁及以下）",
        short_name="35岁及以下",
        unit=Unit.PERCENT,
        better=Better.NEITHER,
        meaning="党员队伍的年龄、学历、性别和新发展情况；各项都是覆盖党员中的占比。",
        formula="分别为覆盖党员中35周岁及以下、大专及以上学历（代码不大于33）、女、近一年新发展的人数÷覆盖党员数。",
        source="党内统计年报；“五好”支部",
        reviewed_on=REVIEWED,
        numerator=YOUNG_MEMBER,
        denominator=MEMBER,
        parts=(
            share("young", "35岁及以下", YOUNG_MEMBER),
            share("college", "大专及以上", standing(MEMBERS, college)),
            share("women", "女党员", standing(MEMBERS, women)),
            share("new", "近一年新发展", standing(MEMBERS, newly_joined)),
        ),
    ),
]
