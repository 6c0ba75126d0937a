"""Uploading a template, submitting, approving and retiring it; no version is ever overwritten."""

from datetime import date

from django.db import IntegrityError, transaction

from cases.operations import require
from documents import docxzip, store, trial
from documents.choices import TemplateState
from documents.contracts import CONTRACTS, Contract
from documents.models import TemplateVersion
from documents.permissions import can_manage_templates
from documents.template_desk.jobs import try_past_cases
from documents.template_desk.queries import (
    active_version,
    fields_digest,
    is_outdated,
    shapes_of,
    shipped_template,
    trial_fonts,
    trial_limits,
    unprinted,
)
from documents.trial import Checked
from staff.history import save_with_reason
from staff.models import User
from staff.refusals import ActRefused

UPLOAD_LIMIT = 5 * 1024 * 1024
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"
SOURCE = "V-T1"


class TemplateRefused(ActRefused):
    """The template, or what is asked of it, cannot be; the sentence says why."""

    def __init__(self, message: str, *, suggest: str = "") -> None:
        super().__init__(message, source=SOURCE, suggest=suggest)


def check_template(*, code: str, content: bytes, on: date) -> Checked:
    """
    Check the bytes and print their sample, in a process of its own.

    Raises:
        TemplateRefused: no Word file, or one with macros, links, objects, or too large to open.
    """
    contract = _contract(code)
    if len(content) > UPLOAD_LIMIT:
        raise TemplateRefused("模板超过5MB，请把其中的图片压缩后再上传。")
    try:
        docxzip.refuse_active(docxzip.read(content))
    except docxzip.NotADocx as fault:
        raise TemplateRefused(str(fault)) from fault
    try:
        return trial.check(
            content,
            shapes=shapes_of(contract),
            sample=contract.sample(),
            title=contract.title,
            on=on,
            fonts=trial_fonts(),
            landscape=contract.landscape,
            unprinted=unprinted(code),
            limits=trial_limits(),
        )
    except trial.NotStarted as fault:
        raise TemplateRefused(str(fault)) from fault


@transaction.atomic
def upload_template(
    *, code: str, content: bytes, note: str, by: User, on: date, checked: Checked | None = None
) -> TemplateVersion:
    """
    Keep an uploaded template as a draft, with what the check found and its sample.

    `checked` is what `check_template` said, where the caller has already asked.

    Raises:
        TemplateRefused: the file cannot be a template, or the same file is there already.
    """
    require(can_manage_templates(by))
    contract = _contract(code)
    if not note.strip():
        raise TemplateRefused("请写明改了什么，批准的人要看。")
    checked = checked or check_template(code=code, content=content, on=on)
    if content == shipped_template(code):
        raise TemplateRefused(
            "这份文件与随系统提供的模板相同，没有改动。",
            suggest="要用回它的，请点“改回随系统提供的模板”。",
        )
    file = store.put(content, media_type=DOCX)
    _refuse_same(code, file.pk)
    last = TemplateVersion.objects.filter(code=code).order_by("-no").first()
    version = TemplateVersion(
        code=code,
        no=last.no + 1 if last else 1,
        file=file,
        note=note.strip()[:200],
        uploaded_by=by,
        uploaded_on=on,
    )
    _take_results(version, contract, checked)
    try:
        with transaction.atomic():
            save_with_reason(version, by=by, reason=f"上传{contract.title}模板：{version.note}")
    except IntegrityError:
        _refuse_same(code, file.pk)
        raise TemplateRefused("刚才有人也上传了这种文书的模板，请再传一次。") from None
    _try_later(version)
    return version


def _refuse_same(code: str, file_pk: str) -> None:
    same = TemplateVersion.objects.filter(code=code, file=file_pk).first()
    if same is None:
        return
    suggest = ""
    if same.state in (TemplateState.RETIRED, TemplateState.DRAFT):
        suggest = "打开那一版，可以直接提交批准。"
    raise TemplateRefused(
        f"这份文件已经上传过，是第{same.no}版（{same.get_state_display()}）。", suggest=suggest
    )


def _take_results(version: TemplateVersion, contract: Contract, checked: Checked) -> None:
    version.report = {
        "findings": checked.findings,
        "used": checked.used,
        "fields": fields_digest(contract),
    }
    version.trial = {}
    version.sample_docx = version.sample_pdf = None
    version.sample_pages = 0
    if checked.sample:
        version.sample_docx = store.put(checked.sample.docx, media_type=DOCX)
        version.sample_pdf = store.put(checked.sample.pdf, media_type=PDF)
        version.sample_pages = checked.sample.pages


def _try_later(version: TemplateVersion) -> None:
    if not version.errors:
        transaction.on_commit(lambda: try_past_cases.enqueue(version.pk))


@transaction.atomic
def recheck_template(
    *, version: TemplateVersion, by: User, on: date, checked: Checked | None = None
) -> TemplateVersion:
    """Check a version again, after fonts, fields or the program have changed."""
    require(can_manage_templates(by))
    version = _locked(version)
    content = store.get(version.file)
    checked = checked or check_template(code=version.code, content=content, on=on)
    _take_results(version, _contract(version.code), checked)
    save_with_reason(version, by=by, reason="重新检查")
    _try_later(version)
    return version


@transaction.atomic
def submit_template(*, version: TemplateVersion, by: User, on: date) -> TemplateVersion:
    """
    Submit a draft, or a version that was in force before, to a second person.

    Raises:
        TemplateRefused: it has errors, or is submitted or in force already.
    """
    require(can_manage_templates(by))
    version = _locked(version)
    if version.state not in (TemplateState.DRAFT, TemplateState.RETIRED):
        raise TemplateRefused(f"第{version.no}版现为“{version.get_state_display()}”，不用再提交。")
    _refuse_unfit(version)
    version.state = TemplateState.SUBMITTED
    version.approved_by = version.approved_on = None
    return save_with_reason(version, by=by, reason="提交批准")


def _refuse_unfit(version: TemplateVersion) -> None:
    if version.errors:
        raise TemplateRefused(
            f"检查发现{version.errors}处错误，不能使用。",
            suggest="请在 Word 中改好，另存后再上传。",
        )
    if is_outdated(version):
        raise TemplateRefused("这种文书的栏目在检查以后有变动。", suggest="请先点“重新检查”。")


@transaction.atomic
def approve_template(
    *, version: TemplateVersion, replacing: int | None, by: User, on: date
) -> TemplateVersion:
    """
    Put a submitted version in force, in place of version `replacing` (None: the shipped one).

    `replacing` is what the approver compared it with; papers already issued keep their template.

    Raises:
        TemplateRefused: the uploader approves, a past case fails that printed before, another
            version came into force meanwhile, or the version does not wait for approval.
    """
    require(can_manage_templates(by))
    version = _locked(version)
    if version.state != TemplateState.SUBMITTED:
        raise TemplateRefused(f"第{version.no}版现为“{version.get_state_display()}”，不能批准。")
    if by == version.uploaded_by:
        raise TemplateRefused(
            "自己上传的模板不能由自己批准。", suggest="请中心主任或者另一位管理员看过样例后批准。"
        )
    _refuse_unfit(version)
    if not version.is_tried:
        raise TemplateRefused(
            "旧案试排还没有完成。", suggest="请等它完成；停住不动的，点“重新试排”。"
        )
    if version.newly_failing:
        raise TemplateRefused(
            f"有{version.newly_failing}件旧案用现在的模板排得出、用这一版排不出。",
            suggest="请把模板改好再上传。",
        )
    active = active_version(version.code)
    if (active.no if active else None) != replacing:
        now = f"第{active.no}版" if active else "随系统提供的模板"
        raise TemplateRefused(f"您查看期间现用的模板换成了{now}，请刷新后重新核对。")
    if active:
        active.state = TemplateState.RETIRED
        save_with_reason(active, by=by, reason=f"由第{version.no}版接替")
    version.state = TemplateState.ACTIVE
    version.approved_by, version.approved_on = by, on
    return save_with_reason(version, by=by, reason="批准启用")


@transaction.atomic
def retire_template(
    *, version: TemplateVersion, reason: str, by: User, on: date
) -> TemplateVersion:
    """
    Put away a draft, or refuse one that was submitted; it stays readable.

    Raises:
        TemplateRefused: without a reason, or the version is in force.
    """
    require(can_manage_templates(by))
    version = _locked(version)
    if not reason.strip():
        raise TemplateRefused("请写明理由。")
    if version.state == TemplateState.ACTIVE:
        raise TemplateRefused(
            "这一版正在使用。", suggest="要停用它，请点“改回随系统提供的模板”，或者批准另一版。"
        )
    if version.state == TemplateState.RETIRED:
        raise TemplateRefused("这一版已经停用。")
    version.state = TemplateState.RETIRED
    return save_with_reason(version, by=by, reason=f"停用：{reason.strip()}")


@transaction.atomic
def return_to_shipped(*, code: str, reason: str, by: User, on: date) -> TemplateVersion:
    """
    Take the version in force out of use: papers are made from the shipped template again.

    Raises:
        TemplateRefused: without a reason, or the shipped template is in force.
    """
    require(can_manage_templates(by))
    if not reason.strip():
        raise TemplateRefused("请写明理由。")
    active = active_version(_contract(code).code)
    if active is None:
        raise TemplateRefused("现在用的就是随系统提供的模板。")
    active = _locked(active)
    if active.state != TemplateState.ACTIVE:
        raise TemplateRefused("刚才有人换过模板，请刷新后再看。")
    active.state = TemplateState.RETIRED
    return save_with_reason(active, by=by, reason=f"改回随系统提供的模板：{reason.strip()}")


def _locked(version: TemplateVersion) -> TemplateVersion:
    """Return `version` afresh, under a lock on all versions of its paper."""
    rows = TemplateVersion.objects.select_for_update().filter(code=version.code).order_by("pk")
    return next(row for row in rows if row.pk == version.pk)


def _contract(code: str) -> Contract:
    if code not in CONTRACTS:
        raise TemplateRefused(f"系统中没有代号为{code}的文书。")
    return CONTRACTS[code]
