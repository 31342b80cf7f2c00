"""党组织体检"""

from datetime import date

import pytest

from apps.desk.organization_findings import Health, findings

TODAY = date(2026, 11, 22)
SOUND = {"kind": "631", "members": 20, "full": 18, "units": 1, "seats": 5, "secretaries": 1}


def found(**said):
    return [(f.rule, f.tone, f.text) for f in findings(Health(**SOUND | said), TODAY)]


def test_a_sound_branch_gives_no_cause():
    assert found() == []


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"kind": "632", "units": 6}, ("R2", "warn", "联合党支部覆盖6家单位，一般不超过5家")),
        ({"kind": "632", "units": 1}, ("R2", "warn", "名为联合，所在单位只有1家")),
        ({"members": 51}, ("R3", "warn", "党员51人，党支部一般不超过50人")),
        ({"members": 50}, ("R4", "", "党员50人，可升格为党总支")),
        ({"kind": "621", "members": 100}, ("R4", "", "党员100人，可升格为党委")),
        ({"kind": "621", "members": 49}, ("R4", "warn", "党员49人，不足50人的须有上级批复文号")),
        ({"kind": "611", "members": 99}, ("R4", "warn", "党员99人，不足100人的须有上级批复文号")),
        (
            {"applied_on": date(2026, 1, 1), "approved_on": date(2026, 2, 2)},
            ("R5", "warn", "从申请到批复32天，一般不超过1个月"),
        ),
        ({"secretaries": 0}, ("R6", "bad", "没有书记")),
        ({"full": 7, "seats": 2}, ("R6", "bad", "正式党员7人，支部委员会只有2人，应为3至5人")),
        ({"seats": 7}, ("R6", "warn", "支部委员会7人，一般3至5人")),
        ({"seats": 8}, ("R6", "bad", "支部委员会8人，最多不超过7人")),
        ({"full": 6, "seats": 3}, ("R6", "", "正式党员6人，不足7人的一般不设支部委员会")),
        ({"not_full": ("王五",)}, ("R7", "bad", "王五任委员，但不是正式党员")),
        ({"kind": "621", "members": 60, "seats": 6}, ("R7", "warn", "委员6人，一般3至5人")),
        ({"term_ends_on": date(2026, 11, 12)}, ("R8", "bad", "任期2026年11月12日届满，已超期10天未换届")),
        ({"term_ends_on": date(2026, 12, 22)}, ("R8", "warn", "任期2026年12月22日届满，还有30天")),
        (
            {"extensions": ((date(2025, 1, 1), date(2026, 6, 1)),)},
            ("R9", "bad", "延期至2026年6月1日，超过1年"),
        ),
        ({"closed_units": ("某公司",)}, ("R16", "warn", "所在单位某公司已停产或注销，应及时调整或撤销")),
    ],
)
def test_a_rule_speaks_in_numbers(said, told):
    assert found(**said) == [told]


def test_a_small_committee_with_an_approval_is_sound():
    assert found(kind="621", members=30, approval_no="昆组〔2024〕5号") == []


def test_the_gravest_is_told_first():
    assert [rule for rule, _, _ in found(members=60, secretaries=0)] == ["R6", "R3"]
