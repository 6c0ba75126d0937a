"""Changing a template: upload, check, second person, going back; old papers keep theirs."""

from datetime import UTC, datetime

import pytest
from django.db import connection

from documents import store
from documents.choices import RegenerationResult
from documents.contracts import CONTRACTS
from documents.models import Document, TemplateVersion
from documents.operations import issue_document, regenerate
from documents.registry import template_of
from documents.template_desk import operations as desk
from documents.template_desk import queries
from documents.template_desk.jobs import try_past_cases
from documents.trial import Checked, Limits, Sample
from staff.refusals import ActRefused, NotPermitted
from tests import builders
from tests.builders import a_template
from tests.documents.papers import FONTS_OF_SETUP, shown

ON = builders.ON
AT = datetime(2026, 11, 16, 6, 0, tzinfo=UTC)
CODE = "D06"


FINE = Checked([], {"case_number": ["正文第1段"]}, Sample(b"docx", b"%PDF-", 1))
WRONG = Checked(
    [{"level": "error", "place": "正文第1段", "text": "", "message": "没有这个栏目。"}], {}
)


@pytest.fixture
def staff(db, settings):
    # A loaded machine is no fault of a template.
    settings.DOCUMENT_RENDER_LIMITS = {"seconds": 60, "megabytes": 512}
    return builders.people(builders.a_centre())


def uploaded(staff, words: str = "甲", *, checked: Checked | None = FINE, by=None, code=CODE):
    return desk.upload_template(
        code=code,
        content=a_template(code, words),
        note=f"加一段：{words}",
        by=by or staff.administrator,
        on=ON,
        checked=checked,
    )


def tried(version: TemplateVersion, **rows) -> TemplateVersion:
    version.trial = {"done": 0, "total": 0, "rows": []} | rows
    version.save(update_fields=["trial"])
    return version


def approved(staff, words: str = "甲", *, checked: Checked | None = FINE) -> TemplateVersion:
    active = queries.active_version(CODE)
    version = tried(uploaded(staff, words, checked=checked))
    desk.submit_template(version=version, by=staff.administrator, on=ON)
    return desk.approve_template(
        version=version, replacing=active.no if active else None, by=staff.director, on=ON
    )


def test_uploaded_template_is_checked_and_its_sample_is_kept(staff):
    version = uploaded(staff, "本页由示例市印制。", checked=None)
    assert (version.no, version.state) == (1, "draft")
    assert [f for f in version.report["findings"] if f["level"] == "error"] == []
    assert "case_number" in version.report["used"]
    assert version.sample_pages == 1
    assert store.get(version.sample_pdf).startswith(b"%PDF-")
    assert "示例市印制" in shown(store.get(version.sample_docx))


def test_unknown_field_keeps_a_template_from_being_submitted(staff):
    version = uploaded(staff, "{{ nobody_knows }}", checked=None)
    assert "正文第1段" in [f["place"] for f in version.report["findings"] if f["level"] == "error"]
    assert version.sample_pdf is None
    with pytest.raises(ActRefused, match="1处错误"):
        desk.submit_template(version=version, by=staff.administrator, on=ON)


def test_template_in_force_makes_new_papers_and_old_ones_keep_theirs(staff):
    case = builders.an_accepted_case(1)
    old = case.documents.filter(code="D02").first()
    shipped = queries.shipped_template("D02")
    version = tried(uploaded(staff, "新的抬头", code="D02"))
    desk.submit_template(version=version, by=staff.administrator, on=ON)
    assert template_of("D02") == shipped
    desk.approve_template(version=version, replacing=None, by=staff.director, on=ON)
    assert template_of("D02") == a_template("D02", "新的抬头")
    new = issue_document(
        case=case,
        code="D02",
        fields={
            name: value
            for name, value in old.context.items()
            if name in {field.name for field in CONTRACTS["D02"].fields} - {"number"}
        },
        by=staff.intake_officer,
        on=ON,
    )
    assert new.template_id == version.file_id
    assert old.template_id != new.template_id
    for paper in (old, new):
        kept = regenerate(document=paper, by=staff.director, at=AT)
        assert kept.result == RegenerationResult.SAME


def test_template_whose_file_was_changed_stops_the_paper_and_can_be_left(staff):
    version = approved(staff)
    store.path_of(version.file_id).write_bytes(b"changed")
    with pytest.raises(ActRefused, match=f"{CODE}第1版的文件缺失或者被改动"):
        template_of(CODE)
    desk.return_to_shipped(code=CODE, reason="文件损坏", by=staff.director, on=ON)
    assert template_of(CODE) == queries.shipped_template(CODE)


def test_uploader_cannot_approve(staff):
    version = tried(uploaded(staff))
    desk.submit_template(version=version, by=staff.director, on=ON)
    with pytest.raises(ActRefused, match="不能由自己批准"):
        desk.approve_template(version=version, replacing=None, by=staff.administrator, on=ON)
    desk.approve_template(version=version, replacing=None, by=staff.director, on=ON)
    version.refresh_from_db()
    assert (version.state, version.approved_by, version.approved_on) == (
        "active",
        staff.director,
        ON,
    )


@pytest.mark.parametrize("who", ["mediator", "intake_officer", "recorder", "arbitrator"])
def test_only_director_and_administrator_change_templates(staff, who):
    version = uploaded(staff)
    person = getattr(staff, who)
    common = {"by": person, "on": ON}
    for act in (
        lambda: uploaded(staff, "乙", by=person),
        lambda: desk.submit_template(version=version, **common),
        lambda: desk.approve_template(version=version, replacing=None, **common),
        lambda: desk.retire_template(version=version, reason="x", **common),
        lambda: desk.recheck_template(version=version, checked=FINE, **common),
        lambda: desk.return_to_shipped(code=CODE, reason="x", **common),
    ):
        with pytest.raises(NotPermitted):
            act()


def test_second_of_two_approvals_is_refused(staff):
    version = approved(staff)
    with pytest.raises(ActRefused, match="现为“启用”，不能批准"):
        desk.approve_template(version=version, replacing=None, by=staff.director, on=ON)


def test_approval_of_what_was_compared_with_another_template_is_refused(staff):
    first, second = tried(uploaded(staff, "甲")), tried(uploaded(staff, "乙"))
    for version in (first, second):
        desk.submit_template(version=version, by=staff.administrator, on=ON)
    desk.approve_template(version=first, replacing=None, by=staff.director, on=ON)
    with pytest.raises(ActRefused, match="现用的模板换成了第1版"):
        desk.approve_template(version=second, replacing=None, by=staff.director, on=ON)
    desk.approve_template(version=second, replacing=1, by=staff.director, on=ON)
    first.refresh_from_db()
    assert first.state == "retired"
    assert queries.active_version(CODE) == second


def test_same_file_twice_is_refused_with_the_version_it_is(staff):
    uploaded(staff)
    with pytest.raises(ActRefused, match="已经上传过，是第1版（草稿）"):
        uploaded(staff, by=staff.director)
    assert TemplateVersion.objects.count() == 1


def test_same_file_arriving_at_the_same_moment_is_kept_once(staff, monkeypatch):
    uploaded(staff)
    look, looks = desk._refuse_same, []

    def too_early(code: str, file_pk: str) -> None:
        # The first look comes before the other upload is there to be seen.
        looks.append(file_pk)
        if len(looks) > 1:
            look(code, file_pk)

    monkeypatch.setattr(desk, "_refuse_same", too_early)
    with pytest.raises(ActRefused, match="已经上传过，是第1版"):
        uploaded(staff, by=staff.director)
    assert TemplateVersion.objects.filter(code=CODE).count() == 1


def test_shipped_template_itself_is_not_uploaded(staff):
    with pytest.raises(ActRefused, match="与随系统提供的模板相同"):
        desk.upload_template(
            code=CODE,
            content=queries.shipped_template(CODE),
            note="x",
            by=staff.director,
            on=ON,
            checked=FINE,
        )


def test_retired_version_can_be_submitted_and_approved_again(staff):
    first = approved(staff, "甲")
    approved(staff, "乙")
    first.refresh_from_db()
    assert first.state == "retired"
    desk.submit_template(version=first, by=staff.administrator, on=ON)
    desk.approve_template(version=first, replacing=2, by=staff.director, on=ON)
    assert template_of(CODE) == a_template(CODE, "甲")


def test_returning_to_the_shipped_template_keeps_the_version(staff):
    version = approved(staff)
    with pytest.raises(ActRefused, match="理由"):
        desk.return_to_shipped(code=CODE, reason=" ", by=staff.director, on=ON)
    desk.return_to_shipped(code=CODE, reason="格式有误", by=staff.director, on=ON)
    assert template_of(CODE) == queries.shipped_template(CODE)
    version.refresh_from_db()
    assert version.state == "retired"
    assert store.get(version.file) == a_template(CODE, "甲")
    assert version.history.first().history_change_reason == "改回随系统提供的模板：格式有误"
    with pytest.raises(ActRefused, match="现在用的就是"):
        desk.return_to_shipped(code=CODE, reason="再次", by=staff.director, on=ON)


def test_submitted_version_may_be_refused_and_the_one_in_force_may_not_be_retired(staff):
    version = tried(uploaded(staff))
    desk.submit_template(version=version, by=staff.administrator, on=ON)
    desk.retire_template(version=version, reason="抬头写错", by=staff.director, on=ON)
    with pytest.raises(ActRefused, match="现为“停用”，不能批准"):
        desk.approve_template(version=version, replacing=None, by=staff.director, on=ON)
    active = approved(staff, "乙")
    with pytest.raises(ActRefused, match="正在使用"):
        desk.retire_template(version=active, reason="x", by=staff.director, on=ON)


def test_version_that_breaks_a_past_case_is_not_approved(staff):
    row = {"rows": 1, "letters": 1, "rare": 0, "pages": 0, "fault": "印不出来。", "known": False}
    version = tried(uploaded(staff), done=1, total=1, rows=[row])
    desk.submit_template(version=version, by=staff.administrator, on=ON)
    with pytest.raises(ActRefused, match="有1件旧案用现在的模板排得出"):
        desk.approve_template(version=version, replacing=None, by=staff.director, on=ON)
    tried(version, done=1, total=1, rows=[row | {"known": True}])
    desk.approve_template(version=version, replacing=None, by=staff.director, on=ON)


def test_version_is_not_approved_before_the_past_cases_are_tried(staff):
    version = uploaded(staff)
    desk.submit_template(version=version, by=staff.administrator, on=ON)
    with pytest.raises(ActRefused, match="旧案试排还没有完成"):
        desk.approve_template(version=version, replacing=None, by=staff.director, on=ON)


def test_version_checked_against_other_fields_is_checked_again_first(staff):
    version = tried(uploaded(staff))
    version.report["fields"] = "0" * 16
    version.save(update_fields=["report"])
    with pytest.raises(ActRefused, match="栏目在检查以后有变动"):
        desk.submit_template(version=version, by=staff.administrator, on=ON)
    desk.recheck_template(version=version, by=staff.administrator, on=ON, checked=FINE)
    desk.submit_template(version=version, by=staff.administrator, on=ON)


def test_upload_needs_words_for_the_approver_and_a_known_paper(staff):
    with pytest.raises(ActRefused, match="请写明改了什么"):
        desk.upload_template(
            code=CODE,
            content=a_template(CODE, "甲"),
            note=" ",
            by=staff.director,
            on=ON,
            checked=FINE,
        )
    with pytest.raises(ActRefused, match="没有代号为X99"):
        desk.upload_template(
            code="X99",
            content=a_template(CODE, "甲"),
            note="x",
            by=staff.director,
            on=ON,
            checked=FINE,
        )
    with pytest.raises(ActRefused, match="超过5MB"):
        desk.check_template(code=CODE, content=b"x" * (desk.UPLOAD_LIMIT + 1), on=ON)
    with pytest.raises(ActRefused, match="不是有效的 Word 文档"):
        desk.check_template(code=CODE, content=b"%PDF-", on=ON)


def test_every_change_of_a_version_has_its_author_and_reason(staff):
    version = approved(staff)
    rows = list(version.history.order_by("history_id"))
    kept = [(row.history_user, row.history_change_reason.split("：")[0]) for row in rows]
    title = CONTRACTS[CODE].title
    assert [row for row in kept if row[0]] == [
        (staff.administrator, f"上传{title}模板"),
        (staff.administrator, "提交批准"),
        (staff.director, "批准启用"),
    ]


# Past cases


def test_hardest_cases_are_those_with_most_people_longest_text_and_rarest_letters(
    staff, monkeypatch
):
    case = builders.an_accepted_case(1)
    paper = case.documents.filter(code="D02").first()
    contexts = {
        "people": {"rows": [{"n": "一"}] * 30},
        "long": {"text": "字" * 4000},
        "rare": {"name": "\U0002cc56㛃䶮"},
        "plain": {"text": "平常"},
    }
    made = {}
    for number, (called, context) in enumerate(contexts.items()):
        made[called] = a_copy(paper, context, number)
    monkeypatch.setattr(queries, "HARDEST_AT_MOST", 3)
    picked = [context for _, context in queries.hardest_cases("D02")]
    assert picked[:3] == [contexts["people"], contexts["long"], contexts["rare"]]


def a_copy(paper: Document, context: dict, number: int) -> Document:
    import json

    paper = Document.objects.get(pk=paper.pk)
    paper.pk = None
    paper._state.adding = True
    paper.number, paper.verify_code = f"复{number}", f"COPY{number}"
    paper.context_json = json.dumps(context, ensure_ascii=False)
    paper.save()
    return paper


def test_measure_counts_rows_letters_and_rare_characters():
    context = {"a": [{"b": "王𬱖"}, {"b": "李"}], "n": 3, "none": None}
    assert queries.measure(context) == queries.Measure(rows=2, letters=3, rare=1)


def test_past_cases_are_tried_and_nothing_of_them_is_kept(staff, settings):
    case = builders.an_accepted_case(1)
    paper = case.documents.filter(code="D02").first()
    secret = "某甲某乙暗语"
    context = paper.context
    del context["case_number"]
    a_copy(paper, context | {"number": secret}, 1)
    version = uploaded(staff, "页首加一句", code="D02")
    try_past_cases.func(version.pk)
    version.refresh_from_db()
    rows = version.trial["rows"]
    assert version.is_tried
    assert [bool(row["fault"]) for row in rows].count(True) == 1
    broken = next(row for row in rows if row["fault"])
    assert broken["known"]
    assert "case_number" in broken["fault"]
    assert version.newly_failing == 0
    assert secret not in str(version.trial)
    assert paper.context["case_number"] not in str(version.trial)
    assert {row["pages"] for row in rows if not row["fault"]} <= {1, 2}


def test_fault_of_a_past_case_shows_nothing_of_its_data(staff, settings):
    settings.DOCUMENT_FONT_DIRS = [FONTS_OF_SETUP]
    case = builders.an_accepted_case(1)
    paper = case.documents.filter(code="D02").first()
    secret = "暗语甲乙丙"
    for number, value in enumerate([{"number": f"{secret}\U0003128f"}, {"made_on": secret}]):
        a_copy(paper, paper.context | value, number)
    version = uploaded(staff, "{{ made_on|cn_date }}", code="D02")
    try_past_cases.func(version.pk)
    version.refresh_from_db()
    faults = [row["fault"] for row in version.trial["rows"] if row["fault"]]
    assert len(faults) == 2
    assert secret not in str(faults)
    assert "\U0003128f" not in str(faults)


def test_paper_never_issued_has_no_past_cases_to_try(staff):
    version = uploaded(staff)
    try_past_cases.func(version.pk)
    version.refresh_from_db()
    assert version.trial == {"done": 0, "total": 0, "rows": []}
    assert version.is_tried


def test_limits_of_the_settings_are_those_of_the_trial(settings):
    settings.DOCUMENT_RENDER_LIMITS = {"seconds": 2, "megabytes": 300}
    assert queries.trial_limits() == Limits(seconds=2, megabytes=300)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_people_approving_at_once_put_one_template_in_force():
    from concurrent.futures import ThreadPoolExecutor

    staff = builders.people(builders.a_centre())
    versions = [tried(uploaded(staff, words)) for words in ("甲", "乙")]
    for version in versions:
        desk.submit_template(version=version, by=staff.administrator, on=ON)

    def approve(version) -> str:
        try:
            desk.approve_template(version=version, replacing=None, by=staff.director, on=ON)
            return "启用"
        except ActRefused as refused:
            return str(refused)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(approve, versions))
    assert outcomes.count("启用") == 1
    assert TemplateVersion.objects.filter(code=CODE, state="active").count() == 1


@pytest.mark.both
def test_two_active_versions_of_a_paper_cannot_be(staff):
    from django.db import IntegrityError, transaction

    approved(staff)
    second = uploaded(staff, "乙")
    second.state = "active"
    with pytest.raises(IntegrityError), transaction.atomic():
        second.save()
