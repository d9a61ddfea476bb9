"""Tables of messengers: a column with whom a chat is, and one that says whether the account's owner wrote."""

from pathlib import Path

import pytest

from tests.support.logs import said_in

ROWS = (
    (31, 1, 0, 1_741_000_000, "Does the lamp dim?"),
    (32, 10000, 0, 1_741_000_010, "You have added Kim."),
    (32, 1, 0, 1_741_000_020, "Is the shade of paper?"),
    (31, 1, 1, 1_741_000_060, "It does, with the wheel."),
    (32, 1, 1, 1_741_000_080, "It is made of linen."),
)


@pytest.mark.parametrize("flag", ["IsSender", "isSend", "is_self"])
@pytest.mark.parametrize("chat", ["TalkerId", "contact_id"])
def test_the_owner_of_the_account_is_the_company(chat: str, flag: str, tmp_path: Path) -> None:
    lines = (",".join(map(str, (number, *row))) for number, row in enumerate(ROWS))
    (tmp_path / "messages.csv").write_text("\n".join((f"localId,{chat},Type,{flag},CreateTime,StrContent", *lines)))
    assert said_in(tmp_path / "messages.csv") == [
        [("customer", "Does the lamp dim?"), ("agent", "It does, with the wheel.")],
        [("customer", "Is the shade of paper?"), ("agent", "It is made of linen.")],
    ]
