"""Texts by their words: BM25 over stems and Chinese words; the figures, codes and names that tell things apart."""
