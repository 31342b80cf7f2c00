"""人才链的筛选 — how people are found: by name, initials, ID number or its last four, phone."""

import re
from datetime import date

import django_filters
from django.db.models import Q, QuerySet
from django.forms import HiddenInput

from apps.clusters.models import Cluster, Enterprise
from apps.core import clock
from apps.core.codes import SEX
from apps.core.filters import RegisterFilter, choice, choices_of
from apps.members.codes import DEVELOPMENT_STAGE, STANDING_STATUS
from apps.members.completeness import incomplete
from apps.members.models import Affiliation, Employment, Member, MemberStanding, Participation
from apps.members.probation import ending
from apps.organizations.models import PartyOrganization
from apps.organizations.models.coverage import organization_by_cluster, organizations_of

ID_NUMBER = re.compile(r"\d{17}[\dX]|\d{15}")
LAST_FOUR = re.compile(r"\d{3}[\dX]")
MOBILE = re.compile(r"1\d{10}")
INITIALS = re.compile(r"[A-Z]{2,}")
BELONGS, TAKES_PART = "belongs", "takes_part"
RELATIONS = ((BELONGS, "组织关系在此"), (TAKES_PART, "在此参与活动"))
EDUCATIONS = (
    ("1", "研究生"),
    ("2", "大学本科"),
    ("3", "大学专科"),
    ("46", "中专、高中"),
    ("78", "初中及以下"),
)
MARKS = (
    ("counted", "在册党员"),
    ("probation", "预备期届满"),
    ("floating", "流动党员"),
    ("lost", "失联党员"),
    ("unaffiliated", "无组织关系"),
    ("incomplete", "信息不全"),
)


def is_whole_number(words: str) -> bool:
    """Whether the words are somebody's number in full, which belongs in no address."""
    return bool(ID_NUMBER.fullmatch(words.upper()) or MOBILE.fullmatch(words))


def people(words: str) -> Q:
    """Whom the words typed in a search box stand for."""
    words = words.upper()
    if ID_NUMBER.fullmatch(words):
        return Q(id_index=Member._meta.get_field("id_index").indexed(words))
    if MOBILE.fullmatch(words):
        return Q(mobile_index=Member._meta.get_field("mobile_index").indexed(words))
    if LAST_FOUR.fullmatch(words):
        return Q(id_last4_index=Member._meta.get_field("id_last4_index").indexed(words))
    if INITIALS.fullmatch(words):
        return Q(name_initials__startswith=words.lower())
    return Q(name__contains=words)


def is_number(words: str) -> bool:
    """Whether the words ask for an ID number or its last four, which is written down."""
    words = words.upper()
    return bool(ID_NUMBER.fullmatch(words) or LAST_FOUR.fullmatch(words))


class MemberFilter(RegisterFilter):
    """党员"""

    placeholder = "姓名、首字母、证件号后四位"
    stage = choice("人员类别", DEVELOPMENT_STAGE.choices, method="in_stage")
    branch = django_filters.CharFilter(label="党组织", method="in_branch")
    relation = choice("关系", RELATIONS, method="kept")
    cluster = django_filters.ModelChoiceFilter(
        label="集群", queryset=choices_of(Cluster), method="in_cluster"
    )
    sex = choice("性别", SEX.choices)
    education = choice("学历", EDUCATIONS, method="educated")
    mark = choice("标记", MARKS, method="marked")
    party_status = choice("党籍状态", STANDING_STATUS.choices, method="in_party_status")
    organization = django_filters.ModelChoiceFilter(
        label="党组织及下级",
        queryset=choices_of(PartyOrganization),
        method="in_organization",
        widget=HiddenInput,
    )
    enterprise = django_filters.ModelChoiceFilter(
        label="工作单位", queryset=choices_of(Enterprise), method="at_enterprise", widget=HiddenInput
    )

    class Meta:
        model = Member
        fields = ()

    def matching(self, rows: QuerySet, words: str) -> QuerySet:
        """A whole number is looked up only when it was posted: addresses are kept in logs and histories."""
        if is_whole_number(words) and getattr(self.request, "method", "") != "POST":
            return rows.none()
        return rows.filter(people(words))

    def in_stage(self, rows: QuerySet, name: str, stage: str) -> QuerySet:
        return rows.filter(pk__in=standing(stage=stage))

    def in_party_status(self, rows: QuerySet, name: str, status: str) -> QuerySet:
        return rows.filter(pk__in=standing(party_status=status))

    def in_branch(self, rows: QuerySet, name: str, words: str) -> QuerySet:
        named = Q(full_name__icontains=words.strip()) | Q(short_name__icontains=words.strip())
        return self.related(rows, PartyOrganization.objects.filter(named))

    def in_organization(self, rows: QuerySet, name: str, organization: PartyOrganization) -> QuerySet:
        return self.related(rows, PartyOrganization.objects.filter(path__startswith=organization.path))

    def in_cluster(self, rows: QuerySet, name: str, cluster: Cluster) -> QuerySet:
        covered = Q(pk__in=organizations_of(cluster.path))
        reached = organization_by_cluster(cluster.path) if self.asks_who_takes_part() else covered
        return self.related(rows, PartyOrganization.objects.filter(reached))

    def related(self, rows: QuerySet, organizations: QuerySet) -> QuerySet:
        """Who belongs to one of these organisations today; with 关系 set to 参与, who takes part there."""
        keys = organizations.within(self.request.remit).order_by().values("pk")
        model = Participation if self.asks_who_takes_part() else Affiliation
        related = model.objects.in_force(clock.today()).filter(organization__in=keys)
        return rows.filter(pk__in=related.order_by().values("member"))

    def asks_who_takes_part(self) -> bool:
        return self.form.cleaned_data.get("relation") == TAKES_PART

    def kept(self, rows: QuerySet, name: str, relation: str) -> QuerySet:
        return rows

    def at_enterprise(self, rows: QuerySet, name: str, enterprise: Enterprise) -> QuerySet:
        employed = Employment.objects.in_force(clock.today()).filter(enterprise=enterprise)
        return rows.filter(pk__in=employed.order_by().values("member"))

    def educated(self, rows: QuerySet, name: str, band: str) -> QuerySet:
        return rows.filter(education__regex=f"^[{band}]")

    def marked(self, rows: QuerySet, name: str, mark: str) -> QuerySet:
        return rows.filter(MARKED[mark](clock.today()))


def standing(**said: str) -> QuerySet:
    """People whose standing today says this."""
    return MemberStanding.objects.in_force(clock.today()).filter(**said).order_by().values("member")


def affiliated(day: date) -> QuerySet:
    """People with an open affiliation."""
    return Affiliation.objects.in_force(day).order_by().values("member")


MARKED = {
    "counted": lambda day: Q(pk__in=Member.objects.counted(day).order_by().values("pk")),
    "floating": lambda day: Q(is_floating=True),
    "lost": lambda day: Q(is_lost=True),
    "unaffiliated": lambda day: ~Q(pk__in=affiliated(day)),
    "probation": lambda day: Q(pk__in=ending(day).order_by().values("pk")),
    "incomplete": lambda day: incomplete(),
}
