"""上级党组织 — one a member roster names and nobody has registered is offered; it is founded when told to."""

from datetime import date

import pytest

from apps.core.remit import Remit
from apps.organizations.models import OrganizationPlacing, PartyOrganization
from apps.rosters import registry, workflow
from apps.rosters.situation import CREATE, Plan
from tests.factories import make_cluster, make_organization, remit_to
from tests.rosters.test_remit import HEADINGS, a_row, a_sheet

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
COMMITTEE = "中共甲集团委员会"
BRANCH = "中共甲集团第一支部委员会"
SHEET = a_sheet((*a_row(branch=BRANCH), COMMITTEE), headings=(*HEADINGS, "上级党组织"))


def asked(remit=None, **plan):
    kind = registry.kind_of("member")
    return workflow.check(
        SHEET, "名册.xlsx", kind, Plan(**plan), remit=remit or Remit.everything(), today=TODAY
    )[0]


def kept(**matches):
    kind, plan = registry.kind_of("member"), Plan(matches=matches)
    upload = workflow.receive(data=SHEET, name="名册.xlsx", kind=kind, plan=plan, by=None)
    workflow.keep(upload, remit=Remit.everything(), by=None, today=TODAY)
    upload.refresh_from_db()
    return upload


def superior_of(name):
    placing = OrganizationPlacing.objects.in_force(TODAY).get(organization__full_name=name)
    return placing.parent and placing.parent.full_name


def test_an_unknown_superior_is_offered_and_holds_nothing_up():
    check = asked(create_missing=True)
    assert check.recognition.missing["superior"] == {COMMITTEE: [0]}
    assert [(issue.code, issue.level) for issue in check.records[0].issues] == [("SUPERIOR_UNKNOWN", "info")]
    assert check.counts["new"] == 1


def test_it_is_founded_when_told_to_and_the_branch_stands_under_it():
    upload = kept(branch={BRANCH: CREATE}, superior={COMMITTEE: CREATE})
    assert superior_of(BRANCH) == COMMITTEE
    assert upload.result["created"] == {"上级党组织": [COMMITTEE], "党支部": [BRANCH]}
    branch = PartyOrganization.objects.get(full_name=BRANCH)
    assert branch.path.startswith(PartyOrganization.objects.get(full_name=COMMITTEE).path)


def test_it_may_be_a_registered_one_by_another_name():
    registered = make_organization("中共甲集团公司委员会", type_code="611")
    kept(branch={BRANCH: CREATE}, superior={COMMITTEE: registered.pk})
    assert superior_of(BRANCH) == registered.full_name


def test_a_registered_branch_asks_for_no_superior():
    make_organization(BRANCH)
    assert asked().recognition.missing == {}


def test_a_desk_of_one_cluster_founds_no_superior():
    check = asked(remit=remit_to(make_cluster("甲集群")), cluster="甲集群")
    assert "superior" not in check.recognition.missing
