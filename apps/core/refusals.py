"""拒绝的话 — what the database refuses, said as the form would have said it, beside the field it is about."""

from collections.abc import Collection, Iterator

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError
from django.db.models import F, Model, UniqueConstraint

from apps.core.judgement import Issue, error

LEFT_REMIT = "保存后将不在您的职责范围内，请补填所属区域、集群或党组织。"
UNKNOWN = "数据库拒绝保存：与其他记录冲突，请核对后重试。"

Errors = dict[str, list[ValidationError]]


def refusal_of(refused: ValidationError | IntegrityError, *models: type[Model]) -> ValidationError:
    """The sentence of a refused write: of a workflow, a constraint of one of ``models``, or a trigger."""
    if isinstance(refused, ValidationError):
        return refused
    diagnosis = getattr(refused.__cause__, "diag", None)
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


def by_field(refused: ValidationError, model: type[Model], known: set[str]) -> Errors:
    """The errors field by field; what names no field of the form is said about the whole."""
    given = refused.error_dict if hasattr(refused, "error_dict") else {NON_FIELD_ERRORS: refused.error_list}
    beside = dict(_unique_fields(model))
    found: Errors = {}
    for field, errors in given.items():
        for each in errors:
            about = beside.get(str(each.message), field)
            found.setdefault(about if about in known else NON_FIELD_ERRORS, []).append(each)
    return found


def issues_of(refused: ValidationError, model: type[Model], known: Collection[str]) -> Iterator[Issue]:
    """A form's refusals as issues beside the columns of a roster."""
    for field, errors in by_field(refused, model, set(known)).items():
        for message in ValidationError(errors).messages:
            yield error("REFUSED", message, field="" if field == NON_FIELD_ERRORS else field)


def _unique_fields(model: type[Model]) -> Iterator[tuple[str, str]]:
    """The sentence of every constraint that one field is unique, and that field."""
    for constraint in model._meta.constraints:
        if isinstance(constraint, UniqueConstraint):
            named = [part.name for part in constraint.expressions if isinstance(part, F)]  # type: ignore[attr-defined]
            names = [*constraint.fields, *named]
            if len(names) == 1:
                yield str(constraint.violation_error_message), names[0]
