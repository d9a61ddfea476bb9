"""Every command in the README exists."""

import re
from pathlib import Path

import pytest

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
    groups = ("index", "data", "classify", "conversations")
    path = [word for word in words[:2] if re.fullmatch("[a-z]+", word)] if words[0] in groups else words[:1]
    if program == "rasa":  # its verbs stand in the help of the command above them
        assert re.search(rf"^ +{path[-1]} ", help_of("rasa", *path[:-1]).stdout, re.MULTILINE)
        return
    shown = help_of(program, *path)
    assert shown.returncode == 0, shown.stderr
    for option in re.findall(r"--[a-z-]+", command):
        assert option in shown.stdout
