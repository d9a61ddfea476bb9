"""Addresses as conversations' ids, and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.frame.address import Address
from bot.state.redis.keys import channel_of, conversation_of, key
from data.errors import DataError

PARTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)


@given(PARTS, PARTS, PARTS, st.just("") | PARTS)
def test_an_address_is_found_again(account: str, user: str, chat: str, thread: str) -> None:
    for address in (Address("pager", account, user), Address("pager", account, user, chat, thread)):
        assert Address.of(address.conversation) == address
        assert channel_of(address.conversation) == "pager"
        assert conversation_of(key(address.conversation, "inbox")) == address.conversation


@given(PARTS, PARTS)
def test_two_customers_never_share_a_conversation(one: str, other: str) -> None:
    a, b = Address("pager", "1", one), Address("pager", "1", other)
    assert (a.conversation == b.conversation) == (one == other)
    assert Address("pager", "1", one).conversation != Address("pager", one, "1", "x").conversation


def test_another_id_is_refused() -> None:
    for conversation in ("0123456789abcdef", "a:b", "a:b:c:d:e:f"):
        with pytest.raises(DataError):
            Address.of(conversation)
