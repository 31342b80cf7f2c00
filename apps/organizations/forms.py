"""组织链的办理表单"""

from django import forms

from apps.clusters.models import Enterprise
from apps.core.acting import (
    ActForm,
    day_field,
    enterprise_field,
    organization_field,
    reason_field,
    today_field,
)
from apps.core.form_fields import OpenTextField
from apps.organizations.kinds import TypeCode
from apps.organizations.models import ClusterBody, Coverage, OrganizationState, PartyOrganization


class MoveForm(ActForm):
    """调整隶属"""

    guarded_parts = ("placings", "states")
    parent = organization_field("新的上级党组织", required=False, help_text="不填则没有上级")
    on = today_field("自何日起")
    why = reason_field()
    choices = {"parent": PartyOrganization}


class StateForm(ActForm):
    """变更类别或状态"""

    guarded_parts = ("states",)
    type_code = forms.ChoiceField(label="组织类别", choices=TypeCode.choices)
    status = forms.ChoiceField(
        label="状态", choices=[c for c in OrganizationState.Status.choices if c[0] != "dissolved"]
    )
    on = today_field("自何日起")
    why = reason_field()


class DissolveForm(ActForm):
    """撤销"""

    guarded_parts = ("states", "units", "coverages", "affiliations")
    on = today_field("撤销日期")
    why = reason_field()


class BeginTermForm(ActForm):
    """换届"""

    on = today_field("本届任期起始")
    years = forms.IntegerField(label="任期（年）", min_value=1, max_value=5)
    why = reason_field()


class ExtendTermForm(ActForm):
    """延期换届"""

    guarded_parts = ("extensions",)
    approval_no = OpenTextField(label="批准文号", max_length=60)
    approved_on = day_field("批准日期")
    until = day_field("延期至", help_text="一般不超过1年")


class ServeForm(ActForm):
    """增加所在单位"""

    guarded_parts = ("units",)
    enterprise = enterprise_field()
    on = today_field("自何日起")
    choices = {"enterprise": Enterprise}


class CoverForm(ActForm):
    """纳入集群"""

    guarded_parts = ("coverages",)
    body = forms.ModelChoiceField(label="集群党委", queryset=ClusterBody.objects.none())
    role = forms.ChoiceField(label="角色", choices=Coverage.Role.choices, initial=Coverage.Role.MEMBER)
    on = today_field("纳入日期")
    choices = {"body": ClusterBody}


class EndForm(ActForm):
    """结束一项关系"""

    on = today_field("结束日期")
    why = reason_field()
