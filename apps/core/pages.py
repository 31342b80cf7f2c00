"""登记页的网址 — the addresses every register has: its list, the list as a file, the page about one row."""

from django.urls import URLPattern, path

from apps.core.entry import RegisterEntry
from apps.core.links import lead
from apps.core.listing import RegisterExport, RegisterList


def pages(
    plural: str, singular: str, listing: type[RegisterList], entry: type[RegisterEntry] | None = None
) -> list[URLPattern]:
    """Addresses of one register in the namespace of its app, as ``visits`` and ``visit``; rows lead there."""
    namespace, where = listing.model._meta.app_label, f"{plural.replace('_', '-')}/"
    export = f"{namespace}:{plural}_export"
    made = [
        path(where, listing.as_view(export=export), name=plural),
        path(f"{where}export/", exported(listing).as_view(), name=f"{plural}_export"),
    ]
    if entry:
        lead(listing.model, page=f"{namespace}:{singular}", listing=f"{namespace}:{plural}")
        made.append(path(f"{where}<int:pk>/", entry.as_view(), name=singular))
    return made


def exported(listing: type[RegisterList]) -> type[RegisterExport]:
    """The same list as a file, for those whose duty exports it."""
    return type(f"{listing.__name__}Export", (RegisterExport, listing), {"verbs": ("view", "export")})
