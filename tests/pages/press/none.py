"""Pages that are no interviews in the same templates as those that are."""

import tomllib
from collections.abc import Iterator
from html import escape

from press.made import Made
from press.shells import fill, shells
from press.talk import PAGES, Talk

MARKUP = {
    "b": "<p><strong>{}</strong></p>",
    "h": "<h3>{}</h3>",
    "p": "<p>{}</p>",
    "i": "<p><em>{}</em></p>",
    "l": "<ul><li>{}</li></ul>",
    "q": "<blockquote><p>{}</p></blockquote>",
}


def all_none() -> Iterator[Made]:
    """Each page in each template."""
    for name, table in tomllib.loads((PAGES / "press" / "none.toml").read_text("utf-8")).items():
        first, *rest = table["lines"]
        talk = Talk(
            name=name,
            title=table["title"],
            host="Pat Mercer",
            guest="",
            outlet="Cutaway",
            intro=first[3:],
            outro="",
            read="More",
            caption="",
            note="",
            bio="",
            turns=(),
        )
        body = "".join(MARKUP[line[0]].format(escape(line[3:], quote=False)) for line in rest)
        for shell in shells():
            yield Made(f"{name}/{shell}", talk.language, "none", shell, "none", fill(shell, talk, body), [])
