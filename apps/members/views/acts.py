"""人才链的办理页 — every act on a person is one small form and one call of the workflow."""

from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from apps.core import clock
from apps.core.access import Act, FormPage
from apps.core.dates import judge_date
from apps.core.proof import Proved
from apps.members import erasing, forms, workflow
from apps.members.alike import alike
from apps.members.models import Employment, Liaison, Member, Participation, Seat, TeamRole
from apps.organizations.forms import DissolveForm
from apps.organizations.models import PartyOrganization

ENDING = {
    "participation": Participation,
    "seat": Seat,
    "employment": Employment,
    "liaison": Liaison,
    "team_role": TeamRole,
}


class MemberAct(Act):
    """An act on one person."""

    model = Member
    permission_required = "members.change_member"
    page = "members:member"
    list_page = "members:members"

    def act(self, said: dict[str, Any]) -> None:
        self.move(self.object, said | {"by": self.request.user})

    def move(self, member: Member, said: dict[str, Any]) -> None:
        """Call the workflow."""
        raise NotImplementedError


class Transfer(MemberAct):
    heading, form_class, done = "转接组织关系", forms.TransferForm, "已办理转接。"

    def move(self, member: Member, said: dict[str, Any]) -> None:
        workflow.transfer_within(member, **said)


class TransferIn(MemberAct):
    heading, form_class, done = "转入组织关系", forms.TransferInForm, "已办理转入。"

    def move(self, member: Member, said: dict[str, Any]) -> None:
        workflow.transfer_in(member, **said)


class TransferOut(MemberAct):
    heading, form_class, done = "转出系统", forms.TransferOutForm, "已办理转出。"
    note = "转往本系统以外的党组织。现任职务同日结束。"

    def move(self, member: Member, said: dict[str, Any]) -> None:
        workflow.transfer_out(member, **said)


class Admit(MemberAct):
    heading, form_class, done = "接收预备党员", forms.AdmitForm, "已接收为预备党员。"

    def move(self, member: Member, said: dict[str, Any]) -> None:
        workflow.admit(member, **said)


class Confirm(MemberAct):
    heading, form_class, done = "转正", forms.ConfirmForm, "已转为正式党员。"

    def move(self, member: Member, said: dict[str, Any]) -> None:
        workflow.confirm(member, **said)


class Advance(MemberAct):
    heading, form_class, done = "推进发展阶段", forms.AdvanceForm, "已登记发展阶段。"

    def move(self, member: Member, said: dict[str, Any]) -> None:
        workflow.advance(member, **said)


class Leave(MemberAct):
    heading, form_class, done = "出党、停止党籍、死亡", forms.LeaveForm, "已办理。"
    note = "组织关系和现任职务同日结束；人员和历史记录保留。"

    def move(self, member: Member, said: dict[str, Any]) -> None:
        workflow.leave(member, **said)


class Restore(MemberAct):
    heading, form_class, done = "恢复党籍", forms.RestoreForm, "已恢复党籍。"

    def move(self, member: Member, said: dict[str, Any]) -> None:
        workflow.restore(member, **said)


class Erase(Proved, MemberAct):
    heading, form_class, button = "清除敏感信息", forms.EraseForm, "永久清除"
    permission_required = "members.erase_member"
    note = (
        "证件号码、手机、固定电话、备注和住址将从登记、全部变更记录和所存名册文件中永久清除，任何人都不能恢复。"
        "姓名、党籍和组织关系的历史保留，各项读数不变。"
    )
    done = "已清除。证件号码、电话、备注和住址在登记、变更记录和名册文件中都不再存在；此事已记入审计。"

    def move(self, member: Member, said: dict[str, Any]) -> None:
        erasing.erase(member, why=said["why"], by=said["by"])


class TakePart(MemberAct):
    heading, form_class, done = "登记参与", forms.TakePartForm, "已登记参与。"
    permission_required = ("members.change_member", "members.add_participation")
    note = "参与活动不改变组织关系。"

    def move(self, member: Member, said: dict[str, Any]) -> None:
        workflow.take_part(member, **said)


class Appoint(MemberAct):
    heading, form_class, done = "任职", forms.AppointForm, "已登记任职。"
    permission_required = ("members.change_member", "members.add_seat")

    def move(self, member: Member, said: dict[str, Any]) -> None:
        workflow.appoint(member, **said)


class Employ(MemberAct):
    heading, form_class, done = "登记工作单位", forms.EmployForm, "已登记工作单位。"
    permission_required = ("members.change_member", "members.add_employment")

    def move(self, member: Member, said: dict[str, Any]) -> None:
        workflow.employ(member, **said)


class End(MemberAct):
    heading, form_class, done = "结束", forms.EndForm, "已结束。"

    def ending(self) -> models.Model:
        """The open row the address names, of this very person and within the remit."""
        model = ENDING[self.kwargs["part"]]
        rows = model.objects.within(self.remit).open()
        return get_object_or_404(rows, pk=self.kwargs["row"], member=self.kwargs["pk"])

    def get_form_kwargs(self) -> dict[str, Any]:
        self.object = self.row()
        said = super().get_form_kwargs()
        self.note = f"结束：{self.ending()}"
        return said

    def move(self, member: Member, said: dict[str, Any]) -> None:
        workflow.end(self.ending(), **said)


class Register(FormPage):
    """登记人员"""

    model = Member
    permission_required = "members.add_member"
    template_name = "members/register.html"
    form_class = forms.RegisterForm
    heading, button, done = "登记人员", "登记", "已登记。"
    list_page = "members:members"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"by": self.request.user}

    def act(self, said: dict[str, Any]) -> None:
        said = {name: value for name, value in said.items() if value not in (None, "") and name != "distinct"}
        self.object = workflow.register(**said, by=self.request.user)

    def get_success_url(self) -> str:
        here = self.reachable().filter(pk=self.object.pk).exists()
        return reverse("members:member", args=[self.object.pk]) if here else reverse(self.list_page)


def namesakes(request: HttpRequest) -> HttpResponse:
    """People like the one being typed, for the page to show beside the form."""
    if not request.user.has_perm("members.view_member"):
        return HttpResponse(status=403)
    born = judge_date(request.POST.get("birth_date", ""), today=clock.today()).value
    born = born.first if born else None
    found = alike(request.POST.get("name", ""), born, request.user.remit_for("members.view_member"))
    return render(request, "members/namesakes.html", {"found": found})


class Dissolve(Act):
    """撤销党组织 — refused while anybody belongs to it."""

    model = PartyOrganization
    permission_required = "organizations.dissolve_partyorganization"
    page = "organizations:organization"
    list_page = "organizations:organizations"
    heading, form_class, done, button = "撤销党组织", DissolveForm, "已撤销。", "撤销"
    note = "所在单位、纳入集群和班子任职同日结束；历史记录保留。"

    def act(self, said: dict[str, Any]) -> None:
        workflow.dissolve(self.object, **said, by=self.request.user)
