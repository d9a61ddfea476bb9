"""`python -m bench.probes.templates`: trains the verifiers of templates on the reviewed questions, and writes what ships.

As `bench.probes.answers` does it for past answers, with whose directions it keeps tokens' states. The classifier of a model of the sample
shop says which templates might be meant by each question.
"""

from collections.abc import Iterator
from functools import partial

import numpy as np
import torch

from bench.probes.answers import Pairing, folded_by_author, train
from bench.whole_model import whole_model
from bot.components.learning import predictions_of
from bot.decisions.questions import Part
from bot.decisions.ranking import answering
from bot.domain import answering_texts, said_to
from bot.models.archive import classifier_folder
from bot.models.indexes import ModelIndex, open_index
from bot.workspace import Workspace
from finetune.classifier.prediction import Prediction
from finetune.classifier.predictor import Classifier
from finetune.settings import TrainingSettings
from finetune.training.remembering_reader import RememberingReader
from retrieval.search.answer_verifier import FITTED, OF_TEMPLATES, AnswerVerifier
from retrieval.search.index import PassageIndex
from retrieval.search.late_interaction import TokenText

# Templates that might be meant, the likeliest first.
LIKELY = 3


def main() -> None:
    texts: dict[str, TokenText] = {}
    pairings = list(gathered(Workspace.current(), texts))
    train(pairings, texts, torch.from_numpy(AnswerVerifier.load(FITTED).basis.astype(np.float32))).save(OF_TEMPLATES)


def gathered(workspace: Workspace, texts: dict[str, TokenText]) -> Iterator[Pairing]:
    """Each reviewed question, beside what the templates say that might be meant; the texts are put into `texts`."""
    templates = answering_texts(workspace.domain)
    asked = list(folded_by_author(workspace))
    with classifier_folder(whole_model()) as folder:
        reader = RememberingReader.load(workspace.encoders, TrainingSettings().encoder)
        classifier = Classifier.load(folder, workspace.encoders, reader=reader)
        index = open_index(ModelIndex.of(folder), calibrated=True)
        for (text, part, fold), prediction in zip(asked, predictions_of(classifier, [text for text, _, _ in asked])):
            likely = [intent for intent, _ in answering(prediction.ranking)[:LIKELY]]
            meant = [part.intent] if part.kind == "template" else []
            said = {intent: said_to(text, templates[intent]) for intent in dict.fromkeys([*likely, *meant]) if intent in templates}
            yield from index.ask(partial(_pairings, text, part, fold, prediction, said, texts))


def _pairings(
    text: str, part: Part, fold: int, prediction: Prediction, said: dict[str, str], texts: dict[str, TokenText], index: PassageIndex
) -> list[Pairing]:
    query = index.read(text, prediction.sentence, prediction.reading)
    texts.update((each, index.tokens.of([each])[0]) for each in said.values() if each not in texts)
    return [
        Pairing(
            text, fold, prediction.reading.states, query.token_weights, each, each, place, part.kind == "template" and part.intent == intent
        )
        for place, (intent, each) in enumerate(said.items())
    ]


if __name__ == "__main__":
    main()
