"""From pairs to an index: chunks, near-duplicates, contradictions."""
