"""Whether a text answers a question, told by reading both token by token: a near miss has the question's words, and not its answer.

Decomposable attention (Parikh et al. 2016, “A Decomposable Attention Model for Natural Language Inference”, section 3): each token of the
question attends to the text's, is compared with what it found there, and the comparisons are summed up. The token states are those of an
encoder that was never trained for it; what was trained is small, and ships (`python -m bench.probes.answers`).

Several verifiers were trained, each without what some of the sample shop's authors asked. A question that is among what they learnt from
is read by the one that hasn't seen it, any other by all of them: so that the decision that is fitted on such questions trusts them as far
as they are right about new ones.
"""

from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file

from data.records import content_id
from retrieval.fitted import fitted_arrays
from retrieval.search.late_interaction import SCALE, TokenText
from retrieval.vectors.interface import Floats, Ids

FITTED = Path(__file__).with_name("answer_verifier.safetensors")

# Tokens that are read of a question, of all that was asked and said, and of what would be quoted.
MOST_ASKED, MOST_AROUND, MOST_QUOTED = 64, 160, 100
# Rarities, and what a question says in all, in nats, are divided by this to be about as large as cosines.
RARITY, INFORMATION = 5.0, 30.0
# The comparisons' sum is divided by about how many tokens a question has.
TOKENS = 10.0
# Log-odds are cut at this.
SUREST = 8.0


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
        with fitted_arrays(file, "python -m bench.probes.answers") as arrays:
            taught, unseen_by = arrays.pop("taught"), arrays.pop("unseen_by")
            return cls(**{name: weights.astype(np.float32) for name, weights in arrays.items()}, taught=taught, unseen_by=unseen_by)

    def save(self, file: Path) -> None:
        """Writes it as `load` reads it, in half precision."""
        arrays = {each.name: np.ascontiguousarray(getattr(self, each.name)) for each in fields(self)}
        save_file({name: value.astype(np.float16) if value.dtype == np.float32 else value for name, value in arrays.items()}, file)

    def log_odds(self, question: str, states: Floats, rarities: Floats, around: TokenText, quoted: TokenText) -> float:
        """That a text answers a question; 0 where another encoder read them, or nothing was read.

        Args:
            question: its text.
            states: those of its tokens (T, D), of length 1.
            rarities: the tokens' (T,), in nats, above 0.
            around: the tokens of all that was asked and said where the text stands.
            quoted: the text's own.
        """
        if states.shape[-1] != len(self.basis) or not (len(states) and len(around.states) and len(quoted.states)):
            return 0.0
        which = self._readers(question)
        project, bias, attend = self.project[which], self.project_bias[which][:, None], self.attend[which]
        asked, rarity = states[:MOST_ASKED] @ self.basis, rarities[:MOST_ASKED]  # (T, B), (T,)
        mine, looks = asked @ project + bias, _unit(asked @ attend)  # (V, T, H)
        compared, cosines = [mine], []
        for text in (around.states[:MOST_AROUND], quoted.states[:MOST_QUOTED]):
            said = text.astype(np.float32) @ self.basis / SCALE  # (S, B)
            alike = asked @ said.T  # (T, S)
            attention = _softmax((looks @ _unit(said @ attend).swapaxes(1, 2) + alike) * self.sharpness[which, None, None])  # (V, T, S)
            met = attention @ said  # (V, T, B)
            its = met @ project + bias
            compared += [its, mine - its, mine * its]
            cosines += [np.broadcast_to(alike.max(axis=1), met.shape[:2]), (asked * met).sum(axis=2)]
        scalars = np.stack([*cosines, np.broadcast_to(rarity / RARITY, cosines[0].shape)], axis=2)  # (V, T, 5)
        found = np.concatenate([*compared, scalars], axis=2) @ self.compare[which] + self.compare_bias[which][:, None]
        found = found.clip(0)  # (V, T, C)
        share = rarity / rarity.sum()
        sums = [share @ found, found.max(axis=1), found.sum(axis=1) / TOKENS]  # (V, C) each
        nearest = [cosines[0][0], cosines[2][0]]
        numbers = [number for each in nearest for number in (each @ share, ((1 - each) * rarity).max(), each.min())]
        whole = np.concatenate([*sums, np.tile([*numbers, rarity.sum() / INFORMATION], (len(which), 1))], axis=1)  # (V, 3 C + 7)
        return float(((whole * self.weigh[which]).sum(axis=1) + self.weigh_bias[which]).mean().clip(-SUREST, SUREST))

    def _readers(self, question: str) -> Ids:
        """The verifiers that read a question."""
        key = content_id(question)
        place = int(np.searchsorted(self.taught, key))
        if place < len(self.taught) and self.taught[place] == key:
            return self.unseen_by[place : place + 1].astype(np.int64)
        return np.arange(len(self.sharpness))


def _unit(vectors: Floats) -> Floats:
    return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-12), dtype=np.float32)


def _softmax(scores: Floats) -> Floats:
    odds = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(odds / odds.sum(axis=-1, keepdims=True), dtype=np.float32)
