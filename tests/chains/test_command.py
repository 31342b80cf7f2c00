"""manage.py indicators"""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from apps.chains.handbook import INDICATORS
from tests.factories import make_cluster, make_member, make_organization, make_user

pytestmark = pytest.mark.django_db


def told(*arguments):
    out = StringIO()
    call_command("indicators", *arguments, stdout=out)
    return out.getvalue()


def listed(*arguments):
    return {line["code"]: line for line in json.loads(told("--format", "json", *arguments))}


@pytest.fixture
def cluster():
    cluster = make_cluster("昆山元宇宙产业集群", short_name="元宇宙")
    branch = make_organization(cluster=cluster)
    make_member(organization=branch, sex="2")
    make_member(organization=branch)
    make_member(organization=branch)
    return cluster


def test_every_indicator_is_printed_with_its_counts(cluster):
    lines = listed("--as-of", "2026-11-22", "--scope", "cluster:元宇宙")

    assert list(lines) == list(INDICATORS)
    assert {
        key: lines["ORG-03"][key] for key in ("name", "value", "numerator", "denominator", "unit", "rows")
    } == {
        "name": "覆盖党员数",
        "value": 3,
        "numerator": 3,
        "denominator": None,
        "unit": "名",
        "rows": 3,
    }
    assert lines["ORG-04"]["value"] is None
    women = next(part for part in lines["TAL-10"]["parts"] if part["key"] == "women")
    assert (women["value"], women["numerator"], women["denominator"], women["rows"]) == (33.3, 1, 3, 1)


def test_an_earlier_day_and_a_period_read_what_stood_then(cluster):
    assert listed("--as-of", "2019-12-31")["ORG-03"]["value"] == 0
    assert listed("--period", "2019")["ORG-03"]["value"] == 0
    assert listed("--period", "2020Q1", "--today", "2026-11-22")["ORG-03"]["value"] == 3


def test_text_says_scope_day_and_makeup(cluster):
    text = told("--as-of", "2026-11-22", "--scope", "cluster:元宇宙")

    assert text.splitlines()[0] == "元宇宙，截至2026-11-22"
    assert "  女党员：33.3%（1/3）" in text


def test_a_desk_sees_its_own_remit(cluster):
    other = make_cluster("另一集群")
    make_user("cluster_secretary", "other", cluster=other)

    assert listed("--as", "other")["ORG-03"]["value"] == 0
    with pytest.raises(CommandError, match="没有“cluster:元宇宙”这个范围。"):
        told("--as", "other", "--scope", "cluster:元宇宙")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--scope", "cluster:不存在"), "没有“cluster:不存在”这个范围。"),
        (("--scope", "不存在"), "可写作 all"),
        (("--as", "nobody"), "没有账号“nobody”。"),
        (("--period", "某年"), "无法识别的统计期"),
        (("--period", "2026", "--as-of", "2020-01-01"), "结束日期不能早于开始日期"),
    ],
)
def test_what_does_not_exist_is_refused_in_chinese(arguments, message):
    with pytest.raises(CommandError, match=message):
        told(*arguments)
