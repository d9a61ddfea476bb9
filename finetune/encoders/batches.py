"""Texts as batches of like length: padding costs as much as tokens do."""

from collections.abc import Iterator, Sequence

from tokenizers import Tokenizer

from finetune.encoders.tokenization import Batch, pad, tokenize

# A padded batch has so many tokens at most: with more of them, what layers hand on no longer fits into a core's cache, and each token takes
# up to half as long again.
MOST_TOKENS = 256
# Texts of one length that go together at most: more gain nothing, and keep other cores waiting.
MOST_ALIKE = 16


def batches(tokenizer: Tokenizer, texts: Sequence[str], max_tokens: int, alike: bool = False) -> Iterator[tuple[list[int], Batch]]:
    """The texts as batches, each with the positions of its texts in `texts`.

    Args:
        tokenizer: makes the tokens.
        texts: N texts.
        max_tokens: longer ones are cut.
        alike: whether all texts of a batch must have the same number of tokens, so that there is no padding.
    """
    rows = tokenize(tokenizer, texts, max_tokens) if texts else []
    batch: list[int] = []
    for index in sorted(range(len(rows)), key=lambda index: len(rows[index].ids)):
        tokens, many = len(rows[index].ids), len(batch) + 1
        fits = many <= MOST_ALIKE and tokens == len(rows[batch[0]].ids) if alike and batch else many * tokens <= MOST_TOKENS
        if batch and not fits:
            yield batch, pad(tokenizer, [rows[each] for each in batch])
            batch = []
        batch.append(index)
    if batch:
        yield batch, pad(tokenizer, [rows[each] for each in batch])
