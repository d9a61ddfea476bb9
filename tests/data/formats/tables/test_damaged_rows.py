"""Everyday faults in tables: quotation marks, delimiters in texts, totals, borders, rows that name nobody."""

from pathlib import Path

import pytest

from data.formats.reading.dialogues import Read, read_dialogues

HEAD = "ticket,who,text,sent"
ROWS = ("T-1,customer,{asked},2026-03-02 09:10", "T-1,agent,{told},2026-03-02 09:11")
ASKED, TOLD = "Is the bowl safe?", "It is, the whisk isn't."


def table(asked: str = f'"{ASKED}"', told: str = f'"{TOLD}"', *more: str) -> str:
    return "\n".join((HEAD, *(row.format(asked=asked, told=told) for row in ROWS), *more)) + "\n"


FILES = {
    "typographic marks": (table(f"“{ASKED}”", f"“{TOLD}”"), ASKED),
    "marks inside": (table('"Is the "new" bowl safe?"'), 'Is the "new" bowl safe?'),
    "marks behind backslashes": (table('"Is the \\"new\\" bowl safe?"'), 'Is the "new" bowl safe?'),
    "no marks around commas": (table("Is it, well, safe?", TOLD), "Is it, well, safe?"),
    "totals and the header again": (table() + "Ticket,Who,Text,Sent\nTotal,,2,\n\n,,,\nGenerated on 2026-04-01,,,\n", ASKED),
    "Markdown": (
        "| " + table(ASKED, TOLD.replace(",", " and")).replace(",", " | ").replace("\n", " |\n| ", 1).rstrip("| \n") + " |\n",
        ASKED,
    ),
    "nobody named": (table() + 'T-1,,"Tomas joined the chat",2026-03-02 09:10\n', ASKED),
}
FILES |= {
    "rows in marks": ("\n".join('"' + line.replace('"', '""') + '"' for line in table().splitlines()), ASKED),
    "columns in another order": (table().rsplit("\n", 2)[0] + f'\nsent,ticket,who,text\n2026-03-02 09:11,T-1,agent,"{TOLD}"\n', ASKED),
    "a column more below": (
        table().rsplit("\n", 2)[0] + f'\n\ufeffticket,queue,Who,sent,text\nT-1,lamps,agent,2026-03-02 09:11,"{TOLD}"\n',
        ASKED,
    ),
    "who in the text": (f'ticket,text,sent\nT-1,"Customer: {ASKED}",2026-03-02 09:10\nT-1,"Agent: {TOLD}",2026-03-02 09:11\n', ASKED),
    "JSON in cells": (table('"{""text"": ""' + ASKED + '""}"'), ASKED),
    "escaped characters": (table('"Is the bowl \\u201csafe\\u201d \\ud83d\\ude42?"'), "Is the bowl “safe” 🙂?"),
    "quoted for an address": (table("Is%20the%20bowl%20safe%3F"), ASKED),
    "CDATA": (table(f'"<![CDATA[{ASKED}]]>"'), ASKED),
    "replies": (table().replace(",agent,", ",Reply,"), ASKED),
    "a flag beside a word for all": (
        f"Case Number,Is Brand Post,Created Time,Message,Message Type\nT-1,false,03/02/2026 09:10 AM,{ASKED},Direct Message\n"
        f'T-1,true,03/02/2026 09:11 AM,"{TOLD}",Direct Message\n',
        ASKED,
    ),
    "qualified names": (
        f"Ticket;Opened for;History - Date;History - Author;History - Text;History - Private\nT-1;Ines;02-03-2026 09:10;Ines;{ASKED};No\n"
        f"T-1;Ines;02-03-2026 09:11;Tomas;{TOLD};No\nT-1;Ines;02-03-2026 09:12;Tomas;Third one this week;Yes\n",
        ASKED,
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_what_was_said_comes_in(name: str, tmp_path: Path) -> None:
    content, asked = FILES[name]
    if name == "Markdown":
        head, *rest = content.splitlines()
        content = "\n".join((head, "|---|---|---|---|", *(f"| {line.strip('| ')} |" for line in rest)))
    (tmp_path / "export.csv").write_text(content)
    (found,) = (found.dialogue for found in read_dialogues(tmp_path / "export.csv") if isinstance(found, Read))
    told = TOLD.replace(",", " and") if name == "Markdown" else TOLD
    assert [(turn.role, turn.text) for turn in found.turns] == [("customer", asked), ("agent", told)]
    assert str(found.date) == "2026-03-02"


def test_a_question_and_its_answer_keep_their_order_where_the_newest_stand_first(tmp_path: Path) -> None:
    rows = (f"2026-03-0{9 - number},question {number} is this?,answer {number} it is" for number in range(1, 6))
    (tmp_path / "faq.csv").write_text("date,question,answer\n" + "\n".join(rows) + "\n")
    dialogues = [found.dialogue for found in read_dialogues(tmp_path / "faq.csv") if isinstance(found, Read)]
    assert [[turn.role for turn in dialogue.turns] for dialogue in dialogues] == [["customer", "agent"]] * 5
