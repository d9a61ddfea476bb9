"""A provisional model: what `heed run` serves first, where there is no model yet, while the whole one is being trained.

It is trained in mode `quick`, whatever the settings say. It decides by the shipped weights, since its own would have to be fitted on each
example and past question asked anew; reviewed questions are not in its index yet, and the probability that a passage answers isn't
learnt from the logs.
"""

import os

# Set to 1 by `heed run` for the training that it starts.
VARIABLE = "HEED_PROVISIONAL"


def provisional() -> bool:
    """Whether the model that is trained in this process is one."""
    return os.environ.get(VARIABLE) == "1"
