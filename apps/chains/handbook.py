"""指标手册 — every indicator by its code; the chains that have any, in their order."""

from apps.chains import activity, innovation, organization, service, site, talent
from apps.chains.indicator import Chain, Figure, Indicator

INDICATORS: dict[str, Indicator] = {
    indicator.code: indicator
    for module in (organization, talent, activity, service, innovation, site)
    for indicator in module.INDICATORS
}
CHAINS = [chain for chain in Chain if any(indicator.chain is chain for indicator in INDICATORS.values())]
FIGURES: dict[tuple[str, str], Figure] = {
    (code, key): figure
    for code, indicator in INDICATORS.items()
    for key, figure in [("", indicator), *((part.key, part) for part in indicator.parts)]
}
"""Every figure by the code of its indicator and the key of its part."""
NAMED = {figure: name for name, figure in FIGURES.items()}


def of_chain(chain: Chain) -> list[Indicator]:
    """The indicators of one chain, in the order of their codes."""
    return [indicator for indicator in INDICATORS.values() if indicator.chain is chain]


def chain_called(code: str) -> Chain | None:
    """The chain whose board stands under this name, if it has indicators."""
    return next((chain for chain in CHAINS if chain.code == code), None)
