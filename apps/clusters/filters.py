"""底座的筛选 — how clusters and enterprises are found."""

from django.db.models import Q, QuerySet
from django.forms import CheckboxInput
from django_filters import BooleanFilter, ModelChoiceFilter

from apps.clusters.models import (
    Cluster,
    ClusterEnterprise,
    Enterprise,
    EnterpriseAlias,
    EnterpriseState,
    Place,
)
from apps.clusters.stages import CHOICES, roles_of
from apps.core import clock
from apps.core.filters import RegisterFilter, choice, choices_of


class ClusterFilter(RegisterFilter):
    """集群"""

    placeholder = "名称、简称、品牌"
    kind = choice("类别", Cluster.Kind.choices)
    level = choice("层级", Cluster.Level.choices)
    status = choice("状态", Cluster.Status.choices)
    place = ModelChoiceFilter(label="所属区域", queryset=Place.objects.all(), method="at_place")

    class Meta:
        model = Cluster
        fields = ()

    def matching(self, rows: QuerySet, words: str) -> QuerySet:
        named = Q(name__icontains=words) | Q(short_name__icontains=words) | Q(brand_name__icontains=words)
        return rows.filter(named | Q(aliases__icontains=words))

    def at_place(self, rows: QuerySet, name: str, place: Place) -> QuerySet:
        return rows.filter(place__path__startswith=place.path)


class EnterpriseFilter(RegisterFilter):
    """企业"""

    placeholder = "名称、简称、首字母、信用代码"
    cluster = ModelChoiceFilter(label="集群", queryset=choices_of(Cluster), method="chosen")
    chain_role = choice("链上角色", CHOICES, method="chosen")
    is_key = BooleanFilter(label="只看重点企业", widget=CheckboxInput, method="chosen")
    place = ModelChoiceFilter(label="所在区域", queryset=Place.objects.all(), method="at_place")
    status = choice("经营状态", EnterpriseState.Status.choices, method="in_status")
    scale = choice("规模", Enterprise.Scale.choices)

    class Meta:
        model = Enterprise
        fields = ()

    def matching(self, rows: QuerySet, words: str) -> QuerySet:
        code = words.upper()
        named = (
            Q(name__icontains=words) | Q(pk__in=alias_of(words)) | Q(name_initials__startswith=words.lower())
        )
        return rows.filter(named | Q(uscc__startswith=code) | Q(other_reg_no=code))

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        """Cluster, role and key are asked of one and the same place on a chain."""
        rows = super().filter_queryset(queryset)
        asked = self.form.cleaned_data
        places = ClusterEnterprise.objects.within(self.request.remit).in_force(clock.today())
        if asked.get("cluster"):
            places = places.filter(cluster__path__startswith=asked["cluster"].path)
        if asked.get("chain_role"):
            places = places.filter(chain_role__in=roles_of(asked["chain_role"]))
        if asked.get("is_key"):
            places = places.filter(is_key=True)
        asks = any(asked.get(name) for name in ("cluster", "chain_role", "is_key"))
        return rows.filter(pk__in=places.values("enterprise")) if asks else rows

    def chosen(self, rows: QuerySet, name: str, value: object) -> QuerySet:
        return rows

    def at_place(self, rows: QuerySet, name: str, place: Place) -> QuerySet:
        states = EnterpriseState.objects.in_force(clock.today()).filter(place__path__startswith=place.path)
        return rows.filter(pk__in=states.values("enterprise"))

    def in_status(self, rows: QuerySet, name: str, status: str) -> QuerySet:
        states = EnterpriseState.objects.in_force(clock.today()).filter(status=status)
        return rows.filter(pk__in=states.values("enterprise"))


def alias_of(words: str) -> QuerySet:
    """Enterprises that go by another name holding these words."""
    return EnterpriseAlias.objects.filter(name__icontains=words).values("enterprise")
