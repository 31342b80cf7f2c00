"""成文 — a field of a form, right of a page, column of a file, or command fails until it is written down."""

import pytest

from tests.access.written import WRITTEN, lines, load_pages


@pytest.mark.gate("权限矩阵")
def test_every_form_page_file_and_command_is_written_down(cases):
    load_pages()
    found = lines()
    cases(len(found))
    assert found == WRITTEN.read_text(encoding="utf-8").splitlines()
