"""六链指数 — optional: off unless an administrator turns it on, and refused where too little is known."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from apps.chains import frozen
from apps.chains.frame import Frame
from apps.chains.handbook import INDICATORS
from apps.chains.indicator import Better, Chain, Indicator
from apps.chains.models import FrozenRule, ScoreRule
from apps.chains.stored import read_over
from apps.core import formatting
from apps.core.remit import Reach

ENOUGH = Decimal(60)  # percent of the indicators
SCORED = (Reach.PLACE, Reach.CLUSTER)


class Rule(Protocol):
    """A rule in force or one that a closing kept."""

    indicator: str
    low: Decimal
    high: Decimal
    weight: Decimal


@dataclass(frozen=True)
class Score:
    """Points of each chain that has any, the share of indicators with data, and the whole if enough."""

    chains: dict[Chain, Decimal]
    with_data: int
    of: int

    @property
    def coverage(self) -> Decimal:
        """覆盖度 in percent."""
        return Decimal(100 * self.with_data) / self.of if self.of else Decimal(0)

    @property
    def value(self) -> Decimal | None:
        """The mean of the six chains; nothing when coverage is low or a chain has no points at all."""
        if self.coverage < ENOUGH or len(self.chains) < len(Chain):
            return None
        return sum(self.chains.values(), Decimal(0)) / len(Chain)

    @property
    def text(self) -> str:
        """As it is written."""
        return formatting.number(self.value, 1)

    @property
    def note(self) -> str:
        """On how much it rests, and why there is none."""
        share = f"覆盖度{formatting.percent(self.coverage)}（{self.with_data}/{self.of}项有数据）"
        return share if self.value is not None else f"{share}，不足以计算"

    @property
    def lines(self) -> list[tuple[Chain, str]]:
        """Each chain with its points."""
        return [(chain, formatting.number(self.chains.get(chain), 1)) for chain in Chain]


def score(values: Mapping[str, Decimal | None], rules: Iterable[Rule]) -> Score:
    """``100·clip((x−lo)/(hi−lo), 0, 1)``, reversed where fewer is better, weighed within each chain.

    All indicators with a direction count towards coverage, but for those a rule gives no weight.
    """
    by_code = {rule.indicator: rule for rule in rules}
    asked = [one for one in INDICATORS.values() if _is_asked(one, by_code.get(one.code))]
    weighed: dict[Chain, list[tuple[Decimal, Decimal]]] = {}
    for one in asked:
        rule, value = by_code.get(one.code), values.get(one.code)
        if rule is not None and value is not None:
            weighed.setdefault(one.chain, []).append((rule.weight, points(one.better, value, rule)))
    chains = {
        chain: sum((weight * earned for weight, earned in some), Decimal(0))
        / sum((weight for weight, _ in some), Decimal(0))
        for chain, some in weighed.items()
    }
    return Score(chains, sum(map(len, weighed.values())), len(asked))


def _is_asked(indicator: Indicator, rule: Rule | None) -> bool:
    return indicator.better is not Better.NEITHER and (rule is None or rule.weight > 0)


def points(better: Better, value: Decimal, rule: Rule) -> Decimal:
    """From 0 to 100."""
    share = min(max((value - rule.low) / (rule.high - rule.low), Decimal(0)), Decimal(1))
    return 100 * (1 - share if better is Better.LOWER else share)


def score_of(frame: Frame) -> Score | None:
    """The score of a place or cluster: of a closed period by what was kept, rules and readings alike."""
    if frame.scope.reach not in SCORED:
        return None
    closing = frozen.closings([frame.named]).get(frame.named)
    if closing:
        rows = frozen.readings([closing], frame.scope, frame.remit)
        kept = FrozenRule.objects.filter(closing=closing, reach=frame.scope.reach)
        return score(
            {code: frozen.told(row).value for (_, (code, part)), row in rows.items() if not part}, kept
        )
    rules = ScoreRule.objects.filter(reach=frame.scope.reach, year=frame.named.end.year)
    (readings,) = read_over(INDICATORS.values(), frame.scope, frame.remit, [frame.period])
    return score({one.code: reading.value for one, reading in readings.items()}, rules)
