"""What a scenario states about the city's rules of the revolving fund, as parameters to confirm."""

from decimal import Decimal

from centre.rehearsal.reading import Scenario, ScenarioFault

# Bodies that approve, in the order of the format's approver_… keys.
CHAIN = ("中心", "人社", "财政", "政府")


def fund_rules(scenario: Scenario) -> dict[str, str]:
    """
    Return the value of each parameter by its code; nothing for a scenario without a fund.

    A cap of null is a rule too: the city has none of that kind. What the file lists under
    `fund_unconfirmed` the city has not confirmed.
    """
    stated = scenario.get("parameters") or {}
    if not any(key.startswith("fund_") for key in stated):
        return {}
    rules = _per_worker(stated)
    rules["fund_cap_case_ratio"] = str(stated.get("fund_case_ratio_cap") or "1")
    levels = [a.data.get("level", 1) for a in scenario.acts if a.name == "approve_advance"]
    rules["fund_approval_chain"] = "、".join(CHAIN)
    rules["fund_approval_levels"] = (
        stated.get("fund_approval_levels") or f"其余至第{max(levels, default=len(CHAIN))}级"
    )
    rules["fund_sources_first"] = "yes" if stated.get("fund_deposit_first") else "no"
    rules["fund_recovery_order"] = stated.get("fund_recovery_order") or "fund_first"
    rules["fund_recovery_title"] = stated.get("fund_recovery_title") or "statutory_recovery"
    left_open = stated.get("fund_unconfirmed") or []
    return {code: value for code, value in rules.items() if code not in left_open}


def _per_worker(stated: dict) -> dict[str, str]:
    amount, ratio = stated.get("fund_per_worker_cap"), stated.get("fund_per_worker_ratio_cap")
    if amount and ratio:
        wage = stated.get("min_wage_month")
        if not wage:
            raise ScenarioFault("同时设有每人限额和每人比例的，须写明月最低工资。")
        return {
            "fund_cap_formula": "lower_of_both",
            "fund_cap_wage_multiple": f"{Decimal(amount) / Decimal(wage):f}",
            "fund_cap_arrears_ratio": str(ratio),
        }
    if amount:
        return {"fund_cap_formula": "amount", "fund_cap_per_worker": str(amount)}
    if ratio:
        return {"fund_cap_formula": "arrears_ratio", "fund_cap_arrears_ratio": str(ratio)}
    return {"fund_cap_formula": "none"}
