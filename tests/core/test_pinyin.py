"""拼音: what staff type to find a name, and where they look for it in a list."""

import pytest

from apps.core.pinyin import initials, order


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("王小明", "wxm"),
        ("单小明", "sxm"),
        ("曾国华", "zgh"),
        ("尉迟立远", "ycly"),
        ("买买提·艾力", "mmtal"),
        ("昆山A座3号科技", "ksaz3hkj"),
        ("", ""),
    ],
)
def test_initials_are_what_staff_type(name, typed):
    assert initials(name) == typed


def test_names_stand_in_the_order_of_their_sounds():
    assert sorted(["张三", "丁一", "安然", "丁二", "万山"], key=order) == [
        "安然",
        "丁二",
        "丁一",
        "万山",
        "张三",
    ]


def test_a_rare_character_has_a_place_too():
    assert order("㛃") > order("安")
