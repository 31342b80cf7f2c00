"""活动 — what was done together: one row however many organisations hosted it, each of them credited."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, When

from apps.activities.models.brand import Brand, Course
from apps.clusters.models import Cluster
from apps.core import clock
from apps.core.constraints import in_order
from apps.core.dated import in_force
from apps.core.history import tracked
from apps.core.reaching import below, either, following, reach_by_parts
from apps.core.remit import RemitQuerySet
from apps.organizations.kinds import COUNTED
from apps.organizations.models import OrganizationState, PartyOrganization
from apps.sites.models import Booking, Site


class ActivityQuerySet(RemitQuerySet):
    """活动 rows; reached with the cluster, the place, and every host."""

    reached_by: ClassVar = either(
        following("cluster", Cluster), below(place="place__path"), following("site", Site)
    )

    def held(self):
        """举办、归档"""
        return self.filter(status__in=Activity.HELD)

    def held_in(self, period):
        """Held, beginning on a day of the period."""
        return self.held().filter(held_on__range=period.days)

    def hosted_by(self, organizations):
        """By any of these organisations: each activity once, whoever shares it."""
        hosts = ActivityHost.objects.filter(organization__in=organizations)
        return self.filter(pk__in=hosts.order_by().values("activity"))

    def jointly_hosted(self):
        """联办 — by two organisations or more that one cluster counted on that day, its body among them."""
        return self.filter(pk__in=ActivityHost.objects.joint().order_by().values("activity"))

    def six_togethers(self):
        """六同 — counted only where organisations of one cluster hosted together."""
        return self.exclude(six_together="").jointly_hosted()

    def four_meetings(self):
        """四会"""
        return self.exclude(four_meeting="")

    def for_talent(self):
        """人才服务"""
        return self.filter(is_for_talent=True)

    def trainings(self):
        """培训 — sessions of courses, and trainings of their own."""
        return self.filter(Q(kind=Activity.Kind.TRAINING) | Q(course__isnull=False))

    def secretary_lectures(self):
        """书记上课"""
        return self.filter(course__is_secretary_lecture=True)

    def job_fairs(self):
        """专场招聘会"""
        return self.filter(kind=Activity.Kind.JOB_FAIR)

    def at_sites(self):
        """At a site and not already booked there: what a site's use counts beside its bookings."""
        return self.filter(site__isnull=False, booking=None)


@tracked()
class Activity(models.Model):
    """活动 — a meeting, a lecture, a salon, an exchange; both headcounts are 人次."""

    class Kind(models.TextChoices):
        PARTY_LIFE = "party_life", "组织生活"
        LECTURE = "lecture", "党课讲座"
        TRAINING = "training", "培训"
        DISCUSSION = "discussion", "学习交流研讨"
        SALON = "salon", "沙龙"
        MATCHING = "matching", "供需对接"
        OBSERVATION = "observation", "现场观摩"
        ROUNDTABLE = "roundtable", "圆桌座谈"
        JOB_FAIR = "job_fair", "专场招聘会"
        FORUM = "forum", "论坛展会"
        VOLUNTEERING = "volunteering", "志愿服务"
        FELLOWSHIP = "fellowship", "联谊交友"
        OTHER = "other", "其他"

    class SixTogether(models.TextChoices):
        LECTURE = "lecture", "上党课"
        REPORT = "report", "听形势报告"
        THEME_DAY = "theme_day", "主题党日"
        DISCUSSION = "discussion", "学习交流研讨"
        FELLOWSHIP = "fellowship", "联谊交友"
        VOLUNTEERING = "volunteering", "志愿服务"

    class FourMeeting(models.TextChoices):
        DIRECTION = "direction", "产业发展方向讨论会"
        MARKET = "market", "市场信息交流分析会"
        OPERATIONS = "operations", "生产经营现场观摩会"
        TECHNOLOGY = "technology", "科技创新技术分享会"

    class Tier(models.TextChoices):
        DISTRICT = "district", "面上统筹（区级）"
        PARK = "park", "片上集聚（园区）"
        CHAIN = "chain", "链上联动（产业链）"
        ENTERPRISE = "enterprise", "点上建强（企业）"

    class Status(models.TextChoices):
        PLANNED = "planned", "计划"
        PUBLISHED = "published", "发布"
        ENROLLING = "enrolling", "报名"
        HELD = "held", "举办"
        ARCHIVED = "archived", "归档"
        CANCELLED = "cancelled", "取消"

    HELD = (Status.HELD, Status.ARCHIVED)

    title = models.CharField("活动名称", max_length=120)
    kind = models.CharField("类别", max_length=14, choices=Kind)
    form = models.CharField("形式", max_length=60, blank=True)
    status = models.CharField("状态", max_length=10, choices=Status, default=Status.HELD)
    held_on = models.DateField("举办日期", db_index=True)
    ended_on = models.DateField("结束日期", null=True, blank=True, help_text="当天结束的不填")
    cluster = models.ForeignKey(
        Cluster, models.PROTECT, null=True, blank=True, related_name="activities", verbose_name="集群"
    )
    place = models.ForeignKey("clusters.Place", models.PROTECT, null=True, blank=True, verbose_name="区域")
    site = models.ForeignKey(
        Site, models.PROTECT, null=True, blank=True, related_name="activities", verbose_name="阵地"
    )
    booking = models.OneToOneField(
        Booking, models.PROTECT, null=True, blank=True, related_name="activity", verbose_name="场地预约"
    )
    venue = models.CharField("地点", max_length=120, blank=True)
    is_online = models.BooleanField("线上", default=False)
    brand = models.ForeignKey(
        Brand, models.PROTECT, null=True, blank=True, related_name="activities", verbose_name="品牌"
    )
    course = models.ForeignKey(
        Course, models.PROTECT, null=True, blank=True, related_name="sessions", verbose_name="课程"
    )
    tier = models.CharField("层级", max_length=10, choices=Tier, blank=True)
    six_together = models.CharField("六同", max_length=14, choices=SixTogether, blank=True)
    four_meeting = models.CharField("四会", max_length=12, choices=FourMeeting, blank=True)
    is_for_talent = models.BooleanField("人才服务", default=False)
    headcount = models.PositiveIntegerField("参加人次", default=0)
    external_headcount = models.PositiveIntegerField("外部参加人次", default=0)
    deal_intents = models.PositiveIntegerField("撮合意向（项）", null=True, blank=True)
    deal_amount = models.DecimalField(
        "成交额（万元）", max_digits=14, decimal_places=2, null=True, blank=True
    )
    minutes = models.TextField("纪要", blank=True)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "活动"
        ordering = ["-held_on", "-pk"]
        constraints = [
            in_order(
                "held_on", "ended_on", name="activity_ends_after_start", message="结束日期不能早于举办日期。"
            ),
            models.CheckConstraint(
                condition=Q(deal_amount=None) | Q(deal_amount__gte=0),
                name="activity_amount_not_negative",
                violation_error_message="成交额不能为负数。",
            ),
        ]
        indexes = [models.Index(fields=["cluster", "held_on"], name="activity_cluster_day")]

    def __str__(self):
        return self.title

    def clean(self):
        if self.booking_id and self.site_id and self.booking.site_id != self.site_id:
            raise ValidationError({"booking": "预约的不是这个阵地。"})
        if self.status in Activity.HELD and self.held_on and self.held_on > clock.today():
            raise ValidationError({"held_on": "活动尚未到举办日期。"})


class ActivityHostQuerySet(RemitQuerySet):
    """主办 rows: the credit each organisation has for an activity."""

    reached_by: ClassVar = following("activity", Activity)

    def held_in(self, period):
        """Of activities held in a period."""
        held = Activity.objects.held_in(period)
        return self.filter(activity__in=held.order_by().values("pk"))

    def with_cluster(self, **paths):
        """Each with the cluster it ``counts_for`` on the activity's own day: the one it leads, or each that
        covers it; ``paths`` name what else to tell of that cluster. What an organisation joins later does
        not change what it hosted before."""
        on = F("activity__held_on")
        leads = in_force(on, "organization__body")
        covered = in_force(on, "organization__coverages") & in_force(on, "organization__coverages__body")
        stands = in_force(on, "organization__states") & Q(
            organization__is_functional=False,
            organization__states__status__in=OrganizationState.STANDING,
            organization__states__type_code__in=COUNTED,
        )
        told = {
            name: Case(
                When(leads, then=f"organization__body__cluster{path}"),
                When(covered & stands, then=f"organization__coverages__body__cluster{path}"),
            )
            for name, path in (("counts_for", ""), *paths.items())
        }
        return self.annotate(**told).filter(counts_for__isnull=False)

    def joint(self, **paths):
        """联办 — credits shared with another organisation that the same cluster counts."""
        partners = ActivityHost.objects.with_cluster().filter(
            ~Q(organization=OuterRef("organization")),
            activity=OuterRef("activity"),
            counts_for=OuterRef("counts_for"),
        )
        return self.with_cluster(**paths).filter(Exists(partners))


@tracked()
class ActivityHost(models.Model):
    """主办 — one of the organisations that hosted an activity."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="hosts", verbose_name="活动")
    organization = models.ForeignKey(
        PartyOrganization, models.PROTECT, related_name="hosted", verbose_name="主办党组织"
    )
    is_lead = models.BooleanField("牵头", default=False)

    objects = ActivityHostQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "主办党组织"
        ordering = ["activity", "-is_lead", "pk"]
        constraints = [
            models.UniqueConstraint(
                "activity",
                "organization",
                name="activity_host_once",
                violation_error_message="该党组织已是主办方。",
            ),
            models.UniqueConstraint(
                "activity",
                condition=Q(is_lead=True),
                name="activity_one_lead",
                violation_error_message="一项活动只有一个牵头党组织。",
            ),
        ]

    def __str__(self):
        return str(self.organization)


reach_by_parts(Activity, ActivityHost, "activity", following("organization", PartyOrganization))
