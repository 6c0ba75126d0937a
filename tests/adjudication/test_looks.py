"""会签 of a crew's award: the workers whose award changed, page by page, and what it comes to."""

import pytest
from django.urls import reverse

from adjudication import operations as do
from adjudication.drafting import looks
from adjudication.drafting.looks import look_at
from tests.adjudication import heard


def draft(**sums: str) -> dict:
    """What a draft states, by worker: w3="100.00" is the third with one item of that sum."""
    items = {
        f"{key[1:]} 工人{key[1:]}第1项": {
            "请求": "200.00",
            "裁决金额": fen,
            "算式": f"{fen}元×1",
            "本委认为": "双方无争议。",
            "终局": True,
        }
        for key, fen in sums.items()
    }
    return {"文书": "仲裁裁决书（终局）", "裁决": items, "要素": {}}


def test_only_the_workers_of_whom_something_changed_are_listed_with_both_totals():
    look = look_at(draft(w1="100.00", w2="50.00"), draft(w1="100.00", w2="60.50"))
    assert [(p.no, p.before, p.after) for p in look.people] == [(2, "50.00", "60.50")]
    assert (look.changed, look.before, look.after) == (1, "150.00", "160.50")
    (item,) = look.people[0].items
    kinds = [[run.kind for run in cell] for cell in item.cells]
    assert kinds[0] == []  # what was claimed is as it was
    assert {"gone", "new"} <= set(kinds[1])
    assert item.sentences == []


def test_a_look_goes_on_where_the_page_ended(monkeypatch):
    monkeypatch.setattr(looks, "PAGE", 2)
    now = draft(w1="1.00", w2="1.00", w3="1.00", w10="1.00")
    first = look_at({}, now)
    assert ([p.no for p in first.people], first.next_no, first.found) == ([1, 2], 2, 4)
    second = look_at({}, now, after_no=2)
    assert ([p.no for p in second.people], second.next_no) == ([3, 10], 0)


def test_one_worker_is_found_by_name_or_number_and_by_a_changed_sum():
    before, now = draft(w1="1.00", w2="1.00", w12="1.00"), draft(w1="1.00", w2="2.00", w12="1.00")
    now["裁决"]["12 工人12第1项"]["本委认为"] = "另有证据。"
    assert [p.no for p in look_at(before, now).people] == [2, 12]
    assert [p.no for p in look_at(before, now, words="工人12").people] == [12]
    assert [p.no for p in look_at(before, now, words="2").people] == [2]
    assert [p.no for p in look_at(before, now, sums_only=True).people] == [2]


def test_what_is_gone_from_the_draft_is_shown_as_gone():
    look = look_at(draft(w1="5.00", w2="7.00"), draft(w1="5.00"))
    assert [(p.no, p.before, p.after) for p in look.people] == [(2, "7.00", "0.00")]


@pytest.mark.django_db
def test_the_page_turns_and_says_what_the_whole_comes_to(client, monkeypatch):
    monkeypatch.setattr(looks, "PAGE", 2)
    arbitration = heard.heard(3, claims=heard.CLAIMS[1:2], elements=heard.ELEMENTS[:3])
    heard.find(arbitration)
    (award,) = heard.draft(arbitration)
    do.send_for_review(award=award, by=heard.presiding(arbitration), on=heard.AWARDED)
    client.force_login(heard.bench().fourth)
    url = reverse("countersign", args=[award.pk])
    names = [worker.name for worker in arbitration.applicants.order_by("roster_no")]
    first = client.get(url).content.decode()
    assert "3名劳动者，裁决合计 <strong>16386.21</strong> 元" in first
    assert [name in first for name in names] == [True, True, False]
    second = client.get(f"{url}?after=2").content.decode()
    assert [name in second for name in names] == [False, False, True]
    assert names[2] in client.get(f"{url}?q={names[2]}").content.decode()
    assert "没有符合的劳动者" in client.get(f"{url}?q=无此人").content.decode()
    assert client.get(f"{url}?after=x").status_code == 200
