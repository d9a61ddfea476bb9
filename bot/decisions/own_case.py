"""Whether a message tells of its customer's own case, which somebody has to look into: “you refunded me ten pounds too little”.

No template and no answer to somebody else settles it. Told by e5's vector of the message, in all languages that it reads.
"""

from pathlib import Path

import numpy as np

from finetune.arrays import Floats
from retrieval.search.probe import Probe

FITTED = Path(__file__).with_name("own_case.safetensors")
# Surer than that, it makes no difference.
SUREST = 6.0


def own_case(sentence: Floats) -> float:
    """The log-odds, between `-SUREST` and `SUREST`, that a message with this vector (D,) tells of its customer's own case."""
    return float(np.clip(Probe.load(FITTED).log_odds(sentence), -SUREST, SUREST))
