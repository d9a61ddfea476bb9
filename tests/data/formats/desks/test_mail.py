"""Mailboxes: which mails are of one thread, and which ones nobody sent."""

import itertools
from email.header import Header
from pathlib import Path

import pytest

from tests.support.logs import said_in

INES, SHOP = "Ines <ines@example.org>", "Shop <help@shop.example>"
TURNS = (
    (INES, SHOP, "Is the bench made of oak?", ""),
    (SHOP, INES, "It is made of beech.", "1"),
    (INES, SHOP, "And the table?", "2"),
    (SHOP, INES, "The table is of oak.", "3"),
)
READ = [("customer" if who == INES else "agent", text) for who, _, text, _ in TURNS]


def mail(number: int, who: str, to: str, text: str, answers: str, **more: str) -> str:
    lines = {
        "From": who,
        "To": to,
        "Subject": f"{'Re: ' * bool(answers)}Furniture {number}",  # so that no subject tells the thread
        "Date": f"Mon, 02 Mar 2026 09:{number:02}:05 +0000",
        "Message-ID": f"<{number}@x>",
        **({"In-Reply-To": f"<{answers}@x>", "References": f"<{answers}@x>"} if answers else {}),
        **{name.replace("_", "-"): value for name, value in more.items()},
    }
    head = "\n".join(f"{name}: {value}" for name, value in lines.items())
    return f"From x@example.org Mon Mar  2 09:14:05 2026\n{head}\nContent-Type: text/plain; charset=utf-8\n\n{text}\n\n"


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (3, 2, 1, 0)], ids=["oldest first", "newest first"])
def test_each_mail_names_only_the_one_that_it_answers(order: tuple[int, ...], tmp_path: Path) -> None:
    mails = [mail(number, *turn) for number, turn in enumerate(TURNS, start=1)]
    (tmp_path / "mail.mbox").write_text("".join(mails[place] for place in order))
    assert said_in(tmp_path / "mail.mbox") == [READ]


def test_gmails_number_tells_a_thread(tmp_path: Path) -> None:
    mails = [mail(number, *turn[:3], "", X_GM_THRID="1826") for number, turn in enumerate(TURNS, start=1)]
    for place, order in enumerate(itertools.permutations(mails)):
        (tmp_path / f"{place}.mbox").write_text("".join(order))
        assert said_in(tmp_path / f"{place}.mbox") == [READ]


@pytest.mark.parametrize(
    "more",
    [
        {"X_Gmail_Labels": Header("Posteingang,Entwürfe", "utf-8").encode()},
        {"X_Gmail_Labels": Header("下書き", "utf-8").encode()},
        {"X_Gmail_Labels": "Spam,Unread"},
        {"X_Gmail_Labels": Header("垃圾郵件,未讀", "utf-8").encode()},
        {"X_Gmail_Labels": "Trash,Opened"},
        {"X_Mozilla_Draft_Info": "internal/draft; vcard=0"},
        {"X_Unsent": "1"},
        {"X_Spam_Flag": "YES"},
    ],
)
def test_drafts_spam_and_what_was_thrown_away_isnt_read(more: dict[str, str], tmp_path: Path) -> None:
    sent = [mail(number, *turn, X_Gmail_Labels="Sent,Opened") for number, turn in enumerate(TURNS, start=1)]
    (tmp_path / "mail.mbox").write_text("".join([*sent, mail(5, SHOP, INES, "Buy two!", "3", **more)]))
    assert said_in(tmp_path / "mail.mbox") == [READ]


@pytest.mark.parametrize(
    "above",
    [
        "2026年3月2日(月) 9:01 Ines <ines@example.org>:",
        "Mon 2 Mar 2026, 09:01, Ines <ines@example.org>:",
        "02.03.2026 09:01 <ines@example.org> :",
    ],
)
def test_a_line_with_a_time_and_an_address_stands_above_a_quotation(above: str, tmp_path: Path) -> None:
    answer = (SHOP, INES, f"It is made of beech.\n\n{above}\n\n> Is the bench made of oak?", "1")
    (tmp_path / "mail.mbox").write_text(mail(1, *TURNS[0]) + mail(2, *answer))
    assert said_in(tmp_path / "mail.mbox") == [READ[:2]]
