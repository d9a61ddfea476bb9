from data.formats.raw_dialogues import REPEATED, Message, RawDialogue
from data.formats.reading.repeats import without_repeats

TALK = [Message(1, "customer", "Is it open?", "2026-03-02 09:14"), Message(2, "agent", "It is.", "2026-03-02 09:15")]


def roles(*messages: Message) -> list[str]:
    return [message.role for message in without_repeats(RawDialogue(1, "7", list(messages))).messages]


def test_what_stands_there_twice_is_said_once() -> None:
    assert roles(*TALK, *(message._replace(line=message.line + 2) for message in TALK)) == ["customer", "agent", REPEATED, REPEATED]


def test_the_same_words_at_another_time_or_in_one_row_stay() -> None:
    assert roles(*TALK, TALK[0]._replace(line=3, time="2026-03-02 09:20")) == ["customer", "agent", "customer"]
    assert roles(*TALK, TALK[0]) == ["customer", "agent", "customer"]


def test_without_times_only_a_whole_dialogue_is_there_twice() -> None:
    untimed = [message._replace(time=None) for message in TALK]
    assert roles(*untimed, *untimed) == ["customer", "agent", REPEATED, REPEATED]
    assert roles(*untimed, untimed[0]) == ["customer", "agent", "customer"]
