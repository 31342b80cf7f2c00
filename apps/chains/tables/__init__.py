"""明细 — the rows behind a number as tables, as they stood on a day; one module for what one chain opens."""

from django.db.models import Model

from apps.chains.tables import activity, innovation, registers, services, sites, talent
from apps.chains.tables.sheet import Sheet, address

SHEETS: dict[type[Model], Sheet] = (
    registers.SHEETS | talent.SHEETS | activity.SHEETS | services.SHEETS | innovation.SHEETS | sites.SHEETS
)

__all__ = ["SHEETS", "Sheet", "address"]
