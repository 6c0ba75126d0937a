"""What the clauses of an agreement may not say if a court or a commission is to approve it."""

import re
from collections.abc import Iterator

from documents.contracts.schema import Check, Context, Fault

_INDEFINITE = re.compile(r"尽快|尽早|适时|工程款到位后|资金到位后|有钱")
_ASKS_COURT = re.compile(r"请求人民法院(作出)?(裁|判)|由法院(作出)?(裁|判)")
# One sentence names the relation and what is done to it; the words alone stand in many clauses.
_STATUS = re.compile(
    r"(确认|认定|承认)[^，。；]{0,16}(劳动|用工|雇佣)关系"
    r"|(存在|形成|构成)[^，。；]{0,8}(劳动|用工|雇佣)关系"
    r"|(同意|确认|一致|自愿|协商)[^，。；]{0,12}(解除|终止|建立|恢复)[^，。；]{0,4}劳动(关系|合同)"
    r"|劳动(关系|合同)(自|于|已|即)[^，。；]{0,12}(解除|终止|成立|存续)"
)
_PROPERTY = re.compile(
    r"以[^，。；]{0,12}(房|车|物|货|设备|材料)[^，。；]{0,4}抵"
    r"|(房屋|房产|土地|车辆|设备|股权|商标|专利|著作权)[^，。；]{0,12}(归|所有|过户|折抵|抵偿|抵顶)"
)
_CRIMINAL = re.compile(
    r"(撤回|撤销|放弃|不再|不得|不予)[^，。；]{0,8}(报案|控告|举报|投诉|信访|刑事)"
)

_COLLECTOR = r"(班组长|包工头|带班|工头|代表人|项目部|项目经理)"
_COLLECTS = (
    rf"{_COLLECTOR}[^，。；]{{0,8}}(代领|代收|代为领取|代为收取|统一领取|统一收取|转付|分发)"
)
_PAID_TO = r"(支付|给付|发放|转账|转|汇款|汇|打款|打)(至|给|到|入)[^，。；]{0,8}"
_DENIED = re.compile(r"不(得|应|能|再|确认|认定|承认|涉及|视为|影响)|禁止|严禁")


def _stated(pattern: re.Pattern[str], term: str) -> re.Match[str] | None:
    """What a part of the clause says, unless that part says that it is not so."""
    for part in re.split(r"[，。；]", term):
        if (found := pattern.search(part)) and not _DENIED.search(part):
            return found
    return None


def definite(field: str, label: str) -> Check:
    """Obligations a court can enforce (JC-08), no clause that asks it to adjudicate (MED-33)."""

    def check(context: Context) -> Iterator[Fault]:
        for place, term in enumerate(context[field] or []):
            if found := _INDEFINITE.search(term):
                yield Fault(
                    "JC-08", f"{field}[{place}]", f"{label}中“{found[0]}”期限不明确，请写明日期。"
                )
            if _ASKS_COURT.search(term):
                yield Fault("MED-33", f"{field}[{place}]", "不得约定一方不履行时由法院裁判。")

    return check


def pay_only(field: str, label: str) -> Check:
    """JC-14: money to be paid, and nothing about status, property or complaints."""

    def check(context: Context) -> Iterator[Fault]:
        for place, term in enumerate(context[field] or []):
            for pattern, what in (
                (_STATUS, "涉及劳动关系的确认或者变动"),
                (_PROPERTY, "涉及财产归属或者以物抵债"),
                (_CRIMINAL, "限制报案、控告或者投诉"),
            ):
                found = _CRIMINAL.search(term) if pattern is _CRIMINAL else _stated(pattern, term)
                if found:
                    yield Fault(
                        "JC-14",
                        f"{field}[{place}]",
                        f"{label}第{place + 1}项“{found[0]}”{what}，"
                        "司法确认只限给付义务，请从协议中分出。",
                    )

    return check


def no_status(field: str, label: str) -> Check:
    """REV-03: an agreement that confirms a labour relation is not reviewed."""

    def check(context: Context) -> Iterator[Fault]:
        for place, term in enumerate(context[field] or []):
            if found := _stated(_STATUS, term):
                yield Fault(
                    "REV-03",
                    f"{field}[{place}]",
                    f"{label}第{place + 1}项“{found[0]}”确认劳动关系，不能申请仲裁审查。",
                )

    return check


def paid_in_person(field: str, label: str, *, payers: str = "respondents") -> Check:
    """V-P4, WAGE-02: the money goes to each worker, not to who leads, hires or represents them."""

    def check(context: Context) -> Iterator[Fault]:
        names = "|".join(re.escape(party["name"]) for party in context[payers] or [])
        collected = re.compile(f"{_COLLECTS}|{_PAID_TO}({_COLLECTOR}|{names or _COLLECTOR})")
        for place, term in enumerate(context[field] or []):
            if found := _stated(collected, term):
                yield Fault(
                    "V-P4",
                    f"{field}[{place}]",
                    f"{label}第{place + 1}项“{found[0]}”：工资须支付给劳动者本人，不得由他人代收。",
                )

    return check
