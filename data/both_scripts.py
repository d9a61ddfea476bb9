"""Chinese in both scripts: an expression, or a word, in simplified characters knows the traditional ones of Taiwan and Hong Kong, too.

The table of characters is OpenCC's (Apache-2.0), which a test holds it to: nothing has to load OpenCC's dictionaries for an expression.
"""

import re
from collections.abc import Iterable
from functools import cache
from itertools import product
from pathlib import Path

TABLE = Path(__file__).with_name("traditional.txt")
# What Taiwan or Hong Kong writes where OpenCC goes by whole words, or sees no other script: 看著, 妳, 帳號, 回覆, 計畫, 甚麼, 憑藉.
ALSO = {"着": "著", "你": "妳", "它": "牠", "账": "帳", "复": "覆", "划": "畫", "什": "甚", "借": "藉"}
# Parts of an expression: an escape, a set up to its end, a character.
ESCAPE = r"\\(?:u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|x[0-9a-fA-F]{2}|N\{[^}]*\}|[^uUxN])"
PART = re.compile(rf"{ESCAPE}|\[\^?\]?(?:{ESCAPE}|[^\]\\]){{0,300}}\]|.", re.DOTALL)
IN_SET = re.compile(rf"(?:{ESCAPE}|[^\\])-(?:{ESCAPE}|[^\\\]])|{ESCAPE}|.", re.DOTALL)


def both_scripts(expression: str) -> str:
    """A regular expression that finds in either script what the given one finds in simplified characters.

    Each simplified character becomes a set of itself and its traditional forms; inside a set these are added. Ranges, escapes and
    everything else stay as they are, so that a look-behind keeps its width. An expression that knows both scripts stays as it is.
    """
    if expression.isascii():
        return expression
    return PART.sub(_part, expression)


def compiled(expression: str, flags: int | re.RegexFlag = 0) -> re.Pattern[str]:
    """As `re.compile`, of the expression in both scripts."""
    return re.compile(both_scripts(expression), flags)


def in_both_scripts(words: Iterable[str]) -> frozenset[str]:
    """Words, and what each is in traditional characters, in any mixture of forms that its characters have."""
    return frozenset(form for word in words for form in _forms(word))


def _forms(word: str) -> Iterable[str]:
    if word.isascii():
        return (word,)
    return map("".join, product(*(sign + _traditional().get(sign, "") for sign in word)))


def _part(match: re.Match[str]) -> str:
    part = match[0]
    if part[0] == "[" and len(part) > 1:
        return _set(part)
    return f"[{part}{_traditional()[part]}]" if part in _traditional() else part


def _set(part: str) -> str:
    """A set with the traditional forms of its characters, as far as it doesn't hold them yet."""
    begin = 2 if part[1] == "^" else 1
    inside = part[begin:-1]
    held = [sign for sign in IN_SET.findall(inside) if len(sign) == 1]
    missing = dict.fromkeys(form for sign in held for form in _traditional().get(sign, "") if form not in held)
    if not missing:
        return part
    # At the front, where no dash is before them; a bracket or a dash that stood there has to be escaped then.
    return f"{part[:begin]}{''.join(missing)}{chr(92) if inside[0] in ']-' else ''}{inside}]"


@cache
def _traditional() -> dict[str, str]:
    """The traditional forms of each simplified character that has other ones."""
    forms = {entry[0]: entry[1:] for entry in TABLE.read_text(encoding="utf-8").split()}
    for sign, more in ALSO.items():
        forms[sign] = forms.get(sign, "") + more
    return forms
