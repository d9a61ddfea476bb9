"""`rediss://`: the same behind TLS, with a certificate of the test's own."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta, timezone
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from bot.state.redis.client import connect, disconnect
from bot.state.redis.embedded import EmbeddedRedis
from bot.state.redis.url import VARIABLE
from tests.bot.conftest import RedisClient
from tests.support.turns import said, serving, texts


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with a key and a certificate for 127.0.0.1, signed by itself."""
    key, name, now = (
        ec.generate_private_key(ec.SECP256R1()),
        x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "test")]),
        datetime.now(timezone.utc),
    )
    signed = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now, now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("tls") / "redis.pem"
    plain = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file.write_bytes(plain + signed.public_bytes(serialization.Encoding.PEM))
    return file


@asynccontextmanager
async def tls_before(server: EmbeddedRedis, certificate: Path) -> AsyncIterator[int]:
    """The port of a TLS front before a server."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)

    async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(65_536):
            writer.write(data)
        writer.close()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        to, back = await asyncio.open_unix_connection(server.socket)
        await asyncio.gather(pump(reader, back), pump(to, writer), return_exceptions=True)

    front = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=context)
    async with front:
        yield front.sockets[0].getsockname()[1]


def test_messages_go_over_tls(state: RedisClient, redis_server: EmbeddedRedis, certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def main() -> None:
        async with tls_before(redis_server, certificate) as port:
            monkeypatch.setenv(VARIABLE, f"rediss://127.0.0.1:{port}/0?ssl_ca_certs={certificate}")
            async with serving() as service:
                await service.accept(said(1))
                assert await texts(service, said(1)) == ["message 1"]

    asyncio.run(main())


@pytest.mark.parametrize("kind", ["sentinel", "cluster"])
def test_sentinels_and_clusters_are_asked_over_tls(kind: str, certificate: Path) -> None:
    async def main() -> None:
        client = connect(f"rediss+{kind}://u:p@127.0.0.1:7000/{'shop' if kind == 'sentinel' else ''}?ssl_ca_certs={certificate}")
        asked = [client] if kind == "cluster" else client.connection_pool.sentinel_manager.sentinels
        for each in asked:
            options = each.connection_kwargs if kind == "cluster" else each.connection_pool.connection_kwargs
            assert options["ssl_ca_certs"] == str(certificate)
        await disconnect(client)

    asyncio.run(main())
