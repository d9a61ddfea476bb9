"""Words that stand for a picture, a sticker, a voice message: messengers write them where nothing was typed."""

import re

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
# What a messenger says was sent: one of these, or a word that stands for it within a sentence only.
SENT_WORDS = (
    rf"(?:{WORDS}|link|recording|allegato|foto|video|file|documento|archivo adjunto|enlace|vídeo|nota vocale|vidéo|lien|bijlage"
    r"|afbeelding|spraakbericht|załącznik|zdjęcie|film|plik|wiadomość głosową|přílohu|fotku|fotografii|soubor|prílohu|bilaga|bild|ett foto"
    r"|vedlegg|bilde|vedhæftet fil|billede|liitteen|kuvan|videon|mellékletet|képet|fotót|videót|fișier atașat|un atașament|fotografie"
    r"|вложение|файл|фото|фотографию|видео|стикер|голосовое сообщение|вкладення|вкладений файл|світлину|відео"
    r"|ek|fotoğraf|dosya|lampiran|gambar|berkas|file đính kèm|tệp đính kèm|ảnh|συνημμένο|φωτογραφία|βίντεο|מרפק|קובץ מצורף|תמונה|סרטון"
    r"|附件|添付ファイル|첨부 ?파일|ไฟล์แนบ|รูปภาพ|अटैचमेंट|फ़ोटो|वीडियो)"
)
# Who sent it, in a word or a few, and nobody who speaks of himself: “Уже отправил фото” is what somebody wrote.
WHO = (
    r"(?!(?:i|we|already|just|ich|wir|je|nous|yo|ya|eu|io|ik|ja|już|já|už|jag|jeg|minä|én|am|я|мы|уже|вже|вот|ось|saya|kami|sudah|tolong"
    r"|silakan|mohon|tôi|em|mình|ben|εγώ) )(?:[^\W\d_][\w.'’-]{0,30} )"
)
A = r"(?:(?:an?|une?|des|eine?n?|uma?|una?|unos?|een|en|et|ett|jeden|jedną|bir|sebuah|một|ένα|μια|\d{1,3}) )?"
# Of a message that says so as a sentence, who sent it: “You sent a photo.”, “Ines a envoyé une pièce jointe.”
SENT = (
    rf"(?:{WHO}{{1,3}})?(?:sent|shared|a envoyé|avez envoyé|enviou|envió|enviaste|mandó|ha enviado|ha inviato|hai inviato)"
    rf" {A}(?:{SENT_WORDS})s?|(?:{WHO}{{1,3}})?(?:hat|haben|heeft|hebt) {A}(?:{SENT_WORDS})s? (?:gesendet|geschickt|verzonden|gestuurd)"
    rf"|{WHO}{{1,3}}(?:(?:wy|prze)słał|odeslal|poslal|skickade|sendte|har sendt|lähetti|küldött|a trimis|отправил|надіслав|надіслала"
    rf"|надсилає|mengirim(?:kan)?|đã gửi|έστειλε|שלחה?|שלח/ה)(?:\(?-?[aа]\)?)? {A}(?:{SENT_WORDS})"
    rf"|{WHO}{{1,3}}{A}(?:{SENT_WORDS}) (?:gönderdi|küldött|paylaştı)|{WHO}{{1,3}}ने (?:एक )?(?:{SENT_WORDS}) भेजा"
    rf"|(?:أرسلت?|قامت?(?=.{{1,40}} بإرسال )) (?!لك|إلي|لي)(?:\w{{1,20}} ){{1,3}}(?:بإرسال )?"
    rf"(?:مرفق|صورة|فيديو|ملف|ملصق)[\w\u064b-\u0652]{{0,3}}"
    rf"|(?!私)(?:[^\n、。]{{1,30}}?が)?(?:{SENT_WORDS})(?:を(?:送信し|送り)ました|が送信されました)"
    rf"|(?:[你您]|對方|对方)?已?(?:傳送|传送|發送|发送)了?(?:一?[張张個个则則条條段份])?(?:{SENT_WORDS})"
    rf"|(?![我咱])[^\n，。]{{1,30}}?(?:傳送|传送|發送|发送)了(?:一?[張张個个则則条條段份])?(?:{SENT_WORDS})"
    rf"|(?:[^\n,.]{{1,30}}?님이 ?)?(?:{SENT_WORDS})(?:을|를) 보냈습니다|[^\n]{{1,40}}? ?ได้?ส่ง(?:{SENT_WORDS})"
)
ALONE = compiled(
    rf"^\W{{0,6}}(?:{WORDS}|{SENT}|(?:사진|photos?|图片|写真) ?\d{{1,3}}(?:장|枚|张)?|[\w .()-]{{1,80}}\.(?:jpe?g|png|gif|heic|webp|mp4|mov"
    rf"|mp3|m4a|ogg|opus|amr|pdf)"
    rf"(?: \((?:file attached|datei angehängt|arquivo anexado|archivo adjunto|fichier joint)\))?)\W{{0,6}}$",
    re.IGNORECASE,
)
LONGEST = 120


def is_media(text: str) -> bool:
    """Whether a text is only such a word, or the name of such a file."""
    return len(text) <= LONGEST and "?" not in text and ALONE.match(text) is not None
