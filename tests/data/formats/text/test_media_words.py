import pytest

from data.formats.text.media_words import is_media


@pytest.mark.parametrize("text", ["사진", "スタンプ", "[图片]", "<Media omitted>", "Photo", "사진 2장", "IMG_2041.jpg", "Sprachnachricht"])
def test_words_that_stand_for_a_picture(text: str) -> None:
    assert is_media(text)


@pytest.mark.parametrize(
    "text",
    ["You sent a photo.", "Ines a envoyé une pièce jointe.", "Ines hat ein Foto gesendet.", "スタンプを送信しました", "你发送了一张图片"],
)
def test_sentences_of_a_messenger_that_say_that_one_was_sent(text: str) -> None:
    assert is_media(text)


@pytest.mark.parametrize(
    "text", ["A photo of it is attached", "Photo?", "Where is the file", "视频里的那款", "写真を送ります", "I sent a photo of it"]
)
def test_words_about_one_stay(text: str) -> None:
    assert not is_media(text)
