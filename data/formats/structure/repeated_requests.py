"""Which conversation a request to a language model goes on with, and what of it was said before: each may repeat what was said so far."""

from collections.abc import Sequence
from itertools import accumulate

from data.formats.raw_dialogues import CHAT, Message, RawDialogue
from data.records import BOT


class Requests:
    """The requests of one log, in its order. Messages get as their id the place that they have in their conversation: what is repeated
    has the one that it had, and anything else, the same words once more, too, has one of its own.
    """

    def __init__(self) -> None:
        # Of conversations with a name, a hash of each thing said, and after how many of those a request that was repeated must have ended.
        self._said: dict[str, list[int]] = {}
        self._unseen: dict[str, set[int]] = {}
        # Of those without a name, by a hash of all that was said: which stand there now; which stood there, but no request of it was seen.
        self._now: dict[int, list[str]] = {}
        self._before: dict[int, list[str]] = {}
        self._count = 0

    def placed(self, raw: RawDialogue) -> RawDialogue:
        """A request with its answer, as what it adds to its conversation; one whose name is `CHAT` alone says not to which."""
        if not raw.name or not raw.messages:
            return raw
        said = [hash((message.role, " ".join(message.text.split()))) for message in raw.messages]
        asked = len(said) - (raw.messages[-1].role == BOT)
        # Where a request may have ended that it repeats: behind each answer.
        ends = [place for place, message in enumerate(raw.messages[:asked], start=1) if message.role == BOT]
        if raw.name == CHAT:
            return raw._replace(name=self._conversation(said, asked, ends), messages=_numbered(raw.messages, range(len(said))))
        return raw._replace(messages=_numbered(raw.messages, self._places(raw.name, said, asked, ends)))

    def _conversation(self, said: Sequence[int], asked: int, ends: Sequence[int]) -> str:
        """The conversation all of which a request repeats; a new one if there is none. A log may have the newest requests first."""
        begins = list(accumulate(said, lambda before, text: hash((before, text)), initial=0))
        known = next((place for place in range(asked, 0, -1) if self._now.get(begins[place])), 0)
        if not known and self._before.get(begins[-1]):
            return self._before[begins[-1]].pop()
        self._count += not known
        name = self._now[begins[known]].pop() if known else f"{CHAT}{self._count}"
        self._now.setdefault(begins[-1], []).append(name)
        for end in ends:
            if end > known:
                self._before.setdefault(begins[end], []).append(name)
        return name

    def _places(self, name: str, said: Sequence[int], asked: int, ends: Sequence[int]) -> Sequence[int]:
        """The places of a request's messages in the conversation that it names."""
        known = self._said.setdefault(name, [])
        if not known:
            known += said
            self._unseen[name] = set(ends)
            return range(len(said))
        if len(said) in self._unseen[name] and known[: len(said)] == said:
            self._unseen[name].discard(len(said))
            return range(len(said))
        # A request repeats all, or the last of it, before it says something new.
        most = min(len(known), asked)
        last = next((n for n in range(most, 0, -1) if (n < asked or n == len(known)) and known[-n:] == said[:n]), 0)
        first = next((place for place in range(most) if known[place] != said[place]), most) if not last else 0
        begin = len(known)
        if last or first < 2:  # a first question that is asked once more was asked twice
            known += said[last:]
            return range(begin - last, begin - last + len(said))
        known += said[first:]
        return [*range(first), *range(begin, begin + len(said) - first)]


def _numbered(messages: Sequence[Message], places: Sequence[int]) -> list[Message]:
    return [message._replace(id=str(place)) for message, place in zip(messages, places)]
