"""Texts are put into batches of like length, no larger than a core's cache takes."""

from tokenizers import Tokenizer, models, pre_tokenizers

from finetune.encoders.batches import MOST_ALIKE, MOST_TOKENS, batches


def words() -> Tokenizer:
    tokenizer = Tokenizer(models.WordLevel({"[UNK]": 0, "a": 1}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    return tokenizer


def test_each_text_is_in_one_batch_and_none_is_too_large() -> None:
    texts = ["a " * (1 + number * 37 % 90) for number in range(600)]
    made = list(batches(words(), texts, 64))
    assert sorted(index for indices, _ in made for index in indices) == list(range(600))
    assert all(batch.ids.size <= MOST_TOKENS for _, batch in made)
    for indices, batch in made:
        assert batch.mask.sum(axis=1).tolist() == [min(64, len(texts[index].split())) for index in indices]
    assert sum(batch.ids.size for _, batch in made) < 1.1 * sum(batch.mask.sum() for _, batch in made)


def test_texts_that_are_alike_are_not_padded() -> None:
    texts = ["a " * (1 + number % 7) for number in range(200)]
    made = list(batches(words(), texts, 64, alike=True))
    assert sorted(index for indices, _ in made for index in indices) == list(range(200))
    assert all(batch.mask.all() and len(batch.ids) <= MOST_ALIKE for _, batch in made)
    assert len(made) == 7 * 2


def test_a_text_that_is_larger_goes_alone() -> None:
    [(indices, batch)] = batches(words(), ["a " * 400], 512)
    assert indices == [0]
    assert batch.ids.shape == (1, 400)


def test_no_text_is_no_batch() -> None:
    assert list(batches(words(), [], 64)) == []
