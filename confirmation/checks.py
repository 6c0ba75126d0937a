"""
The self-check before a packet leaves: each reason for which courts send applications back.

Every finding bears the code under which a court would return the packet (ReturnReason), the rule
that is behind it, and what is to be mended. `look` marks what only a person can judge.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from cases.choices import AuthorityScope, Capacity, PartyKind, SealKind
from cases.models import Party
from confirmation.choices import CourtGround, ReturnReason, ReviewState
from confirmation.copies import lacking
from confirmation.models import Application
from documents.contracts import terms
from law.identity import check_id_number, check_uscc
from mediation.choices import AgreementState, Mark
from mediation.models import Signature
from mediation.queries import agreement_outstanding_fen, missing_signatures
from mediation.queries.titles import titled
from mediation.routes import CONFIRMATION, other_track

PROJECT_DEPARTMENTS = ("项目部", "项目经理部", "项目指挥部")


@dataclass(frozen=True)
class Finding:
    """One point: why a court would return the packet, by which rule, and what to do about it."""

    reason: ReturnReason
    rule: str
    sentence: str
    look: bool = False
    party: Party | None = None


@dataclass
class Filing:
    """
    What is to be sent: the application, who signed it, and on which day.

    An application that is not kept yet has no people of its own: they are given as the two sides.
    """

    application: Application
    signed_by: Sequence[Party]
    on: date
    sides: tuple[Sequence[Party], Sequence[Party]] | None = None

    def __post_init__(self) -> None:
        self.case = self.application.case
        self.agreement = self.application.agreement
        if self.sides is None:
            shown = ("identity_papers", "service_addresses")
            workers = self.application.workers.order_by("roster_no")
            self.workers = list(workers.prefetch_related(*shown))
            self.others = list(self.application.others.order_by("id").prefetch_related(*shown))
        else:
            self.workers, self.others = (list(side) for side in self.sides)
        self.signatures: list[Signature] = list(
            self.agreement.signatures.select_related("party").order_by("id")
        )

    @property
    def everybody(self) -> list[Party]:
        return [*self.workers, *self.others]


def findings(filing: Filing) -> list[Finding]:
    """Return everything for which the packet would come back, in the order of the codes."""
    found = [finding for check in CHECKS for finding in check(filing)]
    return sorted(found, key=lambda f: (f.look, f.reason))


def passed(found: Iterable[Finding]) -> list[ReturnReason]:
    """Return the reasons that were looked for and not found."""
    failed = {finding.reason for finding in found if not finding.look}
    return [reason for reason in COVERED if reason not in failed]


def _names(parties: Iterable[Party]) -> str:
    names = [party.name for party in parties]
    more = f"等{len(names)}方" if len(names) > 10 else ""
    return "、".join(names[:10]) + more


def _agreement_in_effect(filing: Filing) -> Iterator[Finding]:
    if filing.agreement.state == AgreementState.SIGNING:
        missing = "、".join(p.name for p in missing_signatures(filing.agreement)[:10])
        yield Finding(
            ReturnReason.NO_SEAL,
            "V-S1",
            f"协议尚未签署完毕：{missing or '调解组织印章'}。",
        )
    elif filing.agreement.state == AgreementState.VOID:
        yield Finding(ReturnReason.NO_SEAL, "MED-10", "协议已作废，不能申请司法确认。")


def _both_sides(filing: Filing) -> Iterator[Finding]:
    signed = {party.pk for party in filing.signed_by}
    absent = [party for party in filing.everybody if party.pk not in signed]
    payers = [p.party for p in filing.agreement.payers.select_related("party")]
    absent += [p for p in payers if p.pk not in signed and p not in absent]
    if not filing.others or absent:
        who = f"，{_names(absent)}未签名" if absent else ""
        yield Finding(ReturnReason.ONE_SIDE, "JC-01", f"司法确认须双方共同申请{who}。")


def _signed_sheets(filing: Filing) -> Iterator[Finding]:
    """The signatures the court sees are those on the scan; a draft has been signed by nobody."""
    if missing := [paper.title for paper in filing.application.unsigned]:
        yield Finding(
            ReturnReason.ONE_SIDE,
            "V-S1",
            f"{'、'.join(missing)}还没有双方签名的扫描件，请打印、签名后上传。",
        )


def _one_track(filing: Filing) -> Iterator[Finding]:
    """仲裁审查 and 司法确认 exclude one another (办案规则 75)."""
    found = ReviewState(filing.application.review_state)
    track = other_track(filing.agreement, CONFIRMATION)
    if found in (ReviewState.PENDING, ReviewState.DONE):
        said = "正在仲裁审查" if found == ReviewState.PENDING else "仲裁委员会已制作调解书"
        yield Finding(
            ReturnReason.OTHER_PROCEDURE, "REV-03", f"同一协议{said}，不能同时申请司法确认。"
        )
    elif track:
        yield Finding(
            ReturnReason.OTHER_PROCEDURE,
            "REV-03",
            f"同一协议的{track.name}{track.state}，不能同时申请司法确认。",
        )
    have = titled(filing.agreement)
    for title in dict.fromkeys(have[w.pk] for w in filing.workers if w.pk in have):
        who = [w for w in filing.workers if have.get(w.pk) == title]
        yield Finding(
            ReturnReason.OTHER_PROCEDURE,
            "V-X1",
            f"{_names(who)}已有{title}，到期不付的直接申请强制执行，不再申请司法确认。",
        )


def _in_time(filing: Filing) -> Iterator[Finding]:
    if filing.on > filing.application.confirm_by:
        yield Finding(
            ReturnReason.LATE,
            "JC-01",
            f"自协议生效起三十日内共同申请的期限已于{filing.application.confirm_by:%Y-%m-%d}届满。",
        )


def _something_owed(filing: Filing) -> Iterator[Finding]:
    if not agreement_outstanding_fen(filing.agreement):
        yield Finding(
            ReturnReason.NOT_PAYMENT_ONLY, "C01", "协议义务已全部履行，没有需要确认的给付内容。"
        )


def _lawful_body(filing: Filing) -> Iterator[Finding]:
    body = filing.case.mediation_body
    if body is None or not body.may_seal:
        yield Finding(
            ReturnReason.BODY_UNPROVED,
            "MED-01",
            "调解组织的类型、登记号或印章尚未核定，请管理员在“机构”中补全。",
        )


def _own_signatures(filing: Filing) -> Iterator[Finding]:
    by_others = [
        s.party
        for s in filing.signatures
        if s.party
        and s.party.is_worker
        and s.capacity not in (Capacity.SELF, Capacity.AUTHORISED_AGENT)
    ]
    if by_others:
        yield Finding(
            ReturnReason.SIGNED_BY_REPRESENTATIVE,
            "COL-02",
            f"{_names(by_others)}未由本人签名，代表人不能代签，请补签。",
        )


def _seals(filing: Filing) -> Iterator[Finding]:
    wrong = [
        s.party
        for s in filing.signatures
        if s.party
        and s.party.kind == PartyKind.ORG
        and (Mark.SEAL not in s.marks or s.seal_kind != SealKind.OFFICIAL)
    ]
    wrong += [p for p in filing.others if p.name.endswith(PROJECT_DEPARTMENTS)]
    if wrong:
        yield Finding(ReturnReason.WRONG_SEAL, "V-S2", f"{_names(wrong)}须加盖单位公章。")


def _agents(filing: Filing) -> Iterator[Finding]:
    for mark in filing.signatures:
        if mark.capacity != Capacity.AUTHORISED_AGENT or mark.party is None:
            continue
        powers = mark.party.authorities.filter(
            agent=mark.signer, scope=AuthorityScope.SPECIAL, valid_from__lte=mark.signed_on
        )
        if not powers.filter(valid_to__gte=mark.signed_on).exists():
            yield Finding(
                ReturnReason.NO_AUTHORITY,
                "V-P2",
                f"{mark.party.name}的代理人{mark.signer}在签署日没有特别授权，请补交授权委托书。",
            )
        elif not powers.filter(valid_to__gte=filing.on).exists():
            yield Finding(
                ReturnReason.NO_AUTHORITY,
                "V-P2",
                f"{mark.party.name}对{mark.signer}的授权在申请日已届满，请更换授权委托书。",
            )


def _identity(filing: Filing) -> Iterator[Finding]:
    for party in filing.everybody:
        papers = list(party.identity_papers.all())
        if not papers:
            yield Finding(
                ReturnReason.NO_IDENTITY_PAPERS,
                "JC-04",
                f"缺{party.name}的身份证明、资格证明。",
                party=party,
            )
            continue
        for name in sorted({p.registered_name for p in papers} - {party.name}):
            yield Finding(
                ReturnReason.NAME_DIFFERS,
                "V-P1",
                f"{party.name}与证照上的名称“{name}”不一致，请按证照改正。",
                party=party,
            )
        check = check_id_number if party.id_no else check_uscc
        for error in check(party.id_no or party.uscc).errors:
            yield Finding(
                ReturnReason.NAME_DIFFERS, "V-P1", f"{party.name}的{error}。", party=party
            )


def _service_addresses(filing: Filing) -> Iterator[Finding]:
    missing = [
        party
        for party in filing.everybody
        if all(address.superseded for address in party.service_addresses.all())
    ]
    if missing:
        yield Finding(
            ReturnReason.NO_SERVICE_ADDRESS,
            "JC-04",
            f"缺{_names(missing)}的送达地址确认书，请补签。",
        )


def _bound_parties(filing: Filing) -> Iterator[Finding]:
    signed = {s.party_id for s in filing.signatures if s.party_id}
    bound = [p.party for p in filing.agreement.payers.select_related("party")]
    absent = [p for p in bound if p.pk not in signed]
    if absent:
        yield Finding(
            ReturnReason.THIRD_PARTY_BOUND,
            "V-S1",
            f"协议约束{_names(absent)}，但其没有在协议上签署。",
        )


def _clauses(filing: Filing) -> Iterator[Finding]:
    context = {
        "terms": list(filing.agreement.proposal.other_terms),
        "respondents": [{"name": p.name} for p in filing.others],
    }
    by_check: tuple[tuple[Callable, ReturnReason], ...] = (
        (terms.pay_only("terms", "其他约定"), ReturnReason.NOT_PAYMENT_ONLY),
        (terms.definite("terms", "其他约定"), ReturnReason.INDEFINITE_SUM_OR_DAY),
        (terms.paid_in_person("terms", "其他约定"), ReturnReason.COLLECTED_BY_FOREMAN),
    )
    for check, reason in by_check:
        for fault in check(context):
            yield Finding(reason, fault.code, fault.message)


def _court(filing: Filing) -> Iterator[Finding]:
    form = filing.application
    if form.ground == CourtGround.PARTY_DOMICILE and form.domiciled not in filing.everybody:
        yield Finding(
            ReturnReason.WRONG_COURT, "JC-02", "请写明住所地在该院辖区的当事人，且为本案申请人。"
        )
    if form.ground == CourtGround.INVITING_COURT and not form.invitation:
        yield Finding(ReturnReason.WRONG_COURT, "JC-02", "以邀请法院为管辖依据的，请写明邀请文书。")
    if form.ground != CourtGround.INVITING_COURT and "中级" in form.court.name:
        yield Finding(
            ReturnReason.WRONG_COURT, "JC-02", f"{form.court.name}不是基层人民法院，请改选。"
        )


def _red_flags(filing: Filing) -> Iterator[Finding]:
    """What the clerk will look at twice (在线调解规则 23): shown, never decided here."""
    agents: dict[str, set[str]] = {}
    for mark in filing.signatures:
        if mark.party and mark.capacity == Capacity.AUTHORISED_AGENT:
            side = "工人方" if mark.party.is_worker else mark.party.name
            agents.setdefault(mark.signer, set()).add(side)
    for agent, sides in agents.items():
        if len(sides) > 1 and "工人方" in sides:
            yield Finding(
                ReturnReason.SUSPECTED_SHAM,
                "MED-27",
                f"{agent}同时代理双方，请说明。",
                look=True,
            )
    if not filing.case.evidence.filter(submitted=True).exists():
        yield Finding(
            ReturnReason.SUSPECTED_SHAM,
            "MED-27",
            "没有工资或者出勤方面的证据，法院将不予确认，请先接收材料。",
        )


def _enclosed(filing: Filing) -> Iterator[Finding]:
    for one in lacking(filing.case, filing.agreement, filing.everybody):
        yield Finding(one.reason, "JC-04", one.sentence, look=True)


CHECKS = (
    _agreement_in_effect,
    _both_sides,
    _signed_sheets,
    _one_track,
    _in_time,
    _something_owed,
    _lawful_body,
    _own_signatures,
    _seals,
    _agents,
    _identity,
    _service_addresses,
    _bound_parties,
    _clauses,
    _court,
    _red_flags,
    _enclosed,
)
COVERED = (
    ReturnReason.OTHER_PROCEDURE,
    ReturnReason.ONE_SIDE,
    ReturnReason.LATE,
    ReturnReason.BODY_UNPROVED,
    ReturnReason.NO_SEAL,
    ReturnReason.SIGNED_BY_REPRESENTATIVE,
    ReturnReason.WRONG_SEAL,
    ReturnReason.NO_AUTHORITY,
    ReturnReason.NAME_DIFFERS,
    ReturnReason.NO_IDENTITY_PAPERS,
    ReturnReason.INDEFINITE_SUM_OR_DAY,
    ReturnReason.COLLECTED_BY_FOREMAN,
    ReturnReason.THIRD_PARTY_BOUND,
    ReturnReason.NOT_PAYMENT_ONLY,
    ReturnReason.NO_SERVICE_ADDRESS,
    ReturnReason.SUSPECTED_SHAM,
    ReturnReason.WRONG_COURT,
)

# Where the law says so: what the page cites beside each reason that is looked for.
ARTICLES = {
    ReturnReason.OTHER_PROCEDURE: "REV-03",
    ReturnReason.ONE_SIDE: "JC-01",
    ReturnReason.LATE: "JC-01",
    ReturnReason.BODY_UNPROVED: "MED-01",
    ReturnReason.NO_SEAL: "MED-10",
    ReturnReason.SIGNED_BY_REPRESENTATIVE: "COL-02",
    ReturnReason.WRONG_SEAL: "MED-10",
    ReturnReason.NO_AUTHORITY: "JC-04",
    ReturnReason.NAME_DIFFERS: "JC-04",
    ReturnReason.NO_IDENTITY_PAPERS: "JC-04",
    ReturnReason.INDEFINITE_SUM_OR_DAY: "JC-08",
    ReturnReason.COLLECTED_BY_FOREMAN: "WAGE-02",
    ReturnReason.THIRD_PARTY_BOUND: "JC-01",
    ReturnReason.NOT_PAYMENT_ONLY: "JC-14",
    ReturnReason.NO_SERVICE_ADDRESS: "JC-04",
    ReturnReason.SUSPECTED_SHAM: "MED-27",
    ReturnReason.WRONG_COURT: "JC-02",
}
