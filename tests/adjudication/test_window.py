"""申请仲裁: at the commission's own window, and from a case of the centre in one act."""

import pytest
from django.urls import reverse
from freezegun import freeze_time

from adjudication.choices import ArbitrationState, Origin
from adjudication.models import Arbitration
from adjudication.queries import paper
from cases.choices import CaseStatus
from cases.models import Case
from tests import builders
from tests.adjudication import cases as filed

pytestmark = pytest.mark.django_db
NO_ROWS = {"rows-TOTAL_FORMS": "4", "rows-INITIAL_FORMS": "0"}


@pytest.fixture(autouse=True)
def clock():
    with freeze_time(f"{filed.FILED} 02:00:00") as clock:
        yield clock


def words(answer) -> str:
    return answer.content.decode()


def told(**changes: str) -> dict[str, str]:
    """What a worker says at the window."""
    return (
        {
            "submission": "1",
            "name": "赵国栋",
            "id_no": builders.id_number(1),
            "phone": "13800000001",
            "address": "示例县示例镇示例村1号",
            "employer_name": "示例建筑劳务有限公司",
            "uscc": builders.uscc(11),
            "legal_rep": builders.LEGAL_REPRESENTATIVE,
            "employer_address": "示例区示例路11号",
            "site": "示例花园二期",
            "period_from": "2026-06-01",
            "period_to": "2026-07-31",
            "e6": "260.00",
            "e9": "2026年6月至7月",
            "unit": "元/日",
            "facts": "在示例花园二期抹灰，两个月没有发工资。",
            "oral": "on",
            "rows-0-kind": "wages",
            "rows-0-what": "2026年6月至7月工资",
            "rows-0-amount_fen": "10920.00",
            "rows-0-formula": "260.00元/日×42日",
        }
        | NO_ROWS
        | changes
    )


def test_a_worker_at_the_window_is_filed_for_on_one_page(client):
    clerk = filed.bench().clerk
    client.force_login(clerk)
    assert client.get(reverse("tribunal-file")).status_code == 200
    answer = client.post(reverse("tribunal-file"), told())
    assert answer.status_code == 302, answer.context["form"].errors
    arbitration = Arbitration.objects.get()
    assert answer.url == reverse("arbitration", args=[arbitration.pk])
    assert (arbitration.origin, arbitration.state) == (Origin.DIRECT, ArbitrationState.FILED)
    assert arbitration.case.status == CaseStatus.ARBITRATED
    assert paper(arbitration, "A01").context["oral"]
    assert "审查受理" in words(client.get(answer.url))


def test_a_sum_that_is_not_its_formulas_leaves_no_case_behind(client):
    client.force_login(filed.bench().clerk)
    answer = client.post(reverse("tribunal-file"), told(**{"rows-0-amount_fen": "10921.00"}))
    assert answer.status_code == 422
    assert "按算式应为10920.00元" in words(answer)
    assert not Case.objects.exists()


def crew(*lines: str, **changes: str) -> dict[str, str]:
    """Two at the window: the second with an own rate, and claims of each and of both."""
    return told(
        others="\n".join(lines or (OTHER,)),
        **{
            "rows-0-who": "1",
            "rows-1-who": "2",
            "rows-1-kind": "wages",
            "rows-1-what": "2026年6月工资",
            "rows-1-amount_fen": "6000.00",
            "rows-1-formula": "300.00元/日×20日",
        }
        | changes,
    )


OTHER = f"钱有富，{builders.id_number(2)}，13800000002，示例县示例镇示例村2号，300.00"


def test_a_crew_at_the_window_files_one_application_with_the_claims_of_each(client):
    client.force_login(filed.bench().clerk)
    answer = client.post(reverse("tribunal-file"), crew())
    assert answer.status_code == 302, answer.context["form"].errors
    arbitration = Arbitration.objects.get()
    first, second = arbitration.applicants.order_by("roster_no")
    assert (first.name, second.name, second.roster_no) == ("赵国栋", "钱有富", 2)
    sums = arbitration.claims.values_list("worker__roster_no", "amount_fen")
    assert list(sums) == [(1, 1092000), (2, 600000)]
    rates = arbitration.elements.filter(code="E6").order_by("worker__roster_no")
    assert {(row.worker_id, row.applicant_value) for row in rates} == {
        (None, "260.00"),
        (second.pk, "300.00"),
    }
    said = paper(arbitration, "A01").context
    assert [row["name"] for row in said["applicants"]] == ["赵国栋", "钱有富"]


def test_a_claim_without_a_place_is_of_each_of_them(client):
    client.force_login(filed.bench().clerk)
    both = {"rows-0-who": "", "rows-1-kind": "", "rows-1-who": ""}
    both |= {"rows-1-what": "", "rows-1-amount_fen": "", "rows-1-formula": ""}
    line = OTHER.rsplit("，", 1)[0]  # the same rate
    answer = client.post(reverse("tribunal-file"), crew(line, **both))
    assert answer.status_code == 302, answer.context["form"].errors
    claims = Arbitration.objects.get().claims.all()
    assert {claim.amount_fen for claim in claims} == {1092000}
    assert claims.count() == 2


@pytest.mark.parametrize(
    ("lines", "changes", "says"),
    [
        (("钱有富，13800000002",), {}, "第2名这一行应当有"),
        ((OTHER,), {"rows-1-who": "3"}, "没有第3名申请人"),
        ((OTHER,), {"rows-1-who": "1"}, "第2名申请人钱有富没有请求"),
        ((OTHER.replace(builders.id_number(2), builders.id_number(1)),), {}, "出现了两次"),
        ((OTHER,), {"representing": "1、2"}, "十人以上"),
    ],
)
def test_a_roster_that_does_not_hold_leaves_no_case_behind(client, lines, changes, says):
    client.force_login(filed.bench().clerk)
    answer = client.post(reverse("tribunal-file"), crew(*lines, **changes))
    assert answer.status_code == 422
    assert says in words(answer)
    assert not Case.objects.exists()


def test_a_failed_mediation_goes_to_the_commission_in_one_act(client):
    case = filed.a_failed_case(2)
    client.force_login(builders.staff_of(case).mediator)
    address = reverse("case-arbitrate", args=[case.pk])
    assert "申请劳动仲裁" in words(client.get(reverse("case-detail", args=[case.pk])))
    workers = filed.workers_of(case)
    given = {
        "submission": "1",
        "origin": "mediation",
        "applicants": [w.pk for w in workers],
        "respondents": [case.debtor_id],
        "wages": "on",
        "e6": "260.00",
        "e9": "2026年6月至7月",
        "unit": "元/日",
        "facts": "完工后尚欠工资。",
    }
    answer = client.post(address, given | NO_ROWS)
    assert answer.status_code == 302, answer.context["form"].errors
    arbitration = Arbitration.objects.get()
    assert arbitration.claims.count() == 2
    assert arbitration.origin == Origin.MEDIATION


def test_who_was_taken_at_another_window_is_not_taken_again(client):
    client.force_login(filed.bench().clerk)
    url = reverse("tribunal-file")
    assert client.post(url, told()).status_code == 302
    again = client.post(url, told(submission="2"))
    assert again.status_code == 422
    assert "已经收案" in words(again)
    later = client.post(url, told(submission="3", period_from="2026-08-01", period_to="2026-08-20"))
    assert later.status_code == 302, words(later)
    assert Arbitration.objects.count() == 2
