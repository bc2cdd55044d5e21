"""Page templates after the common publishing systems (``shells.toml``), filled with a talk."""

import json
import re
import tomllib
from functools import cache
from html import escape
from string import Template

from press.talk import PAGES, Talk

_WORDS = ("host", "guest", "outlet", "outro", "read", "note", "bio")
_PARAGRAPH = re.compile(r"<p>(.*?)</p>", re.DOTALL)


@cache
def shells() -> dict[str, dict[str, str]]:
    """All templates by name."""
    return tomllib.loads((PAGES / "press" / "shells.toml").read_text("utf-8"))


def fill(shell: str, talk: Talk, body: str) -> str:
    """The page. ``<p>`` and ``</p>`` in ``body`` and introduction become the template's own paragraphs."""
    template = shells()[shell]

    def own(html: str) -> str:
        return _PARAGRAPH.sub(lambda match: template["opening"] + match[1] + template["closing"], html)

    lead, *rest = (escape(text, quote=False) for text in talk.intros)
    return Template(template["page"]).substitute(
        {name: escape(getattr(talk, name), quote=False) for name in _WORDS},
        language=talk.language,
        title=escape(talk.title),
        data=linked_data(talk),
        lead=lead,
        rest=own("".join(f"<p>{text}</p>" for text in rest)),
        intro=own("".join(f"<p>{text}</p>" for text in (lead, *rest))),
        body=own(body),
    )


def linked_data(talk: Talk) -> str:
    """What the page says of itself for search engines."""
    said = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": talk.title,
        "author": {"@type": "Person", "name": talk.host},
        "datePublished": "2024-03-05T10:00:00Z",
    }
    return f'<script type="application/ld+json">{json.dumps(said, ensure_ascii=False)}</script>'
