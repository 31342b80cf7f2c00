"""底座的变动: what a cluster is called when a roster names it first."""

import pytest

from apps.clusters.workflow import short_name


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
