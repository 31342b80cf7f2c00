"""网址 — a list's state survives in its address."""

import pytest
from django.http import QueryDict

from apps.core import addressing


@pytest.mark.parametrize(
    ("asked", "size"),
    [("", 25), ("per_page=50", 50), ("per_page=100", 100), ("per_page=7", 25), ("per_page=x", 25)],
)
def test_only_three_page_sizes_are_served(asked, size):
    assert addressing.page_size(QueryDict(asked)) == size


def test_setting_one_parameter_keeps_the_others():
    query = QueryDict("stage=full&branch=1&branch=2&page=3")
    assert addressing.with_query(query, page=4) == "?stage=full&branch=1&branch=2&page=4"


def test_a_parameter_set_to_nothing_is_gone():
    assert addressing.with_query(QueryDict("stage=full&page=3"), page=None) == "?stage=full"


@pytest.mark.parametrize(
    ("asked", "step"),
    [
        ("q=a&page=3", ("?q=a&order=name", "none")),
        ("order=name", ("?order=-name", "ascending")),
        ("order=-name", ("?order=name", "descending")),
    ],
)
def test_a_column_orders_up_then_down(asked, step):
    assert addressing.order_step(QueryDict(asked), "name") == step


def test_a_filter_form_carries_along_what_it_has_no_field_for():
    query = QueryDict("stage=full&as_of=2026-01-01&per_page=50&page=2")
    assert addressing.kept(query, {"stage"}) == [("as_of", "2026-01-01"), ("per_page", "50")]
