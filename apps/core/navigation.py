"""导航 — the left navigation as data: which places exist, and which of them this reader may enter."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse


@dataclass(frozen=True)
class Item:
    """One entry. `urls` are names in order of preference; later ones (an admin list, say) also light it up.

    An entry with a `hue` stands beside its neighbours instead of under them.
    """

    label: str
    urls: tuple[str, ...]
    permission: str = ""
    arguments: tuple[str, ...] = ()
    hue: str = ""

    def addresses(self) -> list[str]:
        """Addresses of the pages that exist; none while a page is not built."""
        return [address for name in self.urls if (address := resolve(name, self.arguments))]

    def open_to(self, user: Any) -> bool:
        """Whether the reader's duties let them in; an entry without permission is for everyone signed in."""
        return user.is_authenticated and (not self.permission or user.has_perm(self.permission))


@dataclass(frozen=True)
class Group:
    """A heading and its entries."""

    heading: str
    items: tuple[Item, ...]


@dataclass
class Entry:
    """An item this reader sees, with its address and whether it is where they are."""

    item: Item
    addresses: list[str]
    here: bool = False

    @property
    def address(self) -> str:
        """Where a click leads."""
        return self.addresses[0]

    @property
    def label(self) -> str:
        """What it says."""
        return self.item.label

    @property
    def hue(self) -> str:
        """The chain whose colour it wears."""
        return self.item.hue


@dataclass
class Section:
    """A group as this reader sees it."""

    heading: str
    entries: list[Entry] = field(default_factory=list)


def resolve(name: str, arguments: tuple[object, ...] = ()) -> str:
    """The address of a named page, or nothing when there is no such page."""
    return _address(name, arguments, get_urlconf(), get_script_prefix()) if name else ""


@lru_cache(maxsize=1024)
def _address(name: str, arguments: tuple[object, ...], urlconf: str | None, prefix: str) -> str:
    """Found out once: every page asks for a hundred of them."""
    try:
        return reverse(name, urlconf=urlconf, args=arguments)
    except NoReverseMatch:
        return ""


def sections(groups: Iterable[Group], request: HttpRequest) -> list[Section]:
    """The navigation of one reader on one page: what they may not enter is absent, not greyed."""
    user = getattr(request, "user", None)
    if user is None:
        return []
    seen = [Section(group.heading, entries_of(group, user)) for group in groups]
    light_up([entry for section in seen for entry in section.entries], request.path)
    return [section for section in seen if section.entries]


def entries_of(group: Group, user: Any) -> list[Entry]:
    """The entries of one group that exist and are open to the reader."""
    candidates = ((item, item.addresses()) for item in group.items if item.open_to(user))
    return [Entry(item, addresses) for item, addresses in candidates if addresses]


def light_up(entries: list[Entry], path: str) -> None:
    """Mark the entry whose address is the longest beginning of where the reader is."""
    matches = [
        (len(address), -index, entry)
        for index, entry in enumerate(entries)
        for address in entry.addresses
        if path == address or (path.startswith(address) and address != "/")
    ]
    if matches:
        max(matches, key=lambda match: match[:2])[2].here = True
