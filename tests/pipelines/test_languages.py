"""Languages as data: every file holds what ``sections.py`` says, and one that does not is told by file and key."""

import ast
import re
from pathlib import Path

import pytest
from lxml.html.defs import tags

from junket import pipelines
from junket.crawlers.errors import UsageProblem
from junket.pipelines.dates import printed
from junket.pipelines.languages import ANY, by_language, languages, words
from junket.pipelines.languages.load import read_language
from junket.pipelines.languages.sections import SECTIONS, SHAPES

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
    NAME + '[bylines]\nbyline = ["écrit par", "Ecrit par:"]\n': "xx.toml [bylines] byline: holds a phrase twice",
    NAME + '[bylines]\nbyline = ["…"]\n': "xx.toml [bylines] byline: holds an empty phrase: '…'",
    NAME + '[dates]\nmonths = [["a"], ["b"]]\n': "xx.toml [dates] months: is no list of twelve lists, January first",
    NAME + '[dates]\nzones = {utc = "0"}\n': "xx.toml [dates] zones: is no table of numbers",
    NAME + "[dates]\neras = {x = [2]}\n": "xx.toml [dates] eras: is no table of lists of one day or two",
    NAME + "[dates]\nmisread = {x = 2}\n": "xx.toml [dates] misread: is no table of texts",
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
    assert SHAPES.keys() <= {key for _, key in keys}


def test_a_shape_with_a_part_that_is_none_is_told(monkeypatch):
    monkeypatch.setattr(printed, "by_language", lambda *_: {"xx": ["{year} {moon}"]})
    with pytest.raises(UsageProblem, match=r"^xx.toml \[dates\] shapes: holds \{moon\}, which is no part of a date"):
        printed._shapes("shapes")


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


PIPELINES = Path(pipelines.__file__).parent
CLASS = re.compile(r"\[(?:\\.|[^\]\\])+\]")
"""A class of a pattern: letters of scripts, and no words."""
FOREIGN = re.compile(r"[^\W\d_]*[^\W\d_a-zA-Z][^\W\d_]*")
LISTED = re.compile(r"[a-z][a-z']+(?: [a-z']+)*")
ALTERNATIVES = re.compile(r"[a-z][a-z' ]+(?:\|[a-z][a-z' ]+){3,}")

NO_WORDS = {
    "language.py": "the alphabets that languages written alike are told apart by",
    "page/characters.py": "characters that print nothing",
    "page/decoding/charset_guess.py": "the letters that tell one encoding of Arabic from another",
    "languages/characters.py": "ranges of scripts",
    "languages/sections.py": "examples in what a key's words are",
}
"""Where letters beyond a to z stand in code, and why they are no words of a language that could be data."""
LISTS = {
    "quote": "names in markup",
    "image": "names in files and markup",
    "author": "names in markup",
    "comment": "names in markup",
    "widget": "names in markup",
    "article": "names in markup",
    "published": "names in markup",
    "updated": "names in markup",
    "breadcrumb": "names in markup",
    "hidden": "names in markup",
    "base": "elements, obsolete ones too",
    "code": "elements, obsolete ones too",
    "script": "elements, new ones too",
    "png": "endings of files",
    "co": "parts of host names",
    "body": "elements, new ones too",
    "aside": "elements, new ones too",
    "adjacent": "sources",
    "kind": "fields of a record",
    "content": "keys of a site's selectors",
    "css": "what tools that name classes put before the names",
    "links": "rules",
    "length": "features",
    "before": "states",
    "photographer": "keys of languages' sections",
    "forum": "keys of languages' sections",
}
"""Lists of four words and more in small letters that are no language's, by their first word, and what they are."""
TYPES = {"Literal", "__slots__"}


def literals(path):
    """The file's texts, and its lists of nothing but texts; without docstrings, types and slots."""
    tree = ast.parse(path.read_text("utf-8"))
    left_out = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Subscript) and ast.unparse(node.value) in TYPES:
            left_out.add(id(node.slice))
        elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) in TYPES:
            left_out.add(id(node.value))
        if id(node) in left_out:
            continue
        if isinstance(node, ast.List | ast.Tuple | ast.Set):
            yield [each.value for each in node.elts if isinstance(each, ast.Constant) and isinstance(each.value, str)]
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def foreign_words(path):
    """Words with a letter beyond a to z, where they are no class of a pattern and no single letter."""
    texts = (text for text in literals(path) if isinstance(text, str))
    return [word for text in texts for word in FOREIGN.findall(CLASS.sub("", text)) if len(word) > 1]


def lists_of_words(path):
    """Lists of four words and more in small letters, as literals and in patterns; elements and codes are none."""
    for text in literals(path):
        if isinstance(text, str):
            yield from (found.split("|") for found in ALTERNATIVES.findall(text))
        elif len(text) > 3 and all(map(LISTED.fullmatch, text)):
            yield text


def of_a_language(words):
    return not tags.issuperset(words) and max(map(len, words)) > 2 and words[0] not in LISTS


def in_files(found):
    return {str(path.relative_to(PIPELINES)): words for path in PIPELINES.rglob("*.py") if (words := list(found(path)))}


def test_no_word_of_a_language_stands_in_code():
    found = in_files(foreign_words)
    assert {name: words for name, words in found.items() if name not in NO_WORDS} == {}
    assert NO_WORDS.keys() - found.keys() == set()


def test_no_list_of_english_words_stands_in_code():
    """As far as a test can tell: what is listed in small letters is named here with what it is."""
    found = in_files(lists_of_words)
    assert {name: kept for name, lists in found.items() if (kept := list(filter(of_a_language, lists)))} == {}
    assert LISTS.keys() - {words[0] for lists in found.values() for words in lists} == set()


def test_words_in_code_are_seen(tmp_path):
    path = tmp_path / "code.py"
    path.write_text('"""Слова."""\nA = frozenset({"share", "tweet", "print", "pin it"})\nB = "слово"\nC = "[а-я]é"\n')
    assert (foreign_words(path), list(lists_of_words(path))) == (["слово"], [["share", "tweet", "print", "pin it"]])
    path.write_text('A = r"(?:called|titled|named|such as) "\nB = ["td", "th"]\n')
    assert list(lists_of_words(path)) == [["called", "titled", "named", "such as"]]
    path.write_text('A: Literal["one", "two", "three", "four"]\n__slots__ = ("one", "two", "three", "four")\n')
    assert list(lists_of_words(path)) == []
    assert not of_a_language(["div", "span", "section", "table"])
