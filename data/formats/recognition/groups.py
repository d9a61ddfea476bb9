"""Which files are one log together."""

from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from data.formats.desks import mail
from data.formats.files.sources import Source
from data.formats.messengers import slack
from data.formats.pages import telegram_page


def groups_of(sources: Sequence[Source]) -> Iterator[list[Source]]:
    """Files that are one log together: an export of Slack, all mails (in folders of one mailbox), a chat's pages; else each by itself."""
    taken: set[str] = set()
    for users in (source for source in sources if PurePosixPath(source.name).name == "users.json"):
        prefix = users.name.removesuffix("users.json")
        members = [source for source in sources if source.name.startswith(prefix)]
        if slack.recognises_names([source.name for source in members]):
            taken |= {source.name for source in members}
            yield members
    mails: list[Source] = []
    for source in sources:
        if source.name not in taken and (source.suffix == ".eml" or _of_a_maildir(source)):
            mails.append(source)
            taken.add(source.name)
    if mails:
        yield mails
    pages: dict[str, list[Source]] = {}
    for source in sources:
        if telegram_page.place_of(source.name) is not None and telegram_page.recognises_bytes(source.head(telegram_page.HEAD)):
            pages.setdefault(str(PurePosixPath(source.name).parent), []).append(source)
            taken.add(source.name)
    for chat in pages.values():
        yield sorted(chat, key=lambda page: telegram_page.place_of(page.name) or 0)
    yield from ([source] for source in sources if source.name not in taken)


def _of_a_maildir(source: Source) -> bool:
    """Whether it is a mail in a Maildir, whose files have names without an ending that says so."""
    return PurePosixPath(source.name).parent.name in ("cur", "new") and mail.recognises_bytes(source.head(20_000))
