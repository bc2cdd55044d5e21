from __future__ import annotations

import time

import pytest

from junket.crawlers.page import Page
from junket.pipelines.boilerplate.credits import split_credit
from junket.pipelines.recipe import extract
from junket.pipelines.record.record import Image, Record


@pytest.mark.parametrize(
    ("text", "caption", "credit"),
    [
        ("Saule Ermek on set. Photo: Anna Weber", "Saule Ermek on set.", "Photo: Anna Weber"),
        ("Saule Ermek on set Photo by Anna Weber", "Saule Ermek on set", "Photo by Anna Weber"),
        ("On the quay (Courtesy of Harbour Films)", "On the quay", "Courtesy of Harbour Films"),
        ("On the quay. Ib Moss/Getty Images", "On the quay.", "Ib Moss/Getty Images"),
        ("On the quay (AFP)", "On the quay", "AFP"),
        ("© Anna Weber", None, "© Anna Weber"),
        ("Сауле на площадке. Фото: Анна Ким", "Сауле на площадке.", "Фото: Анна Ким"),
        ("Сауле на площадке. Фото Анны Ким", "Сауле на площадке.", "Фото Анны Ким"),
        ("На площадке. Фото предоставлено студией", "На площадке.", "Фото предоставлено студией"),
        ("Сауле түсірілім алаңында. Сурет: Анна Ким", "Сауле түсірілім алаңында.", "Сурет: Анна Ким"),
        ("Алаңда. Суретке түсірген Анна Ким", "Алаңда.", "Суретке түсірген Анна Ким"),
        ("Am Kai. Foto: Anna Weber/dpa", "Am Kai.", "Foto: Anna Weber/dpa"),
        ("Am Kai | Foto von Anna Weber", "Am Kai", "Foto von Anna Weber"),
        ("Am Kai. Bildnachweis: Anna Weber", "Am Kai.", "Bildnachweis: Anna Weber"),
        ("Sur le quai. Crédit photo : Anna Weber", "Sur le quai.", "Crédit photo : Anna Weber"),
        ("Sur le quai – Photographie : Anna Weber", "Sur le quai", "Photographie : Anna Weber"),
        ("En el muelle. Fotografía: Ana Vela", "En el muelle.", "Fotografía: Ana Vela"),
        ("En el muelle. Cortesía de Films del Muelle", "En el muelle.", "Cortesía de Films del Muelle"),
        ("Sul molo. Per gentile concessione di Molo Film", "Sul molo.", "Per gentile concessione di Molo Film"),
        ("Sul molo (Ph: Anna Vela)", "Sul molo", "Ph: Anna Vela"),
        ("She sees the big picture: no cranes at all", "She sees the big picture: no cranes at all", None),
        ("A still from the film", "A still from the film", None),
        ("Photo from the archive of the studio", "Photo from the archive of the studio", None),
        ("Фото со съёмок фильма", "Фото со съёмок фильма", None),
        ("Foto di scena", "Foto di scena", None),
        ("", None, None),
    ],
)  # fmt: skip
def test_a_credit_is_told_from_the_caption(text, caption, credit):
    assert split_credit(text) == (caption, credit)


def test_a_long_caption_costs_no_time():
    started = time.process_time()
    for text in ("photo: " * 10_000, "(" * 50_000, "photo by " * 10_000 + "|", "a " * 50_000 + "afp"):
        split_credit(text)
    assert time.process_time() - started < 1


def images_of(head: str, body: str) -> tuple[Image, ...]:
    text = "<p>" + "The harbour had no cranes that winter, and the crew built one out of doors. " * 8 + "</p>"
    article = f"<article><h1>Cranes</h1>{body}{text}</article>"
    markup = f"<html><head><title>Cranes</title>{head}</head><body>{article}</body></html>"
    outcome = extract(Page.from_text("https://press.example/cranes", markup)).outcome
    assert isinstance(outcome, Record)
    return outcome.images


def test_pictures_have_the_pages_alternative_text_and_one_leads():
    head = '<meta property="og:image" content="https://cdn.example/pictures/harbour-crane.jpg?w=1200">'
    body = (
        '<img src="/pictures/logo-of-ours.png" alt=""><img src="/pictures/harbour-crane-800x600.jpg" alt=" A  crane ">'
    )
    assert [(image.alt, image.lead) for image in images_of(head, body)] == [(None, False), ("A crane", True)]


@pytest.mark.parametrize("named", ["", "https://press.example/share/default.png", "https://[broken", "/other/1.jpg"])
def test_a_page_that_names_another_picture_or_none_has_no_lead_image(named):
    head = f'<meta property="og:image" content="{named}">' if named else ""
    assert [image.lead for image in images_of(head, '<img src="/pictures/1.jpg"><img src="/pictures/2.jpg">')] == [
        False
    ] * 2


@pytest.mark.parametrize(
    ("printed", "caption"),
    [
        ("<span>The crane at dusk</span> <span>The crane at dusk</span>", "The crane at dusk"),
        ("<p>The crane at dusk</p><p>The crane at dusk</p>", "The crane at dusk"),
        ("Duran Duran", "Duran Duran"),
        ("The crane, the crane, the crane", "The crane, the crane, the crane"),
    ],
)
def test_a_caption_that_is_printed_twice_is_one(printed, caption):
    figure = f'<figure><img src="/pictures/1.jpg"><figcaption>{printed}</figcaption></figure>'
    assert [image.caption for image in images_of("", figure)] == [caption]


REAL = "https://press.example/p/quay-1200.jpg"
INLINE = "data:image/svg+xml,%3Csvg xmlns=%22http://www.w3.org/2000/svg%22/%3E"
SIZES = "/p/quay-600.jpg 600w,/p/quay-1200.jpg 1200w"


@pytest.mark.parametrize(
    "markup",
    [
        f"<img loading=lazy src='{INLINE}' data-src='/p/quay-1200.jpg'>",
        f"<img src='/theme/blank.gif' data-srcset='{SIZES}'>",
        "<img src='/theme/1x1.png' data-lazy-srcset='/p/quay-600.jpg 1x,\n /p/quay-1200.jpg   2x'>",
        f"<img src='/theme/tile.svg' data-srcset='{SIZES}'>",
        f"<img src='{INLINE}' srcset='{SIZES}'>",
        "<img src='/p/quay-40.x7.jpg' data-srcset='/p/quay-40.jpg 40w 30h,/p/quay-1200.jpg 1200w 900h'>",
        f"<img src='{INLINE}' data-src='/p/quay-{{width}}x.jpg' data-srcset='{SIZES}'>",
        f"<img src='{INLINE}' data-url='/p/quay-${{width}}.jpg' data-full='/p/quay-1200.jpg'>",
        "<img src='/lazy_placeholder.gif' data-hi-res='/p/quay-1200.jpg' data-id='7'>",
        "<img data-original='/p/quay-1200.jpg' src='/assets/img-loader.gif'>",
        "<img src='data:image/jpeg;base64,AAAA' data-sf-original-src='/p/quay-1200.jpg'>",
        f"<picture><source type='image/webp' data-srcset='{SIZES}'><img src='/pixel.png'></picture>",
        f"<picture><source srcset='{SIZES}'><img src='{INLINE}'></picture>",
        f"<picture><source media='(min-width: 1px)' data-srcset='{SIZES}'><img class=lazyload></picture>",
        "<img class=lazy src='/blank.gif'><noscript><img src='/p/quay-1200.jpg'></noscript>",
        "<img class=lazy src='/theme/tile.jpg'><noscript><img src='/p/quay-1200.jpg'></noscript>",
        "<picture><img src='/theme/tile.jpg'></picture><noscript><img src='/p/quay-1200.jpg'></noscript>",
        f"<img src='{INLINE}' data-src='/p/quay-1200.jpg'><noscript><img src='/p/quay-1200.jpg'></noscript>",
        "<amp-img src='/p/quay-1200.jpg' width=1200 height=800></amp-img>",
    ],
)
def test_a_picture_that_loads_late_is_the_one_that_is_shown(markup):
    figure = f"<figure>{markup}<figcaption>The quay in March</figcaption></figure>"
    assert [(image.url, image.caption) for image in images_of("", figure)] == [(REAL, "The quay in March")]


@pytest.mark.parametrize(
    ("markup", "url"),
    [
        ("<img src='/p/quay.jpg' srcset='/p/quay-600.jpg 600w, /p/quay-1200.jpg 1200w'>", "/p/quay.jpg"),
        ("<img src='/p/grey.jpg' srcset='/p/grey-600.jpg 600w, /p/grey-1200.jpg 1200w'>", "/p/grey.jpg"),
        ("<img loading=lazy src='/p/blank-canvas.jpg'>", "/p/blank-canvas.jpg"),
        ("<img src='/p/grey-wolf.png' data-credit='Anna Weber'>", "/p/grey-wolf.png"),
        ("<img src='/p/loading.jpg'>", "/p/loading.jpg"),
        ("<img src='/p/1.jpg' data-id='2'>", "/p/1.jpg"),
        ("<img src='/p/quay.jpg'><noscript><img src='//count.example/hit?id=7'></noscript>", "/p/quay.jpg"),
        ("<picture><source srcset='/p/quay.webp'><img src='/p/quay.jpg'></picture>", "/p/quay.jpg"),
    ],
)
def test_a_picture_that_is_there_stays(markup, url):
    assert images_of("", markup)[0].url == "https://press.example" + url


@pytest.mark.parametrize("source", [INLINE, "/p/{size}.jpg", "/blank.gif", "/theme/placeholder-16x9.png", ""])
def test_a_placeholder_alone_is_no_picture(source):
    assert images_of("", f"<img src='{source}' alt='Quay'>") == ()
