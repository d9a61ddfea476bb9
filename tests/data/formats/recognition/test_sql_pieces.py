"""Which table of a dump holds the messages, and what of the others is read with it."""

from pathlib import Path

from data.formats.log_format import LogFormat
from data.formats.reading.dialogues import Read, read_dialogues
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


def test_a_dump_without_messages_says_what_to_export(tmp_path: Path) -> None:
    (tmp_path / "shop.sql").write_text(
        "CREATE TABLE `orders` (\n `id` int,\n `total` int\n);\nINSERT INTO `orders` VALUES (1,20),(2,30);\n"
    )
    (found,) = recognised(tmp_path / "shop.sql", LogFormat())
    assert "no table of messages was recognised" in str(found)
