"""What newsrooms put between the turns: none of it is anybody's words."""

from collections.abc import Callable
from html import escape

from press.talk import Talk

Noise = Callable[[Talk], str]


def picture(talk: Talk) -> str:
    return f'<figure class="image"><img src="/m/1.jpg" alt=""><figcaption>{escape(talk.caption)}</figcaption></figure>'


def old_picture(talk: Talk) -> str:
    return (
        '<div id="attachment_12" class="wp-caption alignnone" style="width: 610px"><img src="/u/2.jpg" width="600">'
        f'<p class="wp-caption-text">{escape(talk.caption)}</p></div>'
    )


def read_also(talk: Talk) -> str:
    return f'<p><strong>{talk.read}: <a href="/p/2">Ten ferries and what they carried</a></strong></p>'


def related_box(talk: Talk) -> str:
    return (
        f'<div class="related-inline"><h4>{talk.read}</h4><ul><li><a href="/p/3">Who pays the pianist?</a></li>'
        '<li><a href="/p/4">A short history of fog</a></li></ul></div>'
    )


def newsletter(_: Talk) -> str:
    return (
        '<div class="newsletter-signup"><h3>Want more like this?</h3><p>Get our letter every Thursday.</p>'
        '<form><input type="email"><button>Sign up</button></form></div>'
    )


def advertisement(_: Talk) -> str:
    return '<div class="ad ad--inline" data-slot="mid2"><span>Advertisement</span><script>show()</script></div>'


def pull_quote(talk: Talk) -> str:
    longest = max((said.texts[0] for said in talk.said if said.role == "answer"), key=len)
    quote = longest[: longest.find(".", 20) + 1] or longest
    return f'<blockquote class="pullquote"><p>“{escape(quote, quote=False)}”</p></blockquote>'


def film(_: Talk) -> str:
    return '<div class="embed"><iframe src="https://video.example/e/9"></iframe></div>'


def stars(_: Talk) -> str:
    return '<p style="text-align:center">* * *</p>'


def bio_box(talk: Talk) -> str:
    return f'<aside class="bio-box"><h4>{escape(talk.guest)}</h4><p>{escape(talk.bio, quote=False)}</p></aside>'


NOISES: dict[str, Noise] = {
    "none": lambda _: "",
    "picture": picture,
    "old picture": old_picture,
    "read also": read_also,
    "related box": related_box,
    "newsletter": newsletter,
    "advertisement": advertisement,
    "pull quote": pull_quote,
    "film": film,
    "stars": stars,
    "bio box": bio_box,
}
