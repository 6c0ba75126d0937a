"""H02 涉嫌犯罪案件移送书, H02L 线索移交单: refusal to pay (拒不支付劳动报酬) goes to the police."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from documents.contracts import blocks, checks, samples
from documents.contracts.fund import crew
from documents.contracts.schema import (
    Check,
    Context,
    Contract,
    Fault,
    Field,
    Kind,
    Slot,
    amount_dict,
    amount_fen,
)

CONDUCTS = ("逃匿", "转移财产", "有能力支付而不支付")
SERVICES = ("直接送达", "留置送达", "邮寄送达", "张贴并拍照、录像")
POSTED = SERVICES[-1]
ELEMENTS = ("拖欠劳动报酬", "责令限期支付", "责令支付文书送达", "期满仍未支付", "不支付的行为")
ENCLOSED = ("调查报告", "证据清单", "限期改正指令书")
ONE_WORKER_BAND = (500_000, 2_000_000)
TEN_WORKERS_BAND = (3_000_000, 10_000_000)
DECISION_DAYS, DELIVERY_HOURS = 3, 24

DIRECTIVE = Field(
    "directive",
    "限期改正指令书",
    Kind.BLOCK,
    "of the labour inspectorate (劳动保障监察), received and registered only",
    of=(
        Field("number", "文号"),
        Field("on", "作出日期", Kind.DATE),
        Field("service", "送达方式", Kind.CHOICE, choices=SERVICES),
        Field("served_on", "送达日期", Kind.DATE),
        Field("places", "张贴地点", Kind.TEXTS, "residence and place of business", required=False),
        Field("recorded", "已拍照、录像", Kind.FLAG, "must be True when it was posted"),
        Field("deadline", "支付期限", Kind.DATE, "the last day of the term"),
        Field("paid", "期限内已支付", Kind.AMOUNT, "zero amount when nothing was paid"),
    ),
)
SAMPLE_DIRECTIVE = {
    "number": "示人社监令字〔2026〕31号",
    "on": "2026-04-28",
    "service": POSTED,
    "served_on": "2026-04-29",
    "places": ["示例市示例区示例路31号厂区", "示例省示例县示例镇示例路9号（户籍地）"],
    "recorded": True,
    "deadline": "2026-05-09",
    "paid": amount_dict(0),
}
INVESTOR = samples.person(
    "投资人",
    "胡长林",
    born_on="1972-05-03",
    id_no="99010119720503331X",
    address="示例省示例县示例镇示例路9号",
    phone="10000000330",
    whereabouts_unknown=True,
)


def evidence() -> list[dict[str, Any]]:
    rows = (
        ("计件工票及车间记录本", "书证", False, 64, "劳动者", "欠薪数额"),
        ("现场勘查照片（停产）", "照片", True, 12, "中心", "停产、逃匿"),
        ("限期改正指令书及张贴照片、录像", "视听资料", True, 5, "劳动保障监察", "责令支付及送达"),
        ("公安机关协查回复", "书证", True, 1, "公安机关", "无法联系"),
        ("欠薪核实表", "书证", True, 2, "中心", "人数和数额"),
    )
    names = ("name", "form", "original", "pages", "source", "proves")
    return [{"no": no, **dict(zip(names, row, strict=True))} for no, row in enumerate(rows, 1)]


def _sample_transfer() -> dict[str, Any]:
    workers = [
        {
            "no": worker["no"],
            "name": worker["name"],
            "months": 2,
            "due": amount_dict(worker["due"]),
        }
        for worker in crew.workers()
    ]
    return samples.letter(
        CRIME_TRANSFER.law(),
        recipient="示例市公安局示例分局",
        case_number=crew.CASE_NUMBER,
        number="示农薪移字〔2026〕2号",
        made_on="2026-05-12",
        contact={"name": "高远", "phone": "10000090007"},
        attachments=[
            "案件调查报告",
            "证据清单及证据材料",
            "拖欠劳动报酬明细表",
            "限期改正指令书及送达证明",
        ],
        copies_to=["示例市示例区人民检察院"],
        case_source="示例市农民工欠薪快速解决中心移交的欠薪线索",
        employer=crew.FACTORY,
        suspects=[INVESTOR],
        facts="示例市示例制衣厂自2026年2月起拖欠工人工资，2026年4月20日停产，"
        "投资人胡长林手机关机、厂门上锁、去向不明。",
        period_from="2026-02-01",
        period_to="2026-04-20",
        worker_count=16,
        workers=workers,
        amount=samples.sum_of(workers, "due"),
        directive={**SAMPLE_DIRECTIVE},
        conducts=["逃匿"],
        thresholds={
            "one_worker": amount_dict(1000000),
            "ten_workers": amount_dict(6000000),
            "source": "《示例省拒不支付劳动报酬罪数额标准》",
        },
        elements=[
            {"element": "拖欠劳动报酬", "evidence": ["1", "5"]},
            {"element": "责令限期支付", "evidence": ["3"]},
            {"element": "责令支付文书送达", "evidence": ["3"]},
            {"element": "期满仍未支付", "evidence": ["3", "5"]},
            {"element": "不支付的行为", "evidence": ["2", "4"]},
        ],
        evidence=evidence(),
        reporters=[
            {"name": "高远", "certificate_no": "示监0101"},
            {"name": "白露", "certificate_no": "示监0102"},
        ],
        reported_on="2026-05-11",
        approved_at=samples.moment("2026-05-12T09:00"),
        delivered_at=samples.moment("2026-05-12T15:30"),
        earlier_transfer=None,
        repeat_reason=None,
    )


def _directive_ignored(context: Context) -> Iterator[Fault]:
    """CRIM-01 and CRIM-04: ordered, served, the term over, not paid."""
    order = context["directive"]
    if order["deadline"] >= context["made_on"]:
        yield Fault(
            "CRIM-01",
            "directive.deadline",
            f"限期改正指令书的期限（{order['deadline']}）尚未届满，不能移送。",
        )
    if order["service"] == POSTED and not (order["recorded"] and order["places"]):
        yield Fault(
            "CRIM-04",
            "directive.recorded",
            "以张贴方式责令支付的，须写明张贴地点，并有拍照、录像记录。",
        )
    if amount_fen(order["paid"]) >= amount_fen(context["amount"]):
        yield Fault("CRIM-01", "directive.paid", "期限内已经全部支付，不符合移送条件。")


def _amount_reaches_threshold(context: Context) -> Iterator[Fault]:
    """CRIM-02, CRIM-03: the local figure lies in the national band and is reached."""
    one, ten = (amount_fen(context["thresholds"][n]) for n in ("one_worker", "ten_workers"))
    for rule, name, figure, (low, high) in (
        ("CRIM-02", "one_worker", one, ONE_WORKER_BAND),
        ("CRIM-03", "ten_workers", ten, TEN_WORKERS_BAND),
    ):
        if not low <= figure <= high:
            yield Fault(
                rule,
                f"thresholds.{name}",
                f"数额标准应在{low // 100}元至{high // 100}元之间，"
                f"现为{context['thresholds'][name]['digits']}元。",
            )
    rows = context["workers"]
    unpaid = amount_fen(context["amount"]) - amount_fen(context["directive"]["paid"])
    alone = any(row["months"] >= 3 and amount_fen(row["due"]) >= one for row in rows)
    together = len(rows) >= 10 and unpaid >= ten
    if not alone and not together:
        yield Fault(
            "CRIM-02",
            "amount",
            "未达到数额标准：没有一名劳动者被拖欠三个月以上且数额达到"
            f"{context['thresholds']['one_worker']['digits']}元，也没有十名以上劳动者累计达到"
            f"{context['thresholds']['ten_workers']['digits']}元。",
        )


def _every_element_has_evidence(context: Context) -> Iterator[Fault]:
    known = {str(row["no"]) for row in context["evidence"]}
    named = {row["element"] for row in context["elements"]}
    for element in ELEMENTS:
        if element not in named:
            yield Fault("V-C1", "elements", f"没有写明“{element}”的证据。")
    for place, row in enumerate(context["elements"]):
        for number in row["evidence"]:
            if number not in known:
                yield Fault(
                    "V-C1",
                    f"elements[{place}].evidence",
                    f"“{row['element']}”引用的{number}号证据不在证据清单中。",
                )
    attached = context["attachments"]
    for name in ENCLOSED:
        if not any(name in text for text in attached):
            yield Fault("V-C1", "attachments", f"附件中缺少“{name}”。")
    for place, name in ((1, "证据清单"), (2, "明细")):
        if len(attached) <= place or name not in attached[place]:
            yield Fault(
                "V-C1", "attachments", f"附件{place + 1}应为随函附上的“{name}”，请调整附件次序。"
            )


def _two_officers_and_in_time(context: Context) -> Iterator[Fault]:
    names = {row["name"] for row in context["reporters"]}
    if len(context["reporters"]) < 2 or len(names) < 2:
        yield Fault("CRIM-06", "reporters", "移送应由二名以上行政执法人员提出书面报告。")
    approved = datetime.fromisoformat(context["approved_at"]["iso"])
    reported = date.fromisoformat(context["reported_on"])
    if approved.date() > reported + timedelta(days=DECISION_DAYS):
        yield Fault(
            "CRIM-06",
            "approved_at",
            f"负责人应当自接到报告之日起三日内作出决定，"
            f"即不迟于{reported + timedelta(days=DECISION_DAYS)}。",
        )
    if context["delivered_at"]:
        delivered = datetime.fromisoformat(context["delivered_at"]["iso"])
        if delivered > approved + timedelta(hours=DELIVERY_HOURS):
            yield Fault(
                "CRIM-06", "delivered_at", "决定批准移送的，应当在二十四小时内向公安机关移送。"
            )


def _not_transferred_twice(context: Context) -> Iterator[Fault]:
    if context["earlier_transfer"] and not context["repeat_reason"]:
        yield Fault(
            "V-X1",
            "earlier_transfer",
            f"本案已经以{context['earlier_transfer']}移送，再次移送须写明理由。",
        )


def of_labour_bureau(context: Context) -> Iterator[Fault]:
    """V-S1: only the bureau itself may issue this letter."""
    name = context["authority"]["name"]
    if "人力资源" not in name:
        yield Fault(
            "V-S1",
            "authority.name",
            f"本函只能由人力资源社会保障行政部门发出，不能由“{name}”发出。",
        )


THRESHOLDS = Field(
    "thresholds",
    "数额标准",
    Kind.BLOCK,
    "parameter of the province, within the band of the judicial interpretation",
    of=(
        Field("one_worker", "一名劳动者", Kind.AMOUNT, "three months or more"),
        Field("ten_workers", "十名以上劳动者", Kind.AMOUNT, "in total"),
        Field("source", "依据", note="the provincial paper that sets the figures"),
    ),
)

CRIME_TRANSFER = Contract(
    code="H02",
    title="涉嫌犯罪案件移送书",
    series="移送",
    volume="first",
    letter=True,
    fields=(
        *blocks.letter(),
        Field("case_source", "案件来源"),
        Field("employer", "用人单位", Kind.BLOCK, of=blocks.PARTY),
        Field(
            "suspects",
            "涉嫌人员",
            Kind.ROWS,
            "legal representative, investor, actual controller or crew leader",
            required=False,
            of=blocks.PARTY,
        ),
        Field("facts", "案件事实", Kind.LONG, "whole sentences"),
        Field("period_from", "欠薪起日", Kind.DATE),
        Field("period_to", "欠薪止日", Kind.DATE),
        blocks.WORKER_COUNT,
        Field(
            "workers",
            "劳动者明细",
            Kind.ROWS,
            "the rows the number of people and the amount are recomputed from",
            of=(
                Field("no", "序号", Kind.COUNT),
                Field("name", "姓名"),
                Field("months", "拖欠月数", Kind.COUNT, "whole months"),
                Field("due", "拖欠金额", Kind.AMOUNT),
            ),
        ),
        Field("amount", "拖欠总额", Kind.AMOUNT),
        DIRECTIVE,
        Field("conducts", "不支付的行为", Kind.TEXTS, "、".join(CONDUCTS)),
        THRESHOLDS,
        Field(
            "elements",
            "证明对象",
            Kind.ROWS,
            "every element of the offence with the numbers of its evidence",
            of=(
                Field("element", "证明对象", Kind.CHOICE, choices=ELEMENTS),
                Field("evidence", "证据编号", Kind.TEXTS, "numbers of the list, as text"),
            ),
        ),
        Field("evidence", "证据", Kind.ROWS, of=blocks.EVIDENCE),
        Field(
            "reporters",
            "报告人员",
            Kind.ROWS,
            "two officers or more; kept with the letter, not printed",
            of=(Field("name", "姓名"), Field("certificate_no", "执法证号")),
        ),
        Field("reported_on", "报告日期", Kind.DATE, "when the head received the report"),
        Field("approved_at", "批准时间", Kind.MOMENT),
        Field("delivered_at", "送交时间", Kind.MOMENT, "None before", required=False),
        Field("earlier_transfer", "此前的移送文号", required=False),
        Field("repeat_reason", "再次移送的理由", Kind.LONG, required=False),
    ),
    slots=blocks.letter_slots(),
    sample=_sample_transfer,
    citations={
        "crime": ("CRIM-01",),
        "threshold": ("CRIM-03",),
        "posted": ("CRIM-04",),
        "transfer": ("CRIM-05", "CRIM-06"),
        "reply": ("CRIM-07",),
        "order": ("ADM-04",),
    },
    checks=(
        checks.of_authority,
        of_labour_bureau,
        checks.headcount("workers", "worker_count", "劳动者人数"),
        checks.total_of("workers", "due", "amount", "拖欠金额"),
        _directive_ignored,
        _amount_reaches_threshold,
        _every_element_has_evidence,
        _two_officers_and_in_time,
        _not_transferred_twice,
        checks.in_order(
            ("directive.on", "指令书作出日期"),
            ("directive.served_on", "指令书送达日期"),
            ("directive.deadline", "支付期限"),
        ),
        checks.in_order(("period_from", "欠薪起日"), ("period_to", "欠薪止日")),
        checks.in_order(
            ("reported_on", "报告日期"),
            ("approved_at", "批准时间"),
            ("made_on", "成文日期"),
            ("delivered_at", "送交时间"),
        ),
    ),
)


def hand_over(giver: str, by: str, receiver: str, to: str) -> list[dict[str, Any]]:
    """The two signature places of a slip: who hands over and who receives."""
    return [
        samples.signature("移交单位", giver, "organisation", signer=by, capacity="移交人"),
        samples.signature("接收单位", receiver, "organisation", signer=to, capacity="接收人"),
    ]


def handed_over(context: Context) -> Iterator[Fault]:
    """V-S1: the giver signs first, the receiver second."""
    if [row["role"] for row in context["signatures"]] != ["移交单位", "接收单位"]:
        yield Fault("V-S1", "signatures", "签名栏应依次为“移交单位”“接收单位”。")


def _sample_clue() -> dict[str, Any]:
    return samples.header(
        CLUE_SLIP.law(),
        issuer="authority",
        authority={
            "name": "示例市农民工欠薪快速解决中心",
            "address": samples.BODY["address"],
            "phone": samples.BODY["phone"],
        },
        case_number=crew.CASE_NUMBER,
        number="示农薪移字〔2026〕1号",
        made_on="2026-05-11",
        recipient="示例市劳动保障监察支队",
        case_source="16名劳动者到中心现场登记",
        employer_name=crew.FACTORY["name"],
        suspects="胡长林（投资人）",
        worker_count=16,
        amount=amount_dict(13764220),
        period_from="2026-02-01",
        period_to="2026-04-20",
        summary="该厂2026年4月20日起停产，投资人失联。限期改正指令书已张贴并录像，"
        "期满仍未支付，涉嫌拒不支付劳动报酬，建议依法审查移送。",
        directive={**SAMPLE_DIRECTIVE},
        enclosures=[
            {"no": row["no"], "name": row["name"], "copies": 1, "pages": row["pages"]}
            for row in evidence()
        ],
        pages_total=sum(row["pages"] for row in evidence()),
        signatures=[
            *hand_over("示例市农民工欠薪快速解决中心", "田禾", "示例市劳动保障监察支队", "高远"),
        ],
    )


def pages_add_up(rows: str, total: str = "pages_total") -> Check:
    """V-C1: the pages of the list add up."""

    def check(context: Context) -> Iterator[Fault]:
        added = sum(row["pages"] * row["copies"] for row in context[rows])
        if added != context[total]:
            yield Fault("V-C1", total, f"总页数不符：清单合计{added}页，合计栏{context[total]}页。")

    return check


ENCLOSURES = (
    Field("no", "序号", Kind.COUNT),
    Field("name", "材料名称"),
    Field("copies", "份数", Kind.COUNT),
    Field("pages", "每份页数", Kind.COUNT),
)
HAND_OVER_SLOTS = (
    Slot("giver", "移交单位", blocks.SEAL_AND_SIGN),
    Slot("receiver", "接收单位", blocks.SEAL_AND_SIGN),
)

CLUE_SLIP = Contract(
    code="H02L",
    title="涉嫌拒不支付劳动报酬线索移交单",
    series="移送",
    volume="first",
    fields=(
        *blocks.header(blocks.AUTHORITY),
        blocks.RECIPIENT_BODY,
        Field("case_source", "线索来源"),
        Field("employer_name", "用人单位"),
        Field("suspects", "涉嫌人员", required=False),
        blocks.WORKER_COUNT,
        Field("amount", "拖欠金额", Kind.AMOUNT),
        Field("period_from", "欠薪起日", Kind.DATE),
        Field("period_to", "欠薪止日", Kind.DATE),
        Field("summary", "线索摘要", Kind.LONG),
        Field(
            "directive",
            "限期改正指令书",
            Kind.BLOCK,
            "None while the inspectorate has not issued one",
            required=False,
            of=DIRECTIVE.of,
        ),
        Field("enclosures", "移交材料", Kind.ROWS, of=ENCLOSURES),
        Field("pages_total", "总页数", Kind.COUNT),
        blocks.SIGNATURES,
    ),
    slots=HAND_OVER_SLOTS,
    sample=_sample_clue,
    citations={"transfer": ("CRIM-05",), "onward": ("ADM-06",)},
    checks=(
        checks.no_mediator_sends,
        pages_add_up("enclosures"),
        checks.in_order(
            ("period_from", "欠薪起日"), ("period_to", "欠薪止日"), ("made_on", "移交日期")
        ),
        handed_over,
    ),
)
