import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.redaction.normalising import normal


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("jane&#64;example&#x2e;com", "jane@example.com"),
        ("jane%40example%2Ecom", "jane@example.com"),
        ("jane%2540example.com", "jane@example.com"),
        ("１３８－００１３", "138-0013"),
        ("٤١١١ ४१११", "4111 4111"),
        ("4111\u00a01111\u20091111\u20111111", "4111 1111 1111-1111"),
        ("ja\u200bne\u00ad@\u2060example.com", "jane@example.com"),
        ("𝟒𝟏 𝐣𝐚𝐧𝐞", "41 jane"),
        ("50 % off & more; 20%", "50 % off & more; 20%"),
        ("a\tb\u2028c", "a b\nc"),
    ],
)
def test_reads_what_is_meant(text: str, read: str) -> None:
    assert normal(text).text == read


@given(st.text(st.sampled_from("aé@&#64;%40%E4%BD%A0\u200b\u00ad１٣–\u00a0.")))
def test_every_character_knows_where_it_stood(text: str) -> None:
    read, starts, ends = normal(text)
    assert len(read) == len(starts) == len(ends)
    assert all(start < end for start, end in zip(starts, ends))
    assert starts == sorted(starts)
    assert ends == sorted(ends)
    assert not ends or ends[-1] <= len(text)
