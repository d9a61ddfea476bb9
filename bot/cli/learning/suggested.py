"""Shows suggestions in the terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.text import Text

from bot.cli.output.terminal import styled
from bot.retraining.suggestions.suggesting import Suggestions
from bot.reviews.records import Answer, Labels, NewIntent, Suggestion, Suspicious, Unsure

# A conflict with an existing intent is named from this share of the questions on; months that are shown, and their bars.
NAMED, MONTHS, BARS = 0.1, 12, "▁▂▃▄▅▆▇█"
# Longer texts are cut.
LONGEST = 160


def show_suggestions(made: Suggestions, most: int, out: Console) -> None:
    """Shows suggestions by kind, `most` of each."""
    _show("New intents", made.intents, most, out)
    _show("Answers", made.answers, most, out)
    _show("Groups of questions that may belong to an intent", made.groups, most, out)
    _show("Questions between intents", made.unsure, most, out)
    _show("Examples whose label looks wrong", made.suspicious, most, out)
    _show("Questions that are read with confidence", made.labels, most, out)


def show_suggestion(suggestion: Suggestion, out: Console) -> None:
    """Shows one suggestion with all that a person needs to decide on it."""
    if isinstance(suggestion, NewIntent):
        _show_intent(suggestion, out)
    elif isinstance(suggestion, Answer):
        _show_answer(suggestion, out)
    elif isinstance(suggestion, Labels):
        out.print(styled((suggestion.intent, "bold cyan"), f"  {len(suggestion.questions):,} questions"))
        for question, sure in list(zip(suggestion.questions, suggestion.sureness))[:5]:
            out.print(styled((f"    {sure:.2f} ", "dim"), _cut(question.text)))
    elif isinstance(suggestion, Unsure):
        out.print(
            styled(
                "  ", (_cut(suggestion.question.text), "bold"), ("  asked again or disliked" if suggestion.question.unhappy else "", "red")
            )
        )
        out.print(styled(("    " + ", ".join(f"{intent} {share:.2f}" for intent, share in suggestion.candidates), "dim")))
    else:
        _show_suspicious(suggestion, out)


def _show(heading: str, suggestions: Sequence[Suggestion], most: int, out: Console) -> None:
    if not suggestions:
        return
    out.print(styled((f"{heading} ({len(suggestions):,})", "bold underline")))
    for suggestion in suggestions[:most]:
        show_suggestion(suggestion, out)
    if len(suggestions) > most:
        out.print(styled((f"  … and {len(suggestions) - most:,} more.", "dim")))
    out.print()


def _show_intent(intent: NewIntent, out: Console) -> None:
    languages = ", ".join(f"{language} {count}" for language, count in intent.languages.items())
    line = styled((intent.name, "bold cyan"), f"  asked {intent.count:,} times ({languages})  ", (_trend(intent.months), "green"))
    line.append(f"  {', '.join(intent.words)}", style="dim")
    out.print(line)
    for question in intent.typical:
        out.print(Text(f"    • {_cut(question.text)}"))
    for question in intent.borderline:
        out.print(styled((f"    ◦ {_cut(question.text)}", "dim")))
    if intent.answers:
        said = intent.answers[0]
        once = "" if intent.proposed_answer else "; accepting doesn't take it over"
        out.print(styled(("    agents said ", "green"), f"({said.count} ×{once}): {_cut(said.text)}"))
    if conflicts := [f"{name} {share:.0%}" for name, share in intent.conflicts if share >= NAMED]:
        out.print(styled((f"    may belong to {', '.join(conflicts)}", "yellow")))


def _show_answer(card: Answer, out: Console) -> None:
    when = f", last {card.answer.date}" if card.answer.date else ""
    unhappy = (f"  {card.unhappy} disliked or asked again", "red") if card.unhappy else ("", "")
    out.print(styled((_cut(card.answer.text), "bold"), (f"  {card.answer.count} ×{when}", "dim"), unhappy))
    for question in card.questions[:3]:
        out.print(Text(f"    • {_cut(question.text)}"))
    for said in card.others:
        out.print(styled(("    ≠ ", "yellow"), _cut(said.text), (f"  {said.count} ×: {said.why}", "yellow")))


def _show_suspicious(example: Suspicious, out: Console) -> None:
    out.print(styled("  ", (_cut(example.text), "bold")))
    out.print(styled((f"    is {example.intent}, reads like {example.likelier} ({example.probability:.2f})", "dim")))


def _trend(months: Mapping[str, int]) -> str:
    """A bar for each of the last months, and which they are."""
    last = list(months.items())[-MONTHS:]
    if len(last) < 2:
        return ""
    most = max(count for _, count in last)
    bars = "".join(BARS[round((len(BARS) - 1) * count / most)] for _, count in last)
    return f"{bars} {last[0][0]} to {last[-1][0]}"


def _cut(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= LONGEST else f"{plain[: LONGEST - 1]}…"
