"""The questionnaire series: question and answer in one paragraph, and a template that repeats word for word."""

from __future__ import annotations

from html import escape
from itertools import pairwise

from junket.exports.demo.film_site import Article, FilmSite, TalkLine
from junket.exports.demo.html import items, link, month, paragraph


def shell(site: FilmSite, title: str, main: str, head: str = "") -> str:
    """The site's chrome around ``main``."""
    return f"""<!DOCTYPE html>
<html lang="en-US"><head><meta charset="utf-8"><title>{escape(title)} - {escape(site.name)}</title>
<link rel="alternate" type="application/atom+xml" href="{site.feed}">{head}</head><body>
<div id="skin"><div id="head-wrap"><div class="nameplate">{link("/", site.name)}</div>
<div class="strap">{escape(site.tagline)}</div>
{items([link("/interview/", "Voices"), link("/submit/", "Nominate a neighbour")])}
<a href="#top">To the top</a></div><div id="main-wrap">{main}</div>
<div id="foot-wrap"><p>{escape(site.blurb)}</p></div></div></body></html>"""


def article(site: FilmSite, article: Article) -> str:
    """One questionnaire."""
    day = f"{month(article.moment, 'en')} {article.date.day}, {article.date.year}"
    guest = article.title.rpartition("Meet ")[2]
    head = f"""<meta property="article:published_time" content="{article.moment.isoformat()}-08:00">
<meta property="og:type" content="article">"""
    main = f"""<div class="entry"><h1 class="entry-name">{escape(article.title)}</h1><span class="when">{day}</span>
<div class="entry-words">{"".join(_paragraphs(site.lines(article)))}
<p><strong>Contact Info:</strong></p>
<ul><li>Website: https://{guest.split()[-1].lower()}.harbour-quarter.example</li></ul>
<p><strong>Image Credits</strong><br>Photographs by {escape(guest.split()[0])} and friends</p>
<p><em>Suggest a Story: {escape(site.name)} lives on tips from its readers;
{link("/submit/", "write to us here")}.</em></p></div>
<div id="respond"><h3>Leave a Reply</h3><p>Your email address will not be published.</p>
<form><textarea></textarea><button>Post Comment</button></form></div>
<h4>More in local voices</h4>{items(_others(site, article))}</div>"""
    return shell(site, article.title, main, head)


def _paragraphs(lines: list[TalkLine]) -> list[str]:
    parts = [paragraph(lines[0].text)]
    for before, line in pairwise(lines):
        if line.part == "question":
            continue
        asked = f"<strong>{escape(before.text)}</strong><br>\n" if before.part == "question" else ""
        parts.append(f"<p>{asked}{escape(line.text)}</p>")
    return parts


def _others(site: FilmSite, article: Article) -> list[str]:
    return [link(site.path(other), other.title) for other in site.article if other is not article][:3]
