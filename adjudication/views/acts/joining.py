"""Acts on what comes in after acceptance."""

from adjudication import operations
from adjudication.choices import ArbitrationState as S
from adjudication.forms.acts import joining as forms
from adjudication.permissions import can_conduct
from adjudication.views.acts.table import Act

GROUP = "受理以后"
OPEN = frozenset({S.FILED, S.CORRECTING, S.ACCEPTED, S.SUSPENDED})

ACTS = {
    "join": Act(
        "追加当事人",
        forms.JoinForm,
        operations.join_party,
        "参加仲裁通知书已出具，请送达。",
        requirements=(
            ("没有执照、借用执照的，将出资人、被借用方列为当事人。", "ARB-40"),
            ("追加被申请人的，仲裁期限重新计算。", "ARB-20"),
        ),
        group=GROUP,
    ),
    "change-claims": Act(
        "增加、变更请求",
        forms.ChangeClaimsForm,
        operations.change_claims,
        "变更请求通知书已出具，请送达被申请人；审限重新计算。",
        requirements=(
            ("举证期限届满前提出。", "ARB-22"),
            ("受理增加、变更的请求后，期限重新计算。", "ARB-20"),
        ),
        group=GROUP,
    ),
    "decide-counter-claim": Act(
        "决定反申请",
        forms.CounterClaimForm,
        operations.decide_counter_claim,
        "反申请已决定。",
        requirements=(("五个工作日内决定是否受理。", "ARB-12"),),
        ready=lambda arbitration: arbitration.counter_claims.filter(decided_on=None).exists(),
        group=GROUP,
    ),
    "share-elements": Act(
        "同类案件共用事实",
        forms.ShareForm,
        lambda *, arbitration, **rest: operations.share_elements(source=arbitration, **rest),
        "共同的要素已经带入同类案件；双方是否一致，在各案中分别征询。",
        OPEN,
        permission=can_conduct,
        requirements=(("要素式办案，同类案件的事实只录一次。", "SUM-05"),),
        ready=lambda arbitration: arbitration.siblings_id is not None,
        group=GROUP,
    ),
}
