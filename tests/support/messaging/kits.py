"""All kits."""

from tests.support.messaging.kit import Kit
from tests.support.messaging.line import LineKit
from tests.support.messaging.meta import InstagramKit, MessengerKit, WhatsAppKit
from tests.support.messaging.pager import PagerKit, load
from tests.support.messaging.slack import SlackKit
from tests.support.messaging.telegram import TelegramKit
from tests.support.messaging.twilio import TwilioKit
from tests.support.messaging.webhook import WebhookKit

SHIPPED: list[Kit] = [WebhookKit(), TelegramKit(), SlackKit(), WhatsAppKit(), MessengerKit(), InstagramKit(), TwilioKit(), LineKit()]
load()
# With the channel that the documentation builds.
KITS: list[Kit] = [*SHIPPED, PagerKit()]
