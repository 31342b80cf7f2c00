"""登记顺序 — wherever rows stand by a cluster, a place or an organisation, the tenth follows the ninth."""

import pytest
from django.urls import reverse

from apps.core import listing
from apps.core.columns import columns
from apps.organizations.models import ClusterBody
from tests.desk.worlds import at_desk, taken
from tests.factories import make_body, make_cluster, make_organization, make_place
from tests.factories_services import make_site

pytestmark = pytest.mark.django_db
NINTH, TENTH = 9_009, 10_010


@pytest.fixture
def clusters():
    """The ninth and the tenth cluster, each with its body and its place; the tenth was registered first."""
    made = {
        pk: make_cluster(f"{pk}产业集群", pk=pk, place=make_place(f"{pk}区", pk=pk)) for pk in (TENTH, NINTH)
    }
    for pk, cluster in made.items():
        make_body(cluster, pk=pk)
    return made


def order_in(text, kind="产业集群"):
    """Which of the two is named first, which last."""
    return sorted((NINTH, TENTH), key=lambda pk: text.index(f"{pk}{kind}"))


def answered(name, *args, **query):
    return at_desk("registry_manager").get(reverse(name, args=args), query)


def rows(name, *args, **query):
    """The table alone: what a page may be narrowed by stands above it."""
    return answered(name, *args, **query).context["table_rows"]


def file(name, *args, **query):
    return "".join(taken(at_desk("registry_manager"), reverse(name, args=args), **query))


@pytest.mark.parametrize(
    ("order", "found"), [("", [NINTH, TENTH]), ("place", [NINTH, TENTH]), ("-name", [TENTH, NINTH])]
)
def test_clusters_are_listed_and_taken_out_in_one_order(clusters, order, found):
    shown, saved = rows("clusters:clusters", order=order), file("clusters:clusters_export", order=order)
    assert (order_in(shown), order_in(saved)) == (found, found)


@pytest.mark.parametrize("order", ["", "place", "cluster"])
def test_what_points_to_a_place_or_a_cluster_stands_in_their_order(clusters, order):
    for pk, cluster in clusters.items():
        make_site(f"{pk}阵地", cluster=cluster, place=cluster.place)
    assert order_in(rows("sites:sites", order=order), "阵地") == [NINTH, TENTH]


def test_rows_that_name_no_cluster_stand_behind_those_that_do(clusters):
    make_site("无集群阵地", place=clusters[NINTH].place)
    make_site(f"{TENTH}阵地", cluster=clusters[TENTH], place=clusters[TENTH].place)
    found = rows("sites:sites", order="cluster")
    assert found.index(f"{TENTH}阵地") < found.index("无集群阵地")


def test_names_stand_by_their_letters_whatever_the_keys(clusters):
    (name,) = columns(ClusterBody, "organization__full_name")
    found = ClusterBody.objects.filter(pk__in=clusters).order_by(*map(listing.directed, name.order))
    assert list(found.values_list("pk", flat=True)) == [TENTH, NINTH]


def test_the_rows_behind_a_number_are_shown_and_taken_out_in_one_order(clusters):
    shown, saved = rows("chains:indicator", "ORG-01"), file("chains:indicator_export", "ORG-01")
    assert (order_in(shown), order_in(saved)) == ([NINTH, TENTH], [NINTH, TENTH])


def test_a_cluster_names_what_it_covers_in_the_order_of_the_register(clusters):
    for pk in (TENTH, NINTH):
        make_organization(f"中共{pk}厂支部委员会", pk=pk, cluster=clusters[NINTH])
    assert order_in(answered("clusters:cluster", NINTH).content.decode(), "厂支部") == [NINTH, TENTH]
