"""Labelled examples in and out of Rasa's NLU YAML (https://rasa.com/docs/rasa/training-data-format#nlu-training-data)."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.scalarstring import LiteralScalarString

from data.errors import DataError
from data.records import Example


def read_examples(path: Path) -> list[Example]:
    """The examples of one NLU file, or of every `.yml` in a folder."""
    files = sorted(path.glob("*.yml")) if path.is_dir() else [path]
    return [example for file in files for example in _read(file)]


def write_examples(examples: Iterable[Example], path: Path) -> None:
    """Writes one NLU file, an entry an intent, in the order in which the intents come."""
    by_intent: dict[str, list[str]] = {}
    for example in examples:
        by_intent.setdefault(example.intent, []).append(" ".join(example.text.split()))
    entries = [
        {"intent": intent, "examples": LiteralScalarString("".join(f"- {text}\n" for text in texts))} for intent, texts in by_intent.items()
    ]
    with path.open("w", encoding="utf-8") as file:
        YAML().dump({"version": "3.1", "nlu": entries}, file)


def read_templates(domain: Path) -> dict[str, str]:
    """What a domain's templates say, by intent: the texts of `utter_<intent>` that hold whatever the slots are.

    Args:
        domain: the folder of the domain; its files that hold no responses are passed over.
    """
    templates: dict[str, str] = {}
    for name, variations in read_responses(domain).items():
        texts = [variation["text"] for variation in variations if "text" in variation and "condition" not in variation]
        if texts and name.startswith("utter_") and not name.startswith("utter_offer_"):
            templates[name.removeprefix("utter_")] = texts[0]
    return templates


def read_responses(domain: Path) -> dict[str, list[dict[str, Any]]]:
    """The responses of a domain folder with all their variations, as they stand in its files.

    Raises:
        DataError: a file can't be read as YAML.
    """
    responses: dict[str, list[dict[str, Any]]] = {}
    for file in sorted(domain.rglob("*.yml")):
        responses |= (_load(file) or {}).get("responses") or {}
    return responses


def read_intents(domain: Path) -> set[str]:
    """The names of the intents that the files of a domain folder declare.

    Raises:
        DataError: a file can't be read as YAML.
    """
    declared = [each for file in sorted(domain.rglob("*.yml")) for each in (_load(file) or {}).get("intents") or []]
    # An intent with settings of its own is a dictionary with one key.
    return {name for each in declared for name in ([each] if isinstance(each, str) else each)}


def read_language(config: Path) -> str:
    """A company's main language, as ISO 639-1 has it: the key `language` of Rasa's `config.yml`. Rasa's default is `en`."""
    content = _load(config) if config.is_file() else {}
    return str((content or {}).get("language") or "en").partition("-")[0].lower()


def read_section(file: Path, key: str) -> Any:
    """What stands under a key of one of Rasa's files; none where there is no such file or key.

    Raises:
        DataError: the file can't be read as YAML.
    """
    content = _load(file) if file.is_file() else None
    return content.get(key) if isinstance(content, dict) else None


def _load(file: Path) -> Any:
    try:
        return YAML(typ="safe").load(file)
    except (OSError, YAMLError) as error:
        raise DataError(f"{file} can't be read as YAML: {error}") from error


def _read(file: Path) -> list[Example]:
    content = _load(file)
    entries = content.get("nlu", []) if isinstance(content, dict) else None
    if not isinstance(entries, list):
        raise DataError(f"{file} has no list `nlu:`; expected Rasa's NLU training data")
    examples = []
    for entry in entries:
        if isinstance(entry, dict) and "intent" in entry:
            lines = str(entry.get("examples", "")).splitlines()
            examples += [Example(line[2:].strip(), entry["intent"]) for line in lines if line.startswith("- ")]
    return examples
