"""Whether a text answers a question, told by reading both token by token: a near miss has the question's words, and not its answer.

Decomposable attention (Parikh et al. 2016, “A Decomposable Attention Model for Natural Language Inference”, section 3): each token of the
question attends to the text's, is compared with what it found there, and the comparisons are summed up. The token states are those of an
encoder that was never trained for it; what was trained is small, and ships (`python -m bench.probes.answers`).

Several verifiers were trained, each without what some of the sample shop's authors asked. A question that is among what they learnt from
is read by the one that hasn't seen it, any other by all of them: so that the decision that is fitted on such questions trusts them as far
as they are right about new ones.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from functools import cache, cached_property
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file

from data.records import content_id
from retrieval.fitted import fitted_arrays
from retrieval.search.late_interaction import SCALE, TokenText
from retrieval.vectors.interface import Floats, Ids

# Those of past answers, and those of a company's templates, which answer many questions and are often asked about more than they say.
FITTED = Path(__file__).with_name("answer_verifier.safetensors")
OF_TEMPLATES = Path(__file__).with_name("template_verifier.safetensors")

# Tokens that are read of a question, of all that was asked and said, and of what would be quoted.
MOST_ASKED, MOST_AROUND, MOST_QUOTED = 64, 160, 100
# Rarities, and what a question says in all, in nats, are divided by this to be about as large as cosines.
RARITY, INFORMATION = 5.0, 30.0
# The comparisons' sum is divided by about how many tokens a question has.
TOKENS = 10.0
# Log-odds are cut at this.
SUREST = 8.0
# Pieces that are remembered, some 80 KB each: templates are read again and again, and a template is both its pieces.
REMEMBERED = 128


class Piece(NamedTuple):
    """S tokens of a text, as V verifiers read them beside any question.

    Attributes:
        said: the tokens (S, B).
        found_by: what they are found by (S, V, H), of length 1.
    """

    said: Floats
    found_by: Floats


@dataclass(frozen=True)
class AnswerVerifier:
    """V verifiers over states of D dimensions, of which B are kept; H are compared, in C ways.

    Attributes:
        basis: the directions that are kept (D, B).
        project, project_bias: what is compared of a token (V, B, H), (V, H).
        attend: what is looked for and found by (V, B, H).
        sharpness: of the attention (V,).
        compare, compare_bias: (V, 7 H + 5, C), (V, C).
        weigh, weigh_bias: (V, 3 C + 7), (V,).
        taught: the ids of the questions that they learnt from (Q,), sorted.
        unseen_by: which verifier hasn't learnt from each of them (Q,).
    """

    basis: Floats
    project: Floats
    project_bias: Floats
    attend: Floats
    sharpness: Floats
    compare: Floats
    compare_bias: Floats
    weigh: Floats
    weigh_bias: Floats
    taught: Ids
    unseen_by: NDArray[np.int8]

    @classmethod
    @cache
    def load(cls, file: Path) -> "AnswerVerifier":
        """Reads what `save` wrote.

        Raises:
            ModelError: the file is missing or damaged.
        """
        with fitted_arrays(file, f"python -m bench.probes.{'templates' if file.name == OF_TEMPLATES.name else 'answers'}") as arrays:
            taught, unseen_by = arrays.pop("taught"), arrays.pop("unseen_by")
            return cls(**{name: weights.astype(np.float32) for name, weights in arrays.items()}, taught=taught, unseen_by=unseen_by)

    def save(self, file: Path) -> None:
        """Writes it as `load` reads it, in half precision."""
        arrays = {each.name: np.ascontiguousarray(getattr(self, each.name)) for each in fields(self)}
        save_file({name: value.astype(np.float16) if value.dtype == np.float32 else value for name, value in arrays.items()}, file)

    def log_odds(
        self, question: str, states: Floats, rarities: Floats, texts: Sequence[tuple[TokenText, TokenText]], *, company_own: bool = False
    ) -> list[float]:
        """That each of some texts (N) answers a question; 0 where another encoder read them, or nothing was read.

        Args:
            question: its text.
            states: those of its tokens (T, D), of length 1.
            rarities: the tokens' (T,), in nats, above 0.
            texts: the tokens of all that was asked and said where a text stands, and the text's own.
            company_own: whether they are the company's own, as templates are: only these are remembered. What was said in a dialogue is
                forgotten with it.
        """
        read = [place for place, (around, quoted) in enumerate(texts) if len(around.states) and len(quoted.states)]
        odds = [0.0] * len(texts)
        if read and len(states) and states.shape[-1] == len(self.basis):
            pieces = self._read((piece.tobytes() for place in read for piece in _pieces(*texts[place])), company_own)
            found = self._judged(self._readers(question), states[:MOST_ASKED] @ self.basis, rarities[:MOST_ASKED], pieces)
            for place, value in zip(read, found.tolist()):
                odds[place] = value
        return odds

    def _judged(self, which: slice, asked: Floats, rarity: Floats, pieces: Sequence[Piece]) -> Floats:
        """Log-odds (N,) by the verifiers `which`, of a question's tokens (T, B) beside two pieces of each text (2 N), read all at once."""
        project, bias = self.project[which], self.project_bias[which][:, None]
        met, nearest = self._met(which, asked, pieces)  # (V, 2 N, T, B), (N, 2, T)
        verifiers, texts, tokens = len(met), len(nearest), len(asked)
        mine = asked @ project + bias  # (V, T, H)
        its = (met.reshape(verifiers, -1, met.shape[-1]) @ project + bias).reshape(*met.shape[:-1], -1)  # (V, 2 N, T, H)
        cosines = np.stack([np.broadcast_to(nearest.reshape(-1, tokens), met.shape[:3]), (asked * met).sum(axis=-1)], axis=-1)
        compared = np.concatenate([its, mine[:, None] * its, cosines], axis=-1)  # (V, 2 N, T, 2 H + 2)
        compared = compared.reshape(verifiers, texts, 2, tokens, -1).swapaxes(2, 3).reshape(verifiers, texts * tokens, -1)
        of_question, of_text = (weights[which] for weights in self._regrouped)
        rare = np.broadcast_to(rarity[:, None] / RARITY, (verifiers, tokens, 1))
        own = np.concatenate([mine, rare], axis=-1) @ of_question + self.compare_bias[which][:, None]  # (V, T, C)
        found = ((compared @ of_text).reshape(verifiers, texts, tokens, -1) + own[:, None]).clip(0)  # (V, N, T, C)
        share = rarity / rarity.sum()
        numbers = np.stack([nearest @ share, ((1 - nearest) * rarity).max(axis=-1), nearest.min(axis=-1)], axis=-1).reshape(texts, -1)
        numbers = np.column_stack([numbers, np.full(texts, rarity.sum() / INFORMATION)])  # (N, 7)
        sums = [share @ found, found.max(axis=2), found.sum(axis=2) / TOKENS, np.broadcast_to(numbers, (verifiers, *numbers.shape))]
        whole = np.concatenate(sums, axis=-1) @ self.weigh[which][..., None]  # (V, N, 1)
        return np.asarray((whole[..., 0] + self.weigh_bias[which][:, None]).mean(axis=0).clip(-SUREST, SUREST), dtype=np.float32)

    def _met(self, which: slice, asked: Floats, pieces: Sequence[Piece]) -> tuple[Floats, Floats]:
        """What a question's tokens (T, B) find in pieces (2 N): what they attend to (V, 2 N, T, B), and their highest cosines (N, 2, T)."""
        starts = np.cumsum([0, *(len(piece.said) for piece in pieces)])
        said, found_by = (np.concatenate(parts) for parts in zip(*pieces))  # (S, B), (S, V, H), S tokens of all pieces
        alike = asked @ said.T  # (T, S)
        looked_for = _unit(asked @ self.attend[which])  # (V, T, H)
        scores = (looked_for @ found_by[:, which].transpose(1, 2, 0) + alike) * self.sharpness[which, None, None]  # (V, T, S)
        scores -= np.repeat(np.maximum.reduceat(scores, starts[:-1], axis=2), np.diff(starts), axis=2)
        odds = np.exp(scores)
        met = np.stack([odds[..., first:end] @ said[first:end] for first, end in pairwise(starts.tolist())], axis=1)
        met /= np.add.reduceat(odds, starts[:-1], axis=2).swapaxes(1, 2)[..., None]
        return met, np.maximum.reduceat(alike, starts[:-1], axis=1).T.reshape(-1, 2, len(asked))

    def _read(self, pieces: Iterable[bytes], remember: bool) -> list[Piece]:
        """Pieces, given by the states of their tokens as they are kept; those that aren't known are read all at once."""
        wanted = [*pieces]
        found = {each: piece for each in wanted if (piece := self._known.get(each))}
        if missing := [each for each in dict.fromkeys(wanted) if each not in found]:
            basis, attend = self._side_by_side
            said = np.frombuffer(b"".join(missing), dtype=np.int8).reshape(-1, len(basis)).astype(np.float32) @ basis  # (S, B)
            found_by = _unit((said @ attend).reshape(len(said), len(self.attend), -1))  # (S, V, H)
            ends = np.cumsum([len(each) // len(basis) for each in missing])[:-1]
            found |= {each: Piece(*read) for each, *read in zip(missing, np.split(said, ends), np.split(found_by, ends))}
            if remember:
                if len(self._known) >= REMEMBERED:
                    self._known.clear()
                self._known.update(found)
        return [found[each] for each in wanted]

    @cached_property
    def _known(self) -> dict[bytes, Piece]:
        return {}

    @cached_property
    def _side_by_side(self) -> tuple[Floats, Floats]:
        """The directions (D, B) for states as they are kept, times `SCALE`; what is found by, of all verifiers (B, V H)."""
        return self.basis / np.float32(SCALE), self.attend.swapaxes(0, 1).reshape(len(self.attend[0]), -1)

    @cached_property
    def _regrouped(self) -> tuple[Floats, Floats]:
        """The weights of `compare`, with differences taken apart, so that a question is compared once for all texts.

        Those of a question's token and its rarity (V, H + 1, C), and of what it met in both pieces of a text (V, 4 H + 4, C).
        """
        size = self.project.shape[2]
        mine, *met = (self.compare[:, place * size : (place + 1) * size] for place in range(7))
        scalars = self.compare[:, 7 * size :]
        around = [met[0] - met[1], met[2], scalars[:, :2]]
        quoted = [met[3] - met[4], met[5], scalars[:, 2:4]]
        return np.concatenate([mine + met[1] + met[4], scalars[:, 4:]], axis=1), np.concatenate(around + quoted, axis=1)

    def _readers(self, question: str) -> slice:
        """The verifiers that read a question."""
        key = content_id(question)
        place = int(np.searchsorted(self.taught, key))
        if place < len(self.taught) and self.taught[place] == key:
            return slice(int(self.unseen_by[place]), int(self.unseen_by[place]) + 1)
        return slice(None)


def _pieces(around: TokenText, quoted: TokenText) -> tuple[NDArray[np.int8], NDArray[np.int8]]:
    return around.states[:MOST_AROUND], quoted.states[:MOST_QUOTED]


def _unit(vectors: Floats) -> Floats:
    return np.asarray(vectors / np.sqrt(np.maximum(np.einsum("...h,...h->...", vectors, vectors), 1e-24))[..., None], dtype=np.float32)
