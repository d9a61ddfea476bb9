"""Which arithmetic training uses: bfloat16 where the machine computes in it, else 32-bit floats."""

from contextlib import AbstractContextManager
from dataclasses import dataclass

import torch


@dataclass(frozen=True)
class Precision:
    """Where training runs, and in which numbers."""

    device: torch.device
    kind: torch.dtype

    def autocast(self) -> AbstractContextManager[object]:
        return torch.autocast(self.device.type, self.kind, enabled=self.kind is torch.bfloat16)


def best_precision() -> Precision:
    """The graphics card if there is one; bfloat16 where it is computed in hardware, since emulated it is slower than float32."""
    if torch.cuda.is_available():
        return Precision(torch.device("cuda"), torch.bfloat16 if torch.cuda.is_bf16_supported() else torch.float32)
    in_hardware = torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported()
    return Precision(torch.device("cpu"), torch.bfloat16 if in_hardware else torch.float32)
