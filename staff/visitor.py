"""Which address a request comes from, where proxies stand before the web service."""

import ipaddress
from collections.abc import Mapping

from django.conf import settings
from django.http import HttpRequest, HttpResponse


def visitor_address(meta: Mapping[str, str], *, proxies: int) -> str:
    """
    The address of the visitor when `proxies` proxies of our own stand between.

    Each of them appends whom it heard, so the n-th entry from the right is the last one a proxy of
    ours wrote; what stands left of it the visitor may have made up. Where that entry is missing or
    no address, the address of the connection holds.
    """
    connection = meta.get("REMOTE_ADDR", "")
    heard = meta.get("HTTP_X_FORWARDED_FOR", "").split(",")
    if proxies < 1 or len(heard) < proxies:
        return connection
    try:
        return str(ipaddress.ip_address(heard[-proxies].strip()))
    except ValueError:
        return connection


class VisitorAddress:
    """Puts the visitor's address in the place of the proxy's, before anything counts by it."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.META["REMOTE_ADDR"] = visitor_address(
            request.META, proxies=settings.TRUSTED_PROXIES
        )
        return self.get_response(request)
