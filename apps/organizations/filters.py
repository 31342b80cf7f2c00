"""组织链的筛选 — how Party organisations and action branches are found."""

from django.db.models import Q, QuerySet
from django_filters import ModelChoiceFilter

from apps.clusters.models import Cluster, Place
from apps.core import clock
from apps.core.filters import RegisterFilter, choice, choices_of
from apps.organizations.kinds import TypeCode
from apps.organizations.models import ActionBranch, OrganizationState, PartyOrganization
from apps.organizations.models.coverage import organizations_of
from apps.organizations.term import due

TERMS = (("due", "届满或将满"), ("bad", "已届满"), ("warn", "90天内届满"))
FUNCTIONAL = (("no", "实体党组织"), ("yes", "功能型党组织"))


class OrganizationFilter(RegisterFilter):
    """党组织"""

    placeholder = "全称、简称、曾用名、编码"
    type_code = choice("组织类别", TypeCode.choices, method="of_kind")
    status = choice("状态", OrganizationState.Status.choices, method="in_status")
    functional = choice("性质", FUNCTIONAL, method="by_nature")
    cluster = ModelChoiceFilter(label="纳入集群", queryset=choices_of(Cluster), method="of_cluster")
    place = ModelChoiceFilter(label="所在区域", queryset=Place.objects.all(), method="at_place")
    term = choice("任期", TERMS, method="in_term")

    class Meta:
        model = PartyOrganization
        fields = ()

    def matching(self, rows: QuerySet, words: str) -> QuerySet:
        named = Q(full_name__icontains=words) | Q(short_name__icontains=words)
        return rows.filter(named | Q(code=words) | Q(former_names__icontains=words))

    def of_kind(self, rows: QuerySet, name: str, kind: str) -> QuerySet:
        states = OrganizationState.objects.in_force(clock.today()).filter(type_code=kind)
        return rows.filter(pk__in=states.values("organization"))

    def in_status(self, rows: QuerySet, name: str, status: str) -> QuerySet:
        states = OrganizationState.objects.in_force(clock.today()).filter(status=status)
        return rows.filter(pk__in=states.values("organization"))

    def by_nature(self, rows: QuerySet, name: str, asked: str) -> QuerySet:
        return rows.filter(is_functional=asked == "yes")

    def of_cluster(self, rows: QuerySet, name: str, cluster: Cluster) -> QuerySet:
        return rows.filter(pk__in=organizations_of(cluster.path))

    def at_place(self, rows: QuerySet, name: str, place: Place) -> QuerySet:
        return rows.filter(place__path__startswith=place.path)

    def in_term(self, rows: QuerySet, name: str, asked: str) -> QuerySet:
        return rows.filter(pk__in=due(PartyOrganization.objects.all(), clock.today(), asked).values("pk"))


class ActionBranchFilter(RegisterFilter):
    """行动支部"""

    placeholder = "名称、主题"
    kind = choice("类别", ActionBranch.Kind.choices)
    level = choice("层级", ActionBranch.Level.choices)
    cluster = ModelChoiceFilter(label="服务集群", queryset=choices_of(Cluster))

    class Meta:
        model = ActionBranch
        fields = ()

    def matching(self, rows: QuerySet, words: str) -> QuerySet:
        return rows.filter(Q(organization__full_name__icontains=words) | Q(theme__icontains=words))
