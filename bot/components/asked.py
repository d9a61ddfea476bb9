"""A question on its way through the pipeline: what each component finds out stands here for those that follow."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, NamedTuple

from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.components.form_answers import is_short_answer, lookup_begun_by, requested_slot
from bot.decisions.evidence import EVIDENCE, Evidence
from bot.decisions.observation import Observation
from bot.decisions.ranking import Ranking, verified
from bot.decisions.splitting import clauses_of, questions_of, told_besides, without_link
from bot.domain import INFORM
from data.folding import folded
from data.identifiers import without_identifiers
from data.languages import is_chinese
from data.negation import without_refused
from retrieval.lexical.particulars import names_in
from retrieval.search.beside import NO_TEXTS, Beside
from retrieval.search.query_context import in_context, leans

if TYPE_CHECKING:
    from finetune.classifier.prediction import Prediction
    from retrieval.search.entries import Hit
    from retrieval.search.second_encoder import SecondEncoder

# Where the questions of a message stand in it for the components that follow.
ASKED = "heed_asked"
# A message of so many letters may lean on the one before without a word that shows it: “how many watts at most”.
SHORT = 80
# A question of a message of so many letters may lean on the one before it: “how much is it to Lisbon, and how long”.
SHORTEST = 60
# Shorter questions may have meant anything where they were asked.
FEWEST_LETTERS, FEWEST_CHARACTERS = 12, 5
# Chinese says as much in so many times fewer letters.
DENSER = 3
# The message as it stands; the message with what the customer said before, or under the name of what that was about; one of the questions
# in it, by itself, with those before it, or under the name of what the message is about; a clause of a message in which no questions are
# told apart.
Scope = Literal["alone", "in_context", "in_context_named", "part", "part_in_context", "part_named", "clause"]


class Found(NamedTuple):
    """What is found for a question.

    Attributes:
        hits: the passages, the best first.
        information: how much the question says, in nats.
        beside: how the first intent's template stands beside it and the first section of a document, if there is one.
        template_answers: log-odds that the likeliest intents' templates answer it, told by what they say.
        suggested: passages for a person to choose from, where one asks (`bot.domain.SUGGESTS`).
    """

    hits: Sequence[Hit] = ()
    information: float = 0.0
    beside: Beside = NO_TEXTS
    template_answers: Mapping[str, float] = MappingProxyType({})
    suggested: Sequence[Hit] = ()


@dataclass
class Asked:
    """A question, and what the pipeline can find out about it: read and searched for when that is first asked for.

    Most messages are decided by themselves; what else they might ask is then never read, which would take as long once more.

    Attributes:
        text: what is classified and searched for.
        scope: how it came from the message.
        classify: reads a text.
        leans: whether it can't be understood without what was said before.
        part: which of the message's questions or clauses it is, from 0; none for the whole message.
        search: finds what answers it.
        second: the encoder of `Prediction.english`, for texts that the question is compared with; none where there is none.
    """

    text: str
    scope: Scope
    classify: Callable[[str], Prediction]
    leans: bool = False
    part: int | None = None
    search: Callable[[Asked], Found] = lambda _: Found()
    second: SecondEncoder | None = None

    @cached_property
    def prediction(self) -> Prediction:
        return self.classify(self.text)

    @property
    def own_question(self) -> bool:
        """Whether somebody asked this before, word for word, and was answered; it must say by itself what it is about."""
        shortest = FEWEST_CHARACTERS if is_chinese(self.text) else FEWEST_LETTERS
        if len(self.text) < shortest or leans(self.text) or not self.hits:
            return False
        first = self.hits[0]
        return not first.passage.document and folded(first.question) == folded(self.text)

    @cached_property
    def found(self) -> Found:
        return self.search(self)

    @cached_property
    def ranking(self) -> Ranking:
        """The intents with their probabilities, the likeliest first, by classifier and templates."""
        return verified(self.prediction.ranking, self.found.template_answers)

    @property
    def observation(self) -> Observation:
        """What classifier and search found out, as it is decided on."""
        return Observation.of(self.prediction, *self.found[:4])

    @property
    def hits(self) -> Sequence[Hit]:
        return self.found.hits

    def put_first(self, document: bool) -> None:
        """Puts the sections of documents first, or what agents said: what is said is the first of the hits."""
        self.found = self.found._replace(hits=sorted(self.found.hits, key=lambda hit: hit.passage.document != document))


class Text(NamedTuple):
    """A text that is to be looked at for a message; the fields are those of `Asked`."""

    text: str
    scope: Scope
    leans: bool = False
    part: int | None = None


def texts_asked(text: str, tracker: DialogueStateTracker | None, names: frozenset[str] = frozenset()) -> list[Text]:
    """What is to be looked at for a message: itself, itself in context where it may lean on earlier messages, and its questions.

    What the customer refuses (“do not cancel it”) is taken out before, so that nothing answers it. Order numbers are, too: they don't say
    what is asked. A short message while a form asks answers the form, and doesn't go on with what was said before.

    Args:
        text: the message.
        tracker: the conversation.
        names: of the company's products and the like, folded.
    """
    wanted = without_refused(without_identifiers(text))
    found = [Text(wanted, "alone")]
    earlier = [without_identifiers(said) for said in said_before(tracker)]
    joined = in_context(wanted, earlier)
    if joined != wanted:
        found.append(Text(joined, "in_context", True))
    elif (
        earlier
        and not (requested_slot(tracker) and is_short_answer(wanted))
        and (len(wanted) <= SHORT / (DENSER if is_chinese(wanted) else 1) or was_asked_back(tracker))
    ):
        found.append(Text(f"{earlier[-1]} {wanted}", "in_context"))
    if len(found) > 1 and not names_in(wanted, names) and (about := names_in(earlier[-1], names)):
        found.append(Text(_under(about, wanted), "in_context_named", found[-1].leans))
    return [*found, *_parts_of(wanted, names)]


def _parts_of(wanted: str, names: frozenset[str]) -> Iterator[Text]:
    parts = questions_of(wanted)
    if len(parts) < 2:
        parts = told_besides(wanted)
    if len(parts) < 2:
        clauses = clauses_of(wanted)
        yield from (Text(without_link(clause), "clause", part=place) for place, clause in enumerate(clauses) if len(clauses) > 1)
        return
    named = [names_in(part, names) for part in parts]
    for place, part in enumerate(parts):
        alone = without_link(part)
        yield Text(alone, "part", part=place)
        if (joined := in_context(part, parts[:place])) != part:
            yield Text(joined, "part_in_context", True, place)
        elif place and len(alone) <= SHORTEST / (DENSER if is_chinese(alone) else 1):
            yield Text(f"{parts[place - 1]} {part}", "part_in_context", False, place)
        about = frozenset().union(*named[:place])
        if not about and leans(part):  # what is named only later is what “it” was before
            about = frozenset().union(*named[place + 1 :])
        if about and not named[place]:
            yield Text(_under(about, alone), "part_named", True, place)


def _under(names: frozenset[str], text: str) -> str:
    """A text under the names of what it is about."""
    return f"{' '.join(sorted(name.capitalize() for name in names))}: {text}"


def said_before(tracker: DialogueStateTracker | None) -> list[str]:
    """What the customer said before, the oldest first. Clicked buttons and answers to forms say nothing that could be searched for.

    After a look-up it is what began the look-up: whatever else was asked while the form went on, was answered before.
    """
    if begun := lookup_begun_by(tracker, answered=True):
        clicked = str(begun.metadata.get("shown") or "")
        said = [clicked if (begun.text or "").startswith("/") else begun.text]
    else:
        events = tracker.events if tracker else ()
        said = [event.text for event in events if isinstance(event, UserUttered) and event.intent_name != INFORM]
    return [text for text in said if text and not text.startswith("/")]


def evidence_before(tracker: DialogueStateTracker | None) -> Evidence | None:
    """The evidence of the customer's message before this one; none if there was none."""
    events = reversed(tracker.events) if tracker else iter(())
    newest = next((event for event in events if isinstance(event, UserUttered)), None)
    return Evidence.from_json((newest.parse_data or {}).get(EVIDENCE)) if newest else None


def was_asked_back(tracker: DialogueStateTracker | None) -> bool:
    """Whether the assistant's last answer was a question back."""
    before = evidence_before(tracker)
    return before is not None and before.decision == "clarify"
