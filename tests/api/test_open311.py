"""The Open311 door: what programs of other makers are told, and what they may send."""

import json
from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils import timezone

from linli.api.actions.tokens import make_token, stop_token
from linli.api.models import ApiToken
from linli.api.open311 import questions, services
from linli.api.open311.questions import Question
from linli.cases.actions.intake import reply
from linli.cases.actions.publishing import publish, unpublish
from linli.cases.models import Case, Picture
from linli.cases.receipts import code_for
from linli.governance.actions.editions import bind
from linli.kit.actor import SYSTEM
from linli.people.models import Contact
from tests.cases.photos import jpeg
from tests.lane import Lane, hours

V2, TEST = "/open311/v2", "/open311/test/v2"
LAMP = "04-FAC.lamp"
BOARD = {"title": "路灯修好了", "problem": "村口三盏路灯不亮。", "result": "换了三个灯头。"}
SPOKEN = {
    "first_name": "无名",
    "last_name": "罗",
    "phone": "13800138000",
    "email": "luo@example.org",
    "device_id": "D-77",
}


@pytest.fixture
def client(lane: Lane) -> Client:
    return Client()


@pytest.fixture
def key(lane: Lane) -> str:
    return make_token(lane.post("secretary"), name="city app", by=SYSTEM, at=hours(0))[1]


@pytest.fixture
def two_places(lane: Lane) -> None:
    bind(lane.areas["other_village"], "jiaohu", "蛟湖村", by=SYSTEM, at=hours(0))


def report(key: str = "", **more: Any) -> dict[str, Any]:
    asked = {"service_code": LAMP, "description": "桥头的灯不亮。", "address_string": "桥头", "api_key": key}
    return {**asked, **more}


def sent(client: Client, key: str, **more: Any) -> str:
    answer = client.post(f"{V2}/requests.json", report(key, **more))
    assert answer.status_code == 200, answer.content.decode()
    number: str = answer.json()[0]["service_request_id"]
    return number


def xml(answer: Any) -> ElementTree.Element:
    assert answer["Content-Type"] == "text/xml; charset=utf-8"
    assert answer.content.startswith(b'<?xml version="1.0" encoding="utf-8"?>')
    return ElementTree.fromstring(answer.content)  # noqa: S314  our own answer


def errors(answer: Any) -> list[int]:
    if answer["Content-Type"].startswith("application/json"):
        assert all(line["description"] for line in answer.json())
        return [line["code"] for line in answer.json()]
    root = xml(answer)
    assert root.tag == "errors" and all(line.findtext("description") for line in root)
    return [int(line.findtext("code") or 0) for line in root]


def on_board(lane: Lane, **intake: Any) -> Case:
    case = lane.bring(lane.case(**intake), "closed")
    publish(case, **BOARD, by=lane.secretary, at=hours(8))
    return Case.objects.get(pk=case.pk)


# ── Discovery and services ──


@pytest.mark.parametrize("root", ["", "/open311", V2, TEST])
def test_discovery_names_an_endpoint_for_work_and_one_for_rehearsal(client: Client, root: str) -> None:
    told = client.get(f"{root}/discovery.json").json()
    kinds = {one["type"]: one["url"] for one in told["endpoints"]}
    assert kinds == {"production": f"http://testserver{V2}", "test": f"http://testserver{TEST}"}
    assert told["endpoints"][0]["formats"] == ["text/xml", "application/json"]
    root_element = xml(client.get(f"{root}/discovery.xml"))
    assert root_element.findtext("endpoints/endpoint/formats/format") == "text/xml"


def test_every_open_category_is_a_service_and_no_sealed_one(client: Client) -> None:
    told = {one["service_code"]: one for one in client.get(f"{V2}/services.json").json()}
    lamp = told[LAMP]
    assert (lamp["metadata"], lamp["type"]) == (True, "realtime") and lamp["group"] == told["04-FAC"][
        "service_name"
    ]
    assert not [code for code in told if code.startswith("16-INT")]
    codes = [one.findtext("service_code") for one in xml(client.get(f"{V2}/services.xml"))]
    assert codes == list(told)


def test_a_service_without_questions_has_an_empty_definition(client: Client) -> None:
    bench = LAMP.replace("lamp", "bench")
    assert client.get(f"{V2}/services/{bench}.json").json() == {"service_code": bench, "attributes": []}
    root = xml(client.get(f"{V2}/services/{bench}.xml"))
    assert root.tag == "service_definition" and root.find("attributes") is not None
    for code in ("nothing", "16-INT"):
        assert errors(client.get(f"{V2}/services/{code}.xml")) == [404]


# ── Which place ──


def test_with_one_place_its_name_may_be_left_out(client: Client) -> None:
    assert client.get(f"{V2}/services.json").status_code == 200
    assert client.get(f"{V2}/services.json?jurisdiction_id=").status_code == 200
    answer = client.get(f"{V2}/services.json?jurisdiction_id=elsewhere.example")
    assert answer.status_code == 404 and errors(answer) == [404]


def test_with_several_places_one_must_be_named(client: Client, two_places: None) -> None:
    assert errors(client.get(f"{V2}/requests.xml")) == [400]
    for slug in ("zhangjiashan", "jiaohu"):
        assert client.get(f"{V2}/requests.xml?jurisdiction_id={slug}").status_code == 200


# ── Sending ──


def test_a_program_with_a_key_sends_a_request_and_the_speaker_goes_into_the_vault(
    client: Client, key: str
) -> None:
    number = sent(client, key, **SPOKEN)
    case = Case.objects.select_related("words").get(number=number)
    assert (case.words.text, case.category, case.place_words) == ("桥头的灯不亮。", "04.lamp", "桥头")
    assert case.stage == "registered" and Contact.objects.count() == 1
    for address in (f"{V2}/requests/{number}.json", f"{V2}/requests.xml", f"{V2}/servicerequestupdates.xml"):
        text = client.get(address, {"api_key": key}).content.decode()
        assert not [secret for secret in SPOKEN.values() if secret in text]


def test_a_request_in_json_says_the_same_as_a_form(client: Client, key: str) -> None:
    body = report(key, lat=28.05, long=115.5) | {"address_string": None}
    answer = client.post(f"{V2}/requests.json", json.dumps(body), "application/json")
    case = Case.objects.get(number=answer.json()[0]["service_request_id"])
    assert (case.lat, case.lon) == (28.05, 115.5)


def test_the_answer_to_a_request_in_xml_holds_its_number(client: Client, key: str) -> None:
    root = xml(client.post(f"{V2}/requests.xml", report(key)))
    assert root.tag == "service_requests"
    assert root.findtext("request/service_request_id") == Case.objects.get().number


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"api_key": ""}, 403),
        ({"api_key": "linli_guessed"}, 403),
        ({"api_key": "钥匙"}, 403),
        ({"service_code": ""}, 400),
        ({"service_code": "999"}, 404),
        ({"service_code": "16-INT.attitude"}, 404),
        ({"address_string": ""}, 400),
        ({"lat": "28.05"}, 400),
        ({"lat": "north", "long": "115"}, 400),
        ({"lat": "nan", "long": "115"}, 400),
        ({"lat": "91", "long": "115"}, 400),
        ({"address_string": "", "address_id": "no-such"}, 400),
        ({"description": ""}, 400),
        ({"description": "……"}, 400),
        ({"description": "长" * 4001}, 400),
        ({"phone": "12"}, 400),
        ({"jurisdiction_id": "elsewhere.example"}, 404),
    ],
)
def test_what_is_missing_or_wrong_is_told_and_nothing_is_kept(
    client: Client, key: str, change: dict[str, str], code: int
) -> None:
    for form in ("xml", "json"):
        answer = client.post(f"{V2}/requests.{form}", report(key, **change))
        assert (answer.status_code, errors(answer)) == (code, [code])
    assert not Case.objects.exists() and not Contact.objects.exists()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"{", "application/json"),
        (b"[]", "application/json"),
        (b"[" * 100_000, "application/json"),
        (b'{"description": "a\\u0000b"}', "application/json"),
        (b'{"description": "\\ud800"}', "application/json"),
        (b"description=%00", "application/x-www-form-urlencoded"),
        (b"x" * 3_000_000, "application/x-www-form-urlencoded"),
        (b"&".join(b"a%d=1" % n for n in range(2000)), "application/x-www-form-urlencoded"),
        (b"--x", "multipart/form-data"),
        (b"--y\r\nnonsense", "multipart/form-data; boundary=x"),
        (b"a=1", "application/x-www-form-urlencoded; charset=utf-16"),
    ],
)
def test_a_body_that_cannot_be_read_is_an_error_in_the_format_asked_for(
    client: Client, content: bytes, kind: str
) -> None:
    for form in ("xml", "json"):
        answer = client.post(f"{V2}/requests.{form}", content, kind)
        assert answer.status_code in {400, 403} and errors(answer) == [answer.status_code]


def test_a_wrong_address_or_method_is_told_in_the_same_form(client: Client) -> None:
    assert errors(client.get(f"{V2}/services.json?jurisdiction_id=%00")) == [400]
    assert errors(client.get(f"{V2}/nothing.json")) == [404]
    assert errors(client.get(f"{V2}/services.csv")) == [404]
    answer = client.delete(f"{V2}/requests.xml")
    assert answer.status_code == 405 and errors(answer) == [405] and answer["Allow"] == "GET, HEAD, POST"


def test_a_key_ends_when_it_is_stopped_and_holds_only_where_its_post_is(
    lane: Lane, client: Client, key: str
) -> None:
    sent(client, key)
    stop_token(ApiToken.objects.get(), by=SYSTEM, at=hours(1))
    assert client.post(f"{V2}/requests.json", report(key)).status_code == 403
    bind(lane.areas["other_village"], "jiaohu", "蛟湖村", by=SYSTEM, at=hours(0))
    fresh = make_token(lane.post("secretary"), name="b", by=SYSTEM, at=hours(0))[1]
    for slug, status in (("zhangjiashan", 200), ("jiaohu", 403)):
        answer = client.post(f"{V2}/requests.json", report(fresh, jurisdiction_id=slug))
        assert answer.status_code == status


def test_without_a_key_one_sends_only_where_the_place_allows_it(
    client: Client, lane: Lane, settings: Any
) -> None:
    assert client.post(f"{V2}/requests.json", report()).status_code == 403
    settings.LINLI_OPEN311_KEYLESS = ["zhangjiashan"]
    number = sent(client, "")
    assert Case.objects.get(number=number).raised_by is None
    assert client.get(f"{V2}/requests/{number}.json").status_code == 404


def test_who_sends_without_a_key_is_told_once_how_to_follow_it(
    client: Client, key: str, settings: Any
) -> None:
    settings.LINLI_OPEN311_KEYLESS = ["zhangjiashan"]
    line = client.post(f"{V2}/requests.json", report()).json()[0]
    case = Case.objects.get(number=line["service_request_id"])
    assert code_for(case) in line["service_notice"] and f"/c/{case.number}/" in line["service_notice"]
    assert client.post(f"{V2}/requests.json", report(key)).json()[0]["service_notice"] is None


def test_the_session_of_a_browser_opens_nothing(client: Client, lane: Lane) -> None:
    client.force_login(lane.accounts["dispatcher"])
    case = lane.case()
    assert client.get(f"{V2}/requests/{case.number}.json").status_code == 404
    assert client.post(f"{V2}/requests.json", report()).status_code == 403


def test_the_same_idempotency_key_makes_one_case(client: Client, key: str) -> None:
    answers = [
        client.post(f"{V2}/requests.json", report(key), headers={"Idempotency-Key": "7f3a"}) for _ in range(2)
    ]
    assert answers[0].json() == answers[1].json() and Case.objects.count() == 1
    other = client.post(
        f"{V2}/requests.json", report(key, description="别的事"), headers={"Idempotency-Key": "7f3a"}
    )
    assert errors(other) == [400] and Case.objects.count() == 1


def test_words_of_danger_are_taken_and_answered_with_the_number_to_call(client: Client, key: str) -> None:
    answer = client.post(f"{V2}/requests.json", report(key, description="隔壁楼着火了！"))
    assert "119" in answer.json()[0]["service_notice"] and Case.objects.count() == 1


def test_an_address_id_is_the_official_code_of_an_area(client: Client, key: str, lane: Lane) -> None:
    number = sent(client, key, address_string="", address_id="360982005201")
    assert Case.objects.get(number=number).area == lane.areas["village"]


def test_pictures_are_drawn_anew_and_a_file_that_is_none_does_not_lose_the_report(
    client: Client, key: str
) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile as File

    files = {"media": File("a.jpg", jpeg()), "photo1": File("b.jpg", b"\xff\xd8no picture")}
    answer = client.post(f"{V2}/requests.json", report(key, **files))
    line = answer.json()[0]
    assert "1" in line["service_notice"] and Picture.objects.count() == 1
    told = client.get(f"{V2}/requests/{line['service_request_id']}.json", {"api_key": key}).json()[0]
    shown = client.get(told["media_url"])
    assert shown["Content-Type"] == "image/jpeg" and shown.content[:2] == b"\xff\xd8"
    assert client.get(told["media_url"].replace(".jpg", "x.jpg")).status_code == 404


def test_the_address_of_a_picture_elsewhere_is_kept_as_text_and_nobody_is_called(
    client: Client, key: str
) -> None:
    number = sent(client, key, media_url=["http://pictures.example/1.jpg", "javascript:alert(1)"])
    text = Case.objects.select_related("words").get(number=number).words.text
    assert text == "桥头的灯不亮。\n\nhttp://pictures.example/1.jpg"


def test_the_test_endpoint_checks_everything_and_keeps_nothing(client: Client, key: str) -> None:
    answer = client.post(f"{TEST}/requests.json", report(key, **SPOKEN))
    assert answer.status_code == 200 and answer.json()[0]["service_notice"]
    assert errors(client.post(f"{TEST}/requests.json", report(key, service_code="999"))) == [404]
    update = {"api_key": key, "description": "又坏了。"} | {
        "service_request_id": answer.json()[0]["service_request_id"]
    }
    assert client.post(f"{TEST}/servicerequestupdates.json", update).json()[0]["update_id"]
    assert errors(client.post(f"{TEST}/servicerequestupdates.xml", {**update, "description": ""})) == [400]
    assert errors(client.post(f"{V2}/servicerequestupdates.xml", update)) == [404]
    assert errors(client.post(f"{TEST}/requests.json", report())) == [403]
    assert not Case.objects.exists() and not Contact.objects.exists()


# ── Questions by category ──

LIGHTS = Question("COUNT", "几盏不亮？", 1, "number", required=True)
SIDES = Question("SIDES", "哪一侧？", 2, "multivaluelist", values=(("L", "左"), ("R", "右")))
NOTE = Question("NOTE", "报修前请先看电闸。", 3, variable=False)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> None:
    def of(book: Any, category: str) -> tuple[Question, ...]:
        return (LIGHTS, SIDES, NOTE) if category == "04.lamp" else ()

    monkeypatch.setattr(questions, "questions_of", of)
    monkeypatch.setattr(services, "questions_of", of)
    monkeypatch.setattr("linli.api.open311.sending.questions_of", of)


def test_the_questions_of_a_category_are_told_in_both_formats(client: Client, asked: None) -> None:
    lamp = next(s for s in client.get(f"{V2}/services.json").json() if s["service_code"] == LAMP)
    assert lamp["metadata"] is True
    told = client.get(f"{V2}/services/{LAMP}.json").json()["attributes"]
    assert [(one["code"], one["datatype"], one["required"], one["variable"]) for one in told] == [
        ("COUNT", "number", True, True),
        ("SIDES", "multivaluelist", False, True),
        ("NOTE", "string", False, False),
    ]
    root = xml(client.get(f"{V2}/services/{LAMP}.xml"))
    assert [one.findtext("name") for one in root.findall("attributes/attribute/values/value")] == ["左", "右"]
    assert root.findtext("attributes/attribute/required") == "true"


def test_the_rule_book_s_own_questions_are_told(client: Client) -> None:
    told = client.get(f"{V2}/services/{LAMP}.json").json()["attributes"]
    assert [(one["code"], one["datatype"]) for one in told] == [
        ("pole", "string"),
        ("count", "number"),
        ("how", "singlevaluelist"),
    ]
    assert told[2]["values"][0] == {"key": "一直不亮", "name": "一直不亮"}


def test_answers_are_kept_beside_the_words(client: Client, key: str) -> None:
    given = {"attribute[count]": "3", "attribute[how]": "一直不亮", "attribute[OTHER]": "x"}
    case = Case.objects.select_related("words").get(number=sent(client, key, **given))
    assert case.words.text == "桥头的灯不亮。"
    assert dict(case.details.values_list("key", "answer")) == {"count": "3", "how": "一直不亮"}


def test_answers_alone_are_words_enough(client: Client, key: str) -> None:
    number = sent(client, key, description="", **{"attribute[count]": "3"})
    assert Case.objects.select_related("words").get(number=number).words.text == "有几盏不亮？: 3"


def test_every_answer_that_does_not_fit_is_told(client: Client, key: str, asked: None) -> None:
    wrong = {"attribute[COUNT]": "many", "attribute[SIDES]": "UP"}
    assert errors(client.post(f"{V2}/requests.xml", report(key, **wrong))) == [400, 400]
    assert errors(client.post(f"{V2}/requests.json", report(key))) == [400]
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    ("datatype", "good", "bad"),
    [
        ("number", "-2.5", "inf"),
        ("datetime", "2026-03-02T09:00:00+08:00", "yesterday"),
        ("string", "灯", "一\n二"),
        ("text", "一\n二", "长" * 4001),
        ("singlevaluelist", "L", "左"),
    ],
)
def test_each_type_of_answer_knows_what_fits(datatype: Any, good: str, bad: str) -> None:
    question = Question("Q", "?", 1, datatype, values=(("L", "左"),))
    assert question.fits(good) and not question.fits(bad)


# ── Reading ──


def test_everybody_reads_the_board_and_nothing_else(lane: Lane, client: Client) -> None:
    shown, hidden = on_board(lane, lat=28.0512345, lon=115.5212345), lane.case()
    told = client.get(f"{V2}/requests.json").json()
    assert [one["service_request_id"] for one in told] == [shown.number]
    (line,) = told
    assert (line["status"], line["service_code"], line["description"]) == ("closed", LAMP, BOARD["problem"])
    assert line["address"] == "槎市村" and BOARD["result"] in line["status_notes"]
    assert line["requested_datetime"] == "2026-03-02T09:00:00+08:00"
    assert line["expected_datetime"] is None and line["media_url"] is None
    assert errors(client.get(f"{V2}/requests/{hidden.number}.xml")) == [404]
    unpublish(shown, reason="x", by=lane.secretary, at=hours(9))
    assert client.get(f"{V2}/requests.json").json() == []
    assert errors(client.get(f"{V2}/requests/{shown.number}.json")) == [404]


def test_a_public_point_is_off_the_doorstep_and_the_same_for_the_whole_house(
    lane: Lane, client: Client
) -> None:
    for lat, lon in ((28.0512345, 115.5212345), (28.0512399, 115.5212999)):
        on_board(lane, lat=lat, lon=lon)
    told = client.get(f"{V2}/requests.json").json()
    points = {(one["lat"], one["long"]) for one in told}
    assert len(told) == 2 and len(points) == 1
    ((lat, lon),) = points
    assert 0 < abs(lat - 28.0512345) < 0.0011 and 0 < abs(lon - 115.5212345) < 0.0011


def test_a_key_reads_what_came_through_it_with_the_words_and_another_key_does_not(
    lane: Lane, client: Client, key: str
) -> None:
    number = sent(client, key, lat="28.0512345", long="115.5212345")
    other = make_token(lane.post("secretary"), name="other app", by=SYSTEM, at=hours(0))[1]
    (mine,) = client.get(f"{V2}/requests.json", {"api_key": key}).json()
    assert (mine["service_request_id"], mine["description"]) == (number, "桥头的灯不亮。")
    assert (mine["status"], mine["lat"]) == ("open", 28.0512345) and mine["expected_datetime"]
    for query in ({}, {"api_key": other}):
        assert client.get(f"{V2}/requests.json", query).json() == []
        assert client.get(f"{V2}/requests/{number}.json", query).status_code == 404
    answer = client.get(f"{V2}/requests.json", headers={"Authorization": f"Bearer {key}"})
    assert [one["service_request_id"] for one in answer.json()] == [number]
    assert answer["Cache-Control"] == "no-store" and "Access-Control-Allow-Origin" not in answer
    assert client.get(f"{V2}/requests.json")["Access-Control-Allow-Origin"] == "*"


def test_a_case_that_was_sealed_later_is_no_longer_told(lane: Lane, client: Client, key: str) -> None:
    number = sent(client, key)
    Case.objects.filter(number=number).update(category="16.attitude")
    assert client.get(f"{V2}/requests.json", {"api_key": key}).json() == []
    assert client.get(f"{V2}/servicerequestupdates.json", {"api_key": key}).json() == []


def test_the_number_of_a_request_is_its_own_token(client: Client, key: str) -> None:
    number = sent(client, key)
    told = client.get(f"{V2}/tokens/{number}.json", {"api_key": key}).json()
    assert told == [{"service_request_id": number, "token": number}]
    assert errors(client.get(f"{V2}/tokens/{number}.xml")) == [404]


def test_filters_narrow_the_list(lane: Lane, client: Client, key: str) -> None:
    shown, mine = on_board(lane).number, sent(client, key)

    def numbers(**query: str) -> set[str]:
        answer = client.get(f"{V2}/requests.json", {"api_key": key, **query})
        assert answer.status_code == 200, answer.content.decode()
        return {one["service_request_id"] for one in answer.json()}

    assert numbers() == {shown, mine}
    assert numbers(status="open") == {mine} and numbers(status="closed") == {shown}
    assert numbers(status="open,closed") == {shown, mine}
    assert numbers(service_code=f"{LAMP},999") == {shown, mine} and numbers(service_code="999") == set()
    assert numbers(service_code="03-ENV") == set()
    assert numbers(start_date="2026-03-02T10:00:00+08:00") == {mine}
    assert numbers(end_date="2026-03-02T10:00:00+08:00") == {shown}
    assert numbers(start_date="2025-12-20", end_date="2026-03-02") == {shown, mine}
    assert numbers(end_date="2026-03-02T01:30:00Z") == {shown}
    assert numbers(service_request_id=f"{shown},{mine},1", status="open") == {shown, mine}
    assert numbers(service_request_id=" , ") == set()
    assert numbers(page_size="1") == {mine} and numbers(page_size="1", page="2") == {shown}


@pytest.mark.parametrize(
    "query",
    [
        {"status": "solved"},
        {"start_date": "soon"},
        {"start_date": "2026-01-01T00:00:00"},
        {"start_date": "2025-01-01", "end_date": "2026-03-01"},
        {"end_date": "0001-01-01T00:00:00Z"},
        {"start_date": "9999-12-31T23:59:59Z"},
        {"page_size": "0"},
        {"page_size": "2000"},
        {"page": "x"},
        {"page": "21"},
        {"start_date": "9999-11-30"},
        {"end_date": "0001-03-01"},
        {"api_key": "linli_guessed"},
    ],
)
def test_a_filter_that_means_nothing_is_told(client: Client, query: dict[str, str]) -> None:
    for form in ("xml", "json"):
        answer = client.get(f"{V2}/requests.{form}", query)
        assert answer.status_code in {400, 403} and errors(answer) == [answer.status_code]


def test_without_dates_the_last_ninety_days_are_told(lane: Lane, client: Client) -> None:
    import time_machine

    number = on_board(lane).number
    with time_machine.travel(hours(24 * 89), tick=False):
        assert [one["service_request_id"] for one in client.get(f"{V2}/requests.json").json()] == [number]
    with time_machine.travel(hours(24 * 92), tick=False):
        assert client.get(f"{V2}/requests.json").json() == []
        assert client.get(f"{V2}/requests/{number}.json").status_code == 200


def test_a_list_costs_the_same_number_of_queries_however_long(
    lane: Lane, client: Client, key: str, django_assert_max_num_queries: Any
) -> None:
    for _ in range(4):
        on_board(lane)
        sent(client, key)
    with django_assert_max_num_queries(12):
        assert len(client.get(f"{V2}/requests.json", {"api_key": key}).json()) == 8


def test_letters_that_xml_cannot_hold_do_not_break_the_answer(client: Client, key: str) -> None:
    number = sent(client, key, description="灯 <b>坏了</b> & 很黑\x0b\x1f")
    root = xml(client.get(f"{V2}/requests/{number}.xml", {"api_key": key}))
    assert root.findtext("request/description") == "灯 <b>坏了</b> & 很黑"


# ── Updates ──


def test_everybody_reads_the_published_result_as_an_update(lane: Lane, client: Client) -> None:
    number = on_board(lane).number
    (told,) = client.get(f"{V2}/servicerequestupdates.json?end_date=2026-03-03").json()
    assert (told["service_request_id"], told["description"]) == (number, BOARD["result"])
    root = xml(client.get(f"{V2}/servicerequestupdates.xml?end_date=2026-03-03"))
    assert root.findtext("request_update/status") == "closed"


def test_the_key_reads_what_the_office_says_and_sends_further_sentences(
    lane: Lane, client: Client, key: str
) -> None:
    number = sent(client, key, address_id="360982005201", address_string="")
    case = Case.objects.get(number=number)
    reply(case, "今天下午来修。", by=lane.secretary, at=hours(3))
    update = {"api_key": key, "service_request_id": number, "update_id": "12", **SPOKEN}
    update |= {
        "description": "又坏了一盏。",
        "status": "OPEN",
        "updated_datetime": "2026-03-02T12:00:00+08:00",
    }
    answers = [client.post(f"{V2}/servicerequestupdates.xml", update) for _ in range(2)]
    ids = [xml(answer).findtext("request_update/update_id") for answer in answers]
    assert ids[0] == ids[1] and case.messages.filter(side="resident").count() == 1
    span = {"api_key": key, "start_date": "2026-03-02T00:00:00Z"}
    told = client.get(f"{V2}/servicerequestupdates.json", span).json()
    assert [one["description"] for one in told] == ["今天下午来修。"]
    assert not client.get(f"{V2}/servicerequestupdates.json").json()


def test_nobody_adds_to_a_request_of_another_program(lane: Lane, client: Client, key: str) -> None:
    shown, hidden = on_board(lane), lane.case()
    for number, code in ((shown.number, 403), (hidden.number, 404), ("", 404)):
        update = {"api_key": key, "service_request_id": number, "description": "我也有话说。"}
        assert errors(client.post(f"{V2}/servicerequestupdates.xml", update)) == [code]
    assert errors(client.post(f"{V2}/servicerequestupdates.xml", {"service_request_id": shown.number})) == [
        403
    ]


def test_nothing_is_added_to_what_is_closed_and_the_reason_is_told(
    lane: Lane, client: Client, key: str
) -> None:
    number = sent(client, key, address_id="360982005201", address_string="")
    case = lane.bring(Case.objects.get(number=number), "closed")
    update = {"api_key": key, "service_request_id": number, "description": "还有一句。"}
    assert errors(client.post(f"{V2}/servicerequestupdates.json", update)) == [400]
    told = client.get(f"{V2}/requests/{case.number}.json", {"api_key": key}).json()[0]
    assert told["status"] == "closed" and told["updated_datetime"].endswith("+08:00")


def test_a_fault_on_our_side_is_told_as_an_error_and_logged(
    client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: Any) -> Any:
        raise RuntimeError("not for others")

    monkeypatch.setattr("linli.api.open311.views.services_of", broken)
    answer = client.get(f"{V2}/services.xml")
    assert errors(answer) == [400] and "not for others" not in answer.content.decode()
    assert "could not answer" in caplog.text


def test_a_date_with_a_plus_that_nobody_encoded_is_understood(client: Client, lane: Lane) -> None:
    on_board(lane)
    now = timezone.localtime(hours(1)).isoformat()
    assert len(client.get(f"{V2}/requests.json?end_date={now}").json()) == 1
    assert len(client.get(f"{V2}/requests.json?{urlencode({'end_date': now})}").json()) == 1
