"""Languages as data: every file holds what ``sections.py`` says, and one that does not is told by file and key."""

import pytest

from junket.crawlers.errors import UsageProblem
from junket.pipelines.languages import ANY, by_language, languages, words
from junket.pipelines.languages.load import read_language
from junket.pipelines.languages.sections import SECTIONS

NAME = 'name = "Test"\n'
OFF = {
    'name = "Test': "xx.toml: is no TOML",
    "[chrome]\n": 'xx.toml name: is missing; begin the file with its language: name = "German"',
    "name = 3\n": "xx.toml name: is missing",
    NAME + "[chrom]\n": "xx.toml [chrom]: is no section; did you mean chrome?",
    NAME + "[zzz]\n": "xx.toml [zzz]: is no section; there are chrome, captions",
    NAME + 'chrome = ["share"]\n': "xx.toml chrome: is no table; write [chrome] and its keys below",
    NAME + '[chrome]\nshares = ["teilen"]\n': "xx.toml [chrome] shares: is no key of [chrome]; did you mean share?",
    NAME + '[chrome]\nshare = "teilen"\n': "xx.toml [chrome] share: is no list of phrases",
    NAME + '[chrome]\nshare = {a = ["teilen"]}\n': "xx.toml [chrome] share: is no list of phrases",
    NAME + "[chrome]\nshare = [1]\n": "xx.toml [chrome] share: holds 1, which is no text",
    NAME + '[chrome]\nshare = ["a", ["b"]]\n': "xx.toml [chrome] share: holds ['b'], which is no text",
    NAME + '[chrome]\nshare = ["a", ""]\n': "xx.toml [chrome] share: holds an empty phrase: ''",
    NAME + '[chrome]\nshare = [" "]\n': "xx.toml [chrome] share: holds an empty phrase: ' '",
    NAME
    + '[chrome]\nshare = ["Teilen", "teilen"]\n': "xx.toml [chrome] share: holds a phrase twice: 'Teilen' and 'teilen'",
}


@pytest.mark.parametrize("text", OFF)
def test_a_file_that_is_off_is_told_by_its_name_and_its_key(text):
    with pytest.raises(UsageProblem) as caught:
        read_language("xx.toml", text)
    assert str(caught.value).startswith(OFF[text])


def test_a_file_of_a_name_alone_is_sound():
    assert read_language("xx.toml", NAME) == ("Test", {})


def test_each_language_has_a_name_of_its_own_and_something_to_say():
    names = [language.name for language in languages().values()]
    assert len(set(names)) == len(names)
    assert [code for code, language in languages().items() if not any(language.sections.values())] == []


def test_a_code_is_a_language_s_as_pages_state_it():
    assert {code for code in languages() if code != ANY and not (len(code) == 2 and code.isalpha())} == set()


def test_no_key_is_without_words():
    keys = [(section, key) for section, about in SECTIONS.items() for key in about.keys]
    assert [place for place in keys if not by_language(*place)] == []


def test_phrases_of_all_languages_stand_once_and_those_of_none_first():
    channels = words("chrome", "channel")
    assert channels[0] == by_language("chrome", "channel")[ANY][0]
    assert "boletín" in channels
    assert len(set(channels)) == len(channels)


def test_a_section_or_a_key_that_nobody_has_is_a_mistake_of_who_asks():
    with pytest.raises(KeyError):
        words("chrome", "chrome")
    with pytest.raises(KeyError):
        by_language("share", "chrome")
