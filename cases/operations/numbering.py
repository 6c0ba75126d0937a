"""Taking the next number of a series, in the transaction that issues it."""

from datetime import date
from typing import NamedTuple

from django.db import transaction

from cases.models import NumberSeries, SeriesCounter
from cases.operations.records import require
from cases.permissions import can_confirm_parameters
from law.areas import Profile
from staff.choices import BodyKind
from staff.history import save_with_reason
from staff.models import Body, User
from staff.queries import bodies
from staff.refusals import ActRefused


class Suggestion(NamedTuple):
    """A series nobody has settled yet: what it is for, its pattern, the kind of body it is of."""

    title: str
    pattern: str
    of: BodyKind = BodyKind.CENTRE


_AT = Profile().prefix
_COMMISSION, _FUND = BodyKind.ARBITRATION_COMMISSION, BodyKind.FUND_BODY
_AUTHORITY = BodyKind.LABOUR_DEPARTMENT
# Every body confirms its own patterns before its first real paper.
SUGGESTED = {
    "lead": Suggestion("线索编号", f"{_AT}农薪线〔{{year}}〕{{seq}}号"),
    "mediation_case": Suggestion("调解案号", f"{_AT}农薪调字〔{{year}}〕{{seq}}号"),
    "agreement": Suggestion("调解协议书编号", f"{_AT}农薪调协字〔{{year}}〕{{seq}}号"),
    "acceptance": Suggestion("受理文书编号", f"{_AT}农薪受字〔{{year}}〕{{seq}}号"),
    "notice": Suggestion("调解文书编号", f"{_AT}农薪调文字〔{{year}}〕{{seq}}号"),
    "transfer": Suggestion("调解组织移送编号", f"{_AT}农薪调移字〔{{year}}〕{{seq}}号"),
    "letter": Suggestion("调解组织函件编号", f"{_AT}农薪函〔{{year}}〕{{seq}}号"),
    "arbitration_case": Suggestion(
        "仲裁案号", f"{_AT}劳人仲案字〔{{year}}〕{{seq}}号", _COMMISSION
    ),
    "tribunal_intake": Suggestion(
        "仲裁收件编号", f"{_AT}劳人仲收〔{{year}}〕{{seq}}号", _COMMISSION
    ),
    "tribunal_review": Suggestion(
        "仲裁审查案号", f"{_AT}劳人仲审字〔{{year}}〕{{seq}}号", _COMMISSION
    ),
    "tribunal_letter": Suggestion(
        "仲裁委员会函件编号", f"{_AT}劳人仲函〔{{year}}〕{{seq}}号", _COMMISSION
    ),
    "advance": Suggestion("垫付文书编号", f"{_AT}农薪垫字〔{{year}}〕{{seq}}号", _FUND),
    "recovery": Suggestion("追偿文书编号", f"{_AT}农薪追字〔{{year}}〕{{seq}}号", _FUND),
    "authority_transfer": Suggestion(
        "移送文书编号", f"{_AT}农薪移字〔{{year}}〕{{seq}}号", _AUTHORITY
    ),
    "authority_letter": Suggestion(
        "发函机关函件编号", f"{_AT}人社函〔{{year}}〕{{seq}}号", _AUTHORITY
    ),
    "supervision": Suggestion("督办文书编号", f"{_AT}农薪督字〔{{year}}〕{{seq}}号", _AUTHORITY),
}


def holder_of(code: str, centre: Body | None) -> Body | None:
    """The body whose series it is: the centre, or the body of that kind, None until registered."""
    kind = SUGGESTED[code].of
    return centre if kind == BodyKind.CENTRE else bodies(kind).order_by("pk").first()


class SeriesMissing(ActRefused):
    """The body has no such number series yet."""

    def __init__(self, code: str) -> None:
        title = SUGGESTED[code].title if code in SUGGESTED else code
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


def next_number(*, body: Body, code: str, on: date) -> str:
    """Return the number `take_number` would give now; it is nobody's until it has been taken."""
    series = _series(body, code)
    counter = SeriesCounter.objects.filter(series=series, year=on.year).first()
    return _written(series, on, (counter.last if counter else series.opening - 1) + 1)


@transaction.atomic
def take_number(*, body: Body, code: str, on: date) -> str:
    """
    Return the next number of the series for the year of `on`, for instance 示农薪调字〔2026〕1号.

    Gapless and unique per (body, series, year): the counter row stays locked until the transaction
    ends, and a transaction that fails gives its number back.
    """
    series = _series(body, code)
    SeriesCounter.objects.get_or_create(
        series=series, year=on.year, defaults={"last": series.opening - 1}
    )
    counter = SeriesCounter.objects.select_for_update().get(series=series, year=on.year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return _written(series, on, counter.last)


def _series(body: Body, code: str) -> NumberSeries:
    series = NumberSeries.objects.filter(body=body, code=code).first()
    if series is None:
        raise SeriesMissing(code)
    return series


def _written(series: NumberSeries, on: date, seq: int) -> str:
    return series.pattern.replace("{year}", str(on.year)).replace("{seq}", str(seq))
