"""惠企服务清单: one current version an owner, frozen once published, the next one copied."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from apps.core import clock
from apps.core.moves import MoveRefused
from apps.services.models import ServiceCatalogue, ServiceCategory, ServiceItem
from apps.services.workflow import catalogues
from tests.factories import make_cluster, make_enterprise, make_place, remit_to
from tests.factories_services import make_catalogue

pytestmark = pytest.mark.django_db
SPRING, TODAY = date(2026, 3, 1), date(2026, 11, 22)


@pytest.fixture(autouse=True)
def today():
    with clock.set_to(TODAY):
        yield


def published(on=SPRING, **facts):
    return catalogues.publish(catalogues.submit(make_catalogue(**facts), by=None), by=None, on=on)


def test_a_catalogue_without_items_is_not_submitted():
    with pytest.raises(MoveRefused, match="清单还没有事项，不能送审。"):
        catalogues.submit(make_catalogue(items=0), by=None)


def test_a_draft_is_not_published_without_review():
    with pytest.raises(MoveRefused, match="“编制”的惠企服务清单不能变更为“现行”。"):
        catalogues.publish(make_catalogue(), by=None)


def test_publishing_a_version_retires_the_one_before():
    old = published()
    new = catalogues.draft_next(old, edition="2.0", by=None)
    catalogues.publish(catalogues.submit(new, by=None), by=None, on=TODAY)
    told = ServiceCatalogue.objects.order_by("edition").values_list("edition", "status", "retired_on")
    assert list(told) == [("1.0", "retired", TODAY), ("2.0", "current", None)]


def test_each_day_has_its_current_version():
    old = published()
    new = catalogues.draft_next(old, edition="2.0", by=None)
    catalogues.publish(catalogues.submit(new, by=None), by=None, on=TODAY)
    days = (date(2026, 2, 28), SPRING, TODAY)
    assert [[row.edition for row in ServiceCatalogue.objects.current(day)] for day in days] == [
        [],
        ["1.0"],
        ["2.0"],
    ]


def test_the_next_version_is_a_copy_that_may_be_changed():
    draft = catalogues.draft_next(published(items=3), edition="2.0", by=None)
    ServiceItem.objects.filter(category__catalogue=draft).first().delete()
    counts = [row.categories.get().items.count() for row in ServiceCatalogue.objects.order_by("edition")]
    assert (draft.previous.edition, counts) == ("1.0", [3, 2])


@pytest.mark.parametrize(
    "write",
    [
        lambda item: ServiceItem.objects.filter(pk=item.pk).update(name="改名"),
        lambda item: item.delete(),
        lambda item: ServiceItem.objects.create(category=item.category, code="99", name="加一项"),
        lambda item: ServiceCategory.objects.create(catalogue=item.category.catalogue, code="9", name="加"),
        lambda item: ServiceCatalogue.objects.update(title="改名"),
    ],
)
def test_a_published_catalogue_is_closed_to_every_writer(write):
    published()
    with pytest.raises(IntegrityError, match="已发布的清单不能修改，请另编新版本。"):
        write(ServiceItem.objects.get())


def test_a_form_says_that_a_published_catalogue_is_frozen():
    item = ServiceItem(category=published().categories.get(), code="99", name="加一项")
    with pytest.raises(ValidationError, match="已发布的清单不能修改，请另编新版本。"):
        item.full_clean()


def test_an_owner_has_one_current_catalogue():
    old = published()
    row = ServiceCatalogue(
        title="另一份", edition="2.0", place=old.place, status="current", published_on=TODAY
    )
    with pytest.raises(ValidationError, match="已有现行清单，请先停用。"):
        row.full_clean()


def test_categories_and_items_are_counted_of_the_current_version_only():
    published(items=2)
    make_catalogue("9.9", items=5)
    counts = (
        ServiceCategory.objects.of_current(TODAY).count(),
        ServiceItem.objects.of_current(TODAY).count(),
    )
    assert counts == (1, 2)


def test_a_places_published_catalogue_serves_the_clusters_there_and_below():
    city, other = make_place(), make_place()
    town = make_place(parent=city)
    mine = published(place=city)
    published(place=other)
    cluster = make_cluster(place=town)
    enterprise = make_enterprise(cluster=cluster)
    seen = [list(ServiceCatalogue.objects.within(remit_to(desk))) for desk in (cluster, town, enterprise)]
    assert (seen, list(ServiceCatalogue.objects.serving(cluster))) == ([[mine]] * 3, [mine])


def test_a_draft_of_the_place_and_a_neighbours_catalogue_are_not_seen_by_a_cluster():
    city = make_place()
    cluster, neighbour = make_cluster(place=city), make_cluster(place=city)
    make_catalogue(place=city)
    published(cluster=neighbour)
    assert list(ServiceCatalogue.objects.within(remit_to(cluster))) == []
