"""What may lead to a person is found before everybody reads it."""

import pytest

from linli.cases.telltales import telltales, without


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("请打13800138000找我", "phone", "13800138000"),
        ("座机0795-7331234", "phone", "0795-7331234"),
        ("身份证36098219800101123X", "identity", "36098219800101123X"),
        ("住3栋2单元501室", "room", "3栋2单元501室"),
        ("王阿姨家漏水", "name", "王阿姨"),
        ("我叫顾盼生", "name", "我叫顾盼生"),
        ("赣A12345总停在这里", "plate", "赣A12345"),
        ("写信到 a.b@example.com", "mail", "a.b@example.com"),
    ],
)
def test_what_points_to_a_person_is_found(text: str, kind: str, found: str) -> None:
    assert (kind, found) in [(tale.kind, tale.text) for tale in telltales(text)]


@pytest.mark.parametrize("text", ["村口的路灯坏了三盏", "2026年3月2日晚上8点", "修好300米便道，花费12000元"])
def test_plain_words_and_figures_point_to_nobody(text: str) -> None:
    assert telltales(text) == ()


def test_what_was_found_can_be_blotted_out_letter_by_letter() -> None:
    assert without("电话13800138000。") == "电话" + "×" * 11 + "。"
