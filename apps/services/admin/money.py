"""惠企资金登记 — products, records, policies and claims."""

from django.contrib import admin

from apps.core.admin import RegisterAdmin
from apps.core.admin_moves import MovedAdmin
from apps.core.admin_parts import WithinRemitFilter
from apps.services.models import FinanceProduct, FinanceRecord, Policy, PolicyClaim


@admin.register(FinanceProduct)
class FinanceProductAdmin(RegisterAdmin):
    list_display = ("name", "kind", "institution")
    list_filter = ("kind",)
    search_fields = ("name", "institution__name")


@admin.register(FinanceRecord)
class FinanceRecordAdmin(MovedAdmin):
    list_display = (
        "product",
        "enterprise",
        "cluster",
        "place",
        "amount_kind",
        "amount",
        "cases",
        "paid_on",
        "status",
    )
    list_filter = ("amount_kind", "status", "product", ("cluster", WithinRemitFilter))
    search_fields = ("enterprise__name", "product__name", "remark")
    date_hierarchy = "paid_on"


@admin.register(Policy)
class PolicyAdmin(RegisterAdmin):
    searched = True
    list_display = ("title", "document_number", "issuer", "place", "issued_on", "valid_until", "articles")
    search_fields = ("title", "document_number", "issuer")
    date_hierarchy = "issued_on"


@admin.register(PolicyClaim)
class PolicyClaimAdmin(MovedAdmin):
    list_display = ("policy", "enterprise", "amount", "submitted_on", "paid_on", "status")
    list_filter = ("status",)
    search_fields = ("policy__title", "enterprise__name")
    date_hierarchy = "submitted_on"
