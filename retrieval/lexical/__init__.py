"""Search by words: BM25 in English and Chinese."""
