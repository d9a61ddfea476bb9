import pytest

from data.formats.text.reaction_words import is_reaction


@pytest.mark.parametrize(
    "text",
    [
        "Reacted 👍 to your message",
        "Ines a réagi ❤️ à votre message",
        "Tom hat mit 😂 auf deine Nachricht reagiert",
        "Loved “See you on Monday”",
    ],
)
def test_signs_on_a_message(text: str) -> None:
    assert is_reaction(text)


@pytest.mark.parametrize("text", ["I reacted badly to your message", "Liked it", "Does nobody react to a message here?", "👍"])
def test_what_somebody_wrote_stays(text: str) -> None:
    assert not is_reaction(text)
