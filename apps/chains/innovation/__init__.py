"""创新链指标 — in two halves: what is tackled and offered, and who joins and what comes of it."""

from apps.chains.innovation import joining, tackling

INDICATORS = sorted([*tackling.INDICATORS, *joining.INDICATORS], key=lambda indicator: indicator.code)
