"""Taking the next number of a series, in the transaction that issues it."""

from datetime import date

from django.db import transaction

from cases.models import NumberSeries, SeriesCounter
from cases.operations.records import require
from cases.permissions import can_confirm_parameters
from staff.history import save_with_reason
from staff.models import Body, User
from staff.refusals import ActRefused

# Suggested series; every centre confirms its own patterns before the first real case.
SUGGESTED = {
    "lead": ("线索编号", "示农薪线〔{year}〕{seq}号"),
    "mediation_case": ("调解案号", "示农薪调字〔{year}〕{seq}号"),
    "agreement": ("调解协议书编号", "示农薪调协字〔{year}〕{seq}号"),
    "acceptance": ("受理文书编号", "示农薪受字〔{year}〕{seq}号"),
    "notice": ("调解文书编号", "示农薪调文字〔{year}〕{seq}号"),
}


class SeriesMissing(ActRefused):
    """The body has no such number series yet."""

    def __init__(self, code: str) -> None:
        title = SUGGESTED.get(code, (code, ""))[0]
        super().__init__(
            f"尚未设置“{title}”的编号格式，请管理员在“编号”中设置并核定。", source="V-N1"
        )


@transaction.atomic
def set_series(
    *, body: Body, code: str, title: str, pattern: str, by: User, on: date, opening: int = 1
) -> NumberSeries:
    """Set or change the pattern of a series and confirm it; numbers already given stay."""
    require(can_confirm_parameters(by) or by.is_system)
    if "{seq}" not in pattern or "{year}" not in pattern:
        raise ActRefused("编号格式必须含有 {year} 与 {seq}。", source="V-N1")
    series = NumberSeries.objects.select_for_update().filter(body=body, code=code).first()
    series = series or NumberSeries(body=body, code=code)
    series.title, series.pattern, series.opening = title, pattern, opening
    series.confirmed_by, series.confirmed_on = by, on
    return save_with_reason(series, by=by, reason="核定编号格式")


@transaction.atomic
def take_number(*, body: Body, code: str, on: date) -> str:
    """
    Return the next number of the series for the year of `on`, for instance 示农薪调字〔2026〕1号.

    Gapless and unique per (body, series, year): the counter row stays locked until the transaction
    ends, and a transaction that fails gives its number back.
    """
    series = NumberSeries.objects.filter(body=body, code=code).first()
    if series is None:
        raise SeriesMissing(code)
    SeriesCounter.objects.get_or_create(
        series=series, year=on.year, defaults={"last": series.opening - 1}
    )
    counter = SeriesCounter.objects.select_for_update().get(series=series, year=on.year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return series.pattern.replace("{year}", str(on.year)).replace("{seq}", str(counter.last))
