"""看板页 — overview, cluster, chain and handbook; the page of one indicator stands beside."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db.models import Model
from django.http import Http404
from django.views.generic import TemplateView

from apps.chains import cluster_board, site_board
from apps.chains.aims import aims_of
from apps.chains.board import Board, matrix_of
from apps.chains.courses import over_time
from apps.chains.frame import Frame, periods_offered, scopes_offered
from apps.chains.handbook import CHAINS, chain_called, of_chain
from apps.chains.indicator import Chain, Figure, Indicator
from apps.chains.measuring import steady_plans
from apps.chains.models import BoardSetting, ReportingPeriod
from apps.chains.scope import Scope, clusters_within
from apps.chains.scoring import Score, score_of
from apps.chains.showing import shown, spark
from apps.chains.stored import read_over
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
            "is_closed": ReportingPeriod.objects.of(self.framed.named).closed().exists(),
            "period_page": self.framed.address("chains:period", self.framed.named.written),
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
        more = {"board": Board(self.framed), "score": self.score()}
        return context | more | (inside_of(self.framed) if context["is_cluster"] else {})

    def score(self) -> Score | None:
        """六链指数, if an administrator has turned it on."""
        return score_of(self.framed) if BoardSetting.current().shows_score else None


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
    before, now = read_over(figures, frame.scope, frame.remit, [frame.before, frame.period])
    course, aims = over_time(indicators, frame), aims_of(frame)
    for one in indicators:
        yield {
            "indicator": one,
            "figure": shown(frame, one, now[one], before[one]),
            "light": aims[one.code, ""].light(now[one]) if (one.code, "") in aims else None,
            "parts": [shown(frame, one, now[p], before[p], p) for p in one.parts if now[p].rows],
            "spark": spark(course, one),
        }


class Handbook(BoardPage):
    """指标手册"""

    template_name = "chains/handbook.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {"chains": [(chain, of_chain(chain)) for chain in CHAINS]}
