"""看板页 — overview, cluster, chain and handbook; the page of one indicator stands beside."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db.models import Model
from django.http import Http404
from django.views.generic import TemplateView

from apps.chains import cluster_board, site_board
from apps.chains.board import QUARTERS, Board, matrix_of
from apps.chains.frame import Frame, periods_offered, scopes_offered
from apps.chains.handbook import CHAINS, chain_called, of_chain
from apps.chains.indicator import Chain, Figure, Indicator, Reading
from apps.chains.measuring import measure_over, steady_plans
from apps.chains.scope import Scope, clusters_within
from apps.chains.showing import shown, spark
from apps.core.period import recent_quarters
from apps.core.remit import Reach, Remit


class BoardPage(PermissionRequiredMixin, TemplateView):
    """A page with a frame: whose figures, which period, which day."""

    permission_required: str | tuple[str, ...] = "chains.view_reading"

    @cached_property
    def remit(self) -> Remit:
        """Where one duty of the reader allows all the page asks for."""
        remit: Remit = self.request.user.remit_for(*self.get_permission_required())
        return remit

    def frame(self) -> Frame:
        """As the address says."""
        return Frame.asked(self.request, self.remit)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.framed = self.frame()
        return super().get_context_data(**kwargs) | {
            "frame": self.framed,
            "scope_name": self.framed.scope.name,
            "as_of": self.framed.as_of,
            "period_name": str(self.framed.named),
            "narrowed": not self.framed.remit.is_everything,
            "as_of_apart": self.framed.as_of != self.framed.named.as_of,
            "scopes": scopes_offered(self.framed),
            "periods": periods_offered(self.framed),
            "is_cluster": self.framed.scope.reach is Reach.CLUSTER,
        }

    def may_view(self, model: type[Model], verb: str = "view") -> bool:
        """Whether the reader may see (or export) rows of a kind."""
        meta = model._meta
        return bool(self.request.user.has_perm(f"{meta.app_label}.{verb}_{meta.model_name}"))


class Overview(BoardPage):
    """总览"""

    template_name = "chains/overview.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        more = {"board": Board(self.framed)}
        return context | more | (inside_of(self.framed) if context["is_cluster"] else {})


class ClusterBoard(Overview):
    """集群"""

    def frame(self) -> Frame:
        cluster = clusters_within(self.remit).filter(pk=self.kwargs["pk"]).first()
        if cluster is None:
            raise Http404
        asked = self.request.GET.copy()
        asked["scope"] = Scope.of(cluster).address
        self.request.GET = asked
        return super().frame()


def inside_of(frame: Frame) -> dict[str, Any]:
    """What only the board of one cluster shows."""
    with steady_plans():
        return {
            "bodies": cluster_board.bodies(frame),
            "diagram": cluster_board.diagram(frame),
            "tree": cluster_board.covered_tree(frame),
            "belts": site_board.belts(frame),
        }


class ChainPage(BoardPage):
    """一条链 — all its indicators with what they are made of, their course and every cluster's."""

    template_name = "chains/chain.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        chain = chain_called(self.kwargs["code"])
        if chain is None:
            raise Http404
        context = super().get_context_data(**kwargs)
        indicators = of_chain(chain)
        return context | {
            "chain": chain,
            "lines": list(lines(self.framed, indicators)),
            "matrix": matrix_of(self.framed, indicators),
            "belts": site_board.belts(self.framed) if chain is Chain.SITE else "",
        }


def lines(frame: Frame, indicators: list[Indicator]) -> Iterable[dict[str, Any]]:
    """Each indicator with its figure, its parts and its course; two queries."""
    parts = [part for indicator in indicators for part in indicator.parts]
    figures: list[Figure] = [*indicators, *parts]
    before, now = measure_over(figures, frame.scope, frame.remit, [frame.before, frame.period])
    quarters = recent_quarters(frame.as_of, QUARTERS)
    course = measure_over(indicators, frame.scope, frame.remit, quarters)
    for one in indicators:
        over: list[Reading] = [readings[one] for readings in course]
        yield {
            "indicator": one,
            "figure": shown(frame, one, now[one], before[one]),
            "parts": [shown(frame, one, now[p], before[p], p) for p in one.parts if now[p].rows],
            "spark": spark(one, quarters, over),
        }


class Handbook(BoardPage):
    """指标手册"""

    template_name = "chains/handbook.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {"chains": [(chain, of_chain(chain)) for chain in CHAINS]}
