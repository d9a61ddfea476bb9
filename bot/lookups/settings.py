"""`lookups:` in `endpoints.yml`: which addresses are asked, and what of their answers is said."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from msgspec import Meta

from data.errors import SettingsError
from data.formats.examples.rasa_yaml import read_section
from data.settings import check_settings, read_settings
from data.variables import with_variables

KEY = "lookups"
KINDS = ("text", "date")
PLACEHOLDER = re.compile(r"\{(\w+)\}")
# What Rasa's generator and its messages call their own; a value of that name would take their place.
RESERVED = frozenset(
    "text buttons image custom attachment elements quick_replies response template utter_action tracker output_channel language".split()
)


@dataclass(frozen=True)
class Lookup:
    """One address that is asked, and how.

    Attributes:
        url: where the record is; the slot in braces is the key that the customer gives, `https://shop.example/orders/{order_number}`.
        proof: the slot with the second fact, and the fields of the record one of which must be equal to it.
        values: the fields of the record that templates may say, each a text or a date (ISO 8601).
        status: the field whose value chooses the template, `utter_<name>_status_<value>`.
        headers: sent along, as for a token; `${VARIABLE}` is read from the environment.
        timeout_s: for all tries together.
        tries: how often it is asked, if the server can't be reached or says that it is its own fault (5xx).
        wrong_at_most: failed tries of a conversation; after them it is told nothing more.
        wrong_an_hour: failed tries of a network address in an hour.
    """

    url: str
    proof: dict[str, list[str]]
    values: dict[str, str] = field(default_factory=dict)
    status: str = "status"
    headers: dict[str, str] = field(default_factory=dict)
    timeout_s: Annotated[float, Meta(ge=0.1, le=10)] = 3.0
    tries: Annotated[int, Meta(ge=1, le=5)] = 2
    wrong_at_most: Annotated[int, Meta(ge=1, le=20)] = 3
    wrong_an_hour: Annotated[int, Meta(ge=1, le=1000)] = 10

    def __post_init__(self) -> None:
        check_settings(self)
        address = urlsplit(self.url)
        if address.scheme not in ("http", "https") or not address.hostname or PLACEHOLDER.search(address.netloc):
            raise SettingsError(f"url must be an http or https address with a host of its own. It was: {self.url!r}")
        if len(PLACEHOLDER.findall(self.url)) != 1:
            raise SettingsError(
                f"url must name one slot in braces, like https://shop.example/orders/{{order_number}}. It was: {self.url!r}"
            )
        if len(self.proof) != 1 or not self.proof[self.proof_slot]:
            raise SettingsError(f"proof must be one slot with a list of the record's fields. It was: {self.proof!r}")
        if self.proof_slot == self.key_slot:
            raise SettingsError(f"proof must be another slot than that of the url. It was: {self.proof_slot!r}")
        if other := [kind for kind in self.values.values() if kind not in KINDS]:
            raise SettingsError(f"values must each be one of {', '.join(KINDS)}. It was: {other[0]!r}")
        if taken := [name for name in self.values if name in RESERVED or not name.isidentifier()]:
            raise SettingsError(f"values must have names that Rasa doesn't use itself, of letters and digits. It was: {taken[0]!r}")

    @property
    def key_slot(self) -> str:
        """The slot that stands in the address."""
        return str(PLACEHOLDER.findall(self.url)[0])

    @property
    def proof_slot(self) -> str:
        """The slot with the second fact."""
        return next(iter(self.proof), "")

    @property
    def asks(self) -> tuple[str, str]:
        """The slots that the form asks for, in their order."""
        return self.key_slot, self.proof_slot


def read_lookups(endpoints: Path) -> dict[str, Lookup]:
    """The look-ups of an assistant by their names; none where `endpoints.yml` is missing or has none.

    Raises:
        DataError: `endpoints.yml` can't be read as YAML.
        SettingsError: a look-up is not as it should be.
    """
    declared = read_section(endpoints, KEY) or {}
    if not isinstance(declared, Mapping):
        raise SettingsError(f"{KEY} in {endpoints} must name each look-up with its settings. It was: {declared!r}")
    return {str(name): _read(str(name), settings, endpoints) for name, settings in declared.items()}


def _read(name: str, settings: object, endpoints: Path) -> Lookup:
    if not name.isidentifier() or not isinstance(settings, Mapping):
        raise SettingsError(f"{KEY} in {endpoints} must name each look-up, by letters and digits, with its settings. It was: {name!r}")
    try:
        return read_settings(Lookup, {each: with_variables(value) for each, value in settings.items()})
    except (SettingsError, TypeError) as error:
        raise SettingsError(f"{KEY}: {name} in {endpoints}: {error}") from error
