"""列 — a column is written once: it reads, writes, heads the template, explains itself, judges its cells."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from apps.core.text import compact, simplified, tidy
from apps.rosters.cells import NOTHING, Cell, Circumstances, Said, TextCell
from apps.rosters.cells.cell import shown

ORNAMENT = re.compile(r"""[*★☆()\[\]【】{}<>《》"'“”‘’:、/.。,_\-—–·;?!#&]""")


@lru_cache(maxsize=4096)
def heading_key(text: str) -> str:
    """A heading as it is compared: folded, simplified, without spaces, stars, brackets and marks (§4.2)."""
    return bared(compact(text))


def bared(text: str) -> str:
    """The same of a text that is compact."""
    return simplified(ORNAMENT.sub("", text).casefold())


def wording(raw: Any) -> str:
    """What a cell says, as equal sayings are told: edge and double spaces, widths of characters aside."""
    if raw is None:
        return ""
    return tidy(raw if isinstance(raw, str) else shown(raw) if isinstance(raw, float | date) else str(raw))


class Column:
    """列 — named by ``field``, or for want of it by the attribute it is assigned to: the canonical name."""

    def __init__(
        self,
        title: str,
        cell: Cell | None = None,
        *,
        required: bool = False,
        also: Sequence[str] = (),
        unlike: Sequence[str] = (),
        example: str = "",
        help: str = "",
        derived: bool = False,
        aside: bool = False,
        template: bool = True,
        field: str = "",
    ):
        """`also` are further headings; one holding a word of `unlike` is not this column unless spelled out.

        A `derived` column is read only to cross-check; an `aside` is no field, but may be asked for.
        """
        self.title = title
        self.cell = cell or TextCell()
        self.required = required
        self.also = tuple(also)
        self.unlike = tuple(map(heading_key, unlike))
        self.example = example
        self.help = help
        self.derived = derived
        self.aside = aside
        self.template = template and not (derived or aside)
        self.field = field

    def __set_name__(self, owner: type, name: str) -> None:
        self.field = self.field or name

    @property
    def headings(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(heading_key(text) for text in (self.title, *self.also)))

    @property
    def explanation(self) -> str:
        """For the guide beside the upload button and the note on the template's heading."""
        parts = ["必填" if self.required else "", self.help or self.cell.explanation]
        example = f"例：{self.example}" if self.example else ""
        return "；".join(part for part in (*parts, example) if part)

    def read(self, raw: Any, circumstances: Circumstances) -> Said:
        said = self.cell.read(raw, circumstances)
        if not said.issues:
            return said
        return said._replace(issues=tuple(issue.about(self.field) for issue in said.issues))

    def write(self, value: Any) -> Any:
        return self.cell.write(value)

    def reader(
        self, circumstances: Circumstances, meanings: Mapping[str, str] | None = None
    ) -> Callable[[Any], Said]:
        """`read` for one file: equal cells are judged once, since most columns repeat a few values.

        `meanings` says what words of this file are to be read as.
        """
        meant = self._meant(meanings) if meanings else None
        if not self.cell.cacheable and not meant:
            return lambda raw: NOTHING if raw is None else self.read(raw, circumstances)
        known: dict[Any, Said] = {None: NOTHING}

        def read(raw: Any) -> Said:
            key = raw if type(raw) is str or raw is None else (type(raw), raw)
            said = known.get(key)
            if said is None:
                said = known[key] = self.read(meant(raw) if meant else raw, circumstances)
            return said

        return read

    @staticmethod
    def _meant(meanings: Mapping[str, str]) -> Callable[[Any], Any]:
        return lambda raw: meanings.get(wording(raw), raw)
