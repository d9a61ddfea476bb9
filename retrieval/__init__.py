"""Floor 1: FAISS and BM25 over the answers that a company's agents gave before."""
