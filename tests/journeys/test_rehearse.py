"""
Whole cases from files: everything they expect comes out, everything forbidden is refused.

The files under scenarios/ were computed by a program that shares no code with the system.
"""

import json
import time
from copy import deepcopy
from datetime import date, timedelta
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
import yaml
from django.core.management import CommandError, call_command

from cases.models import Case
from centre.rehearsal.acts.registry import PERFORM
from centre.rehearsal.reading import ScenarioFault, load
from documents.models import Document
from mediation.models import MediationProcess

HERE = Path(__file__).parent / "scenarios"
FILES = sorted(HERE.glob("*.yaml"))
SMALL = HERE / "j02_works_price_declined.yaml"
OF_EACH_AREA = (
    SMALL,
    HERE / "j06_arbitration_review.yaml",
    HERE / "j11_breach_awarded_enforced.yaml",
    HERE / "j12_advance_then_employer_pays.yaml",
)
CASH = HERE / "j03_recusal_extension_waiver_cash.yaml"

pytestmark = pytest.mark.django_db


def rehearse(*files: Path, **options) -> str:
    """Run the command; what it said, raising CommandError when a scenario did not pass."""
    said = StringIO()
    call_command("rehearse", *files, stdout=said, stderr=said, **options)
    return said.getvalue()


def failing(*files: Path, **options) -> str:
    """What the command said when it failed; an error of its own is no failure of the file."""
    said = StringIO()
    with pytest.raises(CommandError, match="未通过"):
        call_command("rehearse", *files, stdout=said, stderr=said, **options)
    return said.getvalue()


@pytest.fixture
def changed(tmp_path):
    """A copy of a scenario file with its content changed by a function."""

    def change(source: Path, edit) -> Path:
        content = yaml.safe_load(source.read_text(encoding="utf-8"))
        edit(content)
        path = tmp_path / source.name
        path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
        return path

    return change


def _act(content: dict, name: str) -> dict:
    return next(a for a in content["acts"] if a["act"] == name)


def _without_attempts(content: dict) -> None:
    content["expected"].pop("refusals", None)
    content.pop("variants", None)


@pytest.mark.both
@pytest.mark.parametrize(
    "path",
    [pytest.param(p, marks=[] if p in OF_EACH_AREA else [pytest.mark.slow]) for p in FILES],
    ids=lambda path: path.stem,
)
def test_scenario_comes_out_as_expected(path, tmp_path):
    said = rehearse(path, out=tmp_path / "out")
    summary = json.loads((tmp_path / "out" / "summary.json").read_text(encoding="utf-8"))
    expected = load(path).expected
    assert summary["differences"] == []
    assert "未通过" not in said
    assert len(summary["refusals"]) >= len(expected["refusals"])
    for name, amount in expected["totals"].items():
        if name != "outstanding":
            assert summary["totals"][name] == amount
    assert not Case.objects.exists()


def test_papers_of_a_rehearsal_are_written_as_docx_and_pdf(tmp_path):
    out = tmp_path / "out"
    rehearse(SMALL, out=out)
    written = sorted(p.name for p in out.glob("*.*"))
    for code in ("D01", "D02N", "D18"):
        assert any(f"-{code}-" in n and n.endswith(".docx") for n in written)
        assert any(f"-{code}-" in n and n.endswith(".pdf") for n in written)
    assert all(p.read_bytes().startswith(b"%PDF") for p in out.glob("*.pdf"))
    assert (out / "accepted_and_withdrawn" / "summary.json").exists()


def test_rehearsal_until_an_act_stops_there_and_says_what_was_not_reached():
    said = rehearse(CASH, until="accept_application")
    assert "accept_application" in said
    assert "give_rights_notice" not in said
    assert "尚未到" in said


def test_every_act_that_can_be_rehearsed_is_named_in_the_guide_to_scenarios():
    guide = (Path(__file__).parents[2] / "docs" / "scenarios.md").read_text(encoding="utf-8")
    assert [name for name in PERFORM if f"`{name}`" not in guide] == []


def test_a_refusal_that_does_not_say_what_it_must_is_a_difference(changed):
    def edit(content):
        content.pop("variants")
        first = next(
            entry for entry in content["expected"]["refusals"] if entry["expect"] == "refused"
        )
        content["expected"]["refusals"] = [first | {"says": "九月三十一日"}]

    assert "拒绝时没有说“九月三十一日”" in failing(changed(SMALL, edit))


def test_kept_case_stands_in_the_database_with_its_papers_and_tasks(
    changed, django_capture_on_commit_callbacks
):
    path = changed(CASH, _without_attempts)
    with django_capture_on_commit_callbacks(execute=True):
        rehearse(path, keep=True, until="accept_application")
    case = Case.objects.get()
    assert case.demo
    assert case.status == "accepted"
    assert set(Document.objects.values_list("code", flat=True)) == {"D01", "D02"}
    open_tasks = MediationProcess.objects.get(case=case).task_set.exclude(status="DONE")
    assert open_tasks.filter(flow_task_type="HUMAN").exists()


def test_a_title_that_does_not_exist_is_named_and_fails(changed):
    def edit(content):
        _without_attempts(content)
        content["acts"][2:] = [
            {
                "on": "2026-04-14",
                "act": "record_payment",
                "by": "contractor",
                "with": {
                    "basis": "A12-1",
                    "rows": [],
                    "total": "0.00",
                    "method": "bank_transfer",
                    "evidence": [],
                    "acknowledged_rows": [],
                },
            }
        ]

    assert "没有申请过仲裁" in failing(changed(SMALL, edit))


def test_every_wrong_expected_value_is_reported_and_fails(changed):
    def edit(content):
        _without_attempts(content)
        expected = content["expected"]
        expected["totals"]["claim"] = "1.00"
        expected["upper_case"]["claim"] = "人民币壹元整"
        expected["deadlines"]["MED-05"]["end"] = "2026-04-16"
        expected["deadlines"]["JC-01"] = {"end": "2026-05-01"}
        expected["documents"]["generated"].append("D12")
        expected["fund"] = {"opening_balance": "0.00"}
        expected["per_worker"] = [{"worker": 1, "due": "1.00"}, {"worker": 9, "due": "1.00"}]

    said = failing(changed(SMALL, edit))
    for difference in (
        "totals.claim：应为1.00",
        "upper_case.claim：应为人民币壹元整",
        "deadlines.MED-05.end：应为2026-04-16",
        "deadlines.JC-01：没有这一期限",
        "documents.generated：应为",
        "fund：系统没有计算此值",
        "per_worker[1].due：应为1.00",
        "per_worker：没有第9行",
    ):
        assert difference in said
    assert "8处差异" in said


def test_paper_the_file_does_not_name_is_a_difference(changed):
    def edit(content):
        _without_attempts(content)
        del _act(content, "file_application")["with"]["documents"]

    assert "应出具无，实出具['D01']" in failing(changed(SMALL, edit))


def test_attempt_not_met_as_expected_fails_and_says_how(changed):
    def attempt(source: str, **change) -> dict:
        return {
            "attempt": "decline_application",
            "change": change,
            "expect": "refused",
            "source": source,
        }

    def edit(content):
        content.pop("variants")
        content["expected"]["refusals"] = [
            attempt("D02N", reason_text="另一理由"),
            attempt("MED-04", next_step=""),
            attempt("D02N", drop_act={"act": "close_session"}),
            attempt("D02N", reason="no_such_reason"),
            {"attempt": "adopt_simplified_procedure", "on": "2026-04-14"}
            | {"expect": "refused", "source": "SUM-02"},
        ]

    said = failing(changed(SMALL, edit))
    assert "没有被拒绝" in said
    assert "以ADM-06被拒绝" in said
    assert "没有与{'act': 'close_session'}相符的行为" in said
    assert "“no_such_reason”不在格式之内" in said
    assert "“adopt_simplified_procedure”没有平常的形式" in said
    assert "5处差异" in said


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (lambda c: _act(c, "import_roster").update(act="import_rooster"), "不是格式中的行为"),
        (lambda c: _act(c, "file_lead")["with"].update(debtor="nobody"), "没有代号为“nobody”"),
        (
            lambda c: _act(c, "file_application")["with"].update(respondents=["nobody"]),
            "没有代号为“nobody”的当事人",
        ),
        (lambda c: c["parties"][0].update(role="king"), "角色“king”不在格式之内"),
        (lambda c: _act(c, "file_lead")["with"].pop("channel"), "缺少“channel”"),
        (lambda c: _act(c, "file_lead")["with"].update(channel="pigeon"), "不合格式"),
        (lambda c: _act(c, "file_lead")["with"].update(amount=100), "带引号的文字"),
        (lambda c: c["acts"][0].update(why="x"), "只有 on、act、by、with 四个键"),
        (lambda c: c["acts"][0].pop("by"), "缺少by"),
        (lambda c: c["acts"][0].update({"on": "2026-02-30"}), "不是日期"),
        (lambda c: c.pop("city"), "缺少“city”"),
        (lambda c: c.update(acts=[]), "没有任何行为"),
        (lambda c: c.update(acts=c["acts"][1:]), "尚未登记线索"),
    ],
)
def test_fault_in_a_file_is_told_in_chinese_and_fails(changed, edit, said):
    def change(content):
        _without_attempts(content)
        edit(content)

    assert said in failing(changed(SMALL, change))


def test_fault_in_one_file_leaves_the_others_to_run(changed, tmp_path):
    broken = tmp_path / "broken.yaml"
    broken.write_text("a: [", encoding="utf-8")
    intact = changed(SMALL, _without_attempts)
    said = failing(broken, intact)
    assert "不是有效的 YAML 文件" in said
    assert "\n通过" in said


def test_float_in_a_money_key_is_refused(changed):
    path = changed(SMALL, lambda c: c["workers"][0].update(rate=300.5))
    with pytest.raises(ScenarioFault, match=r"workers\[0\].rate是浮点数"):
        load(path)


def test_unquoted_on_is_explained(tmp_path):
    text = SMALL.read_text(encoding="utf-8").replace("'on': '2026-04-13'", "on: '2026-04-13'")
    path = tmp_path / "unquoted.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioFault, match="加引号"):
        load(path)


def _identity_number(birth: date, order: int) -> str:
    """An invented number: the unassigned area 99, sex by the 17th digit, check digit."""
    body = f"990101{birth:%Y%m%d}{order:03d}"
    weights = [pow(2, 17 - place, 11) for place in range(17)]
    rest = sum(int(d) * w for d, w in zip(body, weights, strict=True)) % 11
    return body + "10X98765432"[rest]


def crowd(workers: int, instalments: int) -> dict:
    """A case of many workers and instalments, computed here with whole fen."""
    content = yaml.safe_load(
        (HERE / "j01_forty_partly_agreed_default.yaml").read_text(encoding="utf-8")
    )
    shown = deepcopy(content["workers"][0])
    rows = []
    for no in range(1, workers + 1):
        birth = date(1970, 1, 1) + timedelta(days=no * 31)
        order = 2 * (no % 400) + 1
        days = Decimal(20) + no % 6
        due = Decimal("285.50") * days - 1000
        rows.append(
            shown
            | {
                "no": no,
                "name": "甲"
                + "子丑寅卯辰巳午未申酉"[no % 10]
                + "一二三四五六七八九十"[no // 10 % 10],
                "sex": "男",
                "birth": birth.isoformat(),
                "id_no": _identity_number(birth, order),
                "phone": f"1000000{no:04d}",
                "bank": f"000000{no:013d}",
                "rate": "285.50",
                "periods": [
                    {
                        "month": "2026-05",
                        "qty": str(days),
                        "gross": f"{Decimal('285.50') * days:.2f}",
                    }
                ],
                "gross": f"{Decimal('285.50') * days:.2f}",
                "already_paid": "1000.00",
                "due": f"{due:.2f}",
            }
        )
        rows[-1].pop("instalments", None)
    total = sum(Decimal(r["due"]) for r in rows)
    return _crowd_case(content, rows, total, instalments)


def _crowd_case(content: dict, rows: list, total: Decimal, instalments: int) -> dict:
    """Turn the case of forty into one of all `rows`, who agree and are being paid."""
    count = len(rows)
    acts = [a for a in content["acts"] if a["act"] not in ("decline_terms", "terminate_mediation")]
    last = next(n for n, a in enumerate(acts) if a["act"] == "seal_agreement")
    content |= {"id": "J05", "workers": rows, "variants": [], "acts": acts[: last + 1]}
    for party in content["parties"]:
        if party["type"] == "group":
            party |= {"count": count, "rows": {"from": 1, "to": count}}
    percents = [100 // instalments] * (instalments - 1)
    percents.append(100 - sum(percents))
    schedule = [
        {
            "instalment": no,
            "due_on": (date(2026, 8, 18) + timedelta(days=14 * (no - 1))).isoformat(),
            "percent": percent,
        }
        for no, percent in enumerate(percents, start=1)
    ]
    for step in content["acts"]:
        _enlarge(step, count, f"{total:.2f}", schedule)
    content["acts"] = [a for a in content["acts"] if a["by"] != "crew_b"]
    generated = {d for a in content["acts"] for d in a["with"].get("documents", [])}
    order = ["D01", "D02", "D03", "D04", "D05", "D06", "D07", "D08", "D10", "D11"]
    content["expected"] = {
        "totals": {"claim": f"{total:.2f}", "agreement": f"{total:.2f}", "paid": "0.00"},
        "documents": {
            "generated": [*(d for d in order if d in generated), "D12", "D12A", "D14"],
            "received": [],
        },
    }
    return content


def _enlarge(step: dict, count: int, total: str, schedule: list[dict]) -> None:
    """Let one act of the case of forty be about everybody."""
    data = step["with"]
    for key in ("applicants", "recipients", "to", "agreed_by", "signed_by"):
        if isinstance(data.get(key), list) and "crew_b" in data[key]:
            data[key] = ["workers" if k == "crew_a" else k for k in data[key] if k != "crew_b"]
    if step["act"] == "propose_terms":
        data["terms"] |= {"confirmed_total": total, "rows": "workers", "schedule": schedule}
        data["terms"]["payers"][0]["share"] = total
    elif step["act"] == "confirm_terms" and "rows" in data:
        data["rows"] = "workers"
        step["by"] = "crew_b" if step["by"] == "workers" else "workers"
    elif step["by"] == "willing":
        step["by"] = "workers"
    elif step["act"] == "record_attendance":
        data["present"] = [p for p in data["present"] if p["who"] != "crew_b"]
        data["present"][0]["who"] = "workers"
    else:
        data |= _figures(step, count, total)


def _figures(step: dict, count: int, total: str) -> dict:
    """What the act says about the sum and number of everybody."""
    data = step["with"]
    paid = f"{1000 * count}.00"
    everybody = {"from": 1, "to": count}
    return {
        "file_lead": {"headcount": count, "amount": total},
        "import_roster": {"workers": everybody, "rows": count, "total_due": total},
        "file_application": {
            "request_items": [
                {"item": 1, "what": "工资", "amount": total, "calculation": "见花名册"}
            ]
        },
        "confirm_undisputed_fact": {
            "value": {
                "roster_column": data.get("fact"),
                "total": total if data.get("fact") == "due" else paid,
            }
        },
        "generate_agreement": {
            "copies": count + 6,
            "rows": "workers",
            "confirmed_total": total,
            "instalments": None,
            "shares": None,
        },
    }.get(step["act"], {})


@pytest.mark.slow
def test_three_hundred_workers_in_six_instalments_come_to_an_agreement_in_time(tmp_path):
    path = tmp_path / "crowd.yaml"
    path.write_text(yaml.safe_dump(crowd(300, 6), allow_unicode=True), encoding="utf-8")
    began = time.monotonic()
    rehearse(path)
    took = time.monotonic() - began
    print(f"300人6期：{took:.0f}秒")
    assert took < 600


def test_generated_crowd_is_a_scenario_that_passes(tmp_path):
    path = tmp_path / "crowd.yaml"
    path.write_text(yaml.safe_dump(crowd(26, 3), allow_unicode=True), encoding="utf-8")
    rehearse(path)
