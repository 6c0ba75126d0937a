"""Blocks several papers share: parties, agents, worker rows, instalments, evidence, signatures."""

from documents.contracts.schema import Field, Kind, Slot

MEDIATION_BODY = Field(
    "mediation_body",
    "调解组织",
    Kind.BLOCK,
    "the lawfully established body whose seal the papers bear, as configured",
    of=(
        Field("name", "名称", note="prints as the organisation line of the title"),
        Field("kind", "类型", note="依法设立的基层人民调解组织"),
        Field("registration_no", "设立或登记文号"),
        Field("address", "地址"),
        Field("phone", "电话"),
    ),
)

COMMISSION = Field(
    "commission",
    "仲裁委员会",
    Kind.BLOCK,
    "the arbitration commission whose seal the papers of the tribunal bear",
    of=(Field("name", "名称"), Field("address", "地址"), Field("phone", "电话")),
)
FUND_BODY = Field(
    "fund_body",
    "周转金管理机构",
    Kind.BLOCK,
    "the body that keeps the emergency revolving fund",
    of=(Field("name", "名称"), Field("address", "地址"), Field("phone", "电话")),
)
AUTHORITY = Field(
    "authority",
    "发函机关",
    Kind.BLOCK,
    "the bureau or leading group's office that owns the seal; the centre only drafts",
    of=(Field("name", "名称"), Field("address", "地址"), Field("phone", "电话")),
)

_EVERY_PAPER = (
    Field("case_number", "案号", note="number of the mediation case, 示农薪调字〔2026〕12号"),
    Field(
        "number",
        "文号",
        note="the paper's own number; None when the contract has no series",
        required=False,
    ),
    Field("made_on", "制作日期", Kind.DATE, "the day the paper is issued"),
    Field("version", "版次", Kind.COUNT, "1 for the first issue, printed in the footer"),
    Field(
        "digest",
        "短校验码",
        note="first 8 hex digits of the context's digest; None on a draft",
        required=False,
    ),
    Field(
        "verify_code",
        "验真码",
        note="under which anybody can ask whether the paper is genuine; None on a draft",
        required=False,
    ),
    Field(
        "verify_text",
        "二维码内容",
        note="the address of the paper's verification page, or its code; None on a draft",
        required=False,
    ),
)


def header(issuer: Field) -> tuple[Field, ...]:
    """B1 and B14: what every paper of this issuer carries, besides its `law` block."""
    return (issuer, *_EVERY_PAPER)


HEADER = header(MEDIATION_BODY)

AGENT = (
    Field("name", "姓名"),
    Field("kind", "类别", Kind.CHOICE, choices=("律师", "法律援助律师", "公民", "员工", "近亲属")),
    Field(
        "unit",
        "工作单位及职务",
        note="该公司项目劳资专管员; the law firm of a lawyer",
        required=False,
    ),
    Field("scope", "代理权限", Kind.CHOICE, choices=("一般授权", "特别授权")),
)
"""B3."""

PARTY = (
    Field(
        "role",
        "身份",
        note="as printed, numbered when there are several: 申请人, 被申请人1, 第三人",
    ),
    Field(
        "kind",
        "主体类型",
        Kind.CHOICE,
        "自然人, 单位, 个体工商户, 个人独资企业, in the order of the choices",
        choices=("natural", "organisation", "sole_trader", "sole_proprietorship"),
    ),
    Field(
        "name", "姓名或名称", note="as on the identity card or the licence; 字号 of a sole trader"
    ),
    Field("sex", "性别", note="natural person only, else None", required=False),
    Field("ethnicity", "民族", note="汉族; natural person only, None when unknown", required=False),
    Field("born_on", "出生日期", Kind.DATE, "natural person only", required=False),
    Field(
        "id_no",
        "公民身份号码",
        note="natural person, operator or investor; full number",
        required=False,
    ),
    Field("credit_code", "统一社会信用代码", note="every kind but natural", required=False),
    Field("address", "住址或住所", note="None when unknown", required=False),
    Field("phone", "联系电话", required=False),
    Field("whereabouts_unknown", "下落不明", Kind.FLAG),
    Field(
        "head", "负责人姓名", note="legal_representative, 经营者 or 投资人 by kind", required=False
    ),
    Field("head_title", "负责人职务", note="执行董事; organisation only", required=False),
    Field(
        "standing",
        "在本案中的地位",
        note="施工总承包单位, 劳务分包单位, 班组长, 建设单位",
        required=False,
    ),
    Field(
        "guardian",
        "法定代理人",
        Kind.BLOCK,
        "of a minor or a person without full capacity",
        required=False,
        of=(
            Field("name", "姓名"),
            Field("relation", "关系"),
            Field("id_no", "公民身份号码"),
            Field("phone", "联系电话"),
        ),
    ),
    Field("agents", "委托代理人", Kind.ROWS, required=False, of=AGENT),
)
"""B2, printed in the order of catalogue 3.7 by the party block of the templates."""


def parties(name: str, label: str, note: str = "", *, required: bool = True) -> Field:
    return Field(name, label, Kind.ROWS, note, required=required, of=PARTY)


INSTALMENT = (
    Field("no", "期次", Kind.COUNT, "1, 2, 3 …"),
    Field("due_on", "付款日", Kind.DATE),
    Field("percent", "比例", note="40%; None when the parts are not percentages", required=False),
    Field("amount", "金额", Kind.AMOUNT, "sum of this instalment over all workers"),
)
"""B6."""

WORKER = (
    Field("no", "序号", Kind.COUNT, "place in the roster, 1, 2, 3 …"),
    Field("name", "姓名"),
    Field("id_no", "公民身份号码"),
    Field("phone", "联系电话", required=False),
    Field("post", "工种", note="瓦工"),
    Field("period_from", "计薪起日", Kind.DATE),
    Field("period_to", "计薪止日", Kind.DATE),
    Field("basis", "计算依据", note="the formula as printed: 67.5日×285.50元/日"),
    Field("gross", "应发金额", Kind.AMOUNT),
    Field("paid", "已付金额", Kind.AMOUNT, "zero amount when nothing was paid"),
    Field("due", "欠付金额", Kind.AMOUNT, "gross - paid, less a waiver of this worker"),
    Field(
        "instalments",
        "各期金额",
        Kind.ROWS,
        "one per instalment of the paper, in order; one row when paid at once",
        required=False,
        of=(Field("amount", "金额", Kind.AMOUNT),),
    ),
    Field(
        "account_holder",
        "户名",
        note="the worker's own name; None for cash on site",
        required=False,
    ),
    Field("bank", "开户银行", required=False),
    Field("account_no", "账号", required=False),
)
"""B5: one row is one creditor."""

EVIDENCE = (
    Field("no", "编号", Kind.COUNT, "stable through the case"),
    Field("name", "证据名称"),
    Field("form", "种类", note="书证, 电子数据"),
    Field("original", "原件", Kind.FLAG, "True 原件, False 复印件"),
    Field("pages", "页数", Kind.COUNT),
    Field("source", "来源", note="who handed it in"),
    Field("proves", "证明内容", required=False),
)
"""B12."""

SIGNATURE = (
    Field("role", "身份", note="as printed: 申请人, 被申请人1, 第三人, 调解员, 记录员, 见证人"),
    Field("name", "姓名或名称", note="the party or person the slot belongs to"),
    Field(
        "kind",
        "签署方式",
        Kind.CHOICE,
        "person: signature and fingerprint; organisation: seal and signature of its "
        "representative; officer: signature only (mediator, recorder, witness)",
        choices=("person", "organisation", "officer"),
    ),
    Field(
        "signer",
        "签署人",
        note="legal representative or agent of an organisation, agent of a person",
        required=False,
    ),
    Field("capacity", "签署人身份", note="法定代表人, 委托代理人, 法定代理人", required=False),
    Field(
        "refusal", "拒签记录", note="拒绝签名，原因：…，见证人：…; None otherwise", required=False
    ),
)
"""B10: one row per place to sign, in the order of printing; the places stay empty on the draft."""

SIGNATURES = Field("signatures", "签名栏", Kind.ROWS, of=SIGNATURE)

CONFIRMED = Field(
    "confirmation",
    "确认记录",
    note="2026-09-28 10:58在调解室手写签名确认，笔录校验码1a2b3c4d; None otherwise",
    required=False,
)
"""Of a place in the minutes: how they were confirmed in the room instead of signed on paper."""

WITNESSES = Field(
    "witnesses",
    "见证",
    Kind.ROWS,
    "workers who answered with a witness beside them, and sign so; None when all wrote themselves",
    required=False,
    of=(
        Field("no", "序号", Kind.COUNT, "place in the roster"),
        Field("name", "劳动者"),
        Field("how", "表态方式", note="口头, 捺印, 纸面签名"),
        Field("witness", "见证人"),
    ),
)

MEDIATOR = (
    Field("name", "姓名"),
    Field("certificate_no", "调解员证号", note="示调员0009", required=False),
)

MEDIATORS = Field("mediators", "调解员", Kind.ROWS, of=MEDIATOR)

CONTACT = Field(
    "contact",
    "联系人",
    Kind.BLOCK,
    "who answers questions about this paper",
    of=(Field("name", "姓名"), Field("phone", "电话")),
)

APPLICANTS_TEXT = Field(
    "applicants_text", "申请人（简称）", note="周建民等12人, or the one applicant's name"
)
RESPONDENTS_TEXT = Field("respondents_text", "被申请人（简称）", note="names joined by 、")
DISPUTE = Field("dispute", "纠纷类型", note="劳动报酬, 加班工资, 经济补偿")
WORKER_COUNT = Field("worker_count", "劳动者人数", Kind.COUNT)

SIGN_AND_PRINT = ("signature", "fingerprint")
SEAL_AND_SIGN = ("seal", "signature")

APPLICANT_SLOT = Slot("applicant", "申请人", SIGN_AND_PRINT, each=True)
RESPONDENT_SLOT = Slot("respondent", "被申请人", SEAL_AND_SIGN, each=True)
THIRD_PARTY_SLOT = Slot("third_party", "第三人", SEAL_AND_SIGN, each=True)
MEDIATOR_SLOT = Slot("mediator", "调解员", ("signature",), each=True)
RECORDER_SLOT = Slot("recorder", "记录员", ("signature",))
BODY_SEAL = Slot("mediation_body", "调解组织", ("seal",))

RECIPIENT_BODY = Field("recipient", "主送机关", note="full name; the letter is addressed to it")
ATTACHMENTS = Field(
    "attachments",
    "附件",
    Kind.TEXTS,
    "names as the note under the text lists them, in order",
    required=False,
)
COPIES_TO = Field("copies_to", "抄送机关", Kind.TEXTS, required=False)
SIGN_OFF = Field(
    "sign_off",
    "签发",
    Kind.BLOCK,
    "who approved the letter for the owner of the seal; kept with the letter, not printed",
    of=(Field("name", "签发人"), Field("post", "职务"), Field("on", "签发日期", Kind.DATE)),
)


def letter(issuer: Field = AUTHORITY) -> tuple[Field, ...]:
    """What every official letter (公函) of this issuer carries."""
    return (*header(issuer), RECIPIENT_BODY, ATTACHMENTS, COPIES_TO, SIGN_OFF, CONTACT)


def letter_slots(issuer: Field = AUTHORITY) -> tuple[Slot, ...]:
    return (Slot(issuer.name, issuer.label, ("seal",)),)
