"""表格 — long tables made in Python."""

from apps.core.tables import Cell, Heading, table


def test_a_table_names_rows_aligns_numbers_and_links_cells():
    made = table(
        [Heading("党组织", sort="?order=name", state="ascending"), Heading("党员", numeric=True)],
        [[Cell("亮风台党支部", "/o/1/"), Cell(28, "/o/1/members/")], ["<b>", None]],
    )
    assert made == (
        '<table class=""><thead><tr>'
        '<th scope="col" class="" aria-sort="ascending"><a class="sort" href="?order=name">党组织</a></th>'
        '<th scope="col" class="num">党员</th></tr></thead><tbody>'
        '<tr><th scope="row"><a class="n" href="/o/1/">亮风台党支部</a></th>'
        '<td class="num"><a class="n" href="/o/1/members/">28</a></td></tr>'
        '<tr><th scope="row">&lt;b&gt;</th><td class="num">—</td></tr></tbody></table>'
    )


def test_a_tone_tells_its_reason():
    made = table(
        [Heading("行"), Heading("身份证号")], [["7", Cell("3.29E+17", tone="bad", title="末尾几位已丢失")]]
    )
    assert made.split("<tbody>")[1] == (
        '<tr><th scope="row">7</th><td class="bad" title="末尾几位已丢失">3.29E+17</td></tr></tbody></table>'
    )
