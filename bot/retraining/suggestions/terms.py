"""What a question is about, as words and pairs of neighbouring words: those that stand in questions about anything are left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

import Stemmer
import stopwordsiso

from data.languages import HAN
from retrieval.lexical.words import STOP_WORDS

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
# Addresses, handles, tags, and what stands in place of personal data or of a name, as [order] or __company__.
NO_WORDS = re.compile(r"https?://\S{1,500}|[@#]\w{1,50}|\[\w{1,30}\]|__[a-z]{1,30}__|&\w{2,8};")
# What belongs to the word before it: “check in”, “carry on”, “sign up”. Before one of the others it belongs to what comes: “in the hold”.
PARTICLES = frozenset("in on up out off back down over".split())
GO_ON = frozenset("a an the my your our his her their its this that these those it me us them you every any".split())
# A word with so many digits is the number of somebody's flight, order or card.
DIGITS = 3
# Two words are a pair if so many empty ones stand between them at most: “cancel my flight”.
BETWEEN = 2
# English words that stand in questions about anything: the library's list for English has “order”, “open” and “bill” in it.
ENGLISH = frozenset(
    """
    about above across actually after again ago ain't all almost alone along already also although always am among an and another any
    anybody anymore anyone anything anyway apparently around aren't at awesome away back bad badly basically because been before being
    believe best better between bit both can't cannot cause come comes coming could've couldn't crazy cuz day days definitely did didn't
    different does doesn't doing don't done dont down due during each either else enough especially etc even ever every everyone
    everything exactly extremely fact far feel few first folks former forward four fuck fucking full fully fun gave get gets getting give
    given gives giving god goes going gone gonna good got gotta gotten great guess guy guys gt had hadn't happen happened happening
    happens happy hard hasn't hate haven't having he he's hear heard her here here's hers hey hi him his hope hoping horrible how's
    however hr hrs huge i'd i'll idea im inside instead into isn't it'd it'll it's its ive joke keep keeps kept kind kinda knew know known
    knows lately later least left less let let's letting lets like liked likely literally little lmao lol long look looked looking looks
    lot lots love loved made make makes making man many matter may maybe mean means mess might mins minutes more most much must mustn't
    myself near nearly need needed needs neither never new next nice night no nobody non none nope nor not nothing now obviously of off
    often oh ok okay old omg once one ones only onto other others ought ourselves out over own per perfect perhaps please pls plz pm poor
    possible pretty probably problem put question quite rather re real really reason remember ridiculous right sad said same saw say
    saying says second see seeing seem seems seen seriously several shame shan't she she's shit should should've shouldn't since six smh
    some somebody someone something sometimes somewhere soon sort still stuff stupid such suck sucks super sure take taken takes taking
    talk tell telling ten terrible than thank thanks that that's them themselves then there there's these they they'd they'll they're
    they've thing things think thinking third this those though thought three through throughout thru thus thx til till today together
    told tomorrow tonight too took totally toward towards tried tries truly try trying turn two ugh under unless unlike until up ur us use
    used uses using usually very via want wanted wanting wants wasn't way ways we'd we'll we're we've week weeks well went weren't
    whatever what's when's where's whether which while who's whole whom whose why will win wish within without won't wonder wondering
    wonderful worse worst worth would've wouldn't wow wrong wtf ya yall y'all yay yea yeah year years yep yes yesterday yet you'd you'll
    you're you've yours yourself
    """.split()
)


def terms(text: str, language: str) -> Iterator[tuple[str, str]]:
    """Each word and each pair of neighbours of a text, as often as it stands there: its stem, by which it is told from others, and itself.

    A word stands with its particle: the stem of “check in” is that of “check”.

    Args:
        text: a question.
        language: of it, as ISO 639-1 has it.
    """
    empty, stem = _empty(language), _stemmer(language)
    said = _words(text)
    places = [(place, word) for place, word in enumerate(said) if not (word in empty or word.isdigit() or _says_little(word))]
    written = {place: f"{word} {said[place + 1]}" if _has_particle(said, place) else word for place, word in places}
    for place, word in places:
        yield stem.stemWord(word), written[place]
    for (one, first), (other, second) in pairwise(places):
        stems = stem.stemWord(first), stem.stemWord(second)
        if other - one - 1 <= BETWEEN and stems[0] != stems[1]:
            yield " ".join(stems), f"{written[one]} {written[other]}"


def _has_particle(said: Sequence[str], place: int) -> bool:
    """Whether the word at a place goes with a particle after it."""
    after = said[place + 1 : place + 3]
    return bool(after) and after[0] in PARTICLES and not (len(after) > 1 and (after[1] in GO_ON or after[1].isdigit()))


def _words(text: str) -> list[str]:
    text = NO_WORDS.sub(" ", text)
    if HAN.search(text):
        from retrieval.lexical.words import words  # jieba loads its dictionary

        return words(text)
    return WORD.findall(text.casefold().replace("’", "'"))


def _says_little(word: str) -> bool:
    """A single letter, two that are an abbreviation of who knows what, or somebody's number; a character of Chinese says more."""
    return word.isascii() and (len(word) <= 2 or sum(map(str.isdigit, word)) >= DIGITS)


@lru_cache
def _empty(language: str) -> frozenset[str]:
    """The words of a language that name nothing, and those of English, which stand in texts of any language."""
    english = STOP_WORDS | ENGLISH
    english |= {word.replace("'", "") for word in english}
    of_language = stopwordsiso.stopwords(language) if language != "en" and stopwordsiso.has_lang(language) else set()
    return english | frozenset(of_language)


@lru_cache
def _stemmer(language: str) -> Stemmer.Stemmer:
    """Snowball's stems of a language; where it has none, those of English."""
    try:
        return Stemmer.Stemmer(language)
    except KeyError:
        return Stemmer.Stemmer("en")
