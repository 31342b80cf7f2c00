"""惠企服务清单 — a catalogue in versions: one current for each owner, frozen once published."""

from typing import ClassVar

import pgtrigger
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from apps.clusters.models import Cluster
from apps.core.history import tracked
from apps.core.remit import Reach, RemitQuerySet
from apps.core.tree import KeysOn
from apps.services.reaching import either, following, of, serving, serving_within

FROZEN = "已发布的清单不能修改，请另编新版本。"
REACHES = (Reach.PLACE, Reach.CLUSTER, Reach.ORGANIZATION, Reach.ENTERPRISE, Reach.DEPARTMENT)


def published(lookup):
    """What a lookup finds, once it has been published."""
    return lambda target: lookup(target) & Q(status__in=ServiceCatalogue.PUBLISHED)


def _above(path):
    """Catalogues of the places that a place stands under."""
    keys = [key for key in path.strip("/").split("/") if key]
    return Q(cluster=None, place__in=keys)


class ServiceCatalogueQuerySet(RemitQuerySet):
    """清单 rows. A place's published catalogue is for all clusters there; a cluster's, for the cluster."""

    reached_by: ClassVar = {
        Reach.PLACE: either(of("place__path__startswith"), published(_above)),
        Reach.CLUSTER: either(of("cluster__path__startswith"), published(serving_within(Reach.CLUSTER))),
        Reach.ORGANIZATION: published(serving_within(Reach.ORGANIZATION)),
        Reach.ENTERPRISE: published(serving_within(Reach.ENTERPRISE)),
        Reach.DEPARTMENT: published(lambda key: Q(cluster=None)),
    }

    def current(self, day):
        """现行 on a day."""
        return self.filter(
            Q(retired_on=None) | Q(retired_on__gt=day),
            status__in=ServiceCatalogue.PUBLISHED,
            published_on__lte=day,
        )

    def serving(self, *clusters):
        """Those of these clusters, and those of the places these stand in or under."""
        return self.filter(serving(Cluster.objects.filter(pk__in=[cluster.pk for cluster in clusters])))


@tracked()
class ServiceCatalogue(models.Model):
    """惠企服务清单 — one version; the owner is a place, or a cluster in it."""

    class Status(models.TextChoices):
        DRAFT = "draft", "编制"
        REVIEW = "review", "审核"
        CURRENT = "current", "现行"
        RETIRED = "retired", "停用"

    PUBLISHED = (Status.CURRENT, Status.RETIRED)

    title = models.CharField("清单名称", max_length=80)
    edition = models.CharField("版本", max_length=10, help_text="如：3.0")
    place = models.ForeignKey(
        "clusters.Place", models.PROTECT, related_name="catalogues", verbose_name="所属区域"
    )
    cluster = models.ForeignKey(
        "clusters.Cluster",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="catalogues",
        verbose_name="所属集群",
        help_text="集群自己的清单填写；全区域共用的不填",
    )
    issuer = models.CharField("发布单位", max_length=80, blank=True)
    status = models.CharField("状态", max_length=10, choices=Status, default=Status.DRAFT)
    published_on = models.DateField("发布日期", null=True, blank=True)
    retired_on = models.DateField("停用日期", null=True, blank=True)
    previous = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="next",
        verbose_name="上一版本",
    )

    objects = ServiceCatalogueQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "惠企服务清单"
        ordering = [KeysOn("place__path"), KeysOn("cluster__path"), "-published_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                "place",
                "cluster",
                "edition",
                name="catalogue_edition_once",
                nulls_distinct=False,
                violation_error_message="该版本的清单已登记。",
            ),
            models.UniqueConstraint(
                "place",
                "cluster",
                name="catalogue_one_current",
                condition=Q(status="current"),
                nulls_distinct=False,
                violation_error_message="已有现行清单，请先停用。",
            ),
            models.CheckConstraint(
                condition=Q(status__in=("draft", "review"), published_on=None, retired_on=None)
                | Q(status="current", published_on__isnull=False, retired_on=None)
                | Q(status="retired", published_on__isnull=False, retired_on__isnull=False),
                name="catalogue_days_match_status",
                violation_error_message="现行清单须有发布日期，停用清单须有发布和停用日期，未发布的都不填。",
            ),
            models.CheckConstraint(
                condition=Q(retired_on=None) | Q(retired_on__gte=F("published_on")),
                name="catalogue_retired_after_published",
                violation_error_message="停用日期不能早于发布日期。",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="catalogue_frozen",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__status__in=["current", "retired"]),
                func=pgtrigger.Func(
                    f"""
                    IF TG_OP = 'DELETE' THEN
                        RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = '{FROZEN}';
                    END IF;
                    IF NEW.status IN ('draft', 'review')
                        OR (NEW.title, NEW.edition, NEW.place_id) IS DISTINCT FROM
                            (OLD.title, OLD.edition, OLD.place_id)
                        OR (NEW.cluster_id, NEW.published_on) IS DISTINCT FROM
                            (OLD.cluster_id, OLD.published_on)
                    THEN
                        RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = '{FROZEN}';
                    END IF;
                    RETURN NEW;
                    """
                ),
            )
        ]

    def __str__(self):
        return f"{self.title}{self.edition}版"

    def clean(self):
        if self.cluster_id and self.place_id and self.cluster.place_id != self.place_id:
            raise ValidationError({"cluster": "集群不在所选区域。"})

    @property
    def is_frozen(self):
        """Whether its categories and items are closed to writing."""
        return self.status in self.PUBLISHED


def frozen(name, catalogue_of):
    """Refuse writes to parts of a published catalogue; ``catalogue_of`` is SQL from a row's record."""
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        declare=[("row_at_hand", "record")],
        func=pgtrigger.Func(
            f"""
            row_at_hand := CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
            IF EXISTS (
                SELECT FROM services_servicecatalogue catalogue
                WHERE catalogue.status IN ('current', 'retired') AND catalogue.id IN ({catalogue_of})
            ) THEN
                RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = '{FROZEN}';
            END IF;
            RETURN row_at_hand;
            """  # nosec B608
        ),
    )


class ServiceCategoryQuerySet(RemitQuerySet):
    """大类 of catalogues."""

    reached_by: ClassVar = following(ServiceCatalogue, "catalogue", *REACHES)

    def of_current(self, day):
        """Of the catalogues current on a day (SRV-01)."""
        return self.filter(catalogue__in=ServiceCatalogue.objects.current(day).values("pk"))


@tracked()
class ServiceCategory(models.Model):
    """服务大类 — a heading of one version of a catalogue."""

    catalogue = models.ForeignKey(
        ServiceCatalogue, models.CASCADE, related_name="categories", verbose_name="清单"
    )
    code = models.CharField("编号", max_length=10)
    name = models.CharField("大类名称", max_length=80)

    objects = ServiceCategoryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "服务大类"
        ordering = ["catalogue", "code"]
        constraints = [
            models.UniqueConstraint(
                "catalogue",
                "code",
                name="category_code_once",
                violation_error_message="该清单已有同一编号的大类。",
            )
        ]
        triggers = [frozen("category_frozen", "OLD.catalogue_id, NEW.catalogue_id")]

    def __str__(self):
        return f"{self.code} {self.name}"

    def clean(self):
        if self.catalogue_id and self.catalogue.is_frozen:
            raise ValidationError(FROZEN)


class ServiceItemQuerySet(RemitQuerySet):
    """事项 of catalogues."""

    reached_by: ClassVar = following(ServiceCategory, "category", *REACHES)

    def of_current(self, day):
        """Of the catalogues current on a day (SRV-02)."""
        return self.filter(category__in=ServiceCategory.objects.of_current(day).values("pk"))


@tracked()
class ServiceItem(models.Model):
    """服务事项 — one thing a department does for enterprises, with its promise."""

    category = models.ForeignKey(
        ServiceCategory, models.CASCADE, related_name="items", verbose_name="服务大类"
    )
    code = models.CharField("编号", max_length=12)
    name = models.CharField("事项名称", max_length=120)
    provider = models.ForeignKey(
        "clusters.Department",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="service_items",
        verbose_name="提供部门",
    )
    contact = models.CharField("咨询方式", max_length=80, blank=True)
    audience = models.CharField("服务对象", max_length=120, blank=True)
    conditions = models.TextField("办理条件", blank=True)
    procedure = models.TextField("办理流程", blank=True)
    promise_days = models.PositiveSmallIntegerField("承诺时限（工作日）", null=True, blank=True)
    is_online = models.BooleanField("可网上办理", default=False)
    legal_basis = models.TextField("依据", blank=True)

    objects = ServiceItemQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "服务事项"
        ordering = ["category__catalogue", "category__code", "code"]
        constraints = [
            models.UniqueConstraint(
                "category",
                "code",
                name="item_code_once",
                violation_error_message="该大类已有同一编号的事项。",
            )
        ]
        triggers = [
            frozen(
                "item_frozen",
                "SELECT category.catalogue_id FROM services_servicecategory category "
                "WHERE category.id IN (OLD.category_id, NEW.category_id)",
            )
        ]

    def __str__(self):
        return f"{self.code} {self.name}"

    def clean(self):
        if self.category_id and self.category.catalogue.is_frozen:
            raise ValidationError(FROZEN)
