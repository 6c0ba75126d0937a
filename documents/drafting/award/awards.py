"""A12-1, A12-2, A13."""

from documents.drafting import parts
from documents.drafting.award.bench import (
    amount,
    operative_amounts,
    remedies,
    sealed,
    signed_by_panel,
)
from documents.drafting.parts import clause, count_from_one, day, for_each, only_if
from documents.drafting.writing import (
    CELL,
    CELL_CENTRE,
    CELL_HEAD,
    CELL_RIGHT,
    HEADING,
    Cell,
    Row,
    paragraph,
    row_tag,
    table,
    tag,
)

# Kind of a claim -> the name in `law` of the provision it rests on.
_BASIS = {
    "劳动报酬": "wages",
    "加班费": "overtime",
    "二倍工资": "double_wages",
    "经济补偿": "compensation",
    "加付赔偿金": "additional_compensation",
}
_LIABLE = {
    "总包先行清偿": "作为施工总承包单位，依照{{ law.general_contractor }}对上述款项先行清偿，"
    "清偿后可以依法追偿",
    "违法发包分包清偿": "依照{{ law.illegal_subcontract }}清偿上述款项",
    "出借资质清偿": "允许他人以其名义对外承揽工程，依照{{ law.lent_licence }}清偿上述款项",
    "出资人清偿": "作为出资人，在{{ debtor }}不清偿时依照{{ law.investor }}依法清偿上述款项",
    "连带清偿": "依照{{ law.joint }}对上述款项承担连带清偿责任",
}


def _opening(name: str) -> str:
    basis = ", ".join(f"{kind}=law.{name}" for kind, name in _BASIS.items())
    return (
        operative_amounts()
        + tag(
            "set decided = claims|selectattr('finality', 'equalto', finality)|list",
            "set others = claims|rejectattr('finality', 'equalto', finality)|list",
            f"set basis = dict({basis})",
        )
        + parts.title(name, issuer="commission", numbered=True).replace(
            "{{ number }}", "{{ number or case_number }}"
        )
    )


def _proceedings(concluded: str) -> str:
    return paragraph(
        "申请人{{ applicants_text }}与被申请人{{ respondents_text }}{{ cause }}争议一案，"
        f"本委于{day('received_on')}收到仲裁申请，于{day('docketed_on')}立案，"
        "{% if procedure == '简易处理' %}依法简易处理，{% endif %}"
        "{% if panel|length == 1 %}由仲裁员{{ panel[0].name }}独任仲裁{% else %}"
        "由首席仲裁员{{ panel[0].name }}、仲裁员{{ panel[1].name }}和{{ panel[2].name }}"
        "组成仲裁庭{% endif %}，书记员{{ secretary }}担任记录，"
        "于{% for h in hearings %}{{ h.starts_at.text }}{% if h.public %}公开{% else %}"
        "不公开{% endif %}{% if not loop.last %}、{% endif %}{% endfor %}"
        "开庭审理了本案。{{ attendance }}到庭参加仲裁活动。"
        "{% for a in absent or [] %}被申请人{{ a.name }}经本委于"
        "{{ a.notice_served_on|cn_date }}依法送达开庭通知，无正当理由拒不到庭，"
        "本委依照{{ law.default }}缺席裁决。{% endfor %}"
        f"{concluded}"
    )


def _claims_and_answer(lead: str) -> str:
    return (
        paragraph(f"申请人称：{{{{ applicant_case }}}}{lead}")
        + tag("if worker_count == 1")
        + for_each(
            "c in claims",
            paragraph(
                "{{ c.no }}. {{ c.what }}{% if c.amount %}{{ c.amount.digits }}元"
                "{% if c.formula %}（{{ c.formula }}）{% endif %}{% endif %}"
                "{% if loop.last %}。{% else %}；{% endif %}"
            ),
        )
        + tag("else")
        + _claims_of_many()
        + tag("endif")
        + only_if(
            "claims|length > 1 and claim_total.digits != '0.00'",
            paragraph("以上合计人民币{{ claim_total.digits }}元。"),
        )
        + only_if("respondent_case", paragraph("被申请人辩称：{{ respondent_case }}"))
        + only_if("not respondent_case", paragraph("被申请人未提交答辩意见。"))
        + only_if("third_party_case", paragraph("第三人述称：{{ third_party_case }}"))
    )


def _claims_of_many() -> str:
    """What each worker asks for (ARB-33), where there are several."""
    return (
        paragraph(
            "支付{{ applicants_text }}{{ claims|map(attribute='what')|unique|join('、') }}，"
            "各人的请求如下表。",
            after=4,
            keep=True,
        )
        + table(
            (13, 24, 43, 49, 27),
            [
                Row(
                    [
                        Cell(head, CELL_HEAD)
                        for head in ("序号", "申请人", "仲裁请求", "计算方式", "金额（元）")
                    ],
                    header=True,
                ),
                row_tag("for c in claims"),
                Row(
                    [
                        Cell("{{ c.worker_no }}", CELL_CENTRE),
                        Cell("{{ c.worker }}", CELL_CENTRE),
                        Cell("{{ c.what }}", CELL),
                        Cell("{{ c.formula or '—' }}", CELL),
                        Cell(
                            "{% if c.amount %}{{ c.amount|money }}{% else %}—{% endif %}",
                            CELL_RIGHT,
                        ),
                    ],
                    height_mm=8,
                ),
                row_tag("endfor"),
            ],
        )
        + parts.spacer()
    )


def _elements() -> str:
    undisputed = table(
        (14, 50, 92),
        [
            Row(
                [
                    Cell("编号", CELL_HEAD),
                    Cell("无争议要素", CELL_HEAD),
                    Cell("双方一致认可的内容", CELL_HEAD),
                ],
                header=True,
            ),
            row_tag("for e in undisputed"),
            Row(
                [
                    Cell("{{ e.code[1:] }}", CELL_CENTRE),
                    Cell("{{ e.label }}", CELL),
                    Cell("{{ e.value }}", CELL),
                ],
                height_mm=8,
            ),
            row_tag("endfor"),
        ],
    )
    disputed = table(
        (13, 30, 25, 27, 19, 42),
        [
            Row(
                [
                    Cell(head, CELL_HEAD)
                    for head in (
                        "编号",
                        "有争议要素",
                        "申请人主张",
                        "被申请人主张",
                        "证据编号",
                        "本委认定",
                    )
                ],
                header=True,
            ),
            row_tag("for e in disputed"),
            Row(
                [
                    Cell("{{ e.code[1:] }}", CELL_CENTRE),
                    Cell("{{ e.label }}", CELL),
                    Cell("{{ e.applicant_value }}", CELL_CENTRE),
                    Cell("{{ e.respondent_value }}", CELL_CENTRE),
                    Cell("{{ e.evidence or '—' }}", CELL_CENTRE),
                    Cell(
                        [
                            paragraph("{{ e.found }}", CELL),
                            paragraph("{{ e.finding }}", CELL),
                        ]
                    ),
                ]
            ),
            row_tag("endfor"),
        ],
    )
    return (
        paragraph("经审理查明", HEADING)
        + only_if(
            "undisputed",
            paragraph("下列要素双方当事人均无争议，本委予以确认：", after=4, keep=True),
            undisputed,
            parts.spacer(),
        )
        + only_if(
            "disputed",
            paragraph("下列要素双方当事人有争议，本委认定如下：", after=4, keep=True),
            disputed,
            parts.spacer(),
        )
        + only_if(
            "facts",
            paragraph("{% if undisputed or disputed %}另查明，{% endif %}{{ facts }}"),
        )
        + paragraph(
            "以上查明的事实，有{{ evidence|join('、') }}等证据和当事人陈述为凭，本委予以确认。"
        )
        + only_if(
            "withheld",
            paragraph(
                "{{ withheld|join('、') }}由用人单位掌握管理，被申请人未在举证期限内提供，"
                "依照{{ law.evidence }}，由其承担不利后果。"
            ),
        )
    )


_GRANTED = (
    "{% if c.amount %}{% if c.awarded.digits == '0.00' %}不予支持"
    "{% elif c.awarded.digits == c.amount.digits %}予以支持{% else %}部分予以支持{% endif %}"
    "{% elif c.order %}予以支持{% else %}不予支持{% endif %}"
)
_REASON = (
    "{{ c.opinion }}{% if c.kind in basis %}依照{{ basis[c.kind] }}，{% endif %}"
    f"对该项请求，本委{_GRANTED}"
    "{% if c.awarded_formula %}（{{ c.awarded_formula }}＝{{ c.awarded.digits }}元"
    "{% if '21.75' in c.awarded_formula %}，日工资折算见{{ law.day_rate }}{% endif %}）"
    "{% endif %}。"
)


def _opinion() -> str:
    return (
        paragraph("本委认为", HEADING)
        + tag("set reasons = namespace(n=0)")
        + tag("if worker_count == 1")
        + for_each(
            "c in decided",
            paragraph(
                "{% set reasons.n = reasons.n + 1 %}（{{ reasons.n|cn_num }}）"
                f"关于{{{{ c.what }}}}。{_REASON}"
            ),
        )
        + tag("else")
        # The same reasons for many workers stand once.
        + for_each(
            "opinion in decided|map(attribute='opinion')|unique",
            tag("set alike = decided|selectattr('opinion', 'equalto', opinion)|list"),
            paragraph(
                "{% set reasons.n = reasons.n + 1 %}（{{ reasons.n|cn_num }}）"
                "关于{% if alike|map(attribute='worker')|unique|list|length == worker_count %}"
                "全体申请人{% else %}{{ alike|map(attribute='worker')|unique|join('、') }}"
                "{% endif %}的"
                "{{ alike|map(attribute='what')|unique|join('、') }}。{{ opinion }}"
                "{% for kind in alike|map(attribute='kind')|unique if kind in basis %}"
                "{% if loop.first %}依照{% else %}、{% endif %}{{ basis[kind] }}"
                "{% if loop.last %}，{% endif %}{% endfor %}"
                "各人的请求按裁决事项明细处理。"
            ),
        )
        + tag("endif")
        + only_if("others", paragraph("对申请人的其他仲裁请求，本委以分别裁决的方式另行处理。"))
        + tag("set cited = namespace(laws='')", "set kinds = decided|map(attribute='kind')|list")
        + "".join(
            only_if(f"'{kind}' in kinds", tag(f"set cited.laws = cited.laws ~ law.{name} ~ '、'"))
            for kind, name in _BASIS.items()
        )
        # 社会保险 is final by another item of the article than the one on amounts.
        + tag(
            "if finality != '终局'",
            "set cited.laws = cited.laws ~ law.suit ~ '、'",
            "elif decided|rejectattr('kind', 'equalto', '社会保险')|list",
            "set cited.laws = cited.laws ~ law.final ~ '、'",
            "endif",
        )
        + paragraph(
            "综上所述，依照{{ (cited.laws ~ law.contents)|laws }}的规定，"
            "{% if panel|length > 1 %}经仲裁庭合议，{% endif %}本委裁决如下：",
            keep=True,
        )
    )


_WHEN = "自本裁决书{{ pay_within.since }}之日起{{ pay_within.days|cn_num }}日内"


def _items_of_one() -> str:
    return for_each(
        "c in decided",
        only_if("c.order", clause("{{ c.order }}。")),
        only_if(
            "c.awarded and c.awarded.digits != '0.00'",
            tag("set granted.n = granted.n + 1"),
            clause(
                f"被申请人{{{{ debtor }}}}{_WHEN}支付申请人{{{{ c.worker }}}}"
                f"{{{{ c.what }}}}{amount('c.awarded')}。",
                keep=True,
            ),
            paragraph("即：{{ c.awarded_formula }}＝{{ c.awarded.digits }}元。"),
        ),
    )


def _items_of_many() -> str:
    details = table(
        (13, 38, 35, 43, 27),
        [
            Row(
                [
                    Cell(head, CELL_HEAD)
                    for head in ("序号", "申请人", "裁决事项", "算式", "金额（元）")
                ],
                header=True,
            ),
            row_tag("for c in decided if c.awarded and c.awarded.digits != '0.00'"),
            Row(
                [
                    Cell("{{ c.worker_no }}", CELL_CENTRE),
                    Cell("{{ c.worker }}{% if c.id_no %} {{ c.id_no }}{% endif %}", CELL_CENTRE),
                    Cell("{{ c.what }}", CELL),
                    Cell("{{ c.awarded_formula }}", CELL),
                    Cell("{{ c.awarded|money }}", CELL_RIGHT),
                ],
                height_mm=8,
            ),
            row_tag("endfor"),
            Row(
                [
                    Cell("合计", CELL_HEAD, span=4),
                    Cell("{{ awarded_total|money }}", CELL_RIGHT),
                ]
            ),
        ],
    )
    return (
        for_each("c in decided if c.order", clause("{{ c.order }}（申请人{{ c.worker }}）。"))
        + tag("if awarded_total.digits != '0.00'")
        + clause(
            f"被申请人{{{{ debtor }}}}{_WHEN}按下表支付申请人各项款项，"
            f"合计{amount('awarded_total')}：",
            after=4,
            keep=True,
        )
        + details
        + parts.spacer()
        + tag("endif")
    )


def _sum() -> str:
    return only_if(
        "worker_count == 1 and granted.n > 1",
        paragraph(f"以上各项合计{amount('awarded_total')}。"),
    ) + only_if(
        "deductions",
        paragraph(
            f"上述款项合计{amount('awarded_total')}，"
            "{% if advanced_by %}扣除应急周转金已垫付{% if returned_total %}、尚未归还{% endif %}的"
            f"{amount('advanced_total')}"
            "（该部分由被申请人支付给{{ advanced_by }}，{{ law.fund }}）"
            "{% endif %}"
            "{% if returned_total %}{% if advanced_by %}、{% else %}扣除{% endif %}"
            f"用人单位已归还应急周转金的{amount('returned_total')}"
            "{% endif %}"
            "{% if paid_total.digits != '0.00' %}"
            "{% if advanced_by or returned_total %}和{% else %}扣除{% endif %}"
            f"用人单位已付的{amount('paid_total')}"
            "{% endif %}，"
            "{% if still_to_pay.digits == '0.00' %}已无尚应支付申请人的款项"
            f"{{% else %}}尚应支付申请人{amount('still_to_pay')}{{% endif %}}。"
        ),
    )


def _deducted() -> str:
    """What was deducted for whom, where there are several workers."""
    return only_if(
        "deductions and worker_count > 1",
        paragraph("扣除款项明细：", after=4, keep=True),
        table(
            (14, 30, 44, 38, 30),
            [
                Row(
                    [
                        Cell(head, CELL_HEAD)
                        for head in ("序号", "申请人", "扣除款项", "支付日期", "金额（元）")
                    ],
                    header=True,
                ),
                row_tag("for d in deductions"),
                Row(
                    [
                        Cell("{{ loop.index }}", CELL_CENTRE),
                        Cell("{{ d.worker }}", CELL_CENTRE),
                        Cell("{{ d.kind }}", CELL_CENTRE),
                        Cell(day("d.paid_on"), CELL_CENTRE),
                        Cell("{{ d.amount|money }}", CELL_RIGHT),
                    ],
                    height_mm=8,
                ),
                row_tag("endfor"),
            ],
        ),
        parts.spacer(),
    )


def _others_liable() -> str:
    modes = "".join(
        f"{{% {'if' if place == 0 else 'elif'} l.mode == '{mode}' %}}{text}"
        for place, (mode, text) in enumerate(_LIABLE.items())
    )
    return for_each(
        "l in liable or []",
        clause(
            f"{{{{ l.name }}}}{modes}"
            "{% else %}作为建设单位，依照{{ law.owner }}，以未结清的工程款"
            f"{amount('l.cap')}为限先行垫付上述款项{{% endif %}}。"
        ),
    )


def _operative() -> str:
    return (
        count_from_one()
        + count_from_one("granted")
        + tag("if worker_count == 1")
        + _items_of_one()
        + tag("else")
        + _items_of_many()
        + tag("endif")
        + _sum()
        + _deducted()
        + _others_liable()
        + _refused()
    )


def _refused() -> str:
    """Names the claims refused, so that nothing decided in the other paper seems refused here."""
    partly = "(c.awarded and c.awarded.digits not in ('0.00', c.amount.digits))"
    wholly = "(c.awarded and c.awarded.digits == '0.00') or not (c.amount or c.order)"
    listed = (
        "{{% for no in {0} %}}第{{{{ no }}}}项{{% if not loop.last %}}、{{% endif %}}{{% endfor %}}"
    )
    return (
        tag("set refused = namespace(wholly=[], partly=[])")
        + for_each(
            "c in decided",
            tag(
                f"if {wholly}",
                "set refused.wholly = refused.wholly + [c.no]",
                f"elif {partly}",
                "set refused.partly = refused.partly + [c.no]",
                "endif",
            ),
        )
        + tag("if worker_count > 1")
        + only_if(
            "refused.wholly or refused.partly",
            clause("驳回申请人就本裁决书所列事项提出的其他仲裁请求。"),
        )
        + tag("else")
        + only_if(
            "refused.partly",
            clause(f"驳回申请人{listed.format('refused.partly')}仲裁请求的其余部分。"),
        )
        + only_if(
            "refused.wholly", clause(f"驳回申请人{listed.format('refused.wholly')}仲裁请求。")
        )
        + tag("endif")
    )


def award() -> str:
    return (
        _opening("仲裁裁决书")
        + parts.parties("applicants", "respondents", "third_parties")
        + _proceedings("本案现已审理终结。")
        + _claims_and_answer("请求裁决：")
        + _elements()
        + _decision()
    )


def partial_award() -> str:
    return (
        _opening("先行裁决书")
        + parts.parties("applicants", "respondents", "third_parties")
        + _proceedings("本案部分事实已经清楚，本委依照{{ law.partial }}就该部分先行裁决。")
        + _claims_and_answer("就先行裁决的部分，申请人请求：")
        + _elements()
        + paragraph("已经清楚的部分：{{ clear_part }}")
        + paragraph("继续审理的部分：{{ continuing_part }}")
        + _decision()
    )


def _decision() -> str:
    return _opinion() + _operative() + remedies() + signed_by_panel() + sealed(certified=True)


PAPERS = {"A12-1": award, "A12-2": award, "A13": partial_award}
