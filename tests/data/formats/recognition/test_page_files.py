import json
from pathlib import Path

import pytest

from data.formats.log_format import LogFormat
from data.formats.recognition.page_files import pages_of
from data.formats.recognition.recognised import Recognised
from data.formats.recognition.recognition import recognised
from tests.support.logs import said_in


@pytest.mark.parametrize(
    ("names", "pages"),
    [
        (["m_1.json", "m_2.json", "m_3.json"], 3),
        (["messages-page1.json", "messages-page2.json", "users.json"], 2),
        (["part0000.jsonl", "part0001.jsonl"], 2),
        (["call_57806.json", "call_57807.json"], 0),
        (["1/messages.json", "2/messages.json"], 0),
        (["m_1.json", "m_4.json"], 0),
        (["m_2026-03-02.json", "m_2026-03-03.json"], 2),
        (["m_202603.json", "m_202604.json"], 2),
        (["m_1772442845.json", "m_1772442846000.json"], 2),
        (["chat_190001.json", "chat_209999.json"], 0),
        (["chat_20261301.json", "chat_20260132.json"], 0),
        (["chat_8812345678.json", "chat_123456789012345.json"], 0),
    ],
)
def test_which_files_are_pages_by_their_names(names: list[str], pages: int) -> None:
    assert len(pages_of(names)) == pages


def test_a_conversation_goes_on_from_page_to_page(tmp_path: Path) -> None:
    said = [
        ("cups-9f", True, "Could we have two colours?"),
        ("lids-3a", True, "My lid is missing."),
        ("cups-9f", False, "A second colour adds 1.20 per cup."),
        ("lids-3a", False, "A new one goes out today."),
        ("cups-9f", True, "And three colours, how much is that?"),
        ("lids-3a", True, "Is it the one with the hole?"),
        ("cups-9f", False, "Three are 2.10 more."),
        ("lids-3a", False, "It is the slide lid."),
    ]
    messages = [
        {
            "body": text,
            "created_at": f"2026-04-08T0{hour}:00:00Z",
            "conversation": {"slug": slug, "subject": slug},
            "user": {"id": 7 if asks else 70, "name": "Mina Ost" if asks else "Yuki Brandt", "customer?": asks},
        }
        for hour, (slug, asks, text) in enumerate(said)
    ]
    for page, begin in enumerate((0, 4), start=1):
        (tmp_path / f"messages_{page}.json").write_text(json.dumps({"page_count": 2, "messages": messages[begin : begin + 4][::-1]}))
    assert sorted(said_in(tmp_path)) == sorted(
        [("customer" if asks else "agent", text) for of, asks, text in said if of == slug] for slug in ("cups-9f", "lids-3a")
    )


@pytest.mark.parametrize(("ids", "dialogues"), [((318, 319), 2), ((1, 2), 4)], ids=["a desk's numbers", "counted anew in each file"])
def test_numbers_that_each_file_counts_by_itself_join_nothing(tmp_path: Path, ids: tuple[int, int], dialogues: int) -> None:
    for page in (1, 2):
        messages = [
            {
                "ticket_id": id_,
                "sender_type": role,
                "text": f"{text} {id_} {page}",
                "created_at": f"2026-04-0{page}T0{hour}:00:00Z",
            }
            for hour, (id_, role, text) in enumerate(
                (id_, role, text) for id_ in ids for role, text in (("customer", "Where?"), ("agent", "Here."))
            )
        ]
        (tmp_path / f"messages_{page}.json").write_text(json.dumps(messages))
    assert len(said_in(tmp_path)) == dialogues


@pytest.mark.parametrize("following", ["", "/messages?page=11"])
def test_of_more_than_nine_pages_the_last_says_whether_there_are_more(following: str, tmp_path: Path) -> None:
    for page in range(1, 11):
        said = [("customer", f"Where is parcel {page}?"), ("agent", f"Parcel {page} is here.")]
        messages = [
            {"ticket_id": f"t-{page}", "sender_type": role, "text": text, "created_at": f"2026-04-{page:02}T0{hour}:00:00Z"}
            for hour, (role, text) in enumerate(said)
        ]
        answer = {"next_page": f"/messages?page={page + 1}" if page < 10 else following, "messages": messages}
        (tmp_path / f"messages_{page}.json").write_text(json.dumps(answer))
    (log,) = (found for found in recognised(tmp_path, LogFormat()) if isinstance(found, Recognised))
    assert [any("more pages" in each for each in log.said), log.said[-1]] == [bool(following), "10 pages"]
