"""`python -m bench.probes.answers`: trains the verifiers of answers on the reviewed questions, and writes what ships.

It needs a model of the sample shop (`rasa train`): what its index finds for each question is right or wrong, as the question says.
Then `python -m bench.probes.templates` trains those of templates, and `python -m bot.retraining.decision_fit` weighs what they say.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import torch
from sklearn.metrics import roc_auc_score
from torch import Tensor, nn

from bench.probes.verifier_network import Texts, VerifierNetwork
from bench.whole_model import whole_model
from bot.components.learning import asked_of
from bot.decisions.questions import Part, question_files, read_questions
from bot.models.archive import classifier_folder
from bot.models.indexes import ModelIndex, open_index
from bot.models.search import SAID
from bot.workspace import Workspace
from data.records import content_id
from retrieval.search.answer_verifier import FITTED, MOST_AROUND, MOST_ASKED, MOST_QUOTED, AnswerVerifier
from retrieval.search.index import PassageIndex
from retrieval.search.late_interaction import SCALE, TokenText
from retrieval.vectors.interface import Floats

# So many are trained, each without what some authors asked; a file of questions is by one author.
VERIFIERS = 4
# Of what was found, so many are learnt from, and of the next ones the right ones; the first, which would be quoted, counts double.
LEARNT, FOUND, FIRST = 4, 6, 2.0
# Chosen on questions of authors that it hadn't learnt from.
KEPT, EPOCHS, BATCH, LEARNING_RATE, DECAY = 128, 6, 128, 3e-3, 0.05
# States that the kept directions are found from.
SAMPLE = 30_000
# Pairs of about the same length are read together.
ALIKE = 12


@dataclass(frozen=True)
class Pairing:
    """A question beside something that was found for it.

    Attributes:
        question: its text.
        fold: the verifier that doesn't learn from it.
        asked, rarities: its tokens' states (T, D), and how rare they are (T,).
        around, quoted: all that was asked and said, and what would be quoted.
        place: among what was found; 0 is what would be quoted.
        right: whether it answers the question.
    """

    question: str
    fold: int
    asked: Floats
    rarities: Floats
    around: str
    quoted: str
    place: int
    right: bool


@dataclass(frozen=True)
class States:
    """The states of texts' tokens in the directions that are kept, each (T, B): of questions, and of what was said."""

    asked: Mapping[str, Tensor]
    said: Mapping[str, Tensor]

    def batch(self, pairings: Sequence[Pairing]) -> tuple[Texts, Tensor, Texts, Texts]:
        """What the network is given."""
        rarities = [torch.from_numpy(pairing.rarities[:MOST_ASKED].astype(np.float32)) for pairing in pairings]
        return (
            Texts.of([self.asked[pairing.question][:MOST_ASKED] for pairing in pairings]),
            nn.utils.rnn.pad_sequence(rarities, batch_first=True),
            Texts.of([self.said[pairing.around][:MOST_AROUND] for pairing in pairings]),
            Texts.of([self.said[pairing.quoted][:MOST_QUOTED] for pairing in pairings]),
        )


def main() -> None:
    workspace = Workspace.current()
    texts: dict[str, TokenText] = {}
    pairings = list(gathered(workspace, texts))
    train(pairings, texts, _basis(list(texts.values()))).save(FITTED)


def train(pairings: Sequence[Pairing], texts: Mapping[str, TokenText], basis: Tensor) -> AnswerVerifier:
    """The verifiers, each of which has learnt from the pairings of the other folds; says how good they are on those of their own.

    Args:
        pairings: what is learnt from.
        texts: the tokens of what they hold.
        basis: the directions that are kept of tokens' states (D, `KEPT`).
    """
    torch.manual_seed(0)
    torch.set_num_threads(1)  # more would wait for one another at each of many small products
    said = {text: torch.from_numpy(tokens.states.astype(np.float32) / SCALE) @ basis for text, tokens in texts.items()}
    asked = {pairing.question: torch.from_numpy(pairing.asked.astype(np.float32)) @ basis for pairing in pairings}
    read = States(asked, said)
    networks = []
    for fold in range(VERIFIERS):
        network = trained([pairing for pairing in pairings if pairing.fold != fold], read, fold)
        unseen = [pairing for pairing in pairings if pairing.fold == fold and pairing.place == 0]
        found = torch.cat([network(*read.batch(unseen[start : start + BATCH])) for start in range(0, len(unseen), BATCH)])
        area = roc_auc_score([pairing.right for pairing in unseen], found.detach().numpy())
        print(f"without the authors of part {fold}: {len(unseen)} questions of theirs, area under the curve {area:.3f}", flush=True)
        networks.append(network)
    return verifier(networks, basis, {content_id(pairing.question): pairing.fold for pairing in pairings})


def folded_by_author(workspace: Workspace) -> Iterator[tuple[str, Part, int]]:
    """Each text that is asked of the reviewed questions, its right outcome, and the fold of its author: all are about as large."""
    sizes = [0] * VERIFIERS
    for file in sorted(question_files(workspace), key=lambda file: -file.stat().st_size):
        fold = sizes.index(min(sizes))
        for question in read_questions(file):
            for text, part, _ in asked_of(question):
                sizes[fold] += 1
                yield text, part, fold


def gathered(workspace: Workspace, texts: dict[str, TokenText]) -> Iterator[Pairing]:
    """Each reviewed question, beside what the served model's index finds for it; the texts found are put into `texts`."""
    with classifier_folder(whole_model()) as folder:
        index = open_index(ModelIndex.of(folder), calibrated=True)
        for text, part, fold in folded_by_author(workspace):
            yield from index.ask(partial(_pairings, text, part, fold, texts))


def _pairings(text: str, part: Part, fold: int, texts: dict[str, TokenText], index: PassageIndex) -> list[Pairing]:
    reading = index.tokens.read(text)
    query = index.read(text, reading.sentence, reading)
    found = []
    for place, hit in enumerate(index.search(query, FOUND, filter=SAID if index.holds_sections else None, without_question=text)):
        right = part.kind == "passage" and part.answered_by([source.dialogue for source in hit.passage.sources], hit.passage.text)
        if right or place < LEARNT:
            said = index.entries[hit.pair].text, hit.passage.text
            texts.update((each, index.tokens.of([each])[0]) for each in said if each not in texts)
            found.append(Pairing(text, fold, reading.states, query.token_weights, *said, place, right))
    return found


def trained(pairings: Sequence[Pairing], read: States, seed: int) -> VerifierNetwork:
    """A network that has learnt from pairings."""
    network = VerifierNetwork(KEPT)
    random = np.random.default_rng(seed)
    lengths = np.array([4 * len(pairing.asked) + len(read.said[pairing.around]) for pairing in pairings]) // ALIKE
    optimizer = torch.optim.AdamW(network.parameters(), lr=LEARNING_RATE, weight_decay=DECAY)
    steps = EPOCHS * -(-len(pairings) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, LEARNING_RATE, total_steps=steps)
    for _ in range(EPOCHS):
        order = random.permutation(len(pairings))
        order = order[np.argsort(lengths[order], kind="stable")]
        for start in random.permutation(np.arange(0, len(order), BATCH)).tolist():
            batch = [pairings[place] for place in order[start : start + BATCH].tolist()]
            right = torch.tensor([float(pairing.right) for pairing in batch])
            weights = torch.tensor([FIRST if pairing.place == 0 else 1.0 for pairing in batch])
            losses = nn.functional.binary_cross_entropy_with_logits(network(*read.batch(batch)), right, weights, reduction="sum")
            optimizer.zero_grad()
            torch.autograd.backward(losses / weights.sum())
            optimizer.step()
            schedule.step()
    return network.eval()


def verifier(networks: Sequence[VerifierNetwork], basis: Tensor, folds: dict[int, int]) -> AnswerVerifier:
    """The networks as they are asked; `folds` says which hasn't learnt from the question with an id."""

    def stacked(*names: str) -> Floats:
        return np.stack([network.get_parameter(".".join(names)).detach().numpy() for network in networks])

    return AnswerVerifier(
        basis=basis.numpy(),
        project=stacked("project", "weight").swapaxes(1, 2),
        project_bias=stacked("project", "bias"),
        attend=stacked("attend"),
        sharpness=stacked("sharpness"),
        compare=stacked("compare", "weight").swapaxes(1, 2),
        compare_bias=stacked("compare", "bias"),
        weigh=stacked("weigh", "weight")[:, 0],
        weigh_bias=stacked("weigh", "bias")[:, 0],
        taught=np.array(sorted(folds), dtype=np.int64),
        unseen_by=np.array([folds[key] for key in sorted(folds)], dtype=np.int8),
    )


def _basis(texts: Sequence[TokenText]) -> Tensor:
    """The directions (D, `KEPT`) that hold the most of tokens' states (Pearson 1901)."""
    states = np.concatenate([text.states for text in texts])
    sample = states[np.random.default_rng(0).permutation(len(states))[:SAMPLE]].astype(np.float32) / SCALE
    values, directions = np.linalg.eigh(sample.T @ sample / len(sample))
    return torch.from_numpy(np.ascontiguousarray(directions[:, np.argsort(-values)[:KEPT]]).astype(np.float32))


if __name__ == "__main__":
    main()
