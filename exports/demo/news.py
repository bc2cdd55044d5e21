"""The news site: Russian chrome around articles in three languages, lead and caption twice, rates, weather.

Its ``lang`` says Russian whatever the article is in, as such sites do.
"""

from __future__ import annotations

from html import escape

from junket.exports.demo.film_site import Article, FilmSite, TalkLine
from junket.exports.demo.html import items, link, month, paragraph

_BYLINES = {"en": "By", "ru": "Автор:", "kk": "Авторы:"}
_TEASERS = ("Ночной рынок открылся у вокзала", "Какие улицы перекроют в выходные", "Верблюд остановил поезд на час")


def shell(site: FilmSite, title: str, main: str, head: str = "") -> str:
    """The site's chrome around ``main``."""
    menu = [link("/kino/", "Кино"), link("/podpiska/", "Подписка"), link("/rss.xml", "RSS")]
    return f"""<!DOCTYPE html>
<html lang="ru"><head><title>{escape(title)} | {escape(site.name)}</title>
<link rel="alternate" type="application/rss+xml" href="{site.feed}">{head}</head><body>
<div class="top-line"><div class="logo">{link("/", site.name)}</div><div class="slogan">{escape(site.tagline)}</div>
<div class="mobile-menu">Мобильное меню {items(menu)}</div></div>
<div class="page-grid"><div class="column-wide">{main}</div>
<div class="column-narrow"><div class="informer"><b>Курсы валют</b><p>512.40 &nbsp; 548.15 &nbsp; 5.31</p></div>
<div class="informer"><b>Погода</b><p>+7&deg; &nbsp; 4 м/с</p></div></div></div>
<div class="bottom-line"><p>{escape(site.blurb)}</p><p>{link("/podpiska/", "Рекламодателям")}</p></div>
</body></html>"""


def article(site: FilmSite, article: Article) -> str:
    """One article."""
    moment = article.moment
    day = f"{moment.day} {month(moment, article.language)} {moment.year} | {article.time}"
    lead, *rest = site.lines(article)
    main = f"""<div class="news-item"><div class="stamp">{day}</div><h1>{escape(article.title)}</h1>
<div class="sharing"><span>ПОДЕЛИТЬСЯ</span></div>
<div class="picture"><img src="/cover.jpg" alt="{escape(article.caption)}">
<span>{escape(article.caption)}</span> <span>{escape(article.caption)}</span></div>
<div class="announce">{escape(lead.text)}</div>
<div class="news-text">{paragraph(lead.text)}{"".join(_part(site, line, article) for line in rest)}
<p>{_BYLINES[article.language]} {escape(article.author)}</p></div>
<p>{link(f"/print/{article.slug}/", "Версия для печати" if article.language == "ru" else "Print")}</p>
<div class="more"><h4>Читайте также</h4><p>Подписаться на канал</p>
{items([link("/kino/", teaser) for teaser in _TEASERS])}</div></div>"""
    head = f'<meta charset="{article.charset}"><meta property="og:title" content="{escape(article.title)}">'
    return shell(site, article.title, main, head)


def _part(site: FilmSite, line: TalkLine, article: Article) -> str:
    sign = site.sign(line, article)
    if article.labels is not None:
        return f"<p><b>{escape(sign)}</b>{escape(line.text)}</p>"
    return paragraph(sign + line.text, "b" if line.part == "question" else "")
