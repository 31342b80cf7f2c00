"""走访的筛选 — how visits, guidance and postings are found."""

from apps.clusters.models import Department, Enterprise
from apps.core.filters import RegisterFilter, choice, chosen, coded, pointed_at, since, until
from apps.members.models import Liaison, WorkTeam
from apps.organizations.models import PartyOrganization
from apps.services.models import Guidance, StationPosting, Visit
from apps.sites.models import Site


class VisitFilter(RegisterFilter):
    """走访"""

    placeholder = "企业、走访情况"
    searched = ("enterprise__name", "note")
    kind = coded(Visit, "kind")
    status = coded(Visit, "status")
    department = chosen(Department, "走访部门")
    work_team = chosen(WorkTeam, "走访队伍")
    since = since("走访", "held_on")
    until = until("走访", "held_on")
    enterprise = pointed_at(Enterprise, "企业")
    organization = pointed_at(PartyOrganization, "走访党组织")

    class Meta:
        model = Visit
        fields = ()


class GuidanceFilter(RegisterFilter):
    """定向指导"""

    placeholder = "指导内容、成效、企业"
    searched = ("topic", "result", "liaison__enterprise__name")
    kind = choice("指导人类别", Liaison.Kind.choices, "liaison__kind")
    since = since("指导", "held_on")
    until = until("指导", "held_on")
    enterprise = pointed_at(Enterprise, "企业", "liaison__enterprise")

    class Meta:
        model = Guidance
        fields = ()


class PostingFilter(RegisterFilter):
    """红色专员选派"""

    placeholder = "专员、企业、工作站"
    searched = ("liaison__member__name", "liaison__enterprise__name", "station__name")
    station = pointed_at(Site, "工作站")

    class Meta:
        model = StationPosting
        fields = ()
