"""What was said before, in nearly these words; and what many speak of at once. All texts are invented."""

import random
from datetime import UTC, datetime, timedelta

from linli.cases.sensing.hotspots import SILENCE, Voice, hotspots
from linli.cases.sensing.likeness import Shelf, likeness
from linli.cases.sensing.text import bigrams

BEGIN = datetime(2026, 3, 1, 9, tzinfo=UTC)
PLANT = [
    ("枫林新苑旁边搅拌站噪音大", "枫林新苑小区旁新建了搅拌站，机器整夜不停，灰尘飘进窗户，老人小孩睡不着。"),
    ("投诉枫林新苑附近的搅拌站", "混凝土搅拌站离枫林新苑不到一百米，粉尘严重，请问手续齐全吗？"),
    ("强烈要求搬走搅拌站", "我是枫林新苑的业主，搅拌站大车进进出出，路都压坏了，要求尽快搬走。"),
    ("枫林新苑搅拌站什么时候停", "小区门口的搅拌站凌晨还在生产，枫林新苑几百户不得安宁。"),
    ("搅拌站灰尘污染枫林新苑", "每天擦桌子都是一层灰，枫林新苑边上的搅拌站没有任何遮挡。"),
    ("夜里搅拌站施工", "枫林新苑南边搅拌站夜里倒料，声音像打雷，物业说管不了。"),
]
OTHERS = [
    ("停车位太少", "地下车位只卖不租，晚上回来绕三圈找不到地方停车。"),
    ("公交车改线不方便", "十七路改线以后老人去医院要换两次车，希望恢复。"),
    ("学区怎么划分", "孩子九月上小学，想知道今年报名需要哪些材料。"),
    ("自来水发黄", "连续三天放出来的水是黄色的，不敢用来做饭。"),
    ("小广告贴满楼道", "墙上门上都是开锁的广告，清理了又贴。"),
    ("养老金没有到账", "上个月办完退休手续，银行卡里一直没有收到。"),
    ("广场舞太吵", "河边广场每天早上六点放音乐，能不能小声一点。"),
    ("下水道堵塞", "一楼的厕所返水，物业叫人来看过一次就没有下文。"),
]
ESTATES = [
    "枫林新苑",
    "桂花园",
    "东湖里",
    "石桥村",
    "望江楼",
    "铁路新村",
    "白马苑",
    "柳林小区",
    "青山庄",
    "长塘坊",
]
AROUND = [(title, f"{estate}：{words}") for at, estate in enumerate(ESTATES) for title, words in OTHERS]


def voices(texts: list[tuple[str, str]], days_apart: int = 2) -> list[Voice]:
    return [
        Voice(title, words, BEGIN + at * timedelta(days=days_apart))
        for at, (title, words) in enumerate(texts)
    ]


def test_one_matter_in_many_words_is_one_group_and_nothing_else_is_in_it() -> None:
    seed = random.randrange(10**6)
    print("seed", seed)
    texts = PLANT + AROUND
    random.Random(seed).shuffle(texts)
    (spot,) = (
        one for one in hotspots(voices(texts, days_apart=1)) if any("搅拌站" in key for key in one.keys)
    )
    assert sorted(texts[at] for at in spot.members) == sorted(PLANT)


def test_a_group_is_known_by_the_words_that_most_of_it_share() -> None:
    (spot,) = (one for one in hotspots(voices(PLANT + AROUND)) if 0 in one.members)
    assert any("搅拌站" in key for key in spot.keys)
    assert any("枫林新苑" in key for key in spot.keys)
    assert (spot.first, spot.last) == (BEGIN, BEGIN + timedelta(days=10))


def test_fewer_than_three_make_no_group() -> None:
    assert hotspots(voices(PLANT[:2])) == []
    assert hotspots(voices(PLANT[:3])) != []
    assert hotspots([]) == []


def test_after_a_long_silence_it_is_a_new_matter() -> None:
    early, late = voices(PLANT[:3]), voices(PLANT[3:])
    late = [Voice(one.title, one.words, one.at + SILENCE + timedelta(days=10)) for one in late]
    spots = [set(spot.members) for spot in hotspots([*early, *late])]
    assert spots == [{0, 1, 2}, {3, 4, 5}]


def test_the_same_words_are_wholly_alike_and_strange_ones_not_at_all() -> None:
    lamp = bigrams("村口的路灯坏了三盏，晚上看不清路")
    assert likeness(lamp, bigrams("村口的路灯坏了三盏！晚上看不清路！！")) == 1
    assert likeness(lamp, bigrams("电梯停运")) == 0
    assert likeness(lamp, bigrams("路灯坏了")) < 0.6


def test_a_long_text_that_holds_a_shorter_one_whole_counts_as_near() -> None:
    short = "村口的路灯坏了三盏，晚上看不清路，老人容易摔跤"
    long = short + "。另外河边的栏杆也松了，希望一起派人来看看，谢谢各位领导的关心和支持。"
    assert likeness(bigrams(short), bigrams(long)) >= 0.8
    assert likeness(bigrams("路灯坏了"), bigrams(long)) < 0.6


def test_what_was_said_before_is_found_first_and_never_itself() -> None:
    shelf = Shelf.of(dict(enumerate(words for _title, words in PLANT + OTHERS)))
    again = PLANT[2][1].replace("，", "！") + "请回复"
    assert shelf.near(again, most=3, least=0.6)[0].key == 2
    assert shelf.near(PLANT[2][1], most=3, least=0.6, but=[2]) == []
    assert shelf.near("完全不同的事", most=3, least=0.6) == []
