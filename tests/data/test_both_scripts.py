"""One expression for both Chinese scripts: what it adds and leaves alone, that its table is OpenCC's, that all of the tree know both."""

import importlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from opencc import OpenCC

import data
from data.both_scripts import ALSO, TABLE, both_scripts, compiled, in_both_scripts

ROOT = Path(data.__file__).parent.parent
# In an expression of Japanese addresses, whose characters have their own forms.
JAPANESE = "都道府県"


@pytest.mark.parametrize(
    ("simplified", "traditional"),
    [
        ("请稍候，我帮您查一下", "請稍候，我幫您查一下"),
        ("发票|电话", "發票"),
        ("[发里]{2}", "髮裡"),
        ("[^吗-]么", "a麼"),
        ("(?<=请)问", "請問"),
        (r"账号\d", "帳號7"),
        ("看着你", "看著妳"),
        ("什么", "甚麼"),
        ("线", "綫"),
    ],
)
def test_an_expression_in_simplified_characters_finds_the_traditional_ones(simplified: str, traditional: str) -> None:
    assert compiled(simplified).search(traditional)
    assert not re.search(simplified, traditional)


@pytest.mark.parametrize("kept", [r"[\u3400-\u9fff]", "[一-龥]", r"\d{2}[a-z]?", "[]あ-]", "請問", r"\[发\]", r"(?P<name>a)|\\"])
def test_ranges_escapes_and_all_else_stay(kept: str) -> None:
    changed = both_scripts(kept)
    assert changed == kept.replace("发", "[发發髮]")
    assert both_scripts(changed) == changed


@pytest.mark.parametrize(
    ("given", "found", "passed"), [("[]发]", "]发髮", "a"), ("[-发]", "-發", "里"), ("[^发-]", "里a", "發-"), ("[东-发]", "东", "a")]
)
def test_a_set_stays_a_set(given: str, found: str, passed: str) -> None:
    pattern = compiled(given)
    assert all(map(pattern.fullmatch, found))
    assert not any(map(pattern.fullmatch, passed))


def test_words_in_both_scripts() -> None:
    assert in_both_scripts(["agent", "客户", "号码"]) == {"agent", "客户", "客戶", "号码", "號碼", "号碼", "號码"}


def test_the_table_is_that_of_opencc() -> None:
    characters = [chr(code) for code in range(0x4E00, 0xA000)]
    meant = OpenCC("t2s").convert("\n".join(characters)).split("\n")
    pairs = {(one, other) for one, other in zip(meant, characters, strict=True) if one != other and "\u4e00" <= one <= "\u9fff"}
    entries = TABLE.read_text(encoding="utf-8").split()
    assert {(entry[0], form) for entry in entries for form in entry[1:]} == pairs
    assert not {*ALSO.items()} & pairs


def patterns_in(value: object) -> Iterator[re.Pattern[str]]:
    """The expressions that a module keeps under a name: one, or some in a tuple, a list or a dictionary."""
    if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
        yield value
    elif isinstance(value, dict):
        yield from (pattern for each in value.values() for pattern in patterns_in(each))
    elif isinstance(value, (tuple, list)):
        yield from (pattern for each in value for pattern in patterns_in(each))


HAN = re.compile("[\u3400-\u9fff]")
FILES = [
    path.relative_to(ROOT)
    for floor in ("data", "retrieval", "finetune", "bot/answers", "bot/decisions", "bot/lookups", "bot/components", "bot/retraining/gate")
    for path in sorted((ROOT / floor).rglob("*.py"))
    if HAN.search(path.read_text(encoding="utf-8"))
]


@pytest.mark.parametrize("file", FILES, ids=str)
def test_every_expression_knows_both_scripts(file: Path) -> None:
    module = importlib.import_module(".".join(file.with_suffix("").parts))
    missing = {
        name: pattern.pattern
        for name, value in vars(module).items()
        for pattern in patterns_in(value)
        if JAPANESE not in pattern.pattern and both_scripts(pattern.pattern) != pattern.pattern
    }
    assert not missing, f"compile them with data.both_scripts.compiled: {', '.join(missing)}"
