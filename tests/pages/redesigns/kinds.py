"""Redesigns: each prints the same articles in other markup. Written before any code was run on them."""

# ruff: noqa: E501 - markup is read as it is sent

import json
from collections.abc import Callable
from html import escape
from zlib import crc32

from redesigns.article import FOOT, MENU, MOOD, Article, article, old_page

Draw = Callable[[Article], str]
TODAY = "02/05/2026"


def _shell(of: Article, main: str, head: str = "", title: str = "Pier") -> str:
    del of
    return f'<html lang="en"><head><title>{title}</title>{head}</head><body>{MENU}{main}{FOOT}</body></html>'


def _mood(name: str = "mood") -> str:
    return f'<div class="{name}">{MOOD}</div>'


def _story(of: Article, names: dict[str, str]) -> str:
    """The old order under other names."""
    return f"""<div class="{names["story"]}"><p class="{names["head"]}">{escape(of.title)}</p>
<p class="{names["hand"]}">Pier no. {of.number}, <span>{of.author}</span> held the pen</p>
<p class="{names["day"]}">{of.printed}</p>{of.paragraphs[0]}{_mood(names["mood"])}{"".join(of.paragraphs[1:])}</div>"""


def classes_renamed(of: Article) -> str:
    names = {"story": "longread", "head": "longread-title", "hand": "credit-line", "day": "stamp", "mood": "pull"}
    return _shell(of, _story(of, names))


def hashed_classes(of: Article) -> str:
    """As emotion and styled-components write them, with what testers hold on to."""
    return _shell(
        of,
        f"""<div class="css-1x2y3z" data-testid="story"><p class="css-9k2lq0" data-testid="story-title">{escape(of.title)}</p>
<p class="css-8ab1cd"><span class="sc-bdVaJa hKzXqf" data-testid="story-author">{of.author}</span> held the pen</p>
<p class="css-77aa1b" data-testid="story-day">{of.printed}</p>{of.body}</div>""",
    )


def hashed_alone(of: Article) -> str:
    """Nothing but hashes: there is no name that a rule could stand on."""
    names = {
        "story": "css-1x2y3z",
        "head": "css-9k2lq0",
        "hand": "css-8ab1cd",
        "day": "css-77aa1b",
        "mood": "css-0qq1zz",
    }
    return _shell(
        of, f'<div class="css-5t5t5t">{_story(of, names)}<div class="css-1m0m9n"><p>Next talk.</p></div></div>'
    )


def css_modules(of: Article) -> str:
    build = "x7Gh2"
    names = {each: f"Story_{each}__{build}" for each in ("story", "head", "hand", "day", "mood")}
    return _shell(of, _story(of, names))


def headline_moved(of: Article) -> str:
    return _shell(
        of,
        f"""<div class="hero"><div class="hero-line">{escape(of.title)}</div><img src="/hero.jpg" alt=""></div>
<div class="columns"><div class="column-text"><p class="hand">Pier no. {of.number}, <span class="pen">{of.author}</span>
held the pen</p><p class="day">{of.printed}</p>{of.body}</div>
<div class="column-side"><div class="hero-side">Ten more films that nobody asked for</div></div></div>""",
    )


def date_elsewhere(of: Article) -> str:
    """At the foot; at the head stands today's."""
    return _shell(
        of,
        f"""<div class="top-day">{TODAY}</div><div class="story"><p class="head">{escape(of.title)}</p>
<p class="hand">Pier no. {of.number}, <span>{of.author}</span> held the pen</p>{of.body}</div>
<div class="colophon"><span class="first-out">{of.printed}</span> <span class="last-look">{TODAY}</span></div>""",
    )


def content_split(of: Article) -> str:
    """Three parts, with offers between them."""
    pieces = of.paragraphs
    third = max(1, len(pieces) // 3)
    parts = ["".join(pieces[:third]), "".join(pieces[third : 2 * third]), "".join(pieces[2 * third :])]
    offer = f'<div class="offer"><p>{MOOD} Take our cup, our scarf and our weekly letter from the pier home.</p></div>'
    body = offer.join(f'<div class="piece">{part}</div>' for part in parts)
    return _shell(
        of,
        f"""<div class="sheet"><p class="sheet-head">{escape(of.title)}</p><p class="sheet-pen">{of.author}</p>
<p class="sheet-day">{of.printed}</p>{body}</div>""",
    )


def microdata(of: Article) -> str:
    return _shell(
        of,
        f"""<div itemscope itemtype="https://schema.org/Article"><div itemprop="headline">{escape(of.title)}</div>
<div>by hand of <span itemprop="author">{of.author}</span></div>
<meta itemprop="datePublished" content="{of.day.isoformat()}"><div itemprop="articleBody">{of.body}</div></div>""",
    )


def ids(of: Article) -> str:
    return _shell(
        of,
        f"""<div id="post-{of.number}"><div id="story-head">{escape(of.title)}</div>
<div id="story-meta"><em>{of.author}</em> on <i>{of.printed}</i></div>
<div id="story-body">{of.body}</div></div>""",
    )


def tables(of: Article) -> str:
    """As of 1999: fonts in cells, no name anywhere."""
    return _shell(
        of,
        f"""<table><tr><td><font size="5">{escape(of.title)}</font><br><font size="1">{of.author}, {of.printed}</font></td></tr>
<tr><td>{of.body}</td><td><a href="/shop">Shop</a><br><a href="/letter">Letter</a></td></tr></table>""",
    )


def utilities(of: Article) -> str:
    """Classes that say how it looks, not what it is."""
    return _shell(
        of,
        f"""<main class="mx-auto max-w-2xl px-4"><article class="flex flex-col gap-4"><h1 class="text-3xl font-bold">
{escape(of.title)}</h1><div class="flex text-sm text-gray-500"><span class="mr-2">{of.author}</span>
<time class="ml-2" datetime="{of.day.isoformat()}">{of.printed}</time></div>
<div class="prose lg:prose-xl">{of.body}</div></article></main>""",
    )


def only_linked_data(of: Article) -> str:
    """Day and author are no longer printed."""
    said = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": of.title,
        "author": {"@type": "Person", "name": of.author},
        "datePublished": of.day.isoformat(),
    }
    head = f'<script type="application/ld+json">{json.dumps(said)}</script>'
    return _shell(of, f'<div class="text-col"><h1>{escape(of.title)}</h1>{of.body}</div>', head)


def author_box(of: Article) -> str:
    return _shell(
        of,
        f"""<div class="read"><h1 class="read-title">{escape(of.title)}</h1><p class="read-day">{of.printed}</p>
<div class="read-text">{of.body}</div></div><div class="card"><div class="card-name">{of.author}</div>
<div class="card-words">Writes on the pier and falls off it now and then.</div></div>""",
    )


def teasers_first(of: Article) -> str:
    """Cards of other talks, in the same classes, stand before the talk."""
    others = [article(of.number + step) for step in (101, 102, 103)]
    cards = "".join(
        f'<div class="card"><p class="card-title">{escape(other.title)}</p><p class="card-day">{other.printed}</p></div>'
        for other in others
    )
    return _shell(
        of,
        f"""<div class="strip">{cards}</div><div class="page"><div class="card"><p class="card-title">{escape(of.title)}</p>
<p class="card-day">{of.printed}</p></div><p class="pen">{of.author} held the pen</p>
<div class="card-text">{of.body}</div></div>""",
    )


def edited(of: Article) -> str:
    """Renamed, and an editor went over each text."""
    text = of.body.replace("crowns.", "crowns!", 1).replace("lantern", "lamp")
    return _shell(
        of,
        f"""<div class="tale"><div class="tale-name">{escape(of.title)}</div><div class="tale-pen">{of.author}</div>
<div class="tale-day">{of.printed}</div><div class="tale-text">{text}</div></div>""",
    )


def comments_quote(of: Article) -> str:
    """Comments in the text's own class, which repeat some of it and the title."""
    remarks = "".join(
        f'<div class="remark"><div class="words"><p>{escape(of.title)}</p><p>{words}</p></div></div>'
        for words in (
            of.lead,
            of.said[0][1],
            "I was there and it was colder than that, by a good ten degrees at least.",
        )
    )
    return _shell(
        of,
        f"""<div class="talk"><div class="talk-title">{escape(of.title)}</div><div class="talk-pen">{of.author}</div>
<div class="talk-day">{of.printed}</div><div class="words">{of.body}</div></div><div class="remarks">{remarks}</div>""",
    )


def offers_inside(of: Article) -> str:
    """Renamed, with the box of mood under another name, twice, and of other words each time."""
    pieces = of.paragraphs
    boxes = [f'<div class="offer"><p>{MOOD} Offer {of.number * 7 % 13} of {step}.</p></div>' for step in (1, 2)]
    text = pieces[0] + boxes[0] + "".join(pieces[1:5]) + boxes[1] + "".join(pieces[5:])
    return _shell(
        of,
        f"""<div class="roll"><div class="roll-name">{escape(of.title)}</div><div class="roll-pen">{of.author}</div>
<div class="roll-day">{of.printed}</div><div class="roll-text">{text}</div></div>""",
    )


def paywalled(of: Article) -> str:
    """Only the lead is left."""
    return _shell(
        of,
        f"""<div class="shut"><div class="shut-name">{escape(of.title)}</div><div class="shut-pen">{of.author}</div>
<div class="shut-day">{of.printed}</div><div class="shut-text">{of.paragraphs[0]}</div>
<div class="gate">Become a friend of the pier to read on.</div></div>""",
    )


def soft_not_found(of: Article) -> str:
    """Each address shows the same page now."""
    other = article(777)
    return _shell(
        of,
        f"""<div class="front"><div class="front-name">The new Pier</div><div class="front-day">{TODAY}</div>
<div class="front-text"><p>What you look for went into the sea. Here is what we read today.</p>{other.body}</div></div>""",
    )


def script_shell(of: Article) -> str:
    return f'<html><head><title>Pier</title></head><body><div id="root" data-n="{of.number}"></div></body></html>'


def per_page_classes(of: Article) -> str:
    """Each page has names of its own."""
    own = f"{crc32(of.url.encode()):08x}"
    names = {each: f"{each}-{own}" for each in ("story", "head", "hand", "day", "mood")}
    return _shell(of, _story(of, names))


def half_rolled_out(of: Article) -> str:
    """Every second page has the new markup already."""
    return classes_renamed(of) if of.number % 2 else old_page(of)


KINDS: dict[str, Draw] = {
    draw.__name__: draw
    for draw in (
        classes_renamed, hashed_classes, hashed_alone, css_modules, headline_moved, date_elsewhere, content_split,
        microdata, ids, tables, utilities, only_linked_data, author_box, teasers_first, edited, comments_quote,
        offers_inside, paywalled, soft_not_found, script_shell, per_page_classes, half_rolled_out,
    )
}  # fmt: skip
