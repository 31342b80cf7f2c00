"""够不到 — a remit that reaches everything it did, but of one register no row any more."""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

from django.db.models import Model

from apps.core.remit import RemitQuerySet

within = RemitQuerySet.within


@contextmanager
def out_of_reach(model: type[Model]) -> Iterator[None]:
    """Whoever asks which rows of ``model`` a remit reaches is told: none."""

    def narrowed(rows, remit):
        return rows.none() if rows.model is model else within(rows, remit)

    with mock.patch.object(RemitQuerySet, "within", narrowed):
        yield
