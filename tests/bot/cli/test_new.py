from pathlib import Path

import pytest
import typer
from ruamel.yaml import YAML
from typer.testing import CliRunner

from bot.cli.new import new
from bot.models.configured import classifier_settings
from bot.workspace import Workspace
from data.errors import DataError
from data.formats.examples.rasa_yaml import read_examples, read_intents, read_responses

app = typer.Typer()
app.command()(new)


@pytest.fixture
def made(tmp_path: Path) -> Workspace:
    folder = tmp_path / "airline"
    result = CliRunner().invoke(app, [str(folder), "--company", "Blue & Sons' Airways"])
    assert result.exit_code == 0, result.output
    return Workspace(folder)


def test_rules_intents_and_responses_fit_together(made: Workspace) -> None:
    intents, responses = read_intents(made.domain), read_responses(made.domain)
    rules = YAML(typ="safe").load(made.data / "rules.yml")["rules"]
    steps = [step for rule in rules for step in rule["steps"]]
    assert {step["intent"] for step in steps if "intent" in step} == intents - {"inform"}
    assert {step["action"] for step in steps if "action" in step} <= responses.keys()
    examples = read_examples(made.data / "nlu")
    assert {example.intent for example in examples} <= intents
    assert classifier_settings(made.config)["name"].endswith("AttentionIntentClassifier")


def test_it_speaks_for_the_company_and_for_nobody_else(made: Workspace) -> None:
    said = [file.read_text() for file in made.root.rglob("*.yml") if file.is_file()]
    assert any("I'm Blue & Sons' Airways's automated assistant" in text for text in said)
    assert not any(other in text for text in said for other in ("Juniper", "{company}", "{assistant}", "{language}"))


def test_what_is_there_is_not_written_over(made: Workspace) -> None:
    result = CliRunner().invoke(app, [str(made.root), "--company", "Other"])
    assert isinstance(result.exception, DataError)
    assert "isn't empty" in str(result.exception)


def test_a_name_that_would_break_a_text_is_refused(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, [str(tmp_path / "x"), "--company", "Acme: {all}"])
    assert isinstance(result.exception, DataError)
    assert not (tmp_path / "x").exists()
