"""The commands of `heed`, and where each is. Only the one that is typed is imported: what all of them together need takes a second."""

from importlib import import_module

import click
import typer
from click.shell_completion import CompletionItem
from typer.core import TyperCommand, TyperGroup

from bot.cli.interrupts import interruptible_imports
from bot.cli.summaries import summary

# In the order in which the help lists them: module and name of a function, or of a `typer.Typer` with commands of its own.
COMMANDS = {
    "new": "bot.cli.new:new",
    "run": "bot.cli.run:run",
    "import": "bot.cli.knowledge.imports:import_logs",
    "index": "bot.cli.knowledge.index:index",
    "ask": "bot.cli.asking.ask:ask",
    "classify": "bot.cli.asking.classify:classify",
    "evaluate": "bot.cli.asking.evaluate:evaluate",
    "compare": "bot.cli.learning.compare:compare",
    "suggest": "bot.cli.learning.suggest:suggest",
    "review": "bot.cli.learning.review:review",
    "train": "bot.cli.learning.retrain:train",
    "retrain": "bot.cli.learning.retrain:retrain",
    "models": "bot.cli.learning.models:models",
    "promote": "bot.cli.learning.models:promote",
    "rollback": "bot.cli.learning.models:rollback",
    "audit": "bot.cli.learning.audit:audit",
    "conversations": "bot.cli.sessions.conversations:conversations",
    "channels": "bot.cli.sessions.channels:channels",
    "desk": "bot.cli.desk.desk:desk",
    "numbers": "bot.cli.sessions.numbers:numbers",
}


class Commands(TyperGroup):
    """All commands, each imported when it is asked for; a list of them imports none."""

    _lists = False

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if self._lists and cmd_name in COMMANDS:
            return TyperCommand(cmd_name, help=summary(COMMANDS[cmd_name]))
        if cmd_name in COMMANDS and cmd_name not in self.commands:
            self.commands[cmd_name] = _imported(cmd_name)
        return super().get_command(ctx, cmd_name)

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        self._lists = True
        super().format_help(ctx, formatter)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        self._lists = True
        return super().shell_complete(ctx, incomplete)


def _imported(name: str) -> click.Command:
    module, _, attribute = COMMANDS[name].partition(":")
    with interruptible_imports():
        found = getattr(import_module(module), attribute)
    holder = typer.Typer()
    if isinstance(found, typer.Typer):
        holder.add_typer(found, name=name)
    else:
        holder.command(name)(found)
    return typer.main.get_group(holder).commands[name]
