"""Files of one folder that hold parts of the same conversations."""

import json
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from data.formats.log_format import LogFormat
from data.formats.raw_dialogues import Message, RawDialogue
from data.formats.recognition.recognised import Recognised
from data.formats.recognition.shared_conversations import together
from tests.support.logs import said_in

Said = tuple[str, str, str]  # who, the time of day, the text


def answers(ticket: int, day: int, *said: Said) -> list[dict[str, object]]:
    return [
        {"id": day * 100 + n, "incoming": who == "customer", "private": who == "note", "user_id": 7, "ticket_id": ticket, "body_text": text,
         "created_at": f"2026-03-{day:02}T{time}:00Z"}
        for n, (who, time, text) in enumerate(said)
    ]  # fmt: skip


def table(*rows: tuple[str, str, str, str]) -> str:
    return "ticket,sent,role,message\n" + "".join(f'{ticket},{time},{role},"{text}"\n' for ticket, time, role, text in rows)


def test_tickets_with_their_first_messages_and_the_answers_to_each(tmp_path: Path) -> None:
    asked = {5510: "Our grinder hums, what now?", 5511: "May I move the delivery?"}
    tickets = [
        {"id": id_, "requester_id": 90 + n, "responder_id": 7, "description_text": text, "status": 5, "source": 1,
         "created_at": f"2026-03-0{n + 1}T09:00:00Z"}
        for n, (id_, text) in enumerate(asked.items())
    ]  # fmt: skip
    (tmp_path / "tickets.json").write_text(json.dumps(tickets))
    said = (("agent", "09:20", "Push the tank in."), ("note", "09:30", "The third one."), ("customer", "09:40", "That helped."))
    (tmp_path / "conversations_5510.json").write_text(json.dumps(answers(5510, 1, *said)))
    (tmp_path / "conversations_5511.json").write_text(json.dumps(answers(5511, 2, ("agent", "10:00", "You may, until Thursday."))))
    assert sorted(said_in(tmp_path)) == [
        [("customer", asked[5511]), ("agent", "You may, until Thursday.")],
        [("customer", asked[5510]), ("agent", "Push the tank in."), ("customer", "That helped.")],
    ]


def test_a_table_goes_on_in_another_file_whose_numbers_have_lost_their_zeros(tmp_path: Path) -> None:
    asked = (("00088", "09", "Is the crack bad?"), ("00089", "10", "How long a paddle?"), ("00090", "11", "Is the lake open?"))
    begun = ((number, f"2026-03-02 {hour}:10", "Customer", text) for number, hour, text in asked)
    (tmp_path / "march.csv").write_text(table(*begun))
    gone_on = (("88", "2026-03-09 09:10", "Staff", "It is, bring the boat."), ("89", "2026-03-09 10:10", "Staff", "Two metres twenty."))
    (tmp_path / "march rest.csv").write_text(table(*gone_on))
    assert sorted(map(len, said_in(tmp_path))) == [1, 2, 2]


@pytest.mark.parametrize("before", ["", "chat-", "C"])
def test_two_shops_that_count_alike_have_conversations_of_their_own(before: str, tmp_path: Path) -> None:
    for shop, hour in (("lamps", 9), ("boats", 14)):
        rows = [
            (before + number, f"2026-03-02 {hour}:{minute:02}", role, f"{text} {shop}")
            for minute, number in enumerate(("88", "89"))
            for role, text in (("customer", "How heavy are the"), ("agent", "Two kilograms, the"))
        ]
        (tmp_path / f"{shop}.csv").write_text(table(*rows))
    assert [len(dialogue) for dialogue in said_in(tmp_path)] == [2] * 4


def test_a_list_of_conversations_with_their_last_messages_only_says_nothing_anew(tmp_path: Path) -> None:
    said = [
        {"id": f"m{n}", "is_inbound": not n, "created_at": 1772442845.5 + n, "text": text}
        for n, text in enumerate(("Does it fold?", "It does, in the middle."))
    ]
    listed = [{"id": "cnv_1", "subject": "Bed", "last_message": {**said[1], "blurb": "It does, in the", "body": said[1]["text"]}}]
    (tmp_path / "conversations.json").write_text(json.dumps({"_pagination": {"next": None}, "_results": listed}))
    (tmp_path / "cnv_1").mkdir()
    (tmp_path / "cnv_1" / "messages.json").write_text(json.dumps({"_results": said[::-1]}))
    assert said_in(tmp_path) == [[("customer", "Does it fold?"), ("agent", "It does, in the middle.")]]


def test_the_number_of_a_page_is_no_conversations(tmp_path: Path) -> None:
    for number in (1, 2):
        said = [
            {"msgId": f"{number}-{n}", "sessionServiceId": f"s-{number}", "fromUser": {"userType": who}, "text": f"{text} {number}?"}
            for n, (who, text) in enumerate((("Visitor", "How long is"), ("Agent", "You mean the rope of")))
        ]
        (tmp_path / f"session {number}.json").write_text(json.dumps({"entities": said, "number": 0, "size": 20, "totalPages": 1}))
    assert [len(dialogue) for dialogue in said_in(tmp_path)] == [2, 2]


def test_messages_that_two_files_have_are_there_once(tmp_path: Path) -> None:
    said = answers(
        551_007, 1, ("customer", "09:10", "It hums."), ("agent", "09:20", "Push the tank in."), ("customer", "09:40", "And now?")
    )
    (tmp_path / "begin.json").write_text(json.dumps(said[:2]))
    (tmp_path / "end.json").write_text(json.dumps(said[1:]))
    assert said_in(tmp_path) == [[("customer", "It hums."), ("agent", "Push the tank in."), ("customer", "And now?")]]


def test_many_files_with_a_chat_each_that_all_count_from_one(tmp_path: Path) -> None:
    for number in range(40):
        asked = {
            "id": 1,
            "messages": [{"from": "customer", "text": f"Is lamp {number} warm?"}, {"from": "agent", "text": f"Lamp {number} is."}],
        }
        (tmp_path / f"chat {number}x.json").write_text(json.dumps(asked))
    assert [len(dialogue) for dialogue in said_in(tmp_path)] == [2] * 40


@pytest.mark.parametrize("number", ["88", "TCK-2026-000088", "7f3c9a52e1"])
@pytest.mark.parametrize("customers", [("Anna Berg", "Ben Roth"), ("anna@mail.example", "ben@mail.example")])
def test_an_id_of_two_customers_is_two_conversations(number: str, customers: tuple[str, str], tmp_path: Path) -> None:
    for who, thing in zip(customers, ("lamp", "boat")):
        rows = (f'{number},2026-03-02 09:1{n},{name},{role},"{text} {thing}?"\n' for n, (name, role, text) in enumerate(
            ((who, "customer", "How heavy is the"), ("Ines", "agent", "Which colour has the"))
        ))  # fmt: skip
        (tmp_path / f"{thing}.csv").write_text("ticket,sent,name,role,message\n" + "".join(rows))
    assert [len(dialogue) for dialogue in said_in(tmp_path)] == [2, 2]


def test_of_many_long_logs_little_is_looked_at(tmp_path: Path) -> None:
    def log(number: int) -> Recognised:
        def pieces() -> Iterator[RawDialogue]:
            for count in range(10_000):
                read.append(number)
                said = [Message(count, role, f"{role} {number} {count}") for role in ("customer", "agent")]
                yield RawDialogue(count, f"case-{number}-{count}", said)

        return Recognised(f"{number}.json", tmp_path, "json", (), (), pieces)

    read: list[int] = []
    assert len(list(together([log(number) for number in range(100)], LogFormat()))) == 100
    assert len(read) < 10_000


@pytest.mark.parametrize("second", ["csv", "txt", "xlsx"])
def test_a_conversation_goes_on_in_the_next_months_table_whose_columns_stand_otherwise(second: str, tmp_path: Path) -> None:
    names = ("Vorgang", "Datum", "Name", "Rolle", "Nachricht")
    january = [
        ("V/7", "2026-01-30 10:00", "Ina Roth", "Kunde", "Mein Paket bewegt sich nicht."),
        ("V/7", "2026-01-30 10:20", "Ola Kern", "Mitarbeiter", "Ich frage nach."),
        ("V/8", "2026-01-15 12:00", "Uwe Ems", "Kunde", "Kann ich die Jacke tauschen?"),
        ("V/8", "2026-01-15 12:07", "Ola Kern", "Mitarbeiter", "Gern, mit dem Beleg."),
    ]
    february = [  # in no order
        ("V/7", "2026-02-02 16:12", "Ina Roth", "Kunde", "Es ist heil angekommen."),
        ("V/7", "2026-02-01 08:40", "Ola Kern", "Mitarbeiter", "Der Bote hat es gefunden."),
    ]
    order = (1, 3, 2, 4, 0)
    turned = [tuple(row[place] for place in order) for row in (names, *february)]
    between = "\t" if second == "txt" else ";"
    (tmp_path / "januar.csv").write_text("".join(";".join(row) + "\n" for row in (names, *january)))
    if second == "xlsx":
        book = openpyxl.Workbook()
        for row in turned:
            book.worksheets[0].append(row)
        book.save(tmp_path / "februar.xlsx")
    else:
        (tmp_path / f"februar.{second}").write_text("".join(between.join(row) + "\n" for row in turned), encoding="utf-16")
    assert sorted(said_in(tmp_path), key=len) == [
        [("customer", january[2][4]), ("agent", january[3][4])],
        [("customer", january[0][4]), ("agent", january[1][4]), ("agent", february[1][4]), ("customer", february[0][4])],
    ]
