"""Walls are told from articles, also from articles about walls."""

import pytest

from crawlers.page import Page
from pipelines.interview import Interview, Rejected
from pipelines.recipe import extract

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
    assert isinstance(found, Interview)
    assert found.kind == "news"


def test_a_cookie_banner_beside_an_article_is_no_wall():
    banner = "<div class='cookie-banner'><p>We and our partners use cookies. Accept all cookies?</p></div>"
    assert isinstance(outcome(f"<title>Ferry</title>{banner}<h1>Ferry at Dusk</h1>{PROSE}"), Interview)


def test_links_to_cookie_settings_are_no_wall():
    html = "<title>Ferry</title><h1>Ferry</h1><p>Short note.</p><footer><a href='/c'>Manage consent</a></footer>"
    assert isinstance(outcome(html), Interview)


def test_a_teaser_before_a_paywall_is_a_record_with_a_warning():
    teaser = PROSE[: PROSE.index("day 9")] + "</p><p>This article is for subscribers. Already a subscriber? Log in.</p>"
    found = outcome(f"<title>Ferry at Dusk</title><h1>Ferry at Dusk</h1><article>{teaser}</article>")
    assert isinstance(found, Interview)
    assert "paywall_suspected" in found.warnings
