"""Search: two Chinese letters suffice, nothing is found that its reader may not see, and nobody is found by her number."""

import random
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from linli.cases.lists import Filters, cases_for
from linli.cases.models import Case
from linli.cases.search import found_cases
from linli.kit.actor import SYSTEM, Actor
from linli.kit.bigrams import question_of, tokens_of
from tests.lane import CAST, Lane, hours

SAID = "小区后门的下水道堵了三天，3栋2单元门口全是污水。"


def numbers(actor: Actor, words: str) -> list[str]:
    return [case.number for case in found_cases(actor, words).cases]


class TestTokens:
    def test_a_text_is_kept_as_pairs_with_the_last_letter_alone(self) -> None:
        assert list(tokens_of("路灯坏了。ＷiFi 3栋")) == ["路灯", "灯坏", "坏了", "了", "wifi", "3", "栋"]

    def test_every_two_letters_that_stand_together_are_found(self) -> None:
        chance = random.Random(5)
        text = "".join(chance.choice("村口的路灯坏了三盏晚上看不清") for _ in range(200))
        tokens = set(tokens_of(text))
        for _ in range(200):
            at = chance.randrange(len(text) - 1)
            assert {piece.text for piece in question_of(text[at : at + 2]).pieces} <= tokens

    @pytest.mark.parametrize("typed", ["", "  ", "。。", "'", '" OR "', "*", "(", "\0", "-", "NEAR(", "😀"])
    def test_signs_alone_ask_nothing_or_only_their_letters(self, typed: str) -> None:
        assert all(piece.text.isalnum() for piece in question_of(typed).pieces)


class TestFinding:
    @pytest.mark.parametrize(
        "words",
        ["下水", "水道", "下水道", "污水", "堵", "3栋", "栋2单元", "后门 污水", "2单元门口", "SHUI管"],
    )
    def test_words_as_they_stand_in_the_text_are_found(self, lane: Lane, words: str) -> None:
        case = lane.case(SAID + "Shui管也漏。")
        lane.case("楼道里的灯不亮")
        assert numbers(lane.secretary, words) == [case.number]

    def test_title_place_category_area_number_and_answer_are_read_too(self, lane: Lane) -> None:
        case = lane.bring(lane.case(place_words="老樟树旁", area=lane.areas["building"]), "answered")
        lane.case("别的事", area=lane.areas["group"])
        case.refresh_from_db()
        category = case.category_in_book
        assert category is not None
        for words in ("樟树", "路灯不亮", category.name, "店下网格", "新灯头", case.number, case.number[5:9]):
            assert numbers(lane.secretary, words) == [case.number], words

    def test_the_number_is_found_however_it_is_typed(self, lane: Lane) -> None:
        case = lane.case()
        assert numbers(lane.secretary, case.number.replace("-", " ").lower()) == [case.number]

    def test_without_the_very_words_come_those_with_all_pieces_and_then_the_nearest(self, lane: Lane) -> None:
        pieces = lane.case("灯坏了，路灯")
        some, more = lane.case("坏了一盏路灯"), lane.case("路灯坏在村口")
        assert numbers(lane.secretary, "路灯坏") == [more.number]
        assert numbers(lane.secretary, "路灯 灯坏") == [more.number, pieces.number]
        assert numbers(lane.secretary, "路灯灯坏")[:2] == [more.number, pieces.number]
        near = found_cases(lane.secretary, "路灯坏了没人修")
        assert near.near
        assert near.cases[0] == pieces
        assert set(near.cases) == {pieces, more, some}

    def test_what_is_sorted_or_answered_anew_is_found_by_its_new_words(self, lane: Lane) -> None:
        case = lane.case("有东西坏了")
        assert numbers(lane.secretary, "窨井盖") == []
        from linli.cases.actions.triage import triage

        triage(case, category="04.lamp", title="窨井盖松动", by=lane.secretary, at=hours(1))
        assert numbers(lane.secretary, "窨井盖") == [case.number]

    def test_long_numbers_are_not_searched(self, lane: Lane) -> None:
        lane.case("我的电话是13800001234，也可以打0795-7361234，证件36098219500101001X，门口路灯坏了")
        for words in ("13800001234", "1380000", "7361234", "36098219500101001X", "3609821950"):
            assert numbers(lane.secretary, words) == [], words
        assert len(numbers(lane.secretary, "门口路灯")) == 1

    def test_the_list_is_narrowed_by_the_same_search(self, lane: Lane) -> None:
        case = lane.case(SAID)
        lane.case("灯不亮")
        rows = cases_for(lane.secretary, Filters(words="污水"), hours(1))
        assert list(rows) == [case]

    @pytest.mark.parametrize(
        "typed", ["'", '"', '" OR "', "*", "路*", "^路", "(路", "\\", ":*", "&", "路" * 60]
    )
    def test_whatever_is_typed_breaks_nothing(self, lane: Lane, typed: str) -> None:
        lane.case(SAID)
        found_cases(lane.secretary, typed)
        list(cases_for(lane.secretary, Filters(words=typed), hours(1)))

    def test_the_command_reads_everything_anew(self, lane: Lane) -> None:
        case = lane.bring(lane.case(SAID), "answered")
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM cases_search")
        assert numbers(lane.secretary, "污水") == []
        call_command("index", verbosity=0)
        assert numbers(lane.secretary, "污水") == [case.number]
        assert numbers(lane.secretary, "新灯头") == [case.number]


class TestWhoFindsWhat:
    """Words that stand only in another village's cases: each role finds and counts as in a world without them."""

    CANARIES = ("鸩羽", "麒趾", "饕餮", "魍魉", "甪端", "夔牛")

    def _counts(self, actor: Actor, words: str) -> tuple[int, list[str], int]:
        rows = cases_for(actor, Filters(words=words), hours(1))
        found = found_cases(actor, words)
        return rows.count(), [case.title for case in found.cases], len(found.cases)

    def test_each_role_counts_the_same_with_and_without_the_others(self, lane: Lane) -> None:
        for place in ("grid", "village", "building"):
            lane.case(f"{place}这里的污水没人管", area=lane.areas[place])
        asked = [*self.CANARIES, "污水", "没人", "这里的污水没人管", "污水坏了没人修"]
        actors = {
            name: getattr(lane, name) for name in CAST if name not in {"neighbour", "dispatcher", "clerk"}
        }
        before = {
            (name, words): self._counts(actor, words) for name, actor in actors.items() for words in asked
        }
        for number, canary in enumerate(self.CANARIES * 5):
            lane.case(f"{canary}那里的污水没人管，第{number}回", area=lane.areas["other_village"])
        after = {
            (name, words): self._counts(actor, words) for name, actor in actors.items() for words in asked
        }
        assert after == before
        assert all(self._counts(lane.neighbour, canary)[0] == 5 for canary in self.CANARIES)

    def test_a_holder_finds_only_what_it_holds_or_may_claim(self, lane: Lane) -> None:
        lane.case(SAID)
        assert numbers(lane.property, "污水") == []
        offered = lane.bring(lane.case(SAID), "offered")
        assert numbers(lane.volunteer, "污水") == [offered.number]

    def test_a_canary_in_the_vault_is_in_no_index(self, lane: Lane) -> None:
        from linli.cases.actions.intake import Speaker

        lane.case(speaker=Speaker(name="上官麒麟", phone="13900007777", room="鸩羽楼88号"))
        assert Case.objects.count() == 1
        for words in ("上官麒麟", "麒麟", "13900007777", "鸩羽"):
            assert numbers(SYSTEM, words) == []


def test_no_more_queries_however_much_there_is(lane: Lane, django_assert_max_num_queries: Any) -> None:
    for number in range(30):
        lane.case(f"第{number}件污水")
    actor = lane.secretary
    with django_assert_max_num_queries(2):
        found_cases(actor, "污水")
    with django_assert_max_num_queries(4):
        found_cases(actor, "污水没有人来修的事")
