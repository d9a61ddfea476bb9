"""Heed's own dialogues, as `heed import` and `heed conversations export` write them: an object with `turns` a line."""

from collections.abc import Iterator, Mapping

from data.formats.raw_dialogues import Message, RawDialogue, mappings, text_of, time_of

NAME = "heed"


def recognises(value: Mapping[str, object]) -> bool:
    return isinstance(value.get("turns"), list) and "id" in value


def dialogues(line: int, value: Mapping[str, object]) -> Iterator[RawDialogue]:
    turns = value["turns"]
    messages = [
        Message(line, text_of(turn.get("role")), text_of(turn.get("text")), time_of(turn.get("time")), rating=text_of(turn.get("rating")),
                reason=text_of(turn.get("reason")))
        for turn in mappings(turns)
    ]  # fmt: skip
    rating = value.get("rating")
    yield RawDialogue(
        line, text_of(value["id"]), messages, time_of(value.get("date")), text_of(value.get("product")), value.get("tags"),
        rating if isinstance(rating, int) and not isinstance(rating, bool) else None, text_of(value.get("comment")),
    )  # fmt: skip
