"""走访 — rows are 家次; officials go, one or two at a time."""

from apps.desk.demo.filling.recipe import Filler
from apps.services.models import Visit, Visitor


def load(filler: Filler) -> None:
    """Visits and who went."""
    Visitor.objects.bulk_create(
        Visitor(visit=visit, member=filler.draws.official(filler.scope(line)))
        for line, visit in filler.fill(Visit, "visits")
        for _ in range(int(line["visitors"]))
    )
