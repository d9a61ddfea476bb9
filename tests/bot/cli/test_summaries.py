"""What the list of commands says of each is what the command itself says, without importing it."""

import sys
from subprocess import run

import click
import pytest
import typer

from bot.cli.commands import COMMANDS
from bot.cli.main import app
from bot.cli.summaries import summary

# Of each command, what its module would bring along.
LISTED = """
import sys
sys.argv = ["heed", *sys.argv[1:]]
from bot.cli.main import main
try:
    main()
except SystemExit:
    pass
print(sorted(name for name in ("bot.state", "data.formats", "retrieval", "numpy", "bot.cli.run") if name in sys.modules))
"""


@pytest.mark.parametrize("name", COMMANDS)
def test_it_is_the_commands_own(name: str) -> None:
    group = typer.main.get_command(app)
    assert isinstance(group, click.Group)
    command = group.get_command(click.Context(group), name)
    assert command is not None
    assert command.help is not None
    assert " ".join(summary(COMMANDS[name]).split()) == " ".join(command.help.split("\n\n")[0].split())


def test_a_list_of_commands_imports_none() -> None:
    shown = run([sys.executable, "-c", LISTED, "--help"], capture_output=True, text=True, check=True, timeout=120)
    assert shown.stdout.splitlines()[-1] == "[]"
    assert "promote" in shown.stdout
