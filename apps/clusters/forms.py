"""底座的办理表单"""

from django import forms

from apps.clusters.models import Cluster, ClusterEnterprise, EnterpriseState, Place
from apps.core.acting import ActForm, reason_field, today_field
from apps.core.form_fields import OpenTextField


class EnterpriseStateForm(ActForm):
    """变更经营状态或所在区域"""

    guarded_parts = ("states",)
    status = forms.ChoiceField(label="经营状态", choices=EnterpriseState.Status.choices)
    place = forms.ModelChoiceField(
        label="所在区域", queryset=Place.objects.none(), required=False, empty_label="—"
    )
    building = OpenTextField(label="楼宇、园区或地址", max_length=80, required=False)
    on = today_field("自何日起")
    why = reason_field()
    choices = {"place": Place}


class JoinChainForm(ActForm):
    """加入集群"""

    guarded_parts = ("chain_places",)
    cluster = forms.ModelChoiceField(label="集群", queryset=Cluster.objects.none())
    chain_role = forms.ChoiceField(
        label="链上角色",
        choices=ClusterEnterprise.ChainRole.choices,
        initial=ClusterEnterprise.ChainRole.SUPPORTING,
    )
    is_key = forms.BooleanField(label="重点企业", required=False)
    on = today_field("加入日期")
    choices = {"cluster": Cluster}


class LeaveChainForm(ActForm):
    """退链"""

    guarded_parts = ("chain_places",)
    on = today_field("退出日期")
    why = reason_field()
