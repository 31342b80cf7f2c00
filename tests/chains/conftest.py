"""六链测试的地基 — one cluster; closing and counting ahead take few figures, where few will do."""

import pytest

from apps.chains import freezing, stored
from apps.chains.handbook import FIGURES
from tests.factories import make_cluster, make_organization, make_place

FEW = {name: figure for name, figure in FIGURES.items() if name[0] in ("ORG-01", "ORG-03", "ORG-04")}


@pytest.fixture
def cluster():
    """A cluster somewhere."""
    return make_cluster(place=make_place())


@pytest.fixture
def branch(cluster):
    """A branch that its committee covers."""
    return make_organization(cluster=cluster)


@pytest.fixture
def every_figure():
    """For tests that speak of all of them."""


@pytest.fixture
def few_figures(request, monkeypatch):
    """Enough to tell a count, a rate and their parts; the rest only takes time."""
    if "every_figure" not in request.fixturenames:
        monkeypatch.setattr(freezing, "FIGURES", FEW)
        monkeypatch.setattr(stored, "FIGURES", FEW)
