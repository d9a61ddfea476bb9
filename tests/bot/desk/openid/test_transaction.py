"""What a browser keeps while its user is at the issuer."""

import time

import pytest

from bot.desk.openid.id_token import NotGood
from bot.desk.openid.transaction import GOOD_S, Transaction

KEY = b"k" * 32


def test_it_comes_back_as_it_was_and_each_is_another() -> None:
    begun = Transaction.begun()
    assert Transaction.opened(begun.sealed(KEY), KEY) == begun
    assert Transaction.begun().state != begun.state


@pytest.mark.parametrize(
    "change", [lambda cookie: "", lambda cookie: "x." + "0" * 64, lambda cookie: cookie[:-1], lambda cookie: "A" + cookie[1:]]
)
def test_one_that_is_not_ours_is_refused(change: object) -> None:
    with pytest.raises(NotGood, match="begun no sign-in"):
        Transaction.opened(change(Transaction.begun().sealed(KEY)), KEY)  # type: ignore[operator]
    with pytest.raises(NotGood, match="begun no sign-in"):
        Transaction.opened(Transaction.begun().sealed(b"x" * 32), KEY)


def test_it_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    cookie, now = Transaction.begun().sealed(KEY), time.time()
    monkeypatch.setattr(time, "time", lambda: now + GOOD_S + 2)
    with pytest.raises(NotGood, match="too long"):
        Transaction.opened(cookie, KEY)
