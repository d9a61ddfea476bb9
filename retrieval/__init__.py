"""Floor 1: past answers of a company's agents, found by vectors (FAISS) and words (BM25), compared token by token."""
