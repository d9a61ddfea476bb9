"""The addresses of mails, and on whose side one is: a company's domain, or with a provider the address itself."""

import re

ADDRESS = re.compile(r"[\w.+'&-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
# Where everybody may have an address.
PROVIDERS = re.compile(
    r"(?:gmail|googlemail|hotmail|yahoo|outlook|live|icloud|gmx|web|aol|qq|foxmail|163|126|sina|proton|protonmail|mail|uol|bol|rediffmail"
    r"|t-online|naver|daum|yandex|orange|wanadoo|free|libero|laposte|comcast|verizon)\.[a-z.]{2,10}"
)


def addresses_in(text: str) -> list[str]:
    """The addresses in the head of a mail, in small letters."""
    return [found[0].casefold() for found in ADDRESS.finditer(text[:2_000])]


def side_of(address: str) -> str:
    """What the addresses of one side have in common: their domain; of one with a provider, itself."""
    domain = address.rpartition("@")[2]
    return address if PROVIDERS.fullmatch(domain) else domain
