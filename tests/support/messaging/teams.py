"""Microsoft Teams': the Bot Connector, its keys and its tokens."""

from __future__ import annotations

import base64
import hmac
import html
import json
import re
import time
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any, ClassVar

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from jwt.algorithms import RSAAlgorithm

from tests.support.messaging.kit import USER, Kit, Posted, Shown
from tests.support.messaging.platform import Call, Says

APP, TENANT, PASSWORD = "5a807f24-c9de-44ee-a3a7-329e88a00ffc", "56653e9d-2158-46ee-90d7-675c39642038", "WTj8Q~teams-client-secret"
BOT = {"id": f"28:{APP}", "name": "Heed"}


@cache
def key(name: str) -> RSAPrivateKey:
    """A key pair, made once a process."""
    return generate_private_key(public_exponent=65537, key_size=2048)


def published(name: str, *endorsements: str) -> dict[str, Any]:
    """A key as the Bot Connector publishes it."""
    public = json.loads(RSAAlgorithm.to_jwk(key(name).public_key()))
    return {"kty": "RSA", "use": "sig", "kid": name, "n": public["n"], "e": public["e"], "endorsements": list(endorsements)}


class TeamsKit(Kit):
    channel, path = "teams", "bot.channels.teams.TeamsChannel"
    signature = "authorization"
    signs_body = False
    environment: ClassVar[dict[str, str]] = {"TEAMS_APP_PASSWORD": PASSWORD}

    def __init__(self) -> None:
        self.api = "https://smba.trafficmanager.net"

    def credentials(self, api: str) -> dict[str, Any]:
        self.api = api
        return {"app_id": APP, "tenant_id": TENANT, "service_urls": [api], "login_url": api, "keys_url": f"{api}/v1/.well-known/keys"}

    def text(self, id: str, text: str, user: str = USER) -> Posted:
        return self.signed(self.activity(id, user, text=text))

    def edit(self, id: str, text: str, user: str = USER) -> Posted:
        about = {"channelData": {"tenant": {"id": TENANT}, "eventType": "editMessage"}}
        return self.signed(self.activity(id, user, type="messageUpdate", text=text, **about))

    def press(self, id: str, button: str, user: str = USER) -> Posted:
        return self.signed(self.activity(id, user, value={"heed": button}))

    def activity(self, id: str, user: str = USER, **fields: Any) -> dict[str, Any]:
        return {
            "type": "message",
            "id": f"17000000{id}",
            "channelId": "msteams",
            "serviceUrl": f"{self.api}/emea/",
            "timestamp": "2026-11-27T07:00:00.000Z",
            "from": {"id": f"29:{user}", "name": "Ann", "aadObjectId": f"aad-{user}"},
            "recipient": BOT,
            "conversation": {"id": f"a:{user}", "conversationType": "personal", "tenantId": TENANT},
            "channelData": {"tenant": {"id": TENANT}},
            **fields,
        }

    def usual(self, call: Call, number: int) -> Says:
        if call.path.endswith("/keys"):
            return Says(body={"keys": [published("connector", "msteams", "webchat"), published("skype", "skype")]}, takes=False)
        if call.path.endswith("/token"):
            assert call.path == f"/{TENANT}/oauth2/v2.0/token"
            assert (call.form["client_id"], call.form["client_secret"]) == (APP, PASSWORD)
            return Says(body={"token_type": "Bearer", "expires_in": 3599, "access_token": "teams-access-token"}, takes=False)
        assert call.headers["authorization"] == "Bearer teams-access-token"
        assert re.fullmatch(r"/emea/v3/conversations/[^/]+/activities", call.path)
        return Says(201, {"id": f"1:{number}"})

    def shown(self, call: Call) -> Shown | None:
        if "/activities" not in call.path or call.json["type"] != "message":
            return None
        said = call.json
        for attached in said.get("attachments", []):
            if attached["contentType"].startswith("image/"):
                return Shown(image=attached["contentUrl"])
            card = attached["content"]
            text = "".join(run["text"] for block in card["body"] for run in block["inlines"])
            data = [(each["title"], each["data"]["msteams"]["value"]["heed"]) for each in card["actions"]]
            return Shown(text, tuple(data))
        return Shown(html.unescape(re.sub("<[^<>]*>", "", said["text"].replace("<br>", "\n"))))

    def conversation(self, user: str = USER) -> str:
        return f"teams:{APP}:aad-{user}"

    def forgeries(self) -> Iterator[tuple[str, Posted]]:
        now, activity = time.time(), self.activity("f", text="hello")
        tried: dict[str, dict[str, Any]] = {
            "another bot's": {"aud": "00000000-0000-0000-0000-000000000000"},
            "another issuer's": {"iss": f"https://login.microsoftonline.com/{TENANT}/v2.0"},
            "expired": {"exp": now - 400},
            "not good yet": {"nbf": now + 400},
            "without end": {"exp": None},
            "for nobody": {"aud": None},
            "of nobody": {"iss": None},
            "for another service": {"serviceurl": "https://smba.trafficmanager.net/amer/"},
            "for no service": {"serviceurl": None},
        }
        for name, claims in tried.items():
            yield name, self.signed(activity, **claims)
        yield "somebody else's key", self.signed(activity, kid="connector", signer="mallory")
        yield "an unknown key", self.signed(activity, kid="mallory", signer="mallory")
        yield "a key for another channel", self.signed(activity, kid="skype", signer="skype")
        yield "a key of its own", self.signed(activity, signer="mallory", headers={"jwk": published("mallory", "msteams")})
        yield "a key's address of its own", self.signed(activity, signer="mallory", headers={"jku": "https://evil.example/keys"})
        yield "without a key", self.signed(activity, kid="")
        yield "no algorithm", self.token(activity, jwt.encode(self.claims(), "", "none", headers={"kid": "connector"}))
        public = key("connector").public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        yield "the public key as a secret", self.token(activity, _with_hmac(public, self.claims()))
        yield "another algorithm", self.token(activity, jwt.encode(self.claims(), key("connector"), "RS512", headers={"kid": "connector"}))
        right = self.signed(activity)
        token = right.headers[self.signature].removeprefix("Bearer ")
        yield "without Bearer", right.with_header(self.signature, token)
        yield "as a password", right.with_header(self.signature, f"Basic {token}")
        head, _, end = token.split(".")
        other = base64.urlsafe_b64encode(json.dumps(self.claims(aud="x")).encode()).decode().rstrip("=")
        yield "other claims", right.with_header(self.signature, f"Bearer {head}.{other}.{end}")
        elsewhere = {"serviceUrl": "https://evil.example/"}
        yield "replies elsewhere", self.signed({**activity, **elsewhere}, serviceurl="https://evil.example/")
        yield (
            "replies to a name in a name",
            self.signed({**activity, "serviceUrl": f"{self.api}@evil.example/"}, serviceurl=f"{self.api}@evil.example/"),
        )
        yield "no service", self.signed({**activity, "serviceUrl": ""}, serviceurl="")
        yield "another organisation", self.signed({**activity, "channelData": {"tenant": {"id": APP}}})
        yield "no body", replace(right, body=b"")

    def others(self) -> Iterator[Posted]:
        yield self.signed(self.activity("1", type="messageReaction", reactionsAdded=[{"type": "like"}], replyToId="1:2"))
        mention = {"type": "mention", "mentioned": BOT, "text": "<at>Heed</at>"}
        chat = {"id": "19:abc@thread.tacv2;messageid=1", "conversationType": "channel"}
        yield self.signed(self.activity("2", text="<at>Heed</at> hello", entities=[mention], conversation=chat))
        image = {"contentType": "image/png", "contentUrl": "https://smba.example/1", "name": "lamp.png"}
        yield self.signed(self.activity("3", attachments=[image, {"contentType": "text/html", "content": "<p>this</p>"}]))

    def claims(self, **changed: Any) -> dict[str, Any]:
        now = int(time.time())
        about = {"iss": "https://api.botframework.com", "aud": APP, "nbf": now - 300, "exp": now + 3_300, "serviceurl": f"{self.api}/emea/"}
        return {name: value for name, value in {**about, **changed}.items() if value is not None}

    def signed(
        self,
        activity: dict[str, Any],
        kid: str = "connector",
        signer: str = "connector",
        headers: dict[str, Any] | None = None,
        **claims: Any,
    ) -> Posted:
        return self.token(activity, jwt.encode(self.claims(**claims), key(signer), "RS256", headers={"kid": kid, **(headers or {})}))

    def token(self, activity: dict[str, Any], token: str) -> Posted:
        body = json.dumps(activity, ensure_ascii=False).encode()
        return Posted(body, {self.signature: f"Bearer {token}", "content-type": "application/json"}, self.webhook)


def _with_hmac(secret: bytes, claims: dict[str, Any]) -> str:
    """A token that is signed with HMAC; PyJWT makes none with a public key."""
    parts = (json.dumps(part).encode() for part in ({"alg": "HS256", "typ": "JWT", "kid": "connector"}, claims))
    signed = b".".join(base64.urlsafe_b64encode(part).rstrip(b"=") for part in parts)
    signature = base64.urlsafe_b64encode(hmac.new(secret, signed, "sha256").digest()).rstrip(b"=")
    return (signed + b"." + signature).decode()
