"""看板 — what a board of any scope shows, in a fixed number of queries: headline, cards, matrix, trends."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils.safestring import SafeString

from apps.chains import headline, leading
from apps.chains.alerts.finding import alerts_of
from apps.chains.courses import Course, over_time
from apps.chains.frame import Frame
from apps.chains.handbook import CHAINS
from apps.chains.indicator import Chain, Figure, Indicator, Reading
from apps.chains.scope import Scope, clusters_within
from apps.chains.showing import Shown, course_table, drawn, grid, shown, spark
from apps.chains.stored import read_each, read_over
from apps.chains.subject import CLUSTERS
from apps.core.remit import Reach


@dataclass
class Card:
    """One chain: its leading figures, alerts and the course of one of them."""

    chain: Chain
    href: str
    alerts: int
    figures: list[Shown]
    spark: SafeString
    spark_label: str


@dataclass
class Board:
    """Everything the overview of a scope shows; measured when made."""

    frame: Frame
    now: dict[Figure, Reading] = field(init=False)
    before: dict[Figure, Reading] = field(init=False)
    course: Course = field(init=False)
    alerts: Counter[Chain] = field(init=False)

    def __post_init__(self) -> None:
        frame = self.frame
        wanted = [indicator for chain in CHAINS for indicator in leading.on_card(chain)]
        figures: list[Figure] = list(dict.fromkeys([*wanted, *headline.figures()]))
        self.alerts = alerts_of(frame.scope, frame.remit, frame.as_of)
        periods = [frame.before, frame.period]
        self.before, self.now = read_over(figures, frame.scope, frame.remit, periods)
        sparks = [leading.on_card(chain)[0] for chain in CHAINS]
        self.course = over_time([*sparks, *leading.called(leading.AS_TRENDS)], frame)

    @property
    def sentence(self) -> SafeString:
        """导语"""
        return headline.sentence(self.frame, self.now)

    @property
    def cards(self) -> list[Card]:
        """One for every chain that has indicators."""
        return [self.card(chain) for chain in CHAINS]

    def card(self, chain: Chain) -> Card:
        """One chain's leading figures with their step since the period before."""
        shown_here = leading.on_card(chain)
        lead = shown_here[0]
        return Card(
            chain,
            self.frame.address("chains:chain", chain.code),
            self.alerts[chain],
            [shown(self.frame, one, self.now[one], self.before[one]) for one in shown_here],
            spark(self.course, lead),
            lead.label,
        )

    @property
    def trends(self) -> list[tuple[str, SafeString, SafeString]]:
        """(name, chart, table) of the figures that tell how the whole goes."""
        return [
            (
                one.name,
                drawn(self.frame, self.course, one, one),
                course_table(self.course, one),
            )
            for one in leading.called(leading.AS_TRENDS)
        ]

    @cached_property
    def matrix(self) -> SafeString | str:
        """Clusters of the scope against the leading indicators; nothing where there is only one."""
        return matrix_of(self.frame, leading.called(leading.IN_MATRIX))


def matrix_of(frame: Frame, indicators: Sequence[Indicator]) -> SafeString | str:
    """Clusters of the scope against indicators; nothing where there are fewer than two clusters."""
    scopes = clusters_in(frame)
    if len(scopes) < 2:
        return ""
    keys = [scope.key or 0 for scope in scopes]
    readings: dict[int, dict[Any, Reading]] = read_each(
        indicators, Reach.CLUSTER, keys, frame.remit, frame.period
    )
    return grid(frame, scopes, indicators, readings)


def clusters_in(frame: Frame) -> list[Scope]:
    """Clusters of the scope that the remit holds whole, in the order of the register."""
    clusters = clusters_within(frame.remit).running(frame.as_of)
    inside = CLUSTERS.inside(clusters, frame.scope, frame.as_of)
    if frame.scope.reach is Reach.ORGANIZATION:
        return []
    return [Scope.of(cluster) for cluster in inside.exclude(pk=frame.scope.key_of(Reach.CLUSTER))]
