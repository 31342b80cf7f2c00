"""树 — a path of keys from the root down ("/3/17/"), so that "this and all below" is one prefix.

Only ``replant`` writes paths. 登记顺序 is the order of the keys on them: "/9/" stands before "/10/".
"""

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import BigIntegerField, F, Func, Value
from django.db.models.functions import Concat, Substr

KEYS = ArrayField(BigIntegerField())


class KeysOn(Func):
    """The keys on a path: "/3/17/" is {3,17}; what is ordered by them stands in 登记顺序."""

    template = "string_to_array(btrim(%(expressions)s, '/'), '/')::bigint[]"
    output_field = KEYS


class Rooted(models.Model):
    """A row that stands in a tree."""

    path = models.CharField(max_length=200, editable=False, default="", db_index=False)

    class Meta:
        abstract = True
        indexes = [models.Index(fields=["path"], name="%(class)s_path", opclasses=["varchar_pattern_ops"])]

    @property
    def ancestor_keys(self) -> list[int]:
        """Keys of those above, root first."""
        return [int(key) for key in self.path.strip("/").split("/")[:-1] if key]


@transaction.atomic
def replant(node: Rooted, parent: Rooted | None) -> None:
    """Write the path of ``node`` under ``parent`` and carry everything below along.

    Raises ``ValidationError`` when the parent stands below the node.
    """
    old = node.path
    if parent and old and parent.path.startswith(old):
        raise ValidationError("不能移到自身或自身的下级之下。")
    new = f"{parent.path if parent else '/'}{node.pk}/"
    if new == old:
        return
    nodes = type(node)._base_manager
    nodes.filter(pk=node.pk).update(path=new)
    if old:
        moved = Concat(Value(new), Substr(F("path"), len(old) + 1))
        nodes.filter(path__startswith=old).update(path=moved)
    node.path = new
