"""追偿: what is owed, by employer and by age, the oldest first."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.utils import timezone

from cases.views.acts import NOT_PERMITTED, refused
from fund import queries
from fund.choices import AdvanceState as S
from fund.models import Advance
from fund.permissions import can_watch_fund

# Days since the money was paid; the last has no end.
AGES = (("30天以内", 30), ("31至90天", 90), ("91至180天", 180), ("180天以上", None))


def age_of(days: int | None) -> str:
    return next(label for label, until in AGES if days is None or until is None or days <= until)


@login_required
def recoveries(request):
    """List what is owed; `employer` and `age` narrow it to the figure that was clicked."""
    if not can_watch_fund(request.user):
        return refused(request, NOT_PERMITTED)
    rows = _rows(request.user, on=timezone.localdate())
    employer, age = request.GET.get("employer", ""), request.GET.get("age", "")
    chosen = [
        row
        for row in rows
        if employer in ("", str(row["advance"].debtor.name)) and age in ("", row["age"])
    ]
    return render(
        request,
        "fund/recoveries.html",
        {
            "title": "追偿",
            "rows": chosen,
            "employer": employer,
            "age": age,
            "employers": _sums(rows, lambda row: row["advance"].debtor.name),
            "ages": _drawn(_by_age(rows)),
            "total_fen": sum(row["standing"].outstanding_fen for row in chosen),
        },
    )


def _rows(user, *, on) -> list[dict]:
    found = list(
        Advance.objects.visible_to(user)
        .filter(state__in=[S.PAYING, S.DISBURSED])
        .select_related("case", "debtor")
        .prefetch_related("notices")
        .order_by("paid_on", "id")
    )
    where = queries.standings(found)
    rows = []
    for advance in found:
        if not where[advance.pk].outstanding_fen:
            continue
        days = (on - advance.paid_on).days if advance.paid_on else None
        notices = sorted(advance.notices.all(), key=lambda n: n.no)
        rows.append(
            {
                "advance": advance,
                "standing": where[advance.pk],
                "days": days,
                "age": age_of(days),
                "notices": notices[-1].no if notices else 0,
                "pay_by": notices[-1].pay_by if notices else None,
                "late": bool(notices) and notices[-1].pay_by < on,
            }
        )
    return rows


def _sums(rows, of) -> list[tuple[str, int]]:
    sums: dict[str, int] = {}
    for row in rows:
        sums[of(row)] = sums.get(of(row), 0) + row["standing"].outstanding_fen
    return sorted(sums.items(), key=lambda pair: -pair[1])


def _drawn(ages: list[tuple[str, int]]) -> list[dict]:
    """Each age as a bar of one scale; an age with nothing in it stays, so that the eye compares."""
    top = max((fen for _, fen in ages), default=0) or 1
    return [{"label": label, "fen": fen, "width": fen * 1000 // top} for label, fen in ages]


def _by_age(rows) -> list[tuple[str, int]]:
    sums = dict(_sums(rows, lambda row: row["age"]))
    return [(label, sums.get(label, 0)) for label, _ in AGES]
