from pathlib import Path

from tests.support.logs import said_in

PAGE = """<html><head><title>ticket-0412</title><script>window.$discordMessage={profiles:{"1": {"author": "Ticket Tool", "bot": true},
"2": {"author": "Kel", "bot": false, "roleName": "Support Team"}, "3": {"author": "mossy_fern", "bot": false}}}</script></head><body>
<discord-messages><discord-header guild="Ember">This is the start.</discord-header>
<discord-message timestamp="2026-08-09T21:35:57.000Z" profile="1"><discord-embed slot="embeds"><discord-embed-description>Support will be
with you.</discord-embed-description></discord-embed></discord-message>
<discord-message timestamp="2026-08-09T21:38:07.000Z" profile="3">my world is gone after 1.9</discord-message>
<discord-system-message timestamp="2026-08-09T21:39:00.000Z" type="pin">Kel pinned a message.</discord-system-message>
<discord-message timestamp="2026-08-09T21:40:41.000Z" profile="2"><discord-reply slot="reply" profile="3">my world is gone</discord-reply>
Rename level_backup to <b>level</b>.<discord-reactions><discord-reaction name="x">1</discord-reaction></discord-reactions></discord-message>
<discord-message timestamp="2026-08-09T21:44:51.000Z" profile="3">its back</discord-message></discord-messages></body></html>"""


def test_a_page_of_web_components_is_a_chat_of_the_people_in_its_script(tmp_path: Path) -> None:
    (tmp_path / "ticket-0412.html").write_text(PAGE)
    (dialogue,) = said_in(tmp_path)
    assert dialogue[1:] == [
        ("customer", "my world is gone after 1.9"),
        ("agent", "Rename level_backup to level."),
        ("customer", "its back"),
    ]
    assert dialogue[0][0] == "bot"
