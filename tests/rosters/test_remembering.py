"""记忆 — what a clerk has said about layouts, words and names holds for the next file, until forgotten."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.core import clock
from apps.rosters.models import RememberedLayout, RememberedWord, Upload
from tests.factories import an_id_number, make_organization, make_user

pytestmark = pytest.mark.django_db
HEADING = "姓名\t身份证号\t所在党支部\t性别\t甲乙"
NUMBER = an_id_number(date(1985, 7, 1))
ROW = f"陆明远\t{NUMBER}\t中共亮风台（昆山）信息科技有限公司支部\t难\t19900000001"
LAID_OUT = {"read-0": "1", "rows-0": "1", "as_of": "2026-11-22"} | {
    f"field-0-{letter}": name
    for letter, name in zip("ABCDE", ["name", "id_number", "branch", "sex", "remark"], strict=True)
}


@pytest.fixture(autouse=True)
def branch():
    with clock.set_to(date(2026, 11, 22)):
        yield make_organization("中共亮风台(昆山)信息科技股份有限公司支部委员会")


def desk(username="manager"):
    client = Client()
    client.force_login(make_user("registry_manager", username=username))
    return client


def handed_in(client, text=f"{HEADING}\n{ROW}", name="名册.tsv"):
    said = {"as_of": "2026-11-22", "files": SimpleUploadedFile(name, text.encode())}
    client.post(reverse("rosters:hand_in", args=["member"]), said)
    return Upload.objects.latest("pk")


def page(name, upload):
    return reverse(f"rosters:{name}", args=[upload.pk])


def counts(client, upload):
    return client.get(page("review", upload)).context["counts"]


def columns_of(client, upload):
    (sheet,) = client.get(page("columns", upload)).context["sheets"]
    return {column.letter: column.field for column in sheet.columns}


def test_what_holds_a_number_is_no_name_that_is_decided_about():
    client = desk()
    upload = handed_in(client, f"{HEADING}\n{ROW.replace('中共亮风台', NUMBER)}")
    client.post(page("names", upload), {"kind": "branch", "all": "1"})
    upload.refresh_from_db()
    assert (upload.choices["matches"], client.get(page("review", upload)).context["unknown"]) == (
        {"branch": {}},
        [],
    )


def test_a_layout_is_read_again_as_it_was_laid_out():
    client = desk()
    client.post(page("columns", handed_in(client)), LAID_OUT)
    again = handed_in(client, f"党员花名册\n{HEADING}\n{ROW}", "下季度.tsv")
    assert columns_of(client, again)["E"] == "remark"
    assert again.choices["layouts"][0]["header_rows"] == [2]


def test_a_layout_is_its_own_clerks_and_may_be_forgotten():
    client, other = desk(), desk("other")
    client.post(page("columns", handed_in(client)), LAID_OUT)
    memory = RememberedLayout.objects.get()
    other.post(reverse("rosters:memories"), {"layout": memory.pk})
    assert columns_of(other, handed_in(other))["E"] == ""
    assert "甲乙" not in other.get(reverse("rosters:memories")).content.decode()
    client.post(reverse("rosters:memories"), {"layout": memory.pk})
    assert columns_of(client, handed_in(client))["E"] == ""


def test_a_layout_left_as_found_is_not_remembered():
    client = desk()
    upload = handed_in(client)
    client.post(page("columns", upload), LAID_OUT | {"field-0-E": ""})
    assert RememberedLayout.objects.count() == 0


def test_a_word_means_again_what_it_meant():
    client = desk()
    client.post(page("repair", handed_in(client)), {"fix-0-2-sex": "男", "alike": "1"})
    assert [(one.field, one.word, one.meaning) for one in RememberedWord.objects.all()] == [
        ("sex", "难", "男")
    ]
    rows = client.get(page("review", handed_in(client))).context["page_obj"].object_list
    assert [row.values["sex"] for row in rows] == ["1"]


@pytest.mark.parametrize(
    ("heading", "field"), [("民族", "ethnicity"), ("人员类别", "member_category"), ("学历", "education")]
)
def test_words_of_every_listed_column_are_remembered(heading, field):
    client = desk()
    upload = handed_in(client, f"{HEADING}\n{ROW}".replace("性别", heading))
    meant = {"ethnicity": "汉族", "member_category": "正式党员", "education": "大学本科毕业"}[field]
    client.post(page("repair", upload), {f"fix-0-2-{field}": meant, "alike": "1"})
    assert [(one.field, one.meaning) for one in RememberedWord.objects.all()] == [(field, meant)]


def test_the_page_of_memories_asks_as_often_for_thirty_as_for_three():
    client = desk()
    owner = int(client.session["_auth_user_id"])

    def taught(numbers):
        RememberedWord.objects.bulk_create(
            RememberedWord(
                owner_id=owner,
                roster="member",
                field="sex",
                word=f"字{n}",
                meaning="男",
                taught_at=clock.now(),
            )
            for n in numbers
        )

    taught(range(3))
    client.get(reverse("rosters:memories"))
    with CaptureQueriesContext(connection) as three:
        client.get(reverse("rosters:memories"))
    taught(range(3, 30))
    with CaptureQueriesContext(connection) as thirty:
        client.get(reverse("rosters:memories"))
    assert len(thirty) == len(three)


def test_words_of_uncoded_columns_are_not_remembered():
    client = desk()
    client.post(page("repair", handed_in(client)), {"fix-0-2-name": "陆明", "alike": "1"})
    assert RememberedWord.objects.count() == 0


def test_the_nearest_names_are_taken_all_at_once_and_hold_for_the_next_file(branch):
    client = desk()
    upload = handed_in(client)
    (group,) = client.get(page("review", upload)).context["unknown"]
    assert (group.undecided, group.likely, group.names[0].suggestions[0].key) == (1, 1, branch.pk)
    client.post(page("names", upload), {"kind": "branch", "alike": "1"})
    assert client.get(page("review", upload)).context["unknown"] == []
    again = handed_in(client)
    assert client.get(page("review", again)).context["unknown"] == []


def told(client, upload):
    """The problems with names, as the page groups them."""
    causes = client.get(page("review", upload)).context["causes"]
    return [found.message for found in causes if found.column == "所在党支部"]


def test_names_nobody_has_decided_about_come_first():
    client = desk()
    rows = [f"陆{n}\t{an_id_number(date(1990, 3, 1))}\t第{n}站支部\t男\t" for n in range(31)]
    upload = handed_in(client, "\n".join([HEADING, *rows]))
    client.post(page("names", upload), {"kind": "branch", "name": "第0站支部", "key": "create"})
    (group,) = client.get(page("review", upload)).context["unknown"]
    assert [one.name for one in group.names] == [f"第{n}站支部" for n in range(1, 31)]


def test_one_name_of_several_is_told_as_an_example():
    other = ROW.replace(NUMBER, an_id_number(date(1990, 3, 1))).replace("亮风台（昆山）信息科技", "乙丙")
    client = desk()
    one, several = (
        handed_in(client, f"{HEADING}\n{ROW}\n{ROW}"),
        handed_in(client, f"{HEADING}\n{ROW}\n{other}"),
    )
    asked = (
        "未找到党支部“中共亮风台（昆山）信息科技有限公司支部”，"
        "请新建，或选择：中共亮风台(昆山)信息科技股份有限公司支部委员会"
    )
    assert (told(client, one), told(client, several)) == ([asked], [f"各行不同，例如：{asked}"])


def test_a_name_like_no_other_asks_in_a_whole_sentence():
    client = desk()
    upload = handed_in(
        client, f"{HEADING}\n{ROW}".replace("中共亮风台（昆山）信息科技有限公司支部", "戊己庚")
    )
    assert told(client, upload) == ["未找到党支部“戊己庚”，也没有相近的，请核对名称或新建"]


def test_the_date_the_file_names_is_offered_as_its_date():
    client = desk()
    upload = handed_in(client, f"填报单位：某\t填报时间：2023年8月\n{HEADING}\n{ROW}")
    assert client.get(page("columns", upload)).context["filed_on"] == date(2023, 8, 31)
    client.post(page("columns", upload), LAID_OUT | {"rows-0": "2", "filed_on": "2023-08-31"})
    upload.refresh_from_db()
    assert upload.choices["as_of"] == "2023-08-31"


def test_letters_typed_for_digits_are_put_right_only_when_asked():
    client = desk()
    text = f"{HEADING}\n{ROW.replace(NUMBER, NUMBER.replace('0', 'O', 1)).replace('难', '男')}"
    upload = handed_in(client, text)
    client.post(page("names", upload), {"kind": "branch", "alike": "1"})
    assert counts(client, upload)["refused"] == 1
    (cause,) = [found for found in client.get(page("review", upload)).context["causes"] if found.proved]
    client.post(page("decisions", upload), {"cause": cause.key, "proved": "1"})
    assert counts(client, upload)["new"] == 1


def test_all_or_nothing_writes_nothing_while_a_row_is_wrong():
    client = desk()
    upload = handed_in(
        client, f"{HEADING}\n{ROW}\n{ROW.replace(NUMBER, an_id_number(date(1990, 3, 1))).replace('难', '男')}"
    )
    client.post(page("names", upload), {"kind": "branch", "alike": "1"})
    answer = client.post(page("keep", upload), {"whole": "1"}, follow=True)
    assert "没有写入任何内容" in answer.content.decode()
    assert Upload.objects.get(pk=upload.pk).state == "waiting"


def test_a_blank_cell_erases_where_the_clerk_says_so():
    client = desk()
    first = handed_in(
        client, f"{HEADING}\n{ROW}".replace("难", "男").replace("甲乙", "籍贯").replace("19900000001", "昆山")
    )
    client.post(page("names", first), {"kind": "branch", "alike": "1"})
    client.post(page("keep", first))
    blank = f"{HEADING}\n{ROW}".replace("难", "男").replace("甲乙", "籍贯").replace("19900000001", "")
    upload = handed_in(client, blank)
    assert counts(client, upload)["changed"] == 0
    said = LAID_OUT | {"field-0-E": "native_place", "erase-native_place": "1"}
    client.post(page("columns", upload), said)
    assert counts(client, upload)["changed"] == 1
    client.post(page("keep", upload))
    assert counts(client, handed_in(client, blank))["unchanged"] == 1
