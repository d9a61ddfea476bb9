import pytest

from data.formats.text.media_words import is_media


@pytest.mark.parametrize("text", ["사진", "スタンプ", "[图片]", "<Media omitted>", "Photo", "사진 2장", "IMG_2041.jpg", "Sprachnachricht"])
def test_words_that_stand_for_a_picture(text: str) -> None:
    assert is_media(text)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "You sent a photo.",
            "Ines a envoyé une pièce jointe.",
            "Ines hat ein Foto gesendet.",
            "スタンプを送信しました",
            "你发送了一张图片",
        ),
        *("Inés envió un archivo adjunto.", "Ines ha inviato un allegato.", "Inês enviou um anexo.", "Ines heeft een bijlage verzonden."),
        *(
            "Ines wysłała załącznik.",
            "Inka odeslal(a) přílohu.",
            "Инна отправила вложение.",
            "Ines bir fotoğraf gönderdi.",
            "Inês enviou 2 fotos.",
        ),
        *(
            "Ines skickade en bilaga.",
            "Ines mengirim lampiran.",
            "Linh đã gửi một ảnh.",
            "小明发送了一个附件。",
            "井上さんが添付ファイルを送信しました。",
        ),
        *("이네스님이 첨부 파일을 보냈습니다.", "أرسلت إيناس مرفقًا.", "قام سامي بإرسال صورة."),
    ],
)
def test_sentences_of_a_messenger_that_say_that_one_was_sent(text: str) -> None:
    assert is_media(text)


@pytest.mark.parametrize(
    "text",
    [
        "A photo of it is attached",
        "Photo?",
        "Where is the file",
        "视频里的那款",
        "写真を送ります",
        "I sent a photo of it",
        "Уже отправила фото",
        "请发送图片",
        "Silakan mengirim foto",
        "أرسلت لكم أمس صورة",
        "قام المندوب بفتح ملف",
    ],
)
def test_words_about_one_stay(text: str) -> None:
    assert not is_media(text)
