"""评选 — the sessions as published; who was named has the honour that was given for it."""

from django.utils.functional import partition

from apps.desk.demo import sources
from apps.desk.demo.filling.recipe import Filler
from apps.members.models import Award, Honour, Laureate, Nomination


def load(filler: Filler) -> None:
    """Sessions, nominations and laureates."""
    filler.fill(Award, "awards")
    _artisans(filler)
    nominations = [nomination for _, nomination in filler.fill(Nomination, "nominations")]
    nobody, people = partition(lambda one: one.member is not None, nominations)
    honours = Honour.objects.bulk_create(_honour(nomination) for nomination in people)
    named = zip([*people, *nobody], [*honours, *[None] * len(nobody)], strict=True)
    Laureate.objects.bulk_create(Laureate(nomination=one, honour=honour) for one, honour in named)


def _honour(nomination: Nomination) -> Honour:
    award = nomination.award
    return Honour(
        member=nomination.member,
        kind=Honour.Kind.OTHER,
        title=f"{award.name}{nomination.get_category_display()}",
        level=award.level,
        year=award.year,
    )


def _artisans(filler: Filler) -> None:
    """党员工匠 — each honour of a session answers to a nomination there."""
    sessions = {
        int(line["session_no"]): filler.find(Award, line["name"])
        for line in sources.rows("awards")
        if line["kind"] == Award.Kind.ARTISAN
    }
    honours = Honour.objects.filter(kind=Honour.Kind.ARTISAN).select_related("member").order_by("pk")
    nominations = Nomination.objects.bulk_create(
        Nomination(award=sessions[honour.session_no or 0], member=honour.member, is_passed=True)
        for honour in honours
    )
    Laureate.objects.bulk_create(
        Laureate(nomination=nomination, honour=honour)
        for nomination, honour in zip(nominations, honours, strict=True)
    )
