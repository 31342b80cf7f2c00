"""网址 — the state of a list lives in its address: filters, order, page, page size and 截至 day."""

from django.http import QueryDict

PAGE_SIZES = (25, 50, 100)
PAGE, SIZE, ORDER = "page", "per_page", "order"
KEY_DIGITS = 18


def with_query(query: QueryDict, **values: object) -> str:
    """The same address with some parameters set; None removes one."""
    changed = query.copy()
    for name, value in values.items():
        changed.pop(name, None)
        if value is not None:
            changed[name] = str(value)
    return f"?{changed.urlencode()}"


def key_in(text: str) -> int | None:
    """The key of a row as an address or a form names it; nothing for what can be none."""
    return int(text) if text.isdecimal() and len(text) <= KEY_DIGITS else None


def page_size(query: QueryDict) -> int:
    """Rows per page as the address asks; anything but 25, 50 or 100 is 25."""
    asked = query.get(SIZE, "")
    return int(asked) if asked in {str(size) for size in PAGE_SIZES} else PAGE_SIZES[0]


def order_step(query: QueryDict, name: str) -> tuple[str, str]:
    """What clicking a column heading asks for next, and how the column is ordered now (for aria-sort)."""
    now = query.get(ORDER, "")
    if now == name:
        return with_query(query, **{ORDER: f"-{name}", PAGE: None}), "ascending"
    state = "descending" if now == f"-{name}" else "none"
    return with_query(query, **{ORDER: name, PAGE: None}), state


def kept(query: QueryDict, names: set[str]) -> list[tuple[str, str]]:
    """Parameters a filter form must carry along because it has no field for them; the page starts over."""
    return [(name, value) for name, values in query.lists() if name not in names | {PAGE} for value in values]
