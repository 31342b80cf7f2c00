"""班子成员与四支队伍 — who holds a post in an organisation, who is on a training roster."""

from typing import ClassVar

from django.db import models

from apps.core.dated import Dated, DatedQuerySet, never_overlapping
from apps.core.history import tracked
from apps.members.models.affiliation import REACHES, organizations_within, through_member
from apps.members.models.member import Member
from apps.organizations.models import PartyOrganization


class SeatQuerySet(DatedQuerySet):
    """Seats follow their organisation."""

    reached_by: ClassVar = {
        reach: lambda target, reach=reach: models.Q(organization__in=organizations_within(reach, target))
        for reach in REACHES
    }

    def secretaries(self):
        """书记"""
        return self.filter(post=Seat.Post.SECRETARY)


@tracked()
class Seat(Dated):
    """班子成员 — a post in an organisation, and in a cluster body the sector its holder comes from."""

    class Post(models.TextChoices):
        SECRETARY = "secretary", "书记"
        DEPUTY = "deputy", "副书记"
        MEMBER = "member", "委员"
        SECRETARY_GENERAL = "secretary_general", "秘书长"
        GROUP_LEADER = "group_leader", "党小组长"

    class Portfolio(models.TextChoices):
        ORGANIZATION = "organization", "组织"
        PUBLICITY = "publicity", "宣传"
        DISCIPLINE = "discipline", "纪检"
        UNITED_FRONT = "united_front", "统战"
        YOUTH = "youth", "青年"
        SECRECY = "secrecy", "保密"
        PRODUCTION = "production", "生产"
        OTHER = "other", "其他"

    class Sector(models.TextChoices):
        DEPARTMENT = "department", "职能部门"
        PARK = "park", "园区"
        UNIVERSITY = "university", "高校院所"
        INSTITUTE = "institute", "科研机构"
        FINANCE = "finance", "金融机构"
        FLAGSHIP = "flagship", "龙头企业"
        ASSOCIATION = "association", "行业协会"

    COMMITTEE = (Post.SECRETARY, Post.DEPUTY, Post.MEMBER)
    owner_field = "member"

    organization = models.ForeignKey(
        PartyOrganization, models.PROTECT, related_name="seats", verbose_name="党组织"
    )
    member = models.ForeignKey(Member, models.PROTECT, related_name="seats", verbose_name="任职人员")
    post = models.CharField("职务", max_length=18, choices=Post)
    portfolio = models.CharField("分工", max_length=14, choices=Portfolio, blank=True)
    from_organization = models.ForeignKey(
        PartyOrganization, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="来自党组织"
    )
    sector = models.CharField("来源", max_length=12, choices=Sector, blank=True)

    objects = SeatQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = verbose_name_plural = "班子成员"
        constraints = [
            *Dated.Meta.constraints,
            never_overlapping(
                "organization",
                "member",
                name="seat_once",
                message="该人员在这段时间已在此党组织任职。",
            ),
        ]

    def __str__(self):
        return f"{self.organization}{self.get_portfolio_display()}{self.get_post_display()}{self.member}"


class TeamRoleQuerySet(DatedQuerySet):
    """Team roles follow the person."""

    reached_by: ClassVar = {reach: through_member(reach) for reach in REACHES}


@tracked()
class TeamRole(Dated):
    """四支队伍 — a person on one of the four training rosters; one may be on several."""

    class Team(models.TextChoices):
        LEADER = "leader", "党组织带头人"
        WORKER = "worker", "党务工作者"
        INSTRUCTOR = "instructor", "党建指导员"
        TALENT = "talent", "党员人才"

    owner_field = "member"

    member = models.ForeignKey(Member, models.CASCADE, related_name="team_roles", verbose_name="党员")
    team = models.CharField("队伍", max_length=12, choices=Team)
    organization = models.ForeignKey(
        PartyOrganization, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="党组织"
    )

    objects = TeamRoleQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = verbose_name_plural = "四支队伍"
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                "member",
                "team",
                condition=models.Q(ends_on=None),
                name="team_role_open_once",
                violation_error_message="该人员已在这支队伍中。",
            ),
        ]

    def __str__(self):
        return f"{self.member}（{self.get_team_display()}）"
