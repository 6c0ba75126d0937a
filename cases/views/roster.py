"""花名册: the sheet handed out, taken back, judged and shown, and imported only when confirmed."""

import base64
import binascii
import json
from urllib.parse import quote

from cryptography.exceptions import InvalidTag
from django.http import HttpResponse
from django.utils import timezone

from cases.forms.roster import RosterForm, WorkerForm
from cases.models.fields import decrypt, encrypt
from cases.operations import RosterPeriod, RosterRow, from_sheet, import_roster
from cases.operations.roster_sheet import Parsed, SheetRefused, marked, parse, template
from cases.queries import case_months
from cases.views.parties import CaseAct
from law.money import yuan
from staff.refusals import ActRefused

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def seal(data: bytes, *, filename: str, case) -> str:
    """Return an upload encrypted for the hidden field of its own page; only this case opens it."""
    content = {"case": case.pk, "name": filename, "data": base64.b64encode(data).decode()}
    return encrypt(json.dumps(content))


def unseal(text: str, *, case) -> tuple[bytes, str]:
    """
    Return the bytes and the file name that were sealed.

    Raises:
        ActRefused: the text was not sealed here, or for another case.
    """
    try:
        content = json.loads(decrypt(text))
    except (InvalidTag, ValueError, binascii.Error) as broken:
        raise ActRefused("花名册内容不完整，请重新上传文件。", source="V-M2") from broken
    if content["case"] != case.pk:
        raise ActRefused("这份花名册是为另一案件上传的，请重新上传。", source="V-M2")
    return base64.b64decode(content["data"]), content["name"]


def _xlsx(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response["X-Content-Type-Options"] = "nosniff"
    return response


class ImportRoster(CaseAct):
    """Two steps at one address: a file is judged and shown, then exactly that file is imported."""

    form_class = RosterForm
    template_name = "cases/roster.html"
    title = "导入花名册"
    button = "上传并检查"
    done = "花名册已导入。"
    requirements = (
        ("工资应当支付给农民工本人，账号须是本人的。", "WAGE-02"),
        ("月工资折算日工资的，按每月21.75天。", "WAGE-04"),
        ("身份证号和银行账号属于敏感个人信息，只用于本案。", "DATA-01"),
    )
    sealed = ""
    parsed: Parsed | None = None

    def get_form_kwargs(self):
        kwargs = super().get_form_kwargs()
        if self.sealed:  # the second step begins: a fresh form that carries the file
            kwargs.pop("data", None)
            kwargs.pop("files", None)
            kwargs["initial"] = {"sealed": self.sealed}
        return kwargs

    def form_valid(self, form):
        if not (file := form.cleaned_data["file"]):
            return super().form_valid(form)
        data = file.read()
        try:
            self.parsed = parse(data, filename=file.name, on=timezone.localdate())
        except SheetRefused as refusal:
            form.add_error("file", str(refusal))
            return self.form_invalid(form)
        self.sealed = seal(data, filename=file.name, case=self.case)
        context = self.get_context_data(filename=file.name, form=self.get_form())
        return self.render_to_response(context, status=422 if self.parsed.faults else 200)

    def act(self, form):
        data, filename = unseal(form.cleaned_data["sealed"], case=self.case)
        on = timezone.localdate()
        parsed = parse(data, filename=filename, on=on)
        if parsed.faults:
            raise ActRefused("花名册有错误，未导入。", source="V-M2", suggest="请改正后重新上传。")
        return import_roster(
            case=self.case,
            rows=from_sheet(parsed.rows),
            stated_rows=len(parsed.rows),
            stated_total_fen=parsed.total_due_fen,
            by=self.request.user,
            on=on,
        )

    def get_context_data(self, **kwargs):
        parsed = self.parsed
        if parsed and not parsed.faults:
            total = yuan(parsed.total_due_fen)
            kwargs["act"] = f"确认导入{len(parsed.rows)}人，合计{total}元"
            kwargs["gross_fen"] = sum(row.gross_fen for row in parsed.rows)
            kwargs["paid_fen"] = sum(row.already_paid_fen for row in parsed.rows)
        return super().get_context_data(
            parsed=parsed,
            months=case_months(self.case),
            roster=self.case.parties.workers().count(),
            **kwargs,
        )


class RosterTemplate(CaseAct):
    """The empty sheet for the months of this case."""

    http_method_names = ["get"]

    def get(self, request, *args, **kwargs):
        case = self.case
        title = f"{case.number} 农民工工资花名册"
        return _xlsx(template(case_months(case), title=title), f"花名册模板 {case.number}.xlsx")


class MarkedRoster(CaseAct):
    """The upload handed back with its faults marked."""

    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        try:
            data, filename = unseal(request.POST.get("sealed", ""), case=self.case)
        except ActRefused as refusal:
            return HttpResponse(str(refusal), status=400, content_type="text/plain; charset=utf-8")
        parsed = parse(data, filename=filename, on=timezone.localdate())
        return _xlsx(marked(data, parsed.faults), f"需要改正 {filename}")


class AddWorker(CaseAct):
    """One worker typed by hand: a roster of one row."""

    form_class = WorkerForm
    title = "登记一名农民工"
    button = "登记农民工"
    done = "农民工和工资明细已登记。"
    requirements = ImportRoster.requirements

    def get_initial(self):
        return {"first_rows": [{"month": month} for month in case_months(self.case)]}

    def act(self, form):
        given = dict(form.cleaned_data)
        periods = tuple(
            RosterPeriod(row["month"], row["quantity"], row["days"]) for row in given.pop("rows")
        )
        already_paid_fen = given.pop("already_paid_fen") or 0
        last = self.case.parties.workers().last()
        no = (last.roster_no if last else 0) + 1
        row = RosterRow(no=no, periods=periods, already_paid_fen=already_paid_fen, **given)
        return import_roster(
            case=self.case, rows=[row], by=self.request.user, on=timezone.localdate()
        )
