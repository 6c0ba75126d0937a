"""A17, A20: when an award takes effect, and public notices."""

from documents.contracts import CONTRACTS
from documents.contracts.award.effect import CERTIFICATE, sample_certificate
from documents.contracts.award.items import FINAL, NON_FINAL
from documents.contracts.samples import moment
from tests.documents.award_cases import Context, changed, found, text


def test_certificate_of_a_non_final_award_counts_both_parties_days() -> None:
    paper = text("A17")
    assert "申请人钱卫东于2026年7月9日收到该裁决书，起诉期限于2026年7月24日届满。" in paper
    assert "起诉期限于2026年7月27日届满。" in paper
    assert "各方当事人均未起诉" in paper
    assert "自2026年7月28日起发生法律效力" in paper


def test_certificate_of_a_final_award_counts_from_the_day_it_was_made() -> None:
    context = sample_certificate(FINAL)
    assert CERTIFICATE.validate(context) == []
    paper = text("A17", context)
    assert "自作出之日即2026年7月8日起发生法律效力" in paper
    assert "届满" not in paper


def test_certificate_is_blocked_before_its_day() -> None:
    context = changed("A17", {"made_on": "2026-07-27", "suit_query.asked_on": "2026-07-27"})
    assert ("A17", "made_on") in found(CERTIFICATE, context)


def test_certificate_for_those_who_did_not_sue_names_them() -> None:
    context = changed(
        "A17", {"suit_query.result": "部分劳动者起诉", "effective_for": ["周建民", "吴德顺"]}
    )
    assert CERTIFICATE.validate(context) == []
    assert "对未起诉的周建民、吴德顺发生法律效力" in text("A17", context)


def test_certificate_in_a_year_without_a_calendar_only_checks_the_plain_days() -> None:
    def moved(worker: str) -> Context:
        return changed(
            "A17",
            {
                "paper_on": "2027-12-01",
                "served.0.served_on": "2027-12-03",
                "served.0.expires_on": worker,
                "served.1.served_on": "2027-12-06",
                "served.1.expires_on": "2027-12-21",
                "suit_query.asked_on": "2027-12-22",
                "effective_on": "2027-12-22",
                "made_on": "2027-12-22",
            },
        )

    assert CERTIFICATE.validate(moved("2027-12-20")) == []
    assert ("V-D2", "served[0].expires_on") in found(CERTIFICATE, moved("2027-12-17"))


def test_public_notice_of_a_hearing_tells_its_day_and_the_answer_period() -> None:
    context = changed(
        "A20",
        {
            "papers": ["仲裁申请书副本", "应诉通知书", "开庭通知书"],
            "decided": None,
            "finality": None,
            "answer_days": 10,
            "hearing": moment("2026-09-10T09:00"),
        },
    )
    assert CONTRACTS["A20"].validate(context) == []
    paper = text("A20", context)
    assert "公告期满后十个工作日内" in paper
    assert "2026年9月10日（星期四）上午9时开庭审理" in paper
    assert "申请撤销裁决" not in paper


def test_public_notice_of_a_non_final_award_counts_from_the_end_of_the_notice() -> None:
    paper = text("A20", changed("A20", {"finality": NON_FINAL}))
    assert "可以自公告期满之日起十五日内向示例市示例区人民法院提起诉讼" in paper


def test_certificate_of_effect_needs_the_service_on_every_party() -> None:
    context = sample_certificate()
    alone = context | {
        "served": context["served"][:1],
        "effective_on": "2026-07-25",
        "suit_query": {**context["suit_query"], "asked_on": "2026-07-27"},
    }
    assert ("A17", "served") in found(CERTIFICATE, alone)
    assert ("A17", "served") in found(CERTIFICATE, context | {"served": context["served"][1:]})


def test_certificate_for_some_workers_needs_that_others_sued() -> None:
    context = sample_certificate() | {"effective_for": ["周建民"]}
    assert ("ARB-31", "effective_for") in found(CERTIFICATE, context)


def test_notice_of_a_hearing_leaves_the_days_of_the_answer() -> None:
    values: dict[str, object] = {
        "papers": ["仲裁申请书副本", "开庭通知书"],
        "finality": None,
        "decided": None,
        "answer_days": 10,
        "hearing": moment("2026-08-24T09:00"),
    }
    notice = CONTRACTS["A20"]
    assert notice.validate(changed("A20", values)) == []
    values["hearing"] = moment("2026-08-21T09:00")
    assert [fault.field for fault in notice.validate(changed("A20", values))] == ["hearing"]
