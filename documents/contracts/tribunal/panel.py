"""Who hears the case (仲裁庭), the block of the commission, and the checks of both."""

from collections.abc import Iterator

from documents.contracts import blocks
from documents.contracts.checks import COLLECTIVE_FROM
from documents.contracts.schema import Check, Context, Fault, Field, Kind, Slot
from law.statutes import cite

HEADER = blocks.header(blocks.COMMISSION)
PANEL_ROLES = ("独任仲裁员", "首席仲裁员", "仲裁员")
ARBITRATOR = (
    Field(
        "role",
        "职务",
        Kind.CHOICE,
        "one 独任仲裁员, or a 首席仲裁员 first and two 仲裁员",
        choices=PANEL_ROLES,
    ),
    Field("name", "姓名"),
    Field("certificate_no", "仲裁员证号", note="示仲0021", required=False),
)
PANEL = Field("panel", "仲裁庭", Kind.ROWS, of=ARBITRATOR)
SECRETARY = Field("secretary", "书记员")
CAUSE = Field("cause", "案由", note="追索劳动报酬、经济补偿", sentence=False)
RECIPIENT = Field("recipient", "受送达人", note="one party; a paper for each of several")
RECIPIENT_ROLES = ("申请人", "被申请人", "第三人")
RECIPIENT_ROLE = Field("recipient_role", "受送达人身份", Kind.CHOICE, choices=RECIPIENT_ROLES)
COMMISSION_SEAL = Slot("commission", "仲裁委员会", ("seal",))
ARBITRATOR_SLOT = Slot("arbitrator", "仲裁员", ("signature",), each=True)
SECRETARY_SLOT = Slot("tribunal_secretary", "书记员", ("signature",))


def panel_formed(context: Context) -> Iterator[Fault]:
    """V-T1 and ARB-15: one sole arbitrator, or three with a presiding one; the clerk is neither."""
    roles = [row["role"] for row in context["panel"]]
    if sorted(roles) not in (["独任仲裁员"], sorted(["首席仲裁员", "仲裁员", "仲裁员"])):
        yield Fault(
            "ARB-14",
            "panel",
            "仲裁庭应当由独任仲裁员一名，或者首席仲裁员一名和仲裁员两名组成。",
        )
    names = [row["name"] for row in context["panel"]]
    if len(set(names)) < len(names):
        yield Fault("ARB-14", "panel", "仲裁庭中有重复的姓名。")
    if context["secretary"] in names:
        yield Fault(
            "ARB-15",
            "secretary",
            f"书记员“{context['secretary']}”不得由本庭仲裁员兼任（{cite('ARB-15')}）。",
        )


def panel_large_enough(*, unless: str | None = None) -> Check:
    """ARB-14: three for ten or more workers, unless the flag `unless` says 简易处理 (COL-01)."""

    def check(context: Context) -> Iterator[Fault]:
        if unless and context[unless]:
            return
        if context["worker_count"] >= COLLECTIVE_FROM and len(context["panel"]) < 3:
            yield Fault(
                "ARB-14",
                "panel",
                f"十人以上有共同请求的案件应当由三名仲裁员组成仲裁庭（{cite('ARB-14')}）。",
            )

    return check
