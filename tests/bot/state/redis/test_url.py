import pytest

from bot.state.redis.url import Target
from data.errors import SettingsError


@pytest.mark.parametrize(
    ("url", "target"),
    [
        ("redis://shop:pw@redis:6380/2", Target("server", (), "redis://shop:pw@redis:6380/2")),
        ("rediss://redis/0?ssl_ca_certs=ca.pem", Target("server", (), "rediss://redis/0?ssl_ca_certs=ca.pem")),
        ("unix:///run/redis.sock", Target("server", (), "unix:///run/redis.sock")),
        (
            "redis+sentinel://:pw@a:26379,b,[::1]:26380/main/1",
            Target("sentinel", (("a", 26379), ("b", 26379), ("::1", 26380)), "redis://:pw@a:26379/1", "main"),
        ),
        ("rediss+sentinel://a/main", Target("sentinel", (("a", 26379),), "rediss://a:26379/", "main")),
        (
            "rediss+sentinel://a/main?ssl_ca_certs=/etc/ca.pem",
            Target("sentinel", (("a", 26379),), "rediss://a:26379/?ssl_ca_certs=/etc/ca.pem", "main"),
        ),
        ("redis+cluster://a:7000,b:7001", Target("cluster", (("a", 7000), ("b", 7001)), "redis://a:7000/")),
        ("rediss+cluster://u:p@a:7000", Target("cluster", (("a", 7000),), "rediss://u:p@a:7000/")),
    ],
)
def test_every_form_of_url_is_read(url: str, target: Target) -> None:
    assert Target.parse(url) == target


@pytest.mark.parametrize(
    "url",
    [
        "",
        "localhost:6379",
        "http://redis",
        "unix+cluster:///x",
        "redis+ring://a",
        "redis+sentinel://a:1",
        "redis+cluster://a:port",
        "redis+cluster://",
    ],
)
def test_another_url_is_a_clear_error_without_the_password(url: str) -> None:
    with pytest.raises(SettingsError, match="REDIS_URL must") as error:
        Target.parse(url.replace("://", "://user:secret@"))
    assert "secret" not in str(error.value)
