"""The pages of the award: what is found and reckoned, drafted with its sources, issued, served."""

import pytest
from django.urls import reverse
from freezegun import freeze_time

from adjudication import operations as do
from adjudication.choices import AwardState
from adjudication.models import Award
from staff.models import User
from tests import builders
from tests.adjudication import heard

pytestmark = pytest.mark.django_db
RATE = heard.ELEMENTS[:1]


@pytest.fixture(autouse=True)
def clock():
    with freeze_time(f"{heard.AWARDED} 02:45:00") as clock:
        yield clock


@pytest.fixture
def by(client):
    """Return a function that signs somebody in and returns the browser."""

    def by(person):
        client.force_login(person)
        return client

    return by


def words(answer) -> str:
    return answer.content.decode()


def address(name: str, thing, *more) -> str:
    return reverse(name, args=[thing.pk, *more])


def post(browser, url: str, **data):
    return browser.post(url, {"submission": f"{url}-{len(data)}-{data.get('key', '')}"} | data)


def draft(browser, arbitration, **data):
    given = {"pay_within_days": 15, "debtor": arbitration.case.debtor_id} | data
    return post(browser, address("award-draft", arbitration), **given)


def test_every_open_element_is_named_and_found_on_its_page_before_anything_is_drafted(by):
    arbitration = heard.heard()
    browser = by(heard.presiding(arbitration))
    page = words(browser.get(address("award-reckoning", arbitration)))
    assert "还有2项要素待认定" in page
    assert "E10“休息日加班天数”尚未认定" in page
    refused = draft(browser, arbitration)
    assert refused.status_code == 422
    assert "E10“休息日加班天数”" in words(refused)
    assert address("award-find", arbitration, arbitration.elements.get(code="E10").pk) in words(
        refused
    )
    for code, found in heard.FOUND.items():
        url = address("award-find", arbitration, arbitration.elements.get(code=code).pk)
        assert "考勤表" in words(browser.get(url))
        bare = post(browser, url, found=found, finding="")
        assert bare.status_code == 422
        without = post(browser, url, found=found, finding="只证明这些", key="2")
        assert "没有依据" in words(without)
        done = post(browser, url, found=found, finding="考勤表证明。", article="ARB-39", key="3")
        assert done.status_code == 302
    page = words(browser.get(address("award-reckoning", arbitration)))
    assert "6600.00元/月÷21.75日×2×9日" in page
    assert "1,820.69" in page  # the difference to the claim
    assert "26,400.00元" in page  # twelve months, with its source
    assert "示政发〔2025〕12号" in page
    assert page.count("非终局</span>") == 1


def test_a_ruling_is_refused_beside_its_field_and_written_for_all_workers_at_once(by):
    arbitration = heard.heard(2)
    heard.find(arbitration)
    browser = by(heard.presiding(arbitration))
    first, second = arbitration.claims.filter(no=2).order_by("worker__roster_no")
    url = address("award-rule", arbitration, first.pk)
    assert "全部2名劳动者" in words(browser.get(url))
    above = post(browser, url, basis="own", formula="6600.00元/月÷21.75日×2×13日")
    assert above.status_code == 422
    assert "超过请求的7282.76元" in words(above)
    silent = post(browser, url, basis="claim", final="no", key="2")
    assert "请写明理由" in words(silent)
    done = post(browser, url, basis="claim", opinion="考勤表只证明9天", together="on", key="3")
    assert done.status_code == 302
    assert second.ruling.opinion == first.ruling.opinion == "考勤表只证明9天"
    assert "有裁决意见" in words(browser.get(done.url))


def test_the_draft_is_two_papers_whose_sentences_show_their_sources_on_their_real_pages(by):
    arbitration = heard.heard()
    heard.find(arbitration)
    browser = by(heard.presiding(arbitration))
    answer = draft(browser, arbitration, facts="用人单位未提交工资支付台账")
    final, other = Award.objects.order_by("kind")
    assert answer.url == address("award", final)
    page = words(browser.get(answer.url))
    assert "终局" in page
    assert "证据9 考勤表" in page
    assert "本委认定为9天" in page
    assert address("award", other) in page
    preview = browser.get(address("award-preview", final))
    assert preview["Content-Type"] == "application/pdf"
    # What was typed is offered again when it is drafted again.
    assert "用人单位未提交工资支付台账" in words(browser.get(address("award-draft", arbitration)))


def test_what_changed_after_the_draft_is_shown_and_not_issued(by):
    arbitration = heard.heard()
    heard.find(arbitration)
    final = heard.draft(arbitration)[0]
    heard.find(arbitration, E10="8")
    browser = by(heard.presiding(arbitration))
    page = words(browser.get(address("award", final)))
    assert "起草以后内容有变动" in page
    assert "<del>9</del>" in page
    answer = post(browser, address("award-act", final, "issue"), digest=final.digest)
    assert answer.status_code == 422
    assert "9→8" in words(answer)


def other_arbitrator(award) -> User:
    sitting = set(award.arbitration.seats.values_list("user_id", flat=True))
    people = (heard.bench().second, heard.bench().third, heard.bench().sole)
    return next(p for p in people if p.pk not in sitting)


def test_a_countersigner_without_a_seat_reads_returns_and_approves_only_what_is_on_screen(by):
    arbitration = heard.heard()
    heard.find(arbitration)
    award = heard.draft(arbitration)[0]
    reader, head = other_arbitrator(award), heard.presiding(arbitration)
    assert by(reader).get(address("award", award)).status_code == 404  # a draft is the tribunal's
    post(by(head), address("award-act", award, "review"))
    page = words(by(reader).get(address("award", award)))
    look = reverse("countersign", args=[award.pk])
    assert look in page
    assert address("award-act", award, "issue") not in page
    old = award.digest
    silent = post(by(reader), look, digest=old, approved="no")
    assert silent.status_code == 422
    post(by(reader), look, digest=old, approved="no", opinion="核对天数", key="r")
    assert "核对天数" in words(by(head).get(address("award", award)))
    heard.find(arbitration, E10="8")
    award = heard.draft(arbitration)[0]
    do.send_for_review(award=award, by=head, on=heard.AWARDED)
    look = reverse("countersign", args=[award.pk])
    shown = words(by(reader).get(look))
    assert "下面只显示以后的改动" in shown
    assert "二倍工资月数" not in shown  # what did not change is not shown again
    assert address("award-preview", award) in shown
    stale = post(by(reader), look, digest=old, approved="yes", key="x")
    assert "不是现在这一稿" in words(stale)
    post(by(reader), look, digest=award.digest, approved="yes", key="y")
    post(by(head), address("award-act", award, "issue"), digest=award.digest)
    award.refresh_from_db()
    assert award.state == AwardState.ISSUED


def test_an_issued_award_is_served_lawfully_and_says_who_may_do_what_until_when(by, clock):
    arbitration = heard.heard()
    heard.find(arbitration)
    for award in heard.draft(arbitration):
        heard.issue(award)
    other = arbitration.awards.get(kind="A12-2")
    worker, employer = arbitration.applicants.get(), arbitration.case.debtor
    clerk = heard.bench().clerk
    browser = by(clerk)
    page = words(browser.get(address("award-serve", other)))
    assert "短信" in page or "简便" in page
    url = address("award-serve", other)
    by_text = post(
        browser, f"{url}?method=simple", parties=[worker.pk], sent_on="2026-09-28", channel="sms"
    )
    assert by_text.status_code == 422
    assert not other.document.services.exists()
    for party, receiver, relation in (
        (worker, worker.name, "self"),
        (employer, employer.legal_rep, "head"),
    ):
        done = post(
            browser,
            url,
            parties=[party.pk],
            done_on="2026-09-28",
            receiver=receiver,
            relation=relation,
            key=party.pk,
        )
        assert done.status_code == 302, words(done)
    page = words(browser.get(address("award", other)))
    assert "可以向基层人民法院起诉" in page
    assert "2026-10-13" in page  # fifteen days from receipt
    early = post(
        browser,
        address("award-act", other, "certify"),
        court=heard.court().pk,
        asked_on="2026-09-28",
    )
    assert early.status_code == 422
    clock.move_to("2026-10-15 02:45:00")
    browser = by(clerk)  # the sign-in of September has lapsed
    done = post(
        browser,
        address("award-act", other, "certify"),
        court=heard.court().pk,
        asked_on="2026-10-15",
        key="late",
    )
    assert done.status_code == 302, words(done)
    assert "生效证明" in words(browser.get(address("award", other)))


def test_a_suit_and_its_result_are_registered_and_the_wrong_way_is_refused(by, clock):
    arbitration = heard.an_issued_award(2)
    final, other = arbitration.awards.order_by("kind")
    employer = arbitration.case.debtor
    for award in (final, other):
        for party in (*arbitration.applicants.all(), employer):
            heard.serve(award, party, heard.AWARDED)
    clock.move_to("2026-10-09 02:45:00")
    browser = by(heard.bench().clerk)
    facts = {"party": employer.pk, "court": "示例市示例区人民法院", "filed_on": "2026-10-09"}
    wrong = post(browser, address("award-act", final, "suit"), **facts)
    assert "只能向中级人民法院申请撤销" in words(wrong)
    first = arbitration.applicants.order_by("roster_no").first()
    facts |= {"worker": first.pk}
    assert post(browser, address("award-act", other, "suit"), **facts).status_code == 302
    page = words(browser.get(address("award", other)))
    assert "不生效" in page
    suit = other.suits.get()
    result = {"suit": suit.pk, "result": "withdrawn", "served_on": "2026-10-09"}
    assert post(browser, address("award-act", other, "suit-result"), **result).status_code == 302
    suit.refresh_from_db()
    assert suit.result == "withdrawn"


def test_a_correction_links_both_texts_and_shows_the_sum_before_and_after(by):
    arbitration = heard.heard(
        claims=heard.CLAIMS[1:2], elements=heard.ELEMENTS[:1] + heard.ELEMENTS[2:3]
    )
    heard.find(arbitration)
    slip = do.Ruling(arbitration.claims.get(), formula="6600.00元/月÷21.75日×2×8日")
    award = heard.issue(heard.draft(arbitration, rulings=[slip])[0])
    browser = by(heard.presiding(arbitration))
    rows = {"rows-TOTAL_FORMS": 3, "rows-INITIAL_FORMS": 0}
    row = {
        "place": "主文第一项",
        "kind": "计算错误",
        "original": "4855.17",
        "corrected": "5462.07",
        "item": award.items.get().pk,
        "formula": "6600.00元/月÷21.75日×2×9日",
    }
    rows |= {f"rows-0-{name}": value for name, value in row.items()}
    done = post(browser, address("award-act", award, "correct"), **rows)
    assert done.status_code == 302, words(done)
    page = words(browser.get(done.url))
    assert "补正前4,855.17" in page
    paper = arbitration.decisions.get(matter="correction").document
    assert address("document", paper) in page


def test_a_clear_part_is_drafted_alone_and_wages_are_enforced_before_the_award(by):
    arbitration = heard.heard()
    browser = by(heard.presiding(arbitration))
    wages = arbitration.claims.get(no=1)
    part = post(
        browser,
        address("award-partial", arbitration),
        claims=[wages.pk],
        clear_part="月工资和未支付的月份双方均无争议",
        continuing_part="其余请求继续审理",
        pay_within_days=15,
        debtor=arbitration.case.debtor_id,
    )
    award = arbitration.awards.get(kind="A13")
    assert part.url == address("award", award)
    interim = {
        "request": "请求先予执行一个月工资",
        "applied_on": "2026-09-28",
        "clear_relation": "双方对工资无争议",
        "hardship": "房租和学费无力支付",
        "court": heard.court().pk,
    }
    url = address("award-interim", arbitration)
    nothing = post(browser, url, **interim)
    assert "请选择先予执行的请求" in words(nothing)
    done = post(browser, url, **interim, **{f"formula_{wages.pk}": "6600.00元/月×1个月"})
    assert done.status_code == 302, words(done)
    ordered = arbitration.awards.get(kind="A14")
    assert ordered.items.get().awarded_fen == 660000
    assert browser.get(address("award-preview", ordered))["Content-Type"] == "application/pdf"
    early = by(heard.bench().clerk)
    sent = post(
        early,
        address("award-act", ordered, "transfer"),
        court=heard.court().pk,
        clues="示例银行账户",
        enclosures="先予执行申请书1份",
        approved_by=heard.bench().sole.pk,
    )
    assert "还没有送达" in words(sent)


def test_the_public_version_is_a_page_away_and_names_nobody(by):
    award = heard.an_issued_award().awards.get(kind="A12-1")
    browser = by(heard.bench().clerk)
    assert address("award-public", award) in words(browser.get(address("award", award)))
    assert browser.get(address("award-public", award)).content.startswith(b"%PDF")


@pytest.mark.parametrize("who", ["mediator", "stranger", "tribunal_secretary", "court_clerk"])
def test_findings_and_drafts_are_the_tribunals_own(by, who):
    arbitration = heard.heard()
    heard.find(arbitration)
    award = heard.draft(arbitration)[0]
    browser = by(getattr(builders.staff_of(arbitration.case), who))
    for url in (
        address("award", award),
        address("award-preview", award),
        address("award-act", award, "issue"),
        address("award-serve", award),
    ):
        assert browser.get(url).status_code == 404, url
    for url in (
        address("award-reckoning", arbitration),
        address("award-draft", arbitration),
        address("award-interim", arbitration),
    ):
        assert browser.get(url).status_code in (403, 404), url


def test_the_page_of_the_file_leads_to_the_award(by):
    arbitration = heard.an_issued_award()
    award = arbitration.awards.first()
    page = words(by(heard.bench().clerk).get(address("arbitration", arbitration)))
    assert address("award", award) in page
    assert address("award-reckoning", arbitration) in page


def test_the_file_is_closed_on_its_page_when_every_award_has_effect(by, clock):
    arbitration = heard.heard(claims=heard.CLAIMS[1:2], elements=(*RATE, heard.ELEMENTS[2]))
    heard.find(arbitration)
    heard.issue(heard.draft(arbitration)[0])
    browser = by(heard.bench().clerk)
    url = address("arbitration-close", arbitration)
    assert url in words(browser.get(address("arbitration", arbitration)))
    page = words(browser.get(url))
    wrong = post(browser, url, outcome="award_effective", outstanding_fen="1.00")
    assert wrong.status_code == 422
    owed = page.split('name="outstanding_fen" value="')[1].split('"')[0]
    assert post(browser, url, outcome="award_effective", outstanding_fen=owed).status_code == 302
    arbitration.refresh_from_db()
    assert arbitration.file_closed_on == heard.AWARDED
    assert url not in words(browser.get(address("arbitration", arbitration)))


def test_without_a_confirmed_minimum_wage_the_pages_say_what_to_do(by):
    arbitration = heard.heard(min_wage=None)
    browser = by(heard.presiding(arbitration))
    page = browser.get(address("award-reckoning", arbitration))
    assert page.status_code == 200
    assert "月最低工资标准待核定" in words(page)
    page = browser.get(address("award-rule", arbitration, arbitration.claims.first().pk))
    assert "请中心主任或者管理员在“参数”页核定现行标准" in words(page)
