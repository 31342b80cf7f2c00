"""人才链的办理表单"""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from apps.clusters.models import Enterprise
from apps.core.acting import (
    ActForm,
    RemitForm,
    day_field,
    enterprise_field,
    organization_field,
    reason_field,
    today_field,
)
from apps.core.form_fields import OpenTextField, ReasonField
from apps.core.identifiers import (
    birth_date_of,
    judge_id_number,
    sex_of,
    validate_id_number,
    validate_mobile,
)
from apps.members.alike import alike, insist_on_free_number
from apps.members.codes import DEVELOPMENT_STAGE
from apps.members.models import Employment, Movement, Participation, Reveal, Seat
from apps.members.models.member import FULL, PROBATIONARY
from apps.organizations.models import PartyOrganization

IN_REGISTRY = "须在您的职责范围内；转到范围以外的，请由上级办理"
LEARNING = [(code, label) for code, label in DEVELOPMENT_STAGE.choices if code not in (FULL, PROBATIONARY)]


class MemberActForm(ActForm):
    """A change of one person; overtaken by any change of where or what the person is."""

    guarded_parts = ("standings", "affiliations")
    on = today_field()
    why = reason_field()
    field_order = ("on",)


class LetterForm(MemberActForm):
    """A move with its letter of introduction."""

    letter_no = OpenTextField(label="介绍信编号", max_length=60, required=False)
    letter_on = day_field("开具日期", required=False)
    letter_valid_days = forms.IntegerField(
        label="有效期（天）", min_value=1, max_value=90, required=False, help_text="不超过90天"
    )
    dues_paid_until = day_field("党费交至", required=False)
    receipt_on = day_field("回执日期", required=False)


class TransferForm(LetterForm):
    """系统内转接"""

    to = organization_field("转入党组织", help_text=IN_REGISTRY)
    choices = {"to": PartyOrganization}
    field_order = ("to", "on")


class TransferInForm(LetterForm):
    """转入"""

    to = organization_field("转入党组织")
    elsewhere = OpenTextField(label="原所在党组织", max_length=120)
    choices = {"to": PartyOrganization}
    field_order = ("elsewhere", "to", "on")


class TransferOutForm(LetterForm):
    """转出系统"""

    elsewhere = OpenTextField(label="转往党组织", max_length=120)
    field_order = ("elsewhere", "on")


class AdmitForm(MemberActForm):
    """接收预备党员"""

    organization = organization_field("接收党组织")
    on = today_field("支部大会日期", help_text="即入党日期")
    choices = {"organization": PartyOrganization}
    field_order = ("organization", "on")


class ConfirmForm(MemberActForm):
    """转正"""

    on = today_field("转正日期", help_text="预备期满之日，不是批准之日")


class AdvanceForm(MemberActForm):
    """推进发展阶段"""

    stage = forms.ChoiceField(label="进入阶段", choices=LEARNING)
    field_order = ("stage", "on")


class LeaveForm(MemberActForm):
    """出党、停止党籍、死亡"""

    kind = forms.ChoiceField(
        label="类别",
        choices=[
            (kind.value, kind.label)
            for kind in (Movement.Kind.LEFT_PARTY, Movement.Kind.SUSPENDED, Movement.Kind.DIED)
        ],
    )
    field_order = ("kind", "on")


class RestoreForm(MemberActForm):
    """恢复党籍"""

    organization = organization_field()
    choices = {"organization": PartyOrganization}
    field_order = ("organization", "on")


class TakePartForm(ActForm):
    """登记参与"""

    guarded_parts = ("participations",)
    organization = organization_field("参与的党组织", help_text="集群党委、行动支部，或接收挂靠的支部")
    kind = forms.ChoiceField(label="类别", choices=Participation.Kind.choices)
    relation_at = OpenTextField(label="组织关系所在", max_length=120, required=False)
    on = today_field("参与起始日期")
    choices = {"organization": PartyOrganization}


class AppointForm(ActForm):
    """任职"""

    guarded_parts = ("seats",)
    organization = organization_field("任职党组织")
    post = forms.ChoiceField(label="职务", choices=Seat.Post.choices)
    portfolio = forms.ChoiceField(label="分工", choices=[("", "—"), *Seat.Portfolio.choices], required=False)
    sector = forms.ChoiceField(
        label="来源", choices=[("", "—"), *Seat.Sector.choices], required=False, help_text="集群党委委员填写"
    )
    on = today_field("任职日期")
    choices = {"organization": PartyOrganization}


class EmployForm(ActForm):
    """登记工作单位"""

    guarded_parts = ("employments",)
    enterprise = enterprise_field("工作单位")
    job_title = OpenTextField(label="职务", max_length=60, required=False)
    department = OpenTextField(label="部门", max_length=60, required=False)
    rank = forms.ChoiceField(label="岗位层级", choices=[("", "—"), *Employment.Rank.choices], required=False)
    is_confirmed = forms.BooleanField(label="已核实", required=False, initial=True)
    on = today_field("入职日期")
    choices = {"enterprise": Enterprise}


class EndForm(ActForm):
    """结束一项关系"""

    on = today_field("结束日期")
    why = reason_field()


class EraseForm(ActForm):
    """清除敏感信息 — the name typed once more, so that nobody destroys what belongs to another."""

    same_name = forms.CharField(label="姓名", max_length=40, help_text="再写一遍该人员的姓名，以免清错人")
    why = reason_field(required=True, min_length=4, help_text="如本人申请、保存期满，写明依据")

    def clean_same_name(self) -> str:
        """As it stands in the register."""
        if self.cleaned_data["same_name"] != self.row.name:
            raise ValidationError("与该人员的姓名不符。")
        return str(self.cleaned_data["same_name"])


class RevealForm(forms.Form):
    """查看号码 — which, and why."""

    item = forms.ChoiceField(
        label="项目", choices=[c for c in Reveal.Item.choices if c[0] != Reveal.Item.SEARCH]
    )
    why = ReasonField(min_length=2, max_length=100)


class RegisterForm(RemitForm):
    """登记人员"""

    name = OpenTextField(label="姓名", max_length=40)
    id_number = forms.CharField(
        label="公民身份号码", max_length=20, required=False, validators=[validate_id_number]
    )
    birth_date = day_field("出生日期", required=False, help_text="有身份证号的可不填")
    stage = forms.ChoiceField(label="人员类别", choices=DEVELOPMENT_STAGE.choices, initial=FULL)
    organization = organization_field("所在党支部", required=False, help_text="党员必填；其他人员不填")
    on = today_field("登记日期")
    joined_on = day_field("入党日期", required=False)
    full_member_on = day_field("转正日期", required=False)
    mobile = forms.CharField(label="手机号码", required=False, validators=[validate_mobile])
    kind = forms.ChoiceField(
        label="登记原因",
        choices=[(k.value, k.label) for k in (Movement.Kind.ENTERED, Movement.Kind.OPENING)],
    )
    distinct = forms.BooleanField(label="已核对，不是同一人", required=False, widget=forms.HiddenInput)
    choices = {"organization": PartyOrganization}

    def __init__(self, *args: Any, by: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        number = said.get("id_number")
        if number:
            said["birth_date"] = said.get("birth_date") or birth_date_of(number)
            said["sex"] = sex_of(number)
        if said.get("stage") in (FULL, PROBATIONARY) and not (
            said.get("organization") or self.has_error("organization")
        ):
            self.add_error("organization", "党员须填写所在党支部。")
        self._ask_about_namesakes(said)
        return said

    def clean_id_number(self) -> str:
        """As it is stored, 18 places, the last one a capital X at most; and nobody else's."""
        number = judge_id_number(self.cleaned_data["id_number"]).value or ""
        if number:
            insist_on_free_number(number, remit=self.remit, by=self.by)
        return number

    def _ask_about_namesakes(self, said: dict[str, Any]) -> None:
        """C03: a warning, answered by ticking."""
        self.alike = list(alike(said.get("name", ""), said.get("birth_date"), self.remit))
        if self.alike and not said.get("distinct"):
            self.fields["distinct"].widget = forms.CheckboxInput()
            raise ValidationError("疑似同一人，请确认：已有姓名、出生日期相同的人员。", code="C03")
