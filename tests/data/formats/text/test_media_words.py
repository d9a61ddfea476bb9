import pytest

from data.formats.raw_dialogues import ATTACHMENT, Message
from data.formats.text.media_words import is_media
from data.formats.text.message_text import cleaned


@pytest.mark.parametrize("text", ["사진", "スタンプ", "[图片]", "<Media omitted>", "Photo", "사진 2장", "IMG_2041.jpg", "Sprachnachricht"])
def test_words_that_stand_for_a_picture(text: str) -> None:
    assert is_media(text)


@pytest.mark.parametrize(
    "text",
    [
        *("You sent a photo.", "Ines a envoyé une pièce jointe.", "Ines hat ein Foto gesendet.", "Inês enviou 2 fotos."),
        *("スタンプを送信しました", "你发送了一张图片", "사진을 보냈습니다", "Inés envió un archivo."),
    ],
)
def test_sentences_of_a_messenger_that_say_that_one_was_sent(text: str) -> None:
    assert is_media(text)


@pytest.mark.parametrize(
    ("speaker", "text"),
    [
        *(("Inés Roca", "Inés envió un archivo adjunto."), ("Ines", "Ines ha inviato un allegato."), ("Inês", "Inês enviou um anexo.")),
        *(("Ines", "Ines heeft een bijlage verzonden."), ("Ines", "Ines wysłała załącznik."), ("Inka", "Inka odeslal(a) přílohu.")),
        *(("Инна Р.", "Инна отправила вложение."), ("Інна", "Інна надіслала фото"), ("Ines", "Ines bir fotoğraf gönderdi.")),
        *(("Ines Ek", "Ines Ek skickade en bilaga."), ("Ines", "ines mengirim lampiran."), ("Linh", "Linh đã gửi một ảnh.")),
        *(("小明", "小明发送了一个附件。"), ("井上", "井上さんが添付ファイルを送信しました。")),
        *(
            ("이네스", "이네스님이 첨부 파일을 보냈습니다."),
            ("إيناس", "أرسلت إيناس مرفقًا."),
            ("سامي", "قام سامي بإرسال صورة."),
            ("Ines", "Ines sent a link"),
        ),
    ],
)
def test_a_sentence_that_says_so_of_who_sent_it(speaker: str, text: str) -> None:
    assert is_media(text, speaker)
    assert cleaned(Message(1, "customer", text, speaker=speaker))[:2] == ("", ATTACHMENT)


@pytest.mark.parametrize("speaker", ["", "Maria", "Анна"])
@pytest.mark.parametrize(
    "text",
    [
        *("A photo of it is attached", "Photo?", "Where is the file", "视频里的那款", "写真を送ります", "I sent a photo of it"),
        *("Уже отправила фото", "请发送图片", "Silakan mengirim foto", "أرسلت لكم أمس صورة", "قام المندوب بفتح ملف"),
        *("Вчера отправил фото", "Курьер отправил файл", "Только что отправил фото", "Вчора надіслав фото", "Anh đã gửi ảnh"),
        *("Dạ đã gửi ảnh", "Chị đã gửi ảnh", "Aku mengirim gambar", "ผมได้ส่งรูปภาพ", "昨天我发送了图片", "刚才我发送了图片"),
        *("上次我也发送了文件", "さっき私がファイルを送りました", "أرسلت أمس صورة", "Wczoraj wysłał plik", "Kurier wysłał zdjęcie"),
        *("Eşim dosya gönderdi", "Ayer mandó foto", "Seller sent link", "Who sent a link", "Bob отправил фото"),
    ],
)
def test_words_about_one_stay(text: str, speaker: str) -> None:
    assert not is_media(text, speaker)
