"""Fields of our own: encrypted text, its blind index, and the key a row carries from before it is saved."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import uuid6
from django.db import models
from django.db.models.query_utils import DeferredAttribute

from apps.core.identifiers import mask_text
from apps.core.pinyin import initials, order
from apps.core.sealing import blind_index, renewed, seal, seal_bytes, unseal, unseal_bytes


def row_key() -> UUID:
    """A UUIDv7 made by the application, so that a row can be encrypted before it is inserted."""
    return UUID(int=uuid6.uuid7().int)


class PointField(models.Field):
    """点 — a point of the plane; no column has it, what excludes rows compares by it."""

    def db_type(self, connection: Any) -> str:
        return "point"


class BoxField(models.Field):
    """框 — a box of the plane; as with points."""

    def db_type(self, connection: Any) -> str:
        return "box"


class RowKeyField(models.UUIDField):
    """``uid`` — what an encrypted value of the row is bound to."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"default": row_key, "editable": False} | kwargs)


class Sealed(bytes):
    """A ciphertext as it stands in the database, not yet opened."""


class OpeningAttribute(DeferredAttribute):
    """Opens the ciphertext on first reading; until then the row carries it unopened."""

    def __get__(self, instance: models.Model | None, cls: type | None = None) -> Any:
        if instance is None:
            return self
        value = super().__get__(instance, cls)
        if isinstance(value, Sealed):
            opened = self.field.opened(value, instance.uid)
            instance.__dict__.setdefault("_sealed", {})[self.field.attname] = (opened, value)
            instance.__dict__[self.field.attname] = value = opened
        return value

    def __set__(self, instance: models.Model, value: Any) -> None:
        instance.__dict__[self.field.attname] = value


class EncryptedField(models.BinaryField):
    """Text that is encrypted at rest; empty text is stored as nothing.

    The row needs a ``uid``. ``mask`` is how forms, lists and exports show it. Querysets cannot
    filter on it: look it up by its blind index.
    """

    descriptor_class = OpeningAttribute

    def __init__(self, *args: Any, mask: Callable[[str | None], str] = mask_text, **kwargs: Any) -> None:
        self.mask = mask
        super().__init__(*args, **{"null": True, "blank": True, "editable": True} | kwargs)

    def belongs_to(self, uid: UUID) -> bytes:
        """What the ciphertext is bound to: column and row."""
        model = getattr(self.model, "pgh_tracked_model", self.model)
        return f"{model._meta.label_lower}.{self.name}".encode() + uid.bytes

    def sealed(self, text: str | None, uid: UUID) -> bytes | None:
        """``text`` as it is stored, for writers that go past the model (COPY)."""
        return seal(text, self.belongs_to(uid)) if text else None

    def opened(self, sealed: bytes, uid: UUID) -> Any:
        """What was sealed for the same column and row."""
        return unseal(sealed, self.belongs_to(uid))

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Sealed | None:
        return None if value is None else Sealed(value)

    def pre_save(self, model_instance: models.Model, add: bool) -> bytes | None:
        value = model_instance.__dict__.get(self.attname)
        if value is None:
            return None
        opened, stored = model_instance.__dict__.get("_sealed", {}).get(self.attname, (None, None))
        kept = value if isinstance(value, Sealed) else stored if opened == value else None
        if kept is None:
            return self.sealed(value, model_instance.uid)
        # As it was, unless keys have changed since it was read: an old one must not come back.
        return renewed(kept, self.belongs_to(model_instance.uid))

    def to_python(self, value: Any) -> Any:
        return value

    def value_to_string(self, obj: models.Model) -> str:
        raise NotImplementedError("加密字段不能以明文序列化。")

    def get_lookup(self, lookup_name: str) -> Any:
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None

    def formfield(self, **kwargs: Any) -> Any:
        return models.Field.formfield(self, **kwargs)


class EncryptedFileField(EncryptedField):
    """A whole file, encrypted at rest; never in a form."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"editable": False} | kwargs)

    def sealed(self, data: bytes | None, uid: UUID) -> bytes | None:
        """``data`` as it is stored."""
        return seal_bytes(data, self.belongs_to(uid)) if data else None

    def opened(self, sealed: bytes, uid: UUID) -> bytes:
        """The file again."""
        return unseal_bytes(sealed, self.belongs_to(uid))


class IndexAttribute(DeferredAttribute):
    """Follows its source: as stored while the source is unopened, worked out once it is known."""

    def __get__(self, instance: models.Model | None, cls: type | None = None) -> Any:
        if instance is None:
            return self
        source = instance.__dict__.get(self.field.source)
        if self.field.source in instance.__dict__ and not isinstance(source, Sealed):
            return self.field.indexed(source)
        return super().__get__(instance, cls)

    def __set__(self, instance: models.Model, value: Any) -> None:
        instance.__dict__[self.field.attname] = value


class BlindIndexField(models.BinaryField):
    """A keyed digest of another field's text, kept beside it to find and compare.

    ``last=4`` indexes the last four places only.
    """

    descriptor_class = IndexAttribute

    def __init__(self, *args: Any, source: str = "", last: int | None = None, **kwargs: Any) -> None:
        self.source, self.last = source, last
        super().__init__(*args, **{"null": True, "blank": True, "editable": False} | kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs |= {"source": self.source, "last": self.last}
        return name, path, args, kwargs

    def indexed(self, text: str | None) -> bytes | None:
        """The digest of ``text`` as it is stored; nothing for nothing."""
        if not text:
            return None
        text = text.upper()
        return blind_index(text[-self.last :] if self.last else text, f"{self.source}:{self.last or 'all'}")


class InitialsField(models.CharField):
    """拼音首字母 — kept beside a name so that it can be found as staff type it."""

    def __init__(self, *args: Any, source: str = "name", **kwargs: Any) -> None:
        self.source = source
        super().__init__(*args, **{"max_length": 40, "blank": True, "editable": False} | kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"source": self.source}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        value = initials(getattr(model_instance, self.source))
        setattr(model_instance, self.attname, value)
        return value


class NameOrderField(models.BinaryField):
    """拼音顺序 — kept beside a name so that lists stand in the order people look in."""

    def __init__(self, *args: Any, source: str = "name", **kwargs: Any) -> None:
        self.source = source
        super().__init__(*args, **{"default": b"", "editable": False} | kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"source": self.source}

    def pre_save(self, model_instance: models.Model, add: bool) -> bytes:
        value = order(getattr(model_instance, self.source))
        setattr(model_instance, self.attname, value)
        return value


FOLLOWING = (BlindIndexField, InitialsField, NameOrderField)
"""Fields that follow another one and say nothing of their own."""
