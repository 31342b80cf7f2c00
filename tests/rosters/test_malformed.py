"""坏表格 — every broken or hostile sample is answered as its manifest states, and nothing more happens."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from apps.members.rosters import MemberRoster
from apps.rosters.checking import Check, check_file
from apps.rosters.choices import Choices
from apps.rosters.register import EmptyRegister

FOLDER = Path(__file__).resolve().parents[2] / "fixtures" / "samples" / "malformed"
CASES = {case["id"]: case for case in json.loads((FOLDER / "manifest.json").read_text())["cases"]}
# Who may see whom is the register's to say: tests/rosters/test_remit.py asks a real one.
OF_THE_REGISTER = {"R23", "R25"}
ACCEPTED, ROW_ERRORS, REJECTED = "accepted", "row-errors", "rejected-with-message"
every_case = pytest.mark.parametrize("case", sorted(CASES.keys() - OF_THE_REGISTER))


def check_case(case: str) -> Check:
    said = CASES[case]
    data = (FOLDER / said["file"]).read_bytes()
    choices = Choices(today=date(2026, 11, 22))
    return check_file(data, said["upload_name"], MemberRoster(), EmptyRegister(), choices)


@pytest.fixture(scope="module")
def answers() -> dict[str, Check]:
    """Each file is opened by a process of its own, so that several can be waited for at once."""
    with ThreadPoolExecutor(4) as pool:
        return dict(zip(CASES, pool.map(check_case, CASES), strict=True))


def outcome(check: Check) -> str:
    if check.refused:
        return REJECTED
    return ROW_ERRORS if check.counts["refused"] else ACCEPTED


def values(check: Check, field: str) -> list:
    return [row.values.get(field) for row in check.records]


@every_case
def test_a_file_is_answered_as_its_manifest_states(answers, case):
    said = CASES[case]
    assert outcome(answers[case]) in [said["expected"], *said["also_ok"]], said["title"]


def test_a_refusal_says_in_chinese_what_to_do(answers):
    told = {case: check.refused.message for case, check in answers.items() if check.refused}
    assert [case for case, message in told.items() if not any("一" <= sign <= "鿿" for sign in message)] == []


@pytest.mark.parametrize(
    ("case", "part"),
    [
        ("C23", "文件已加密，请取消密码后上传"),
        ("M01", "不接受带宏"),
        ("X15", "“<img src=x onerror=alert(1)>”"),
        ("S03", "pk、cluster_id、is_staff、created_by"),
    ],
)
def test_a_refusal_names_what_is_wrong(answers, case, part):
    assert part in answers[case].refused.message


def test_rare_and_joined_characters_come_through_as_they_were(answers):
    assert "𠮷" in "".join(values(answers["A09"], "name"))
    assert "葛\U000e0100" in "".join(values(answers["A11"], "name"))
    assert "六" in "".join(values(answers["A33"], "name"))


def test_writing_is_put_right_where_there_is_one_right_way(answers):
    assert set(values(answers["A25"], "joined_on")) == {date(2019, 7, 1)}
    assert {number[-1] for number in values(answers["A23"], "id_number")} <= set("0123456789X")
    assert values(answers["A17"], "name")[0] == "张三"
    assert [name for name in values(answers["A21"], "name") if name != name.strip()] == []


def test_a_character_that_is_not_standard_is_named(answers):
    assert "U+E863" in "".join(issue.message for row in answers["R11"].records for issue in row.issues)


def test_an_identity_number_without_its_end_is_refused_with_what_to_do(answers):
    (told,) = {i.message for row in answers["R01"].records for i in row.issues if i.blocks}
    assert "文本" in told


def test_ten_thousand_bad_rows_are_told_by_their_few_causes(answers):
    check = answers["R33"]
    assert check.counts["refused"] == 10_000
    assert len({(issue.code, issue.field) for row in check.records for issue in row.issues}) < 20
