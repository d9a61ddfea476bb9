"""A probability on the scale where a regression adds evidence up."""

import math


def log_odds(probability: float, least: float) -> float:
    """Log-odds of a probability; one nearer to 0 or 1 than `least` counts as that far away, since nothing that was fitted is so sure."""
    clipped = min(max(probability, least), 1 - least)
    return math.log(clipped / (1 - clipped))
