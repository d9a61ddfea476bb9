"""Names with a meaning of their own in the domain, and the templates that answer something."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from data.documents.store import read_sections
from data.formats.examples.rasa_yaml import read_intents, read_responses, read_templates
from data.languages import language_of, language_of_kept
from data.redaction.own_contacts import published

# `utter_offer_<intent>` is the title of an intent's button.
OFFER = "utter_offer_"
OUT_OF_SCOPE = "out_of_scope"
# A decision that can be taught, too: examples of it say too little to be answered.
CLARIFY = "clarify"
# Decided, never classified: only the log answers it.
PASSAGE = "passage"
# The customer asks for a person, and what is done where nothing reliable is known.
PERSON, HAND_OVER = "talk_to_person", "hand_over"
# The responses that speak of people. Each has variants by whether somebody is there: `utter_talk_to_person_open`, `…_closed`; where nobody
# answers at all, it is said as it is.
ABOUT_PEOPLE = (f"utter_{PERSON}", f"utter_{HAND_OVER}", f"utter_{OUT_OF_SCOPE}")
# A message that asks several things, each of which is answered.
SEVERAL = "several"
# Decided, never classified: the answer to a form's question. Rasa's own name for it.
INFORM = "inform"
# Intents that are no questions: a word may say all of it.
SMALL_TALK = ("greet", "goodbye", "thank", "affirm", "deny", "bot_challenge")
# Their templates say nothing that could be asked for in other words.
NO_ANSWERS = (*SMALL_TALK, PASSAGE, CLARIFY, OUT_OF_SCOPE, HAND_OVER, PERSON, SEVERAL, INFORM)
# What a question is about that no intent knows.
OTHER_TOPICS = "other"
# In a message's metadata: its channel shows a reply's `sources` itself. Rasa's own channels don't; for them, the text names the source.
SHOWS_SOURCES = "shows_sources"
# In a message's metadata: whether passages for a person to choose from are wanted.
SUGGESTS = "suggests"


def answering_templates(domain: Path) -> dict[str, str]:
    """The templates of a domain folder that answer something, by intent; none where there is no such folder.

    A form's questions, and what a look-up says, answer no intent.
    """
    if not domain.is_dir():
        return {}
    intents = read_intents(domain)
    return {intent: text for intent, text in read_templates(domain).items() if intent in intents and intent not in NO_ANSWERS}


def answering_texts(domain: Path) -> Mapping[str, Sequence[str]]:
    """All that the templates of a domain folder say in answer to something, in each language, by intent.

    They are read again once a file has changed.
    """
    return _answering_texts(domain, tuple((file, file.stat().st_mtime_ns, file.stat().st_size) for file in sorted(domain.rglob("*.yml"))))


@lru_cache(1)  # YAML is slow to read, and each model that a server loads asks for it
def _answering_texts(domain: Path, _stats: tuple[tuple[Path, int, int], ...]) -> Mapping[str, Sequence[str]]:
    variations = read_responses(domain) if domain.is_dir() else {}
    texts = {intent: [each["text"] for each in variations[f"utter_{intent}"] if "text" in each] for intent in answering_templates(domain)}
    return {intent: said for intent, said in texts.items() if said}


def said_to(message: str, said: Sequence[str]) -> str:
    """What a template says to a message, of what it says in each language: the first text in the message's, else the first of all."""
    language = language_of(message)
    return next((text for text in said if language_of_kept(text) == language), said[0])


def published_contacts(domain: Path, documents: Path) -> frozenset[str]:
    """The addresses and telephone numbers that the company has published: in its templates, and in its kept documents.

    Raises:
        DataError: a file can't be read.
    """
    responses = read_responses(domain) if domain.is_dir() else {}
    said = [str(each["text"]) for variations in responses.values() for each in variations if "text" in each]
    return published([*said, *(section.text for section in read_sections(documents))])
