"""What somebody who imports a log says about it: the rest is found out from the log."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from data.errors import DataError
from data.formats.fields.role_words import is_fixed, role_of
from data.records import AGENT, CUSTOMER, ROLES

# What a column may be.
COLUMNS = (
    "dialogue", "role", "speaker", "text", "date", "time", "private", "product", "tags", "rating", "comment", "subject",
    "question", "answer", "transcript",
)  # fmt: skip
DATE_ORDERS = ("day-first", "month-first")


@dataclass(frozen=True, slots=True)
class LogFormat:
    """What is known of a log beforehand.

    Attributes:
        columns: our names to the file's, e.g. `{"text": "body"}`.
        roles: the file's words to our roles, e.g. `{"Kunde": "customer"}`.
        agents: names of people who answer for the company.
        format: the name of the format (`data.formats.recognition.registry`); empty to find it by the content.
        encoding: as Python calls it; empty to find it.
        published: addresses and telephone numbers that the company has published, which stay (`data.redaction.own_contacts.published`).
        dates: `day-first` or `month-first`; empty to decide over the whole file.

    Raises:
        DataError: a column or a role is unknown, or the order of dates is.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    roles: Mapping[str, str] = field(default_factory=dict)
    agents: tuple[str, ...] = ()
    format: str = ""
    encoding: str = ""
    dates: str = ""
    published: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if unknown := set(self.columns) - set(COLUMNS):
            raise DataError(f"a column map names {', '.join(COLUMNS)}. It named: {', '.join(sorted(unknown))}")
        if unknown := set(self.roles.values()) - set(ROLES):
            raise DataError(f"a role map leads to {', '.join(ROLES)}. It led to: {', '.join(sorted(unknown))}")
        if self.dates and self.dates not in DATE_ORDERS:
            raise DataError(f"dates are {' or '.join(DATE_ORDERS)}. It was: {self.dates}")
        if self.encoding:
            try:
                "".encode(self.encoding)
            except (LookupError, UnicodeError):
                raise DataError(f"an encoding is one that Python knows, like utf-8, cp1252 or gb18030. It was: {self.encoding}") from None

    def mapped(self, word: str) -> str:
        """The role that the map gives a word or a name; empty if it gives none.

        What was said by a program, by the desk or among colleagues is never mapped to a customer or an agent: it would be learnt.
        """
        name = word.strip()
        if name in self.agents:
            return AGENT
        role = self.roles.get(name, "")
        return "" if role in (AGENT, CUSTOMER) and is_fixed(name) else role

    def role(self, word: str) -> str:
        """The role of a word, by the map or by what it means; empty if neither says."""
        return self.mapped(word) or role_of(word) or ""

    @property
    def not_followed(self) -> list[str]:
        """What of the map is not followed, as `NAME=ROLE`, since what these said must not be learnt as a person's words."""
        return [f"{name}={role}" for name, role in self.roles.items() if role in (AGENT, CUSTOMER) and is_fixed(name)]
