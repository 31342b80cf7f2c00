"""党组织与企业的办理 — moved after a preview, changed, ended, dissolved."""

from datetime import date

import pytest
from django.urls import reverse

from apps.clusters.models import ClusterEnterprise
from apps.organizations.models import Coverage, OrganizationUnit, PartyOrganization
from tests.administration import typed
from tests.desk.worlds import at_desk, make_corner
from tests.factories import make_enterprise, make_organization

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_day")]
TODAY = date(2026, 11, 22)


@pytest.fixture
def clerk(ours):
    return at_desk("cluster_clerk", cluster=ours.cluster)


@pytest.fixture
def manager():
    return at_desk("registry_manager")


def act(client, page, keys, **said):
    """Open the page of an act, fill it in as a browser would, send it."""
    address = reverse(page, args=keys)
    form = client.get(address).context["form"]
    opened = {field: form[field].value() for field in form.fields}
    posted = {field: value for field, value in (opened | said).items() if value not in (None, False)}
    return client.post(address, posted)


def parent_of(organization):
    return PartyOrganization.objects.on(TODAY).get(pk=organization.pk).parent_id


def test_a_move_is_shown_before_it_is_done(ours, manager):
    committee = make_organization("中共高新区委员会", type_code="611")
    said = {"parent": committee.full_name, "on": "2026-11-22"}
    preview = act(manager, "organizations:move", [ours.branch.pk], **said).context["preview"]
    assert (preview["after"], preview["below"], parent_of(ours.branch)) == ([committee], 0, None)
    act(manager, "organizations:move", [ours.branch.pk], **said, confirm="1")
    assert parent_of(ours.branch) == committee.pk


def test_a_move_under_a_kind_that_takes_none_is_refused_beside_the_field(ours, manager):
    group = make_organization("中共另一支部委员会")
    form = act(manager, "organizations:move", [ours.branch.pk], parent=group.full_name).context["form"]
    assert form.errors == {"parent": ["党支部不能设在党支部之下。"]}


def test_kind_and_status_change_from_a_day(ours, clerk):
    act(clerk, "organizations:state", [ours.branch.pk], type_code="632", on="2026-11-22")
    changed = PartyOrganization.objects.on(TODAY).get(pk=ours.branch.pk)
    assert (changed.type_code, changed.status) == ("632", "normal")


def test_a_term_begins_and_is_extended(ours, clerk):
    act(clerk, "organizations:begin_term", [ours.branch.pk], on="2026-11-22", years="3")
    ours.branch.refresh_from_db()
    assert (ours.branch.term_starts_on, ours.branch.term_years) == (TODAY, 3)
    said = {"approval_no": "昆组〔2026〕9号", "approved_on": "2026-11-22", "until": "2030-01-01"}
    form = act(clerk, "organizations:extend_term", [ours.branch.pk], **said).context["form"]
    assert form.errors == {"until": ["延期一般不超过1年。"]}


def test_a_unit_is_added_and_ended(ours, clerk):
    firm = make_enterprise("第二有限公司", cluster=ours.cluster)
    act(clerk, "organizations:serve", [ours.branch.pk], enterprise="第二有限公司", on="2026-11-22")
    unit = OrganizationUnit.objects.get(enterprise=firm)
    act(clerk, "organizations:end", [ours.branch.pk, "unit", unit.pk], on="2026-11-22")
    assert OrganizationUnit.objects.get(enterprise=firm).ends_on == TODAY


def test_a_link_of_another_organisation_is_not_ended_from_here(ours, clerk):
    other = make_organization(cluster=ours.cluster)
    coverage = Coverage.objects.get(organization=other)
    address = reverse("organizations:end", args=[ours.branch.pk, "coverage", coverage.pk])
    assert clerk.get(address).status_code == 404


def test_an_organisation_with_members_is_not_dissolved(ours, clerk):
    form = act(clerk, "organizations:dissolve", [ours.branch.pk], on="2026-11-22").context["form"]
    assert form.errors == {"__all__": ["还有1名党员的组织关系在此党组织，请先办理转接。"]}


def test_an_enterprise_stops_operating_from_a_day(ours, clerk):
    act(clerk, "clusters:enterprise_state", [ours.enterprise.pk], status="suspended", on="2026-11-22")
    state = ours.enterprise.states.in_force(TODAY).get()
    assert (state.status, state.starts_on) == ("suspended", TODAY)


def test_an_enterprise_leaves_the_chain(ours, clerk):
    place = ClusterEnterprise.objects.get()
    act(clerk, "clusters:leave_chain", [ours.enterprise.pk, place.pk], on="2026-11-22")
    place.refresh_from_db()
    assert place.ends_on == TODAY


def test_a_neighbours_organisation_and_enterprise_cannot_be_acted_on(clerk):
    theirs = make_corner("光电")
    pages = {"organizations:move": theirs.branch, "clusters:enterprise_state": theirs.enterprise}
    answers = [clerk.get(reverse(page, args=[row.pk])).status_code for page, row in pages.items()]
    assert answers == [404, 404]


def test_a_branch_is_offered_none_of_the_acts_that_make_it_another_one(ours):
    operator = at_desk("branch_operator", organization=ours.branch)
    told = operator.get(reverse("organizations:organization", args=[ours.branch.pk])).context["told"]
    assert [label for label, _ in told.tools] == ["修改信息", "合并重复"]


def test_a_branch_keeps_its_contact_and_nothing_else_in_the_administration(ours):
    operator = at_desk("branch_operator", organization=ours.branch)
    page = f"/admin/organizations/partyorganization/{ours.branch.pk}/change/"
    said = typed(operator.get(page)) | {"contact_name": "李望"}
    forged = {"full_name": "中共他人支部委员会", "type_code": "611", "status": "preparing"}
    assert operator.post(page, said | forged | {"effective_on": "2026-11-22"}).status_code == 302
    row = PartyOrganization.objects.on(TODAY).get(pk=ours.branch.pk)
    assert (row.contact_name, row.full_name, row.type_code, row.status) == (
        "李望",
        ours.branch.full_name,
        "631",
        "normal",
    )
