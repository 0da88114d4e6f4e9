import pytest
from django.test import Client

from linli.cases.models import Case, Publication
from linli.cases.verbs import ACTIONS, ASIDES
from tests.api.conftest import Program, send
from tests.lane import Lane, hours
from tests.world import proposal_answered


def test_a_case_goes_its_whole_way_by_programs(lane: Lane, program: Program, anybody: Client) -> None:
    case = lane.case()
    clerk, helper = program("secretary"), program("volunteer")
    from linli.cases.receipts import code_for

    receipt = {"Receipt": f"{case.number} {code_for(case)}"}
    way = [
        (clerk, "triage", {"category": "04.lamp", "title": "村口路灯不亮"}, "triaged"),
        (clerk, "offer", {}, "offered"),
        (helper, "claim", {}, "taken"),
        (helper, "start", {}, "working"),
        (helper, "reply", {"text": "明天来修。"}, "working"),
        (helper, "answer", {"text": "三盏灯都换了。", "end_state": "solved"}, "answered"),
    ]
    for client, verb, words, stage in way:
        answer = send(client, f"/cases/{case.number}/{verb}", words)
        assert (answer.status_code, answer.json().get("stage")) == (200, stage), answer.json()
    rated = send(anybody, f"/cases/{case.number}/rate", {"verdict": "solved"}, **receipt)
    assert rated.json()["end_state"] == "solved"
    shown = {"title": "路灯亮了", "problem": "三盏路灯不亮", "result": "已更换"}
    assert send(clerk, f"/cases/{case.number}/publish", shown).status_code == 200
    told = anybody.get("/api/v1/published")
    assert told.json()["rows"][0]["id"] == Publication.objects.get().pk
    assert case.number not in told.content.decode()


def test_the_history_is_told_in_the_words_of_the_place(lane: Lane, program: Program) -> None:
    case = lane.bring(lane.case(), "closed")
    read = program("secretary").get(f"/api/v1/cases/{case.number}").json()
    assert [event["name"] for event in read["events"]][:5] == ["问需", "登记入册", "议策", "挂单", "带头领单"]
    assert {clock["name"] for clock in read["clocks"]} == {"first", "resolve"}
    assert read["holder"]["name"] == "槎市村网格志愿服务队" and "白果儿" not in str(read)
    assert read["answers"][0]["end_state"] == "solved" and read["ratings"][0]["verdict"] == "solved"


@pytest.mark.parametrize("name", ["helper", "worker"])
def test_the_loser_of_a_claim_reads_who_has_it(lane: Lane, program: Program, name: str) -> None:
    case = lane.bring(lane.case(), "offered")
    first, second = program("volunteer"), program(name)
    assert send(first, f"/cases/{case.number}/claim").status_code == 200
    answer = send(second, f"/cases/{case.number}/claim")
    assert answer.status_code == 409 and "白果儿" in answer.json()["detail"]
    assert answer.json()["version"] == Case.objects.get().version == case.version + 1
    assert send(program("neighbour"), f"/cases/{case.number}/claim").status_code == 404


@pytest.mark.parametrize("verb", ["triage", "suspend", "start"])
def test_an_act_on_an_older_version_is_refused_with_the_present_one(
    lane: Lane, program: Program, verb: str
) -> None:
    case = lane.bring(lane.case(), "registered")
    words = {"triage": {"category": "04.lamp"}, "suspend": {"reason": "等"}, "start": {}}[verb]
    client = program("secretary")
    answer = send(client, f"/cases/{case.number}/{verb}", words, **{"If-Match": f'"{case.version - 1}"'})
    assert (answer.status_code, answer.json()["version"]) == (412, case.version)
    case.refresh_from_db()
    assert case.stage == "registered"


def test_a_retry_under_one_key_answers_again_although_the_version_went_on(
    lane: Lane, program: Program
) -> None:
    case = lane.bring(lane.case(), "offered")
    client = program("volunteer")
    headers = {"If-Match": f'"{case.version}"', "Idempotency-Key": "one-claim"}
    answers = [send(client, f"/cases/{case.number}/claim", **headers) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0]["ETag"] == answers[1]["ETag"] and case.holdings.count() == 1


def test_who_may_not_reads_the_same_sentence_as_on_the_page(lane: Lane, program: Program) -> None:
    case = lane.case()
    answer = send(program("worker"), f"/cases/{case.number}/triage", {"category": "04.lamp"})
    assert answer.status_code == 409 and "来做" in answer.json()["detail"]


def test_a_unit_that_is_not_there_is_refused(lane: Lane, program: Program) -> None:
    case = lane.bring(lane.case(), "triaged")
    answer = send(program("secretary"), f"/cases/{case.number}/dispatch", {"organisation": 2**62})
    assert answer.status_code == 409
    sent = send(
        program("secretary"), f"/cases/{case.number}/dispatch", {"organisation": lane.units["office"].pk}
    )
    assert sent.json()["stage"] == "dispatched"


@pytest.mark.parametrize("number", ["2611-000000", "%00", "a" * 21, "路灯"])
def test_a_case_that_is_not_there_is_not_found(lane: Lane, program: Program, number: str) -> None:
    assert program("secretary").get(f"/api/v1/cases/{number}").status_code in {400, 404, 422}


def test_pages_of_the_list_show_each_case_once(lane: Lane, program: Program) -> None:
    made = [lane.case(at=hours(n / 10)).number for n in range(7)]
    client, seen, after = program("secretary"), [], ""
    for _ in range(3):
        page = client.get("/api/v1/cases", {"limit": 3, "after": after}).json()
        seen += [row["number"] for row in page["rows"]]
        after = page["after"]
    assert seen == made[::-1] and after == ""


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"stage": "open"}, 2),
        ({"stage": "triaged"}, 1),
        ({"category": "04.lamp"}, 1),
        ({"category": "04"}, 1),
        ({"kind": "request"}, 2),
        ({"late": "true"}, 1),
        ({"mine": "true"}, 0),
        ({"since": "2026-03-02", "until": "2026-03-02"}, 2),
        ({"since": "2026-03-03"}, 0),
        ({"area": "00001/"}, 2),
        ({"words": "水管"}, 1),
        ({"words": "路灯坏"}, 1),
        ({"words": "%_"}, 0),
        ({"channel": "desk"}, 0),
        ({"end_state": "solved"}, 0),
        ({"end_state": "counted"}, 0),
        ({"verdict": "any"}, 0),
        ({"rung": "1"}, 2),
        ({"rung": "2"}, 0),
        ({"urged": "true"}, 0),
        ({"to_confirm": "true"}, 0),
        ({"answered": "any"}, 1),
        ({"answered": "late"}, 1),
        ({"answered": "in_time"}, 0),
    ],
)
def test_the_list_is_narrowed(lane: Lane, program: Program, asked: dict[str, str], found: int) -> None:
    lane.bring(lane.case(), "triaged")
    lane.case("水管漏了")
    if "area" in asked:
        asked = {"area": lane.areas["street"].path}
    assert len(program("secretary").get("/api/v1/cases", asked).json()["rows"]) == found


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"end_state": "solved"}, 1),
        ({"end_state": "counted"}, 1),
        ({"end_state": "withdrawn"}, 0),
        ({"verdict": "any"}, 1),
        ({"verdict": "solved"}, 1),
        ({"verdict": "partly"}, 0),
        ({"urged": "true"}, 1),
        ({"words": "路灯", "urged": "true"}, 1),
        ({"answered": "in_time"}, 1),
        ({"answered": "late"}, 1),
        ({"answered": "any"}, 2),
    ],
)
def test_the_list_is_narrowed_by_what_came_of_it(
    lane: Lane, program: Program, asked: dict[str, str], found: int
) -> None:
    lane.bring(lane.case(at=hours(-8)), "closed")
    urged = lane.case()
    ASIDES["reply"](urged, "我们去看看。", by=lane.secretary, at=hours(1))
    ACTIONS["urge"](urged, words="请问怎么样了？", by=lane.resident(urged), at=hours(2))
    assert len(program("secretary").get("/api/v1/cases", asked).json()["rows"]) == found


def test_the_list_is_narrowed_to_ends_that_wait_for_a_second_person(lane: Lane, program: Program) -> None:
    doubted, _other = proposal_answered(lane), lane.case()
    doubt = {"end_state": "invalid", "reason": "说的不是本村的事"}
    ASIDES["propose_end"](doubted, by=lane.secretary, at=hours(6), **doubt)
    rows = program("secretary").get("/api/v1/cases", {"to_confirm": "true"}).json()["rows"]
    assert [row["number"] for row in rows] == [doubted.number]


@pytest.mark.parametrize(
    "asked",
    [
        {"words": "长" * 61},
        {"channel": "rumour"},
        {"end_state": "lost"},
        {"verdict": "x"},
        {"rung": "0"},
        {"answered": "soon"},
        {"stage": "x"},
        {"limit": "0"},
        {"since": "soon"},
        {"area": "1"},
        {"unit": "-1"},
    ],
)
def test_a_filter_that_does_not_exist_is_named(lane: Lane, program: Program, asked: dict[str, str]) -> None:
    answer = program("secretary").get("/api/v1/cases", asked)
    assert answer.status_code == 422
    assert answer.json()["faults"][0]["where"] == ["query", next(iter(asked))]


def test_the_areas_and_the_rule_book_are_open(lane: Lane, anybody: Client) -> None:
    names = [row["name"] for row in anybody.get("/api/v1/areas", {"level": "village"}).json()["rows"]]
    assert names == ["槎市村", "蛟湖村"]
    parts = anybody.get("/api/v1/areas", {"under": lane.areas["village"].path}).json()["rows"]
    assert [row["name"] for row in parts] == ["店下组"]
    book = anybody.get("/api/v1/rulebook/zhangjiashan").json()
    assert book["stages"]["offered"] == "等人领单" and book["edition"] == 1
    assert anybody.get("/api/v1/rulebook/nowhere").status_code == 404


def test_the_list_needs_the_same_queries_for_one_and_for_many(
    lane: Lane, program: Program, django_assert_num_queries
) -> None:  # type: ignore[no-untyped-def]
    client = program("secretary")
    for _ in range(8):
        lane.case()
    client.get("/api/v1/cases")
    with django_assert_num_queries(2):  # token with its post, cases
        client.get("/api/v1/cases")


def test_one_case_needs_a_fixed_number_of_queries(
    lane: Lane, program: Program, django_assert_num_queries
) -> None:  # type: ignore[no-untyped-def]
    case = lane.bring(lane.case(), "closed")
    client = program("secretary")
    client.get(f"/api/v1/cases/{case.number}")
    with django_assert_num_queries(9):
        client.get(f"/api/v1/cases/{case.number}")


def test_intake_needs_a_fixed_number_of_queries(
    lane: Lane, anybody: Client, django_assert_max_num_queries
) -> None:  # type: ignore[no-untyped-def]
    from tests.api.conftest import body

    send(anybody, "/cases", body(lane))
    with django_assert_max_num_queries(16):  # on SQLite two of them hold the report and its count together
        send(anybody, "/cases", body(lane), **{"Idempotency-Key": "2f0c9a4e"})
    assert Case.objects.count() == 2
