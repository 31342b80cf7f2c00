"""名录 — registered things under every name they are known by.

A name in a file means a registered thing only where it is one of its names, spelling apart; what merely looks
alike is suggested, ranked, and never taken without a person's word.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import cached_property, lru_cache

from apps.core.text import compact, simplified
from apps.rosters.registry import Suggestion

BRACKETS = re.compile(r"[()\[\]【】〔〕《》<>“”\"'‘’·•.,，。、\-—_]")
# What says what a thing is, not which one: left out when likeness is measured.
COMMON = re.compile(
    r"中国共产党|中共|有限责任公司|股份有限公司|有限公司|公司|集团|科技|支部委员会|总支部委员会|委员会|党支部|党总支"
    r"|联合支部|支部|总支|省|市|区|县"
)
# Legal forms and words of the Party, by which no thing is told from another.
FORMS = re.compile(
    r"中国共产党|中共|有限责任公司|股份有限公司|有限公司|公司|委员会|党|(?<=总支)部|省|市|区|县"
)
# What a name is often said without.
LEFT_OUT = re.compile(r"科技|技术")
LEAST_LIKENESS = 0.45
LOOKED_AT = 30


@lru_cache(maxsize=32768)
def name_key(text: str) -> str:
    """One spelling for brackets, widths, spaces, letters, and traditional characters."""
    return simplified(BRACKETS.sub("", compact(text)).casefold())


@lru_cache(maxsize=32768)
def core_of(text: str) -> str:
    """What tells a name from others of its kind; the whole name where nothing is left."""
    key = name_key(text)
    return COMMON.sub("", key) or key


class Directory:
    """名录"""

    def __init__(self) -> None:
        self.labels: dict[int, str] = {}
        self._keys: dict[str, set[int]] = {}
        self._cores: list[tuple[int, str]] = []

    def add(self, key: int, label: str, names: Iterable[str] = ()) -> None:
        """Enter a thing under its full name and all others."""
        self.labels[key] = label
        for name in (label, *names):
            if name:
                self._keys.setdefault(name_key(name), set()).add(key)
                self._cores.append((key, name))

    def named(self, name: str) -> list[int]:
        """Keys of the things called so; more than one where the name is shared.

        A full name decides over short and former names of others.
        """
        keys = self._keys.get(name_key(name), set())
        exact = [key for key in keys if name_key(self.labels[key]) == name_key(name)]
        return sorted(exact or keys)

    def alike(self, name: str, most: int = 5) -> list[Suggestion]:
        """Things one of whose names, short and former ones included, comes close; the best first."""
        wanted = core_of(name)
        best: dict[int, float] = {}
        same: set[int] = set()
        for place, _ in self._sharing(wanted).most_common(LOOKED_AT):
            key, known = self._cores[place]
            best[key] = max(best.get(key, 0.0), likeness(wanted, core_of(known)))
            if is_same(name, known):
                same.add(key)
        ranked = sorted((-score, key) for key, score in best.items() if score >= LEAST_LIKENESS)[:most]
        return [
            Suggestion(key, self.labels[key], round(-score * 100), is_same=key in same)
            for score, key in ranked
        ]

    def _sharing(self, wanted: str) -> Counter[int]:
        """How many pairs of characters each name shares with another, by its place."""
        return Counter(place for pair in _pairs(wanted) for place in self._by_pair.get(pair, ()))

    @cached_property
    def _by_pair(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        for place, (_, name) in enumerate(self._cores):
            for pair in _pairs(core_of(name)):
                found[pair].append(place)
        return found


def _pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(max(len(text) - 1, 1))}


def likeness(a: str, b: str) -> float:
    """From 0 to 1; one name inside the other counts as near."""
    inside = 0.8 if min(len(a), len(b)) > 1 and (a in b or b in a) else 0.0
    return max(SequenceMatcher(None, a, b, autojunk=False).ratio(), inside)


def is_same(a: str, b: str) -> bool:
    """Whether two names differ in nothing that tells things apart; one may leave out 科技 or 技术."""
    one, other = (FORMS.sub("", name_key(name)) for name in (a, b))
    return bool(one and other) and (
        one == other or LEFT_OUT.sub("", one) == other or one == LEFT_OUT.sub("", other)
    )
