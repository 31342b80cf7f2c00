"""人员登记导出 — registers about people name each by 系统编号 too: so their rosters read the file back."""

from django.db.models import Model

from apps.core.exports import Column, RegisterResource, resource_for


def resource_about_people(model: type[Model], *names: str, **columns: Column) -> type[RegisterResource]:
    """The resource of a register whose rows link to a ``member``."""
    return resource_for(model, *names, **columns, person_uid=Column("系统编号", "member__uid"))
