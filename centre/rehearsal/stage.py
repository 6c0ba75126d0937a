"""The bodies, people, parties and case of one scenario, found by the keys the file uses."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from cases.choices import LinkKind, PartyKind, PartyRole
from cases.models import Case, Lead, NumberSeries, Party
from cases.operations import (
    RosterPeriod,
    RosterRow,
    add_link,
    add_party,
    confirm_parameter,
    name_debtor,
    set_project,
    set_series,
)
from cases.operations.numbering import SUGGESTED, holder_of
from centre.rehearsal.fund_rules import fund_rules
from centre.rehearsal.reading import Act, Scenario, ScenarioFault, day, money
from staff.choices import BodyKind, Role
from staff.history import save_with_reason
from staff.models import Body, User
from staff.operations import establish_system_user, grant_role, register_body

ROLES = {
    "applicant": PartyRole.APPLICANT,
    "applicants": PartyRole.APPLICANT,
    "respondent_employer": PartyRole.RESPONDENT_EMPLOYER,
    "developer": PartyRole.DEVELOPER,
    "general_contractor": PartyRole.GENERAL_CONTRACTOR,
    "labour_subcontractor": PartyRole.LABOUR_SUBCONTRACTOR,
    "foreman": PartyRole.FOREMAN,
    "investor": PartyRole.INVESTOR,
    "parent": PartyRole.PARENT,
}
# Code of the area parameter for each figure a scenario states.
PARAMETERS = {
    "min_wage_month": "monthly_min_wage",
    "province_avg_annual_wage": "provincial_average_annual_wage",
    "crime_threshold_one_worker": "crime_threshold_one_worker",
    "crime_threshold_ten_workers": "crime_threshold_ten_workers",
    "follow_up_working_days": "follow_up_working_days",
    "card_day_unit": "card_day_unit",
    "card_progress": "card_progress",
}
_BODIES = {
    "centre": BodyKind.CENTRE,
    "mediation_org": BodyKind.MEDIATION_BODY,
    "arb": BodyKind.ARBITRATION_COMMISSION,
    "court": BodyKind.COURT,
    "interm_court": BodyKind.COURT,
    "hrss": BodyKind.LABOUR_DEPARTMENT,
    "police": BodyKind.POLICE,
    "fund": BodyKind.FUND_BODY,
}
# Words of a post, and beginnings of a key, by which a person of the file has a role.
_STAFF_ROLES = (
    (("受理", "接待", "登记"), ("intake",), Role.INTAKE_OFFICER),
    (("调解员",), ("mediator",), Role.MEDIATOR),
    (("记录员",), ("recorder",), Role.RECORDER),
    (("仲裁员",), ("arbitrator",), Role.ARBITRATOR),
    (("书记员", "立案人员"), ("arb_clerk", "tribunal_secretary"), Role.TRIBUNAL_SECRETARY),
    (("主任", "中心负责人"), ("centre_head", "director", "head_of_centre"), Role.DIRECTOR),
    (("周转金出纳", "周转金会计", "欠薪核实"), ("verifier", "cashier"), Role.FUND_OFFICER),
    (("周转金审批",), ("approver",), Role.FUND_APPROVER),
)
# Beginnings of a key by which a person belongs to the commission.
_OF_COMMISSION = ("arb", "tribunal", "commission")
# … and to the body that keeps the fund, where the file names one.
_OF_FUND = ("verifier", "cashier", "accountant", "approver")
_LINKS = {
    PartyRole.GENERAL_CONTRACTOR: LinkKind.GENERAL_CONTRACT,
    PartyRole.LABOUR_SUBCONTRACTOR: LinkKind.SUBCONTRACT,
    PartyRole.FOREMAN: LinkKind.TO_INDIVIDUAL,
}


class Stage:
    """What the acts of one scenario work with; every lookup is by the file's own keys."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.system: User = establish_system_user()
        self.bodies: dict[str, Body] = {}
        self.people: dict[str, User] = {}
        self.lead: Lead | None = None
        self.case: Case | None = None
        self._rosters: dict[int, Party] = {}

    # Setting up

    def set_up(self, first: Act) -> None:
        """Find or create the bodies and people of the file; parties come with the case."""
        city = self.scenario.raw["city"]
        for key, kind in _BODIES.items():
            if key in city:
                self.bodies[key] = self._body(key, kind, city)
        for key, person in self.scenario.raw["staff"].items():
            self.people[key] = self._person(key, person, first)
        for code, one in SUGGESTED.items():
            holder = holder_of(code, self.bodies["centre"])
            if holder and not NumberSeries.objects.filter(body=holder, code=code).exists():
                set_series(
                    body=holder,
                    code=code,
                    title=one.title,
                    pattern=one.pattern,
                    by=self.system,
                    on=first.on,
                )

    def _body(self, key: str, kind: BodyKind, city: dict) -> Body:
        found = Body.objects.filter(name=city[key]).first()
        details: dict[str, Any] = {"address": "示例市示例区示例路1号", "phone": "10000090001"}
        if key == "court":
            details["code"] = city.get("court_code", "")
        if key == "mediation_org":
            details["mediation_kind"] = city.get("mediation_org_kind", "")
            details["registration_no"] = city.get("mediation_org_registration_no", "")
        body = found or register_body(kind=kind, name=city[key], by=self.system, **details)
        if key == "mediation_org" and body.seal_registered_on is None:
            body.seal_registered_on = self.scenario.acts[0].on
            save_with_reason(body, by=self.system, reason="演练用印章")
        return body

    def _body_of(self, key: str) -> Body | None:
        if key.startswith(_OF_COMMISSION):
            return self.bodies.get("arb")
        if key.startswith(_OF_FUND) and "fund" in self.bodies:
            return self.bodies["fund"]
        return self.bodies.get("centre")

    def _person(self, key: str, person: dict, first: Act) -> User:
        body = self._body_of(key)
        number = next((person[k] for k in person if k.endswith("_no")), "")
        found = User.objects.filter(name=person["name"], body=body, is_active=True).first()
        if found is None:
            username = f"{key}-{User.objects.count()}"
            found = User(
                username=username,
                name=person["name"],
                post=person.get("post", ""),
                certificate_no=number,
                body=body,
            )
            found.set_unusable_password()
            save_with_reason(found, by=self.system, reason="演练人员")
        elif number and not found.certificate_no:
            found.certificate_no = number
            save_with_reason(found, by=self.system, reason="演练人员")
        for words, keys, role in _STAFF_ROLES:
            wanted = any(w in person.get("post", "") for w in words) or key.startswith(keys)
            if wanted and not found.has_role(role):
                grant_role(user=found, role=role, by=self.system, on=first.on)
                found = User.objects.get(pk=found.pk)
        return found

    def open(self, case: Case, lead: Lead, by: User, act: Act) -> None:
        """Enter the parties, chain, project and parameters of the file into the new case."""
        self.case, self.lead = case, lead
        case.mediation_body = self.bodies.get("mediation_org")
        contract = self.scenario.get("contract") or {}
        case.contract = contract
        save_with_reason(case, by=by, reason="演练：确定调解组织")
        for entry in self.scenario.raw["parties"]:
            if entry["type"] != "group":
                self._party(entry, by, act)
        debtor = case.parties.filter(key=act.data["debtor"]).first()
        if debtor is None:
            raise ScenarioFault(f"{act.label}：没有代号为{act.data['debtor']}的当事人。")
        name_debtor(case=case, party=debtor, by=by)
        self._links(by, act)
        self._project(by, act)
        stated = self.scenario.get("parameters") or {}
        for key, code in PARAMETERS.items():
            if stated.get(key) is not None:
                self._confirm(code, str(stated[key]), act)
        for code, value in fund_rules(self.scenario).items():
            self._confirm(code, value, act, of="所设的周转金管理办法")
        self.refresh()

    def _confirm(self, code: str, value: str, act: Act, *, of: str = "") -> None:
        confirm_parameter(
            centre=self.case.centre,
            case=self.case,
            code=code,
            value=value,
            effective_from=act.on.replace(month=1, day=1),
            source=f"演练情景{self.scenario.id}{of}",
            by=self.system,
            on=act.on,
            demo=True,
        )

    def _party(self, entry: dict, by: User, act: Act) -> None:
        role = ROLES.get(entry["role"])
        if role is None and entry["role"] in PartyRole.values:
            role = PartyRole(entry["role"])
        if role is None:
            raise ScenarioFault(f"当事人{entry['key']}的角色“{entry['role']}”不在格式之内。")
        details: dict[str, Any] = {
            "address": entry.get("addr", ""),
            "phone": entry.get("phone", ""),
            "status_note": (entry.get("status") or entry.get("note") or "")[:200],
            "missing": "下落不明" in (entry.get("status") or ""),
            "post": entry.get("post", ""),
        }
        if entry["type"] == "org":
            kind = PartyKind.ORG
            details |= {
                "uscc": entry.get("uscc", ""),
                "legal_rep": entry.get("legal_rep", ""),
                "legal_rep_title": entry.get("legal_rep_title", ""),
                "org_kind": entry.get("org_kind", ""),
            }
        else:
            kind = PartyKind.NATURAL
            details |= {
                "id_no": entry.get("id_no", ""),
                "sex": entry.get("sex", ""),
                "birth": day(entry["birth"]) if entry.get("birth") else None,
                "native_place": entry.get("native", ""),
                "licensed": role != PartyRole.FOREMAN,
            }
            no = self._roster_number(entry["key"])
            if role == PartyRole.APPLICANT and self.scenario.get("workers"):
                return  # comes in with the roster
            if role == PartyRole.APPLICANT and no:
                details["roster_no"] = no
        add_party(
            case=self.case,
            role=role,
            kind=kind,
            name=entry["name"],
            key=entry["key"],
            by=by,
            on=act.on,
            **details,
        )

    def _links(self, by: User, act: Act) -> None:
        for contract in self.scenario.get("contracts") or []:
            upper, _, lower = contract["between"].partition("-")
            below = self.party(lower.strip())
            unpaid = contract.get("unpaid_works_price")
            add_link(
                case=self.case,
                upper=self.party(upper.strip()),
                lower=below,
                kind=_LINKS.get(below.role, LinkKind.SUBCONTRACT),
                contract_name=contract.get("name", ""),
                contract_no=str(contract.get("no") or ""),
                signed_on=day(contract["date"]) if contract.get("date") else None,
                unpaid_works_price_fen=money(unpaid) if unpaid else None,
                by=by,
                on=act.on,
            )

    def _project(self, by: User, act: Act) -> None:
        project = self.scenario.get("project")
        if not project:
            return
        deposit = project.get("wage_deposit")
        set_project(
            case=self.case,
            name=project["name"],
            by=by,
            on=act.on,
            permit=project.get("permit", ""),
            team=project.get("team", ""),
            wage_account=project.get("wage_account", ""),
            real_name_system=bool(project.get("real_name_system")),
            wage_deposit_fen=money(deposit) if deposit else None,
        )

    # Looking up

    def refresh(self) -> None:
        """Read the case anew; an attempt that was undone leaves none."""
        if self.case is None:
            self._rosters = {}
            return
        self.case = Case.objects.get(pk=self.case.pk)
        self._rosters = {p.roster_no: p for p in self.case.parties.workers()}

    def _roster_number(self, key: str) -> int | None:
        head, _, tail = key.partition("_")
        return int(tail) if head == "worker" and tail.isdigit() else None

    def party(self, key: str) -> Party:
        no = self._roster_number(key)
        if no in self._rosters:
            return self._rosters[no]
        found = self.case.parties.filter(key=key).first()
        if found is None:
            raise ScenarioFault(f"没有代号为“{key}”的当事人。")
        return found

    def worker(self, no: int) -> Party:
        if no not in self._rosters:
            raise ScenarioFault(f"花名册中没有第{no}行。")
        return self._rosters[no]

    def rows_of(self, key: str) -> list[int] | None:
        """Return the roster numbers a group key stands for; None when it is no group."""
        if key == "workers":
            return sorted(self._rosters) or [row["no"] for row in self.scenario.get("workers", [])]
        for entry in self.scenario.raw["parties"]:
            if entry["key"] == key and entry["type"] == "group":
                rows = entry.get("rows")
                return self.numbers(rows) if rows else self.rows_of("workers")
        return None

    def numbers(self, rows: Any) -> list[int]:
        """
        Return roster numbers for what may stand for a list of them.

        A group key, worker_7, {from, to, except}, {group, except}, or a list of these and numbers.
        """
        if isinstance(rows, int) and not isinstance(rows, bool):
            return [rows]
        if isinstance(rows, str):
            found = self.rows_of(rows)
            if found is not None:
                return found
            no = self._roster_number(rows)
            if no is None:
                raise ScenarioFault(f"“{rows}”不是劳动者，也不是劳动者的一组。")
            return [no]
        if isinstance(rows, dict):
            left_out = set(self.numbers(rows.get("except") or []))
            if "group" in rows:
                inside = self.numbers(rows["group"])
            elif "worker" in rows:
                inside = [rows["worker"]]
            else:
                inside = list(range(rows["from"], rows["to"] + 1))
            return [n for n in inside if n not in left_out]
        if not isinstance(rows, list | tuple):
            raise ScenarioFault(f"“{rows}”不是花名册行号。")
        return [n for row in rows for n in self.numbers(row)]

    def workers(self, rows: Any) -> list[Party]:
        """Return workers for anything `numbers` understands, or a party that is one person."""
        if isinstance(rows, str) and self.rows_of(rows) is None:
            return [self.party(rows)]
        return [self.worker(n) for n in self.numbers(rows)]

    def parties(self, keys: Any) -> list[Party]:
        """Return parties for keys, a group or a roster number among them standing for workers."""
        if isinstance(keys, str):
            found = self.rows_of(keys)
            return [self.party(keys)] if found is None else [self.worker(n) for n in found]
        if isinstance(keys, dict | int):
            return self.workers(keys)
        return [party for key in keys for party in self.parties(key)]

    def is_person(self, key: Any) -> bool:
        return isinstance(key, str) and key in self.people

    def person(self, key: str) -> User:
        """
        Return somebody of the file's staff.

        Raises:
            ScenarioFault: nobody has this key.
        """
        if key not in self.people:
            raise ScenarioFault(f"没有代号为“{key}”的工作人员。")
        return self.people[key]

    def everyone(self, keys: Any) -> list:
        """Return parties and officers for keys, in order."""
        found: list = []
        for key in [keys] if isinstance(keys, str) else keys:
            if self.is_person(key):
                found.append(self.people[key])
            else:
                found += self.parties(key)
        return found

    def bodies_named(self, key: str) -> str:
        """Return the name of a body of the file, known to the system or not; empty if none."""
        return self.scenario.raw["city"].get(key, "") if isinstance(key, str) else ""

    def change_bodies(self, changes: dict[str, Any]) -> None:
        """Register the bodies otherwise than the file does: `mediation_org_registration_no`."""
        fields = {
            "mediation_org_kind": ("mediation_org", "mediation_kind"),
            "mediation_org_registration_no": ("mediation_org", "registration_no"),
            "court_code": ("court", "code"),
        }
        for name, value in changes.items():
            if name not in fields:
                raise ScenarioFault(f"机构的“{name}”不能在尝试中改变。")
            key, column = fields[name]
            body = self.bodies[key]
            Body.objects.filter(pk=body.pk).update(**{column: value or ""})

    def name_of(self, key: str) -> str:
        if key in self.people:
            return self.people[key].name
        if self.bodies_named(key):
            return self.bodies_named(key)
        numbers = self.rows_of(key)
        if numbers:
            first = self.worker(numbers[0]).name
            return first if len(numbers) == 1 else f"{first}等{len(numbers)}人"
        return self.party(key).name

    def officer(self, key: str, role: Role) -> User:
        """Return who does the act at the desk: the person named, else the one of that role."""
        if key in self.people:
            return self.people[key]
        for person in self.people.values():
            if person.has_role(role):
                return person
        raise ScenarioFault(f"情景中没有{role.label}。")

    # The roster

    def roster_rows(self, numbers: Iterable[int]) -> list[RosterRow]:
        return [self._roster_row(self.scenario.worker_row(n)) for n in numbers]

    def _roster_row(self, row: dict) -> RosterRow:
        compensation, formula = self._compensation(row)
        return RosterRow(
            no=row["no"],
            name=row["name"],
            id_no=row["id_no"],
            sex=row.get("sex", ""),
            birth=day(row["birth"]) if row.get("birth") else None,
            phone=row.get("phone", ""),
            post=row.get("post", ""),
            pay_unit=row["pay_unit"],
            rate_fen=money(row["rate"]),
            periods=tuple(
                RosterPeriod(
                    month=p["month"],
                    quantity=Decimal(p["qty"]) if "qty" in p else None,
                    days=Decimal(p["days"]) if "days" in p else None,
                    stated_gross_fen=money(p["gross"]) if "gross" in p else None,
                )
                for p in row["periods"]
            ),
            already_paid_fen=money(row.get("already_paid", "0.00")),
            bank_account=row.get("bank", ""),
            bank_name=row.get("bank_name", ""),
            compensation_fen=compensation,
            compensation_formula=formula,
            stated_gross_fen=money(row["gross"]) if "gross" in row else None,
            stated_due_fen=money(row["due"]) if "due" in row else None,
            details={"native_place": self._native(row["no"])},
        )

    def _native(self, no: int) -> str:
        for entry in self.scenario.raw["parties"]:
            if entry["key"] == f"worker_{no}":
                return entry.get("native", "")
        return ""

    def _compensation(self, row: dict) -> tuple[int, str]:
        """Return economic compensation: min(average wage, cap) × months, half up to the fen."""
        months = row.get("compensation_months")
        if not months:
            return 0, ""
        average = money(row["avg_wage_12m"])
        cap = (self.scenario.get("parameters") or {}).get("triple_avg_wage_cap_month")
        base = min(average, money(cap)) if cap else average
        exact = Decimal(base) * Decimal(months)
        amount = int(exact.quantize(Decimal(1), ROUND_HALF_UP))
        stated = row.get("compensation")
        if stated is not None and money(stated) != amount:
            raise ScenarioFault(f"第{row['no']}行的经济补偿与算式不符。")
        return amount, f"经济补偿{base / 100:.2f}×{months}"
