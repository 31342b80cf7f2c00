"""惠企服务清单 — versions with their categories and items; filled while they are drafts, then published."""

from collections.abc import Iterator

from apps.desk.demo import sources
from apps.desk.demo.filling.recipe import Filler
from apps.desk.demo.sources import Row
from apps.services.models import ServiceCatalogue, ServiceCategory, ServiceItem

ASPECTS = (
    "政策咨询",
    "申报辅导",
    "快速办理",
    "上门服务",
    "专项补贴",
    "供需对接",
    "年度评估",
    "绿色通道",
    "代办帮办",
    "专题培训",
)


def load(filler: Filler) -> None:
    """Every version with all that stands in it."""
    lines = list(sources.rows("catalogues"))
    versions = {(line["place"], line["edition"]): _draft(filler, line) for line in lines}
    ServiceCatalogue.objects.bulk_create(versions.values())
    categories = [(line, _category(versions, line)) for line in sources.rows("categories")]
    ServiceCategory.objects.bulk_create(category for _, category in categories)
    ServiceItem.objects.bulk_create(
        item for line, category in categories for item in _items(filler, line, category)
    )
    for line in lines:
        _publish(versions, line)


def _draft(filler: Filler, line: Row) -> ServiceCatalogue:
    return ServiceCatalogue(
        title=line["title"],
        edition=line["edition"],
        place=filler.world.places[line["place"]],
        issuer=line["issuer"],
    )


def _category(versions: dict[tuple[str, str], ServiceCatalogue], line: Row) -> ServiceCategory:
    catalogue = versions[line["place"], line["edition"]]
    return ServiceCategory(catalogue=catalogue, code=line["code"], name=line["name"])


def _items(filler: Filler, line: Row, category: ServiceCategory) -> Iterator[ServiceItem]:
    random, scope = filler.world.inventor.random, ("place", line["place"])
    for number in range(1, int(line["items"]) + 1):
        yield ServiceItem(
            category=category,
            code=f"{line['code']}{number:02d}",
            name=f"{line['name']}：{ASPECTS[(number - 1) % len(ASPECTS)]}",
            provider=filler.draws.department(scope),
            audience="链上企业",
            promise_days=random.choice((1, 3, 5, 10, 15)),
            is_online=random.random() < 0.6,
        )


def _publish(versions: dict[tuple[str, str], ServiceCatalogue], line: Row) -> None:
    """One version after the other, the older ones first: each but the first follows its forerunner."""
    row = versions[line["place"], line["edition"]]
    earlier = [one for (place, _), one in versions.items() if place == line["place"] and one.published_on]
    row.status, row.published_on = line["status"], line["published_on"]
    row.retired_on = line["retired_on"] or None
    row.previous = earlier[-1] if earlier else None
    row.save()
