"""The review in the terminal, for those who have no browser at hand."""

from __future__ import annotations

import typer
from rich.console import Console
from rich.text import Text

from bot.cli.learning.suggested import show_suggestion
from bot.retraining.review.session import Session
from bot.reviews.records import Answer, Labels, NewIntent, Suggestion, Suspicious, Unsure
from data.errors import DataError

HELP = (
    "Enter or a: accept · 1-9: that intent · a name: that intent, which may be new · x: refuse and remember · s: split · "
    "m NAME: merge with · e TEXT: with this answer · u: undo · j: next · q: end"
)


def decide_here(session: Session, out: Console) -> None:
    """Asks about one suggestion after the other, until there are none or the person ends it."""
    out.print(Text(HELP, style="dim"))
    passed: set[str] = set()
    while left := [each for each in session.pending() if each.id not in passed]:
        suggestion = left[0]
        out.print(Text(f"\n{len(left):,} to decide", style="dim"))
        show_suggestion(suggestion, out)
        for number, intent in enumerate(offered(suggestion), start=1):
            out.print(Text(f"    {number} {intent}"))
        try:
            typed = typer.prompt("", default="", show_default=False, prompt_suffix="> ").strip()
        except typer.Abort:
            return
        if typed == "q":
            return
        if typed == "j":
            passed.add(suggestion.id)
            continue
        try:
            _decide(typed, suggestion, session, out)
        except DataError as error:
            out.print(Text(str(error), style="red"))
    out.print("Nothing is left to decide.")


def offered(suggestion: Suggestion) -> list[str]:
    """The intents that a digit chooses."""
    if isinstance(suggestion, Unsure):
        return [intent for intent, _ in suggestion.candidates]
    if isinstance(suggestion, NewIntent):
        return [intent for intent, _ in suggestion.conflicts]
    if isinstance(suggestion, Suspicious):
        return [suggestion.likelier, suggestion.intent]
    return [suggestion.intent] if isinstance(suggestion, Labels) else []


def _decide(typed: str, suggestion: Suggestion, session: Session, out: Console) -> None:
    command, _, rest = typed.partition(" ")
    if typed in ("", "a"):
        session.accept(suggestion)
    elif typed == "x":
        session.refuse(suggestion)
    elif typed == "u":
        undone = session.undo()
        out.print("There is nothing to undo." if undone is None else f"Undone: {undone.action} {undone.intent}")
    elif typed == "s" and isinstance(suggestion, NewIntent):
        session.split(suggestion)
    elif command == "m" and isinstance(suggestion, NewIntent):
        session.merge([suggestion, _named(rest.strip(), session)])
    elif command == "e" and rest.strip() and isinstance(suggestion, (Answer, NewIntent)):
        if isinstance(suggestion, Answer):
            session.approve(suggestion, rest)
        else:
            session.label(suggestion, suggestion.name, rest)
    elif typed.isdigit():
        if not 0 < int(typed) <= len(offered(suggestion)):
            raise DataError(f"there is no number {typed} here")
        session.label(suggestion, offered(suggestion)[int(typed) - 1])
    elif isinstance(suggestion, Answer):
        raise DataError(f"an answer is accepted (a), changed (e TEXT) or refused (x). It was: {typed!r}")
    else:
        answer = suggestion.answers[0].text if isinstance(suggestion, NewIntent) and suggestion.answers else ""
        session.label(suggestion, typed, answer if typed not in session.intents() else "")


def _named(name: str, session: Session) -> NewIntent:
    found = next((each for each in session.pending() if isinstance(each, NewIntent) and each.name == name), None)
    if found is None:
        raise DataError(f"no proposed intent is called {name!r}")
    return found
