"""The acts menu of a case: what the person may do and what the state of the case allows."""

from dataclasses import dataclass

from adjudication.permissions import can_apply_for_review, can_file
from cases.choices import CaseStatus as S
from cases.models import Case
from cases.permissions import can_allocate, can_edit_case
from centre.queries import page_url
from fund.choices import MoneyActKind
from fund.models import MoneyAct
from mediation.choices import AgreementState, SessionState
from mediation.permissions import (
    can_accept_application,
    can_close,
    can_collect_signatures,
    can_decline_application,
    can_file_application,
    can_keep_minutes,
    can_propose_terms,
    can_record_answers,
    can_record_payment,
    can_recuse_mediator,
    can_schedule_session,
    can_terminate,
)
from mediation.queries import current_agreement, current_proposal, next_instalment, open_session
from supervision.permissions import can_show_card


@dataclass(frozen=True)
class Act:
    """`of` names what the page is about: the case, or the session, proposal … that is current."""

    label: str
    page: str
    permission: object
    statuses: frozenset[str]
    of: str = "case"


_OPEN = frozenset({S.FILED, S.ACCEPTED, S.SETTLED, S.ENDED, S.DECLINED})
_BEFORE = frozenset({S.FILED})
_FACTS = frozenset({S.FILED, S.ACCEPTED})
_MEDIATION = frozenset({S.ACCEPTED})
_SETTLED = frozenset({S.SETTLED})
_SERVED = frozenset({S.ACCEPTED, S.SETTLED, S.ENDED, S.DECLINED, S.CLOSED})
_OVER = frozenset({S.SETTLED, S.ENDED, S.DECLINED})

_TRIBUNAL = frozenset({S.FILED, S.SETTLED, S.ENDED, S.DECLINED, S.ARBITRATED})

STAGES: tuple[tuple[str, tuple[Act, ...]], ...] = (
    (
        "登记",
        (
            Act("增加当事人", "party-add", can_edit_case, _OPEN),
            Act("登记责任链", "link-add", can_edit_case, _OPEN),
            Act("登记工程项目", "project", can_edit_case, _OPEN),
            Act("确定欠薪主体", "debtor", can_edit_case, _FACTS),
            Act("导入花名册", "roster", can_edit_case, _FACTS),
            Act("增加劳动者", "worker-add", can_edit_case, _FACTS),
            Act("繁简分类", "triage", can_allocate, _OPEN),
        ),
    ),
    (
        "申请与受理",
        (
            Act("推选代表", "election", can_edit_case, _FACTS),
            Act("登记调解申请", "application", can_file_application, _BEFORE),
            Act("接收材料", "material", can_edit_case, _OPEN),
            Act("登记授权委托", "authority", can_edit_case, _OPEN),
            Act("确认送达地址", "service-address", can_edit_case, _OPEN),
            Act("受理", "accept", can_accept_application, _BEFORE),
            Act("不予受理", "decline", can_decline_application, _BEFORE),
        ),
    ),
    (
        "调解准备",
        (
            Act("征询调解意愿", "invite", can_edit_case, _MEDIATION),
            Act("登记答复", "consent", can_edit_case, _FACTS),
            Act("告知权利义务", "rights", can_edit_case, _MEDIATION),
            Act("调解员告知", "disclose", can_schedule_session, _MEDIATION),
            Act("登记回避申请", "objection", can_edit_case, _MEDIATION),
            Act("送达", "case-service", can_edit_case, _SERVED),
            Act("更换调解员", "recuse", can_recuse_mediator, _MEDIATION),
            Act("延长调解期限", "extend", can_edit_case, _MEDIATION),
        ),
    ),
    (
        "调解会",
        (
            Act("安排调解会", "session-schedule", can_schedule_session, _MEDIATION),
            Act("进入调解会", "session", can_keep_minutes, _MEDIATION, "session"),
            Act("签到", "attendance", can_keep_minutes, _MEDIATION, "session"),
            Act("取消调解会", "session-cancel", can_schedule_session, _MEDIATION, "scheduled"),
            Act("提出方案", "propose", can_propose_terms, _MEDIATION),
            Act("登记表态", "answer", can_record_answers, _MEDIATION, "proposal"),
        ),
    ),
    (
        "协议与履行",
        (
            Act("生成调解协议", "generate", can_propose_terms, _MEDIATION, "adoptable"),
            Act("签署情况", "agreement", can_collect_signatures, _OPEN, "agreement"),
            Act("作废重做", "void-agreement", can_propose_terms, _MEDIATION, "signing"),
            Act("登记付款", "payment", can_record_payment, _SETTLED, "instalment"),
            Act("认定违约", "default", can_record_payment, _SETTLED, "instalment"),
            Act("督促履行", "demand", can_record_payment, _SETTLED, "instalment"),
            Act("回访", "follow-up", can_edit_case, _SETTLED),
        ),
    ),
    (
        "司法确认、仲裁审查",
        (
            Act("送确认前自检", "confirmation-check", can_edit_case, _SETTLED, "effective"),
            Act("申请仲裁审查", "review-ask", can_apply_for_review, _SETTLED, "effective"),
            Act("随附扫描件", "enclosures", can_edit_case, _SETTLED, "effective"),
        ),
    ),
    ("支付令", (Act("支付令", "payment-orders", can_file, _OVER),)),
    (
        "应急周转金",
        (
            Act("申请垫付", "advance-apply", can_edit_case, _OPEN),
            Act("核对兼付的款项", "money-act", can_record_payment, _SETTLED, "shared"),
        ),
    ),
    (
        "责令支付、移送",
        (
            Act("责令支付与移送", "handoff", can_edit_case, _OPEN),
            Act("红黄牌", "cards", can_edit_case | can_show_card, _OPEN),
        ),
    ),
    (
        "终止与结案",
        (
            Act("终止调解", "terminate", can_terminate, _FACTS | _SETTLED),
            Act("申请劳动仲裁", "case-arbitrate", can_apply_for_review, _TRIBUNAL),
            Act("按手机申请提交仲裁", "arbitration-drafts", can_file, _TRIBUNAL, "drafts"),
            Act("结案", "close-case", can_close, _OVER),
        ),
    ),
)


def acts_menu(case: Case, user) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return (stage, [(label, url)]) without what is not this person's or not possible now."""
    keys = _keys(case)
    allowed: dict[object, bool] = {}
    menu = []
    for stage, acts in STAGES:
        shown = []
        for act in acts:
            key = keys.get(act.of)
            if key is None or case.status not in act.statuses:
                continue
            if act.permission not in allowed:
                allowed[act.permission] = act.permission(user, case)
            if allowed[act.permission] and (url := page_url(act.page, key)):
                shown.append((act.label, url))
        if shown:
            menu.append((stage, shown))
    return menu


def _keys(case: Case) -> dict[str, int]:
    """Return the key of each thing an act may be about, as far as the case has it."""
    keys = {"case": case.pk}
    if session := open_session(case):
        keys["session"] = session.pk
        if session.state == SessionState.SCHEDULED:
            keys["scheduled"] = session.pk
    if case.arbitration_drafts.filter(arbitration=None, handed_in_at__isnull=False).exists():
        keys["drafts"] = case.pk
    shared = MoneyAct.objects.waiting().filter(advance__case=case, kind=MoneyActKind.SHARED)
    if waiting := shared.filter(officer=None).first():
        keys["shared"] = waiting.pk
    agreement = current_agreement(case)
    if agreement:
        keys["agreement"] = agreement.pk
        if agreement.state == AgreementState.SIGNING:
            keys["signing"] = agreement.pk
        else:
            keys["effective"] = case.pk
            if instalment := next_instalment(agreement):
                keys["instalment"] = instalment.pk
    proposal = current_proposal(case)
    if proposal and proposal.state == "open":
        keys["proposal"] = proposal.pk
        if "session" not in keys:
            keys["adoptable"] = case.pk
    return keys
