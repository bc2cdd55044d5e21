"""The review site: bold questions in paragraphs; before the redesign, tables, ``<font>`` and ``<br>``."""

from __future__ import annotations

from html import escape

from junket.exports.demo.film_site import Article, FilmSite
from junket.exports.demo.html import items, link, month, paragraph

_NETWORKS = ("Facebook", "Pinterest", "Reddit")


def shell(site: FilmSite, title: str, main: str, head: str = "") -> str:
    """The site's chrome around ``main``."""
    sections = [link(site.listing_path.format(section=name), name.title()) for name in site.listings]
    return f"""<!DOCTYPE html>
<html lang="en-GB"><head><meta charset="utf-8"><title>{escape(title)} - {escape(site.name)}</title>
<link rel="alternate" type="application/rss+xml" href="{site.feed}">{head}</head>
<body class="wide"><header class="masthead"><p class="brand">{link("/", site.name)}</p><p>{escape(site.tagline)}</p>
<nav>{items([*sections, link("/calendar/2019/05/", "Screening calendar"), link("/write-to-us/", "Write to us")])}</nav>
</header>
<div class="columns"><main>{main}</main>
<aside class="widget-area"><h3>Sign up for the Friday letter</h3><form><input name="mail"><button>Send</button></form>
<p>{link("/members/archive/", "Members only")}</p></aside></div>
<footer class="colophon"><p>{escape(site.blurb)}</p></footer></body></html>"""


def article(site: FilmSite, article: Article) -> str:
    """One article, in the markup of its day."""
    if article.date < site.redesign:
        return _old_article(site, article)
    day = f"{month(article.moment, 'en')} {article.date.day}, {article.date.year}"
    share = "".join(
        f'<li><a href="#{name}">Share <span class="hidden-label">on</span> {name}</a></li>' for name in _NETWORKS
    )
    main = f"""<article class="hentry"><h1 class="headline">{escape(article.title)}</h1>
<p class="meta"><time datetime="{article.moment.isoformat()}+00:00">{day}</time>
by <a rel="author" href="/crew/">{escape(article.author)}</a></p>
<div class="story">{"".join(_part(site, article))}</div>
<ul class="share-buttons">{share}<li>Pin it</li></ul>
<section class="related"><h3>You may also enjoy</h3>{items(_others(site, article))}</section></article>"""
    return shell(site, article.title, main, f'<meta property="og:title" content="{escape(article.title)}">')


def _part(site: FilmSite, article: Article) -> list[str]:
    parts = []
    for line in site.lines(article):
        if line.part == "caption":
            parts.append(f'<figure><img src="/still.jpg" alt=""><figcaption>{escape(line.text)}</figcaption></figure>')
        else:
            parts.append(paragraph(line.text, "" if line.part == "text" else "strong"))
    return parts


def _others(site: FilmSite, article: Article) -> list[str]:
    others = [other for other in site.article if other.section == article.section and not other.only_in_sitemap]
    return [link(site.path(other), other.title) for other in others if other is not article][:3]


def _old_article(site: FilmSite, article: Article) -> str:
    lines = [f"<b>{escape(x.text)}</b>" if x.part != "text" else escape(x.text) for x in site.lines(article)]
    day = f"{article.date.day} {month(article.moment, 'en')} {article.date.year}"
    return f"""<html><head><title>{escape(site.name)}: {escape(article.title)}</title></head>
<body bgcolor="#fffbe8"><table width="780" align="center"><tr><td colspan="2">
<font size="6">{link("/", site.name)}</font>
</td></tr><tr><td width="140" valign="top">{link("/category/interviews/", "Interviews")}<br>
{link("/category/reviews/", "Reviews")}<br>{link("/write-to-us/", "Write to us")}</td>
<td valign="top"><h2>{escape(article.title)}</h2><font size="1">Posted {day} by {escape(article.author)}</font><br><br>
{"<br><br>".join(lines)}</td></tr>
<tr><td colspan="2"><font size="1">{escape(site.blurb)}</font></td></tr></table></body></html>"""
