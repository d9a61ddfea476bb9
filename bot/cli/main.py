"""The `heed` command."""

import os

# Before anything imports TensorFlow or OpenMP: no start-up chatter, no spinning on a shared machine.
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")

import typer

from bot.cli.ask import ask
from bot.cli.channels import channels
from bot.cli.classify import classify
from bot.cli.compare import compare
from bot.cli.conversations import conversations
from bot.cli.desk import desk
from bot.cli.evaluate import evaluate
from bot.cli.imports import import_logs
from bot.cli.index import index
from bot.cli.models import models, promote, rollback
from bot.cli.review import review
from bot.cli.run import run
from bot.cli.suggest import suggest
from bot.cli.terminal import Terminal, styled
from data.errors import HeedError

app = typer.Typer(
    help="Heed, a customer-service assistant that learns from your own support logs.\n\n"
    "What Rasa has a verb for is Rasa's: `rasa train`, `rasa shell`, `rasa test`, `rasa data validate`.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("run")(run)
app.command("import")(import_logs)
app.add_typer(index, name="index")
app.command("ask")(ask)
app.add_typer(classify, name="classify")
app.command("evaluate")(evaluate)
app.command("compare")(compare)
app.command("suggest")(suggest)
app.command("review")(review)
app.command("models")(models)
app.command("promote")(promote)
app.command("rollback")(rollback)
app.add_typer(conversations, name="conversations")
app.add_typer(channels, name="channels")
app.add_typer(desk, name="desk")


def main() -> None:
    """Runs the command; an error that Heed raised on purpose is one sentence and exit code 1."""
    try:
        app()
    except HeedError as error:
        Terminal(stderr=True).print(styled(("Error:", "bold red"), f" {error}"), soft_wrap=True)
        raise SystemExit(1) from error
