"""底座的办理页 — an enterprise changes state, joins a chain, leaves it."""

from typing import Any

from django.shortcuts import get_object_or_404

from apps.clusters import forms, workflow
from apps.clusters.models import ClusterEnterprise, Enterprise
from apps.core import clock
from apps.core.access import Act


class EnterpriseAct(Act):
    """An act on one enterprise."""

    model = Enterprise
    permission_required = "clusters.change_enterprise"
    page = "clusters:enterprise"
    list_page = "clusters:enterprises"


class ChangeState(EnterpriseAct):
    heading, form_class, done = "变更状态", forms.EnterpriseStateForm, "已变更状态。"

    def get_initial(self) -> dict[str, Any]:
        """What holds today."""
        state = self.row().states.in_force(clock.today()).first()
        return {"status": state.status, "place": state.place_id, "building": state.building} if state else {}

    def act(self, said: dict[str, Any]) -> None:
        workflow.change_state(self.object, **said, by=self.request.user)


class JoinChain(EnterpriseAct):
    heading, form_class, done = "加入集群", forms.JoinChainForm, "已加入集群。"
    permission_required = ("clusters.view_enterprise", "clusters.add_clusterenterprise")

    def act(self, said: dict[str, Any]) -> None:
        workflow.join_chain(self.object, **said, by=self.request.user)


class LeaveChain(EnterpriseAct):
    heading, form_class, done = "退链", forms.LeaveChainForm, "已退链。"
    permission_required = ("clusters.view_enterprise", "clusters.change_clusterenterprise")

    def place(self) -> ClusterEnterprise:
        """The open place on a chain the address names."""
        places = ClusterEnterprise.objects.within(self.request.remit).open()
        return get_object_or_404(places, pk=self.kwargs["place"], enterprise=self.kwargs["pk"])

    def get_form_kwargs(self) -> dict[str, Any]:
        said = super().get_form_kwargs()
        place = self.place()
        self.note = f"退出{place.cluster}（{place.get_chain_role_display()}）。"
        return said

    def act(self, said: dict[str, Any]) -> None:
        workflow.leave_chain(self.place(), **said, by=self.request.user)
