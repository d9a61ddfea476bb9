"""Presidio's findings: JSON texts come in, a line each; JSON lists of spans go out. Run by an interpreter that has presidio-analyzer.

Without a spaCy model, which PyPI doesn't carry, only its pattern recognisers run: all that it has, for all countries.
"""

import inspect
import json
import sys
from typing import Any

import presidio_analyzer.predefined_recognizers as predefined
import spacy
from presidio_analyzer import AnalyzerEngine, EntityRecognizer, PatternRecognizer, RecognizerRegistry
from presidio_analyzer.nlp_engine import NlpArtifacts, NlpEngine

# As in Presidio's documentation: below this, a finding needs context words.
THRESHOLD = 0.35


class Blank(NlpEngine):  # type: ignore[misc]
    """spaCy's tokenizer alone: no named entities, no lemmas."""

    def __init__(self) -> None:
        self.nlp = spacy.blank("en")

    def load(self) -> None:
        pass

    def is_loaded(self) -> bool:
        return True

    def process_text(self, text: str, language: str) -> NlpArtifacts:
        tokens = self.nlp(text)
        return NlpArtifacts([], tokens, [token.idx for token in tokens], [token.lower_ for token in tokens], self, language)

    def process_batch(self, texts, language, **ignored):  # type: ignore[no-untyped-def]
        return ((text, self.process_text(text, language)) for text in texts)

    def is_stopword(self, word: str, language: str) -> bool:
        return False

    def is_punct(self, word: str, language: str) -> bool:
        return not word.isalnum()

    def get_supported_entities(self) -> list[str]:
        return []

    def get_supported_languages(self) -> list[str]:
        return ["en"]


def recognizers() -> list[EntityRecognizer]:
    """All of Presidio's own that look at the text alone."""
    found: list[EntityRecognizer] = []
    each: Any
    for _, each in inspect.getmembers(predefined, inspect.isclass):
        if issubclass(each, (PatternRecognizer, predefined.PhoneRecognizer)) and each is not PatternRecognizer:
            try:
                found.append(each(supported_language="en"))
            except TypeError:
                continue
    return found


def main() -> None:
    registry = RecognizerRegistry(recognizers=recognizers(), supported_languages=["en"])
    engine = AnalyzerEngine(registry=registry, nlp_engine=Blank(), supported_languages=["en"], default_score_threshold=THRESHOLD)
    for line in sys.stdin:
        print(json.dumps([[found.start, found.end] for found in engine.analyze(json.loads(line), language="en")]))


if __name__ == "__main__":
    main()
