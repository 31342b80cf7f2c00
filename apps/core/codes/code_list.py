"""代码表 — a list of codes as data: what a form offers, what a sheet may say instead, what is stored."""

from collections.abc import Iterable, Mapping

from apps.core.text import compact


class CodeList:
    """代码表 — `choices` for a model field, `read` for a cell, `label` for a page."""

    def __init__(
        self,
        title: str,
        labels: Mapping[str, str],
        *,
        also: Mapping[str, Iterable[str]] | None = None,
        suffix: str = "",
        hidden: Iterable[str] = (),
    ):
        """`also` gives further spellings per code; `suffix` may be left out; `hidden` is never offered."""
        self.title = title
        self.labels = dict(labels)
        self.choices = [(code, label) for code, label in self.labels.items() if code not in set(hidden)]
        self._codes = self._spellings(also or {}, suffix)

    def _spellings(self, also: Mapping[str, Iterable[str]], suffix: str) -> dict[str, str]:
        codes: dict[str, str] = {}
        for code, label in self.labels.items():
            for spelling in (label, *also.get(code, ())):
                codes.setdefault(_key(spelling), code)
                if suffix:
                    codes.setdefault(_key(spelling + suffix), code)
        return codes

    def read(self, text: str | None) -> str | None:
        """The code of a spelling, or None; a bare code is a spelling only where the list says so."""
        return self._codes.get(_key(text)) if text else None

    def label(self, code: str | None) -> str:
        return self.labels.get(code or "", "")

    def __contains__(self, code: object) -> bool:
        return code in self.labels


def _key(text: str) -> str:
    return compact(text).casefold()


def same(*labels: str) -> dict[str, str]:
    """A list whose codes are its labels, where no official code is known."""
    return {label: label for label in labels}
