"""列表 — one shape for every list of a register: filters, order and page live in the address."""

from collections.abc import Callable
from typing import Any

from django.core.paginator import Paginator
from django.db.models import F, QuerySet
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.views.generic import TemplateView
from django_filters import FilterSet

from apps.core.access import RegisterPage
from apps.core.addressing import ORDER, PAGE, page_size
from apps.core.columns import Column, people_in, speak_of_people
from apps.core.exports import said
from apps.core.links import to_add
from apps.core.navigation import resolve
from apps.core.tables import line
from apps.core.taking_out import Table, TakingOut
from apps.core.tree import KeysOn


class KeysFirst(Paginator):
    """Finds the keys of a page on the narrow query, then fetches just those rows in full."""

    def __init__(self, narrowed: QuerySet, per_page: int, decorated: Callable[[QuerySet], QuerySet]) -> None:
        super().__init__(narrowed, per_page)
        self.decorated = decorated

    def page(self, number: int | str) -> Any:
        page: Any = super().page(number)
        keys = list(page.object_list.values_list("pk", flat=True))
        narrowed: Any = self.object_list
        full = self.decorated(narrowed.model._default_manager.filter(pk__in=keys))
        rows = {row.pk: row for row in full}
        page.object_list = [rows[key] for key in keys]
        return page


class RegisterList(RegisterPage, TemplateView):
    """A list of a register. Subclasses name its model, columns and filters."""

    template_name = "pieces/register.html"
    filterset_class: type[FilterSet]
    columns: tuple[Column, ...]
    default_order: tuple[str, ...] = ("pk",)
    unit = "条"
    heading = ""
    sentence = "没有符合条件的记录。"
    export = ""
    roster = ""
    """The kind of roster that fills the register."""
    related: tuple[str, ...] = ()
    """Links that names of shown rows run through, beyond those the columns read across."""

    def found(self) -> QuerySet:
        """What the filters leave of what the remit reaches, in order."""
        self.filter = self.filterset_class(self.request.GET, queryset=self.reachable(), request=self.request)
        return self.ordered(self.filter.qs)

    def decorated(self, rows: QuerySet) -> QuerySet:
        """The same rows with everything their columns show."""
        joins = {join for column in self.columns for join in column.joins}
        return rows.select_related(*sorted(joins | set(self.related))) if joins or self.related else rows

    def completed(self, rows: list[Any]) -> list[Any]:
        """The rows of a page with what is better worked out for all of them at once."""
        return rows

    def ordered(self, rows: QuerySet) -> QuerySet:
        asked = self.request.GET.get(ORDER, "")
        column = next((c for c in self.columns if c.order and c.name == asked.lstrip("-")), None)
        fields = column.order if column else self.default_order
        down = bool(column) and asked.startswith("-")
        return self.sortable(rows).order_by(*(directed(field, down) for field in fields), "pk")

    def sortable(self, rows: QuerySet) -> QuerySet:
        """The rows with what their order needs."""
        return rows

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        pages = KeysFirst(self.found(), page_size(self.request.GET), self.decorated)
        page: Any = pages.get_page(self.request.GET.get(PAGE))
        return super().get_context_data(**kwargs) | {
            "filter": self.filter,
            "page_obj": page,
            "columns": self.columns,
            "table_rows": table_rows(self.columns, self.completed(page.object_list)),
            "unit": self.unit,
            "heading": self.title(),
            "summary": self.summary(self.filter.qs) if page else "",
            "sentence": self.sentence,
            "tools": self.tools(),
            "export": self.export if self.may("export") else "",
            "export_asks": speak_of_people(self.model, self.columns),
        }

    def title(self) -> str:
        """What the list is called; the register's own name unless said otherwise."""
        return self.heading or str(self.model._meta.verbose_name)

    def summary(self, rows: QuerySet) -> str:
        """One sentence on all the rows found: sums, distinct things. Nothing for most registers."""
        return ""

    def tools(self) -> list[tuple[str, str]]:
        """Buttons: what they say and where they lead."""
        hand_in = resolve("rosters:hand_in", (self.roster,)) if self.roster and self.may("import") else ""
        add = to_add(self.model, f"新增{self.model._meta.verbose_name}") if self.may("add") else []
        return [*([("导入名册", hand_in)] if hand_in else []), *add]

    def may(self, verb: str) -> bool:
        """Whether the reader may do this with rows of the register."""
        meta = self.model._meta
        return self.request.user.has_perm(f"{meta.app_label}.{verb}_{meta.model_name}")


class RegisterExport(TakingOut, RegisterList):
    """The same list as a file: every row the filters leave, the columns shown. Mixed in before the list."""

    def file_title(self) -> str:
        return self.title()

    def speaks_of_people(self) -> bool:
        return speak_of_people(self.model, self.columns)

    def table(self) -> Table:
        rows = self.completed(list(self.decorated(self.found())))
        lines = [[said(column.value(row)) for column in self.columns] for row in rows]
        named = people_in(rows, self.model, self.columns)
        return Table(self.title(), [column.label for column in self.columns], lines, named)


def directed(field: str, down: bool = False) -> Any:
    """The order of one field, of a path by its keys; rows that say nothing come last either way."""
    backwards, name = field.startswith("-") != down, field.lstrip("-")
    expression = KeysOn(name) if name.endswith("path") else F(name)
    return expression.desc(nulls_last=True) if backwards else expression.asc(nulls_last=True)


def table_rows(columns: tuple[Column, ...], rows: list[Any]) -> SafeString:
    """The body of the table as one piece; the first column heads its row."""
    numeric = [column.numeric for column in columns]
    lines = (([column.cell(row) for column in columns],) for row in rows)
    return format_html_join("\n", "<tr>{}</tr>", ((line(cells, numeric),) for (cells,) in lines))
