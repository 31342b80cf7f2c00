"""目标 — what readings are held against: red, amber or green for one figure of one cluster."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from apps.chains.frame import Frame
from apps.chains.handbook import INDICATORS
from apps.chains.indicator import Better, Reading
from apps.chains.models import Target
from apps.core.period import Period
from apps.core.remit import Reach, Remit

Name = tuple[str, str]


class Light(Enum):
    """灯 — words and the tone of the badge; colour is never the only sign."""

    GREEN = "达标", "good"
    AMBER = "接近目标", "warn"
    RED = "未达标", "bad"

    def __init__(self, words: str, tone: str) -> None:
        self.words, self.tone = words, tone


@dataclass(frozen=True)
class Aim:
    """One target as it applies to a reading."""

    value: Decimal
    warning: Decimal
    better: Better

    def light(self, reading: Reading) -> Light | None:
        """Nothing for a figure without a value."""
        value = reading.value
        if value is None:
            return None
        if self._reaches(value, self.value):
            return Light.GREEN
        return Light.AMBER if self._reaches(value, self.warning) else Light.RED

    def _reaches(self, value: Decimal, mark: Decimal) -> bool:
        return value <= mark if self.better is Better.LOWER else value >= mark


def aims(clusters: Iterable[int], period: Period, remit: Remit) -> dict[tuple[int, Name], Aim]:
    """The targets of clusters for a period, by cluster and figure; one query."""
    rows = Target.objects.within(remit).filter(cluster__in=list(clusters), period=period.written)
    return {
        (row.cluster_id, (row.indicator, row.part)): Aim(
            row.value, row.warning, INDICATORS[row.indicator].better
        )
        for row in rows
        if row.indicator in INDICATORS
    }


def aims_of(frame: Frame) -> dict[Name, Aim]:
    """The targets a board of one cluster is held against; none for wider scopes."""
    if frame.scope.reach is not Reach.CLUSTER or frame.scope.key is None:
        return {}
    found = aims([frame.scope.key], frame.named, frame.remit)
    return {name: aim for (_, name), aim in found.items()}
