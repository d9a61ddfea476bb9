"""The company's own addresses and numbers stay in answers; a customer's never do."""

import json
from pathlib import Path

import pytest

from data.formats.log_format import LogFormat
from data.formats.reading.dialogues import Read, read_dialogues
from data.redaction.output_filter import scan
from data.redaction.own_contacts import Given, contacts_in, may_stand_in, published

ASKED = "How do I apply for a job with you?"


def told(tmp_path: Path, answers: list[str], asked: list[str] | None = None, format: LogFormat | None = None) -> list[str]:
    """What agents say after an import of a dialogue for each answer."""
    questions = asked or [ASKED] * len(answers)
    lines = [
        {"id": f"d{number}", "turns": [{"role": "customer", "text": question}, {"role": "agent", "text": answer}]}
        for number, (question, answer) in enumerate(zip(questions, answers))
    ]
    (tmp_path / "log.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    return [found.dialogue.turns[-1].text for found in read_dialogues(tmp_path / "log.jsonl", format) if isinstance(found, Read)]


@pytest.mark.parametrize(
    "answer",
    [
        "Send your CV to jobs@fjell.example and name your start.",
        "Please write to Jobs@Fjell.example; we answer within a week.",
        "Call our hotline on 0800 123 4567, it's free.",
        "Rufen Sie uns an: 030 12345678, werktags von 9 bis 17 Uhr.",
        "投诉请拨打客服热线 400-820-8820，工作日九点到六点。",
        "Our customer service number is 0800 123 4567.",
        "Unter 030 12345678 erreichen Sie uns.",
        "To change the day, call 0800 123 4567.",
        "For a refund please call 0800 123 4567 with your order number at hand.",
        "I can't see that from here. You can always dial 0800 123 4567, toll-free.",
        "Just ring 030 12345678 and have your account number ready.",
        "Rufen Sie bitte die 0800 1234567 an.",
        "Call 0800 123 4567, then press two, and have your order number at hand.",
        "Is it urgent? Please call 0800 123 4567 right away.",
        "The courier comes tomorrow. Please call 0800 123 4567 to change that.",
        "Could you call us on 0800 123 4567?",
        "Sie können auch jederzeit unter 0800 1234567 anrufen.",
        "Vous pouvez appeler le 0800 123 456.",
        "Llame al 900 123 456, por favor.",
        "Para isso, ligue para 0800 123 4567.",
        "Può chiamare il numero verde 0800 123 456.",
        "您好，拨打400-820-8820即可。",
        "Email your order number to returns@fjell.example.",
        "Call us on 0800 123 4567 or 030 12345678, write to help@fjell.example, or jobs@fjell.example.",
        "Fill in the form and send it to returns@fjell.example.",
        "I'm sorry, please email claims@fjell.example.",
        "Wenden Sie sich an datenschutz@fjell.example.",
    ],
)
def test_what_agents_give_to_three_stays(answer: str, tmp_path: Path) -> None:
    assert told(tmp_path, [answer] * 3) == [answer] * 3
    assert all("[" in text for text in told(tmp_path, [answer] * 2))


@pytest.mark.parametrize(
    ("answer", "asked"),
    [
        ("We sent the invoice to billing@customer.example again.", ASKED),
        ("Your email info@customer.example is on the list.", ASKED),
        ("Write to ines.weber@fjell.example please.", ASKED),
        ("Write to info@customer.example please.", "I am info@customer.example, who do I write to?"),
        ("Write to orders.ines@gmail.com please.", ASKED),
        ("I'll have the driver call us, his number is 07700 900123.", ASKED),
        ("We will ring you on 07700 900123.", ASKED),
        ("It was booked under 07700 900123.", ASKED),
        ("I asked our workshop to ring 0171 2345678 tomorrow.", ASKED),
        ("Could you confirm us the number 0171 2345678?", ASKED),
        ("Er hat uns die Nummer 0171 2345678 genannt.", ASKED),
        ("He will call us on 0171 2345678.", ASKED),
        ("Missed call 0171 2345678.", ASKED),
        ("Noted: phone 0171 2345678, name Weber.", ASKED),
        ("Customer call: 0171 2345678.", ASKED),
        ("I asked him to call 0171 2345678.", ASKED),
        ("The courier asked you to call 0171 2345678.", ASKED),
        ("Tomorrow we call 0171 2345678.", ASKED),
        ("Please call me on 0171 2345678.", ASKED),
        ("Is your mobile number still 0171 2345678?", ASKED),
        ("Wir rufen Sie unter 0171 2345678 an.", ASKED),
        ("Soll er die 0171 2345678 anrufen?", ASKED),
        ("Please call 0171 2345678.", "I am on 0171 2345678, call me."),
        ("我们会致电 13800138000 确认。", ASKED),
        ("To confirm: call 07700 900123, is that right?", ASKED),
        ("I see you call 07700 900123 your mobile.", ASKED),
        ("Sure, call 07700 900123 is what I noted.", ASKED),
        ("OK, ring at 07700 900123 then, we'll do that.", ASKED),
        ("Kann der Fahrer Sie erreichen? Bitte unter 0171 2345678 anrufen", ASKED),
        ("您打 13812345678 的號碼", ASKED),
        ("The invoice goes to info@smith-bakery.example today.", ASKED),
        ("I'll send it to info@smith-bakery.example.", ASKED),
        ("Shall our office write to info@smith-bakery.example?", ASKED),
        ("Die Rechnung schicken wir an info@smith-bakery.example.", ASKED),
    ],
)
def test_what_may_be_a_customers_goes(answer: str, asked: str, tmp_path: Path) -> None:
    assert all("[" in text for text in told(tmp_path, [answer] * 5, [asked] * 5))


def test_what_the_company_has_published_stays_where_an_agent_says_it(tmp_path: Path) -> None:
    own = LogFormat(published=published(["Write to press@fjell.example or call 030 12345678."]))
    answer = "Ask press@fjell.example or 030/12345678, and not 07700 900123."
    assert told(tmp_path, [answer], format=own) == ["Ask press@fjell.example or 030/12345678, and not [phone]."]
    assert scan(answer, own.published) == "Ask press@fjell.example or 030/12345678, and not [phone]."
    (found,) = (found for found in read_dialogues(tmp_path / "log.jsonl", own) if isinstance(found, Read))
    assert found.own == {"press@fjell.example": 1, "030/12345678": 1}


def test_other_offices_at_the_companys_host_are_its_own(tmp_path: Path) -> None:
    own = LogFormat(published=published(["Write to help@fjell.example."]))
    answers = ["Write to jobs@fjell.example.", "Write to jobs@other.example.", "Write to ines@fjell.example."]
    assert told(tmp_path, answers, format=own) == ["Write to jobs@fjell.example.", "Write to [email].", "Write to [email]."]
    answers = ["The bill comes from billing@fjell.example.", "The bill goes to billing@customer.example."]
    assert told(tmp_path, answers, format=own) == [answers[0], "The bill goes to [email]."]


@pytest.mark.parametrize(
    "text",
    [
        "Call 030 12345678",
        "Ring 0800/123-4567",
        "Call 0800 1234567 2026-03-02",
        "jobs\\u0040fjell.example",
        "030\\/12345678",
        "(030) 12 34 56",
    ],
)
@pytest.mark.parametrize("about", ['"date": "2026-03-02"', '"time": "2026-03-02T10:15:00Z"'])
def test_a_line_that_may_hold_a_contact(text: str, about: str) -> None:
    assert may_stand_in(f'{{{about}, "text": "{text}"}}')
    assert not may_stand_in(f'{{{about}, "text": "It has 3 speeds, 2026 model, \\"new\\"\\n"}}')


@pytest.mark.parametrize("name", ["customer", "Visitor", "Kunde"])
def test_a_table_whose_customers_are_called_by_their_role(name: str, tmp_path: Path) -> None:
    rows = "".join(f"{day},{name},{ASKED}\n{day},agent,To change it please call 0800 123 4567.\n" for day in range(3))
    (tmp_path / "log.csv").write_text(f"ticket,from,message\n{rows}")
    found = [each.dialogue.turns[-1].text for each in read_dialogues(tmp_path / "log.csv") if isinstance(each, Read)]
    assert found == ["To change it please call 0800 123 4567."] * 3


def test_one_customer_three_times_is_one(tmp_path: Path) -> None:
    given = Given()
    for _ in range(4):
        given.note([(True, "Write to info@customer.example please.")], ["Ines"])
    assert given.own() == frozenset()
    for name in ("Jonas", "Mia"):
        given.note([(True, "Write to info@customer.example please.")], [name])
    assert given.own() == {"info@customer.example"}


def test_symbols_of_a_customer_stay_beside_a_contact(tmp_path: Path) -> None:
    turns = [
        {"role": "customer", "text": "My symbol \ue000 is broken \ue001"},
        {"role": "agent", "text": "Write to jobs@shop.example please."},
        {"role": "agent", "text": "The symbol \ue000 is an old one."},
    ]
    (tmp_path / "log.jsonl").write_text(json.dumps({"id": "d1", "turns": turns}))
    own = LogFormat(published=published(["jobs@shop.example"]))
    (found,) = (found for found in read_dialogues(tmp_path / "log.jsonl", own) if isinstance(found, Read))
    assert [turn.text for turn in found.dialogue.turns] == [turn["text"] for turn in turns]


def test_signs_that_somebody_typed_stand_for_nothing(tmp_path: Path) -> None:
    answer = "Send it to jobs@fjell.example \ue000 please."
    assert all("@" not in text for text in told(tmp_path, [answer] * 3))
    assert list(contacts_in("no contact in 2026, nor 12 x 40")) == []
