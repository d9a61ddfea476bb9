from dataclasses import dataclass
from typing import Annotated, Any, Literal

import pytest
from msgspec import Meta

from data.errors import SettingsError
from data.settings import check_settings, read_settings


@dataclass(frozen=True)
class Kettle:
    colour: Literal["red", "blue"] = "red"
    litres: Annotated[float, Meta(ge=0.5, le=3)] = 1.5
    cups: Annotated[int, Meta(ge=0)] = 4
    whistles: bool = False
    names: tuple[str, ...] = ()
    owner: str | None = None

    def __post_init__(self) -> None:
        check_settings(self)


def test_what_is_left_out_keeps_its_default_and_lists_become_tuples() -> None:
    assert read_settings(Kettle, {"litres": 2, "names": ["a", "b"]}) == Kettle(litres=2.0, names=("a", "b"))
    assert read_settings(Kettle, {}) == Kettle()


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"color": "red", 3: 4}, "a setting must be one of colour, litres, cups, whistles, names, owner. It was: 'color', 3"),
        ({"colour": "green"}, "colour must be one of red, blue. It was: 'green'"),
        ({"litres": 7}, "litres must be a number in [0.5, 3]. It was: 7"),
        ({"litres": "much"}, "litres must be a number in [0.5, 3]. It was: 'much'"),
        ({"litres": float("nan")}, "litres must be a number in [0.5, 3]. It was: nan"),
        ({"cups": -1}, "cups must be a whole number of at least 0. It was: -1"),
        ({"cups": True}, "cups must be a whole number of at least 0. It was: True"),
        ({"whistles": "yes"}, "whistles must be true or false. It was: 'yes'"),
        ({"names": "Ann"}, "names must be a list, each item a text. It was: 'Ann'"),
        ({"names": ["Ann", 2]}, "names must be a list, each item a text. It was: ['Ann', 2]"),
        ({"owner": 5}, "owner must be a text or nothing. It was: 5"),
    ],
)
def test_what_is_wrong_is_said_in_one_way(given: dict[Any, Any], message: str) -> None:
    with pytest.raises(SettingsError) as error:
        read_settings(Kettle, given)
    assert str(error.value) == message


def test_settings_made_in_code_are_checked_too() -> None:
    with pytest.raises(SettingsError, match=r"litres must be a number in \[0.5, 3\]. It was: 0"):
        Kettle(litres=0)
