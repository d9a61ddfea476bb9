"""XML as platforms deliver it: one level of fields, without entities, document types or references to anything outside."""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from bot.channels.frame.delivery import Unreadable

# Far above any message of a customer's.
LONGEST = 256 * 1024


def read_fields(body: bytes) -> dict[str, str]:
    """The fields below the root element, by name, as their text without outer blanks; of two of one name, the last.

    Raises:
        Unreadable: it is no XML, too long, or declares a document type or entities.
    """
    if len(body) > LONGEST:
        raise Unreadable(f"the body must be shorter than {LONGEST} bytes. It had {len(body)}")
    try:
        root = fromstring(body, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        raise Unreadable("the body must be XML without a document type") from None
    return {field.tag: (field.text or "").strip() for field in root if isinstance(field.tag, str)}


def write_fields(fields: Mapping[str, str]) -> str:
    """Fields as XML below a root `<xml>`, each text as character data, whatever it holds; what XML can't hold is left out."""
    return "<xml>" + "".join(f"<{name}>{_data(value)}</{name}>" for name, value in fields.items()) + "</xml>"


def _data(text: str) -> str:
    fit = "".join(char for char in text if char in "\t\n" or " " <= char <= "\ud7ff" or "\ue000" <= char <= "\ufffd" or char > "\uffff")
    return "<![CDATA[" + fit.replace("]]>", "]]]]><![CDATA[>") + "]]>"
