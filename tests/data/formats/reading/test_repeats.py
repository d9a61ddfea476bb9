import pytest

from data.formats.raw_dialogues import REPEATED, Message, RawDialogue
from data.formats.reading.repeats import without_repeats

TALK = [Message(1, "customer", "Is it open today?", "2026-03-02 09:14"), Message(2, "agent", "It is, until six.", "2026-03-02 09:15")]


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


def at(minute: str, *said: str) -> list[Message]:
    """Messages such as “Ines: yes”, one below the other."""
    pairs = [line.split(": ") for line in said]
    return [Message(number, "", text, minute, who) for number, (who, text) in enumerate(pairs, 1)]


@pytest.mark.parametrize("time", ["02.03.26, 09:14", "2026-03-02 09:14:00", "2026-03-02"])
def test_somebody_may_say_the_same_twice_in_a_minute_or_on_a_day(time: str) -> None:
    asked = at(time, "Ines: hello?", "Shop: red one?", "Ines: yes", "Shop: size M?", "Ines: yes")
    assert REPEATED not in roles(*asked, Message(6, "", "ok ordered", "02.03.26, 09:15", "Shop"))
    assert REPEATED not in roles(*at(time, "Ines: ok", "Shop: which one?", "Shop: red?", "Ines: ok", "Ines: ok", "Ines: and blue"))
    assert REPEATED not in roles(*at(time, *["Ines: ok"] * 4))


def test_a_log_may_have_each_of_its_rows_twice() -> None:
    assert roles(*at("09:14", *(f"Ines: {text}" for text in ("hello", "hello", "yes", "yes")))) == ["", REPEATED] * 2


def test_exports_that_overlap_have_some_messages_twice() -> None:
    first = at("09:14", "Ines: hello?", "Shop: red one?", "Ines: yes", "Shop: size M?", "Ines: no")
    again = [message._replace(line=message.line + 5) for message in first[3:]]
    assert roles(*first, *again, Message(9, "", "L", "09:15", "Ines")) == [""] * 5 + [REPEATED] * 2 + [""]


@pytest.mark.parametrize(
    ("text", "time"), [("My parcel still hasn't come, where is it now?", "09:14"), ("yes", "09:14:31"), ("yes", 1772442871.0)]
)
def test_one_message_alone_is_there_twice_if_it_is_long_or_timed_to_the_second(text: str, time: str | float) -> None:
    said = [Message(line, "", words, time, "Ines") for line, words in enumerate((text, "red", "blue", "green", text), 1)]
    assert roles(*said) == [""] * 4 + [REPEATED]


def test_short_signs_and_words_are_no_dialogue_that_is_there_twice() -> None:
    assert REPEATED not in roles(*(message._replace(time=None) for message in at("", *["Ines: ?", "Shop: ??"] * 2)))
    assert REPEATED not in roles(*(message._replace(time=None) for message in at("", *["Ines: yes", "Shop: ok, thanks"] * 2)))
    assert roles(*(message._replace(time=None) for message in at("", *["Ines: 有红色的吗", "Shop: 有的"] * 2))) == [
        "",
        "",
        REPEATED,
        REPEATED,
    ]
