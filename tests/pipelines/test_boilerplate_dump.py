"""The boilerplate step on plain-text dumps: no markup helps, order and words must."""

from pathlib import Path

import pytest

from junket.crawlers.page import Page
from junket.pipelines.boilerplate import strip
from junket.pipelines.page.document import Metadata
from junket.pipelines.page.parse import parse
from junket.pipelines.text import join

TITLE = "Saule Ermek on filming the steppe at night"
LEAD = "The director of Low Lamps talks about darkness, borrowed generators and a crew of six."
PARAGRAPHS = [
    "We had six people and two generators, and one of the generators belonged to a wedding hall in the next village.",
    "The nights were shorter than the script, so every scene was rehearsed by daylight and shot once, at most twice.",
    "My cameraman counted the seconds aloud in the first week, and by the third week nobody needed him to count.",
    "People ask about the silence in the film, but it was never silent there: dogs, wind, a radio two houses away.",
]


DUMP = f"""Menu
Latest

{TITLE}

Бөлісу

Saule Ermek Saule Ermek

{LEAD}

Иконка комментария

{LEAD}

{PARAGRAPHS[0]}

{PARAGRAPHS[1]}

{TITLE}

{PARAGRAPHS[2]}

{PARAGRAPHS[3]} on on on on Facebook
A site about films that nobody else reviews, since some years now.

Читайте также
Ten lamps under a roof
Snow in May

Exchange Rates

499.51 523.88 4.74

Weather"""


def test_a_dump_gives_its_article():
    document = parse(Page.from_text("", DUMP, media_type="text/plain"))
    stripping = strip(document, Metadata(title=TITLE))
    assert [block.text for block in stripping.kept] == [LEAD, *PARAGRAPHS]
    gone = {piece.rule for piece in stripping.stripped}
    assert {"before_title", "title", "share", "caption", "comments", "duplicate", "residue"} <= gone


SEEDS = Path(__file__).parents[2] / "../shared/seeds"


OVER_THE_CITY = "Emir Baigazin to confess his love for Almaty in his new film Over the City"
SEED_CHROME = (
    "Youtube|set up in 2012|Читайте|Exchange|499.51|Telegram|Contact|Credits|Reply|Connect|Most Wanted|Weather"
)


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the real pages in ../shared are not there")
@pytest.mark.parametrize(
    ("metadata", "indexes"),
    [
        (Metadata(title="An Interview With Filmmaker Alma Baimuratova"), [*range(3, 19), *range(20, 32)]),
        (Metadata(title=OVER_THE_CITY, marked={0: "dateline", 13: "byline"}), [4, *range(7, 13)]),
        (Metadata(title="Daily Inspiration: Meet Timur Almazov"), [*range(2, 10)]),
    ],
    ids=["000", "001", "002"],
)
def test_real_dumps_give_exactly_their_article(metadata, indexes, request):
    name = request.node.callspec.id
    source = next(SEEDS.glob(f"{name}_*.txt")).read_bytes()
    document = parse(Page(url="", body=source, media_type="text/plain"))
    stripping = strip(document, metadata)
    assert [block.index for block in stripping.kept] == indexes
    text = join(stripping.kept).text
    assert [chrome for chrome in (*SEED_CHROME.split("|"), metadata.title) if chrome in text] == []
