import numpy as np
import pytest
import torch

from finetune.network.attention_pooling import AttentionPooling

BATCH, TOKENS, WIDTH, HEADS = 3, 7, 12, 4


def random_pooling() -> AttentionPooling:
    torch.manual_seed(0)
    pooling = AttentionPooling(WIDTH, HEADS)
    torch.nn.init.normal_(pooling.query)
    torch.nn.init.normal_(pooling.value.weight)
    return pooling


def test_it_is_scaled_dot_product_attention() -> None:
    """Against the formula, written out head by head in NumPy."""
    pooling = random_pooling()
    states = torch.randn(BATCH, TOKENS, WIDTH)
    mask = torch.ones(BATCH, TOKENS, dtype=torch.long)
    pooled, weights = pooling(states, mask)
    query, key, value = pooling.query.detach().numpy(), pooling.key.weight.detach().numpy(), pooling.value.weight.detach().numpy()
    size = WIDTH // HEADS
    for row in range(BATCH):
        x = states[row].numpy()
        for head in range(HEADS):
            part = slice(head * size, (head + 1) * size)
            scores = (x @ key.T)[:, part] @ query[head] / np.sqrt(size)
            expected = np.exp(scores) / np.exp(scores).sum()
            np.testing.assert_allclose(weights[row, head].detach().numpy(), expected, atol=1e-5)
            np.testing.assert_allclose(pooled[row, part].detach().numpy(), expected @ (x @ value.T)[:, part], atol=1e-4)


def test_padding_gets_no_weight_and_changes_nothing() -> None:
    pooling = random_pooling()
    states = torch.randn(1, TOKENS, WIDTH)
    mask = torch.tensor([[1, 1, 1, 1, 0, 0, 0]])
    pooled, weights = pooling(states, mask)
    short, _ = pooling(states[:, :4], mask[:, :4])
    assert weights[0, :, 4:].abs().max() == 0
    torch.testing.assert_close(weights.sum(-1), torch.ones(1, HEADS))
    torch.testing.assert_close(pooled, short)


def test_it_starts_as_mean_pooling() -> None:
    states = torch.randn(BATCH, TOKENS, WIDTH)
    pooled, _ = AttentionPooling(WIDTH, HEADS)(states, torch.ones(BATCH, TOKENS))
    torch.testing.assert_close(pooled, states.mean(1))


def test_heads_must_divide_the_width() -> None:
    with pytest.raises(ValueError, match=r"heads must divide the encoder's width, 12\. It was: 5"):
        AttentionPooling(WIDTH, 5)
