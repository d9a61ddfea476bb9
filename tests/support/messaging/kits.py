"""All kits."""

from tests.support.messaging.chatwoot import ChatwootKit
from tests.support.messaging.dingtalk import DingTalkKit
from tests.support.messaging.feishu import FeishuKit
from tests.support.messaging.kit import Kit
from tests.support.messaging.line import LineKit
from tests.support.messaging.mail import EmailKit
from tests.support.messaging.meta import InstagramKit, MessengerKit, WhatsAppKit
from tests.support.messaging.pager import PagerKit, load
from tests.support.messaging.slack import SlackKit
from tests.support.messaging.teams import TeamsKit
from tests.support.messaging.telegram import TelegramKit
from tests.support.messaging.twilio import TwilioKit
from tests.support.messaging.webhook import WebhookKit
from tests.support.messaging.wechat import WeChatKit, WeChatPlainKit
from tests.support.messaging.wecom import WeComKfKit, WeComKit

SHIPPED: list[Kit] = [
    WebhookKit(), TelegramKit(), SlackKit(), WhatsAppKit(), MessengerKit(), InstagramKit(), TwilioKit(), LineKit(),
    TeamsKit(), WeChatKit(), WeComKit(), WeComKfKit(), EmailKit(), ChatwootKit(), FeishuKit(), DingTalkKit(),
]  # fmt: skip
load()
# With channels in other modes.
PARSED: list[Kit] = [*SHIPPED, WeChatPlainKit()]
# With the channel that the documentation builds.
KITS: list[Kit] = [*PARSED, PagerKit()]
