"""Every command in the README exists, and every command stands in it; so does every file that ARCHITECTURE.md names."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
import typer

from bot.cli.main import app
from tests.support.command_help import help_of

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = sorted(
    {match.strip() for match in re.findall(r"(?:^ {4,}|`)((?:make|heed|rasa) [a-z][^`#\n]*)", README, re.MULTILINE)}
    | {match.strip() for match in re.findall(r"^    (make [a-z-]+)", (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"), re.MULTILINE)}
)


def test_the_readme_names_the_two_commands() -> None:
    assert {"make run", "make test"} <= set(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_command_exists(command: str) -> None:
    program, *words = command.split()
    if program == "make":
        assert re.search(rf"^{words[0]}:", (ROOT / "Makefile").read_text(), re.MULTILINE)
        return
    groups = ("index", "data", "classify", "conversations", "channels", "audit", "desk")
    path = (
        [word for word in words[:2] if re.fullmatch("[a-z]+", word)] if words[0] in groups or words[:2] == ["models", "show"] else words[:1]
    )
    if program == "rasa":  # its verbs stand in the help of the command above them
        assert re.search(rf"^ +{path[-1]} ", help_of("rasa", *path[:-1]).stdout, re.MULTILINE)
        return
    shown = help_of(program, *path)
    assert shown.returncode == 0, shown.stderr
    for option in re.findall(r"--[a-z-]+", command):
        assert option in shown.stdout


def test_the_readme_names_every_command() -> None:
    table = README.partition("## Commands")[2].partition("## Settings")[0]
    assert [command for command in commands(typer.main.get_command(app)) if f"`heed {command}" not in table] == []


def commands(group: click.Command, *path: str) -> Iterator[str]:
    """The commands below a group, by what is typed for them after `heed`."""
    if isinstance(group, click.Group):
        context = click.Context(group)
        for name in group.list_commands(context):
            command = group.get_command(context, name)
            assert command
            yield from commands(command, *path, name)
    else:
        yield " ".join(path)


def test_the_files_that_the_architecture_names_exist() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    named = set(re.findall(r"(?<![\w/.-])(?:[\w-]+/)*[\w.-]+\.(?:py|ts|yml|lua|toml|safetensors)\b", text))
    folders = ("bench", "bot", "data", "domain", "finetune", "retrieval", "tests")
    there = [*ROOT.glob("*.*"), *(file for folder in folders for file in (ROOT / folder).rglob("*.*"))]
    paths = [f"/{file.relative_to(ROOT)}" for file in there if "node_modules" not in file.parts]
    assert sorted(name for name in named if not any(path.endswith(f"/{name}") for path in paths)) == []
