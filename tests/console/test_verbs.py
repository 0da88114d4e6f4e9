"""Each verb through its small form: done, refused with the words kept, stale with both texts."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from linli.cases.actions.dispatch import accept, dispatch
from linli.cases.actions.handling import start, suspend
from linli.cases.actions.reviewing import propose_end
from linli.cases.actions.triage import triage
from linli.cases.models import Answer, Case, Message, Pause, Publication
from linli.console.case.forms import FORMS
from tests.console.conftest import Enter, address, hidden, send
from tests.lane import Lane, hours
from tests.world import proposal_answered

RULES_ANEW = 2  # queries: once a second the rule books in force are looked up again
ANSWER = {"text": "换了三个灯头，今晚已亮。", "end_state": "solved"}


@pytest.fixture
def registered(lane: Lane) -> Case:
    return lane.case()


@pytest.fixture
def in_hand(lane: Lane, registered: Case) -> Case:
    """Sent to the street office and taken by its clerk."""
    case = triage(registered, category="04.lamp", title="路灯不亮", by=lane.secretary, at=hours(1))
    case = dispatch(case, organisation=lane.office, by=lane.secretary, at=hours(1))
    return accept(case, by=lane.clerk, at=hours(2))


def now(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def sort_fields(case: Case) -> dict[str, Any]:
    return {"category": "04.lamp", "title": "村口路灯不亮", "area": str(case.area_id), "place_words": "村口"}


@pytest.mark.parametrize("verb", sorted(FORMS))
def test_every_verb_has_its_door(verb: str) -> None:
    assert reverse(f"console:case-{verb}", args=["2603-ABCDEF"]) == f"/console/cases/2603-ABCDEF/{verb}/"


@pytest.mark.parametrize("verb", sorted(FORMS))
def test_no_verb_reaches_a_case_of_another_village(enter: Enter, registered: Case, verb: str) -> None:
    client = enter("neighbour")
    assert client.get(address(registered, verb)).status_code == 404
    assert client.post(address(registered, verb), {}).status_code == 404


@pytest.mark.parametrize("verb", sorted(FORMS))
def test_an_empty_form_of_any_verb_is_answered_with_a_sentence(
    enter: Enter, in_hand: Case, verb: str
) -> None:
    answer = enter("dispatcher").post(address(in_hand, verb), {})
    assert answer.status_code in {409, 422}
    assert now(in_hand).stage == in_hand.stage


def test_sorting_gives_category_title_and_place(enter: Enter, registered: Case) -> None:
    answer = send(enter("secretary"), registered, "triage", **sort_fields(registered))
    case = now(registered)
    assert answer.url == address(registered)
    assert (case.stage, case.category, case.title) == ("triaged", "04.lamp", "村口路灯不亮")


def test_the_same_form_sent_twice_runs_once(enter: Enter, registered: Case) -> None:
    client = enter("secretary")
    page = client.get(address(registered, "reply")).content.decode()
    fields = {**hidden(page, address(registered, "reply")), "text": "我们明天上午来看。"}
    for _again in range(2):
        assert client.post(address(registered, "reply"), fields).status_code == 302
    assert Message.objects.filter(case=registered).count() == 1


def test_who_decided_on_an_older_state_reads_both_texts(lane: Lane, enter: Enter, registered: Case) -> None:
    client = enter("secretary")
    page = client.get(address(registered, "triage")).content.decode()
    fields = hidden(page, address(registered, "triage"))
    triage(registered, category="04.lamp", title="同事写的概要", by=lane.secretary, at=hours(2))
    typed = {**fields, **sort_fields(registered), "title": "我写的概要"}
    answer = client.post(address(registered, "triage"), typed)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "同事写的概要" in page and "我写的概要" in page
    again = {**hidden(page, address(registered, "triage")), **sort_fields(registered), "title": "我写的概要"}
    assert client.post(address(registered, "triage"), again).status_code == 302
    assert now(registered).title == "我写的概要"


def test_sending_goes_to_whom_the_reader_chose(lane: Lane, enter: Enter, registered: Case) -> None:
    case = triage(registered, category="04.lamp", title="灯", by=lane.secretary, at=hours(1))
    client = enter("secretary")
    page = client.get(address(case, "dispatch")).content.decode()
    assert "职责清单" in page and "张家山街道办事处" in page
    send(client, case, "dispatch", other=f"post:{lane.post('worker').pk}", words="麻烦今天去看看")
    assert now(case).holder_post == lane.post("worker")


def test_nobody_is_chosen_by_itself(lane: Lane, enter: Enter, registered: Case) -> None:
    case = triage(registered, category="04.lamp", title="灯", by=lane.secretary, at=hours(1))
    answer = send(enter("secretary"), case, "dispatch", words="给谁呢")
    assert answer.status_code == 422
    assert "给谁呢" in answer.content.decode()
    assert now(case).holder_organisation is None


def test_a_holder_that_was_not_offered_is_refused(lane: Lane, enter: Enter, registered: Case) -> None:
    case = triage(registered, category="04.lamp", title="灯", by=lane.secretary, at=hours(1))
    answer = send(enter("secretary"), case, "dispatch", holder=f"post:{lane.post('neighbour').pk}")
    assert answer.status_code == 422
    assert now(case).stage == "triaged"


def test_a_case_can_be_opened_for_claiming(lane: Lane, enter: Enter, registered: Case) -> None:
    case = triage(registered, category="04.lamp", title="灯", by=lane.secretary, at=hours(1))
    send(enter("secretary"), case, "offer")
    assert now(case).stage == "offered"


def test_the_work_from_start_to_answer(enter: Enter, in_hand: Case) -> None:
    client = enter("clerk")
    for verb, fields in (("start", {}), ("suspend", {"reason": "等灯头到货"}), ("resume", {})):
        page = client.get(address(in_hand)).content.decode()
        form = hidden(
            page if not fields else client.get(address(in_hand, verb)).content.decode(),
            address(in_hand, verb),
        )
        assert client.post(address(in_hand, verb), {**form, **fields}).status_code == 302
    assert Pause.objects.get(case=in_hand).until is not None
    assert send(client, in_hand, "answer", **ANSWER).status_code == 302
    assert Answer.objects.get(case=in_hand).text == ANSWER["text"]


def test_an_answer_while_the_clock_stands_is_refused_and_kept(
    lane: Lane, enter: Enter, in_hand: Case
) -> None:
    client = enter("clerk")
    page = client.get(address(in_hand, "answer")).content.decode()
    suspend(start(in_hand, by=lane.clerk, at=hours(2)), reason="等货", by=lane.clerk, at=hours(2))
    fields = hidden(page, address(in_hand, "answer"))
    fields["version"] = str(now(in_hand).version)
    answer = client.post(address(in_hand, "answer"), {**fields, **ANSWER})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert ANSWER["text"] in page and "暂停" in page


def test_who_may_not_act_reads_the_rule_s_own_reason(enter: Enter, in_hand: Case) -> None:
    page = enter("secretary").get(address(in_hand, "answer")).content.decode()
    assert "别人" in page
    assert f'action="{address(in_hand, "answer")}"' not in page


def test_more_days_move_the_limit(enter: Enter, in_hand: Case) -> None:
    client = enter("dispatcher")
    before = {clock.name: clock.due_at for clock in in_hand.clocks.all()}
    answer = send(client, in_hand, "extend", days="2", reason="缺货")
    assert answer.status_code == 302
    assert in_hand.clocks.get(name="resolve").due_at > before["resolve"]


def test_the_verdict_by_telephone_is_written_down(lane: Lane, enter: Enter, registered: Case) -> None:
    case = lane.bring(registered, "answered")
    client = enter("secretary")
    assert send(client, case, "verify", verdict="solved", words="亮了").status_code == 302
    assert now(case).stage in {"verified", "closed"}


def test_what_is_published_was_read_by_a_person_first(lane: Lane, enter: Enter, registered: Case) -> None:
    case = lane.bring(lane.case("3栋2单元501室王阿姨说路灯坏了，电话13800138000"), "closed")
    client = enter("secretary")
    page = client.get(address(case, "publish")).content.decode()
    assert "13800138000" in page.partition("会让人认出")[2]
    refused = send(client, case, "publish", title="路灯", problem="电话13800138000", result="换了灯头")
    assert refused.status_code == 409 and "换了灯头" in refused.content.decode()
    assert (
        send(client, case, "publish", title="路灯", problem="路灯坏了", result="换了灯头").status_code == 302
    )
    assert Publication.objects.get(case=case).problem == "路灯坏了"
    assert send(client, case, "unpublish", reason="再核实").status_code == 302
    assert Publication.objects.get(case=case).withdrawn_at is not None


def test_a_verb_of_another_stage_tells_why_it_is_not_its_time(enter: Enter, in_hand: Case) -> None:
    page = enter("dispatcher").get(address(in_hand, "triage")).content.decode()
    assert "现在不能这样做" in page
    assert f'action="{address(in_hand, "triage")}"' not in page


def test_what_does_not_stand_on_the_board_cannot_be_taken_off(
    lane: Lane, enter: Enter, registered: Case
) -> None:
    case = lane.bring(registered, "closed")
    answer = send(enter("secretary"), case, "unpublish", reason="再核实")
    assert answer.status_code == 409
    assert "没有正在公示" in answer.content.decode() and "再核实" in answer.content.decode()


def test_only_who_may_look_sees_who_it_is_and_only_after_writing_down_why(lane: Lane, enter: Enter) -> None:
    from linli.cases.actions.intake import Speaker
    from linli.people.models import Look

    case = lane.case(speaker=Speaker(name="陈晓", phone="13812345678", way="phone"))
    client = enter("secretary")
    assert "陈晓" not in client.get(address(case)).content.decode()
    nothing = client.post(address(case, "look"), {"purpose": ""})
    assert nothing.status_code == 422 and "陈晓" not in nothing.content.decode()
    seen = client.post(address(case, "look"), {"purpose": "arrange", "words": "约时间"})
    assert "陈晓" in seen.content.decode() and Look.objects.count() == 1
    assert "no-store" in seen.headers["Cache-Control"]
    assert "陈晓" not in client.get(address(case)).content.decode()


def test_a_case_page_takes_the_same_queries_however_long_its_story(
    lane: Lane, enter: Enter, django_assert_max_num_queries: Any
) -> None:
    case = lane.bring(lane.case(), "closed")
    client = enter("secretary")
    client.get(address(case))
    with django_assert_max_num_queries(15 + RULES_ANEW):
        client.get(address(case))


def test_a_stranger_is_led_to_the_sign_in_and_a_volunteer_told_why_not(
    client: Client, enter: Enter, registered: Case
) -> None:
    assert client.get(address(registered)).status_code == 302
    assert enter("volunteer").get(address(registered)).status_code in {200, 403}


def test_a_key_merges_with_the_case_that_looks_alike(lane: Lane, enter: Enter) -> None:
    first = lane.bring(lane.case(), "triaged")
    second = lane.case(words="村口的路灯坏了三盏，看不清。")
    office = enter("secretary")
    page = office.get(f"/console/cases/{second.number}/merge/").content.decode()
    assert f'value="{first.number}" checked' in page and "说法相近" in page
    sent = {"key": "k", "version": second.version, "chosen": first.number}
    office.post(f"/console/cases/{second.number}/merge/", sent)
    second.refresh_from_db()
    assert second.end_state == "merged"
    assert first.number in office.get(f"/console/cases/{second.number}/").content.decode()
    assert second.number in office.get(f"/console/cases/{first.number}/").content.decode()
    office.post(f"/console/cases/{second.number}/unmerge/", {"key": "u", "version": second.version})
    second.refresh_from_db()
    assert second.is_open


def test_what_looks_alike_stands_beside_a_case_while_it_is_sorted_and_later_when_it_is_linked(
    lane: Lane, enter: Enter
) -> None:
    lane.bring(lane.case(), "triaged")
    second = lane.case(words="村口的路灯坏了三盏，看不清。")
    office, page = enter("secretary"), f"/console/cases/{second.number}/"
    assert 'id="alike-title"' in office.get(page).content.decode()
    lane.bring(second, "working")
    assert 'id="alike-title"' not in office.get(page).content.decode()
    assert 'id="alike-title"' in office.get(f"{page}merge/").content.decode()


def test_a_case_is_split_by_rows_and_an_empty_row_does_not_count(lane: Lane, enter: Enter) -> None:
    case = lane.case(words="两件事。")
    sent = {"key": "k", "version": case.version, "title1": "路灯", "category1": "04.lamp"}
    office, address = enter("secretary"), f"/console/cases/{case.number}/split/"
    assert office.post(address, sent).status_code == 422
    office.post(address, {**sent, "title2": "垃圾", "category2": "03.rubbish"})
    case.refresh_from_db()
    assert case.parts == 2
    assert "拆成的几件" in office.get(f"/console/cases/{case.number}/").content.decode()


def test_one_who_calls_and_says_the_same_is_told_her_number_and_code(lane: Lane, enter: Enter) -> None:
    case = lane.bring(lane.case(), "taken")
    sent = {"key": "k", "version": case.version, "name": "某户", "phone": "13900000001"}
    page = enter("dispatcher").post(f"/console/cases/{case.number}/join/", sent, follow=True).content.decode()
    voice = case.voices.get()
    assert voice.number in page


class TestAnEndForTwo:
    @pytest.fixture
    def doubted(self, lane: Lane) -> Case:
        case = proposal_answered(lane)
        why = {"end_state": "invalid", "reason": "说的不是本村的事"}
        propose_end(case, **why, by=lane.secretary, at=hours(6))
        return case

    def test_who_proposed_it_reads_that_another_person_must_confirm_and_finds_no_button(
        self, doubted: Case, enter: Enter
    ) -> None:
        first = enter("secretary")
        html = first.get(address(doubted)).content.decode()
        assert "请另一位可以办结的同事" in html and "confirm_end" not in html
        for verb in ("confirm_end", "decline_end"):
            opened = first.get(address(doubted, verb)).content.decode()
            assert "另一个人" in opened and f'id="{verb}-key"' not in opened

    def test_the_list_narrows_to_what_waits_for_a_second_person(
        self, doubted: Case, registered: Case, enter: Enter
    ) -> None:
        office = enter("dispatcher")
        narrowed = "/console/cases/?to_confirm=on"
        html = office.get(narrowed).content.decode()
        assert doubted.number in html and registered.number not in html
        assert "等待第二人确认" in html
        assert registered.number in office.get("/console/cases/").content.decode()
        send(office, doubted, "decline_end", reason="是本村的事")
        assert doubted.number not in office.get(narrowed).content.decode()

    def test_the_second_person_reads_which_end_is_proposed_by_whom_and_why(
        self, doubted: Case, enter: Enter
    ) -> None:
        second, end = enter("dispatcher"), doubted.rulebook.ends["invalid"].name
        html = second.get(address(doubted)).content.decode()
        assert f"拟按“{end}”办结" in html and "提出：槎市村党支部 村（社区）书记" in html
        opened = second.get(address(doubted, "confirm_end")).content.decode()
        assert f"<strong>{end}</strong>" in opened and opened.count("说的不是本村的事") == 2
        assert send(second, doubted, "decline_end", reason="现场照片上有").status_code == 302
        assert "已否决" in second.get(address(doubted)).content.decode()
