"""代码表 read every customary spelling, and no other."""

import pytest

from apps.core.codes import DEGREE, EDUCATION, ETHNICITY, POLITICS, SEX, CodeList, same
from apps.core.text import compact, tidy, unprintable_in


@pytest.mark.parametrize(
    ("codes", "text", "code"),
    [
        (SEX, "女", "2"),
        (SEX, " 女 性", "2"),
        (SEX, "f", "2"),
        (SEX, "先生", "1"),
        (SEX, "1", None),
        (SEX, "不详", None),
        (ETHNICITY, "汉", "01"),
        (ETHNICITY, "汉族", "01"),
        (ETHNICITY, "维族", "05"),
        (ETHNICITY, "蒙族", "02"),
        (ETHNICITY, "基诺族", "56"),
        (ETHNICITY, "穿青人", "81"),
        (ETHNICITY, "汗族", None),
        (EDUCATION, "本科", "21"),
        (EDUCATION, "大学专科毕业", "31"),
        (EDUCATION, "研究生", "10"),
        (EDUCATION, "在职研究生", "14"),
        (EDUCATION, "博士研究生", "11"),
        (EDUCATION, "高　中", "61"),
        (DEGREE, "学士学位", "学士"),
        (POLITICS, "共青团员", "03"),
        (SEX, "", None),
        (SEX, None, None),
    ],
)
def test_a_spelling_gives_its_code(codes, text, code):
    assert codes.read(text) == code


def test_there_are_56_peoples_and_three_more():
    assert len(ETHNICITY.choices) == 59


def test_every_label_reads_as_its_own_code():
    for codes in (SEX, ETHNICITY, EDUCATION, DEGREE, POLITICS):
        assert [codes.read(label) for label in codes.labels.values()] == list(codes.labels)


def test_what_is_hidden_is_never_offered_but_has_a_label():
    codes = CodeList("状态", {"1": "好", "9": "未知"}, hidden=("9",))
    assert codes.choices == [("1", "好")]
    assert codes.label("9") == "未知"


def test_labels_may_be_their_own_codes():
    assert CodeList("学位", same("博士", "硕士")).read("硕士") == "硕士"


def test_text_is_tidied_without_being_changed():
    assert tidy("　示例市\u00a0示例路\n1号 ") == "示例市 示例路 1号"
    assert tidy("（甲）：乙") == "（甲）：乙"
    assert tidy("⺠主") == "民主"
    assert tidy("\uf9d1") == "六"


def test_compared_text_has_no_width_and_no_spaces():
    assert compact("姓　 名（Ａ）\u200b") == "姓名(A)"


@pytest.mark.parametrize(
    ("text", "found"),
    [("张\x07三", "U+0007"), ("\ue863", "U+E863"), ("张\U000e0061", "U+E0061"), ("𬭚㛃䶮", None)],
)
def test_characters_that_cannot_be_kept_are_named(text, found):
    assert unprintable_in(text) == found
