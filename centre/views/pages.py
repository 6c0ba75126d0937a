"""What the list pages share: one page of rows by key, and its neighbours."""

from datetime import date

from django.db.models import Q, QuerySet

from centre.queries import PAGE


def newest_first(rows: QuerySet, query, *, size: int = PAGE) -> tuple[list, int | None, int | None]:
    """
    Return a page of rows by falling key, and the keys for `before` and `after` where there is more.

    Costs one query however deep the page is.
    """
    after, before = _number(query.get("after")), _number(query.get("before"))
    if before:
        found = list(rows.filter(pk__gt=before).order_by("pk")[: size + 1])
        page = found[:size][::-1]
        return page, (page[0].pk if len(found) > size else None), (page[-1].pk if page else None)
    if after:
        rows = rows.filter(pk__lt=after)
    found = list(rows.order_by("-pk")[: size + 1])
    page = found[:size]
    return (
        page,
        (page[0].pk if after and page else None),
        (page[-1].pk if len(found) > size else None),
    )


def soonest_first(rows: QuerySet, query, *, size: int = PAGE) -> tuple[list, str | None]:
    """
    Return a page of rows ordered by (`sort_on`, key), and the key for `after` where there is more.

    A key reads `2026-11-20.15`; anything else is the first page.
    """
    day, _, pk = query.get("after", "").partition(".")
    try:
        start = date.fromisoformat(day), int(pk)
    except ValueError:
        start = None
    if start:
        rows = rows.filter(Q(sort_on__gt=start[0]) | Q(sort_on=start[0], pk__gt=start[1]))
    found = list(rows[: size + 1])
    page = found[:size]
    last = page[-1] if len(found) > size else None
    return page, f"{last.sort_on.isoformat()}.{last.pk}" if last else None


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else None
