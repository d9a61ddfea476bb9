"""The desk's page knows every channel by name, so that conversations of each can be searched for."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[3]


def test_each_channel_can_be_chosen_in_the_search() -> None:
    page = (ROOT / "bot/ui/src/desk/view/naming.ts").read_text(encoding="utf-8")
    known = set(re.findall(r"(\w+): \"", page.partition("SPELLINGS")[2].partition("};")[0]))
    sources = [file.read_text(encoding="utf-8") for file in (ROOT / "bot/channels").glob("*.py")]
    channels = {name for source in sources for name in re.findall(r"^    channel = \"(\w+)\"", source, re.MULTILINE)}
    assert len(channels) > 15
    assert known == channels | {"web"}
