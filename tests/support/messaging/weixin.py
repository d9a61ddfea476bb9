"""What the kits of WeChat, WeCom and 微信客服 share: their encryption, written here a second time, and uploaded images.

tests/bot/channels/platforms/test_weixin_crypt.py checks both against the example that WeCom publishes.
"""

from __future__ import annotations

import base64
import hashlib
import re
import struct
import time
from typing import Any
from xml.sax.saxutils import escape

from cryptography.hazmat.primitives import padding
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from tests.support.messaging.kit import Kit, Posted
from tests.support.messaging.platform import Call, Says

TOKEN, KEY = "hJqcu3uJ9Tn2gXPmxx2w9kkCkCE2EPYo", "6qkdMrq68nTKduznJYO1A37W2oEgpkMUvkttRToqhUt"
PNG = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII=")


class Envelope:
    """The encryption of one account."""

    def __init__(self, token: str, key: str, receiver: str) -> None:
        self.token, self.receiver = token, receiver.encode()
        self._key = base64.b64decode(key + "=")

    def seal(self, message: bytes) -> str:
        padder = padding.PKCS7(256).padder()
        opened = b"0123456789abcdef" + struct.pack(">I", len(message)) + message + self.receiver
        encryptor = self._cipher().encryptor()
        return base64.b64encode(encryptor.update(padder.update(opened) + padder.finalize()) + encryptor.finalize()).decode()

    def open(self, sealed: str) -> bytes:
        unpadder, decryptor = padding.PKCS7(256).unpadder(), self._cipher().decryptor()
        opened = unpadder.update(decryptor.update(base64.b64decode(sealed)) + decryptor.finalize()) + unpadder.finalize()
        [length] = struct.unpack(">I", opened[16:20])
        assert opened[20 + length :] == self.receiver
        return opened[20 : 20 + length]

    def sign(self, *signed: str) -> str:
        return hashlib.sha1("".join(sorted((self.token, *signed))).encode()).hexdigest()

    def _cipher(self) -> Cipher[modes.CBC]:
        return Cipher(algorithms.AES(self._key), modes.CBC(self._key[:16]))


class WeixinKit(Kit):
    """The base of the three. `envelope` is that of the account."""

    signature, time = "msg_signature", "timestamp"
    signs_body = False  # what is encrypted is signed; the XML around it says nothing
    secret: str
    envelope: Envelope

    def __init__(self) -> None:
        self.api = ""
        self.images: dict[str, str] = {}
        self.tokens = 0

    @property
    def image(self) -> str:
        return f"{self.api}/lamp.png"

    def seal(self, message: bytes) -> bytes:
        return xml({"ToUserName": "to", "Encrypt": self.envelope.seal(message)})

    def open(self, body: bytes) -> bytes:
        return self.envelope.open(field(body, "Encrypt"))

    def signed(self, message: bytes, late_s: float = 0.0, envelope: Envelope | None = None) -> Posted:
        body = self.seal(message) if envelope is None else xml({"Encrypt": envelope.seal(message)})
        timestamp, nonce = str(int(time.time() - late_s)), "1372623149"
        signature = (envelope or self.envelope).sign(timestamp, nonce, field(body, "Encrypt"))
        query = {self.signature: signature, self.time: timestamp, "nonce": nonce}
        return Posted(body, {"content-type": "text/xml"}, self.webhook, query=query)

    def account(self, call: Call) -> Says | None:
        """What the platform says about tokens and images; none if the call is about something else. A call needs the newest token."""
        path = call.path.partition("?")[0].rpartition("/")[2]
        if path == "lamp.png":
            return Says(body=PNG)
        if path in ("gettoken", "stable_token"):
            assert self.secret in call.path or self.secret in call.body.decode()
            self.tokens += 1
            return Says(body={"errcode": 0, "access_token": f"token-{self.tokens}", "expires_in": 7200}, takes=False)
        if f"access_token=token-{self.tokens}" not in call.path:
            return Says(body={"errcode": 40014, "errmsg": "invalid access_token"}, takes=False)
        if path == "upload":
            assert PNG in call.body
            assert b'filename="image.png"' in call.body
            media = f"media-{len(self.images)}"
            self.images[media] = self.image
            return Says(body={"errcode": 0, "type": "image", "media_id": media}, takes=False)
        return None


def xml(fields: dict[str, Any]) -> bytes:
    """As Tencent writes it: texts as character data, numbers bare."""

    def written(value: Any) -> str:
        return escape(str(value)) if isinstance(value, int) else f"<![CDATA[{value}]]>"

    return f"<xml>{''.join(f'<{name}>{written(value)}</{name}>' for name, value in fields.items())}</xml>".encode()


def field(body: bytes, name: str) -> str:
    """A field's character data; empty if there is none."""
    found = re.search(rf"<{name}><!\[CDATA\[(.*?)\]\]></{name}>", body.decode(), re.DOTALL)
    return found[1] if found else ""
