"""够不到 — a remit that reaches no row of one register any more; duties that all lack one right."""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

from django.db.models import Model

from apps.accounts.models import Grant
from apps.core.remit import RemitQuerySet

within = RemitQuerySet.within


@contextmanager
def out_of_reach(model: type[Model]) -> Iterator[None]:
    """Whoever asks which rows of ``model`` a remit reaches is told: none."""

    def narrowed(rows, remit):
        return rows.none() if rows.model is model else within(rows, remit)

    with mock.patch.object(RemitQuerySet, "within", narrowed):
        yield


@contextmanager
def out_of_duty(right: str) -> Iterator[None]:
    """Nobody's duties allow ``right``; all else they do."""

    before = Grant.allows

    def allowed(grant, *rights):
        return right not in rights and before(grant, *rights)

    with mock.patch.object(Grant, "allows", allowed):
        yield
