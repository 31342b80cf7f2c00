"""成文 — a new field of a form, column of a file or command fails until somebody has written it down."""

import pytest

from tests.access.written import WRITTEN, lines, load_pages


@pytest.mark.gate("权限矩阵")
def test_every_form_file_and_command_is_written_down(cases):
    load_pages()
    found = lines()
    cases(len(found))
    assert found == WRITTEN.read_text(encoding="utf-8").splitlines()
