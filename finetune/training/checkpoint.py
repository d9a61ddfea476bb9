"""A training run that was interrupted goes on where it stopped: saved after each epoch as safetensors and JSON."""

import hashlib
import json
import os
from dataclasses import dataclass, replace
from pathlib import Path

import torch
from safetensors import SafetensorError, safe_open  # type: ignore[attr-defined]
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from finetune.network.modes import put_back, trained_weights


@dataclass(frozen=True)
class State:
    """How far a run is.

    Attributes:
        best_weights: the trained weights after the best epoch, by name.
        epochs: how many are done.
        best_epoch: how many led to the best weights.
        accuracy: of the best weights on held-out messages; None if nothing is held out.
    """

    best_weights: dict[str, Tensor]
    epochs: int = 0
    best_epoch: int = 0
    accuracy: float | None = None

    def after_epoch(self, accuracy: float | None, model: nn.Module) -> "State":
        """The state after one more epoch; without held-out messages the newest weights are the best."""
        done = self.epochs + 1
        if accuracy is None or self.accuracy is None or accuracy >= self.accuracy:
            return State(trained_weights(model), done, done, accuracy)
        return replace(self, epochs=done)


class Checkpoint:
    """A folder for one run; what was saved by another run (other data, other settings) is not taken up."""

    def __init__(self, folder: Path, *run: object) -> None:
        self.folder = folder
        self.run = hashlib.sha256(repr(run).encode()).hexdigest()

    def save(self, state: State, model: nn.Module, optimiser: torch.optim.Optimizer) -> None:
        """Saves the run: the tensors, then the card that makes them valid."""
        self.folder.mkdir(parents=True, exist_ok=True)
        moments = {
            f"{number}/{name}": value.detach().reshape(-1) if value.ndim == 0 else value.detach()
            for number, values in optimiser.state_dict()["state"].items()
            for name, value in values.items()
        }
        groups = {"best": state.best_weights, "now": trained_weights(model), "moments": moments}
        tensors = {f"{group}|{name}": tensor.contiguous() for group, content in groups.items() for name, tensor in content.items()}
        beside = self.folder / "checkpoint.new"
        card = {"run": self.run, "epochs": str(state.epochs), "best_epoch": str(state.best_epoch), "accuracy": json.dumps(state.accuracy)}
        save_file(tensors, beside, metadata=card)
        os.replace(beside, self._file)

    def restore(self, model: nn.Module, optimiser: torch.optim.Optimizer) -> State | None:
        """Puts a saved run into model and optimiser; None if there is none of this run."""
        try:
            with safe_open(self._file, framework="pt") as file:  # type: ignore[attr-defined]
                card = file.metadata()
            tensors = load_file(self._file)
        except (OSError, SafetensorError):
            return None
        if card["run"] != self.run:
            return None
        groups: dict[str, dict[str, Tensor]] = {"best": {}, "now": {}, "moments": {}}
        for name, tensor in tensors.items():
            group, _, rest = name.partition("|")
            groups[group][rest] = tensor
        put_back(model, groups["now"])
        moments: dict[int, dict[str, Tensor]] = {}
        for name, tensor in groups["moments"].items():
            number, _, kind = name.partition("/")
            moments.setdefault(int(number), {})[kind] = tensor[0] if kind == "step" else tensor
        optimiser.load_state_dict({**optimiser.state_dict(), "state": moments})
        return State(groups["best"], int(card["epochs"]), int(card["best_epoch"]), json.loads(card["accuracy"]))

    @property
    def _file(self) -> Path:
        return self.folder / "checkpoint.safetensors"
