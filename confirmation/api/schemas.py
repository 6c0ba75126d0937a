"""What goes over the wire: field by field, as the page of the interface explains it."""

from datetime import date, datetime
from typing import Annotated, Literal

from ninja import Field, Schema
from pydantic import AwareDatetime, ConfigDict, StringConstraints

from confirmation.choices import (
    UNSENT,
    AppearanceMode,
    AppearanceOutcome,
    ApplicationState,
    ReturnReason,
    RulingResult,
)

KEY_PATTERN = r"^[A-Za-z0-9._:-]{8,80}$"
Text = Annotated[
    str,
    StringConstraints(min_length=1, max_length=300, pattern=r"^[^\u0000-\u001f\u007f]+$"),
]
Number = Annotated[
    str,
    StringConstraints(min_length=1, max_length=60, pattern=r"^[^\u0000-\u001f\u007f]+$"),
]
_PLAIN = r"^[^\u0000-\u001f\u007f]*$"
Place = Annotated[
    str, StringConstraints(min_length=1, max_length=200, pattern=r"^[^\u0000-\u001f\u007f]+$")
]
Short = Annotated[str, StringConstraints(max_length=200, pattern=_PLAIN)]
Note = Annotated[str, StringConstraints(max_length=300, pattern=_PLAIN)]
Yuan = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,12}(\.[0-9]{1,2})?$")]
State = Literal[tuple(s.value for s in ApplicationState if s not in UNSENT)]
Mode = Literal[tuple(m.value for m in AppearanceMode)]
Outcome = Literal[tuple(o.value for o in AppearanceOutcome)]
Reason = Literal[tuple(r.value for r in ReturnReason)]


class Strict(Schema):
    """What is sent to us holds nothing that nobody would read."""

    model_config = ConfigDict(extra="forbid")


class Batch(Schema):
    no: int
    count: int


class Summary(Schema):
    """一个材料包：一件申请最后提交的一版。"""

    id: int = Field(description="材料包编号，用在网址里")
    agreement: str = Field(description="协议文号")
    batch: Batch
    version: int = Field(description="第几版")
    sent_on: date
    confirm_by: date = Field(description="三十日的最后一日")
    state: State = Field(description="申请的状态")
    state_name: str
    court_number: str = Field(description="法院案号，立案以前为空")
    workers: int = Field(description="劳动者人数")
    pages: int = Field(description="合订 PDF 的页数")
    bundle_sha256: str
    bag_sha256: str


class Page(Schema):
    """一页；`next` 为空的是最后一页。"""

    packets: list[Summary]
    next: str | None = Field(description="放进 after 参数，取下一页")


class Item(Schema):
    no: int
    code: str = Field(description="文书代号")
    name: str
    pages: int
    first_page: int = Field(description="在合订 PDF 中的起始页")
    sha256: str
    original: bool = Field(description="原件；扫描件为 false")


class Applicant(Schema):
    """一方当事人；`key` 用来在裁定里指明是谁。"""

    key: str
    name: str
    worker: bool


class Change(Schema):
    what: str
    code: str
    name: str


class Withdrawal(Schema):
    """双方撤回申请；撤回申请书另取。"""

    withdrawn_on: date
    sha256: str


class Call(Schema):
    """一次通知到场；`outcome` 为空的还没有登记结果。"""

    starts_at: datetime
    mode: Mode
    place: str
    bring: str
    outcome: Outcome | Literal[""]
    came: list[str] = Field(description="到场的当事人的 key")
    note: str


class Detail(Summary):
    """材料包的全部：清单、当事人、与上一版的不同、通知到场、是否已撤回。"""

    sent_by: str = Field(description="提交的调解组织")
    items: list[Item]
    parties: list[Applicant]
    changes: list[Change]
    calls: list[Call] = Field(description="通知到场，最近的在前")
    withdrawal: Withdrawal | None


class ReasonOut(Schema):
    code: Reason
    name: str
    act: Literal["refuse", "reject", "return"] = Field(
        description="refuse 不予受理，reject 裁定驳回，return 只用于退回补正"
    )


class Acceptance(Strict):
    """立案。"""

    number: Number = Field(description="案号，例如（2026）冀0699民特12号")
    decided_on: date = Field(description="立案日期")


class PointIn(Strict):
    """一项理由；`item` 是清单上的序号，指整件申请的不填。"""

    reason: Reason
    what: Text = Field(description="要补正什么")
    item: int | None = Field(None, ge=1, le=2_000)


class ReturnIn(Strict):
    """退回补正；`refused` 为 true 的是不予受理，理由只能是 RR-01 至 RR-05。"""

    notice_on: date
    due_on: date | None = Field(None, description="补正期限")
    refused: bool = False
    points: list[PointIn] = Field(min_length=1, max_length=100)


class CallIn(Strict):
    """通知双方到场；中心用短信转告双方。"""

    starts_at: AwareDatetime = Field(description="时间，写明时区，例如 2026-11-25T09:30:00+08:00")
    mode: Mode = Field(description="on_site 到庭，remote 远程")
    place: Place = Field(description="地点；远程的写明怎样接入")
    bring: Short = Field("", description="请带什么")


class AppearanceIn(Strict):
    """到场的结果；改期或者取消的写明原因，改期的再通知一次。"""

    outcome: Outcome = Field(
        description="both 双方到场，absent 有人没有到场，postponed 改期，cancelled 取消"
    )
    came: list[Number] = Field(default_factory=list, max_length=2_000, description="到场的 key")
    note: Note = ""


class Left(Strict):
    """裁定没有确认的一名劳动者的一部分。"""

    party: Number = Field(description="当事人的 key")
    amount: Yuan = Field(description="元，最多两位小数")
    reason: Reason


class Served(Strict):
    party: Number = Field(description="当事人的 key")
    on: date


class RulingIn(Strict):
    """裁定；驳回的写 reason，部分确认的写 unconfirmed。"""

    number: Number = Field(description="须与立案的案号一致")
    result: Literal[tuple(r.value for r in RulingResult)]
    ruled_on: date
    served: list[Served] = Field(default_factory=list, max_length=2_000)
    reason: Reason | None = None
    unconfirmed: list[Left] = Field(default_factory=list, max_length=2_000)
    whatever_number: bool = Field(
        False, description="裁定书里写的是别的案号，核对过仍然登记为本案的"
    )


class Done(Schema):
    """办理以后申请的状态；重发同一请求的，`repeated` 为 true。"""

    id: int
    state: State
    state_name: str
    court_number: str
    repeated: bool = False
