"""Which language a text is in: its script says it, or, where many languages share a script, its letter sequences do.

The sequences are weighed by py3langid, a naive Bayes classifier over byte n-grams (Lui & Baldwin 2012, “langid.py: An
Off-the-shelf Language Identification Tool”). It is loaded when the first text needs it: half a second, 55 MB.
"""

import re
import unicodedata
from collections import Counter
from functools import cache, lru_cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

# The Han characters, to stand between the brackets of a regular expression.
HAN_RANGE = r"\u3400-\u4dbf\u4e00-\u9fff"
HAN = re.compile(f"[{HAN_RANGE}]")
LETTER = re.compile(r"[^\W\d_]")
# A Chinese message may name products in Latin letters; an English one holds a Han character at most as a quotation.
SHARE = 0.3

# The first word of a character's Unicode name is its script. These scripts belong to one language.
BY_SCRIPT = {
    "CJK": "zh", "HIRAGANA": "ja", "KATAKANA": "ja", "HANGUL": "ko", "THAI": "th", "GREEK": "el", "HEBREW": "he", "ARMENIAN": "hy",
    "GEORGIAN": "ka", "BENGALI": "bn", "TAMIL": "ta", "TELUGU": "te", "KANNADA": "kn", "MALAYALAM": "ml", "GUJARATI": "gu",
    "GURMUKHI": "pa", "SINHALA": "si", "KHMER": "km", "LAO": "lo", "MYANMAR": "my", "ETHIOPIC": "am",
}  # fmt: skip
# These are shared, and a text's language is sought among these; the first is the commonest. Of near twins (Indonesian and Malay,
# Croatian and Bosnian, Portuguese and Galician) only the larger stands here: they would take each other's probability.
SHARED = {
    "LATIN": tuple("en ca cs da de es et fi fr hr hu id it lt lv nl no pl pt ro sk sl sv tr vi".split()),
    "CYRILLIC": tuple("ru uk bg sr mk be kk".split()),
    "ARABIC": tuple("ar fa ur".split()),
    "DEVANAGARI": tuple("hi mr ne".split()),
}
KNOWN = frozenset(BY_SCRIPT.values()) | {language for languages in SHARED.values() for language in languages}
# Browsers name the two written forms of Norwegian.
NORWEGIAN = ("nb", "nn")
LATIN = "LATIN"
# A letter of these scripts says as much as so many Latin ones.
DENSE = {"CJK": 2.4, "HIRAGANA": 2.4, "KATAKANA": 2.4, "HANGUL": 2.4}
# So probable must be the language of a first message, and one that a conversation shall turn to. Fewer words say nothing: a name,
# an “ok”, a greeting that everybody knows.
LIKELY, SURE = 0.6, 0.85
WORDS, WORDS_TO_TURN = 2, 3
# Of a sentence that is certainly not in the language that it would be taken for, the likelier of two near ones will do (Danish, Norwegian).
EXCLUDED, LIKELIER = 0.01, 0.4
WORD = re.compile(r"[^\W\d_]{2,}")
# A Japanese message may do without kana if it is as short as this: 送料無料, 返品方法.
SHORT_JAPANESE = 6


def language_of(text: str, earlier: str | None = None, main: str = "en") -> str:
    """The language of a message, as ISO 639-1 has it (Norwegian is `no`, Chinese in any script `zh`).

    Args:
        text: the message.
        earlier: the language of the conversation so far, which a short or doubtful message keeps.
        main: the language of a short or doubtful message that begins a conversation.
    """
    scripts = _scripts(text)
    if not scripts:
        return earlier or main
    script = _main_script(scripts)
    if script not in SHARED:
        return _east_asian(scripts, text, earlier) if script in DENSE else BY_SCRIPT[script]
    best = _best(_probabilities(text, script), len(WORD.findall(text)), earlier, main)
    kept = earlier or main
    return best or (kept if script == LATIN or kept in SHARED[script] else SHARED[script][0])


@lru_cache(maxsize=1 << 17)
def language_of_kept(text: str) -> str:
    """The language of a text that is kept, as a template's or a passage's, told once: that takes longer than all else a search asks of it.

    A message that is being answered is none: it would outlive its erasure here.
    """
    return language_of(text)


def language_of_locale(locale: str) -> str:
    """The language that a locale, as `zh-CN`, names, as `language_of` would; empty if it is none that it knows."""
    language = locale.partition("-")[0].lower()
    return "no" if language in NORWEGIAN else language if language in KNOWN else ""


def english_probability(text: str) -> float:
    """How likely a text is English, 0 to 1: what no other language claims. A short text in Latin letters counts as English."""
    scripts = _scripts(text)
    if not scripts:
        return 1.0
    if _main_script(scripts) != LATIN:
        return 0.0
    return 1.0 - max(probability for language, probability in _probabilities(text, LATIN).items() if language != "en")


def is_chinese(text: str) -> bool:
    """Whether a text is written in Han characters, without spaces between its words."""
    letters = len(LETTER.findall(text))
    return letters > 0 and len(HAN.findall(text)) / letters >= SHARE


SENTENCE = re.compile(r"(?<=[.!?…])\s+|(?<=[。！？；])|\n+")


def sentences_of(text: str) -> list[str]:
    """The sentences of a text, in order, without empty ones."""
    return [sentence for sentence in map(str.strip, SENTENCE.split(text)) if sentence]


@lru_cache(maxsize=4096)
def _script(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0].partition("-")[0]


@lru_cache(maxsize=16)  # as of `_probabilities`
def _scripts(text: str) -> Counter[str]:
    """How many letters of each script that a language is known for stand in a text."""
    letters = LETTER.findall(unicodedata.normalize("NFKC", text))
    return Counter(script for script in map(_script, letters) if script in BY_SCRIPT or script in SHARED)


def _main_script(scripts: Counter[str]) -> str:
    return max(scripts, key=lambda script: scripts[script] * DENSE.get(script, 1.0))


def _best(probabilities: dict[str, float], words: int, earlier: str | None, main: str) -> str | None:
    """The likeliest language, if it is likely enough for a text of so many words."""
    best = max(probabilities, key=probabilities.__getitem__)
    probability = probabilities[best]
    if words >= WORDS_TO_TURN and probability >= LIKELIER and probabilities.get(earlier or main, 1.0) <= EXCLUDED:
        return best
    least, fewest = (SURE if earlier in probabilities else LIKELY, WORDS_TO_TURN) if earlier else (LIKELY, WORDS)
    return best if probability >= least and words >= fewest else None


def _east_asian(scripts: Counter[str], text: str, earlier: str | None) -> str:
    """Japanese mixes kana with Han characters; Chinese at most writes a の for its looks."""
    if scripts["HANGUL"] > scripts["CJK"] + scripts["HIRAGANA"] + scripts["KATAKANA"]:
        return "ko"
    kana = scripts["HIRAGANA"] + scripts["KATAKANA"]
    if kana and not (earlier == "zh" and kana == text.count("の")):
        return "ja"
    return "ja" if earlier == "ja" and scripts["CJK"] <= SHORT_JAPANESE else "zh"


@cache
def _identifier() -> LanguageIdentifier:
    """py3langid, cut down to the languages that are sought."""
    whole = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    whole.set_languages([language for languages in SHARED.values() for language in languages])
    return LanguageIdentifier(
        whole.nb_ptc, whole.nb_pc, whole.nb_classes, whole.tk_nextmove, whole.tk_output, norm_probs=True, tk_row=whole.tk_row
    )


@lru_cache(maxsize=16)  # one message's language is asked for by all who look at it
def _probabilities(text: str, script: str) -> dict[str, float]:
    """The probabilities of the languages that share a script; they add up to 1."""
    found = dict(_identifier().rank(text))
    total = sum(found[language] for language in SHARED[script])
    return {language: found[language] / total for language in SHARED[script]}
