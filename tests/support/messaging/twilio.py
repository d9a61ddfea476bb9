"""Twilio's, signed by its own SDK."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, ClassVar
from urllib.parse import urlencode

from twilio.request_validator import RequestValidator

from tests.support.messaging.kit import USER, Kit, Posted, Shown
from tests.support.messaging.platform import Call, Says

SID, TOKEN = "AC0123456789abcdef0123456789abcdef", "12345678901234567890123456789012"
PUBLIC = "https://bot.shop.example"


class TwilioKit(Kit):
    channel, path = "twilio", "bot.channels.twilio.TwilioChannel"
    signature = "x-twilio-signature"
    environment: ClassVar[dict[str, str]] = {"TWILIO_AUTH_TOKEN": TOKEN}
    has_buttons = False

    def credentials(self, api: str) -> dict[str, Any]:
        return {"account_sid": SID, "api_url": api, "public_url": PUBLIC}

    def text(self, id: str, text: str, user: str = USER) -> Posted:
        return self.signed(
            {"MessageSid": f"SM{id}", "From": f"+44{user}", "To": "+441134960123", "Body": text, "NumMedia": "0", "Empty": ""}
        )

    def press(self, id: str, button: str, user: str = USER) -> Posted:
        """The number of the button."""
        return self.text(id, button, user)

    def usual(self, call: Call, number: int) -> Says:
        assert call.path == f"/2010-04-01/Accounts/{SID}/Messages.json"
        return Says(201, {"sid": f"SMout{number}", "status": "queued"})

    def shown(self, call: Call) -> Shown | None:
        return Shown(call.form.get("Body", ""), (), call.form.get("MediaUrl", ""))

    def conversation(self, user: str = USER) -> str:
        return f"twilio:+441134960123:+44{user}"

    def forgeries(self) -> Iterator[tuple[str, Posted]]:
        right = self.text("f", "hello")
        yield "another app's secret", self.signed({"MessageSid": "SMf", "From": "+1", "To": "+2"}, token="another" + TOKEN)
        yield "another address", replace(right, path=right.path + "?x=1")
        yield "signed for another host", self.signed({"MessageSid": "SMf", "From": "+1", "To": "+2"}, public="https://other.example")
        forwarded = self.signed({"MessageSid": "SMf", "From": "+1", "To": "+2"}, public="https://evil.example")
        yield "a forwarded host", forwarded.with_header("x-forwarded-host", "evil.example")
        yield "another field", replace(right, body=right.body + b"&Extra=1")
        yield "as JSON", Posted(b'{"MessageSid": "SMf"}', {self.signature: right.headers[self.signature]}, self.webhook)

    def signed(self, form: dict[str, str], token: str = TOKEN, public: str = PUBLIC) -> Posted:
        signature = RequestValidator(token).compute_signature(public + self.webhook, form)
        headers = {self.signature: str(signature), "content-type": "application/x-www-form-urlencoded"}
        return Posted(urlencode(form).encode(), headers, self.webhook)
