"""疑似转出 — people a roster leaves out are marked to be looked into; nobody is moved or removed by it."""

from collections.abc import Collection
from datetime import date

from apps.core.remit import Remit
from apps.members.models import Affiliation, DepartureDoubt


def doubt(affiliations: Collection[int], *, remit: Remit, on: date) -> int:
    """Mark open affiliations within the remit, each once; answers how many are new."""
    reached = Affiliation.objects.within(remit).in_force(on).filter(pk__in=affiliations)
    waiting = reached.exclude(pk__in=DepartureDoubt.objects.order_by().values("affiliation"))
    doubts = [DepartureDoubt(affiliation=row, noted_on=on) for row in waiting.order_by("pk")]
    return len(DepartureDoubt.objects.bulk_create(doubts))
