"""`heed channels list|check|sign-in`: the messaging channels, what is configured, and whether it works."""

import asyncio
import logging
import os
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Column, Table

from bot.cli.output.terminal import Terminal, print_json, styled
from bot.cli.sessions.with_redis import with_redis
from data.errors import DataError

channels = typer.Typer(help="Look after the messaging channels that credentials.yml names.", no_args_is_help=True)
out = Terminal()

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Credentials = Annotated[Path, typer.Option(help="Where the channels stand.")]
CREDENTIALS = Path("credentials.yml")


@channels.command("list")
def list_(credentials: Credentials = CREDENTIALS, as_json: AsJson = False) -> None:
    """Lists the messaging channels: those that are configured and what they lack, and those that could be."""
    _quietly()
    from bot.channels.frame.checking import configured, shipped  # Rasa's channels take a moment to import

    found = configured(credentials)
    rows = [{"channel": each.name, "path": each.path, "state": each.problem or "configured", "notes": list(each.notes)} for each in found]
    named = {each.path for each in found}
    rows += [{"channel": kind.channel, "path": path, "state": "", "notes": []} for path, kind in shipped() if path not in named]
    if as_json:
        print_json(rows)
        return
    table = Table("channel", Column("in credentials.yml", no_wrap=True), "state")
    for row in rows:
        state = "\n".join([str(row["state"]), *map(str, row["notes"])])
        table.add_row(str(row["channel"]), str(row["path"]), state or styled(("not configured", "dim")))
    out.print(table)


@channels.command()
def check(
    only: Annotated[str, typer.Argument(metavar="CHANNEL", help="Only this one, as telegram.", show_default=False)] = "",
    to: Annotated[str, typer.Option(help="Sends a test message to ACCOUNT:USER, as in a conversation's id behind the channel.")] = "",
    text: Annotated[str, typer.Option(help="What the test message says.")] = "This is a test message.",
    credentials: Credentials = CREDENTIALS,
) -> None:
    """Asks each platform whether all is well, and says which replies did not arrive. Exit code 1 if something is wrong."""
    _quietly()
    from bot.channels.frame.checking import Configured, configured
    from bot.channels.frame.checking import check as look

    found = [each for each in configured(credentials) if only in ("", each.name)]
    if not found:
        raise DataError(f"{credentials} names no messaging channel{f' {only!r}' if only else ''}; `heed channels list` shows all")
    if to and len(found) != 1:
        raise DataError("a test message goes through one channel; name it, as `heed channels check telegram --to …`")

    async def look_at_all(client: Any) -> list[tuple[Configured, list[str], list[str]]]:
        return [(each, *(await look(each, client, to, text))) for each in found]

    looked = with_redis(look_at_all, start=True)
    for each, well, wrong in looked:
        out.print(styled((each.name, "bold"), " ", ("has problems", "red") if wrong else ("is well", "green")))
        for mark, lines in ((("✓", "green"), well), (("✗", "red"), wrong)):
            for line in lines:
                out.print(styled("  ", mark, f" {line}"), soft_wrap=True)
    if any(wrong for _, _, wrong in looked):
        raise typer.Exit(1)


@channels.command("sign-in")
def sign_in(
    only: Annotated[str, typer.Argument(metavar="CHANNEL", help="email, which alone has a sign-in.")] = "email",
    credentials: Credentials = CREDENTIALS,
) -> None:
    """Signs in to a mailbox of Google's or Microsoft's in a browser, and prints the refresh token that the channel needs."""
    _quietly()
    from bot.channels.frame.api import Api
    from bot.channels.frame.checking import configured
    from bot.channels.mail.settings import EmailSettings
    from bot.channels.mail.signing_in import SigningIn

    os.environ.setdefault("EMAIL_REFRESH_TOKEN", "which this is for")
    found = next((each for each in configured(credentials) if each.name == only), None)
    if found and found.problem:
        raise DataError(found.problem)
    settings = found.channel.settings if found and found.channel else None
    if not isinstance(settings, EmailSettings) or not settings.oauth:
        raise DataError(f"{credentials} must name the e-mail channel with oauth: google (or microsoft); see docs/channels/email.md")
    signing_in = SigningIn(settings)
    out.print(f"Open this address, and sign in as {settings.user or settings.address}:\n")
    out.print(signing_in.page, soft_wrap=True)
    pasted = typer.prompt("\nIn the end your browser shows a page that can't be reached. Paste its address here")

    async def exchange() -> str:
        api = Api([settings.client_secret, pasted])
        try:
            return await signing_in.refresh_token(api, pasted)
        finally:
            await api.close()

    out.print(f"\nexport EMAIL_REFRESH_TOKEN={asyncio.run(exchange())}", soft_wrap=True)


def _quietly() -> None:
    """Rasa's pinned libraries print a page of notes to developers when they are imported."""
    logging.captureWarnings(True)
    logging.getLogger("py.warnings").propagate = False
    logging.getLogger("py.warnings").addHandler(logging.NullHandler())
