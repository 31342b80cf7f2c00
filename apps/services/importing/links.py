"""链接 — columns of service rosters that name a category being drafted, a product or a policy."""

from collections.abc import Sequence
from typing import Any

from apps.clusters.links import ClusterLink, PlaceLink
from apps.core import bulk
from apps.core.judgement import error
from apps.rosters.directory import Directory
from apps.rosters.links import Link
from apps.rosters.naming import Named
from apps.rosters.registry import Kept
from apps.rosters.rows import Row
from apps.rosters.situation import Situation
from apps.services.models import FinanceProduct, Policy, ServiceCatalogue, ServiceCategory

CODE = "category_code"


class ProductLink(Link):
    """金融产品 — open to every reader, so naming one brings nothing within a remit."""

    kind, words, is_anchor = "product", "金融产品", False

    def __init__(self, situation: Situation, field: str) -> None:
        super().__init__(situation, field)
        self.directory = Directory()
        for key, name in FinanceProduct.objects.values_list("pk", "name"):
            self.directory.add(key, name)


class PolicyLink(Link):
    """惠企政策"""

    kind, words, is_anchor = "policy", "政策", False

    def __init__(self, situation: Situation, field: str) -> None:
        super().__init__(situation, field)
        self.directory = Directory()
        for key, title in Policy.objects.values_list("pk", "title"):
            self.directory.add(key, title)


class CategoryLink(Link):
    """服务大类 — of the edition being drafted for the cluster or place chosen; a new heading is begun."""

    kind, words = "category", "服务大类"

    def __init__(self, situation: Situation, field: str) -> None:
        super().__init__(situation, field)
        self.draft = self._draft()
        self.codes: dict[str, str] = {}
        self.directory = Directory()
        held = ServiceCategory.objects.filter(catalogue=self.draft) if self.draft else ()
        for category in held:
            self.directory.add(category.pk, category.name, [category.code])

    def _draft(self) -> ServiceCatalogue | None:
        """The one edition 编制 of the cluster chosen, else of the place."""
        drafts = ServiceCatalogue.objects.within(self.situation.remit).filter(status="draft")
        cluster = ClusterLink(self.situation, "cluster")._of(self.situation.cluster)
        place = PlaceLink(self.situation, "place")
        named = None if cluster else place._of(place.default())
        owner: dict[str, int | None] = {"cluster": cluster.key if cluster else None}
        if named and named.key:
            owner["place"] = named.key
        found = list(drafts.filter(**owner)[:2])
        return found[0] if len(found) == 1 else None

    def read(self, rows: Sequence[Row]) -> list[Named | None]:
        for row in rows:
            name, code = row.values.get(self.field), row.values.get(CODE)
            if name and code:
                self.codes.setdefault(name, code)
        return super().read(rows)

    def _unknown(self, named: Named, found: int) -> Named:
        if self.draft is None:
            sentence = "没有（或不止一个）编制中的服务清单，请先新编一版，并选择它的集群或区域"
            named.issues.append(error("CATALOGUE_MISSING", sentence, field=self.field))
        else:
            named.is_new = True
        return named

    def create(self, named: Sequence[Named], kept: Kept) -> None:
        taken = set(ServiceCategory.objects.filter(catalogue=self.draft).values_list("code", flat=True))
        keys = bulk.next_keys(ServiceCategory, len(named))
        rows: list[dict[str, Any]] = []
        for key, one in zip(keys, named, strict=True):
            code = self._code_of(one, taken)
            taken.add(code)
            one.key = key
            rows.append(
                {"id": key, "catalogue_id": self.draft and self.draft.pk, "code": code, "name": one.name}
            )
        bulk.insert(ServiceCategory, rows)
        kept.created.setdefault(self.words, []).extend(one.name for one in named)

    def _code_of(self, named: Named, taken: set[str]) -> str:
        """The code the sheet gives it, else the next free number."""
        said = self.codes.get(named.name, "")
        free = (f"{number:02d}" for number in range(1, len(taken) + 2))
        return said if said and said not in taken else next(code for code in free if code not in taken)
