"""Pages that look like interviews and are none: no turns at all; and wild input never breaks the contract."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from junket.crawlers.page import Page
from junket.pipelines.page.block import Block, StyleRun, TextStyle
from junket.pipelines.page.document import Conversation, Metadata
from junket.pipelines.page.markup_names import Names
from junket.pipelines.page.parse import parse
from junket.pipelines.recipe import extract
from junket.pipelines.text import join
from junket.pipelines.turns import find_turns
from junket.pipelines.turns.alternate import Builder
from junket.pipelines.turns.make_sheet import read_sheet
from junket.pipelines.turns.words.lexicon import lexicon

SHARED = Path(__file__).parents[2] / ".." / "shared"

NONE = {
    "an FAQ": (
        "en",
        "How to rent a projector",
        (
            "<h3>What does a projector cost?</h3><p>Most shops ask for forty a day.</p>"
            "<h3>How long does a lamp last?</h3><p>A lamp lasts about two thousand hours.</p>"
            "<h3>Can I bring it back later?</h3><p>You can, for a small fee.</p>"
            "<h3>Is there a deposit?</h3><p>The deposit equals one week.</p>"
        ),
    ),
    "an FAQ of a company": (
        "en",
        "Frequently asked questions",
        (
            "<p><b>Do you deliver?</b></p><p>We do, within two days.</p><p><b>How can I pay?</b></p>"
            "<p>We take cards.</p>"
            "<p><b>Will you repair my lens?</b></p><p>We repair most lenses ourselves.</p>"
        ),
    ),
    "subheads in capitals": (
        "en",
        "How a bridge was lit for one night",
        (
            "<p>THE LAMPS CAME BY BOAT</p><p>I counted forty of them, and so did the ferryman. Would they float?</p>"
            "<p>NOBODY SLEPT BEFORE FOUR</p><p>My generator stood under a blanket. What did the neighbours hear?</p>"
            "<p>A BAKER SAVED THE SHOOT</p><p>He lent us his oven light and asked for nothing but a credit.</p>"
            "<p>THE RIVER ROSE BY A METRE</p><p>We moved the camera twice and lost a shoe. Whose was it?</p>"
        ),
    ),
    "verses in capitals": (
        "ru",
        "Как пел хор на мосту",
        (
            "<p>КТО СТОИТ НА МОСТУ?</p><p>Хор начинает тихо, и лодки останавливаются у берега.</p>"
            "<p>КТО ЗАЖЁГ ФОНАРИ?</p><p>Вступают басы; дирижёр поднимает левую руку.</p>"
            "<p>КТО УСЛЫШАЛ РЕКУ?</p><p>Последний куплет поют вполголоса, без оркестра.</p>"
            "<p>КТО УШЁЛ ПО ВОДЕ?</p><p>Тишина длится минуту, потом загорается берег.</p>"
        ),
    ),
    "a listicle": (
        "ru",
        "Что посмотреть? Пять картин про мосты",
        (
            "<h3>1. «Мост на рассвете»</h3><p>Комедия о двух сторожах, которые потеряли ключ от перил.</p>"
            "<h3>2. «Кто потушил фонарь?»</h3><p>Детектив на шесть персонажей, разгадка ясна к середине.</p>"
            "<h3>3. А была ли река?</h3><p>Короткометражка, снятая за один день.</p>"
        ),
    ),
    "a vox pop": (
        "kk",
        "Киноға барасыз ба? Қала тұрғындарының пікірі",
        (
            "<p>Тілшіміз саябақта тұрғындардан пікір сұрады.</p><p><b>Сәуле, дәрігер:</b></p>"
            "<p>– Барамын, балаларымды да апарамын.</p>"
            "<p><b>Болат, жүргізуші:</b></p><p>– Уақытым жоқ, үйде көремін.</p>"
            "<p><b>Айша, студент:</b></p><p>– Достарыммен барамын.</p>"
        ),
    ),
    "a comment thread": (
        "en",
        "New trailer is out",
        (
            "<p>The trailer came out on Monday and shows a bridge.</p><p>catlover9</p>"
            "<p>Is that the same bridge as in the first one?</p>"
            "<p>old_reel</p><p>No, I think it was built for this film.</p><p>catlover9</p>"
            "<p>Why would you build a bridge?</p>"
        ),
    ),
    "a cast list": (
        "en",
        "The Long Bridge",
        (
            "<p>Director: Ann Ross</p><p>Writer: Ann Ross</p><p>Cast: Lee Poe, Kim Day</p><p>Runtime: 92 minutes</p>"
            "<p>Is it any good? Yes. Will you cry? Perhaps.</p>"
        ),
    ),
    "a profile in prose": (
        "en",
        "Ann Ross builds bridges",
        (
            "<p>Ann Ross opens the door herself. “I never lock it,” she says. “Why would I?”</p>"
            "<p>Her film took six years. “We ran out of rope twice,” Ross says, and laughs.</p>"
            "<p>What keeps her going? “Tea,” she says. “And my sister.”</p>"
            "<p>“Did I want to stop? Every day,” says Ross. Her next film is about a dam.</p>"
        ),
    ),
    "a film called The Interview": (
        "en",
        "Review: The Interview is a long night",
        (
            "<p>Who asked for this film? Nobody, and that is its charm.</p>"
            "<p>The jokes are old. Does it matter? Not after midnight.</p>"
            "<p>The leads are fine. Will you remember them? Hardly.</p>"
        ),
    ),
    "a news piece with dashes": (
        "ru",
        "Режиссёр рассказал о новом фильме",
        (
            "<p>— Мы начали снимать в марте, — сказал режиссёр.</p><p>По его словам, группа работала без выходных.</p>"
            "<p>— Я доволен, — добавил он.</p><p>— Премьера осенью, — уточнил продюсер.</p>"
            "<p>Пойдут ли зрители? Посмотрим. А критики?</p>"
        ),
    ),
    "a film's dialogue in a review": (
        "kk",
        "Пікір: «Көпір» – қысқа фильм",
        (
            "<p>Фильм не туралы? Көпір туралы.</p><p>– Су тереңдеп кетті ме? – дейді қыз.</p>"
            "<p>– Кеткен шығар, – дейді жігіт.</p>"
            "<p>Көруге тұра ма? Тұрады, өйткені ол қысқа әрі әзілі көп.</p>"
        ),
    ),
    "product data": (
        "en",
        "Lens kit 50 mm",
        (
            "<p>Weight: 300 g</p><p>Weight: 10 oz</p><p>Colour: black</p>"
            "<p>Does it fit my camera? Yes.</p><p>Is it new? Yes.</p>"
            "<p>Box: one lens</p><p>Box: one cap</p>"
        ),
    ),
}


def talk(html, title, language) -> Conversation:
    body = join(parse(Page.from_text("https://example.org/x", html)).blocks)
    return find_turns(body, Metadata(title=title), language)


@pytest.mark.parametrize("name", NONE)
def test_no_interview_no_turns(name):
    language, title, html = NONE[name]
    assert talk(html, title, language) == Conversation()


def test_an_empty_page_has_no_turns():
    assert find_turns(join(()), Metadata(), None) == Conversation()


def test_very_many_lines_are_bounded():
    html = "".join(f"<p>Is it {number}?</p><p>I think so.</p>" for number in range(4_000))
    assert talk(html, "", "en") == Conversation(warnings=("turns_not_sought",))


words = st.sampled_from(
    [
        "Who are you?",
        "I am here.",
        "Q:",
        "A:",
        "Ann Ross:",
        "A.R.:",
        "–",
        "1.",
        "2.",
        "Thanks!",
        "WHY ME?",
        "вы",
        "я",
        "\n",
        ":",
        "…",
        "“So”",
        "сіз ме?",
    ]
)
texts = st.lists(words, min_size=1, max_size=8).map(" ".join).filter(str.strip)
tags = st.sampled_from(["p", "h3", "li", "blockquote", "dt", "dd", "div", "figcaption"])
looks = st.sampled_from([TextStyle.PLAIN, TextStyle.BOLD, TextStyle.ITALIC, TextStyle.BOLD | TextStyle.ITALIC])


@st.composite
def blocks(draw):
    made = []
    for index in range(draw(st.integers(0, 25))):
        text = draw(texts)
        cut = draw(st.integers(0, len(text)))
        runs = [StyleRun(0, cut, draw(looks)), StyleRun(cut, len(text), draw(looks))]
        names = Names.of(*draw(st.sets(st.sampled_from(["in", "out", "q"]))))
        runs = tuple(run for run in runs if run.end > run.start)
        made.append(Block(index, text, draw(tags), runs, ("div",), names, draw(st.integers(0, 3))))
    return made


@settings(max_examples=150, deadline=None)
@given(blocks(), st.sampled_from(["en", "ru", "kk", "de", "xx", None]))
def test_turns_lie_in_order_in_the_text_whatever_the_page(made, language):
    body = join(made)
    conversation = find_turns(body, Metadata(title="Ann Ross", authors=("Kim Day",)), language)
    end = 0
    for turn in conversation.turns:
        assert end <= turn.start < turn.end
        assert body.text[turn.start : turn.end] == turn.text == turn.text.strip()
        end = turn.end
    assert conversation.is_interview == bool(conversation.turns)
    assert (conversation.confidence is None) == (not conversation.turns)
    assert conversation == find_turns(body, Metadata(title="Ann Ross", authors=("Kim Day",)), language)


@pytest.mark.skipif(not (SHARED / "seeds").is_dir(), reason="../shared/seeds is not there")
class TestSeeds:
    def read(self, number):
        path = next((SHARED / "seeds").glob(f"{number}_*.txt"))
        return extract(Page.from_text("", path.read_text("utf-8"), media_type="text/plain")).outcome

    def test_the_review_sites_interview(self):
        record = self.read("000")
        roles = "".join(turn.role[0] for turn in record.turns)
        assert roles == "qqaqaqqaqaqqaqqqaqaqaqqaqaq"
        missing = [turn.text for turn in record.turns if turn.answer_missing]
        assert missing == ["What was the most challenging aspect of making a film?"]
        remarks = {turn.text for turn in record.turns if turn.role == "question" and "?" not in turn.text}
        assert "That’s never easy!" in remarks
        assert "This sounds very interesting." in remarks
        assert record.turns[-1].text.startswith("Thank you for taking time out")
        assert record.turns[-1].text.endswith("I am sure you will have a great time.")
        assert record.interviewees == ("Alma Baimuratova",)

    def test_the_news_piece(self):
        assert self.read("001").turns == ()

    def test_the_series_interview(self):
        record = self.read("002")
        assert [turn.role[0] for turn in record.turns] == ["q", "a"] * 4
        assert record.turns[0].text.startswith("Hi Timur")
        assert record.turns[-1].text.endswith("learned a few bits at how to do it well.")
        assert record.interviewees == ("Timur Almazov",)


@pytest.mark.quality
@pytest.mark.skipif(not (SHARED / "bench" / "interviews").is_dir(), reason="../shared/bench is not there")
def test_no_turns_on_the_open_pages_that_are_no_interviews():
    folder = SHARED / "bench" / "interviews"
    gold = [json.loads(path.read_text("utf-8")) for path in sorted(folder.glob("neg-*.json"))]
    pages = [(page, (folder / f"{page['id']}.html").read_text("utf-8")) for page in gold]
    with_turns = [
        page["id"]
        for page, html in pages
        if getattr(extract(Page.from_text(page["url"] or "", html)).outcome, "turns", ())
    ]
    assert len(with_turns) <= 1


def test_a_turn_that_goes_on_to_a_place_in_a_line_ends_where_its_words_end():
    sheet = read_sheet(join([Block(0, "Who are you?\nAnd why? Because.", "p")]), Metadata(), lexicon("en"))
    builder = Builder()
    builder.open("question", sheet.lines[0], 0, 12)
    builder.extend(sheet.lines[1], len("And why? "))
    assert [sheet.text[draft.start : draft.end] for draft in builder.done()] == ["Who are you?\nAnd why?"]
