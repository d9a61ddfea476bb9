"""Which table of a dump holds the messages, and what of the others is read with it."""

from pathlib import Path

from data.formats.log_format import LogFormat
from data.formats.reading.dialogues import Read, read_dialogues
from data.formats.recognition.recognised import Recognised
from data.formats.recognition.recognition import recognised

DUMP = """-- MySQL dump 10.13
INSERT INTO `tickets` (`id`,`title`,`message`,`created_at`) VALUES
(7,'Tent','The zip of the tent is stuck.','2024-03-01 10:00:00'),(8,'Bag','Can I wash the bag in the machine?','2024-03-02 10:00:00');
INSERT INTO `email_templates` (`id`,`subject`,`body`) VALUES (1,'Hello','Dear customer, your ticket has been opened and will be read.');
INSERT INTO `ticket_replies` (`id`,`ticket_id`,`customer_id`,`agent_id`,`message`,`created_at`) VALUES
(1,7,0,3,'Rub a candle along the zip.','2024-03-01 11:00:00'),(2,7,21,0,'That worked, thanks.','2024-03-01 12:00:00'),
(3,8,0,3,'Yes, at 30 degrees, and dry it flat.','2024-03-02 11:00:00'),(4,8,22,0,'Good.','2024-03-02 12:00:00');
"""


def test_messages_and_what_opened_their_tickets_are_read_together(tmp_path: Path) -> None:
    (tmp_path / "desk.sql").write_text(DUMP)
    dialogues = [read.dialogue for read in read_dialogues(tmp_path / "desk.sql") if isinstance(read, Read)]
    assert [[(turn.role, turn.text) for turn in dialogue.turns] for dialogue in dialogues] == [
        [("customer", "The zip of the tent is stuck."), ("agent", "Rub a candle along the zip."), ("customer", "That worked, thanks.")],
        [("customer", "Can I wash the bag in the machine?"), ("agent", "Yes, at 30 degrees, and dry it flat."), ("customer", "Good.")],
    ]


def said(folder: Path, dump: str) -> list[list[tuple[str, str]]]:
    (folder / "desk.sql").write_text(dump)
    found = [read.dialogue for read in read_dialogues(folder / "desk.sql") if isinstance(read, Read)]
    return [[(turn.role, turn.text) for turn in dialogue.turns] for dialogue in found]


PRODUCTS = """INSERT INTO `products` (`id`,`name`,`description`) VALUES
(7,'Tent','A tent for two people in any weather.'),(8,'Bag','A light bag for the whole family.');
"""
SECOND = """INSERT INTO `ticket_replies2` (`id`,`ticket_id`,`sender_type`,`body`) VALUES
(7,7,'agent','Please send us a picture of it.'),(8,8,'agent','We have written to the maker now.');
"""


def test_a_dump_with_a_long_header_is_one_whatever_its_name(tmp_path: Path) -> None:
    whole = said(tmp_path, DUMP)
    assert said(tmp_path, "".join(f"SET a{number} = 'x, y, z';\n" for number in range(300)) + DUMP) == whole
    (tmp_path / "desk.sql").rename(tmp_path / "desk.txt")
    (found,) = recognised(tmp_path / "desk.txt", LogFormat())
    assert isinstance(found, Recognised)
    assert found.format == "sql"


def test_texts_of_other_tables_are_no_first_messages(tmp_path: Path) -> None:
    whole = said(tmp_path, DUMP)
    head, tickets = DUMP.split("\n", 1)
    assert said(tmp_path, "\n".join((head, PRODUCTS + SECOND + tickets))) == whole


def test_a_deleted_ticket_begins_nothing(tmp_path: Path) -> None:
    dump = DUMP.replace("`created_at`) VALUES\n(7", "`created_at`,`is_spam`) VALUES\n(7").replace("10:00:00')", "10:00:00',1)")
    assert [len(talk) for talk in said(tmp_path, dump)] == [2, 2]


def test_a_customers_name_is_taken_out_of_the_first_message(tmp_path: Path) -> None:
    dump = DUMP.replace("`title`", "`customer_name`").replace("'Tent'", "'Odalys Brek'").replace("is stuck.", "is stuck. Odalys Brek")
    assert "Odalys" not in said(tmp_path, dump)[0][0][1]


NOTES = """INSERT INTO `ticket_notes` (`id`,`ticket_id`,`customer_id`,`agent_id`,`message`,`created_at`) VALUES
(1,7,0,3,'He calls each week.','2024-03-01 11:00:00'),(2,7,21,0,'Ask Tom about it.','2024-03-01 12:00:00'),
(3,8,0,3,'Never again this one.','2024-03-02 11:00:00'),(4,8,22,0,'Fine by me.','2024-03-02 12:00:00'),
(5,8,0,3,'Closed it at last.','2024-03-02 13:00:00');
"""


def test_a_table_of_notes_is_never_the_conversation(tmp_path: Path) -> None:
    whole = said(tmp_path, DUMP)
    head, tickets = DUMP.split("\n", 1)
    assert said(tmp_path, "\n".join((head, NOTES + tickets))) == whole


def test_a_conversation_is_told_by_its_own_column_and_not_by_who_wrote(tmp_path: Path) -> None:
    whole = said(tmp_path, DUMP)
    dump = DUMP.replace("`ticket_id`,", "`sender_id`,`ticket`,")
    for row in ("(1,7", "(2,7", "(3,8", "(4,8"):
        dump = dump.replace(row, f"{row[:3]}{15 - int(row[3])},{row[3]}")
    assert said(tmp_path, dump) == whole


def test_two_codes_beside_a_column_of_roles_may_be_of_notes(tmp_path: Path) -> None:
    rows = ",".join(
        f"({n},{n // 2},'{'agent' if n % 2 else 'customer'}',{1 + n % 3 // 2},'Is it open today, number {n}?')" for n in range(12)
    )
    (tmp_path / "desk.sql").write_text(f"-- MySQL dump\nINSERT INTO `messages` (`id`,`ticket_id`,`role`,`type`,`body`) VALUES {rows};\n")
    (found,) = recognised(tmp_path / "desk.sql", LogFormat())
    assert isinstance(found, Recognised)
    assert any("'type'" in sentence for sentence in found.said)


def test_a_dump_without_messages_says_what_to_export(tmp_path: Path) -> None:
    (tmp_path / "shop.sql").write_text(
        "CREATE TABLE `orders` (\n `id` int,\n `total` int\n);\nINSERT INTO `orders` VALUES (1,20),(2,30);\n"
    )
    (found,) = recognised(tmp_path / "shop.sql", LogFormat())
    assert "no table of messages was recognised" in str(found)
