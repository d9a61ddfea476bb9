"""The `heed` command."""

import os
from importlib.metadata import version
from typing import Annotated, Any, NoReturn

# Before anything imports TensorFlow or OpenMP: no start-up chatter, no spinning on a shared machine.
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")

from bot.cli.interrupts import INTERRUPTED, end_at_once, interruptible_imports

with interruptible_imports():
    import click
    import typer

    from bot.cli.commands import Commands
    from bot.cli.output.terminal import Terminal, styled
    from data.errors import HeedError
    from data.os_errors import sentence


class Interruptible(Commands):
    """Ctrl-C ends each command without a word of its insides, and with the exit code that shells expect."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            Terminal(stderr=True).print("Stopped.")
            end_at_once()
        except SystemExit as end:  # of a command that had more to say
            if end.code == INTERRUPTED:
                end_at_once()
            raise


def show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"heed {version('heed')}")
        raise typer.Exit


app = typer.Typer(
    cls=Interruptible,
    help="Heed, a customer-service assistant that learns from your own support logs.\n\n"
    "Rasa's own commands work here, too: `rasa train`, `rasa shell`, `rasa test`, `rasa data validate`.",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    pretty_exceptions_enable=False,
)


@app.callback()
def every(
    _: Annotated[bool, typer.Option("--version", callback=show_version, is_eager=True, help="Print Heed's version.")] = False,
) -> None:
    """What all commands share."""


def main() -> None:
    """Runs the command; an error that Heed raised on purpose, or the system, is one sentence and exit code 1."""
    try:
        app()
    except KeyboardInterrupt:
        raise SystemExit(INTERRUPTED) from None
    except HeedError as error:
        _fail(error, str(error))
    except OSError as error:
        _fail(error, sentence(error))


def _fail(error: Exception, said: str) -> NoReturn:
    Terminal(stderr=True).print(styled(("Error:", "bold red"), f" {said}"), soft_wrap=True)
    raise SystemExit(1) from error
