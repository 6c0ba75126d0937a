"""Somebody who signs out leaves the sockets they had open."""

from django.contrib.auth.signals import user_logged_out
from django.dispatch import receiver

from room.operations import access_changed_of


@receiver(user_logged_out)
def look_again(sender, user=None, **kwargs) -> None:
    if user is not None:
        access_changed_of(user)
