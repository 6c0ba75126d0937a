"""The agreement: made from the terms of those who agreed, signed by each, sealed, effective."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from cases.choices import Capacity, CaseStatus, EntryKind, PartyKind, SealKind
from cases.models import Case, CaseEvent, Party
from cases.operations import (
    lock_case,
    meet_deadline,
    move_case,
    post,
    record,
    refuse_wrong_seal,
    require,
    start_deadline,
)
from cases.queries import optional_parameter
from documents.choices import SignatureLevel
from documents.operations import issue_document, void_document
from documents.registry import contract_of
from documents.signing.operations import record_signature, seal_document, seal_role
from law.money import yuan
from mediation import announcements
from mediation.choices import AgreementState, Answer, Mark, ProposalState, SessionState, Slot
from mediation.models import (
    Agreement,
    AgreementPayer,
    Instalment,
    InstalmentShare,
    Proposal,
    ProposalRow,
    Signature,
)
from mediation.operations.capacity import check_capacity
from mediation.operations.opening import _in_mediation
from mediation.papers import agreement as papers
from mediation.permissions import acts_for, can_collect_signatures, can_propose_terms
from mediation.queries import (
    current_agreement,
    latest_consents,
    missing_signatures,
    settled_workers,
    signing_parties,
    unanswered_parties,
)
from staff.history import save_with_reason
from staff.models import User
from staff.refusals import ActRefused


@transaction.atomic
def generate_agreement(
    *,
    proposal: Proposal,
    annex: bool,
    by: User,
    on: date,
    copies: int | None = None,
    stated: dict | None = None,
) -> Agreement:
    """
    生成调解协议书: from the rows of the workers who agreed; makes D12 and, with an annex, D12A.

    Those who declined or did not answer stay outside with their claims intact. `stated` holds
    control figures: rows (roster numbers), confirmed_total_fen, instalments_fen, shares_fen.

    Raises:
        ActRefused: a payer or acknowledging party has not agreed (MED-10); nobody agreed;
            a control figure differs (V-M2, V-M3); the wage accounts have changed since the
            terms were proposed (V-M2); too few copies (MED-11).
    """
    case = lock_case(proposal.case)
    require(can_propose_terms(by, case))
    _in_mediation(case)
    proposal = Proposal.objects.select_for_update().get(pk=proposal.pk)
    if proposal.state != ProposalState.OPEN:
        raise ActRefused("该方案已不是现行方案，不能据以生成协议。", source="D12")
    if case.sessions.filter(state=SessionState.HELD).exists():
        raise ActRefused("请先结束调解会、完成笔录签名，再生成协议。", source="D10")
    _refuse_missing_parties(proposal)
    settled = papers.Settled(proposal, _agreed_rows(proposal))
    _refuse_stale_rows(settled)
    _refuse_wrong_statement(settled, stated or {})
    least = papers.least_copies(settled)
    if copies is not None and copies < least:
        raise ActRefused(
            f"协议份数至少{least}份（每名签字的劳动者、每方当事人、调解组织各一份"
            f"{'，法院一份' if proposal.joint_confirmation else ''}）。",
            source="MED-11",
        )
    if len(settled.rows) > 1:
        annex = True
    copies = copies or least
    event = record(
        case,
        "generate_agreement",
        by=by,
        on=on,
        summary=f"生成调解协议书：{len(settled.rows)}人共{yuan(settled.total_fen)}元",
        facts={
            "proposal": proposal.number,
            "workers": [r.worker.roster_no for r in settled.rows],
            "total_fen": settled.total_fen,
            "terms_sha256": proposal.terms_sha256,
        },
    )
    paper = issue_document(
        case=case,
        code="D12",
        fields=papers.agreement(settled, copies=copies, annex=annex, on=on),
        by=by,
        on=on,
        event=event,
    )
    second = None
    if annex:
        second = issue_document(
            case=case,
            code="D12A",
            fields=papers.annex(settled, agreement_number=paper.number),
            by=by,
            on=on,
            event=event,
        )
    agreement = Agreement(
        case=case,
        proposal=proposal,
        document=paper,
        annex=second,
        number=paper.number,
        made_on=on,
        copies=copies,
    )
    save_with_reason(agreement, by=by, reason="生成调解协议书")
    _copy_terms(agreement, settled)
    proposal.state = ProposalState.ADOPTED
    proposal.save(update_fields=["state"])
    announcements.agreement(agreement)
    return agreement


def _agreed_rows(proposal: Proposal) -> list[ProposalRow]:
    agreed = set(
        proposal.answers.filter(
            answer=Answer.AGREE, terms_sha256=proposal.terms_sha256
        ).values_list("party_id", flat=True)
    )
    rows = [
        r
        for r in proposal.rows.select_related("worker").order_by("worker__roster_no")
        if r.worker_id in agreed
    ]
    if not rows:
        raise ActRefused("没有劳动者同意这一方案，不能生成协议。", source="COL-02")
    already = settled_workers(proposal.case)
    doubled = [r.worker.name for r in rows if r.worker_id in already]
    if doubled:
        raise ActRefused(f"{'、'.join(doubled[:5])}已在另一份协议中。", source="V-P4")
    return rows


def _refuse_missing_parties(proposal: Proposal) -> None:
    agreed = set(proposal.answers.filter(answer=Answer.AGREE).values_list("party_id", flat=True))
    missing = [p.name for p in signing_parties(proposal) if p.pk not in agreed]
    if missing:
        raise ActRefused(f"{'、'.join(missing)}尚未对方案表示同意，不能生成协议。", source="MED-10")


def _refuse_stale_rows(settled: papers.Settled) -> None:
    """The rows were computed when proposed; an account that has changed since would mislead."""
    for row in settled.rows:
        owed = settled.account(row.worker).liable_fen
        if owed != row.due_fen:
            raise ActRefused(
                f"第{row.worker.roster_no}行{row.worker.name}的尚欠金额已由{yuan(row.due_fen)}元"
                f"变为{yuan(owed)}元，请重新提出方案。",
                source="V-M2",
            )


def _refuse_wrong_statement(settled: papers.Settled, stated: dict) -> None:
    rows = [r.worker.roster_no for r in settled.rows]
    checks = (
        ("rows", rows, "同意的劳动者"),
        ("confirmed_total_fen", settled.total_fen, "协议总额"),
        ("shares_fen", settled.payer_shares(), "付款人承担金额"),
    )
    for name, computed, label in checks:
        if stated.get(name) not in (None, computed):
            raise ActRefused(f"写明的{label}与系统计算不一致，请核对。", source="V-M2")
    if stated.get("instalments_fen") not in (None, settled.instalment_fens):
        raise ActRefused("写明的各期金额与各人分期合计不一致，请核对。", source="V-M3")


def _copy_terms(agreement: Agreement, settled: papers.Settled) -> None:
    proposal = settled.proposal
    AgreementPayer.objects.bulk_create(
        [
            AgreementPayer(
                agreement=agreement,
                party=p.party,
                liability=p.liability,
                share_fen=share,
                account=p.account,
            )
            for p, share in zip(
                proposal.payers.select_related("party"), settled.payer_shares(), strict=True
            )
        ]
    )
    instalments = Instalment.objects.bulk_create(
        [
            Instalment(
                agreement=agreement,
                no=s["no"],
                due_on=date.fromisoformat(s["due_on"]),
                percent=s.get("percent") or "",
            )
            for s in proposal.schedule
        ]
    )
    InstalmentShare.objects.bulk_create(
        [
            InstalmentShare(instalment=instalment, worker=row.worker, amount_fen=row.shares[place])
            for place, instalment in enumerate(instalments)
            for row in settled.rows
        ]
    )


@transaction.atomic
def void_agreement(*, agreement: Agreement, reason: str, by: User, on: date) -> Agreement:
    """作废未生效的协议, for instance when a party will not sign; the claims stay as they were."""
    case = lock_case(agreement.case)
    require(can_propose_terms(by, case))
    agreement = Agreement.objects.select_for_update().get(pk=agreement.pk)
    if agreement.state != AgreementState.SIGNING:
        raise ActRefused("协议已生效，不能作废。", source="MED-10")
    void_document(document=agreement.document, reason=reason, by=by)
    if agreement.annex:
        void_document(document=agreement.annex, reason=reason, by=by)
    agreement.state = AgreementState.VOID
    save_with_reason(agreement, by=by, reason=f"作废：{reason}")
    record(
        case,
        "void_agreement",
        by=by,
        on=on,
        summary=f"协议{agreement.number}作废：{reason}",
        facts={"agreement": agreement.number},
    )
    announcements.agreement(agreement)
    return agreement


def _signing(agreement: Agreement) -> Agreement:
    agreement = Agreement.objects.select_for_update().get(pk=agreement.pk)
    if agreement.state != AgreementState.SIGNING:
        raise ActRefused(f"协议{agreement.get_state_display()}，不能再签署。", source="MED-10")
    return agreement


def _refuse_early(agreement: Agreement, on: date) -> None:
    if on < agreement.made_on:
        raise ActRefused("签署日早于协议制作日。", source="V-D1")


@transaction.atomic
def sign_agreement(
    *,
    agreement: Agreement,
    party: Party,
    signer: str,
    capacity: Capacity,
    marks: list[Mark],
    by: User,
    on: date,
    seal_kind: str = "",
    level: SignatureLevel = SignatureLevel.PAPER_SCAN,
    drawing: str = "",
    document_sha256: str | None = None,
    witness: str = "",
) -> Signature:
    """
    当事人签署: one party's signature on exactly this version of the agreement.

    A worker signs in person (COL-02); a fingerprint alone is not enough (调解仲裁法 14). A company
    signs by its legal representative or an agent with 特别授权, under its official seal.

    Raises:
        ActRefused: V-P2 without authority, V-S2 for a wrong seal, V-S1 for missing marks or a
            party that does not sign this agreement, MED-04 for a party that never consented.
    """
    case = lock_case(agreement.case)
    require(can_collect_signatures(by, case) or acts_for(by, party))
    agreement = _signing(agreement)
    _refuse_early(agreement, on)
    if document_sha256 not in (None, agreement.document.pdf_id):
        raise ActRefused("协议文本已变更，请对现行版本签署。", source="V-H1")
    place = _place(agreement, party)
    if party in unanswered_parties(case) or latest_consents(case).get(party.pk) == "refuse":
        raise ActRefused(f"{party.name}没有同意调解的记录，不能签署协议。", source="MED-04")
    check_capacity(party, signer, capacity, on=on, settle=True)
    _refuse_wrong_marks(party, marks, seal_kind)
    if Signature.objects.filter(agreement=agreement, party=party).exists():
        raise ActRefused(f"{party.name}已经签署。", source="V-S1")
    signature = Signature(
        agreement=agreement,
        slot=place,
        party=party,
        signer=signer,
        capacity=capacity,
        marks=list(marks),
        seal_kind=seal_kind,
        level=level,
        drawing=drawing,
        witness=witness.strip(),
        signed_on=on,
        document_sha256=agreement.document.pdf_id,
        by=by,
    )
    signature.save()
    seen = f"（见证人{signature.witness}）" if signature.witness else ""
    _bind(signature, role=f"{_role(party)}{seen}", document_sha256=document_sha256)
    record(
        case,
        "sign_agreement",
        by=by,
        on=on,
        party=party,
        summary=f"{party.name}签署协议"
        + (f"（{Capacity(capacity).label}{signer}）" if signer != party.name else ""),
        facts={
            "agreement": agreement.number,
            "marks": list(marks),
            "version": agreement.document.pdf_id[:16],
        }
        | ({"witness": witness.strip()} if witness.strip() else {}),
    )
    announcements.signature(signature)
    return signature


def _bind(signature: Signature, *, role: str, document_sha256: str | None) -> None:
    """Tie a signature to the text of the agreement; a worker's to that of the annex as well."""
    agreement = signature.agreement
    told: dict[str, Any] = {
        "role": role,
        "signer": signature.signer,
        "level": SignatureLevel(signature.level),
        "drawing": signature.drawing,
        "by": signature.by,
        "on": signature.signed_on,
    }
    record_signature(document=agreement.document, document_sha256=document_sha256, **told)
    if agreement.annex and (signature.party is None or signature.party.is_worker):
        # Who has the agreement before them has the annex, which is part of it.
        read = agreement.annex.pdf_id if document_sha256 else None
        record_signature(document=agreement.annex, document_sha256=read, **told)


def _role(party: Party) -> str:
    if party.is_worker:
        return f"申请人{party.roster_no}号"
    return f"{party.get_place_display()} {party.name}"


def _place(agreement: Agreement, party: Party) -> Slot:
    if party.is_worker:
        signs = InstalmentShare.objects.filter(instalment__agreement=agreement, worker=party)
        if not signs.exists():
            raise ActRefused(f"{party.name}不在这份协议中，无需签署。", source="V-S1")
        return Slot.PARTY
    if party.pk not in {p.pk for p in signing_parties(agreement.proposal)}:
        raise ActRefused(f"{party.name}不是这份协议的签署方。", source="V-S1")
    return Slot.THIRD_PARTY if party.place == "third_party" else Slot.PARTY


def _refuse_wrong_marks(party: Party, marks: list[Mark], seal_kind: str) -> None:
    refuse_wrong_seal(seal_kind)
    if Mark.SIGNATURE not in marks:
        raise ActRefused(
            f"{party.name}须签名；只按指印不符合调解仲裁法第十四条的要求。", source="MED-10"
        )
    if party.kind == PartyKind.ORG:
        if Mark.SEAL not in marks or not seal_kind:
            raise ActRefused(f"{party.name}须加盖单位公章。", source="V-S1")
        if seal_kind != SealKind.OFFICIAL:
            raise ActRefused(f"{party.name}须加盖单位公章。", source="V-S2")


@transaction.atomic
def sign_as_mediator(*, agreement: Agreement, mediator: User, by: User, on: date) -> Signature:
    """调解员签名."""
    case = lock_case(agreement.case)
    require(can_collect_signatures(by, case))
    agreement = _signing(agreement)
    _refuse_early(agreement, on)
    if not case.officers.filter(user=mediator, capacity="mediator", until_on=None).exists():
        raise ActRefused(f"{mediator.name}不是本案调解员。", source="MED-10")
    if by.pk != mediator.pk and not case.officers.filter(user=by, until_on=None).exists():
        raise ActRefused("只有本案调解员本人可以签名。", source="permission")
    if Signature.objects.filter(agreement=agreement, officer=mediator, slot=Slot.MEDIATOR).exists():
        raise ActRefused("调解员已经签名。", source="V-S1")
    signature = Signature(
        agreement=agreement,
        slot=Slot.MEDIATOR,
        officer=mediator,
        signer=mediator.name,
        capacity=Capacity.MEDIATOR,
        marks=[Mark.SIGNATURE],
        signed_on=on,
        document_sha256=agreement.document.pdf_id,
        by=by,
    )
    signature.save()
    _bind(signature, role="调解员", document_sha256=None)
    record(
        case,
        "sign_agreement",
        by=by,
        on=on,
        summary=f"调解员{mediator.name}在协议上签名",
        facts={"agreement": agreement.number},
    )
    announcements.signature(signature)
    return signature


@transaction.atomic
def seal_agreement(
    *, case: Case, seal_kind: SealKind, by: User, on: date, copy_sealed_at: datetime | None = None
) -> Agreement:
    """
    加盖调解组织印章: the last act; the agreement takes effect on the day of the last of all marks.

    With `copy_sealed_at` an electronic copy with the platform seal is made besides (平台签章); it
    does not take the place of the seal on paper.

    From the effective day run the joint application for confirmation (JC-01) and for review
    (REV-01); the sums agreed are posted to the wage accounts, waived parts too.

    Raises:
        ActRefused: MED-04 when a respondent never consented and there is nothing to seal, V-S1
            for a missing signature, V-S2 for a wrong seal, MED-01 when the body may not seal.
    """
    case = lock_case(case)
    require(can_collect_signatures(by, case))
    agreement = current_agreement(case)
    if agreement is None:
        silent = unanswered_parties(case)
        if silent:
            raise ActRefused(
                f"{'、'.join(p.name for p in silent)}没有同意调解，也没有签署协议，不能盖章。",
                source="MED-04",
            )
        raise ActRefused("本案尚无调解协议，不能盖章。", source="V-S1")
    agreement = _signing(agreement)
    _refuse_early(agreement, on)
    refuse_wrong_seal(seal_kind)
    if seal_kind != SealKind.MEDIATION_ORG:
        raise ActRefused("协议须加盖调解组织印章。", source="V-S2")
    missing = missing_signatures(agreement)
    if missing:
        names = "、".join(p.name for p in missing[:10])
        raise ActRefused(f"尚有{len(missing)}处未签署：{names}，不能盖章。", source="V-S1")
    body = case.mediation_body
    if body is None or not body.may_seal:
        raise ActRefused(
            "调解组织的类型、登记号或印章尚未核定，不能盖章。",
            source="MED-01",
            suggest="请管理员在“机构”中补全并核定。",
        )
    Signature(
        agreement=agreement,
        slot=Slot.SEAL,
        signer=body.name,
        marks=[Mark.SEAL],
        seal_kind=seal_kind,
        signed_on=on,
        document_sha256=agreement.document.pdf_id,
        by=by,
    ).save()
    effective = max(agreement.signatures.values_list("signed_on", flat=True))
    agreement.effective_on, agreement.state = effective, AgreementState.EFFECTIVE
    save_with_reason(agreement, by=by, reason="加盖调解组织印章，协议生效")
    event = record(
        case,
        "seal_agreement",
        by=by,
        on=on,
        summary=f"协议{agreement.number}加盖调解组织印章，{effective:%Y-%m-%d}生效",
        facts={"agreement": agreement.number, "effective_on": effective.isoformat()},
    )
    _post_agreed(agreement, event=event, by=by, on=effective)
    _seal_papers(agreement, body.name, by=by, on=on, copy_at=copy_sealed_at)
    if case.status == CaseStatus.ACCEPTED:
        case.court = agreement.proposal.court or case.court
        case = move_case(case, "settle", by=by, reason=agreement.number)
    meet_deadline(case=case, rule="MED-06", on=effective, by=by)
    meet_deadline(case=case, rule="MED-07", on=effective, by=by)
    suffix = (
        "" if case.agreements.exclude(state=AgreementState.VOID).count() == 1 else str(agreement.pk)
    )
    for rule in ("REV-01", "JC-01"):
        start_deadline(
            case=case,
            rule=rule,
            event="调解协议生效",
            trigger=effective,
            by=by,
            suffix=suffix,
        )
    days = optional_parameter("follow_up_working_days", case=case, on=effective)
    if days is not None:
        start_deadline(
            case=case,
            rule="MED-31",
            event="调解协议生效",
            trigger=effective,
            by=by,
            amount=int(days),
            suffix=suffix,
        )
    announcements.agreement(agreement)
    return agreement


def _seal_papers(
    agreement: Agreement, body: str, *, by: User, on: date, copy_at: datetime | None
) -> None:
    """Tie the seal on paper to the texts, and make their electronic copies where asked for."""
    for paper in filter(None, (agreement.document, agreement.annex)):
        record_signature(
            document=paper,
            role=seal_role(contract_of(paper.code)),
            signer=body,
            level=SignatureLevel.PAPER_SCAN,
            by=by,
            on=on,
        )
        if copy_at:
            seal_document(document=paper, by=by, on=on, at=copy_at)


def _post_agreed(agreement: Agreement, *, event: CaseEvent, by: User, on: date) -> None:
    """Post what was agreed, and what was waived, to every worker's items."""
    rows = {r.worker_id: r for r in agreement.proposal.rows.all()}
    shares = InstalmentShare.objects.filter(instalment__agreement=agreement)
    for worker in Party.objects.filter(pk__in=shares.values("worker")).order_by("roster_no"):
        row = rows[worker.pk]
        waived = row.due_fen - row.amount_fen
        if waived:
            post(
                worker=worker,
                kind=EntryKind.WAIVED,
                amount_fen=waived,
                event=event,
                by=by,
                on=on,
                basis="D12",
            )
        post(
            worker=worker,
            kind=EntryKind.AGREED,
            amount_fen=row.amount_fen,
            event=event,
            by=by,
            on=on,
            basis="D12",
        )
