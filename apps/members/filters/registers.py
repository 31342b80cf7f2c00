"""人才链登记的筛选 — how teams, posts, agreements, awards, programmes and files are found."""

import django_filters

from apps.clusters.models import Cluster, Enterprise
from apps.core.filters import NO_CHOICE, RegisterFilter, below, choices_of, coded, pointed_at, since, until
from apps.members.models import (
    Award,
    CollectiveHonour,
    DevelopmentFile,
    DevelopmentQuota,
    DualCultivation,
    ExpertLink,
    Honour,
    Laureate,
    Member,
    Nomination,
    PartnerAgreement,
    Post,
    ProgrammeMember,
    TalentPoolEntry,
    TalentProgramme,
    WorkTeam,
)
from apps.organizations.models import PartyOrganization


def of_cluster(path: str = "cluster") -> django_filters.Filter:
    """A cluster and those below it."""
    return below(Cluster, "集群", path)


def of_year(path: str = "year") -> django_filters.Filter:
    """One year."""
    return django_filters.NumberFilter(field_name=path, label="年度")


def of_organization() -> django_filters.Filter:
    """One organisation, named by a link."""
    return pointed_at(PartyOrganization, "党组织")


def of_member() -> django_filters.Filter:
    """One person, named by a link."""
    return pointed_at(Member, "人员")


class WorkTeamFilter(RegisterFilter):
    """工作队伍"""

    placeholder = "队伍、主题"
    searched = ("name", "theme")
    kind = coded(WorkTeam, "kind")
    status = coded(WorkTeam, "status")
    cluster = of_cluster()
    organization = of_organization()

    class Meta:
        model = WorkTeam
        fields = ()


class PostFilter(RegisterFilter):
    """示范岗"""

    placeholder = "姓名、岗位、党组织"
    searched = ("member__name", "name", "organization__full_name")
    kind = coded(Post, "kind")
    status = coded(Post, "status")
    grade = coded(Post, "grade")
    organization = of_organization()
    member = of_member()

    class Meta:
        model = Post
        fields = ()


class AgreementFilter(RegisterFilter):
    """共建协议"""

    placeholder = "协议名称"
    searched = ("title",)
    kind = coded(PartnerAgreement, "kind")
    status = coded(PartnerAgreement, "status")
    cluster = of_cluster()
    since = since("签约", "signed_on")
    until = until("签约", "signed_on")

    class Meta:
        model = PartnerAgreement
        fields = ()


class AwardFilter(RegisterFilter):
    """评选"""

    placeholder = "评选名称"
    searched = ("name",)
    kind = coded(Award, "kind")
    year = of_year()
    status = coded(Award, "status")
    cluster = of_cluster()

    class Meta:
        model = Award
        fields = ()


class NominationFilter(RegisterFilter):
    """申报"""

    placeholder = "姓名、企业、技术或应用"
    searched = ("member__name", "enterprise__name", "work")
    category = coded(Nomination, "category")
    year = of_year("award__year")
    award = pointed_at(Award, "评选")

    class Meta:
        model = Nomination
        fields = ()


class LaureateFilter(RegisterFilter):
    """当选"""

    placeholder = "姓名、企业、评选"
    searched = ("nomination__member__name", "nomination__enterprise__name", "nomination__award__name")
    year = of_year("nomination__award__year")

    class Meta:
        model = Laureate
        fields = ()


class HonourFilter(RegisterFilter):
    """荣誉"""

    placeholder = "姓名、荣誉、授予单位"
    searched = ("member__name", "title", "awarded_by")
    kind = coded(Honour, "kind")
    level = coded(Honour, "level")
    year = of_year()
    member = of_member()

    class Meta:
        model = Honour
        fields = ()


class CollectiveHonourFilter(RegisterFilter):
    """集体荣誉"""

    placeholder = "荣誉、获得者"
    searched = ("title", "cluster__name", "organization__full_name", "enterprise__name")
    level = coded(CollectiveHonour, "level")
    year = of_year()
    enterprise = pointed_at(Enterprise, "企业")
    organization = of_organization()

    class Meta:
        model = CollectiveHonour
        fields = ()


class ProgrammeFilter(RegisterFilter):
    """人才计划"""

    placeholder = "计划、对象"
    searched = ("name", "target_group")
    cluster = of_cluster()

    class Meta:
        model = TalentProgramme
        fields = ()


class ProgrammeMemberFilter(RegisterFilter):
    """计划人选"""

    placeholder = "姓名"
    searched = ("member__name",)
    programme = django_filters.ModelChoiceFilter(
        label="人才计划", queryset=choices_of(TalentProgramme), empty_label=NO_CHOICE
    )
    status = coded(ProgrammeMember, "status")

    class Meta:
        model = ProgrammeMember
        fields = ()


class CultivationFilter(RegisterFilter):
    """双向培养"""

    placeholder = "姓名、培养人"
    searched = ("member__name", "mentor__name")
    direction = coded(DualCultivation, "direction")
    category = coded(DualCultivation, "category")
    status = coded(DualCultivation, "status")

    class Meta:
        model = DualCultivation
        fields = ()


class ExpertLinkFilter(RegisterFilter):
    """联系专家"""

    placeholder = "委员、专家、领域"
    searched = ("member__name", "expert__name", "field")

    class Meta:
        model = ExpertLink
        fields = ()


class TalentFilter(RegisterFilter):
    """人才库"""

    placeholder = "姓名、企业"
    searched = ("member__name", "enterprise__name")
    kind = coded(TalentPoolEntry, "kind")
    status = coded(TalentPoolEntry, "status")

    class Meta:
        model = TalentPoolEntry
        fields = ()


class QuotaFilter(RegisterFilter):
    """发展党员指标"""

    placeholder = "集群、党组织、区域"
    searched = ("cluster__name", "organization__full_name", "place__name")
    year = of_year()
    target_group = coded(DevelopmentQuota, "target_group")
    status = coded(DevelopmentQuota, "status")

    class Meta:
        model = DevelopmentQuota
        fields = ()


class DevelopmentFileFilter(RegisterFilter):
    """发展党员档案"""

    placeholder = "姓名、党支部"
    searched = ("member__name", "organization__full_name")
    status = coded(DevelopmentFile, "status")
    organization = of_organization()

    class Meta:
        model = DevelopmentFile
        fields = ()
