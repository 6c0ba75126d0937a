"""The pages of the template desk: which template each paper has, its versions, what was found."""

from functools import wraps
from urllib.parse import quote

from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.decorators.http import require_http_methods

from cases.views.acts import NOT_PERMITTED, ActView, refused
from documents import store
from documents.choices import TemplateState
from documents.contracts import CONTRACTS, Contract
from documents.models import TemplateVersion
from documents.permissions import can_manage_templates
from documents.registry import fonts, make
from documents.render import render as render_docx
from documents.template_desk import queries
from documents.template_desk.forms import ApproveForm, NothingForm, ReasonForm, UploadForm
from documents.template_desk.jobs import try_past_cases
from documents.template_desk.operations import (
    DOCX,
    PDF,
    approve_template,
    check_template,
    recheck_template,
    retire_template,
    return_to_shipped,
    submit_template,
    upload_template,
)
from staff.refusals import ActRefused

LEVELS = {"error": "错误", "warning": "留意", "hint": "提示"}


def _office(view):
    """Open a page to the director and the administrator."""

    @login_required
    @wraps(view)
    def opened(request, *args, **kwargs):
        if not can_manage_templates(request.user):
            return refused(request, NOT_PERMITTED)
        return view(request, *args, **kwargs)

    return opened


def _contract(code: str) -> Contract:
    if code not in CONTRACTS:
        raise Http404
    return CONTRACTS[code]


def _version(pk: int) -> TemplateVersion:
    people = ("uploaded_by", "approved_by", "file", "sample_docx", "sample_pdf")
    return get_object_or_404(TemplateVersion.objects.select_related(*people), pk=pk)


@_office
def template_list(request):
    """List every paper with the template it is made from and the versions that wait."""
    versions: dict[str, list[TemplateVersion]] = {}
    for version in TemplateVersion.objects.select_related("uploaded_by", "approved_by"):
        versions.setdefault(version.code, []).append(version)
    words = request.GET.get("q", "").strip()[:40]
    rows = [
        {
            "contract": contract,
            "active": next((v for v in own if v.state == TemplateState.ACTIVE), None),
            "waiting": [v for v in own if v.state == TemplateState.SUBMITTED],
            "drafts": [v for v in own if v.state == TemplateState.DRAFT],
            "outdated": any(
                v.state == TemplateState.ACTIVE and queries.is_outdated(v) for v in own
            ),
        }
        for code, contract in CONTRACTS.items()
        for own in [versions.get(code, [])]
    ]
    chosen = request.GET.get("show", "")
    found = [
        row
        for row in rows
        if (not words or words.upper() in f"{row['contract'].code}{row['contract'].title}".upper())
        and (chosen != "waiting" or row["waiting"])
        and (chosen != "changed" or row["active"])
    ]
    tabs = [
        {"url": "?", "label": "全部", "count": len(rows), "active": chosen == ""},
        {
            "url": "?show=changed",
            "label": "改过的",
            "count": sum(bool(row["active"]) for row in rows),
            "active": chosen == "changed",
        },
        {
            "url": "?show=waiting",
            "label": "待批准",
            "count": sum(bool(row["waiting"]) for row in rows),
            "active": chosen == "waiting",
        },
    ]
    return render(
        request,
        "documents/templates.html",
        {"rows": found, "tabs": tabs, "words": words, "show": chosen},
    )


@_office
def template_paper(request, code: str):
    """Show the template of one paper, its versions and the fields it may print."""
    contract = _contract(code)
    active = queries.active_version(code)
    try:
        now = queries.template_in_force(code)
    except ActRefused as missing:
        used, problem = {}, str(missing)
    else:
        used, problem = queries.fields_read_by(now, code), ""
    before = frozenset(used)
    versions = list(queries.versions_of(code))
    for version in versions:
        version.differs = queries.difference(code, version.report.get("used", {}), before)
    return render(
        request,
        "documents/template.html",
        {
            "contract": contract,
            "active": active,
            "outdated": active and queries.is_outdated(active),
            "problem": problem,
            "versions": versions,
            "fields": queries.field_rows(code, used),
        },
    )


@_office
def template_version(request, pk: int):
    """Show what was found in one version, its sample, the past cases, and what may be done."""
    version = _version(pk)
    user = request.user
    used = version.report.get("used", {})
    active = queries.active_version(version.code)
    in_force = active == version
    try:
        before = queries.fields_used(queries.template_in_force(version.code), version.code)
    except ActRefused:
        before = frozenset(used)
    findings = [
        finding | {"called": LEVELS[finding["level"]]}
        for finding in version.report.get("findings", ())
    ]
    fit = not version.errors and not queries.is_outdated(version)
    return render(
        request,
        "documents/template_version.html",
        {
            "version": version,
            "contract": _contract(version.code),
            "active": active,
            "in_force": in_force,
            "outdated": queries.is_outdated(version),
            "findings": findings,
            "fields": queries.field_rows(version.code, used),
            "differs": None if in_force else queries.difference(version.code, used, before),
            "may_submit": fit and version.state in (TemplateState.DRAFT, TemplateState.RETIRED),
            "may_approve": version.state == TemplateState.SUBMITTED and user != version.uploaded_by,
            "is_own": user == version.uploaded_by,
            "may_retire": version.state in (TemplateState.DRAFT, TemplateState.SUBMITTED),
            **_trial(version),
        },
    )


def _trial(version: TemplateVersion) -> dict:
    return {
        "trial": version.trial,
        "is_tried": version.is_tried,
        "trial_rows": list(enumerate(version.trial.get("rows", ()), 1)),
        "trial_url": resolve_url("template-trial", version.pk),
    }


@_office
@require_http_methods(["GET", "POST"])
def template_trial(request, pk: int):
    """Show how far the trial of the past cases is; POST starts it anew."""
    version = _version(pk)
    if request.method == "POST":
        if not version.errors:
            try_past_cases.enqueue(version.pk)
        return redirect("template-version", pk=pk)
    return render(request, "documents/template_trial.html", {"version": version} | _trial(version))


def _send(content: bytes, *, media_type: str, name: str, inline: bool) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    place = "inline" if inline else "attachment"
    response["Content-Disposition"] = f"{place}; filename*=UTF-8''{quote(name)}"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@_office
def template_file(request, pk: int, kind: str):
    """Send a version: the `template` as uploaded, or its sample as `docx` or `pdf`."""
    version = _version(pk)
    files = {"template": version.file, "docx": version.sample_docx, "pdf": version.sample_pdf}
    file = files.get(kind)
    if file is None:
        raise Http404
    title = _contract(version.code).title
    names = {
        "template": f"{version.code} {title} 模板第{version.no}版.docx",
        "docx": f"{version.code} {title} 样例.docx",
        "pdf": f"{version.code} {title} 样例.pdf",
    }
    return _send(
        store.get(file), media_type=file.media_type, name=names[kind], inline=kind == "pdf"
    )


@_office
def template_now(request, code: str, kind: str):
    """Send the `template` in force, or the sample it makes as `docx` or `pdf`."""
    contract = _contract(code)
    if kind not in ("template", "docx", "pdf"):
        raise Http404
    try:
        template = queries.template_in_force(code)
    except ActRefused as missing:
        raise Http404 from missing
    if kind == "template":
        name = f"{code} {contract.title} 模板.docx"
        return _send(template, media_type=DOCX, name=name, inline=False)
    docx = render_docx(template, contract.sample())
    if kind == "docx":
        name = f"{code} {contract.title} 样例.docx"
        return _send(docx, media_type=DOCX, name=name, inline=False)
    made = make(docx, title=contract.title, created=timezone.localdate(), fonts=fonts())
    name = f"{code} {contract.title} 样例.pdf"
    return _send(made.content, media_type=PDF, name=name, inline=True)


class TemplateAct(LoginRequiredMixin, ActView):
    """One act on the template of a paper, on one page."""

    template_name = "documents/template_act.html"
    form_class = NothingForm
    case = None

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated and not can_manage_templates(request.user):
            return refused(request, NOT_PERMITTED)
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def contract(self) -> Contract:
        return _contract(self.kwargs.get("code") or self.version.code)

    @cached_property
    def version(self) -> TemplateVersion:
        return _version(self.kwargs["pk"])

    def subject(self) -> dict:
        return {"version": self.version}

    def act(self, form):
        given = {"by": self.request.user, "on": timezone.localdate()}
        return self.operation(**given | self.subject() | self.arguments(form))

    def get_success_url(self):
        return resolve_url("template-version", self.kwargs["pk"])

    def get_context_data(self, **kwargs):
        shown = {"contract": self.contract}
        if "pk" in self.kwargs:
            shown["version"] = self.version
        return super().get_context_data(**shown | kwargs)


class OfPaper(TemplateAct):
    """An act on a paper's template rather than on one version of it."""

    def subject(self) -> dict:
        return {"code": self.contract.code}

    def get_success_url(self):
        return resolve_url("template", self.kwargs["code"])


class Upload(OfPaper):
    form_class = UploadForm
    operation = staticmethod(upload_template)
    button = "上传并检查"
    done = "已上传，检查结果和样例在下面。"
    uploaded: TemplateVersion | None = None

    @property
    def title(self) -> str:
        return f"上传{self.contract.title}的模板"

    def form_valid(self, form):
        # Outside the transaction: the check may take seconds.
        try:
            self.content = form.cleaned_data["file"].read()
            self.checked = check_template(
                code=self.contract.code, content=self.content, on=timezone.localdate()
            )
        except ActRefused as refusal:
            form.add_error("file", f"{refusal}{refusal.suggest}")
            return self.form_invalid(form)
        return super().form_valid(form)

    def arguments(self, form) -> dict:
        note = form.cleaned_data["note"]
        return {"content": self.content, "note": note, "checked": self.checked}

    def act(self, form):
        self.uploaded = super().act(form)
        return self.uploaded

    def get_success_url(self):
        if self.uploaded:
            return resolve_url("template-version", self.uploaded.pk)
        return super().get_success_url()


class Return(OfPaper):
    form_class = ReasonForm
    operation = staticmethod(return_to_shipped)
    button = "改回随系统提供的模板"
    done = "已改回。以后的文书用随系统提供的模板，已出具的不变。"

    @property
    def title(self) -> str:
        return f"{self.contract.title}改回随系统提供的模板"


class Recheck(TemplateAct):
    operation = staticmethod(recheck_template)
    button = "重新检查"
    done = "已重新检查。"

    @property
    def title(self) -> str:
        return f"重新检查{self.contract.title}模板第{self.version.no}版"

    def form_valid(self, form):
        try:
            content = store.get(self.version.file)
            self.checked = check_template(
                code=self.version.code, content=content, on=timezone.localdate()
            )
        except (ActRefused, store.FileDamaged) as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        return super().form_valid(form)

    def arguments(self, form) -> dict:
        return {"checked": self.checked}


class Submit(TemplateAct):
    operation = staticmethod(submit_template)
    button = "提交批准"
    done = "已提交，等另一个人看过样例后批准。"

    @property
    def title(self) -> str:
        return f"提交{self.contract.title}模板第{self.version.no}版"


class Approve(TemplateAct):
    form_class = ApproveForm
    operation = staticmethod(approve_template)
    button = "批准启用"
    grave = True
    done = "已启用。以后出具的文书用这一版，已出具的仍用原来的模板。"

    @property
    def title(self) -> str:
        return f"批准{self.contract.title}模板第{self.version.no}版"

    def get_initial(self):
        active = queries.active_version(self.version.code)
        return {"replacing": active.no if active else None}

    def arguments(self, form) -> dict:
        return {"replacing": form.cleaned_data["replacing"]}


class Retire(TemplateAct):
    form_class = ReasonForm
    operation = staticmethod(retire_template)
    button = "停用"
    done = "已停用，文件和检查结果保留。"

    @property
    def title(self) -> str:
        return f"停用{self.contract.title}模板第{self.version.no}版"
