"""Walls are told from articles, also from articles about walls."""

import json

import pytest

from junket.crawlers.page import Page
from junket.pipelines.recipe import extract
from junket.pipelines.record.record import Record, Rejected

PROSE = "".join(
    f"<p>On day {n} the ferry crossed twice, and the crew, who knew its timetable by heart, filmed the far bank.</p>"
    for n in range(14)
)


def outcome(html):
    return extract(Page.from_text("https://lantern.example/a", html)).outcome


def reason(html):
    found = outcome(html)
    return found.reason if isinstance(found, Rejected) else found.kind


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        ("Just a moment...", "Checking your browser before accessing lantern.example.", "bot_check"),
        ("Attention Required!", "Please complete the security check to access this site.", "bot_check"),
        ("lantern.example", "Verify you are human by completing the action below.", "bot_check"),
        ("Проверка", "Подтвердите, что вы не робот, чтобы продолжить.", "bot_check"),
        ("Тексеру", "Робот емес екеніңізді растаңыз.", "bot_check"),
        ("Before you continue", "We and our partners store and/or access information on a device.", "consent_wall"),
        ("Lantern", "Wir und unsere Partner verarbeiten Daten. Alle Cookies akzeptieren?", "consent_wall"),
        ("Lantern", "Мы используем файлы cookie. Принять все cookie?", "consent_wall"),
        ("Log in", "Please log in to continue. Forgot your password?", "login_wall"),
        ("Ferry at Dusk", "This article is for subscribers. Already a subscriber?", "login_wall"),
        ("Паром", "Материал доступен по подписке. Войдите, чтобы продолжить.", "login_wall"),
        ("Паром", "Толық оқу үшін кіріңіз: мәтін тек жазылушыларға арналған.", "login_wall"),
        (
            "Redirecting…",
            "You will be redirected in five seconds. Click here if you are not redirected.",
            "interstitial",
        ),
        ("Lantern", "Реклама. Пропустить рекламу", "interstitial"),
        ("Lantern", "Bitte bestätigen Sie Ihr Alter: Sind Sie über 18?", "interstitial"),
        ("Page not found", "The page you are looking for may have been moved or deleted.", "not_found"),
        ("404", "Nothing here, sorry about that.", "not_found"),
        ("Страница не найдена", "Возможно, такой страницы не существует.", "not_found"),
        ("Бет табылмады", "Мұндай бет жоқ.", "not_found"),
        ("Oops!", "It looks like nothing was found at this location. Maybe try a search?", "not_found"),
        ("Lantern", "We're sorry, this story has been removed from our website.", "not_found"),
        ("Nichts gefunden", "Hoppla! Hier ist leider nichts. Nutzen Sie die Suche.", "not_found"),
        ("Фонарь", "Новость снята с публикации. Вернитесь на главную.", "not_found"),
        ("Шам", "Сұралған материал жоқ. Басты бетке оралыңыз.", "not_found"),
        ("We care about your privacy", "We and our 842 partners store unique IDs in cookies.", "consent_wall"),
        ("Lantern", "To use this site free of charge, agree to the use of cookies for advertising.", "consent_wall"),
        ("Weiterlesen mit Werbung", "Mit Werbung und Cookies lesen, oder im Pur-Abo für 3,99 Euro.", "consent_wall"),
        ("Фонарь", "Продолжая пользоваться сайтом, вы соглашаетесь на обработку файлов cookie.", "consent_wall"),
        ("Шам", "Сайт cookie файлдарын қолданады. «Келісемін» батырмасын басыңыз.", "consent_wall"),
        ("Please confirm", "Something about your browser made us think you were a bot.", "bot_check"),
        ("lantern.example", "Performing security verification. Ray ID: 8a1b2c3d", "bot_check"),
        ("Zugriff verweigert", "Ihre Anfrage wurde aus Sicherheitsgründen blockiert. Nummer 18.2f.", "bot_check"),
        ("Вы не робот?", "Запросы с вашего IP-адреса похожи на автоматические. Введите символы.", "bot_check"),
        ("Қауіпсіздікті тексеру", "Сайтқа өту алдында браузер тексерілуде.", "bot_check"),
        ("Вход в личный кабинет", "Логин. Пароль. Забыли пароль?", "login_wall"),
        ("Жеке кабинетке кіру", "Логин. Құпиясөз.", "login_wall"),
        ("Lantern", "You are leaving Lantern Press and going to partner.example.", "interstitial"),
        ("Altersbeschränkung", "Dieser Inhalt ist erst ab 18 Jahren zugänglich. Ich bin über 18.", "interstitial"),
        ("Фонарь", "Материал для лиц старше 18 лет. Мне есть 18 лет. Мне нет 18 лет.", "interstitial"),
        ("Шам", "Материал 18 жастан асқан адамдарға арналған.", "interstitial"),
    ],
)
def test_each_wall_is_named(title, text, expected):
    assert reason(f"<title>{title}</title><h1>{title}</h1><p>{text}</p><p><a href='/'>Home</a></p>") == expected


@pytest.mark.parametrize(
    "title",
    [
        "Please wait: how a ferry taught a crew patience",
        "404 days on the river",
        "Are you a robot? A film about a ferry captain",
        "Log in to continue, and other lies of the streaming age",
        "Redirecting the river: a film about an engineer",
        "Not found: the lost reels of the river",
    ],
)
def test_an_article_about_walls_is_an_article(title):
    told = "<p>The site asked us to verify you are human, then to accept all cookies, then to log in to read.</p>"
    found = outcome(f"<title>{title}</title><h1>{title}</h1>{told}{PROSE}")
    assert isinstance(found, Record)
    assert found.kind == "news"


TEASERS = {
    "en": "The director spent eleven winters on the island before she found the keeper who would talk to her.",
    "de": "Die Regisseurin verbrachte elf Winter auf der Insel, bevor sie den Wärter fand, der mit ihr sprach.",
    "ru": "Режиссёр провела на острове одиннадцать зим, прежде чем нашла смотрителя, который с ней заговорил.",
    "kk": "Режиссер онымен сөйлесетін шамшырақшыны тапқанша аралда он бір қыс өткізді, содан соң түсіре бастады.",
}


@pytest.mark.parametrize(
    ("language", "notice"),
    [
        ("en", "You have 0 free articles left this month. Start your free trial to keep reading."),
        ("en", "This story is only available to members. Join now."),
        ("de", "Diesen Artikel lesen Sie mit einem Digitalabo. Bereits registriert?"),
        ("de", "Registrieren Sie sich kostenlos, um diesen Artikel zu lesen."),
        ("ru", "Полный текст доступен по подписке. Уже есть подписка?"),
        ("ru", "Чтобы читать дальше, оформите подписку."),
        ("kk", "Толық мәтін жазылым арқылы қолжетімді. Жазылымыңыз бар ма?"),
        ("kk", "Ары қарай оқу үшін тіркеліңіз."),
    ],
)
def test_a_first_paragraph_before_a_notice_is_a_teaser(language, notice):
    assert reason(f"<title>Dusk</title><h1>Dusk</h1><p>{TEASERS[language]}</p><p>{notice}</p>") == "login_wall"


@pytest.mark.parametrize(
    ("language", "beside"),
    [
        ("en", "We use cookies and similar. Manage your cookie settings."),
        ("de", "Wir verwenden Cookies. Alle Cookies akzeptieren?"),
        ("ru", "Мы используем cookie. Продолжая, вы соглашаетесь на обработку."),
        ("kk", "Біз cookie файлдарын пайдаланамыз. Келісемін."),
        ("de", "Bitte melden Sie sich an, um zu kommentieren."),
        ("ru", "Войдите или зарегистрируйтесь, чтобы оставить комментарий."),
    ],
)
def test_a_short_article_is_kept_beside_a_banner_or_an_invitation_to_comment(language, beside):
    page = f"<div>{beside}</div><h1>Dusk</h1>" + 2 * f"<p>{TEASERS[language]}</p>"
    assert isinstance(outcome(f"<title>Dusk</title>{page}"), Record)


def test_a_headline_that_begins_as_a_wall_is_called_is_one_even_over_a_short_article():
    title = "Подтвердите, что вы не робот: премьера у гавани"
    assert isinstance(outcome(f"<title>{title}</title><h1>{title}</h1>" + 3 * f"<p>{TEASERS['ru']}</p>"), Record)


def test_a_cookie_banner_beside_an_article_is_no_wall():
    banner = "<div class='cookie-banner'><p>We and our partners use cookies. Accept all cookies?</p></div>"
    assert isinstance(outcome(f"<title>Ferry</title>{banner}<h1>Ferry at Dusk</h1>{PROSE}"), Record)


def test_links_to_cookie_settings_are_no_wall():
    html = "<title>Ferry</title><h1>Ferry</h1><p>Short note.</p><footer><a href='/c'>Manage consent</a></footer>"
    assert isinstance(outcome(html), Record)


def test_a_teaser_before_a_paywall_is_a_record_with_a_warning():
    teaser = PROSE[: PROSE.index("day 9")] + "</p><p>This article is for subscribers. Already a subscriber? Log in.</p>"
    found = outcome(f"<title>Ferry at Dusk</title><h1>Ferry at Dusk</h1><article>{teaser}</article>")
    assert isinstance(found, Record)
    assert "paywall_suspected" in found.warnings


FREE = "<p>The crew of the ferry learned the timetable by heart before anybody thought of a film about it.</p>"
PAID = "".join(
    f"<p>On day {day} the tide came in late, so the scene in the harbour was shot once more at dusk.</p>"
    for day in range(8)
)
OFFER = (
    "<h3>Read on with Harbour Plus</h3><p>You have read the free part of this talk. One coin a week opens the rest.</p>"
)


def paid_page(said, body):
    if isinstance(said, dict):
        said = f"<script type='application/ld+json'>{json.dumps({'@type': 'NewsArticle', **said})}</script>"
    found = outcome(f"<head><title>Ferry at Dusk</title>{said}</head><article><h1>Ferry at Dusk</h1>{body}</article>")
    assert isinstance(found, Record)
    return found


def part(selector, free="False"):
    return {"hasPart": [{"@type": "WebPageElement", "isAccessibleForFree": free, "cssSelector": selector}]}


@pytest.mark.parametrize(
    "said",
    [
        {"isAccessibleForFree": False},
        {"isAccessibleForFree": "False"},
        {"isAccessibleForFree": "http://schema.org/False"},
        {"isAccessibleForFree": "https://schema.org/False", **part(".paywall")},
        {"isAccessibleForFree": True, **part(".paywall")},
        part(".other"),
        part(["#rest", ".article .paywall"]),
        "<meta itemprop='isAccessibleForFree' content='false'>",
        "<meta property='article:content_tier' content='locked'>",
    ],
)
def test_a_page_that_says_it_is_not_free_and_prints_a_teaser_carries_the_warning(said):
    assert "paywall_suspected" in paid_page(said, FREE + f"<div class=paywall>{OFFER}</div>").warnings


@pytest.mark.parametrize("markup", ["<div class='text paywall'>{}</div>", "<section id=rest>{}</section>"])
@pytest.mark.parametrize("selector", [".article .paywall, #rest", [".paywall", "#rest"]])
def test_a_page_that_prints_what_must_be_paid_for_loses_nothing(markup, selector):
    found = paid_page({"isAccessibleForFree": False, **part(selector)}, FREE + markup.format(PAID))
    assert "paywall_suspected" not in found.warnings
    assert "On day 7" in found.text


@pytest.mark.parametrize(
    ("said", "body"),
    [
        ({"isAccessibleForFree": False}, FREE + "".join(PAID.replace("day", f"day {week}-") for week in range(5))),
        ({"isAccessibleForFree": True}, FREE),
        ({"isAccessibleForFree": "http://schema.org/True", **part(".paywall", free="True")}, FREE),
        ({"isAccessibleForFree": None, "hasPart": "x"}, FREE),
        ("<meta property='article:content_tier' content='free'>", FREE),
        ("", FREE),
    ],
)
def test_a_long_text_and_a_free_page_carry_no_such_warning(said, body):
    assert "paywall_suspected" not in paid_page(said, body).warnings


@pytest.mark.parametrize(
    "selector", [7, "", "." * 100_000, ".a," * 100_000, ["." + "a" * 100_000] * 9, [None], {"a": 1}]
)
def test_odd_selectors_do_no_harm(selector):
    assert "paywall_suspected" in paid_page({"isAccessibleForFree": False, **part(selector)}, FREE).warnings
