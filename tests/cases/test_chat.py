"""Pasted chats: every way in which programmes write them leads to the same messages, with the words exactly as sent."""

from datetime import date, datetime, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.cases.chat.candidates import DEMANDS, ECHO, TALK, Candidate, candidates
from linli.cases.chat.reading import Chat, Message, read

TODAY = date(2026, 3, 2)  # a Monday

WECHAT_EXPORT = """微信群"阳光里"的聊天记录如下:

—————  2026-02-27  —————


柳絮  10:23

3号楼的路灯坏了


云朵  10:25

收到
"""
QQ_EXPORT = """消息记录（此消息记录为文本格式，不支持重新导入）

================================================================
消息分组:我的QQ群
================================================================
消息对象:阳光里
================================================================

2026-02-27 10:23:45 柳絮(123456789)
3号楼的路灯坏了

2026-02-27 10:25:01 云朵<cloud@example.com>
收到
"""
DATED = "柳絮 2026/2/27 10:23\n3号楼的路灯坏了\n\n云朵 2026/2/27 10:25\n收到"
CHINESE_DATES = "柳絮 2026年2月27日 上午10:23\n3号楼的路灯坏了\n云朵 2月27日 10:25\n收到"
BRACKETS = "[2026-02-27 10:23] 柳絮: 3号楼的路灯坏了\n[2026-02-27 10:25] 云朵: 收到"
WEEKDAY = "柳絮 星期五 10:23\n3号楼的路灯坏了\n云朵 星期五 10:25\n收到"
UNTIMED = "柳絮:\n3号楼的路灯坏了\n\n云朵:\n收到"
INLINE = "柳絮：3号楼的路灯坏了\n云朵：收到"
WINDOWS = DATED.replace("\n", "\r\n")


def spoken(chat: Chat) -> list[tuple[str, str]]:
    return [(message.speaker, message.said) for message in chat.messages]


@pytest.mark.parametrize(
    "text",
    [WECHAT_EXPORT, QQ_EXPORT, DATED, CHINESE_DATES, BRACKETS, WEEKDAY, UNTIMED, INLINE, WINDOWS],
    ids=["wechat", "qq", "dated", "chinese dates", "brackets", "weekday", "untimed", "inline", "windows"],
)
def test_the_same_talk_is_read_from_every_format(text: str) -> None:
    assert spoken(read(text, TODAY)) == [("柳絮", "3号楼的路灯坏了"), ("云朵", "收到")]


@pytest.mark.parametrize("text", [WECHAT_EXPORT, QQ_EXPORT, DATED, CHINESE_DATES, BRACKETS, WEEKDAY])
def test_the_moment_is_read_with_it(text: str) -> None:
    first = read(text, TODAY).messages[0].moment
    assert (first.day, first.clock) == (date(2026, 2, 27), time(10, 23))


@pytest.mark.parametrize(
    ("written", "day", "clock"),
    [
        ("下午3:05", None, time(15, 5)),
        ("昨天 晚上9:10", date(2026, 3, 1), time(21, 10)),
        ("前天 中午12:30", date(2026, 2, 28), time(12, 30)),
        ("中午1:20", None, time(13, 20)),
        ("12-31 08:00", date(2025, 12, 31), time(8)),
        ("周一 08:00", date(2026, 2, 23), time(8)),
        ("2026.3.1 8:00", date(2026, 3, 1), time(8)),
        ("3/1 8:00 PM", date(2026, 3, 1), time(20)),
    ],
)
def test_days_and_hours_as_people_see_them(written: str, day: date | None, clock: time) -> None:
    moment = read(f"柳絮 {written}\n停水了", TODAY).messages[0].moment
    assert (moment.day, moment.clock) == (day, clock)


def test_words_keep_every_letter_line_and_sign() -> None:
    words = "电梯又停了！！\n\n  第3次了 😡 [捂脸]  ，谁管？\n地址：3栋\n时间 8:30 起"
    assert spoken(read(f"柳絮 2026/2/27 10:23\n{words}", TODAY)) == [("柳絮", words)]


def test_what_belongs_to_nobody_is_a_message_without_a_name() -> None:
    assert spoken(read("楼道灯不亮\n柳絮 2026/2/27 10:23\n停水了", TODAY)) == [
        ("", "楼道灯不亮"),
        ("柳絮", "停水了"),
    ]
    assert spoken(read("楼道灯不亮，晚上看不见。", TODAY)) == [("", "楼道灯不亮，晚上看不见。")]


def test_lines_of_the_programme_are_handed_back_apart() -> None:
    chat = read('柳絮 2026/2/27 10:23\n停水了\n"云朵"撤回了一条消息\n“雨点”加入了群聊', TODAY)
    assert spoken(chat) == [("柳絮", "停水了")]
    assert chat.left_out == ('"云朵"撤回了一条消息', "“雨点”加入了群聊")


def test_quoted_words_and_the_name_that_is_called_stand_apart_from_her_own() -> None:
    text = "云朵 2026/2/27 10:25\n「柳絮：路灯坏了」\n- - - - - - - - - - - - - - -\n@柳絮 我们楼的门也坏了"
    message = read(text, TODAY).messages[0]
    assert (message.said, message.quoted, message.called) == (
        "我们楼的门也坏了",
        "柳絮：路灯坏了",
        ("柳絮",),
    )


@pytest.mark.parametrize("rubbish", ["", "\n\n", "=====\n-----", "10:23", "：：：", "\x00\u200b", "@@@ 1:2"])
def test_rubbish_is_read_without_complaint(rubbish: str) -> None:
    assert all(message.said for message in read(rubbish, TODAY).messages)


def test_no_letter_of_a_paste_is_lost() -> None:
    for text in (WECHAT_EXPORT, QQ_EXPORT, DATED, INLINE, UNTIMED):
        chat = read(text, TODAY)
        kept = "".join(m.speaker + m.said + m.quoted for m in chat.messages) + "".join(chat.left_out)
        assert {"3号楼的路灯坏了", "收到"} <= {m.said for m in chat.messages}
        assert set("柳絮云朵") <= set(kept)


PARTS = [
    "柳絮 10:23",
    "云朵：",
    "[图片]",
    "—— 2026-02-27 ——",
    "「云朵：灯」",
    "- - - - -",
    "@云朵 ",
    "灯坏了。",
    "\n",
    "\n\n",
    "a ",
    "：",
    "周一 8:00",
]


@settings(max_examples=200, derandomize=True, deadline=None)
@given(st.lists(st.sampled_from(PARTS) | st.text(max_size=6), max_size=14).map("".join))
def test_whatever_is_pasted_the_words_stand_in_it_as_they_are(text: str) -> None:
    plain = "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    plain = plain.replace("\u2005", " ").replace("\ufeff", "")
    messages = read(text, TODAY).messages
    assert all(message.said in plain and message.said.strip() for message in messages)
    for one in candidates(messages, topic, cuts=frozenset({"0.1", "1.1"})):
        assert all(piece.words in piece.message.said for piece in one.pieces)


def topic(said: str) -> str:
    return next((name for name in ("灯", "水", "门") if name in said), "")


def offered(text: str, **by_hand: frozenset[str]) -> list[Candidate]:
    return candidates(read(text, TODAY).messages, topic, **by_hand)


def test_several_messages_of_one_speaker_within_minutes_about_one_thing_are_one() -> None:
    text = "柳絮 10:00\n楼道灯不亮\n云朵 10:01\n收到\n柳絮 10:02\n[图片]\n柳絮 10:03\n就是三楼那盏灯"
    found = offered(text)
    assert [one.words for one in found] == ["楼道灯不亮\n[图片]\n就是三楼那盏灯", "收到"]
    assert found[0].pictures == 1


@pytest.mark.parametrize("second", ["柳絮 10:03\n也停水了", "柳絮 10:20\n三楼的灯", "云朵 10:01\n三楼的灯"])
def test_another_thing_another_time_and_another_speaker_stay_apart(second: str) -> None:
    assert len(offered(f"柳絮 10:00\n楼道灯不亮\n{second}")) == 2


def test_one_message_is_cut_by_hand_and_put_together_again() -> None:
    text = "柳絮 10:00\n楼道灯不亮。也停水了！门也坏了"
    assert [key for key, _ in offered(text)[0].pieces[0].others] == ["0.1", "0.2"]
    cut = offered(text, cuts=frozenset({"0.1"}))
    assert [(one.key, one.words) for one in cut] == [("0", "楼道灯不亮。"), ("0.1", "也停水了！门也坏了")]
    again = offered(text, cuts=frozenset({"0.1"}), joins=frozenset({"0.1"}))
    assert [one.words for one in again] == ["楼道灯不亮。也停水了！门也坏了"]


def test_messages_are_joined_and_parted_by_hand() -> None:
    text = "柳絮 10:00\n楼道灯不亮\n云朵 10:30\n我也看到了"
    assert [one.words for one in offered(text, joins=frozenset({"1"}))] == ["楼道灯不亮\n我也看到了"]
    text = "柳絮 10:00\n楼道灯不亮\n柳絮 10:01\n三楼那盏"
    assert len(offered(text)) == 1
    assert len(offered(text, parts=frozenset({"1"}))) == 2


@pytest.mark.parametrize(
    ("said", "nature"),
    [
        ("收到", TALK),
        ("谢谢！", TALK),
        ("[图片]", TALK),
        ("👍👍", TALK),
        ("[强][强]", TALK),
        ("我家也是", ECHO),
        ("+1", ECHO),
        ("路灯坏了", DEMANDS),
        ("谢谢，路灯坏了", DEMANDS),
    ],
)
def test_thanks_pictures_and_me_too_are_not_taken_for_demands(said: str, nature: str) -> None:
    assert offered(f"柳絮 10:00\n{said}")[0].nature == nature


def test_the_same_words_have_the_same_identity_whatever_else_was_pasted() -> None:
    alone = offered("柳絮 2026/2/27 10:23\n3号楼的路灯坏了")[0].identity
    assert offered(WECHAT_EXPORT)[0].identity == alone
    assert offered(QQ_EXPORT)[0].identity == alone
    assert offered(DATED.replace("柳絮", "雨点"))[0].identity != alone
    assert offered(DATED.replace("10:23", "10:24"))[0].identity != alone


def test_cut_or_joined_otherwise_it_stays_the_same_one() -> None:
    text = "柳絮 2026/2/27 10:23\n路灯坏了。停水了！\n柳絮 2026/2/27 10:24\n就是三楼"
    whole, cut = offered(text)[0], offered(text, cuts=frozenset({"0.1"}))
    assert whole.identity == cut[0].identity != cut[1].identity
    assert offered(text, parts=frozenset({"1"}))[0].identity == whole.identity


def test_a_message_without_a_day_has_no_moment() -> None:
    assert offered("柳絮 10:00\n停水了")[0].said_at is None
    assert offered(DATED)[0].said_at == datetime(2026, 2, 27, 10, 23)  # noqa: DTZ001 - as the chat wrote it


def test_an_empty_chat_offers_nothing() -> None:
    assert candidates([], topic) == []
    assert Message("柳絮", "[图片]").is_empty and not Message("柳絮", "灯 [图片]").is_empty
