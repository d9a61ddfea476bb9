"""The password of Redis in a file, read anew for each connection: who changes the password changes the file, and no process is restarted.

`REDIS_PASSWORD_FILE` names it; the user stands in `REDIS_URL`, if it isn't Redis' default one.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from redis.credentials import CredentialProvider
from redis.exceptions import AuthenticationError

from bot.state.redis.url import PASSWORD_FILE, VARIABLE
from data.errors import SettingsError


class PasswordFile(CredentialProvider):
    """What redis-py asks whenever it connects."""

    def __init__(self, file: Path, user: str) -> None:
        self.file, self.user = file, user

    def get_credentials(self) -> tuple[str, ...]:
        """The user, if there is one, and the password.

        Raises:
            redis.exceptions.AuthenticationError: the file can't be read, for now: it is read again for the next connection.
        """
        try:
            password = self.file.read_text(encoding="utf-8").strip("\r\n")
        except (OSError, UnicodeDecodeError) as error:
            raise AuthenticationError(f"{self.file}, which {PASSWORD_FILE} names, can't be read: {error}") from error
        return (self.user, password) if self.user else (password,)


def with_password_file(options: dict[str, Any]) -> dict[str, Any]:
    """What redis-py connects with, the password taken from the file if one is named.

    Raises:
        SettingsError: REDIS_URL has a password as well, or the file can't be read.
    """
    file = os.environ.get(PASSWORD_FILE)
    if not file:
        return options
    if options.get("password"):
        raise SettingsError(f"{VARIABLE} holds a password, and {PASSWORD_FILE} names another; leave the one in {VARIABLE} out")
    given = PasswordFile(Path(file), options.get("username") or "")
    try:
        given.get_credentials()
    except AuthenticationError as error:
        raise SettingsError(str(error)) from error
    return {**{name: value for name, value in options.items() if name not in ("username", "password")}, "credential_provider": given}
