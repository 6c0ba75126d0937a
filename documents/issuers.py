"""Whose paper it is: the body a paper names, takes its number from and is sealed by."""

from cases.models import Case
from documents.contracts import Contract
from staff.choices import BodyKind
from staff.models import Body
from staff.queries import bodies

# Issuer's block of a contract → the kind of body it tells of.
KINDS = {
    "mediation_body": BodyKind.MEDIATION_BODY,
    "commission": BodyKind.ARBITRATION_COMMISSION,
    "fund_body": BodyKind.FUND_BODY,
    "authority": BodyKind.LABOUR_DEPARTMENT,
}
# Issuer's block and word of the contract → code of the number series.
SERIES = {
    ("mediation_body", "受理"): "acceptance",
    ("mediation_body", "协议"): "agreement",
    ("mediation_body", "移送"): "transfer",
    ("mediation_body", "函"): "letter",
    ("commission", "仲裁收件"): "tribunal_intake",
    ("commission", "函"): "tribunal_letter",
    ("fund_body", "垫付"): "advance",
    ("fund_body", "追偿"): "recovery",
    ("authority", "移送"): "authority_transfer",
    ("authority", "函"): "authority_letter",
    ("authority", "督办"): "supervision",
}


def issuer_of(contract: Contract, case: Case) -> Body | None:
    """The body whose paper it is, None until registered; the mediation body is the case's own."""
    kind = KINDS[contract.issuer.name]
    if kind == BodyKind.MEDIATION_BODY:
        return case.mediation_body
    return bodies(kind).order_by("pk").first()


def series_of(contract: Contract) -> str | None:
    """The code of the series the paper takes its number from; None without a number."""
    return SERIES[contract.issuer.name, contract.series] if contract.series else None
