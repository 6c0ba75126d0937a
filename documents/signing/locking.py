"""Once a paper is signed, its row changes nothing but its state (锁定)."""

from typing import Any

from documents.models import Document


class SignedPaper(Exception):
    """A row of a signed paper was to be changed."""


def refuse_change_of_signed(
    sender: type[Document], instance: Document, raw: bool = False, **_: Any
) -> None:
    """
    Stop the saving of a signed paper whose row differs in more than its state.

    Raises:
        SignedPaper: naming the fields.
    """
    if raw or not instance.pk or not instance.is_signed:
        return
    stored = sender.objects.get(pk=instance.pk)
    changed = [
        str(field.verbose_name)
        for field in sender._meta.concrete_fields
        if field.name != "state"
        and getattr(stored, field.attname) != getattr(instance, field.attname)
    ]
    if changed:
        raise SignedPaper(f"文书已经签署，不能再改动：{'、'.join(changed)}。")
