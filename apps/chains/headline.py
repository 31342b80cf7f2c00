"""导语 — the one sentence in official style over a board; every number in it opens its rows."""

from collections.abc import Iterator

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from apps.chains.frame import Frame
from apps.chains.handbook import INDICATORS
from apps.chains.indicator import Figure, Indicator, Reading
from apps.chains.showing import to_rows
from apps.core import formatting
from apps.core.remit import Reach

Readings = dict[Figure, Reading]
SPOKEN = {
    "ORG-01": ("",),
    "ORG-02": ("",),
    "ORG-03": ("", "full", "probationary"),
    "ORG-04": ("", "key", "chain"),
    "ORG-05": ("count",),
    "ORG-06": ("",),
    "ORG-08": ("",),
    "TAL-01": ("",),
    "ACT-01": ("",),
    "SRV-03": ("",),
    "SRV-07": ("",),
    "POS-01": ("",),
    "POS-02": ("",),
}
DONE = (("ACT-01", "联办活动"), ("SRV-03", "办结企业诉求"), ("SRV-07", "走访企业"))
WAITING = (("ORG-06", "应建未建企业"), ("ORG-08", "到期未换届党组织"))
NOTHING_WAITS = "无应建未建企业和到期未换届党组织"
STANDING = (("POS-02", "党员先锋示范阵地"), ("POS-01", "党建示范带"))


def figures() -> list[Figure]:
    """What the sentence needs."""
    spoken = ((INDICATORS[code], keys) for code, keys in SPOKEN.items() if code in INDICATORS)
    found = (indicator.part(key) for indicator, keys in spoken for key in keys)
    return [figure for figure in found if figure is not None]


def sentence(frame: Frame, readings: Readings) -> SafeString:
    """截至……，昆山市建立集群党委12个，覆盖重点企业1012家、党组织152个、党员3716名……"""
    told = Telling(frame, readings)
    clauses = format_html_join("；", "{}", ((clause,) for clause in told.clauses()))
    who = frame.scope.name if frame.scope.reach is not Reach.EVERYTHING else ""
    return format_html("{}，{}{}。", formatting.as_of(frame.as_of), who, clauses)


class Telling:
    """The clauses of the sentence; one with nothing to say is left out."""

    def __init__(self, frame: Frame, readings: Readings) -> None:
        self.frame, self.readings = frame, readings

    def clauses(self) -> Iterator[SafeString]:
        """In the order of the published articles."""
        yield self.covering()
        yield format_html(
            "非公企业组织覆盖率{}，单独建立党组织{}", self.link("ORG-04"), self.link("ORG-05", "count")
        )
        if self.count("TAL-01"):
            yield format_html("累计选树党员工匠{}", self.link("TAL-01"))
        if standing := self.told(STANDING):
            yield format_html("建成{}", standing)
        if done := self.told(DONE):
            yield format_html("{}以来{}", formatting.day(self.frame.named.start), done)
        yield self.alerts()

    def told(self, spoken: tuple[tuple[str, str], ...]) -> SafeString | str:
        """Names with their numbers, those that are not nought."""
        parts = [(words, self.link(code)) for code, words in spoken if self.count(code)]
        return format_html_join("、", "{}{}", parts)

    def covering(self) -> SafeString:
        """Bodies, enterprises, organisations and members."""
        built = self.count("ORG-01")
        bodies = format_html("建立集群党委{}，", self.link("ORG-01")) if built else ""
        kind, key = ("重点企业", "key") if self.count("ORG-04", "key") else ("链上企业", "chain")
        return format_html(
            "{}覆盖{}{}、党组织{}、党员{}（正式党员{}、预备党员{}）",
            bodies,
            kind,
            self.link("ORG-04", key),
            self.link("ORG-02"),
            self.link("ORG-03"),
            self.link("ORG-03", "full"),
            self.link("ORG-03", "probationary"),
        )

    def alerts(self) -> SafeString:
        """What waits to be done."""
        waiting = self.told(WAITING)
        return format_html("尚有{}", waiting) if waiting else format_html("{}", NOTHING_WAITS)

    def count(self, code: str, key: str = "") -> int:
        """How many rows; none for what the handbook does not have."""
        return self.reading(code, key)[1].rows if code in INDICATORS else 0

    def link(self, code: str, key: str = "") -> SafeString:
        """A number with its unit, opening its rows."""
        indicator, reading = self.reading(code, key)
        return format_html('<a class="n" href="{}">{}</a>', to_rows(self.frame, indicator, key), reading.text)

    def reading(self, code: str, key: str) -> tuple[Indicator, Reading]:
        """An indicator and the reading of it or of one of its parts."""
        indicator = INDICATORS[code]
        figure = indicator.part(key)
        if figure is None:
            raise KeyError(f"{code} has no part {key}")
        return indicator, self.readings[figure]
