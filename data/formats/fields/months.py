"""Names of months in the languages that logs are written in, and dates whose months aren't written in letters alone."""

import datetime
import re

MONTHS = """
january jan januar jänner janvier janv enero ene gennaio gen janeiro januari января янв styczeń stycznia sty ocak oca tammi leden ledna
february feb februar februari février févr fév fevrier febrero febbraio fevereiro fev февраля фев luty lutego lut şubat şub helmi únor února
march mar märz mär mrz mars marzo março marco maart mrt марта мар marzec marca mart maalis březen března
april apr avril avr abril abr aprile april апреля апр kwiecień kwietnia kwi nisan nis huhti duben dubna
may mai mayo maggio mag maio mei мая май maj maja mayıs touko květen května
june jun juni juin junio giugno giu junho июня июн czerwiec czerwca cze haziran haz kesä červen června
july jul juli juillet juil julio luglio lug julho июля июл lipiec lipca lip temmuz tem heinä červenec července
august aug août aout agosto ago augustus августа авг sierpień sierpnia sie ağustos ağu elo srpen srpna augusti
september sep sept septembre septiembre settembre set setembro сентября сен wrzesień września wrz eylül eyl syys září
october oct oktober okt octobre octubre ottobre ott outubro out oktober октября окт październik października paź ekim eki loka říjen října
november nov novembre noviembre novembro november ноября ноя listopad listopada lis kasım kas marras
december dec dezember dez décembre déc diciembre dic dicembre dezembro december dec декабря дек grudzień grudnia gru aralık ara joulu
""".strip().splitlines()  # fmt: skip
# Greek, Hebrew, Arabic, Indonesian, Malay, Hungarian, Romanian, Ukrainian, Bulgarian, Estonian, Catalan, Slovak, Slovene, Danish, Croatian.
MORE = """
ιανουαρίου ιανουάριος ιαν ינואר يناير januar januari január januára ianuarie січня січень януари jaanuar gener siječnja
φεβρουαρίου φεβρουάριος φεβ פברואר فبراير februári február februára februarie лютого лютий февруари veebruar febrer veljače febr
μαρτίου μάρτιος μαρ מרץ مارس maret mac március márc martie березня березень март märts març marec marts ožujka
απριλίου απρίλιος απρ אפריל أبريل ابريل április ápr apríl apríla aprilie квітня квітень април aprill travnja
μαΐου μαΐ μάιος μαι מאי مايو május máj mája травня травень май maig svibnja
ιουνίου ιούνιος ιουν יוני يونيو június jún júna iunie червня червень юни juuni juny junij lipnja
ιουλίου ιούλιος ιουλ יולי يوليو julai július júl júla iulie липня липень юли juuli juliol julij srpnja
αυγούστου αύγουστος αυγ אוגוסט أغسطس اغسطس agustus agu ogos augusztus augusta august серпня серпень август agost avgust kolovoza
σεπτεμβρίου σεπτέμβριος σεπ ספטמבר سبتمبر szeptember szept septembra septembrie вересня вересень септември setembre rujna
οκτωβρίου οκτώβριος οκτ אוקטובר أكتوبر اكتوبر október októbra octombrie жовтня жовтень октомври oktoober octubre
νοεμβρίου νοέμβριος νοε נובמבר نوفمبر novembra noiembrie листопада ноември novembre studenoga
δεκεμβρίου δεκέμβριος δεκ דצמבר ديسمبر desember des disember decembra decembrie грудня грудень декември detsember desembre prosinca
""".strip().splitlines()  # fmt: skip
# The months of the Persian year, which begins in March.
PERSIAN = "فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند"
MONTH_OF = {name.casefold(): number for names in (MORE, MONTHS) for number, line in enumerate(names, start=1) for name in line.split()} | {
    name: number for number, name in enumerate(PERSIAN.split(), start=1)
}
# Names with signs that are no letters: Thai and Hindi.
SIGNS = (
    """
มกราคม ม.ค. जनवरी|กุมภาพันธ์ ก.พ. फ़रवरी फरवरी|มีนาคม มี.ค. मार्च|เมษายน เม.ย. अप्रैल
พฤษภาคม พ.ค. मई|มิถุนายน มิ.ย. जून|กรกฎาคม ก.ค. जुलाई|สิงหาคม ส.ค. अगस्त
กันยายน ก.ย. सितंबर सितम्बर|ตุลาคม ต.ค. अक्टूबर अक्तूबर|พฤศจิกายน พ.ย. नवंबर नवम्बर|ธันวาคม ธ.ค. दिसंबर दिसम्बर
""".strip()
    .replace("\n", "|")
    .split("|")
)
SIGN_OF = {name: number for number, names in enumerate(SIGNS, start=1) for name in names.split()}
SIGNED = re.compile(rf"(\d{{1,2}})\s{{0,3}}({'|'.join(map(re.escape, sorted(SIGN_OF, key=len, reverse=True)))}),?\s{{0,3}}(\d{{4}})")
VIETNAMESE = re.compile(r"(\d{1,2})\s{1,3}tháng\s{1,3}(\d{1,2}),?\s{1,3}(?:năm\s{1,3})?(\d{4})", re.IGNORECASE)
WEEK = re.compile(r"(?<!\d)(\d{4})-?W(\d{2})-?([1-7])(?!\d)")


def month_of(name: str) -> int | None:
    """The number of a month by its name in any of the languages; none if it is no month."""
    plain = name.casefold().rstrip(".").removesuffix("kuuta").removesuffix("kuu")
    return MONTH_OF.get(plain) or MONTH_OF.get(plain.removeprefix("ב"))


def numbered(text: str) -> str:
    """A date with names of months that have signs in them, with numbered months or by its week, as ISO 8601 writes it."""
    if not text.isascii():
        text = SIGNED.sub(lambda match: f"{match[3]}-{SIGN_OF[match[2]]:02}-{int(match[1]):02}", text)
        return VIETNAMESE.sub(lambda match: f"{match[3]}-{int(match[2]):02}-{int(match[1]):02}", text)
    return WEEK.sub(_day_of_week, text) if "W" in text else text


def _day_of_week(match: re.Match[str]) -> str:
    try:
        return datetime.date.fromisocalendar(int(match[1]), int(match[2]), int(match[3])).isoformat()
    except ValueError:
        return match[0]
