"""领先指标 — which figures stand for a chain where there is room for a few: cards, matrix, course."""

from apps.chains.handbook import INDICATORS, of_chain
from apps.chains.indicator import Chain, Indicator

ON_CARDS = {
    Chain.ORGANIZATION: ("ORG-02", "ORG-03", "ORG-04", "ORG-05"),
    Chain.TALENT: ("TAL-09", "TAL-10", "TAL-01", "TAL-07"),
    Chain.ACTIVITY: ("ACT-01", "ACT-05", "ACT-06", "ACT-09"),
    Chain.SERVICE: ("SRV-03", "SRV-05", "SRV-06", "SRV-07"),
    Chain.INNOVATION: ("INN-01", "INN-03", "INN-05", "INN-06"),
    Chain.SITE: ("POS-02", "POS-03", "POS-05", "POS-10"),
}
"""The first of each is also drawn as a course on its card."""
IN_MATRIX = (
    "ORG-02",
    "ORG-03",
    "ORG-04",
    "ORG-06",
    "TAL-09",
    "TAL-01",
    "ACT-01",
    "ACT-06",
    "SRV-03",
    "SRV-05",
    "INN-01",
    "INN-05",
    "POS-02",
    "POS-05",
)
AS_TRENDS = ("ORG-02", "ORG-03")


def on_card(chain: Chain) -> list[Indicator]:
    """The three or four of a chain's card; for a chain nobody chose for, its first four."""
    return called(ON_CARDS.get(chain, ())) or of_chain(chain)[:4]


def called(codes: tuple[str, ...]) -> list[Indicator]:
    """The indicators of these codes, as far as the handbook has them."""
    return [INDICATORS[code] for code in codes if code in INDICATORS]
