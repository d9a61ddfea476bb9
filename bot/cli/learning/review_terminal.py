"""The review in the terminal, for those who have no browser at hand."""

from __future__ import annotations

from difflib import get_close_matches

import typer
from rich.console import Console
from rich.text import Text

from bot.cli.learning.suggested import show_suggestion
from bot.retraining.review.session import Session, checked_name
from bot.reviews.records import Answer, Labels, NewIntent, Suggestion, Suspicious, Unsure
from data.errors import DataError

HELP = (
    "Enter or a: accept · 1-9: that intent · a name: that intent · n NAME: a new intent · x: refuse and remember · s: split · "
    "m NAME: merge with · e TEXT: with this answer · u: undo · j: next · q: end · ?: this help"
)
# A name that isn't an intent's is likely one of these, typed wrong.
LIKELY_MEANT = 3


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
        if typed == "?" or (typed in ("h", "help") and (isinstance(suggestion, Answer) or typed not in session.intents())):
            out.print(Text(HELP, style="dim"))
            continue
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
    rest = rest.strip()
    if typed in ("", "a"):
        session.accept(suggestion)
    elif typed == "x":
        session.refuse(suggestion)
    elif typed == "u":
        undone = session.undo()
        out.print("There is nothing to undo." if undone is None else f"Undone: {undone.action} {undone.intent}")
    elif typed.isdigit():
        if not 0 < int(typed) <= len(offered(suggestion)):
            raise DataError(f"there is no number {typed} here")
        session.label(suggestion, offered(suggestion)[int(typed) - 1])
    elif isinstance(suggestion, Answer):
        if command != "e" or not rest:
            raise DataError(f"an answer is accepted (a), changed (e TEXT) or refused (x). It was: {typed!r}")
        session.approve(suggestion, rest)
    elif isinstance(suggestion, NewIntent) and typed == "s":
        session.split(suggestion)
    elif isinstance(suggestion, NewIntent) and command == "m" and rest:
        session.merge([suggestion, _named(rest, session)])
    elif isinstance(suggestion, NewIntent) and command == "e" and rest:
        session.label(suggestion, suggestion.name, rest)
    elif command == "n" and rest:
        session.label(suggestion, rest, _said(suggestion) if checked_name(rest) not in session.intents() else "")
    else:
        session.label(suggestion, _existing(typed, session))


def _existing(typed: str, session: Session) -> str:
    """The intent of this name: what is typed wrong must not become an intent."""
    intents = session.intents()
    if (name := checked_name(typed)) in intents:
        return name
    near = get_close_matches(typed, intents, LIKELY_MEANT)
    raise DataError(
        f"{typed!r} is no command for this suggestion, and no intent is called so"
        + (f"; did you mean {' or '.join(near)}?" if near else ".")
        + " A new intent is made with n NAME; ? shows all commands."
    )


def _said(suggestion: Suggestion) -> str:
    """What agents answered most to the questions of a proposed intent."""
    return suggestion.proposed_answer if isinstance(suggestion, NewIntent) else ""


def _named(name: str, session: Session) -> NewIntent:
    found = next((each for each in session.pending() if isinstance(each, NewIntent) and each.name == name), None)
    if found is None:
        raise DataError(f"no proposed intent is called {name!r}")
    return found
