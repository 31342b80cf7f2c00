"""企业筛选 — what a list is narrowed by is what the reader may see."""

import pytest
from django.urls import reverse

from apps.clusters import workflow
from apps.clusters.models import ClusterEnterprise
from tests.desk.worlds import at_desk
from tests.factories import LONG_AGO, make_cluster, make_enterprise

pytestmark = pytest.mark.django_db


def test_a_role_on_a_chain_beyond_the_remit_finds_nobody():
    ours, theirs = make_cluster(), make_cluster()
    firm = make_enterprise("甲有限公司", cluster=ours)
    workflow.join_chain(firm, theirs, chain_role="leader", on=LONG_AGO, by=None)
    client = at_desk("cluster_secretary", cluster=ours)
    found = [
        "甲有限公司" in client.get(reverse("clusters:enterprises"), {"chain_role": role}).content.decode()
        for role in ("supporting", "leader")
    ]
    assert found == [True, False]


@pytest.mark.parametrize(
    ("stage", "found"),
    [
        ("leading", ["leader", "core"]),
        ("backbone", ["partner", "flagship", "important"]),
        ("serving", ["supporting", "platform"]),
        ("upstream", ["upstream"]),
    ],
)
def test_a_stage_of_the_chain_lists_those_in_any_of_its_roles(stage, found):
    cluster = make_cluster()
    for role in ClusterEnterprise.ChainRole:
        make_enterprise(role, cluster=cluster, chain_role=role)
    answer = at_desk("cluster_secretary", cluster=cluster).get(
        reverse("clusters:enterprises"), {"cluster": cluster.pk, "chain_role": stage}
    )
    assert {str(row) for row in answer.context["filter"].qs} == set(found)
