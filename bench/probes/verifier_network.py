"""The network behind `retrieval.search.answer_verifier`, in PyTorch, to be trained."""

import math
from collections.abc import Sequence
from typing import NamedTuple

import torch
from torch import Tensor, nn

from retrieval.search.answer_verifier import INFORMATION, RARITY, TOKENS

# How much is compared of a token, in how many ways, and how much of it is left out at random while it learns.
COMPARED, WAYS, DROPOUT = 64, 96, 0.3
# How sharply tokens look, to begin with: cosines of unlike tokens are near .3, of like ones near 1.
SHARPNESS = 10.0


class Texts(NamedTuple):
    """N texts, filled up to the longest: states (N, T, B), and which of them are there (N, T)."""

    states: Tensor
    there: Tensor

    @classmethod
    def of(cls, texts: Sequence[Tensor]) -> "Texts":
        """Fills up texts, each (t, B)."""
        lengths = torch.tensor([len(text) for text in texts])
        states = nn.utils.rnn.pad_sequence(list(texts), batch_first=True)
        return cls(states, torch.arange(states.shape[1]) < lengths[:, None])


class VerifierNetwork(nn.Module):
    """Log-odds that texts answer questions; its parts are named as those of `AnswerVerifier`."""

    def __init__(self, kept: int) -> None:
        """Begins at random, with states of which so many dimensions are kept."""
        super().__init__()
        self.project = nn.Linear(kept, COMPARED)
        self.attend = nn.Parameter(torch.randn(kept, COMPARED) / math.sqrt(COMPARED))
        self.sharpness = nn.Parameter(torch.tensor(SHARPNESS))
        self.before, self.after = nn.Dropout(DROPOUT), nn.Dropout(DROPOUT)
        self.compare = nn.Linear(7 * COMPARED + 5, WAYS)
        self.weigh = nn.Linear(3 * WAYS + 7, 1)

    def forward(self, asked: Texts, rarities: Tensor, around: Texts, quoted: Texts) -> Tensor:
        """Log-odds (N,) for N questions, their tokens' rarities (N, T), and the texts beside them."""
        mine, looks = self.project(asked.states), nn.functional.normalize(asked.states @ self.attend, dim=-1)
        compared, cosines = [mine], []
        for text in (around, quoted):
            alike = asked.states @ text.states.transpose(1, 2)  # (N, T, S)
            scores = looks @ nn.functional.normalize(text.states @ self.attend, dim=-1).transpose(1, 2) + alike
            met = (scores * self.sharpness).masked_fill(~text.there[:, None], -1e4).softmax(-1) @ text.states  # (N, T, B)
            its = self.project(met)
            compared += [its, mine - its, mine * its]
            cosines += [alike.masked_fill(~text.there[:, None], -1).amax(-1), (asked.states * met).sum(-1)]
        scalars = torch.stack([*cosines, rarities / RARITY], dim=-1)
        found = self.after(self.compare(self.before(torch.cat([*compared, scalars], dim=-1))).relu()) * asked.there[..., None]
        share = rarities / rarities.sum(1, keepdim=True).clamp_min(1e-6)
        sums = [(found * share[..., None]).sum(1), found.amax(1), found.sum(1) / TOKENS]
        numbers = [
            number
            for each in (cosines[0], cosines[2])
            for number in ((each * share).sum(1), ((1 - each) * rarities).amax(1), each.masked_fill(~asked.there, 1).amin(1))
        ]
        whole = torch.cat([*sums, torch.stack([*numbers, rarities.sum(1) / INFORMATION], dim=1)], dim=1)
        return torch.as_tensor(self.weigh(whole)[:, 0])
