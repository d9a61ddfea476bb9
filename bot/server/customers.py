"""Which conversation is a customer's whom the site's backend signed for: the same on all devices, with nothing stored."""

import hashlib
import hmac


def conversation_of_customer(key: bytes, customer: str) -> str:
    """The conversation of an identified customer, 32 hexadecimal digits.

    Args:
        key: the server's own secret (`bot.server.http.secrets.server_key`); with another, it is another conversation.
        customer: the identity's `sub`, as the site's backend signs it.
    """
    return hmac.new(key, b"customer\0" + customer.encode("utf-8", "replace"), hashlib.sha256).hexdigest()[:32]
