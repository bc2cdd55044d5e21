"""A name in another case, as its page prints it, becomes the plain name; what cannot be told stays."""

from __future__ import annotations

import pytest

from junket.pipelines.person.inflection import GENITIVES, is_plain, plain, plain_form, without_possessive


@pytest.mark.parametrize(
    ("forms", "plain"),
    [
        (["Александром Коваленко"], "Александр Коваленко"),
        (["Родионом Зарубовым", "Родион Зарубов"], "Родион Зарубов"),
        (["Верой Саблиной"], "Вера Саблина"),
        (["Игоря Мельника", "Игорем Мельником"], "Игорь Мельник"),
        (["Матвеем Гринёвым"], "Матвей Гринёв"),
        (["Анны Чайковской", "Анной Чайковской"], "Анна Чайковская"),
        (["Александра Лунина"], "Александра Лунина"),
        (["Lotte Brandner"], "Lotte Brandner"),
    ],
)
def test_the_plain_form_of_a_name(forms, plain):
    assert plain_form(forms) == plain


@pytest.mark.parametrize(
    ("printed", "nominative"),
    [
        ("Тимура Залесова", "Тимур Залесов"),
        ("Вера Саблина", "Вера Саблина"),
        ("Тимура Игоревича Залесова", "Тимура Игоревича Залесова"),  # of two words only
        ("Ada Lind", "Ada Lind"),
    ],
)
def test_one_print_alone_is_undone_where_the_given_name_tells_its_case(printed, nominative):
    assert plain(printed) == nominative
    assert is_plain(printed) == (printed == nominative)


def test_owners_are_named_without_the_ending():
    assert [without_possessive(name) for name in ("Ada Lind’s", "Max Roses'", "Conan O’Brien")] == [
        "Ada Lind", "Max Roses", "Conan O’Brien",
    ]  # fmt: skip
    assert GENITIVES["kk"].sub("", "Айсұлу Берденнің") == "Айсұлу Берден"
    assert GENITIVES["kk"].search("Айсұлу Берден") is None
