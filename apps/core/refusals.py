"""拒绝的话 — what the database refuses, said as the form would have said it."""

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError
from django.db.models import Model

UNKNOWN = "数据库拒绝保存：与其他记录冲突，请核对后重试。"


def refusal_of(error: ValidationError | IntegrityError, *models: type[Model]) -> ValidationError:
    """The sentence of a refused write: of a workflow, a constraint of one of ``models``, or a trigger."""
    if isinstance(error, ValidationError):
        return error
    diagnosis = getattr(error.__cause__, "diag", None)
    said = _sentences(models).get(getattr(diagnosis, "constraint_name", None) or "")
    # Our triggers speak Chinese themselves; PostgreSQL's own words are not for people.
    own = getattr(diagnosis, "message_primary", None) or ""
    return ValidationError(said or (own if own and not own.isascii() else UNKNOWN))


def _sentences(models: tuple[type[Model], ...]) -> dict[str, str]:
    return {
        constraint.name: str(constraint.violation_error_message)
        for model in models
        for constraint in model._meta.constraints
    }


def by_field(error: ValidationError, known: set[str]) -> dict[str, list[ValidationError]]:
    """The errors field by field; what names no field of the form is said about the whole."""
    if not hasattr(error, "error_dict"):
        return {NON_FIELD_ERRORS: error.error_list}
    found: dict[str, list[ValidationError]] = {}
    for field, errors in error.error_dict.items():
        found.setdefault(field if field in known else NON_FIELD_ERRORS, []).extend(errors)
    return found
