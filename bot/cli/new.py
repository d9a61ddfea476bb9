"""`heed new`: the folder of an assistant that knows small talk, and nothing of any company yet."""

import re
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.output.terminal import Terminal, styled
from data.errors import DataError

out = Terminal()
BLANK = Path(__file__).with_name("blank")
# In YAML, they would end a text or begin something else.
NO_NAME = re.compile(r"[:#{}\n\r]")


def new(
    folder: Annotated[Path, typer.Argument(help="Where it goes; made if it isn't there.", show_default=False)],
    company: Annotated[str, typer.Option(help="What the assistant calls the company.", prompt="The company's name")],
    language: Annotated[
        str, typer.Option(help="The assistant's main language, as ISO 639-1 has it; texts are in English and Chinese.")
    ] = "en",
) -> None:
    """Makes the folder of an assistant for a company of your own: small talk, hand-over, and nothing of the sample shop.

    What it knows of the company comes from the logs: `heed import`, `heed suggest`, `heed review`, then `heed run`, in that folder.
    """
    name = company.strip()
    if not name or NO_NAME.search(name):
        raise DataError(f"a company's name has no colon, #, brace or line break. It was: {company!r}")
    if folder.exists() and any(folder.iterdir()):
        raise DataError(f"{folder} is there and isn't empty; give another folder")
    assistant = re.sub(r"[\W_]+", "-", name.casefold()).strip("-") or "assistant"
    for file in sorted(BLANK.rglob("*.yml")):
        text = file.read_text(encoding="utf-8").replace("{company}", name)
        target = folder / file.relative_to(BLANK)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text.replace("{assistant}", assistant).replace("{language}", language), encoding="utf-8")
    (folder / "domain.yml").symlink_to("domain")  # `rasa train` looks for that name only
    (folder / "data" / "logs").mkdir()
    out.print(styled((f"{folder}", "bold green"), " is made. Go on there:"))
    for command, what in (
        ("heed import chats.zip", "brings your logs in, redacted (docs/logs.md)"),
        ("heed suggest", "what customers ask"),
        ("heed review", "makes intents of it"),
        ("heed run", "trains and serves"),
    ):
        out.print(styled((f"    {command:<22}", "bold"), what))
