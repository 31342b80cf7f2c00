"""六链测试的地基 — closing and counting ahead take few figures, where a test does not ask for every one."""

import pytest

from apps.chains import freezing, stored
from apps.chains.handbook import FIGURES

FEW = {name: figure for name, figure in FIGURES.items() if name[0] in ("ORG-01", "ORG-03", "ORG-04")}


@pytest.fixture
def every_figure():
    """For tests that speak of all of them."""


@pytest.fixture
def few_figures(request, monkeypatch):
    """Enough to tell a count, a rate and their parts; the rest only takes time."""
    if "every_figure" not in request.fixturenames:
        monkeypatch.setattr(freezing, "FIGURES", FEW)
        monkeypatch.setattr(stored, "FIGURES", FEW)
