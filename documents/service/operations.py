"""Recording how papers reached their recipients; nothing is changed afterwards, only replaced."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from django.db import transaction

from cases.choices import PartyKind
from cases.models import Case, Party, ServiceAddress
from cases.operations import lock_case, record, require
from cases.queries import current_calendar, optional_parameter, parameter
from documents import store
from documents.choices import DocumentState
from documents.models import Document, Service, ServiceProof
from documents.permissions import can_record_service
from documents.service.choices import Channel, Outcome, ProofKind, Relation
from documents.service.queries import circumstances, confirmed_address, kind_of, recipients
from law.service import COLLECTIVE_FROM, METHODS, effect, why_not
from staff.models import User
from staff.refusals import ActRefused, Caution

PROOF_LIMIT = 20 * 1024 * 1024
PDF, JPEG, PNG, MP4 = "application/pdf", "image/jpeg", "image/png", "video/mp4"
_MARKS = ((b"%PDF-", PDF), (b"\xff\xd8\xff", JPEG), (b"\x89PNG\r\n", PNG))
_OF_KIND: dict[str, tuple[str, ...]] = {ProofKind.PHOTO: (JPEG, PNG), ProofKind.VIDEO: (MP4,)}
# What may be signed for whom (民事诉讼法 88).
_OF_PERSONS = {Relation.SELF, Relation.FAMILY, Relation.REPRESENTATIVE}
_OF_ORGANISATIONS = {Relation.HEAD, Relation.MAIL_ROOM}
# Who is told, in the same transaction, that papers were served or were not: the app that makes a
# paper starts what runs from its service, and says so when it is ready.
SERVED: list[Callable[..., None]] = []
# Sent off first and confirmed later; of the others the day is known when they are recorded.
CONFIRMED_LATER = {"post", "electronic", "simple", "entrusted", "forwarded"}


@dataclass(frozen=True)
class Proof:
    """A file that proves service: what it is and its bytes."""

    kind: str
    content: bytes = field(repr=False)
    name: str = ""


@dataclass(frozen=True)
class Delivery:
    """
    How one attempt went.

    `done_on` is the day it was signed for, arrived, was left, posted, published or came back, None
    while it is on its way. `failed` says that nobody got it, `returned` that the letter came back.
    """

    method: str
    sent_on: date
    done_on: date | None = None
    address: str = ""
    channel: str = ""
    receiver: str = ""
    relation: str = ""
    reason: str = ""
    witnesses: Sequence[str] = ()
    through: str = ""
    tracking_no: str = ""
    media: str = ""
    note: str = ""
    refused: bool = False
    returned: bool = False
    failed: bool = False
    proofs: Sequence[Proof] = ()


@dataclass(frozen=True)
class Together:
    """What came of serving on many at once: the rows made, and who was left out, why."""

    done: list[Service]
    failed: list[tuple[Document, Party, str]]

    @property
    def cautions(self) -> list[Caution]:
        return [
            Caution("A09", f"{party.name}的《{paper.title}》没有记录：{why}")
            for paper, party, why in self.failed
        ]


@transaction.atomic
def record_service(
    *, document: Document, party: Party, delivery: Delivery, by: User, on: date
) -> Service:
    """
    记录送达: how one paper was brought to one recipient, and from which day that counts.

    Raises:
        ActRefused: the method may not serve this paper on this party; its proof is missing; the
            days are out of order; the party need not get the paper or has it already.
    """
    case = _locked(document, by)
    row = _append(document, party, delivery, by=by, on=on)
    return _recorded(case, [row], by=by, on=on)[0]


@transaction.atomic
def record_service_together(
    *, case: Case, items: Iterable[tuple[Document, Party, Delivery]], by: User, on: date
) -> Together:
    """
    一并记录: the same round for many recipients or papers; what is refused leaves the rest.

    Raises:
        ActRefused: nothing could be recorded; the first reason is given.
    """
    case = lock_case(case)
    items = list(items)
    theirs = {document.code: document for document, _, _ in items}.values()
    require(all(can_record_service(by, document) for document in theirs))
    made: list[Service] = []
    failed: list[tuple[Document, Party, str]] = []
    first: ActRefused | None = None
    for document, party, delivery in items:
        document.case = case
        try:
            with transaction.atomic():
                made.append(_append(document, party, delivery, by=by, on=on))
        except ActRefused as refused:
            first = first or refused
            failed.append((document, party, str(refused)))
    if first and not made:
        raise first
    if not made:
        raise ActRefused("请至少勾选一位受送达人和一份文书。", source="A09")
    return Together(_recorded(case, made, by=by, on=on), failed)


@transaction.atomic
def record_refusal(
    *,
    document: Document,
    party: Party,
    reason: str,
    done_on: date,
    by: User,
    on: date,
    address: str = "",
    witnesses: Sequence[str] = (),
    proofs: Sequence[Proof] = (),
    receiver: str = "",
) -> Service:
    """
    记录拒收: the recipient would not sign; with a photograph or video the paper is left there.

    `receiver` is who refused. Without proof only the refusal is recorded (the paper was taken
    back) and may be followed by leaving it.

    Raises:
        ActRefused: no reason; nobody witnessed it and nothing shows it.
    """
    case = _locked(document, by)
    if not reason.strip():
        raise ActRefused("请写明拒收的事由。", source="A09")
    if not proofs and not witnesses:
        raise ActRefused(
            "拒绝签收的，请写明在场的见证人，或者上传照片、录像。",
            source="ARB-34",
            suggest="见证人可以是基层组织或者其单位的代表。",
        )
    refused = Delivery(
        method="direct",
        sent_on=done_on,
        done_on=done_on,
        address=address,
        receiver=receiver,
        reason=reason,
        witnesses=witnesses,
        refused=True,
        failed=True,
    )
    rows = [_append(document, party, refused, by=by, on=on)]
    if proofs:
        left = replace(refused, method="left", failed=False, proofs=proofs)
        rows.append(_append(document, party, left, by=by, on=on))
    return _recorded(case, rows, by=by, on=on)[-1]


@transaction.atomic
def confirm_service(
    *,
    service: Service,
    done_on: date,
    by: User,
    on: date,
    receiver: str = "",
    relation: str = "",
    returned: bool = False,
    reason: str = "",
    proofs: Sequence[Proof] = (),
) -> Service:
    """
    确认送达: what was sent has arrived, or came back; a row that replaces the one of the sending.

    Raises:
        ActRefused: the row does not wait for a confirmation, or has been replaced meanwhile.
    """
    case = _locked(service.document, by)
    return _confirm(
        case,
        service,
        replace(
            _delivery_of(service),
            done_on=done_on,
            receiver=receiver or service.receiver,
            relation=relation or service.relation,
            returned=returned,
            reason=reason or service.reason,
            proofs=proofs,
        ),
        by=by,
        on=on,
    )


@transaction.atomic
def acknowledge_service(
    *, service: Service, receiver: str, relation: str, by: User, on: date
) -> Service:
    """
    签收: the recipient's own person says on a page of theirs that an electronic paper reached them.

    Part of an act that has made sure for whom the person acts.

    Raises:
        ActRefused: not sent electronically, or confirmed already.
    """
    if service.method != "electronic":
        raise ActRefused("这份文书不是电子送达的，请按送达的方式签收。", source="A09")
    reached = replace(_delivery_of(service), done_on=on, receiver=receiver, relation=relation)
    return _confirm(lock_case(service.document.case), service, reached, by=by, on=on)


def _confirm(case: Case, service: Service, delivery: Delivery, *, by: User, on: date) -> Service:
    _unreplaced(service)
    if service.outcome != Outcome.SENT:
        raise ActRefused("这一次送达已有结果，不用再确认。", source="A09")
    row = _append(service.document, service.party, delivery, by=by, on=on, replaces=service)
    _keep_proofs(service, row)
    return _recorded(case, [row], by=by, on=on)[0]


def confirm_electronic(
    *, service: Service, reached_on: date, by: User, on: date, proofs: Sequence[Proof] = ()
) -> Service:
    """确认到达: an electronic sending counts from the day it reached the recipient's system."""
    if service.method != "electronic":
        raise ActRefused("这一次不是电子送达。", source="A09")
    return confirm_service(service=service, done_on=reached_on, by=by, on=on, proofs=proofs)


@transaction.atomic
def correct_service(
    *, service: Service, delivery: Delivery, reason: str, by: User, on: date
) -> Service:
    """
    更正送达记录: a new row in the place of a wrong one; the wrong one stays readable.

    The proofs stay with the new row. Raises what `record_service` raises.
    """
    case = _locked(service.document, by)
    _unreplaced(service)
    if not reason.strip():
        raise ActRefused("请写明更正的理由。", source="A09")
    delivery = replace(delivery, note=f"更正：{reason.strip()}"[:200])
    row = _append(service.document, service.party, delivery, by=by, on=on, replaces=service)
    _keep_proofs(service, row)
    return _recorded(case, [row], by=by, on=on, verb="更正")[0]


def hand_over(
    *, document: Document, signed_by: Iterable[tuple[Party, str]], by: User, on: date
) -> list[Service]:
    """
    Record that the act which made the paper also handed it over: party and who signed for it.

    Part of that act: it has locked the case and checked the person, and tells of it in its event.
    """
    representatives = set(
        Party.objects.filter(elected_in__case=document.case_id).values_list("name", flat=True)
    )
    day = effect("direct", on, current_calendar())
    return Service.objects.bulk_create(
        [
            Service(
                document=document,
                party=party,
                method="direct",
                outcome=Outcome.SERVED,
                address=document.case.venue,
                sent_on=on,
                done_on=on,
                served_on=day.served_on,
                steps=list(day.steps),
                receiver=name,
                relation=_relation(party, name, representatives),
                recorded_on=on,
                recorded_by=by,
            )
            for party, name in signed_by
        ]
    )


def _relation(party: Party, name: str, representatives: set[str]) -> str:
    """Return what the signer is to the party as far as the file tells, else ""."""
    if name == party.name and party.kind == PartyKind.NATURAL:
        return Relation.SELF
    if name == party.legal_rep:
        return Relation.HEAD
    if party.is_worker and name in representatives:
        return Relation.REPRESENTATIVE
    if party.authorities.filter(agent=name).exists():
        return Relation.AGENT
    return ""


def _locked(document: Document, by: User) -> Case:
    # No check that the case is open: what was sent before the end may arrive after it.
    case = lock_case(document.case)
    document.case = case
    require(can_record_service(by, document))
    return case


def _unreplaced(service: Service) -> None:
    if Service.objects.filter(replaces=service).exists():
        raise ActRefused(
            "这条送达记录已被新的记录代替。", source="A09", suggest="请刷新页面查看最新的记录。"
        )


def _append(
    document: Document,
    party: Party,
    delivery: Delivery,
    *,
    by: User,
    on: date,
    replaces: Service | None = None,
) -> Service:
    _check_paper(document, party, replaces)
    _check_days(document, delivery, on)
    met = circumstances(document, party)
    if delivery.method not in METHODS:
        raise ActRefused("请选择送达方式。", source="A09")
    method = METHODS[delivery.method]
    if reason := why_not(delivery.method, kind_of(document.code), met):
        source = "MED-04" if "自愿" in reason else (*method.rules, "A09")[0]
        raise ActRefused(f"《{document.title}》不能{method.title}：{reason}", source=source)
    address = confirmed_address(party)
    if delivery.method == "electronic":
        assert address is not None  # why_not has seen the consent
        delivery = replace(delivery, channel=address.e_channel, address=address.phone)
    delivery = _returned(delivery, address)
    kept = list(replaces.proofs.all()) if replaces else []
    _check_proof(party, delivery, [*kept, *delivery.proofs])
    outcome = _outcome(delivery)
    row = Service(
        document=document,
        party=party,
        method=delivery.method,
        outcome=outcome,
        address=_masked(delivery) if delivery.method == "electronic" else delivery.address[:200],
        channel=delivery.channel,
        confirmed_address=address,
        sent_on=delivery.sent_on,
        done_on=delivery.done_on,
        receiver=delivery.receiver.strip(),
        relation=delivery.relation,
        refused=delivery.refused,
        returned=delivery.returned,
        reason=delivery.reason.strip()[:200],
        witnesses=[name.strip() for name in delivery.witnesses if name.strip()],
        through=delivery.through.strip(),
        tracking_no=delivery.tracking_no.strip(),
        media=delivery.media.strip(),
        note=delivery.note.strip()[:200],
        replaces=replaces,
        recorded_on=on,
        recorded_by=by,
    )
    if outcome == Outcome.SERVED and delivery.done_on:
        _count(row, document.case, delivery.done_on)
    row.save()
    for proof in delivery.proofs:
        _store(row, proof)
    return row


def _check_paper(document: Document, party: Party, replaces: Service | None) -> None:
    if document.state != DocumentState.ISSUED:
        raise ActRefused(
            f"《{document.title}》{document.get_state_display()}，不能送达。",
            source="V-N1",
            suggest="请送达现行的一版。",
        )
    if party.pk not in {p.pk for p in recipients(document)}:
        raise ActRefused(f"《{document.title}》不需要送达{party.name}。", source="A09")
    rows = document.services.effective().filter(party=party)
    if replaces is not None:
        rows = rows.exclude(pk=replaces.pk)
    if found := rows.last():
        raise ActRefused(
            f"《{document.title}》已于{found.served_on:%Y-%m-%d}送达{party.name}，不用再记。",
            source="V-N1",
            suggest="记错了的，请打开那条记录更正。",
        )


def _check_days(document: Document, delivery: Delivery, on: date) -> None:
    if delivery.sent_on < document.issued_on:
        raise ActRefused(
            f"《{document.title}》{document.issued_on:%Y-%m-%d}才制作，不能在这以前送达。",
            source="V-D1",
        )
    if delivery.done_on and delivery.done_on < delivery.sent_on:
        raise ActRefused("送达的日期早于送出的日期，请核对。", source="V-D1")
    if max(delivery.sent_on, delivery.done_on or delivery.sent_on) > on:
        raise ActRefused("不能记录今天以后的送达。", source="V-D1")
    if delivery.done_on is None and delivery.method not in CONFIRMED_LATER:
        raise ActRefused("请填写送达的日期。", source="A09")


def _returned(delivery: Delivery, address: ServiceAddress | None) -> Delivery:
    """Settle what a letter that came back is: served at the party's own address, else failed."""
    if not delivery.returned:
        return delivery
    if delivery.method != "post":
        raise ActRefused("只有邮寄的才会退回。", source="A09")
    own = address is not None and delivery.address.strip() in ("", address.address)
    return replace(
        delivery,
        address=delivery.address or (address.address if address else ""),
        failed=not own,
        reason=delivery.reason or "邮件退回",
    )


def _check_proof(party: Party, delivery: Delivery, proofs: Sequence[Proof | ServiceProof]) -> None:
    """Refuse what the method asks for and is not there."""
    needs = METHODS[delivery.method].needs
    if "tracking_no" in needs and not delivery.tracking_no.strip():
        raise ActRefused("邮寄送达请填写邮件号码。", source="A09")
    if "through" in needs and not delivery.through.strip():
        raise ActRefused("请填写受委托或者转交的单位。", source="A09")
    if "media" in needs and not delivery.media.strip():
        raise ActRefused("请填写公告登在哪里。", source="ARB-35")
    if delivery.failed and not delivery.reason.strip():
        raise ActRefused("没有送到的，请写明原因。", source="A09")
    if delivery.failed:
        return
    if "reason" in needs and not delivery.reason.strip():
        raise ActRefused("请写明事由。", source=METHODS[delivery.method].rules[0])
    if "evidence" in needs:
        _check_pictures(delivery.method, proofs)
    if "receiver" in needs and delivery.done_on:
        _check_receiver(party, delivery)


def _check_pictures(method: str, proofs: Sequence[Proof | ServiceProof]) -> None:
    if method == "public_notice":
        if not proofs:
            raise ActRefused("请上传公告的版面或者截图。", source="ARB-35")
    elif not any(p.kind in (ProofKind.PHOTO, ProofKind.VIDEO) for p in proofs):
        raise ActRefused("留置、张贴送达必须上传照片或者录像。", source="ARB-34")


def _check_receiver(party: Party, delivery: Delivery) -> None:
    name, relation = delivery.receiver.strip(), delivery.relation
    if not name:
        raise ActRefused("请填写签收人。", source="V-S1")
    natural = party.kind == PartyKind.NATURAL
    if not relation and natural and name == party.name:
        relation = Relation.SELF
    if delivery.method == "simple" and not relation:
        return
    if not relation:
        raise ActRefused(f"请写明{name}与{party.name}的关系。", source="V-S1")
    if relation in (_OF_ORGANISATIONS if natural else _OF_PERSONS):
        label = Relation(relation).label
        raise ActRefused(f"{party.name}的签收人不能是“{label}”。", source="V-S1")
    if relation == Relation.SELF and name != party.name:
        raise ActRefused(f"“本人”应为{party.name}，不是{name}。", source="V-S1")
    opposite = party.case.parties.exclude(place=party.place).filter(name=name)
    if opposite.exists():
        raise ActRefused(
            f"{name}是本案另一方当事人，不能代{party.name}签收。",
            source="V-P3",
            suggest="请交本人、其家属、代理人或者推选的代表人签收。",
        )


def _outcome(delivery: Delivery) -> str:
    if delivery.failed:
        return Outcome.FAILED
    return Outcome.SERVED if delivery.done_on else Outcome.SENT


def _masked(delivery: Delivery) -> str:
    """Return the wire and the end of the number: the whole number stays encrypted in D09."""
    label = Channel(delivery.channel).label if delivery.channel else ""
    return f"{label}（尾号{delivery.address[-4:]}）" if delivery.address else label


def _count(row: Service, case: Case, done_on: date) -> None:
    """Set the day of service and the sentences that show how it was found."""
    days = None
    if row.method == "public_notice":
        days = _notice_days(case, done_on)
        row.notice_days = days
    found = effect(row.method, done_on, current_calendar(), notice_days=days, returned=row.returned)
    row.served_on, row.steps = found.served_on, list(found.steps)
    row.provisional = found.provisional


def _notice_days(case: Case, on: date) -> int:
    """Return how long a notice runs here; some provinces shorten it for a crew (ARB-35)."""
    if case.parties.workers().count() >= COLLECTIVE_FROM:
        shorter = optional_parameter("public_notice_days_collective", case=case, on=on)
        if shorter is not None:
            return int(shorter)
    return int(parameter("public_notice_days", case=case, on=on).value)


def _store(row: Service, proof: Proof) -> None:
    if len(proof.content) > PROOF_LIMIT:
        raise ActRefused("文件超过20MB，请压缩后再上传；录像可以只取关键的一段。", source="ARB-34")
    media_type = next((kind for mark, kind in _MARKS if proof.content.startswith(mark)), None)
    if proof.content[4:8] == b"ftyp":
        media_type = MP4
    if media_type is None:
        raise ActRefused("送达证据只接受 PDF、JPG、PNG 和 MP4 文件。", source="ARB-34")
    if media_type not in _OF_KIND.get(proof.kind, (media_type,)):
        label = ProofKind(proof.kind).label
        raise ActRefused(f"“{proof.name or '所选文件'}”不是{label}。", source="ARB-34")
    ServiceProof(
        service=row,
        file=store.put(proof.content, media_type=media_type),
        kind=proof.kind,
        name=proof.name[:120],
    ).save()


def _keep_proofs(old: Service, new: Service) -> None:
    for proof in old.proofs.all():
        ServiceProof(service=new, file=proof.file, kind=proof.kind, name=proof.name).save()


def _delivery_of(row: Service) -> Delivery:
    """Return the facts of a row, for one that follows it."""
    return Delivery(
        method=row.method,
        sent_on=row.sent_on,
        done_on=row.done_on,
        address=row.address,
        channel=row.channel,
        receiver=row.receiver,
        relation=row.relation,
        reason=row.reason,
        witnesses=row.witnesses,
        through=row.through,
        tracking_no=row.tracking_no,
        media=row.media,
        note=row.note,
        refused=row.refused,
        returned=row.returned,
        failed=row.outcome == Outcome.FAILED,
    )


def _recorded(
    case: Case, rows: list[Service], *, by: User, on: date, verb: str = "记录"
) -> list[Service]:
    """Tell of the rows in the record of the case; one event for one round."""
    last = rows[-1]
    titles = "、".join(dict.fromkeys(f"《{row.document.title}》" for row in rows))
    names = list(dict.fromkeys(row.party.name for row in rows))
    whom = "、".join(names[:3]) + (f"等{len(names)}人" if len(names) > 3 else "")
    outcome = last.get_outcome_display()
    if last.served_on:
        outcome = f"{last.served_on:%Y-%m-%d}{'视为' if METHODS[last.method].limit else ''}送达"
    record(
        case,
        "record_service",
        by=by,
        on=on,
        party=last.party if len(names) == 1 else None,
        summary=f"{verb}{titles}{last.get_method_display()}{whom}：{outcome}",
        facts={
            "services": [row.pk for row in rows],
            "documents": sorted({row.document_id for row in rows}),
            "to": [row.party.key for row in rows],
            "method": last.method,
            "outcome": last.outcome,
            "served_on": last.served_on.isoformat() if last.served_on else None,
        },
    )
    for tell in SERVED:
        tell(rows, by=by, on=on)
    return rows


__all__ = [
    "Delivery",
    "Proof",
    "Together",
    "confirm_electronic",
    "confirm_service",
    "correct_service",
    "hand_over",
    "record_refusal",
    "record_service",
    "record_service_together",
]
