"""后台链接 — what a form only shows leads on where the reader may go; the rest is a name.

The administration links every row it knows a form of, and leads those who may not open it to a page that is
not there. It offers no place to say otherwise, so its own helper is told here.
"""

from django.contrib.admin.helpers import AdminReadonlyField
from django.db.models import ForeignObjectRel, Model

from apps.core.access import held

linked = AdminReadonlyField.get_admin_url


def link_or_name(shown: AdminReadonlyField, relation: ForeignObjectRel, row: Model) -> str:
    """The link of the library, for a row within where the reader's duties let rows like it be viewed."""
    reader = getattr(shown.form, "writer", None)
    if reader is None:
        return str(row)
    remit = reader.remit_for(f"{row._meta.app_label}.view_{row._meta.model_name}")
    opens = bool(remit) and held(type(row), remit).filter(pk=row.pk).exists()
    return str(linked(shown, relation, row)) if opens else str(row)


def lead_where_one_may_go() -> None:
    """From here on, for every form of the administration."""
    AdminReadonlyField.get_admin_url = link_or_name  # type: ignore[assignment]
