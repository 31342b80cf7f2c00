"""组织树 — the Party's own tree as far as the remit reaches, to browse and to search."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import F
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.views.generic import TemplateView

from apps.core import clock
from apps.core.access import RegisterPage
from apps.core.addressing import key_in
from apps.core.links import address
from apps.core.text import compact
from apps.core.tree import KeysOn
from apps.desk.counting import per_organization
from apps.organizations.kinds import TypeCode
from apps.organizations.models import OrganizationState, PartyOrganization

KINDS = dict(TypeCode.choices)
OPEN_LEVELS = 2
MOST = 1500


class Tree(RegisterPage, TemplateView):
    """组织树"""

    model = PartyOrganization
    permission_required: str | Iterable[str] = "organizations.view_partyorganization"
    template_name = "desk/tree.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        words, root = compact(self.request.GET.get("q", "")), self.root()
        nodes = self.nodes(root)
        counts = per_organization(self.request.remit, clock.today(), {node.pk for node in nodes})
        shown = Branches(nodes[:MOST], counts, words)
        more = {"root": root, "q": words, "total": len(nodes), "cut": max(len(nodes) - MOST, 0)}
        return super().get_context_data(**kwargs) | more | {"tree": shown.html(), "matches": shown.matches}

    def root(self) -> PartyOrganization | None:
        """Where the tree begins, when the address says so."""
        return self.reachable().filter(pk=key_in(self.request.GET.get("root", ""))).first()

    def nodes(self, root: PartyOrganization | None) -> list[Any]:
        """Organisations in being, in the order of the tree."""
        rows = self.reachable().on(clock.today()).filter(state__status__in=OrganizationState.STANDING)
        if root:
            rows = rows.filter(path__startswith=root.path)
        rows = rows.annotate(kind=F("state__type_code")).order_by("display_order", KeysOn("path"))
        return list(rows.only("path", "full_name", "short_name", "is_functional", "display_order"))


class Branches:
    """Nested lists; what matches the words is marked, and what leads there is open."""

    def __init__(self, nodes: list[Any], counts: dict[int, int], words: str) -> None:
        self.words, self.counts = words, counts
        known = {node.pk for node in nodes}
        self.below: dict[int | None, list[Any]] = defaultdict(list)
        for node in nodes:
            above = [key for key in node.ancestor_keys if key in known]
            self.below[above[-1] if above else None].append(node)
        self.leading = self._leading(nodes)
        self.matches = sum(self.hit(node) for node in nodes) if words else 0

    def _leading(self, nodes: list[Any]) -> set[int]:
        return {key for node in nodes if self.hit(node) for key in node.ancestor_keys}

    def hit(self, node: Any) -> bool:
        """Whether the words name this one."""
        return bool(self.words) and (self.words in node.full_name or self.words in node.short_name)

    def html(self, above: int | None = None, level: int = 0) -> SafeString:
        """Everything below one organisation."""
        items = format_html_join("", "<li>{}</li>", ((self.item(node, level),) for node in self.below[above]))
        return format_html('<ul class="tree">{}</ul>' if level == 0 else "<ul>{}</ul>", items)

    def item(self, node: Any, level: int) -> SafeString:
        name = self.name(node)
        if node.pk not in self.below:
            return name
        is_open = node.pk in self.leading if self.words else level < OPEN_LEVELS
        details = "<details open>" if is_open else "<details>"
        return format_html(details + "<summary>{}</summary>{}</details>", name, self.html(node.pk, level + 1))

    def name(self, node: Any) -> SafeString:
        shown = format_html("<mark>{}</mark>", node) if self.hit(node) else str(node)
        members = f"党员{self.counts[node.pk]}名" if self.counts.get(node.pk) else ""
        said = " · ".join(filter(None, [KINDS.get(node.kind, ""), members]))
        return format_html('<a href="{}">{}</a><small>{}</small>', address(node), shown, said)
