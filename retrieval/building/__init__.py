"""From pairs to an index: what may be quoted, chunks, near-duplicates, contradictions, abolished rules."""
