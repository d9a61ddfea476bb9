"""The kinds of arrays that the classifier works with."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


Labels = NDArray[np.int64]
