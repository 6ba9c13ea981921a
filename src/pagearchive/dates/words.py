"""The words of dates in the languages of the web: months, weekdays, units, "ago", "yesterday".

Tables, not branches. `kind_of(word, language)` says what a lower-case word stands for. Words that mean different
things in two languages (Czech "srpna" is unambiguous, Indonesian "min" is Sunday and English "min" a minute) are
settled by the page's language where one is given, and by the order of the tables below where none is.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

Meaning = tuple[str, int]
"""A kind (one letter, see KINDS) and its value."""

# KINDS
#   M month 1-12          W weekday 0-6 (Monday 0)     K "mar": March or Tuesday      A am 0, pm 12
#   m a month's name that is also a common word elsewhere ("out", "led"): counts where nothing but a date stands
#   U unit (index in UNITS)  u the same, abbreviated   1 "a", "one" before a unit   G "ago" after (1: also alone)
#   P "ago" before it     R today 0, yesterday 1, 2     Q now                          Z zone, minutes east of UTC
#   F may stand anywhere in a date                      J what follows is no date of the post ("Joined")

UNITS = ("second", "minute", "hour", "day", "week", "month", "year")

# Months: twelve groups, apart by "|"; the words of a group are its spellings, a full stop left out.
_MONTHS = {
    "en": "january jan|february feb|march mar|april apr|may|june jun|july jul|august aug|september sept sep"
    "|october oct|november nov|december dec",
    "de": "januar jänner jän jaenner|februar feber|märz mär mrz maerz|april|mai|juni|juli|august|september|oktober okt"
    "|november|dezember dez",
    "fr": "janvier janv|février févr fév fevrier fevr fev|mars|avril avr|mai|juin|juillet juil|août aoû aout|septembre"
    "|octobre|novembre|décembre déc decembre",
    "es": "enero ene|febrero|marzo|abril abr|mayo|junio|julio|agosto ago|septiembre setiembre set|octubre|noviembre"
    "|diciembre dic",
    "it": "gennaio gen|febbraio|marzo|aprile|maggio mag|giugno giu|luglio lug|agosto ago|settembre set sett"
    "|ottobre ott|novembre|dicembre dic",
    "pt": "janeiro|fevereiro fev|março marco|abril abr|maio mai|junho|julho|agosto ago|setembro set|outubro out"
    "|novembro|dezembro dez",
    "nl": "januari|februari|maart mrt|april|mei|juni|juli|augustus|september|oktober okt|november|december",
    "pl": "stycznia styczeń styczen sty|lutego luty lut|marca marzec|kwietnia kwiecień kwiecien kwi"
    "|maja maj|czerwca czerwiec cze|lipca lipiec lip|sierpnia sierpień sierpien sie|września wrzesień wrzesien"
    " wrzesnia wrz|października październik pazdziernika pazdziernik paź paz|listopada listopad lis|grudnia grudzień"
    " grudzien gru",
    "ru": "января январь янв|февраля февраль фев февр|марта март мар|апреля апрель апр|мая май|июня июнь июн"
    "|июля июль июл|августа август авг|сентября сентябрь сен сент|октября октябрь окт|ноября ноябрь ноя нояб"
    "|декабря декабрь дек",
    "uk": "січня січень січ|лютого лютий лют|березня березень бер берез|квітня квітень кві квіт|травня травень тра трав"
    "|червня червень чер черв|липня липень лип|серпня серпень сер серп|вересня вересень вер верес|жовтня жовтень жов"
    " жовт|листопада листопад лис лист|грудня грудень гру груд",
    "cs": "ledna leden led|února únor úno unora|března březen bře brezna|dubna duben dub|května květen kvě kvetna"
    "|června červen čvn cervna|července červenec čvc črc cervence|srpna srpen srp|září zář zari|října říjen říj rijna"
    "|listopadu listopad|prosince prosinec pro",
    "sk": "januára január|februára február|marca marec|apríla apríl|mája máj|júna jún|júla júl|augusta august"
    "|septembra|októbra október|novembra|decembra",
    "sv": "januari|februari|mars|april|maj|juni|juli|augusti|september|oktober okt|november|december",
    "da": "januar|februar|marts|april|maj|juni|juli|august|september|oktober okt|november|december",
    "nb": "januar|februar|mars|april|mai|juni|juli|august|september|oktober okt|november|desember des",
    "fi": "tammikuuta tammikuu tammi|helmikuuta helmikuu helmi|maaliskuuta maaliskuu maalis|huhtikuuta huhtikuu huhti"
    "|toukokuuta toukokuu touko|kesäkuuta kesäkuu kesä|heinäkuuta heinäkuu heinä|elokuuta elokuu elo|syyskuuta"
    " syyskuu syys|lokakuuta lokakuu loka|marraskuuta marraskuu marras|joulukuuta joulukuu joulu",
    "tr": "ocak oca|şubat şub subat|mart|nisan nis|mayıs mayis|haziran haz|temmuz tem|ağustos ağu agustos"
    "|eylül eyl eylul|ekim eki|kasım kas kasim|aralık ara aralik",
    "hu": "január|február febr|március márc marcius|április ápr aprilis|május máj majus|június jún|július júl"
    "|augusztus|szeptember szept|október|november|december",
    "ro": "ianuarie ian|februarie febr|martie mart|aprilie|mai|iunie iun|iulie iul|august|septembrie|octombrie"
    "|noiembrie noi noiem|decembrie",
    "el": "ιανουαρίου ιανουάριος ιαν|φεβρουαρίου φεβρουάριος φεβ|μαρτίου μάρτιος μάρ μαρ|απριλίου απρίλιος απρ"
    "|μαΐου μάιος μάι μαΐ μάϊ μαι|ιουνίου ιούνιος ιουν ιούν|ιουλίου ιούλιος ιουλ ιούλ|αυγούστου αύγουστος αυγ αύγ"
    "|σεπτεμβρίου σεπτέμβριος σεπ|οκτωβρίου οκτώβριος οκτ|νοεμβρίου νοέμβριος νοε νοέ|δεκεμβρίου δεκέμβριος δεκ",
    "bg": "януари яну|февруари|март|април|май|юни|юли|август|септември септ|октомври|ноември ное|декември",
    "id": "januari|februari peb pebruari|maret|april|mei|juni|juli|agustus agu agt|september|oktober okt"
    "|november nop|desember des",
    "ca": "gener|febrer|març|abril|maig|juny|juliol|agost|setembre|octubre|novembre|desembre",
    "ar": "يناير جانفي|فبراير فيفري|مارس|أبريل ابريل إبريل أفريل|مايو ماي|يونيو يونيه يونية جوان|يوليو يوليه جويلية"
    "|أغسطس اغسطس أوت|سبتمبر|أكتوبر اكتوبر|نوفمبر|ديسمبر",
    "fa": "ژانویه ژانویهٔ|فوریه فوریهٔ|مارس|آوریل|مه مهٔ می|ژوئن|ژوئیه ژوئیهٔ جولای|اوت آگوست|سپتامبر|اکتبر|نوامبر|دسامبر",
    "he": "ינואר בינואר|פברואר בפברואר|מרץ במרץ מרס במרס|אפריל באפריל|מאי במאי|יוני ביוני|יולי ביולי"
    "|אוגוסט באוגוסט|ספטמבר בספטמבר|אוקטובר באוקטובר|נובמבר בנובמבר|דצמבר בדצמבר",
    # The months of the Iranian calendar count from 101.
    "fa-solar": "فروردین|اردیبهشت|خرداد|تیر|مرداد امرداد|شهریور|مهر|آبان|آذر|دی|بهمن|اسفند",
    "hr": "siječnja siječanj sij|veljače veljača velj|ožujka ožujak ožu|travnja travanj tra|svibnja svibanj svi"
    "|lipnja lipanj lip|srpnja srpanj srp|kolovoza kolovoz kol|rujna rujan ruj|listopada listopad lis"
    "|studenoga studenog studeni stu|prosinca prosinac pro",
}

# Weekdays from Monday on. Two-letter forms stand in _FILLERS: beside a full date they say nothing new.
_WEEKDAYS = {
    "en": "monday mon|tuesday tue tues|wednesday wed|thursday thu thur thurs|friday fri|saturday sat|sunday sun",
    "de": "montag|dienstag die|mittwoch mit|donnerstag don|freitag fre|samstag sam sonnabend|sonntag son",
    "fr": "lundi lun|mardi|mercredi mer|jeudi jeu|vendredi ven|samedi|dimanche dim",
    "es": "lunes|martes|miércoles mié miercoles mie|jueves jue|viernes vie|sábado sáb sabado sab|domingo dom",
    "it": "lunedì lunedi|martedì martedi|mercoledì mercoledi|giovedì giovedi gio|venerdì venerdi|sabato|domenica",
    "pt": "segunda segunda-feira seg|terça terça-feira ter|quarta quarta-feira qua|quinta quinta-feira qui"
    "|sexta sexta-feira sex|sábado|domingo",
    "nl": "maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag",
    "pl": "poniedziałek poniedzialek pon|wtorek|środa sroda środę śro|czwartek czw|piątek piatek|sobota sobotę sob"
    "|niedziela niedzielę niedz",
    "ru": "понедельник пн|вторник вт|среда среду ср|четверг чт|пятница пятницу пт|суббота субботу сб|воскресенье вс",
    "uk": "понеділок|вівторок|середа середу|четвер|п'ятниця п'ятницю|субота суботу|неділя неділю нд",
    "cs": "pondělí|úterý úte|středa středu stř|čtvrtek čtv|pátek pát|sobota sobotu|neděle neděli",
    "sk": "pondelok|utorok|streda stredu|štvrtok|piatok|sobota sobotu|nedeľa nedeľu",
    "sv": "måndag mån|tisdag tis|onsdag ons|torsdag tors tor|fredag|lördag lör|söndag sön",
    "da": "mandag man|tirsdag tirs tir|onsdag|torsdag|fredag|lørdag lør|søndag søn",
    "fi": "maanantai maanantaina|tiistai tiistaina|keskiviikko keskiviikkona|torstai torstaina|perjantai perjantaina"
    "|lauantai lauantaina|sunnuntai sunnuntaina",
    "tr": "pazartesi pzt|salı sal|çarşamba çar|perşembe per|cuma cum|cumartesi cmt|pazar paz",
    "hu": "hétfő hétfőn|kedd kedden|szerda szerdán sze|csütörtök csütörtökön|péntek pénteken|szombat szombaton szo"
    "|vasárnap vas",
    "ro": "luni|marți marţi|miercuri mie|joi|vineri vin|sâmbătă sâm|duminică dum",
    "el": "δευτέρα δευ|τρίτη τρί|τετάρτη τετ|πέμπτη πέμ|παρασκευή παρ|σάββατο σάβ|κυριακή κυρ",
    "bg": "понеделник|вторник|сряда|четвъртък|петък|събота|неделя",
    "id": "senin|selasa|rabu|kamis|jumat|sabtu|minggu",
    "ar": "الاثنين الإثنين|الثلاثاء|الأربعاء|الخميس|الجمعة|السبت|الأحد",
    "fa": "دوشنبه|سهشنبه|چهارشنبه|پنجشنبه|جمعه|شنبه|یکشنبه",
    "he": "שני|שלישי|רביעי|חמישי|שישי|שבת|ראשון",
}

# Units in the order of UNITS.
_UNITS = {
    "en": "second seconds|minute minutes|hour hours|day days|week weeks|month months|year years",
    "de": "sekunde sekunden sek|minute minuten|stunde stunden|tag tage tagen|woche wochen|monat monate monaten"
    "|jahr jahre jahren",
    "fr": "seconde secondes|minute minutes|heure heures|jour jours|semaine semaines sem|mois|an ans année années",
    "es": "segundo segundos seg|minuto minutos|hora horas|día días dia dias|semana semanas|mes meses|año años",
    "it": "secondo secondi|minuto minuti|ora ore|giorno giorni|settimana settimane|mese mesi|anno anni",
    "pt": "segundo segundos|minuto minutos|hora horas|dia dias|semana semanas|mês meses|ano anos",
    "nl": "seconde seconden|minuut minuten|uur uren|dag dagen|week weken|maand maanden mnd|jaar jaren",
    "pl": "sekunda sekundy sekund sekundę|minuta minuty minut minutę|godzina godziny godzin godzinę godz"
    "|dzień dni dnia|tydzień tygodnie tygodni|miesiąc miesiące miesięcy mies|rok lata lat",
    "ru": "секунда секунды секунд секунду сек|минута минуты минут минуту мин|час часа часов|день дня дней дн"
    "|неделя недели недель неделю нед|месяц месяца месяцев мес|год года лет",
    "uk": "секунда секунди секунд секунду|хвилина хвилини хвилин хвилину хв|година години годин годину год"
    "|день дні днів|тиждень тижні тижнів|місяць місяці місяців|рік роки років",
    "cs": "sekunda sekundy sekund sekundami|minuta minuty minut minutami minutou|hodina hodiny hodin hodinami hodinou"
    "|den dny dnů dnem|týden týdny týdnů týdnem|měsíc měsíce měsíců měsíci měsícem|rok roky roků let lety rokem",
    "sv": "sekund sekunder|minut minuter|timme timmar|dag dagar|vecka veckor|månad månader|år",
    "da": "sekund sekunder|minut minutter|timer|dag dage|uge uger|måned måneder|år",
    "nb": "sekund sekunder|minutt minutter|timer|dag dager|uke uker|måned måneder|år",
    "fi": "sekunti sekuntia|minuutti minuuttia|tunti tuntia|päivä päivää|viikko viikkoa|kuukausi kuukautta"
    "|vuosi vuotta",
    "tr": "saniye|dakika dk|saat|gün|hafta|ay|yıl",
    "hu": "másodperc másodperce|perc perce percet|óra órája órával|nap napja nappal|hét hete héttel|hónap hónapja"
    " hónappal|év éve évvel",
    "ro": "secundă secunde|minut minute|oră ore|zi zile|săptămână săptămâni|lună luni|an ani",
    "el": "δευτερόλεπτο δευτερόλεπτα|λεπτό λεπτά|ώρα ώρες|ημέρα ημέρες μέρες|εβδομάδα εβδομάδες|μήνα μήνες"
    "|χρόνο χρόνια έτη",
    "bg": "секунда секунди|минута минути|час часа часове|ден дни|седмица седмици|месец месеца|година години",
    "id": "detik|menit|jam|hari|minggu|bulan|tahun",
    "vi": "giây|phút|giờ|ngày|tuần|tháng|năm",
    "ca": "segon segons|minut minuts|hora hores|dia dies|setmana setmanes|mes mesos|any anys",
    "ar": "ثانية ثواني ثوان|دقيقة دقائق|ساعة ساعات|يوم أيام يوما|أسبوع أسابيع|شهر أشهر شهور|سنة سنوات عام أعوام",
    "fa": "ثانیه|دقیقه|ساعت|روز|هفته|ماه|سال",
    "he": "שנייה שניות|דקה דקות|שעה שעות|יום ימים|שבוע שבועות|חודש חודשים|שנה שנים",
}
_WEAK_MONTHS = (
    "pro led out set gen dub lip tem ara kas kol mag elo stu oca noi mart lis tra sij svi ruj ott lug giu eki nis"
    " sty lut sie gru kesä heinä loka tammi touko syys joulu marras leden"
    " marco می مه ماي"
)
# Short forms: "2y" alone is a relative date, "2 years" alone is not.
_SHORT_UNITS = "s sec secs|m min mins|h hr hrs std|d j|w wk wks|mo mos mth mths|y yr yrs"  # the order of UNITS

_AGO_AFTER = "ago geleden temu siden sedan sitten önce ezelőtt urmă atrás lalu trước fa پیش قبل ago. earlier"
_AGO_BEFORE = "vor hace há acum prije před pred преди πριν منذ לפני"
_ONE = (
    "a an one ein eine einem einer un une una uno um uma een één jedną en ett et bir egy yksi ένα μία μια один одну"
    " одна"
)
_DAYS = {
    0: "today heute hoy oggi hoje vandaag dzisiaj dziś dzis сегодня сьогодні dnes idag tänään bugün azi σήμερα днес"
    " اليوم امروز היום aujourd'hui aujourd’hui avui",
    1: "yesterday gestern hier ayer ieri ontem gisteren wczoraj вчера вчора учора včera igår eilen dün tegnap χθες χτες"
    " أمس دیروز אתמול kemarin ahir",
    2: "vorgestern avant-hier anteayer anteontem eergisteren przedwczoraj позавчера позавчора předevčírem"
    " toissapäivänä",
}
_HALVES = {
    0: "am a.m ap fm öö πμ π.μ sa ص дп formiddag vorm",
    12: "pm p.m ip em ös μμ μ.μ ch م пп nachm",
}
HALVES_BEFORE = dict.fromkeys(("上午", "午前", "오전", "凌晨", "清晨", "早上"), 0) | dict.fromkeys(
    ("下午", "午後", "午后", "오후", "晚上", "傍晚", "中午"), 12
)
"""Halves of the day that stand before the time, and the hours they add."""
_ZONES = {
    0: "utc gmt z wet",
    60: "cet mez wat bst",
    120: "cest mesz eet sast",
    180: "msk eest trt",
    330: "ist",
    480: "awst hkt sgt",
    540: "jst kst",
    600: "aest",
    660: "aedt",
    720: "nzst",
    780: "nzdt",
    -180: "brt adt",
    -240: "edt ast",
    -300: "est cdt",
    -360: "cst mdt",
    -420: "mst pdt",
    -480: "pst akdt",
}
_FILLERS = (
    # English
    "at on of the st nd rd th by posted published publish updated update edited written wrote date time about around"
    " sent created submitted added modified last reply re topic post oclock dated post: said am"
    # two-letter weekdays and short links of other languages
    " mo di mi do fr sa so ma wo vr za zo lu me je ve sa po út ut st čt št pá pi ne ti ke to pe la su pn wt śr pt nd"
    " uhr um den der dem gegen veröffentlicht geschrieben verfasst erstellt bearbeitet gepostet geändert"
    " à le la les de du des er publié posté écrit modifié vers"
    " el las los del publicado escrito fecha editado día a"
    " alle ore il dello pubblicato inviato scritto modificato"
    " às as em no dia enviado postado"
    " om op geplaatst gepost bewerkt"
    " o w dnia godz godzinie r roku napisano opublikowano edytowano wysłany dodano"
    " в во от г года год добавлено написано отправлено опубликовано сообщение о об р року"
    " v ve dne hod odesláno napsal kl klo klockan kello den d på tid skrevet lagt publicerad skrev publiceret"
    " publisert"
    " lähetetty kirjoitettu julkaistu tarihinde saat günü la pe ora στις στη την των lúc ngày vào pukul tanggal yang"
    " jam than als"
    # "some three hours ago"
    " environ etwa ungefähr circa ca cerca aproximadamente примерно около około ongeveer cirka noin yaklaşık almost"
    " nearly presque casi quasi prawie"
    " في الساعة ساعت در بتاريخ ב בשעה יום тому pm: the: t و à: по"
)
_NOT_OF_THE_POST = (
    "joined registered registriert beigetreten inscrit inscrita iscritto registrado registrada dołączył dołączyła"
    " регистрация зарегистрирован registrace registrován registreret registrerad registrert liittynyt kayıt"
    " csatlakozott înregistrat born birthday geboren since seit depuis desde dal sinds"
    " lastvisit visited online active aktiv expires"
    # "over a year ago" says no year
    " over more mehr über plus más mais più meer ponad över yli mere mer более больше"
)
# What a word means in one language only, where the tables above say something else.
_OWN = {
    "de": {"hier": ("F", 0), "die": ("F", 0), "mit": ("F", 0), "mo": ("F", 0), "ist": ("X", 0), "wat": ("X", 0)},
    "fr": {"est": ("X", 0)},
    "pl": {"w": ("F", 0)},
    "nl": {"hier": ("F", 0), "wat": ("X", 0)},
    "hu": {"ma": ("R", 0)},
    "ca": {"fa": ("P", 0)},
    "id": {"min": ("W", 6), "minggu": ("W", 6)},
    "ro": {"luni": ("W", 0)},
    "da": {"time": ("U", 2)},
    "nb": {"time": ("U", 2)},
}


def _groups(table: str, kind: str, first: int) -> Iterator[tuple[str, Meaning]]:
    for value, words in enumerate(table.split("|"), start=first):
        for word in words.split():
            yield word, (kind, value)


def _common() -> dict[str, Meaning]:
    """All words of all languages; the first meaning given wins."""
    words: dict[str, Meaning] = {"mar": ("K", 3), "an": ("1", 1)}
    for language, table in _MONTHS.items():
        for word, meaning in _groups(table, "M", 101 if language == "fa-solar" else 1):
            words.setdefault(word, meaning)
    for word in _WEAK_MONTHS.split():
        if word in words:
            words[word] = ("m", words[word][1])
    words["ago"] = ("G", 8)  # after a unit; the month (August) otherwise
    for table in _WEEKDAYS.values():
        for word, meaning in _groups(table, "W", 0):
            words.setdefault(word, meaning)
    for table in _UNITS.values():
        for word, meaning in _groups(table, "U", 0):
            words.setdefault(word, meaning)
    lists: list[tuple[str, int, list[str]]] = [
        ("G", 0, _AGO_AFTER.split()),
        ("G", 1, ["назад", "тому"]),
        ("P", 0, _AGO_BEFORE.split()),
        *(("R", days, text.split()) for days, text in _DAYS.items()),
        *(("A", hours, text.split()) for hours, text in _HALVES.items()),
        *(("Z", minutes, text.split()) for minutes, text in _ZONES.items()),
        ("1", 1, _ONE.split()),
        ("J", 0, _NOT_OF_THE_POST.split()),
        ("F", 0, _FILLERS.split()),
    ]
    for kind, value, names in lists:
        for word in names:
            words.setdefault(word, (kind, value))
    words.update(_groups(_SHORT_UNITS, "u", 0))
    return words


COMMON = _common()


@lru_cache(maxsize=64)
def own_words(language: str) -> dict[str, Meaning]:
    """What words mean in one language ("de", "pt-BR") where that differs from COMMON."""
    code = language.replace("_", "-").split("-", 1)[0].lower()
    code = "nb" if code in ("no", "nn") else code
    words: dict[str, Meaning] = {}
    for tables, kind, first in ((_UNITS, "U", 0), (_WEEKDAYS, "W", 0), (_MONTHS, "M", 1)):
        words.update(_groups(tables.get(code, ""), kind, first))
    words.update(_OWN.get(code, {}))
    return {word: meaning for word, meaning in words.items() if COMMON.get(word) not in (meaning, ("K", 3))}


def is_covered(language: str) -> bool:
    """Whether the tables above hold the months of the language."""
    code = language.replace("_", "-").split("-", 1)[0].lower()
    return code in _MONTHS or code in ("no", "nn", "zh", "ja", "ko", "vi", "gl")
