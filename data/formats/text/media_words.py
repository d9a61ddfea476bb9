"""Words that stand for a picture, a sticker, a voice message: messengers write them where nothing was typed."""

import re
from collections.abc import Iterator

from data.both_scripts import compiled

WORDS = (
    r"(?:photo|image|picture|gif|sticker|video|voice message|voice note|audio|audio message|file|contact|location|attachment"
    r"|media)(?: omitted| sent)?"
    r"|(?:bild|foto|sticker|sprachnachricht|videodatei|bilddatei|datei|anhang|standort)|(?:image|photo|autocollant|message vocal"
    r"|fichier|pièce jointe)"
    r"|(?:imagen|foto|nota de voz|archivo|ubicación|adjunto)|(?:imagem|figurinha|áudio|mensagem de voz|arquivo|anexo)|(?:immagine"
    r"|adesivo|messaggio vocale)"
    r"|图片|圖片|表情|动画表情|語音|语音|语音消息|视频|影片|文件|位置|名片|红包|小程序|视频号|链接|商品链接|貼圖|貼图|照片|影像|檔案"
    r"|写真|スタンプ|画像|動画|ボイスメッセージ|ファイル|位置情報|連絡先|アルバム|音声|통화|사진|동영상|이모티콘|음성메시지"
    r"|음성 메시지|파일|지도|연락처|샵검색"
)
# Of a message that says so as a sentence, who sent it: “You sent a photo.”, “Ines a envoyé une pièce jointe.”
SENT = (
    rf"(?:[^\W\d_][\w.'’-]{{0,30}} ){{0,3}}(?:sent|shared|a envoyé|avez envoyé|hat|haben|enviou|envió|enviaste|ha inviato|hai inviato)"
    rf" (?:an?|une?|eine?n?|uma?|una?|unos?|\d{{1,3}}) (?:{WORDS})s?(?: gesendet| geschickt)?"
    rf"|(?:{WORDS})(?:を(?:送信し|送り)ました|が送信されました)|(?:[你您]|對方|对方)?已?(?:傳送|传送|發送|发送)了?(?:一?[張张個个则則条條段])?(?:{WORDS})"
    rf"|(?:{WORDS})(?:을|를) 보냈습니다"
)
ALONE = compiled(
    rf"^\W{{0,6}}(?:{WORDS}|{SENT}|(?:사진|photos?|图片|写真) ?\d{{1,3}}(?:장|枚|张)?|[\w .()-]{{1,80}}\.(?:jpe?g|png|gif|heic|webp|mp4|mov"
    rf"|mp3|m4a|ogg|opus|amr|pdf)"
    rf"(?: \((?:file attached|datei angehängt|arquivo anexado|archivo adjunto|fichier joint)\))?)\W{{0,6}}$",
    re.IGNORECASE,
)
# What a messenger says was sent by somebody whom it names: one of these, or a word that stands for it within a sentence only.
SENT_WORDS = (
    rf"(?:{WORDS}|link|recording|allegato|foto|video|file|documento|archivo adjunto|enlace|vídeo|nota vocale|vidéo|lien|bijlage"
    r"|afbeelding|spraakbericht|załącznik|zdjęcie|film|plik|wiadomość głosową|přílohu|fotku|fotografii|soubor|prílohu|bilaga|bild|ett foto"
    r"|vedlegg|bilde|vedhæftet fil|billede|liitteen|kuvan|videon|mellékletet|képet|fotót|videót|fișier atașat|un atașament|fotografie"
    r"|вложение|файл|фото|фотографию|видео|стикер|голосовое сообщение|вкладення|вкладений файл|світлину|відео"
    r"|ek|fotoğraf|dosya|lampiran|gambar|berkas|file đính kèm|tệp đính kèm|ảnh|συνημμένο|φωτογραφία|βίντεο|מרפק|קובץ מצורף|תמונה|סרטון"
    r"|附件|添付ファイル|첨부 ?파일|ไฟล์แนบ|รูปภาพ|अटैचमेंट|फ़ोटो|वीडियो)"
)
A = r"(?:(?:an?|une?|des|eine?n?|uma?|una?|unos?|een|en|et|ett|jeden|jedną|bir|sebuah|một|ένα|μια|\d{1,3}) )?"
# The name of whoever sent the message that says so stands in its place here: “Курьер отправил фото” is what somebody wrote.
WHO = "\x00"
SENT_BY = compiled(
    rf"^\W{{0,6}}(?:{WHO} (?:sent|shared|a envoyé|enviou|envió|mandó|ha enviado|ha inviato) {A}(?:{SENT_WORDS})s?"
    rf"|{WHO} (?:hat|heeft) {A}(?:{SENT_WORDS})s? (?:gesendet|geschickt|verzonden|gestuurd)"
    rf"|{WHO} (?:(?:wy|prze)słał|odeslal|poslal|skickade|sendte|har sendt|lähetti|küldött|a trimis|отправил|надіслав|надіслала"
    rf"|надсилає|mengirim(?:kan)?|đã gửi|έστειλε|שלחה?|שלח/ה)(?:\(?-?[aа]\)?)? {A}(?:{SENT_WORDS})"
    rf"|{WHO} {A}(?:{SENT_WORDS}) (?:gönderdi|küldött|paylaştı)|{WHO} ने (?:एक )?(?:{SENT_WORDS}) भेजा"
    rf"|(?:أرسلت?|قامت?) {WHO} (?:بإرسال )?(?:مرفق|صورة|فيديو|ملف|ملصق)[\w\u064b-\u0652]{{0,3}}"
    rf"|{WHO}(?:さん|様)?が(?:{SENT_WORDS})(?:を(?:送信し|送り)ました)"
    rf"|{WHO} ?(?:传送|发送)了 ?(?:一?[张个则条段份])? ?(?:{SENT_WORDS})"
    rf"|{WHO}님이 ?(?:{SENT_WORDS})(?:을|를) 보냈습니다|{WHO} ?ได้?ส่ง(?:{SENT_WORDS}))\W{{0,6}}$",
    re.IGNORECASE,
)
LONGEST = 120


def is_media(text: str, speaker: str = "") -> bool:
    """Whether a text is only such a word, the name of such a file, or a messenger's sentence that its speaker sent one.

    Args:
        text: of a message.
        speaker: whom the log names as who wrote it, if it does.
    """
    if len(text) > LONGEST or "?" in text:
        return False
    return ALONE.match(text) is not None or any(SENT_BY.match(put) for put in _without_name(text, speaker))


def _without_name(text: str, speaker: str) -> Iterator[str]:
    """A text with a sign in place of its speaker's name, or of the first word of it."""
    for name in dict.fromkeys((speaker.strip(), *speaker.split()[:1])):
        if len(name) > 1 and (found := re.search(re.escape(name), text, re.IGNORECASE)):
            yield f"{text[: found.start()]}{WHO}{text[found.end() :]}"
