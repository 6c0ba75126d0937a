"""
What comes next in a case, read off its state: the act, who does it, by when, under which article.

For many cases at once, in a fixed number of queries; a task of the engine, where there is one,
goes before it on the page of a case.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from django.db.models import Count, F, Sum
from django.utils import timezone

from adjudication.obligations import open_fen_of
from adjudication.permissions import can_file
from adjudication.queries.titles import DueTitle, titles_due
from cases.choices import CaseStatus, DeadlineState, OfficerCapacity, ProceduralPlace
from cases.models import Case, CaseEvent, CaseOfficer, Deadline, Party
from cases.permissions import can_edit_case
from confirmation.choices import ApplicationState
from confirmation.models import Application
from confirmation.permissions import can_apply
from fund.choices import MoneyActKind
from fund.models import MoneyAct
from law.money import grouped
from mediation.choices import AgreementState, Answer, SessionState
from mediation.models import (
    Agreement,
    Consent,
    Instalment,
    InstalmentShare,
    PaymentRow,
    Proposal,
    ProposalRow,
    Session,
    TermsAnswer,
)
from mediation.permissions import (
    can_accept_application,
    can_close,
    can_collect_signatures,
    can_file_application,
    can_keep_minutes,
    can_propose_terms,
    can_record_answers,
    can_record_payment,
    can_schedule_session,
    can_terminate,
)
from mediation.queries import CREDITED

_ONCE = ("invite_respondent", "give_rights_notice", "disclose_mediator", "record_follow_up")


@dataclass(frozen=True)
class NextAct:
    """`page` and `key` name the page of the act; `permission` says who may do it."""

    title: str
    who: str
    page: str
    key: int
    permission: object
    words: str = ""
    due_on: date | None = None
    article: str = ""
    title_due: DueTitle | None = None  # whose payment is awaited


@dataclass
class _State:
    """What was found about one case."""

    due: dict[str, date] = field(default_factory=dict)
    people: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    acts: set[str] = field(default_factory=set)
    asked: list[tuple[int, str]] = field(default_factory=list)
    consents: dict[int, str] = field(default_factory=dict)
    session: Session | None = None
    held: int = 0
    proposal: Proposal | None = None
    asked_terms: int = 0
    answers: dict[str, int] = field(default_factory=dict)
    signing: Agreement | None = None
    unpaid: Instalment | None = None
    shared: MoneyAct | None = None
    titles: list[DueTitle] = field(default_factory=list)
    returned: Application | None = None
    drafted: Application | None = None

    def who(self, *capacities: OfficerCapacity) -> str:
        names = [name for c in capacities for name in self.people[c]]
        return "、".join(dict.fromkeys(names)) or "（尚未分案）"


def next_acts(cases: Iterable[Case], *, on: date) -> dict[int, NextAct]:
    """Return the act that comes next, by case id; a closed case has none."""
    cases = [case for case in cases if case.is_open]
    states = _states([case.pk for case in cases])
    found = {case.pk: _next(case, states[case.pk], on) for case in cases}
    return {pk: act for pk, act in found.items() if act}


def next_act(case: Case, *, on: date) -> NextAct | None:
    """Return the act that comes next in one case; what is owed on a title is said with it."""
    act = next_acts([case], on=on).get(case.pk)
    if act is None or act.title_due is None:
        return act
    owed = f"{act.title_due.number}尚欠{grouped(open_fen_of(act.title_due))}元。"
    return replace(act, words=f"{owed}{act.words}")


def _next(case: Case, state: _State, on: date) -> NextAct | None:
    if case.status == CaseStatus.FILED:
        return _on_application(case, state)
    if case.status == CaseStatus.ACCEPTED:
        return _in_mediation(case, state)
    if case.status == CaseStatus.SETTLED:
        return _in_performance(case, state, on)
    if state.titles and case.status != CaseStatus.CLOSED:
        return _on_title(state, on)
    if case.status in (CaseStatus.ENDED, CaseStatus.DECLINED):
        who = state.who(OfficerCapacity.INTAKE, OfficerCapacity.MEDIATOR)
        words = f"案件{case.get_status_display()}，核对文书和工资账户后结案归档。"
        return NextAct("结案", who, "close-case", case.pk, can_close, words, None, "MED-30")
    return None


def _on_application(case: Case, state: _State) -> NextAct:
    intake = state.who(OfficerCapacity.INTAKE)
    if case.received_on is None:
        return NextAct(
            "登记调解申请",
            intake,
            "application",
            case.pk,
            can_file_application,
            "线索已立案，还没有登记调解申请；口头申请的，当场记录。",
            None,
            "MED-03",
        )
    return NextAct(
        "决定是否受理",
        intake,
        "accept",
        case.pk,
        can_accept_application,
        "材料不齐也可以容缺受理；不受理的，书面告知理由和去处。",
        state.due.get("MED-05"),
        "MED-05",
    )


def _in_mediation(case: Case, state: _State) -> NextAct:
    mediator = state.who(OfficerCapacity.MEDIATOR)
    ends_on = state.due.get("MED-07")
    if state.signing:
        return NextAct(
            "请各方签署调解协议",
            mediator,
            "agreement",
            state.signing.pk,
            can_collect_signatures,
            f"协议{state.signing.number}：各方和调解员签名、调解组织盖章齐备之日生效。",
            ends_on,
            "MED-10",
        )
    if state.session:
        return _at_session(state, mediator, ends_on)
    if state.proposal:
        return _on_proposal(case, state, mediator, ends_on)
    return _before_session(case, state, mediator, ends_on)


def _at_session(state: _State, mediator: str, ends_on: date | None) -> NextAct:
    session = state.session
    if session.state == SessionState.SCHEDULED:
        return NextAct(
            f"召开第{session.no}次调解会",
            mediator,
            "session",
            session.pk,
            can_keep_minutes,
            f"地点：{session.place}。先核对到场人员和授权。",
            session.starts_at.astimezone(timezone.get_current_timezone()).date(),
            "MED-25",
        )
    silent = state.asked_terms - sum(state.answers.values())
    words = "笔录各方核对签名后，结束本次调解会。"
    if state.proposal and silent:
        words = f"方案{state.proposal.number}还有{silent}人没有表态。"
    title = f"主持第{session.no}次调解会"
    return NextAct(title, mediator, "session", session.pk, can_keep_minutes, words, ends_on)


def _on_proposal(case: Case, state: _State, mediator: str, ends_on: date | None) -> NextAct:
    proposal = state.proposal
    silent = state.asked_terms - sum(state.answers.values())
    if silent:
        return NextAct(
            "请劳动者逐人表态",
            mediator,
            "answer",
            proposal.pk,
            can_record_answers,
            f"方案{proposal.number}：{state.asked_terms}人中还有{silent}人没有表态。",
            ends_on,
            "MED-26",
        )
    agreed = state.answers.get(Answer.AGREE, 0)
    if agreed:
        return NextAct(
            "生成调解协议",
            mediator,
            "generate",
            case.pk,
            can_propose_terms,
            f"方案{proposal.number}：{agreed}人同意，{state.asked_terms - agreed}人不同意。",
            ends_on,
            "MED-11",
        )
    return NextAct(
        "提出新方案",
        mediator,
        "propose",
        case.pk,
        can_propose_terms,
        f"方案{proposal.number}没有劳动者同意。",
        ends_on,
    )


def _before_session(case: Case, state: _State, mediator: str, ends_on: date | None) -> NextAct:
    everyone = state.who(OfficerCapacity.INTAKE, OfficerCapacity.MEDIATOR)
    refusing = [name for pk, name in state.asked if state.consents.get(pk) == Answer.REFUSE]
    silent = [name for pk, name in state.asked if pk not in state.consents]
    steps = (
        (
            refusing and len(refusing) == len(state.asked),
            ("终止调解", mediator, "terminate", can_terminate),
            ("被申请人已明确拒绝调解，应当终止并告知其他途径。", "MED-04"),
        ),
        (
            silent and "invite_respondent" not in state.acts,
            ("征询对方调解意愿", everyone, "invite", can_edit_case),
            (f"尚未征询{'、'.join(silent[:3])}。", "MED-04"),
        ),
        (
            silent,
            ("登记对方的答复", everyone, "consent", can_edit_case),
            (f"{'、'.join(silent[:3])}还没有答复是否愿意调解。", "MED-04"),
        ),
        (
            "give_rights_notice" not in state.acts,
            ("告知权利义务", everyone, "rights", can_edit_case),
            ("调解开始前，向各方告知权利义务并由其签收。", "MED-23"),
        ),
        (
            "disclose_mediator" not in state.acts,
            ("调解员告知", mediator, "disclose", can_schedule_session),
            ("告知与各方有无利害关系；有的，须各方同意或者更换。", "MED-24"),
        ),
    )
    for applies, (title, who, page, permission), (words, article) in steps:
        if applies:
            return NextAct(title, who, page, case.pk, permission, words, ends_on, article)
    words = "约定时间、地点，通知各方。"
    if state.held:
        words = f"已开过{state.held}次调解会；不能达成协议的，终止调解并告知途径。"
    return NextAct(
        f"安排第{state.held + 1}次调解会",
        mediator,
        "session-schedule",
        case.pk,
        can_schedule_session,
        words,
        ends_on,
        "MED-07",
    )


def _in_performance(case: Case, state: _State, on: date) -> NextAct:
    everyone = state.who(OfficerCapacity.INTAKE, OfficerCapacity.MEDIATOR)
    if state.returned:
        return NextAct(
            "补正司法确认材料",
            everyone,
            "confirmation",
            state.returned.pk,
            can_apply,
            "法院退回了材料包，逐项答复后重新提交；三十日的期限不停止。",
            state.returned.confirm_by,
            "JC-07",
        )
    if state.drafted:
        return NextAct(
            "签名、提交司法确认申请",
            everyone,
            "confirmation",
            state.drafted.pk,
            can_apply,
            "申请书已生成，双方签名后上传签署件，再提交法院。",
            state.drafted.confirm_by,
            "JC-01",
        )
    if state.shared:
        return NextAct(
            "核对兼付的款项",
            everyone,
            "money-act",
            state.shared.pk,
            can_record_payment,
            f"{state.shared.words}：周转金已登记，核对支付劳动者的部分以后一并入账。",
            state.unpaid.due_on if state.unpaid else None,
            "FUND-02",
        )
    if state.unpaid:
        no, due_on = state.unpaid.no, state.unpaid.due_on
        if due_on < on:
            return NextAct(
                f"第{no}期逾期：登记付款或者认定违约",
                everyone,
                "default",
                state.unpaid.pk,
                can_record_payment,
                "约定的付款日已过，尚未付清。",
                due_on,
                "MED-14",
            )
        return NextAct(
            f"登记第{no}期付款",
            everyone,
            "payment",
            state.unpaid.pk,
            can_record_payment,
            "收到付款凭证后逐人登记。",
            due_on,
            "MED-31",
        )
    if state.titles:
        return _on_title(state, on)
    if "record_follow_up" not in state.acts:
        return NextAct(
            "回访",
            everyone,
            "follow-up",
            case.pk,
            can_edit_case,
            "各期均已付清，向劳动者核实是否实际收到。",
            state.due.get("MED-31"),
            "MED-31",
        )
    words = "协议已履行完毕并已回访。"
    return NextAct("结案", everyone, "close-case", case.pk, can_close, words, None, "MED-30")


def _on_title(state: _State, on: date) -> NextAct:
    """An award, a statement of the tribunal or a payment order is watched as an instalment is."""
    title = state.titles[0]
    late = title.due_on < on
    words = "收到付款凭证后逐人登记。"
    if late:
        words = "支付期限已过，尚未登记付清，也没有申请强制执行。"
    if more := len(state.titles) - 1:
        words += f"另有{more}份没有付清。"
    page, key = title.page
    return NextAct(
        f"{title.name}到期未付：登记付款或者申请执行" if late else f"登记{title.name}的付款",
        state.who(OfficerCapacity.INTAKE, OfficerCapacity.MEDIATOR),
        page,
        key,
        can_file,
        words,
        title.due_on,
        "ARB-44",
        title,
    )


def _states(ids: list[int]) -> dict[int, _State]:
    """Return what is known of each case, by id."""
    states: dict[int, _State] = defaultdict(_State)
    running = Deadline.objects.filter(case__in=ids, state=DeadlineState.RUNNING, suffix="")
    for case_id, rule, due_on in running.values_list("case_id", "rule", "due_on"):
        states[case_id].due[rule] = due_on
    officers = CaseOfficer.objects.filter(case__in=ids, until_on=None).order_by("id")
    for case_id, capacity, name in officers.values_list("case_id", "capacity", "user__name"):
        states[case_id].people[capacity].append(name)
    done = CaseEvent.objects.filter(case__in=ids, act__in=_ONCE).order_by()
    for case_id, act in done.values_list("case_id", "act").distinct():
        states[case_id].acts.add(act)
    _read_consents(ids, states)
    _read_sessions(ids, states)
    _read_terms(ids, states)
    _read_agreements(ids, states)
    shared = MoneyAct.objects.waiting().filter(advance__case__in=ids, kind=MoneyActKind.SHARED)
    for act in shared.filter(officer=None).select_related("advance").order_by("-id"):
        states[act.advance.case_id].shared = act  # the earliest stays
    for case_id, titles in titles_due(ids).items():
        states[case_id].titles = titles
    ours = (ApplicationState.RETURNED, ApplicationState.DRAFT)
    waiting = Application.objects.filter(case__in=ids, state__in=ours)
    for application in waiting.order_by("-confirm_by", "-id"):  # the most pressing stays
        if application.state == ApplicationState.RETURNED:
            states[application.case_id].returned = application
        else:
            states[application.case_id].drafted = application
    return states


def _read_consents(ids: list[int], states: dict[int, _State]) -> None:
    asked = Party.objects.filter(
        case__in=ids, place__in=[ProceduralPlace.RESPONDENT, ProceduralPlace.THIRD_PARTY]
    ).order_by("id")
    for case_id, pk, name in asked.values_list("case_id", "id", "name"):
        states[case_id].asked.append((pk, name))
    answers = Consent.objects.filter(case__in=ids, party__roster_no=None).order_by("id")
    for case_id, party_id, answer in answers.values_list("case_id", "party_id", "answer"):
        states[case_id].consents[party_id] = answer


def _read_sessions(ids: list[int], states: dict[int, _State]) -> None:
    for session in Session.objects.filter(case__in=ids).order_by("-no"):
        if session.state == SessionState.CLOSED:
            states[session.case_id].held += 1
        elif session.state != SessionState.CANCELLED:
            states[session.case_id].session = session  # the earliest one stays


def _read_terms(ids: list[int], states: dict[int, _State]) -> None:
    proposals = {}
    for proposal in Proposal.objects.filter(case__in=ids, state="open").order_by("number"):
        states[proposal.case_id].proposal = proposal
        proposals[proposal.pk] = proposal.case_id
    rows = ProposalRow.objects.filter(proposal__in=proposals).order_by()
    for pk, n in rows.values_list("proposal_id").annotate(n=Count("id")):
        states[proposals[pk]].asked_terms = n
    answers = TermsAnswer.objects.filter(
        proposal__in=proposals,
        party__roster_no__isnull=False,
        terms_sha256=F("proposal__terms_sha256"),
    ).order_by()
    for pk, answer, n in answers.values_list("proposal_id", "answer").annotate(n=Count("id")):
        states[proposals[pk]].answers[answer] = n


def _read_agreements(ids: list[int], states: dict[int, _State]) -> None:
    effective = {}
    agreements = Agreement.objects.filter(case__in=ids).exclude(state=AgreementState.VOID)
    for agreement in agreements.order_by("id"):
        if agreement.state == AgreementState.SIGNING:
            states[agreement.case_id].signing = agreement
        else:
            effective[agreement.pk] = agreement.case_id
    shares = InstalmentShare.objects.filter(instalment__agreement__in=effective)
    owed = dict(shares.order_by().values_list("instalment_id").annotate(total=Sum("amount_fen")))
    paid = dict(
        PaymentRow.objects.filter(payment__instalment__in=owed)
        .order_by()
        .values_list("payment__instalment_id")
        .annotate(total=Sum(CREDITED))
    )
    instalments = Instalment.objects.filter(pk__in=owed).order_by("-due_on", "-no")
    for instalment in instalments:
        if owed[instalment.pk] > paid.get(instalment.pk, 0):
            states[effective[instalment.agreement_id]].unpaid = instalment  # the earliest stays
