"""A mailbox over TLS: only a server whose certificate is good gets the password."""

import asyncio
import ipaddress
import ssl
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from bot.channels.mail.mailbox import Mailbox
from bot.channels.mail.oauth import Login
from tests.support.messaging.mail_servers import PASSWORD, Inbox


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of 127.0.0.1, signed by itself, with its key."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(timezone.utc)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    built = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now, now + timedelta(days=1))
    built = built.add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
    built = built.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    found = tmp_path_factory.mktemp("tls") / "server.pem"
    signed = built.sign(key, SHA256()).public_bytes(Encoding.PEM)
    found.write_bytes(signed + key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return found


def tls(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


def test_over_tls_only_a_certificate_that_is_trusted_is_taken(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def opened() -> int:
        inbox = Inbox()
        box = Mailbox("127.0.0.1", await inbox.start(tls(certificate)), "tls", Login("help@shop.example", PASSWORD), "INBOX")
        try:
            await box.open()
            return box.validity
        finally:
            box.close()
            await inbox.stop()

    with pytest.raises(ssl.SSLCertVerificationError):
        asyncio.run(opened())
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))  # as a company with an authority of its own does it
    assert asyncio.run(opened()) == 1


def test_with_starttls_the_same(certificate: Path) -> None:
    said: list[bytes] = []

    async def greet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"* OK [CAPABILITY IMAP4rev1 STARTTLS] ready\r\n")
        while line := await reader.readline():
            said.append(line)
            tag = line.split(b" ")[0]
            writer.write(b"* CAPABILITY IMAP4rev1 STARTTLS\r\n" * (b"CAPABILITY" in line) + tag + b" OK done\r\n")
            if b"STARTTLS" in line:
                loop, transport = asyncio.get_running_loop(), writer.transport
                with pytest.raises((OSError, ssl.SSLError)):
                    await loop.start_tls(transport, transport.get_protocol(), tls(certificate), server_side=True)
                return

    async def main() -> None:
        server = await asyncio.start_server(greet, "127.0.0.1", 0)
        box = Mailbox("127.0.0.1", server.sockets[0].getsockname()[1], "starttls", Login("help@shop.example", PASSWORD), "INBOX")
        try:
            with pytest.raises(ssl.SSLCertVerificationError):
                await box.open()
        finally:
            box.close()
            server.close()

    asyncio.run(main())
    assert b"LOGIN" not in b"".join(said)
