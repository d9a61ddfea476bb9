"""Whether a message asks several things, by e5's vectors of it and of its parts."""

from pathlib import Path

import pytest

from bot.decisions.asks_several import both_vectors, read_several
from finetune.encoders.e5.encoder import E5Encoder
from finetune.encoders.e5.export import exported_e5


@pytest.mark.parametrize(
    ("first", "one_wish", "another"),
    [
        ("Can you true my wheel", "is there a charge for that?", "where do I change my address?"),
        ("How do I hire a bicycle for the weekend", "how long does that take?", "do you also sell second-hand helmets?"),
        ("车轮可以帮我校正吗", "要收费吗？", "另外你们的门店几点关门？"),
    ],
)
def test_a_tail_that_belongs_to_the_first_wish_is_no_second_one(encoders: Path, first: str, one_wish: str, another: str) -> None:
    encoder = E5Encoder.load(exported_e5(encoders))

    def told(second: str) -> float:
        return read_several(both_vectors(*encoder.embed([f"{first}, {second}", first, second])))

    assert told(one_wish) < told(another)
