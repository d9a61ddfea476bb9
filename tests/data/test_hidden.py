"""What nobody sees is taken out; what writing needs stays."""

import json
import sys
import unicodedata

import pytest

from data.hidden import escaped_json, without_hidden


@pytest.mark.parametrize(
    "text",
    [
        "plain, with\ttab and\nline",
        "می‌خواهم کفش‌ها را پس بدهم",  # Persian: non-joiners between the parts of words
        "क्‍ष नमस्ते ශ්‍රී ലങ്ക",  # Devanagari and Sinhala: joiners
        "👨‍👩‍👧‍👦 👩🏽‍🚀 🏳️‍🌈 ❤️‍🔥 🏴‍☠️",
        "🏴󠁧󠁢󠁳󠁣󠁴󠁿 ☎️ 1️⃣ #️⃣ ©️",
        "葛󠄀城市 ≨︀",
        "naïve cafe\u0301 Straße 你好，世界",
        "שלום مرحبا",
    ],
)
def test_writing_and_emoji_stay(text: str) -> None:
    assert without_hidden(text) == text


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("a\u200bb\ufeffc\u2060d\u00ade", "abcde"),
        ("\u202eabc\u202c \u2066x\u2069\u200e\u200f\u061c", "abc x"),
        ("a\u200db\u200cc", "abc"),  # joiners that join nothing
        ("👍\u200d a", "👍 a"),
        ("\u200cمن", "من"),
        ("a\U000e0068\U000e0069", "a"),  # a message in tag signs
        ("x\ufe01\ufe02", "x"),
        ("\x1b[31mred\x9b0m\x07", "[31mred0m"),
        ("one\r\ntwo\rthree\u2028four\x85", "one\ntwo\nthree\nfour\n"),
        ("half \ud800 pair", "half  pair"),
        ("\u3164\u115f\u1160\uffa0", ""),
    ],
)
def test_what_is_hidden_goes(text: str, seen: str) -> None:
    assert without_hidden(text) == seen


def test_no_format_or_control_sign_is_left_by_itself() -> None:
    signs = map(chr, range(sys.maxunicode + 1))
    steering = [sign for sign in signs if unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Zl", "Zp") and sign not in "\t\n"]
    left = [sign for sign in steering if without_hidden(f"a{sign}b") not in ("ab", "a\nb")]
    # Signs of Arabic, Syriac and Kaithi numbers and verses, Egyptian and shorthand layout: all are seen, or join what is.
    assert {unicodedata.name(sign).split()[0] for sign in left} <= {"ARABIC", "SYRIAC", "KAITHI", "EGYPTIAN"}


def test_json_says_the_same_and_hides_nothing() -> None:
    value = {"text": "a\u202eb\U000e0041c\x9bd\ud800 نمی‌دانم"}
    written = escaped_json(json.dumps(value, ensure_ascii=False))
    assert json.loads(written) == value
    assert written.encode() == without_hidden(written).encode()
