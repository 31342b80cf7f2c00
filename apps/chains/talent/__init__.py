"""人才链指标 — in two halves: who stands (people), and who is brought up and brought in (growing)."""

from apps.chains.talent import growing, people

INDICATORS = sorted([*people.INDICATORS, *growing.INDICATORS], key=lambda indicator: indicator.code)
