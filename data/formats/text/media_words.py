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
# Of a message that says so as a sentence, who sent it: “You sent a photo.”, “Ines a envoyé une pièce jointe.”
SENT = (
    rf"(?:[^\W\d_][\w.'’-]{{0,30}} ){{0,3}}(?:sent|shared|a envoyé|avez envoyé|hat|haben|enviou|envió|enviaste|ha inviato|hai inviato)"
    rf" (?:an?|une?|eine?n?|uma?|una?|unos?|\d{{1,3}}) (?:{WORDS})s?(?: gesendet| geschickt)?"
    rf"|(?:{WORDS})(?:を(?:送信し|送り)ました|が送信されました)|(?:[你您]|對方|对方)?已?(?:傳送|传送|發送|发送)了?(?:一?[張张個个則则條条段])?(?:{WORDS})"
    rf"|(?:{WORDS})(?:을|를) 보냈습니다"
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
