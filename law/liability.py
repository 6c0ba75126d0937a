"""Who has to pay a construction worker: the facts found, and the payers the law names for them."""

from dataclasses import dataclass
from typing import Literal

from law.statutes import cite

Role = Literal[
    "project_owner",
    "general_contractor",
    "subcontractor",
    "onward_contractor",
    "borrowed_licence_lender",
    "borrowed_licence_user",
    "crew_leader",
    "employer",
    "user_of_dispatched_workers",
    "dispatching_agency",
    "investor",
    "founding_body",
]
ROLES: dict[Role, str] = {
    "project_owner": "建设单位",
    "general_contractor": "施工总承包单位",
    "subcontractor": "分包单位",
    "onward_contractor": "转包承接单位",
    "borrowed_licence_lender": "被挂靠单位",
    "borrowed_licence_user": "挂靠人",
    "crew_leader": "包工头（个人）",
    "employer": "用人单位",
    "user_of_dispatched_workers": "用工单位",
    "dispatching_agency": "派遣单位",
    "investor": "出资人",
    "founding_body": "开办单位或者主管部门",
}

Nature = Literal[
    "direct",
    "substitute_payment",
    "capped_advance",
    "pay_in_full",
    "employing_responsibility",
    "joint",
    "if_unpaid",
    "joint_party",
]
NATURES: dict[Nature, str] = {
    "direct": "直接责任",
    "substitute_payment": "先行清偿，可追偿",
    "capped_advance": "以未结清的工程款为限先行垫付",
    "pay_in_full": "清偿",
    "employing_responsibility": "承担用工主体责任",
    "joint": "连带责任",
    "if_unpaid": "用人单位不清偿时清偿",
    "joint_party": "列为共同当事人",
}


@dataclass(frozen=True)
class Facts:
    """What was found out about the works and the employer. Unknown is False: nobody is guessed."""

    employer_in_arrears: bool = True
    licensed_subcontractor_in_arrears: bool = False
    onward_contract: bool = False
    owner_late_with_works_price: bool = False
    unpaid_works_price_fen: int | None = None
    owner_contracted_unqualified: bool = False
    general_contractor_subcontracted_unqualified: bool = False
    borrowed_licence: bool = False
    project_unlawful: bool = False
    unlicensed_dispatch: bool = False
    employer_is_partnership_or_sole: bool = False
    employer_defunct: bool = False
    individual_contracting: bool = False
    employer_paid_unqualified: bool = False
    quality_dispute_pleaded: bool = False


@dataclass(frozen=True)
class Liability:
    """
    One payer to name. `cap_fen` is the most that payer owes, None for no cap.

    `cap_unknown`: the law sets a cap, but its amount has not been found out yet.
    """

    role: Role
    nature: Nature
    article_id: str
    cap_fen: int | None = None
    note: str = ""
    cap_unknown: bool = False

    @property
    def sentence(self) -> str:
        """Who, how and by which provision, in Chinese."""
        return f"{ROLES[self.role]}：{NATURES[self.nature]}（{cite(self.article_id)}）"


def liabilities(facts: Facts) -> list[Liability]:
    """
    Every payer the facts bring in, the employer first; one line per role and provision.

    Whether a payer has objected or has money is no part of it: DEP-01 and FUND-01 are sources of
    money, not liabilities.
    """
    found: list[Liability] = []
    if facts.licensed_subcontractor_in_arrears:
        found += [
            Liability("subcontractor", "direct", "LIAB-01"),
            Liability("general_contractor", "substitute_payment", "LIAB-01"),
        ]
    elif facts.employer_in_arrears:
        found.append(Liability("employer", "direct", "WAGE-16"))
    if facts.onward_contract:
        found += [
            Liability("general_contractor", "substitute_payment", "LIAB-02"),
            Liability("onward_contractor", "direct", "LIAB-02"),
        ]
    if facts.owner_late_with_works_price:
        found.append(
            Liability(
                "project_owner",
                "capped_advance",
                "LIAB-03",
                cap_fen=facts.unpaid_works_price_fen,
                note="以未结清的工程款为限",
                cap_unknown=facts.unpaid_works_price_fen is None,
            )
        )
    if facts.owner_contracted_unqualified:
        found.append(Liability("project_owner", "pay_in_full", "LIAB-04"))
    if facts.general_contractor_subcontracted_unqualified:
        found += [
            Liability("general_contractor", "pay_in_full", "LIAB-04"),
            Liability("general_contractor", "employing_responsibility", "LIAB-09"),
        ]
    if facts.borrowed_licence:
        found.append(Liability("borrowed_licence_lender", "pay_in_full", "LIAB-05"))
    if facts.project_unlawful:
        found.append(Liability("project_owner", "pay_in_full", "LIAB-06"))
    if facts.unlicensed_dispatch:
        found.append(
            Liability("user_of_dispatched_workers", "pay_in_full", "LIAB-07", note="可以依法追偿")
        )
    return found + _through_the_employer(facts)


def rebuttal(facts: Facts) -> str | None:
    """The answer to 工程质量有争议，不予付款, if that was pleaded."""
    if not facts.quality_dispute_pleaded:
        return None
    return (
        "工程数量、质量、造价等争议不影响农民工工资的支付：建设单位不得因争议不拨付人工费用，"
        f"施工总承包单位不得因争议不代发工资（{cite('LIAB-11')}）。"
    )


def _through_the_employer(facts: Facts) -> list[Liability]:
    """The payers who stand behind or beside the employer whatever the works."""
    found: list[Liability] = []
    if facts.employer_is_partnership_or_sole:
        found.append(Liability("investor", "if_unpaid", "LIAB-08"))
    if facts.employer_defunct:
        found += [
            Liability("investor", "joint_party", "ARB-40"),
            Liability("founding_body", "joint_party", "ARB-40"),
        ]
    if facts.individual_contracting:
        found += [
            Liability("employer", "joint", "LIAB-10", note="发包的组织"),
            Liability("crew_leader", "joint", "LIAB-10", note="个人承包经营者"),
        ]
    if facts.employer_paid_unqualified:
        found.append(Liability("employer", "joint", "LIAB-12"))
    return found
