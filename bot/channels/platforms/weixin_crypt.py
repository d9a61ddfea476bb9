"""What WeChat, WeCom and 微信客服 sign and encrypt their deliveries with (https://developer.work.weixin.qq.com/document/path/90968).

The signature is the SHA-1 of token, time, nonce and cipher text, sorted and joined. The message is AES-256-CBC; what is encrypted is 16
random bytes, the message's length (4 bytes, big endian), the message, and whom it is for.
"""

from __future__ import annotations

import base64
import binascii
import secrets
from collections.abc import Mapping

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from bot.channels.frame.signatures import Forged, digest, require_fresh, require_same
from data.errors import SettingsError

RANDOM, LENGTH, BLOCK = 16, 4, 32


class MessageCrypt:
    """Checks, reads and writes the deliveries of one account."""

    def __init__(self, token: str, encoding_aes_key: str, receiver: str) -> None:
        """
        Args:
            token: as it stands at the platform.
            encoding_aes_key: the platform's EncodingAESKey, 43 characters; empty if nothing is encrypted.
            receiver: the app id or corp id that messages are for.

        Raises:
            SettingsError: the key isn't one.
        """
        self._token, self._receiver = token, receiver
        self._key = _decoded(encoding_aes_key) if encoding_aes_key else b""

    def require_signed(self, query: Mapping[str, str], name: str, *signed: str) -> None:
        """
        Args:
            query: the address' parameters, with `timestamp`, `nonce` and the signature.
            name: the signature's parameter: `signature`, or `msg_signature` of what is encrypted.
            signed: what is signed beside token, time and nonce.

        Raises:
            Forged: the signature is wrong or too old.
        """
        timestamp, nonce = query.get("timestamp", ""), query.get("nonce", "")
        require_fresh(timestamp)
        if not nonce:
            raise Forged("the nonce is missing")
        require_same(query.get(name, ""), self.signature(timestamp, nonce, *signed))

    def signature(self, *signed: str) -> str:
        """The signature of time, nonce and perhaps a cipher text, as hexadecimal digits."""
        return digest(*sorted([self._token, *signed]), algorithm="sha1").hex()

    def decrypt(self, text: str) -> bytes:
        """The message in a cipher text (base64).

        Raises:
            Forged: it was made with another key, for somebody else, or is none.
        """
        try:
            sealed = base64.b64decode(text, validate=True)
        except (binascii.Error, ValueError):
            raise Forged("what is encrypted must be base64") from None
        if not self._key or not sealed or len(sealed) % 16:
            raise Forged("what is encrypted must be whole blocks of AES")
        decryptor = self._cipher().decryptor()
        opened = decryptor.update(sealed) + decryptor.finalize()
        padding = opened[-1]
        if not 1 <= padding <= BLOCK or opened[-padding:] != bytes([padding]) * padding:
            raise Forged("it is encrypted with another key")
        start = RANDOM + LENGTH
        end = start + int.from_bytes(opened[RANDOM:start], "big")
        if len(opened) < start + padding or end > len(opened) - padding:
            raise Forged("it is encrypted with another key")
        require_same(opened[end:-padding], self._receiver)
        return opened[start:end]

    def encrypt(self, message: str) -> str:
        """A message as cipher text (base64)."""
        body = message.encode()
        opened = secrets.token_bytes(RANDOM) + len(body).to_bytes(LENGTH, "big") + body + self._receiver.encode()
        padding = BLOCK - len(opened) % BLOCK
        encryptor = self._cipher().encryptor()
        return base64.b64encode(encryptor.update(opened + bytes([padding]) * padding) + encryptor.finalize()).decode()

    def _cipher(self) -> Cipher[modes.CBC]:
        return Cipher(algorithms.AES(self._key), modes.CBC(self._key[:16]))


def _decoded(key: str) -> bytes:
    try:
        decoded = base64.b64decode(key + "=", validate=True)
    except (binascii.Error, ValueError):
        decoded = b""
    if len(key) != 43 or len(decoded) != 32:
        raise SettingsError(f"encoding_aes_key must be 43 letters and digits, as the platform shows it. It had {len(key)} characters")
    return decoded
