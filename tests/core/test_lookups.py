"""Looking for many values at once: whatever their kind, as with ``in``."""

import pytest

from apps.members.models import Member
from tests.factories import make_member

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("field", ["pk", "id_index", "uid", "name"])
def test_rows_are_found_by_values_of_any_kind(field):
    wanted, *_ = [make_member(name=name) for name in ('王"\\', "李二")]
    values = Member.objects.filter(pk=wanted.pk).values_list(field, flat=True)
    digests = [bytes(value) if isinstance(value, memoryview) else value for value in values]
    assert [found.pk for found in Member.objects.filter(**{f"{field}__among": digests})] == [wanted.pk]
    assert not Member.objects.filter(**{f"{field}__among": []}).exists()
