"""What is said in the e-mails of the web channel, in the languages of the widget."""

from __future__ import annotations

from typing import NamedTuple


class MailTexts(NamedTuple):
    """`{code}` and `{minutes}` are filled in.

    Attributes:
        code: the subject of the e-mail with a code.
        why_code: stands before the code.
        otherwise: stands behind it.
        copy: the subject of the e-mail with the conversation.
        why_copy: stands before that.
    """

    code: str
    why_code: str
    otherwise: str
    copy: str
    why_copy: str


TEXTS = {
    "en": MailTexts(
        "Your code: {code}",
        "Somebody asked in our chat for the conversation to be sent to this address. To confirm that it was you, enter this code there:",
        "It is good for {minutes} minutes. If it was not you, ignore this e-mail: nothing else will be sent.",
        "A copy of our conversation",
        "Here is our conversation in the chat, as you asked for it.",
    ),
    "ar": MailTexts(
        "رمزك: {code}",
        "طلب أحدهم في المحادثة إرسال نصها إلى هذا العنوان. لتأكيد أنك صاحب الطلب، أدخل هذا الرمز في المحادثة:",
        "الرمز صالح لمدة {minutes} دقائق. إن لم تكن أنت صاحب الطلب فتجاهل هذه الرسالة، ولن يُرسل أي شيء آخر.",
        "نسخة من محادثتنا",
        "إليك نص محادثتنا كما طلبت.",
    ),
    "cs": MailTexts(
        "Váš kód: {code}",
        "Někdo v našem chatu požádal o zaslání konverzace na tuto adresu. Pokud jste to byli vy, potvrďte to zadáním tohoto kódu v chatu:",
        "Kód platí {minutes} minut. Pokud jste to nebyli vy, tento e-mail ignorujte: nic dalšího nepošleme.",
        "Kopie naší konverzace",
        "Zde je naše konverzace z chatu, o kterou jste požádali.",
    ),
    "da": MailTexts(
        "Din kode: {code}",
        "Nogen har i vores chat bedt om at få samtalen sendt til denne adresse. Var det dig, så skriv denne kode i chatten:",
        "Den gælder i {minutes} minutter. Var det ikke dig, så se bort fra denne e-mail: der bliver ikke sendt andet.",
        "En kopi af vores samtale",
        "Her er vores samtale fra chatten, som du bad om.",
    ),
    "de": MailTexts(
        "Ihr Code: {code}",
        "Jemand hat in unserem Chat gebeten, das Gespräch an diese Adresse zu senden. Wenn Sie das waren, geben Sie dort diesen Code ein:",
        "Er gilt {minutes} Minuten. Wenn Sie es nicht waren, beachten Sie diese E-Mail nicht: Es wird nichts weiter gesendet.",
        "Eine Kopie unseres Gesprächs",
        "Hier ist unser Gespräch aus dem Chat, um das Sie gebeten haben.",
    ),
    "el": MailTexts(
        "Ο κωδικός σας: {code}",
        "Κάποιος ζήτησε στη συνομιλία μας να σταλεί το κείμενό της σε αυτή τη διεύθυνση. Αν ήσασταν εσείς, γράψτε εκεί τον κωδικό:",
        "Ισχύει για {minutes} λεπτά. Αν δεν ήσασταν εσείς, αγνοήστε αυτό το μήνυμα: δεν θα σταλεί τίποτε άλλο.",
        "Αντίγραφο της συνομιλίας μας",
        "Εδώ είναι η συνομιλία μας, όπως τη ζητήσατε.",
    ),
    "es": MailTexts(
        "Su código: {code}",
        "Alguien ha pedido en nuestro chat que se envíe la conversación a esta dirección. Si ha sido usted, introduzca allí este código:",
        "Es válido durante {minutes} minutos. Si no ha sido usted, ignore este correo: no se enviará nada más.",
        "Una copia de nuestra conversación",
        "Esta es nuestra conversación del chat, tal como la pidió.",
    ),
    "fi": MailTexts(
        "Koodisi: {code}",
        "Joku pyysi chatissamme lähettämään keskustelun tähän osoitteeseen. Jos se olit sinä, kirjoita tämä koodi chattiin:",
        "Se on voimassa {minutes} minuuttia. Jos se et ollut sinä, jätä tämä viesti huomiotta: muuta ei lähetetä.",
        "Kopio keskustelustamme",
        "Tässä on keskustelumme chatista, kuten pyysit.",
    ),
    "fr": MailTexts(
        "Votre code : {code}",
        "Quelqu'un a demandé dans notre chat l'envoi de la conversation à cette adresse. Si c'était vous, saisissez-y ce code :",
        "Il est valable {minutes} minutes. Si ce n'était pas vous, ignorez cet e-mail : rien d'autre ne sera envoyé.",
        "Une copie de notre conversation",
        "Voici notre conversation dans le chat, comme vous l'avez demandé.",
    ),
    "it": MailTexts(
        "Il tuo codice: {code}",
        "Qualcuno ha chiesto nella nostra chat di inviare la conversazione a questo indirizzo. Se sei stato tu, inserisci lì il codice:",
        "È valido per {minutes} minuti. Se non sei stato tu, ignora questa e-mail: non verrà inviato altro.",
        "Una copia della nostra conversazione",
        "Ecco la nostra conversazione nella chat, come hai chiesto.",
    ),
    "ja": MailTexts(
        "確認コード：{code}",
        "チャットで、会話をこのアドレスに送るよう依頼がありました。ご本人の場合は、チャットに次のコードを入力してください：",
        "コードの有効期間は{minutes}分です。お心当たりがない場合は、このメールを無視してください。ほかには何も送信されません。",
        "会話の控え",
        "ご依頼いただいたチャットの会話をお送りします。",
    ),
    "ko": MailTexts(
        "확인 코드: {code}",
        "채팅에서 대화를 이 주소로 보내 달라는 요청이 있었습니다. 본인이 맞다면 채팅에 다음 코드를 입력해 주세요:",
        "코드는 {minutes}분 동안 유효합니다. 본인이 아니라면 이 이메일을 무시하세요. 다른 것은 보내지 않습니다.",
        "대화 사본",
        "요청하신 채팅 대화를 보내 드립니다.",
    ),
    "nl": MailTexts(
        "Uw code: {code}",
        "Iemand heeft in onze chat gevraagd het gesprek naar dit adres te sturen. Was u dat, vul dan daar deze code in:",
        "Hij is {minutes} minuten geldig. Was u het niet, negeer deze e-mail dan: er wordt verder niets gestuurd.",
        "Een kopie van ons gesprek",
        "Hier is ons gesprek in de chat, zoals u hebt gevraagd.",
    ),
    "no": MailTexts(
        "Koden din: {code}",
        "Noen har bedt om i chatten vår å få samtalen sendt til denne adressen. Hvis det var deg, skriv inn denne koden der:",
        "Den gjelder i {minutes} minutter. Hvis det ikke var deg, kan du se bort fra denne e-posten: ingenting mer blir sendt.",
        "En kopi av samtalen vår",
        "Her er samtalen vår fra chatten, slik du ba om.",
    ),
    "pl": MailTexts(
        "Twój kod: {code}",
        "Ktoś poprosił na naszym czacie o przesłanie rozmowy na ten adres. Aby potwierdzić, że to Ty, wpisz tam ten kod:",
        "Jest ważny przez {minutes} minut. Jeśli to nie Ty, zignoruj tę wiadomość: nic więcej nie zostanie wysłane.",
        "Kopia naszej rozmowy",
        "Oto nasza rozmowa z czatu, zgodnie z Twoją prośbą.",
    ),
    "pt": MailTexts(
        "O seu código: {code}",
        "Alguém pediu no nosso chat que a conversa fosse enviada para este endereço. Se foi você, insira lá este código:",
        "É válido durante {minutes} minutos. Se não foi você, ignore este e-mail: nada mais será enviado.",
        "Uma cópia da nossa conversa",
        "Aqui está a nossa conversa no chat, como pediu.",
    ),
    "ro": MailTexts(
        "Codul dumneavoastră: {code}",
        "Cineva a cerut în chatul nostru ca această conversație să fie trimisă la această adresă. Dacă ați fost dumneavoastră, "
        "introduceți acolo acest cod:",
        "Este valabil {minutes} minute. Dacă nu ați fost dumneavoastră, ignorați acest e-mail: nu se va trimite nimic altceva.",
        "O copie a conversației noastre",
        "Iată conversația noastră din chat, așa cum ați cerut.",
    ),
    "sv": MailTexts(
        "Din kod: {code}",
        "Någon har i vår chatt bett om att få samtalet skickat till den här adressen. Om det var du, ange den här koden där:",
        "Den gäller i {minutes} minuter. Om det inte var du kan du bortse från det här mejlet: inget mer skickas.",
        "En kopia av vårt samtal",
        "Här är vårt samtal från chatten, som du bad om.",
    ),
    "tr": MailTexts(
        "Kodunuz: {code}",
        "Sohbetimizde birisi görüşmenin bu adrese gönderilmesini istedi. Bu sizseniz orada şu kodu girin:",
        "Kod {minutes} dakika geçerlidir. Siz değilseniz bu e-postayı dikkate almayın: başka bir şey gönderilmeyecek.",
        "Görüşmemizin bir kopyası",
        "İstediğiniz üzere sohbetteki görüşmemiz aşağıdadır.",
    ),
    "uk": MailTexts(
        "Ваш код: {code}",
        "Хтось у нашому чаті попросив надіслати розмову на цю адресу. Якщо це були ви, введіть там цей код:",
        "Він дійсний {minutes} хвилин. Якщо це були не ви, не зважайте на цей лист: більше нічого не буде надіслано.",
        "Копія нашої розмови",
        "Ось наша розмова з чату, як ви просили.",
    ),
    "zh": MailTexts(
        "您的验证码：{code}",
        "有人在我们的聊天中要求把对话发送到此邮箱。如果是您本人，请在聊天中输入此验证码：",
        "验证码{minutes}分钟内有效。如果不是您本人，请忽略此邮件，我们不会再发送其他内容。",
        "我们的对话记录",
        "这是您要求的聊天对话记录。",
    ),
}


def texts_of(locale: str) -> MailTexts:
    """Those in a locale's language; English where it has none."""
    return TEXTS.get(locale.partition("-")[0].lower(), TEXTS["en"])
