"""What earlier cases teach: proposed with the words that decided, kept as numbers. All texts are invented."""

import io
import random
import subprocess
import sys

import numpy as np
import pytest

from linli.cases.sensing.learning import learn
from linli.cases.sensing.lessons import Lesson
from linli.cases.sensing.model import FORM, Model, joined, unpacked
from linli.cases.sensing.text import bigrams, normalised

SAYINGS = {
    "lamp": ["路灯不亮", "路灯坏了很久", "路灯一闪一闪", "晚上没有路灯"],
    "noise": ["夜里施工噪音大", "噪音吵得睡不着", "音响噪音扰民", "机器噪音整夜响"],
    "lift": ["电梯又停了", "电梯门关不上", "电梯困人", "电梯坏了没人修"],
}
PLACES = ["槐树巷口", "三号门旁", "菜场后面", "学校对面", "河边步道"]


def lessons() -> list[Lesson]:
    return [
        Lesson(said, f"{place}{said}，请尽快处理。", category)
        for category, sayings in SAYINGS.items()
        for said in sayings
        for place in PLACES
    ]


@pytest.fixture(scope="module")
def model() -> Model:
    return learn(lessons())


@pytest.mark.parametrize(
    ("said", "category", "word"),
    [
        ("楼下的路灯已经三天不亮了", "lamp", "路灯"),
        ("半夜噪音太大，老人睡不着", "noise", "噪音"),
        ("我们楼的电梯停了", "lift", "电梯"),
    ],
)
def test_what_was_sorted_before_speaks_for_what_is_said_now(
    model: Model, said: str, category: str, word: str
) -> None:
    best, *others = model.votes(said, said)
    assert best.category == category
    assert any(word in one for one in best.words), best.words
    assert 0 < best.earlier <= len(lessons())
    assert [vote.strength for vote in others] == sorted((vote.strength for vote in others), reverse=True)


def test_words_that_no_case_had_are_guessed_at_not_at_all(model: Model) -> None:
    assert model.votes("Ω", "Ω") == ()


def test_at_most_three_are_proposed(model: Model) -> None:
    assert len(model.votes("路灯", "路灯和电梯都坏了，噪音也大", most=3)) == 3
    assert len(model.votes("路灯", "路灯和电梯都坏了，噪音也大", most=2)) == 2


def test_letters_that_one_text_alone_has_are_not_kept() -> None:
    kept = learn([*lessons(), Lesson("龘靐", "龘靐龘靐", "lamp")])
    assert not any("龘" in gram for gram in (*kept.title.grams, *kept.words.grams))
    assert any("灯" in gram for gram in kept.words.grams)


def test_a_model_read_back_from_its_numbers_says_the_same(model: Model) -> None:
    again = unpacked(model.packed())
    assert again is not None
    assert again.votes("路灯", "路灯坏了") == model.votes("路灯", "路灯坏了")
    assert again.lessons == len(lessons())


def test_numbers_of_another_form_are_not_read(model: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = model.packed()
    assert unpacked(kept) is not None
    monkeypatch.setattr("linli.cases.sensing.model.FORM", FORM + 1)
    assert unpacked(kept) is None


def test_numbers_that_would_run_something_are_refused() -> None:
    file = io.BytesIO()
    np.savez(file, names=np.array([{"form": FORM}], dtype=object))
    with pytest.raises(ValueError, match="allow_pickle"):
        unpacked(file.getvalue())


def test_the_rule_books_own_words_may_teach_a_category_that_no_case_has_had_yet() -> None:
    known = learn([*lessons(), *[Lesson("井盖 窨井", "井盖 窨井", "drain", 0.5)] * 2])
    assert known.votes("井盖没了", "路上的井盖没了")[0].category == "drain"
    assert known.votes("井盖没了", "路上的井盖没了")[0].earlier == 0


def test_cases_whose_titles_share_nothing_are_learned_by_their_words() -> None:
    known = learn([Lesson("", lesson.words, lesson.category) for lesson in lessons()])
    assert known.votes("", "电梯坏了")[0].category == "lift"


def test_pairs_that_overlap_are_read_as_the_word_that_was_said() -> None:
    assert list(joined("附近搅拌站噪音", {"搅拌": 1.0, "拌站": 1.0, "噪音": 1.5})) == ["搅拌站", "噪音"]
    assert list(joined("搅拌站噪音", {"搅拌": 1.0, "拌站": 1.0, "噪音": 0.5})) == ["搅拌站", "噪音"]


def test_signs_width_case_and_numbers_make_no_difference() -> None:
    assert normalised("Ａ栋，１２楼！！") == normalised("a栋 345楼")
    assert bigrams("路灯,坏了") == {"路灯", "坏了"}
    assert bigrams("灯") == {"灯"}


def test_guessing_loads_nothing_heavy() -> None:
    modules = ", ".join(
        f"linli.cases.sensing.{name}" for name in ("model", "learning", "likeness", "hotspots")
    )
    command = f"import sys, {modules}; print(sorted({{'sklearn', 'scipy', 'django'}} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", command], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_order_of_the_lessons_makes_no_difference(model: Model) -> None:
    seed = random.randrange(10**6)
    print("seed", seed)
    shuffled = lessons()
    random.Random(seed).shuffle(shuffled)
    assert learn(shuffled).votes("路灯", "路灯坏了")[0].category == "lamp"
