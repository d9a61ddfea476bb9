"""Databases that were saved a file a table: what other tables say of those with the messages."""

from pathlib import Path

import pytest

from tests.support.logs import said_in

ASKED, BEGUN, TOLD, MORE = "Why is the bench wet?", "The oak bench is wet.", "Please oil it once a year.", "I will do that."
MESSAGES = """id;ticket_id;sender_type;msg;created_at
1;71;1;{};2026-03-02 09:10
2;71;3;One moment, I look for a person.;2026-03-02 09:11
3;71;9;Status: new -> open;2026-03-02 09:12
4;72;1;{};2026-03-02 09:13
5;71;2;{};2026-03-02 09:14
6;72;2;{};2026-03-02 09:15
"""
FILES = {
    "messages.csv": MESSAGES.format(ASKED, ASKED, TOLD, TOLD),
    "lk_sender_type.csv": "code;label\n1;Kundin\n2;Beraterin\n3;Bot\n9;System\n",
}


def saved(folder: Path, files: dict[str, str]) -> Path:
    for name, content in files.items():
        (folder / name).write_text(content, encoding="utf-8")
    return folder


def test_codes_of_roles_are_explained_by_a_table_that_is_called_after_their_column(tmp_path: Path) -> None:
    first, second = sorted(said_in(saved(tmp_path, FILES)), key=len, reverse=True)
    assert [role for role, _ in first] == ["customer", "bot", "agent"]
    assert second == [("customer", ASKED), ("agent", TOLD)]


def test_a_table_of_other_codes_explains_none(tmp_path: Path) -> None:
    turned = {"messages.csv": FILES["messages.csv"], "lk_queue.csv": "code;label\n1;Support team\n2;Customer\n3;Shop\n"}
    assert [("customer", ASKED), ("agent", TOLD)] in said_in(saved(tmp_path, turned))


@pytest.mark.parametrize("kinds", [("agent", "customer"), ("Standard", "CspLitePortal")])
def test_people_and_first_messages_stand_in_tables_of_their_own(kinds: tuple[str, str], tmp_path: Path) -> None:
    comments = (
        "Id,ParentId,CommentBody,CreatedById,CreatedDate\n"
        f"00a1,50000000C1,{TOLD},005AAAAAA1,2026-03-02 09:14:00\n00a2,50000000C1,{MORE},005AAAAAA2,2026-03-02 09:20:00\n"
        f"00a3,50000000C2,{TOLD},005AAAAAA1,2026-03-03 09:14:00\n00a4,50000000C2,{MORE},005AAAAAA2,2026-03-03 09:20:00\n"
    )
    people = f"Id,Name,UserType\n005AAAAAA1,Tomas Berg,{kinds[0]}\n005AAAAAA2,Ines Lund,{kinds[1]}\n"
    cases = (
        f"Id,Status,Description,CreatedDate\n50000000C1,Closed,{BEGUN},2026-03-02 09:10:00\n50000000C2,Closed,{MORE},2026-03-03 09:10:00\n"
    )
    saved(tmp_path, {"CaseComment.csv": comments, "User.csv": people, "Case.csv": cases})
    told = [("agent", TOLD), ("customer", MORE)]
    assert sorted(said_in(tmp_path), key=len) == [told, [("customer", BEGUN), *told]]
