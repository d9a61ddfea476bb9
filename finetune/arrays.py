"""The kinds of NumPy arrays that the classifier works with."""

import numpy as np
from numpy.typing import NDArray

# Network outputs, vectors and probabilities.
Floats = NDArray[np.float32]
# Statistics over many messages, where single precision would round what is reported.
Doubles = NDArray[np.float64]
# Token ids, character offsets and positions in other arrays.
Ids = NDArray[np.int64]
# Classes as positions in the list of intents.
Labels = NDArray[np.int64]
# Masks.
Bools = NDArray[np.bool_]
