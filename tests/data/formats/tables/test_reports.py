"""A report is refused with what to export in its place; tables with the names of a desk's own fields are read."""

from pathlib import Path

import pytest

from data.errors import DataError
from data.formats.log_format import LogFormat
from data.formats.reading.dialogues import Read, read_dialogues
from tests.support.desk_exports import ASKS, PEOPLE, SAYS

REPORTS = {
    "subjects": "Ticket ID,Ticket subject,Requester name,Assignee name,First reply time (min)\n{0},The bench is wet again,Ines,Tomas,4\n",
    "counts": "Chat ID,Started,Duration,Visitor,Operator,Messages\n{0},2026-03-02 09:14,00:04:10,Ines,Tomas,7\n",
    "opinions": "Conversation ID,Agent,Rating,Comment,Date\n{0},Tomas,5,What a friendly person number {0} is,2026-03-02\n",
    "descriptions": "Ticket,Subject,Description,Agent,Status\n{0},Bench,My bench number {0} is wet and I want a new one,Tomas,closed\n",
}


def said(file: Path) -> list[list[tuple[str, str]]]:
    return [[(turn.role, turn.text) for turn in read.dialogue.turns] for read in read_dialogues(file) if isinstance(read, Read)]


@pytest.mark.parametrize("report", REPORTS)
def test_a_report_of_tickets_is_refused(report: str, tmp_path: Path) -> None:
    header, row = REPORTS[report].split("\n")[:2]
    (tmp_path / "report.csv").write_text("\n".join([header, *(row.format(number) for number in range(100, 105))]))
    with pytest.raises(DataError, match="export the conversations with their messages"):
        list(read_dialogues(tmp_path / "report.csv"))


def test_whoever_names_the_columns_has_them_read(tmp_path: Path) -> None:
    (tmp_path / "log.csv").write_text(
        "Ticket,Description,Agent\n" + "".join(f"{number},Is it wet {number}?,Tomas\n" for number in range(5))
    )
    named = LogFormat(columns={"text": "Description", "dialogue": "Ticket", "speaker": "Agent"})
    assert len([read for read in read_dialogues(tmp_path / "log.csv", named) if isinstance(read, Read)]) == 5


@pytest.mark.parametrize(
    "rows",
    [
        "Id,ParentId,TextBody,FromName,Incoming,MessageDate\n1,500,{0},Ines W,true,2026-03-02T09:14:05Z\n"
        "2,500,{1},Shop,false,2026-03-02T09:15:05Z\n",
        "Id,ParentId,IsPublished,CommentBody,CreatedById,CreatedDate\n1,500,1,{0},A1,2026-03-02T09:14:05Z\n"
        "2,500,0,Rude,B1,2026-03-02T09:14:09Z\n3,500,1,{1},B1,2026-03-02T09:15:05Z\n",
        "Ticket Number,Type,Poster,Body\n7,M,Ines,{0}\n7,N,Tomas,Rude\n7,R,Tomas,{1}\n",
        "Session,Customer,Agent\n7,{0},{1}\n",
    ],
    ids=["mails of Salesforce", "comments of Salesforce", "osTicket", "sides"],
)
def test_columns_of_a_desks_own_fields(rows: str, tmp_path: Path) -> None:
    (tmp_path / "log.csv").write_text(rows.format(ASKS, f'"{SAYS}"'))
    assert said(tmp_path / "log.csv") == [PEOPLE]
