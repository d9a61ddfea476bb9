"""Passwords are hashed, and one that is wrong is."""

import asyncio

import pytest

from bot.desk.passwords import Verifier, hashed
from data.errors import DataError


def test_only_the_right_password_is_right() -> None:
    hash = hashed("correct horse")
    assert hash.startswith("$argon2id$")
    assert "correct" not in hash

    async def main() -> list[bool]:
        verifier = Verifier()
        tries = ((hash, "correct horse"), (hash, "correct horsf"), ("", "\0"), ("no hash", "correct horse"))
        return [await verifier.right(*each) for each in tries]

    assert asyncio.run(main()) == [True, False, False, False]


@pytest.mark.parametrize("password", ["", "short", "aaaaaaaaaaaaaaaa", "x" * 201])
def test_a_weak_password_is_refused_without_repeating_it(password: str) -> None:
    with pytest.raises(DataError, match="a password must have") as refused:
        hashed(password)
    assert not password or password not in str(refused.value)
