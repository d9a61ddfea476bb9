"""Words, signs and punctuation that speak for a mood."""

import pytest

from finetune.moods.lexicon import WIDTH, cues

POSITIVE, NEGATIVE, TURNED_POSITIVE, TURNED_NEGATIVE, EXCLAIMED, ASKED, SHOUTED, CHINESE = range(WIDTH)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("this is terrible", NEGATIVE),
        ("a terribly long wait", NEGATIVE),
        ("thanks, wonderful", POSITIVE),
        ("I am pleased with it", POSITIVE),
        ("I am not happy with this, not good", TURNED_POSITIVE),
        ("not bad at all", TURNED_NEGATIVE),
        ("it isn’t bad", TURNED_NEGATIVE),
        ("太差了，垃圾", NEGATIVE),
        ("非常满意", POSITIVE),
        ("我不太满意", TURNED_POSITIVE),
        ("从没让我失望", TURNED_NEGATIVE),
        ("対応が最悪です", NEGATIVE),
        ("満足できません", TURNED_POSITIVE),
        ("만족하지 않습니다", TURNED_POSITIVE),
        ("정말 감사합니다", POSITIVE),
        ("ไม่พอใจเลย", TURNED_POSITIVE),
        ("ขอบคุณค่ะ", POSITIVE),
        ("😡", NEGATIVE),
        ("thx 😊", POSITIVE),
        ("where is it???", ASKED),
        ("now!！", EXCLAIMED),
        ("GIVE IT BACK now", SHOUTED),
        ("你好", CHINESE),
    ],
)
def test_what_speaks_for_a_mood(text: str, place: int) -> None:
    assert cues(text)[place] > 0


@pytest.mark.parametrize(
    "text", ["", "where is my order", "let me speak to a human, PLEASE", "请问运费是多少", "Wo ist meine Bestellung", "🚚", "\x00\n"]
)
def test_what_says_nothing_of_a_mood(text: str) -> None:
    assert not cues(text)[:EXCLAIMED].any()


def test_japanese_is_not_chinese() -> None:
    assert not cues("注文した商品はいつ届きますか")[CHINESE]


def test_a_sign_is_not_found_inside_another() -> None:
    assert cues("不满")[NEGATIVE] == 1 == cues("没有失望过")[TURNED_NEGATIVE]
    assert cues("良心商家")[NEGATIVE] == 0
