"""Fine-tunes a sentence encoder on a company's own question/answer pairs, so that a question lands near the reply that it got.

The loss is the multiple negatives ranking loss (Henderson et al. 2017, “Efficient Natural Language Response Suggestion for
Smart Reply”, section 4): within a batch, each question has to find its own answer among all the others', and each answer its
question. Pairs with the same answer are no negatives of each other. What comes out is an ordinary encoder: the classifier is
then trained from it (`encoder:` in `config.yml`) in layers of its own, so one pass serves both.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional

from data.errors import DataError, SettingsError
from data.records import Pair
from finetune.encoders.pretrained import Pretrained, load_pretrained, save_encoder
from finetune.encoders.tokenization import SHAPES, encode
from finetune.network.precision import Precision, best_precision
from finetune.training.progress import TrainingProgress

FEWEST_PAIRS = 8
# Texts that go through the network at a time: sorted by length, short ones don't wait for long ones.
CHUNK = 32


@dataclass(frozen=True)
class ContrastiveSettings:
    """How an encoder is fine-tuned on pairs.

    Attributes:
        encoder: where it starts: a sentence-transformers model that pools by the mean or by the first token, by name or folder.
        epochs: passes over the pairs.
        batch_size: pairs that are told from each other in one step: the more, the harder and the better.
        learning_rate: at its highest; it grows over a tenth of the steps and falls to 0 linearly.
        max_tokens: longer texts are cut.
        scale: what cosines are multiplied by before the softmax.
        seed: makes a run repeatable on one machine.
    """

    encoder: str = "all-MiniLM-L6-v2"
    epochs: int = 2
    batch_size: int = 128
    learning_rate: float = 2e-4
    max_tokens: int = 64
    scale: float = 20.0
    seed: int = 7

    def __post_init__(self) -> None:
        for name, low, high in (("epochs", 1, 100), ("batch_size", 2, 4_096), ("max_tokens", 8, 512), ("scale", 1, 100)):
            if not low <= getattr(self, name) <= high:
                raise SettingsError(f"{name} must be in [{low}, {high}]. It was: {getattr(self, name)!r}")
        if not 0 < self.learning_rate <= 1:
            raise SettingsError(f"learning_rate must be in (0, 1]. It was: {self.learning_rate!r}")


def tune(
    pairs: Sequence[Pair],
    folder: Path,
    settings: ContrastiveSettings | None = None,
    hard_negatives: Sequence[str] = (),
    report: Callable[[TrainingProgress], None] = lambda _: None,
) -> None:
    """Fine-tunes an encoder and saves it in `folder`, in the sentence-transformers format.

    Args:
        pairs: questions with the answers that they got.
        folder: where the encoder goes; made if missing.
        settings: how to train.
        hard_negatives: for each pair an answer like its own that doesn't answer it (e.g. by BM25); empty for none.
        report: is called after each step.

    Raises:
        DataError: the pairs are too few.
        ModelError: the encoder can't be loaded.
    """
    settings = settings or ContrastiveSettings()
    if len(pairs) < FEWEST_PAIRS:
        raise DataError(
            f"fine-tuning an encoder needs at least {FEWEST_PAIRS} question/answer pairs, better thousands. It got {len(pairs)}"
        )
    if hard_negatives and len(hard_negatives) != len(pairs):
        raise DataError(f"there must be a hard negative for each of {len(pairs)} pairs. There were {len(hard_negatives)}")
    torch.manual_seed(settings.seed)
    pretrained, precision = load_pretrained(settings.encoder), best_precision()
    model = pretrained.model
    model.eval()  # dropout would cost a fifth of the time; the batches are noise enough
    embeddings = model.get_input_embeddings().weight
    rest = [parameter for parameter in model.parameters() if parameter is not embeddings]
    # With weight decay, the embeddings of words that don't come up would fade.
    groups = [{"params": rest, "weight_decay": 0.01}, {"params": [embeddings], "weight_decay": 0.0}]
    optimiser = torch.optim.AdamW(groups, lr=settings.learning_rate, fused=True)
    size = min(settings.batch_size, len(pairs))
    steps = settings.epochs * (len(pairs) // size)
    warm_up = max(1, steps // 10)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min((step + 1) / warm_up, max(0.0, (steps - step) / max(1, steps - warm_up)))
    )
    for step, indices in enumerate(_batches(len(pairs), size, settings), start=1):
        questions = _embed(pretrained, [pairs[index].question for index in indices], settings, precision)  # (B, D)
        replies = [pairs[index].answer for index in indices] + [hard_negatives[index] for index in indices if hard_negatives]
        answers = _embed(pretrained, replies, settings, precision)  # (B or 2B, D)
        loss = ranking_loss(questions, answers, replies, settings.scale)
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        report(TrainingProgress(step, steps, loss.item(), None, "Fine-tuning the encoder"))
    save_encoder(pretrained, folder)


def ranking_loss(questions: Tensor, answers: Tensor, replies: Sequence[str], scale: float) -> Tensor:
    """Cross-entropy of each question finding its answer, and of each answer finding its question.

    Args:
        questions: vectors of length 1 (B, D).
        answers: those of their answers, and behind them of any further negatives (B + H, D).
        replies: the texts of `answers`; the same text twice is no negative.
        scale: what cosines are multiplied by.
    """
    count = len(questions)
    scores = scale * questions @ answers.T  # (B, B + H)
    numbers: dict[str, int] = {}
    texts = torch.tensor([numbers.setdefault(" ".join(reply.lower().split()), len(numbers)) for reply in replies])  # (B + H,)
    same = texts[:count, None] == texts[None, :]  # (B, B + H)
    same.fill_diagonal_(False)
    scores = scores.masked_fill(same, float("-inf"))
    own = torch.arange(count)
    return (functional.cross_entropy(scores, own) + functional.cross_entropy(scores[:, :count].T, own)) / 2


def _batches(count: int, size: int, settings: ContrastiveSettings) -> Iterator[list[int]]:
    """The positions of each batch's pairs, in a new order each epoch; those that would not fill a batch are left out of it."""
    for epoch in range(settings.epochs):
        order = random.Random(settings.seed * 1_000 + epoch).sample(range(count), count)
        yield from (order[start : start + size] for start in range(0, count - size + 1, size))


def _embed(pretrained: Pretrained, texts: Sequence[str], settings: ContrastiveSettings, precision: Precision) -> Tensor:
    """Sentence vectors (N, D) of length 1, through which gradients flow."""
    order = sorted(range(len(texts)), key=lambda index: len(texts[index]))
    parts = []
    for start in range(0, len(order), CHUNK):
        chunk = [texts[index] for index in order[start : start + CHUNK]]
        batch = encode(pretrained.tokenizer, chunk, settings.max_tokens, multiple_of=SHAPES)
        mask = torch.from_numpy(batch.mask)
        with precision.autocast():
            states = pretrained.model(input_ids=torch.from_numpy(batch.ids), attention_mask=mask).last_hidden_state  # (C, T, D)
        parts.append(pretrained.pool(states.float(), mask))
    back = torch.empty(len(order), dtype=torch.long)
    back[torch.tensor(order)] = torch.arange(len(order))
    return torch.cat(parts)[back]
