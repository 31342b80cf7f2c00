"""工作队伍 — task forces, committees and pioneer teams, and who serves on them."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from apps.core.constraints import at_least_one_of, in_order, needed_when
from apps.core.dated import Dated, DatedQuerySet, Planned, never_overlapping
from apps.core.history import tracked
from apps.core.reaching import below, either, following
from apps.members.models.member import Member
from apps.organizations.models import ClusterBody, PartyOrganization


class WorkTeamQuerySet(DatedQuerySet):
    """工作队伍 rows."""

    reached_by: ClassVar = either(
        below(place="place__path", cluster="cluster__path"),
        following("organization", PartyOrganization),
        following("body", ClusterBody),
    )

    def tackling(self):
        """先锋队、攻关党小组 (INN-03); 党员实验室 are told apart."""
        return self.filter(kind__in=WorkTeam.TACKLING)

    def helping(self):
        """帮帮团、服务团、服务队、服务专班"""
        return self.filter(kind__in=WorkTeam.HELPING)


@tracked()
class WorkTeam(Planned):
    """工作队伍 — people brought together for a theme of one cluster or place, for as long as it takes."""

    class Kind(models.TextChoices):
        TASK_FORCE = "task_force", "红链专班"
        COMMITTEE = "committee", "专业委员会"
        PIONEER_COMMITTEE = "pioneer_committee", "先锋服务专委会"
        HELP_GROUP = "help_group", "帮帮团"
        SERVICE_GROUP = "service_group", "服务团"
        SERVICE_TEAM = "service_team", "服务队"
        SERVICE_FORCE = "service_force", "服务专班"
        TACKLE_GROUP = "tackle_group", "攻坚组"
        PIONEER_TEAM = "pioneer_team", "党员先锋队"
        TACKLE_PARTY_GROUP = "tackle_party_group", "攻关党小组"
        LABORATORY = "laboratory", "党员实验室"

    class Status(models.TextChoices):
        FORMING = "forming", "组建"
        RUNNING = "running", "运行（攻关）"
        ENDED = "ended", "结束（结题）"

    HELPING = (Kind.HELP_GROUP, Kind.SERVICE_GROUP, Kind.SERVICE_TEAM, Kind.SERVICE_FORCE)
    TACKLING = (Kind.PIONEER_TEAM, Kind.TACKLE_PARTY_GROUP)

    name = models.CharField("队伍名称", max_length=80)
    kind = models.CharField("类别", max_length=20, choices=Kind)
    theme = models.CharField("主题", max_length=80, blank=True, help_text="如：惠企服务、科创人才")
    cluster = models.ForeignKey(
        "clusters.Cluster",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="work_teams",
        verbose_name="服务集群",
    )
    place = models.ForeignKey(
        "clusters.Place", models.PROTECT, null=True, blank=True, verbose_name="服务区域"
    )
    body = models.ForeignKey(
        ClusterBody,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="work_teams",
        verbose_name="所属集群党委",
    )
    organization = models.ForeignKey(
        PartyOrganization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="work_teams",
        verbose_name="组建党组织",
    )
    status = models.CharField("状态", max_length=10, choices=Status, default=Status.RUNNING)
    result = models.TextField("成果", blank=True)

    objects = WorkTeamQuerySet.as_manager()

    class Meta(Planned.Meta):
        verbose_name = verbose_name_plural = "工作队伍"
        constraints = [
            *Planned.Meta.constraints,
            needed_when(
                Q(status="running"),
                "starts_on",
                name="work_team_running_has_begun",
                message="运行中的队伍须填写开始日期。",
            ),
            needed_when(
                Q(status="ended"),
                "ends_on",
                name="work_team_ended_has_end",
                message="已结束的队伍须填写结束日期。",
            ),
            at_least_one_of(
                "cluster",
                "place",
                "body",
                "organization",
                name="work_team_has_home",
                message="请填写队伍的服务集群、服务区域、所属集群党委或组建党组织。",
            ),
            models.UniqueConstraint(
                "name",
                "cluster",
                "place",
                name="work_team_name_once",
                nulls_distinct=False,
                violation_error_message="该集群或区域已有同名队伍。",
            ),
        ]

    def __str__(self):
        return self.name


class TeamMemberQuerySet(DatedQuerySet):
    """People on teams, reached with the team or with the person."""

    reached_by: ClassVar = either(following("team", WorkTeam), following("member", Member))


@tracked()
class TeamMember(Dated):
    """队伍成员 — a person on a team; one leads."""

    class Role(models.TextChoices):
        LEADER = "leader", "负责人"
        DEPUTY = "deputy", "副负责人"
        MEMBER = "member", "成员"

    owner_field = "team"

    team = models.ForeignKey(WorkTeam, models.CASCADE, related_name="members", verbose_name="队伍")
    member = models.ForeignKey(Member, models.PROTECT, related_name="work_teams", verbose_name="人员")
    role = models.CharField("分工", max_length=8, choices=Role, default=Role.MEMBER)

    objects = TeamMemberQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = verbose_name_plural = "队伍成员"
        constraints = [
            *Dated.Meta.constraints,
            never_overlapping(
                "team", "member", name="team_member_once", message="该人员在这段时间已在这支队伍中。"
            ),
            models.UniqueConstraint(
                "team",
                condition=Q(ends_on=None, role="leader"),
                name="team_one_leader",
                violation_error_message="该队伍已有负责人。",
            ),
        ]

    def __str__(self):
        return f"{self.team}{self.get_role_display()}{self.member}"


class PostQuerySet(DatedQuerySet):
    """Posts follow their organisation."""

    reached_by: ClassVar = either(following("organization", PartyOrganization), following("member", Member))

    def model_posts(self):
        """示范岗"""
        return self.filter(kind=Post.Kind.MODEL)


@tracked()
class Post(Dated):
    """示范岗 — a post or area that one member answers for."""

    class Kind(models.TextChoices):
        MODEL = "model", "党员示范岗"
        PIONEER = "pioneer", "党员先锋岗"
        AREA = "area", "党员责任区"

    class Status(models.TextChoices):
        SET_UP = "set_up", "设立"
        SIGNED = "signed", "挂牌"
        ASSESSED = "assessed", "考核"
        WITHDRAWN = "withdrawn", "撤销"

    class Grade(models.TextChoices):
        GOOD = "good", "优秀"
        PASSED = "passed", "合格"
        FAILED = "failed", "不合格"

    owner_field = "organization"

    member = models.ForeignKey(Member, models.PROTECT, related_name="posts", verbose_name="党员")
    organization = models.ForeignKey(
        PartyOrganization, models.PROTECT, related_name="posts", verbose_name="设岗党组织"
    )
    kind = models.CharField("类别", max_length=10, choices=Kind, default=Kind.MODEL)
    name = models.CharField("岗位名称", max_length=80)
    content = models.CharField("岗位职责", max_length=200, blank=True)
    status = models.CharField("状态", max_length=10, choices=Status, default=Status.SET_UP)
    signed_on = models.DateField("挂牌日期", null=True, blank=True)
    assessed_on = models.DateField("最近考核日期", null=True, blank=True)
    grade = models.CharField("考核结果", max_length=8, choices=Grade, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = verbose_name_plural = "党员示范岗"
        constraints = [
            *Dated.Meta.constraints,
            in_order(
                "starts_on",
                "signed_on",
                name="post_signed_after_set_up",
                message="挂牌日期不能早于设立日期。",
            ),
            needed_when(
                Q(status="withdrawn"),
                "ends_on",
                name="post_withdrawn_has_end",
                message="已撤销的岗位须填写撤销日期。",
            ),
            models.CheckConstraint(
                condition=Q(assessed_on=None) | ~Q(grade=""),
                name="post_assessed_has_grade",
                violation_error_message="已考核的岗位须填写考核结果。",
            ),
            never_overlapping(
                "member",
                "organization",
                name="post_once",
                message="该党员在这段时间已有岗位。",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}{self.name}"
