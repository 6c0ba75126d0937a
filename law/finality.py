"""Which awarded items are final (终局): item by item and worker by worker (调解仲裁法 47)."""

from dataclasses import dataclass

from law.wages import is_final

# Heads of claim by what article 47 names, as the papers call them. 加班费 and 未休年休假工资 are
# wages, 二倍工资 and 加付赔偿金 are damages (人社部发〔2022〕9号).
BY_AMOUNT = frozenset(
    {
        "劳动报酬",
        "加班费",
        "工伤医疗费",
        "经济补偿",
        "赔偿金",
        "二倍工资",
        "加付赔偿金",
        "未休年休假工资",
    }
)
BY_STANDARD = frozenset({"社会保险"})
STATUS = frozenset({"确认劳动关系"})


@dataclass(frozen=True)
class Finality:
    """Whether an item is final, the paragraph of article 47 it falls under, and why in Chinese."""

    final: bool
    paragraph: str
    why: str


def finality(
    kind: str, awarded_fen: int | None, monthly_min_wage_fen: int, *, status_claimed: bool
) -> Finality:
    """
    What the law makes of one awarded item of one worker; twelve months exactly is 终局.

    `status_claimed`: somebody in the case asks to confirm the labour relationship, which leaves
    nothing of the case final. A tribunal may depart from it and says why.
    """
    if status_claimed:
        return Finality(False, "", "本案有确认劳动关系的请求，全案为非终局")
    if kind in BY_STANDARD:
        return Finality(True, "47(2)", "执行国家劳动标准的争议，不论数额均为终局")
    if kind not in BY_AMOUNT or awarded_fen is None:
        return Finality(False, "", "不属于《调解仲裁法》第四十七条所列事项")
    if is_final(awarded_fen, monthly_min_wage_fen):
        return Finality(True, "47(1)", "不超过月最低工资标准十二个月金额")
    return Finality(False, "47(1)", "超过月最低工资标准十二个月金额")
