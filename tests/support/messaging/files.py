"""A customer sends a receipt: what each platform delivers then, and how the file is had from it."""

from __future__ import annotations

from collections.abc import Callable
from email.message import EmailMessage
from typing import Any

from tests.support.messaging.kit import USER, Posted
from tests.support.messaging.platform import Call, Says

PDF = b"%PDF-1.4 a receipt %%EOF"
NAME = "receipt.pdf"
FILE = Says(body=PDF, takes=False, type="application/pdf")


def sent(kit: Any, api: str) -> Posted:
    """The delivery."""
    made: dict[str, Callable[[], Posted]] = {
        "telegram": lambda: kit.signed({"message": kit.message("1", document={"file_id": "F1", "file_name": NAME})}),
        "slack": lambda: kit.event(
            {
                "type": "message", "subtype": "file_share", "channel": f"D{USER}", "channel_type": "im", "user": USER, "ts": "1700000000.1",
                "files": [{"id": "F1", "name": NAME, "mimetype": "application/pdf"}],
            }
        ),
        "whatsapp": lambda: kit.signed(kit.entries([kit.message("1", type="document", document={"id": "F1", "filename": NAME})])),
        "messenger": lambda: _meta(kit, api),
        "instagram": lambda: _meta(kit, api),
        "twilio": lambda: kit.signed(
            {
                "MessageSid": "SM1", "From": f"+44{USER}", "To": "+441134960123", "Body": "", "NumMedia": "1",
                "MediaContentType0": "application/pdf", "MediaUrl0": f"{api}/file",
            }
        ),
        "line": lambda: kit.signed([kit.event("1", type="message", message={"id": "F1", "type": "file", "fileName": NAME})]),
        "teams": lambda: kit.signed(
            kit.activity("1", attachments=[{"contentType": "application/pdf", "contentUrl": f"{api}/file", "name": NAME}])
        ),
        "wechat": lambda: kit.signed(kit.message(MsgType="image", PicUrl="http://evil.example/1", MediaId="F1", MsgId="1")),
        "wecom": lambda: kit.signed(kit.message(MsgType="image", PicUrl="http://evil.example/1", MediaId="F1", MsgId="1")),
        "wecom_kf": lambda: kit.deliver(kit.item("1", msgtype="file", file={"media_id": "F1"})),
        "feishu": lambda: kit.message("1", {"file_key": "F1", "file_name": NAME}, message_type="file"),
        "dingtalk": lambda: kit.message("1", msgtype="file", content={"downloadCode": "F1", "fileName": NAME}),
        "chatwoot": lambda: kit.signed(kit.message("1", "", attachments=[{"id": 1, "file_type": "file", "data_url": f"{api}/file"}])),
        "email": lambda: _mail(kit),
    }  # fmt: skip
    return made[kit.channel]()


def answer(kit: Any, api: str, call: Call) -> Says | None:
    """What the platform answers to a call that is about the file; none if it is about something else."""
    path = call.path.partition("?")[0]
    logins = {
        "slack": "authorization", "whatsapp": "authorization", "twilio": "authorization", "line": "authorization",
        "teams": "authorization", "feishu": "authorization",
    }  # fmt: skip
    about: dict[str, tuple[str, Any]] = {
        "telegram": ("/getFile", {"ok": True, "result": {"file_path": "file"}}),
        "slack": ("/files.info", {"ok": True, "file": {"url_private": f"{api}/file"}}),
        "whatsapp": ("/F1", {"url": f"{api}/file"}),
        "dingtalk": ("/messageFiles/download", {"downloadUrl": f"{api}/file"}),
    }
    had = {"line": "/v2/bot/message/F1/content", "feishu": "/open-apis/im/v1/messages/om_1/resources/F1"}
    if kit.channel in about and path.endswith(about[kit.channel][0]):
        return Says(body=about[kit.channel][1], takes=False)
    if kit.channel in ("wechat", "wecom", "wecom_kf") and path == "/cgi-bin/media/get":
        return kit.account(call) or (FILE if "media_id=F1" in call.path else None)
    if path.endswith(had.get(kit.channel, "/file")):
        assert kit.channel not in logins or call.headers[logins[kit.channel]]
        return FILE
    return None


def _meta(kit: Any, api: str) -> Posted:
    message = {"mid": "m_1", "attachments": [{"type": "file", "payload": {"url": f"{api}/file"}}]}
    found: Posted = kit.signed({"object": "page", "entry": [{"id": "2001", "messaging": [kit.event(message=message)]}]})
    return found


def _mail(kit: Any) -> Posted:
    mail: EmailMessage = kit.message("1", "my receipt", USER)
    mail.add_attachment(PDF, maintype="application", subtype="octet-stream", filename=NAME)
    found: Posted = kit.mail("1", "", content=bytes(mail))
    return found
