"""Whether a candidate may take the place of the served model: no worse on questions that it has not learnt from, and harmless."""
