"""What a log's columns and roles are called."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast

from data.errors import DataError
from data.records import AGENT, CUSTOMER, ROLES, Role

# What may be known of a dialogue besides its turns; tags are a list, or a text with commas.
ABOUT = ("date", "product", "tags")

CUSTOMER_NAMES = ("customer", "user", "client", "visitor", "enduser", "inbound", "顾客", "客户", "买家")
AGENT_NAMES = ("agent", "support", "operator", "staff", "assistant", "outbound", "客服", "卖家")
ROLE_NAMES: Mapping[str, Role] = {**dict.fromkeys(CUSTOMER_NAMES, CUSTOMER), **dict.fromkeys(AGENT_NAMES, AGENT)}


@dataclass(frozen=True, slots=True)
class LogFormat:
    """What a table's columns and roles are called: our names to the file's (`{"text": "body"}`, `{"Kunde": "customer"}`)."""

    columns: Mapping[str, str] = field(default_factory=dict)
    roles: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if unknown := set(self.columns) - {"dialogue", "role", "text", *ABOUT}:
            raise DataError(f"a column map names dialogue, role, text, {', '.join(ABOUT)}. It named: {', '.join(sorted(unknown))}")
        if unknown := set(self.roles.values()) - set(ROLES):
            raise DataError(f"a role map leads to {' or '.join(ROLES)}. It led to: {', '.join(sorted(unknown))}")

    def column(self, name: str) -> str:
        """What the file calls a column of ours."""
        return self.columns.get(name, name)

    def role(self, given: object) -> Role:
        """Who the file's name of a role is.

        Raises:
            DataError: it is neither in the map nor a common one.
        """
        name = str(given).strip()
        role = self.roles.get(name) or ROLE_NAMES.get(name.lower())
        if role is None:
            raise DataError(f"role {name!r} is unknown; map it with --role {name or 'NAME'}=customer or --role {name or 'NAME'}=agent")
        return cast(Role, role)
