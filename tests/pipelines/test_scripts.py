"""Right-to-left scripts and scripts without spaces come out in logical order, whole, once, and without residue."""

from __future__ import annotations

import unicodedata

import pytest

from junket.crawlers.page import Page
from junket.pipelines.recipe import extract
from junket.pipelines.record.record import Record

HEBREW = (
    "הבמאית מספרת על חורף ארוך בנמל, על המצלמה שקפאה ועל האנשים שחיכו לה ליד המזח בכל בוקר.",
    "לטענתה, \u200fהסרט \u200e(2024)\u200f צולם בשמונה ימים בלבד, ואיש מן הצוות לא ישן יותר משלוש שעות בלילה.",
    "בסוף הצילומים היא החזירה את הסירה לבעליה, ומאז הם שותים יחד תה בכל יום שישי אחר הצהריים.",
)
ARABIC = (
    "تحكي المخرجة عن شتاء طويل في الميناء، وعن الكاميرا التي تجمدت، وعن الناس الذين انتظروها كل صباح.",
    "تقول إن الفيلم صُوِّر في ثمانية أيام فقط، ولم ينم أحد من الفريق أكثر من ثلاث ساعات في الليلة.",
    "وفي النهاية أعادت القارب إلى صاحبه، ومنذ ذلك اليوم يشربان الشاي معا كل يوم جمعة بعد الظهر.",
)
PERSIAN = (
    (
        "کارگردان می\u200cگوید که زمستان در بندر طولانی بود و دوربین\u200cها یخ زدند، "
        "اما مردم هر روز منتظر او می\u200cماندند."
    ),
    "او فیلم را در هشت روز ساخت و می\u200cخواهد سال آینده دوباره به همان اسکله برگردد و با همان آدم\u200cها کار کند.",
    "خانه\u200cای که در آن زندگی می\u200cکردند کنار آب بود و شب\u200cها صدای یخ تا صبح به گوش می\u200cرسید.",
)
CHINESE = (
    "导演说那年冬天港口结了很厚的冰，摄影机常常冻住，可是每天早上都有人在码头等她。",
    "影片只拍了八天，剧组里没有人一夜睡过三个小时，大家靠热茶和笑话撑到最后一个镜头。",
    "拍完以后她把船还给了船主，从那以后他们每个星期五下午都一起喝茶，再也没有谈过电影。",
)
JAPANESE = (
    "監督によれば、その冬の港は厚い氷に閉ざされ、カメラは何度も凍りついたが、毎朝だれかが桟橋で待っていたという。",
    "撮影はわずか八日間で、三時間以上眠った者は一人もおらず、みんな熱いお茶と冗談で最後の場面まで持ちこたえた。",
    "すべてが終わると彼女は船を持ち主に返し、それからは毎週金曜日の午後に二人でお茶を飲んでいるそうである。",
)
HANGUL = (
    "감독은 그 겨울 항구가 두꺼운 얼음에 갇혔고 카메라가 자주 얼어붙었지만 아침마다 누군가 부두에서 기다렸다고 말했다.",
    "촬영은 여드레밖에 걸리지 않았고 하룻밤에 세 시간 넘게 잔 사람은 아무도 없었으며 모두 뜨거운 차로 버텼다.",
    "모든 것이 끝나자 그녀는 배를 주인에게 돌려주었고 그 뒤로 금요일 오후마다 둘이서 차를 마신다고 한다.",
)
TEXTS = {"he": HEBREW, "ar": ARABIC, "fa": PERSIAN, "zh": CHINESE, "ja": JAPANESE, "ko": HANGUL}
MARKS = "\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\xad"


def record_of(language: str, paragraphs: tuple[str, ...], *, form: str = "NFC") -> Record:
    body = "".join(f"<p>{each}</p>" for each in paragraphs)
    direction = "rtl" if language in {"he", "ar", "fa"} else "ltr"
    html = (
        f"<html lang='{language}' dir='{direction}'><head><title>{paragraphs[0][:20]}</title></head>"
        f"<body><article>{body}</article></body></html>"
    )
    outcome = extract(Page(url="https://quay.example/a/b", body=unicodedata.normalize(form, html).encode())).outcome
    assert isinstance(outcome, Record)
    return outcome


def bare(text: str) -> str:
    return text.translate(dict.fromkeys(map(ord, MARKS)))


@pytest.mark.parametrize("language", TEXTS)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_the_text_is_whole_in_logical_order_and_nfc(language, form):
    paragraphs = TEXTS[language]
    record = record_of(language, paragraphs, form=form)
    assert record.text.split("\n\n") == [unicodedata.normalize("NFC", bare(each)) for each in paragraphs]
    assert record.language == language


def test_marks_of_direction_go_and_joiners_that_shape_a_word_stay():
    assert not set(record_of("he", HEBREW).text) & set(MARKS)
    assert record_of("fa", PERSIAN).text.count("\u200c") == "".join(PERSIAN).count("\u200c")


def test_isolates_and_overrides_leave_their_words():
    marked = (f"\u2067{HEBREW[0]}\u2069", f"\u202b{HEBREW[2]}\u202c", HEBREW[1])
    assert record_of("he", marked).text.split("\n\n") == [HEBREW[0], HEBREW[2], bare(HEBREW[1])]


@pytest.mark.parametrize("language", ["zh", "ja"])
def test_a_line_end_of_the_source_is_no_space_between_ideographs(language):
    folded = tuple(each[:18] + "\n      " + each[18:] for each in TEXTS[language])
    assert record_of(language, folded).text.split("\n\n") == list(TEXTS[language])


@pytest.mark.parametrize("language", TEXTS)
def test_what_stands_twice_is_there_once(language):
    lead, *others = TEXTS[language]
    assert record_of(language, (lead, lead, *others)).text.count(bare(lead)) == 1
