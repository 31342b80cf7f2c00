"""所凭范围 — an upload is its owner's for as long as they hold what it was handed in and kept with.

What is said about its rows was judged for a remit: whoever holds less of it now finds the upload missing,
like one that never was. Of uploads for which nobody noted it only a remit over everything knows.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from apps.core.history import because
from apps.core.remit import Remit
from apps.rosters.models import Upload
from apps.rosters.models.upload import UploadQuerySet
from apps.rosters.registry import kinds

LOST = "您的职责范围已有变动，没有写入任何内容。请按现在的职责范围重新上传名册。"


def stretches_of(remit: Remit) -> list[str]:
    """A remit as it is noted with an upload: cluster:/3/."""
    return sorted(f"{one.reach.value}:{one.target or ''}" for one in remit.stretches)


def own(user: Any) -> UploadQuerySet:
    """What somebody handed in, with what they still hold where they may import such a roster."""
    held: dict[str, list[str]] = {}
    for kind in kinds():
        held.setdefault(kind.permission, []).append(kind.code)
    conditions = (_held(user.remit_for(permission), codes) for permission, codes in held.items())
    found: UploadQuerySet = Upload.objects.filter(Q(*conditions, _connector=Q.OR), owner=user.pk)
    return found


def seen_by(user: Any, remit: Remit) -> UploadQuerySet:
    """One's own, and all of them for a remit over everything."""
    every = Upload.objects.within(remit)
    found: UploadQuerySet = Upload.objects.filter(
        Q(pk__in=every.values("pk")) | Q(pk__in=own(user).values("pk"))
    )
    return found


@transaction.atomic
def keep_with(upload: Upload, remit: Remit, *, by: Any) -> None:
    """What it is kept with is noted beside what it was handed in with."""
    locked = Upload.objects.select_for_update(of=("self",)).without_files().get(pk=upload.pk)
    held = sorted({*(locked.remit or ()), *stretches_of(remit)})
    if held != locked.remit:
        locked.remit = held
        with because(by=by, upload=upload.pk):
            locked.save(update_fields=["remit"])


def insist(upload: Upload, remit: Remit) -> None:
    """Raises ``ValidationError`` where less is held now than it was handed in with."""
    if remit.is_everything:
        return
    if not upload.remit or not set(upload.remit) <= set(stretches_of(remit)):
        raise ValidationError(LOST)


def _held(remit: Remit, codes: list[str]) -> Q:
    of_these = Q(roster__in=codes)
    if remit.is_everything:
        return of_these
    if not remit:
        return Q(pk__in=[])
    return of_these & Q(remit__contained_by=stretches_of(remit), remit__len__gt=0)
