"""小世界：活动链、创新链与人才链 — a row of each of their registers in one neighbourhood."""

from datetime import date
from typing import Any

from django.db.models import Model

from apps.activities.models import (
    Appraisal,
    Brand,
    Campaign,
    Contest,
    Course,
    Meeting,
    Pledge,
    RecruitLine,
    RecruitResult,
    Suggestion,
)
from apps.innovation import workflow as innovation
from apps.innovation.models import (
    ChainGap,
    InvestmentProject,
    PatentCount,
    PlatformUse,
    ResearchContract,
    SupportElement,
    TechPlatform,
)
from apps.members.models import (
    CollectiveHonour,
    DualCultivation,
    ExpertLink,
    Honour,
    Laureate,
    Post,
    ProgrammeMember,
    TalentPoolEntry,
    TalentProgramme,
)
from tests.factories import LONG_AGO, make_member
from tests.factories_activities import (
    make_activity,
    make_agreement,
    make_alliance,
    make_attendance,
    make_award,
    make_call,
    make_consortium,
    make_file,
    make_listing,
    make_nomination,
    make_project,
    make_quota,
    make_slot,
    make_team,
)

DAY = date(2026, 4, 1)


def activities_of(name: str, rows: dict[str, Any]) -> list[Model]:
    """活动链"""
    cluster, branch = rows["clusters.cluster"], rows["organizations.partyorganization"]
    member, firm = rows["members.member"], rows["clusters.enterprise"]
    activity = make_activity(branch, cluster=cluster, title=f"{name}沙龙")
    slot = make_slot(rows["organizations.clusterbody"], branch)
    line = RecruitLine.objects.create(name=f"{name}专线", cluster=cluster, starts_on=LONG_AGO)
    owner = {"organization": branch, "cluster": cluster, "starts_on": LONG_AGO}
    return [
        activity,
        make_attendance(activity, member),
        Meeting.objects.create(activity=activity, organization=branch, kind="theme_day"),
        Appraisal.objects.create(member=member, organization=branch, year=2025, grade="qualified"),
        Brand.objects.create(name=f"{name}先锋", **owner),
        Course.objects.create(name=f"{name}微党课", kind="short", **owner),
        slot,
        slot.plan,
        line,
        RecruitResult.objects.create(line=line, enterprise=firm, hired_on=LONG_AGO, hired=3),
        *_vanguard(name, rows),
    ]


def _vanguard(name: str, rows: dict[str, Any]) -> list[Model]:
    cluster, branch = rows["clusters.cluster"], rows["organizations.partyorganization"]
    member = rows["members.member"]
    owner = {"organization": branch, "cluster": cluster}
    contest = Contest.objects.create(title=f"{name}比武", kind="technique", held_on=LONG_AGO, **owner)
    campaign = Campaign.objects.create(name=f"{name}十带头", starts_on=LONG_AGO, **owner)
    item = campaign.items.create(name="带头学")
    check = item.checks.create(organization=branch, member=member, checked_on=LONG_AGO, is_met=True)
    idea = {"title": f"{name}点子", "text": "余热回收", "submitted_on": LONG_AGO}
    return [
        contest,
        campaign,
        check,
        Pledge.objects.create(member=member, year=2026, text=f"{name}承诺"),
        Suggestion.objects.create(member=member, **owner, **idea),
    ]


def talents_of(name: str, rows: dict[str, Any]) -> list[Model]:
    """人才链"""
    cluster, branch = rows["clusters.cluster"], rows["organizations.partyorganization"]
    member, firm = rows["members.member"], rows["clusters.enterprise"]
    file = make_file(member=make_member(f"{name}乙", stage="群众"), organization=branch)
    award = make_award(cluster=cluster)
    nomination = make_nomination(award, member)
    honour = Honour.objects.get(member=member)
    programme = TalentProgramme.objects.create(name=f"{name}计划", cluster=cluster, starts_on=LONG_AGO)
    programme.organizations.create(organization=branch)
    return [
        make_team(cluster, organization=branch, name=f"{name}先锋队"),
        Post.objects.create(member=member, organization=branch, name=f"{name}岗", starts_on=LONG_AGO),
        make_agreement(branch, rows["clusters.institution"], cluster=cluster, title=f"{name}协议"),
        award,
        nomination,
        Laureate.objects.create(nomination=nomination, honour=honour),
        programme,
        ProgrammeMember.objects.create(programme=programme, member=member, applied_on=LONG_AGO),
        DualCultivation.objects.create(
            member=member, direction="to_backbone", category="skilled", listed_on=LONG_AGO
        ),
        ExpertLink.objects.create(member=member, expert=file.member, starts_on=LONG_AGO),
        TalentPoolEntry.objects.create(member=member, enterprise=firm, kind="research", entered_on=LONG_AGO),
        make_quota(cluster=cluster),
        CollectiveHonour.objects.create(enterprise=firm, title=f"{name}灯塔工厂", year=2025),
        file,
        file.steps.get(),
    ]


def innovations_of(name: str, rows: dict[str, Any]) -> list[Model]:
    """创新链"""
    cluster, firm = rows["clusters.cluster"], rows["clusters.enterprise"]
    need = make_listing("need", cluster, enterprise=firm, title=f"{name}需求")
    offer = make_listing("offer", cluster, department=rows["clusters.department"])
    match = innovation.bring_together(need, offer, on=DAY, by=None)
    deal = innovation.strike(need, match=match, on=DAY, by=None)
    consortium = make_consortium(cluster, firm)
    return [
        make_call(cluster, enterprise=firm, title=f"{name}榜单"),
        make_project(cluster, enterprise=firm),
        offer,
        match,
        deal,
        consortium,
        make_alliance(cluster, firm),
        *_results(name, rows),
    ]


def _results(name: str, rows: dict[str, Any]) -> list[Model]:
    cluster, firm = rows["clusters.cluster"], rows["clusters.enterprise"]
    platform = TechPlatform.objects.create(
        name=f"{name}检测平台", kind="testing", cluster=cluster, enterprise=firm, starts_on=LONG_AGO
    )
    return [
        platform,
        PlatformUse.objects.create(platform=platform, enterprise=firm, used_on=LONG_AGO),
        ResearchContract.objects.create(
            title=f"{name}合作", enterprise=firm, institution=rows["clusters.institution"], signed_on=LONG_AGO
        ),
        PatentCount.objects.create(enterprise=firm, year=2025, granted=1, valid=5),
        InvestmentProject.objects.create(name=f"{name}总部", cluster=cluster, enterprise=firm),
        ChainGap.objects.create(cluster=cluster, segment=f"{name}光机", kind="fill", identified_on=LONG_AGO),
        SupportElement.objects.create(cluster=cluster, kind="plan", name=f"{name}规划", starts_on=LONG_AGO),
    ]
