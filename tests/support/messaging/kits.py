"""All kits."""

from tests.support.messaging.kit import Kit
from tests.support.messaging.webhook import WebhookKit

KITS: list[Kit] = [WebhookKit()]
