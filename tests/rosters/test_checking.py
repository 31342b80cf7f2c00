"""核对 — a file judged whole, against a register that is asked once."""

import json
from datetime import date

import pytest

from apps.core.judgement import error
from apps.members.rosters import MemberRoster
from apps.rosters.checking import Check, check_file, check_workbook, grouped_issues
from apps.rosters.choices import ACCEPT, SKIP, Choices, Layout
from apps.rosters.comparing import changes_of
from apps.rosters.reading import read_pasted
from apps.rosters.register import OUT_OF_REMIT, EmptyRegister, Recognition
from apps.rosters.report import as_json
from tests.rosters.memory import MemoryRegister

TODAY = date(2026, 11, 22)
HEADING = ["姓名", "身份证号", "所在党支部", "人员类别", "入党时间", "转正时间", "手机号"]
LU = ["陆明远", "329999198507010014", "甲支部", "正式党员", "2008-06-01", "2009-06-01", "19900000001"]
SHEN = ["沈雨", "32999919900312002X", "甲支部", "正式党员", "2012-05-01", "2013-05-01", "19900000002"]


def checked(*rows: list[str], register=None, heading=HEADING, **choices) -> Check:
    text = "\n".join("\t".join(row) for row in (heading, *rows))
    return check_workbook(
        read_pasted(text), MemberRoster(), register or EmptyRegister(), Choices(today=TODAY, **choices)
    )


def with_cells(row: list[str], **cells: str) -> list[str]:
    titles = {
        "id_number": 1,
        "branch": 2,
        "member_category": 3,
        "joined_on": 4,
        "full_member_on": 5,
        "mobile": 6,
    }
    changed = list(row)
    for field, text in cells.items():
        changed[titles[field]] = text
    return changed


def kept(*rows: list[str]) -> MemoryRegister:
    register = MemoryRegister()
    register.keep(checked(*rows))
    return register


def codes(check: Check) -> list[list[str]]:
    return [[issue.code for issue in row.issues] for row in check.records]


def verdicts(check: Check) -> list[str]:
    return [row.verdict.value for row in check.rows]


class CountingRegister(MemoryRegister):
    asked = 0

    def recognise(self, rows):
        self.asked += 1
        return super().recognise(rows)


def test_the_register_is_asked_once_for_the_whole_file():
    register = CountingRegister()
    checked(LU, SHEN, register=register)
    assert register.asked == 1


def test_a_newcomer_is_new_and_a_known_person_unchanged_or_changed():
    register = kept(LU, SHEN)
    check = checked(LU, with_cells(SHEN, mobile="19900000009"), register=register)
    assert verdicts(check) == ["unchanged", "changed"]
    assert check.rows[1].changes == {"mobile": ("19900000002", "19900000009")}


def test_a_blank_cell_erases_nothing_unless_asked_to():
    register = kept(LU)
    blank = with_cells(LU, mobile="")
    assert verdicts(checked(blank, register=register)) == ["unchanged"]
    assert checked(blank, register=register, erase=frozenset({"mobile"})).rows[0].changes == {
        "mobile": ("19900000001", None)
    }


def test_a_blank_cell_leaves_the_stored_fact_standing_for_the_rules():
    assert codes(checked(with_cells(LU, full_member_on=""))) == [["C10"]]
    assert codes(checked(with_cells(LU, full_member_on=""), register=kept(LU))) == [[]]


def test_a_sheet_without_the_column_cannot_be_blamed_for_the_date():
    heading = [title for title in HEADING if title != "转正时间"]
    row = [*LU[:5], LU[6]]
    check = checked(row, heading=heading)
    assert [issue.level for issue in check.rows[0].issues] == ["warning"]
    assert verdicts(check) == ["new"]


def test_a_fault_the_register_has_already_is_not_the_files():
    register = kept(LU)
    register.people[LU[1]]["full_member_on"] = date(2008, 7, 1)
    heading, row = [*HEADING[:4], "职务"], [*LU[:4], "工程师"]
    assert codes(checked(row, heading=heading, register=register)) == [[]]
    repeated = with_cells(LU, full_member_on="2008-07-01")
    assert codes(checked(repeated, register=register)) == [["C11"]]


def test_a_broken_formula_for_the_age_is_nobodys_fault():
    assert codes(checked([*LU, "#VALUE!"], heading=[*HEADING, "年龄"])) == [[]]
    assert codes(checked([*LU, "#VALUE!"], heading=[*HEADING, "民族"])) == [["CELL_ERROR"]]


def test_a_formula_without_result_is_refused_with_advice():
    workbook = read_pasted("\n".join("\t".join(row) for row in ([*HEADING, "民族", "年龄"], LU)))
    workbook.sheets[0].uncalculated = {(1, 7), (1, 8)}
    check = check_workbook(workbook, MemberRoster(), EmptyRegister(), Choices(today=TODAY))
    assert [(issue.code, issue.field) for issue in check.rows[0].issues] == [
        ("FORMULA_UNCALCULATED", "ethnicity")
    ]


def test_a_row_without_number_waits_for_a_person():
    check = checked(with_cells(LU, id_number=""))
    assert codes(check) == [["ID_MISSING"]]
    assert verdicts(check) == ["refused"]
    assert verdicts(checked(with_cells(LU, id_number=""), decisions={(None, 2): ACCEPT})) == ["new"]


def test_a_wrong_number_is_one_fault_and_not_three():
    wrong = with_cells(LU, id_number="329999198507010015")
    check = checked([*wrong, "女"], heading=[*HEADING, "性别"])
    assert codes(check) == [["C01"]]


def test_the_second_of_two_equal_numbers_waits_for_a_decision():
    twice = (LU, with_cells(LU, mobile=""))
    check = checked(*twice)
    assert verdicts(check) == ["new", "refused"]
    assert check.rows[1].issues[0].message == "身份证号重复：与第2行“陆明远”相同"
    assert verdicts(checked(*twice, decisions={(None, 3): SKIP})) == ["new", "skipped"]
    assert verdicts(checked(*twice, decisions={(None, 3): ACCEPT})) == ["new", "new"]


def test_a_decision_lifts_no_fault_that_the_sheet_must_mend():
    check = checked(with_cells(LU, id_number="329999198507010015"), decisions={(None, 2): ACCEPT})
    assert verdicts(check) == ["refused"]


def test_one_name_and_birthday_under_two_numbers_is_doubted_on_both_rows():
    other = with_cells(LU, id_number="329999198507010030", mobile="")
    assert codes(checked(LU, other)) == [["C03"], ["C03"]]


def test_a_phone_two_people_give_is_doubted_on_both_rows():
    check = checked(LU, with_cells(SHEN, mobile="19900000001"))
    assert codes(check) == [["C22"], ["C22"]]
    assert verdicts(check) == ["new", "new"]


def test_a_cell_may_be_corrected_in_place():
    wrong = with_cells(LU, id_number="329999198507010015")
    check = checked(wrong, corrections={(None, 2, "id_number"): LU[1]})
    assert verdicts(check) == ["new"]
    assert check.rows[0].values["id_number"] == LU[1]


def test_a_clerk_may_say_which_column_is_which():
    heading = [*HEADING[:6], "号码"]
    layout = Layout((1,), {"A": "name", "B": "id_number", "G": "mobile", "H": "id", "C": "branch"})
    check = checked(LU, heading=heading, layouts={None: layout})
    assert check.rows[0].values["mobile"] == "19900000001"
    assert check.sheets[0].letters == {"name": "A", "id_number": "B", "mobile": "G", "branch": "C"}


def test_defaults_stand_where_the_sheet_has_no_column():
    heading = [title for title in HEADING if title != "所在党支部"]
    row = [*LU[:2], *LU[3:]]
    check = checked(row, heading=heading, defaults={"branch": "乙支部"})
    assert check.rows[0].values["branch"] == "乙支部"


def test_what_the_register_says_stands_beside_what_the_sheet_says():
    class Strict(EmptyRegister):
        def recognise(self, rows):
            said = Recognition()
            said.say(0, OUT_OF_REMIT)
            said.say(1, error("C18", "未找到党支部“甲支部”", field="branch"))
            return said

    check = checked(LU, SHEN, register=Strict())
    assert codes(check) == [["OUT_OF_REMIT"], ["C18"]]
    assert verdicts(check) == ["refused", "refused"]


def test_problems_are_grouped_by_cause_the_most_frequent_first():
    rows = [
        with_cells(LU, id_number=""),
        with_cells(SHEN, id_number="", mobile=""),
        with_cells(SHEN, joined_on="去年", mobile=""),
    ]
    groups = grouped_issues(checked(*rows).records)
    assert [(code, field, len(found)) for (code, field, _), found in groups.items()] == [
        ("ID_MISSING", "id_number", 2),
        ("DATE_UNREADABLE", "joined_on", 1),
    ]


@pytest.mark.parametrize(
    ("heading", "message"),
    [
        (["甲", "乙", "丙"], "没有找到表头"),
        (["姓名", "性别", "民族"], "没有找到表头"),
    ],
)
def test_a_file_without_the_columns_it_needs_is_refused_whole(heading, message):
    text = ",".join(heading) + "\n张三,男,汉\n"
    check = check_file(text.encode(), "名册.csv", MemberRoster(), EmptyRegister(), Choices(today=TODAY))
    assert check.refused.code == "no_header"
    assert check.refused.message.startswith(message)
    assert "“姓名”、“身份证号码”" in check.refused.message
    assert not check.is_good


def test_what_several_cells_say_is_put_together():
    heading = [*HEADING, "备注", "学历", "学位", "出生年月"]
    row = [*with_cells(LU, member_category=""), "正式", "研究生", "硕士", "1985.7"]
    values = checked(row, heading=heading).rows[0].values
    assert values["member_category"] == "正式党员"
    assert values["education"] == "14"


def test_a_lost_zero_in_a_birth_month_is_settled_by_the_number():
    october = "329999198510010015"
    row = [*with_cells(LU, id_number=october), "1985.1"]
    check = checked(row, heading=[*HEADING, "出生年月"])
    assert check.rows[0].values["birth_date"] == date(1985, 10, 1)
    assert check.rows[0].values["birth_date_precision"] == "M"
    assert codes(check) == [[]]


def test_an_applicant_is_read_as_a_stage():
    row = with_cells(LU, member_category="积极分子", joined_on="", full_member_on="")
    values = checked(row).rows[0].values
    assert (values["member_category"], values["stage"]) == (None, "入党积极分子")


def test_party_posts_under_a_bare_heading_are_known_by_their_words():
    assert "party_post" in checked([*LU, "支委"], heading=[*HEADING, "职务"]).sheets[0].letters
    assert "job_title" in checked([*LU, "工程师"], heading=[*HEADING, "职务"]).sheets[0].letters


@pytest.mark.parametrize(
    ("given", "stored", "changes"),
    [
        ({"d": date(2008, 6, 1), "d_precision": "M"}, {"d": date(2008, 6, 15)}, []),
        ({"d": date(2008, 6, 15)}, {"d": date(2008, 6, 1), "d_precision": "M"}, ["d"]),
        ({"d": date(2008, 7, 1), "d_precision": "M"}, {"d": date(2008, 6, 15)}, ["d"]),
        ({"flag": False}, {"flag": None}, ["flag"]),
        ({"text": ""}, {"text": None}, []),
        ({"elsewhere": "x"}, {}, []),
    ],
)
def test_only_what_says_something_else_or_more_is_a_change(given, stored, changes):
    assert list(changes_of(given, stored)) == changes


def test_the_report_is_json_without_anybodys_number():
    remark = [*with_cells(LU, mobile="19900000001/19900000002"), "身份证329999198507010014"]
    check = checked(remark, heading=[*HEADING, "备注"], register=kept(LU))
    text = json.dumps(as_json(check, file="名册.tsv", sha256="0" * 64), ensure_ascii=False)
    assert LU[1] not in text
    assert "1990000000" not in text
    assert "3****************4" in text
    assert "199****0001" in text


def test_the_report_has_the_shape_that_was_agreed():
    check = checked(LU, with_cells(SHEN, id_number=""))
    report = as_json(check, file="名册.tsv", sha256="0" * 64)
    assert list(report) == ["file", "sha256", "refused", "sheets", "rows", "absent", "counts", "upload"]
    assert list(report["sheets"][0]) == [
        "name",
        "state",
        "header_rows",
        "columns",
        "defaults",
        "skipped",
        "notes",
    ]
    assert list(report["rows"][0]) == ["sheet", "row", "verdict", "values", "changes", "hidden", "issues"]
    assert report["rows"][1]["issues"] == [
        {
            "code": "ID_MISSING",
            "detail": "",
            "level": "error",
            "field": "id_number",
            "column": "B",
            "message": "没有身份证号，不能自动对应，请补填或逐人确认",
        }
    ]
    assert report["counts"] == {
        "read": 2,
        "new": 1,
        "changed": 0,
        "unchanged": 0,
        "refused": 1,
        "absent": 0,
        "warnings": 0,
    }
