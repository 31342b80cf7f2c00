"""底座的变动: what a cluster is called when a roster names it first, and where it stands."""

import pytest

from apps.clusters.models import Cluster
from apps.clusters.workflow import found, short_name
from tests.factories import make_cluster, make_place


@pytest.mark.parametrize(
    ("full", "short"),
    [
        ("元宇宙产业集群", "元宇宙"),
        ("元宇宙产业创新集群", "元宇宙"),
        ("智能网联汽车产业链", "智能网联汽车"),
        ("数字经济生态圈", "数字经济"),
        ("元宇宙", ""),
        ("集群", ""),
    ],
)
def test_a_cluster_is_called_short_by_what_is_left_without_its_kind(full, short):
    assert short_name(full) == short


@pytest.mark.django_db
@pytest.mark.parametrize(
    "other",
    [
        {"name": "集成电路产业链", "short_name": "集成电路"},
        {"name": "集成电路", "short_name": ""},
        {"name": "芯片产业集群", "short_name": "芯片", "aliases": ["集成电路"]},
    ],
    ids=["short name", "name", "other name"],
)
def test_a_cluster_goes_by_its_full_name_where_the_short_one_is_taken(other):
    make_cluster(**other)
    assert str(found(name="集成电路产业集群", place=make_place(), by=None)) == "集成电路产业集群"


@pytest.mark.django_db
def test_the_tenth_cluster_stands_after_the_ninth_and_those_below_with_it():
    tenth, ninth = make_cluster(pk=10_010), make_cluster(pk=9_009)
    below = make_cluster(pk=10_011, parent=ninth)
    assert list(Cluster.objects.filter(pk__in=[9_009, 10_010, 10_011])) == [ninth, below, tenth]
