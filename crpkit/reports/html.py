"""A document as one web page that needs nothing else: no network, no other file, no script."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Mapping
from functools import cache
from html import escape as _escape
from pathlib import Path

from crpkit.charts.svg import clean
from crpkit.reports.document import (
    Bullets,
    Callout,
    Card,
    CardGroup,
    Cards,
    DataTable,
    Document,
    Facts,
    FigureBlock,
    Heading,
    PageBreak,
    Paragraph,
    Part,
    Picture,
    Words,
    runs,
)

_HERE = Path(__file__).parent
_LOOK = _HERE.parent / "panels" / "look"
_LIGHT = re.compile(r":root \{(.*?)\n\}", re.DOTALL)
_DARK = re.compile(r':root\[data-light="dark"\] \{(.*?)\n  \}', re.DOTALL)
_FONT = re.compile(r'url\("(fonts/[\w-]+\.woff2)"\)')
_NAMED = re.compile(r'(<svg [^>]*?)aria-label="[^"]*"')
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def html_page(document: Document) -> str:
    """Return a document as a whole page.

    Its style, its letters and its pictures are in it; there is no script and no address of anything outside.
    """
    title = escape(document.title)
    subtitle = f'<p class="subtitle">{escape(document.subtitle)}</p>' if document.subtitle else ""
    return (
        f'<!doctype html>\n<html lang="{escape(document.language)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; "
        'img-src data:; font-src data:">\n'
        f'<meta name="description" content="{escape(document.subject or document.title)}">\n'
        f'<meta name="color-scheme" content="light dark">\n<title>{title}</title>\n<style>\n{style()}</style>\n'
        f'</head>\n<body{_kind(document)}>\n<a class="skip" href="#main">Skip to the content</a>\n'
        f'<header class="head"><div class="inner"><h1>{title}</h1>{subtitle}</div></header>\n'
        f'<div class="page">\n{_contents(document)}<main id="main" tabindex="-1">\n{_body(document)}</main>\n</div>\n'
        f'<footer class="foot"><div class="inner"><p>{escape(document.foot or document.title)}</p></div></footer>\n'
        "</body>\n</html>\n"
    )


def _kind(document: Document) -> str:
    return ' class="short"' if document.short else ""


@cache
def style() -> str:
    """Return the style of the page: the kit’s colours and letters, light and dark, and what a report adds."""
    tokens = _COMMENT.sub("", (_LOOK / "tokens.css").read_text(encoding="utf-8"))
    light, dark = _LIGHT.search(tokens), _DARK.search(tokens)
    if light is None or dark is None:
        raise RuntimeError("the tokens of the kit's look are not where they were")
    fonts = _COMMENT.sub("", (_LOOK / "fonts.css").read_text(encoding="utf-8"))
    letters = _FONT.sub(lambda found: f'url("{_data(_LOOK / found[1], "font/woff2")}")', fonts)
    own = (_HERE / "report.css").read_text(encoding="utf-8")
    return (
        f":root {{{light[1]}\n}}\n@media screen and (prefers-color-scheme: dark) {{\n:root {{{dark[1]}\n}}\n}}\n"
        f"{letters}\n{_COMMENT.sub('', own)}"
    )


def _data(path: Path, media: str) -> str:
    return _data_uri(path.read_bytes(), media)


def _data_uri(data: bytes, media: str) -> str:
    return f"data:{media};base64,{base64.b64encode(data).decode()}"


def escape(words: str) -> str:
    """Return words as they may stand in a page, also within quotation marks."""
    return _escape(clean(words))


def _contents(document: Document) -> str:
    entries = document.contents()
    if len(entries) < 3:
        return ""
    items = "".join(f'<li><a href="#{escape(one.anchor)}">{escape(one.text)}</a></li>' for one in entries)
    title = f'<p id="contents">In this {escape(document.called)}</p>'
    return f'<nav class="contents" aria-labelledby="contents">{title}<ol>{items}</ol></nav>\n'


def _body(document: Document) -> str:
    """Return the parts, each heading of level 2 with what follows it in a section of its own."""
    made: list[str] = []
    inside = False
    for number, part in enumerate(document.parts):
        if isinstance(part, Heading) and part.level == 2:
            made.append("</section>\n" if inside else "")
            made.append(f'<section aria-labelledby="{escape(part.anchor)}">\n')
            inside = True
        made.append(_part(part, f"p{number}"))
    return "".join(made) + ("</section>\n" if inside else "")


def _part(part: Part, name: str) -> str:
    return _PARTS[type(part)](part, name)


def _words(words: Words) -> str:
    return "".join(
        f"<strong>{escape(one.text)}</strong>" if one.strong else escape(one.text) for one in runs(words)
    )


def _heading(part: Heading, name: str) -> str:
    return f'<h{part.level} id="{escape(part.anchor)}">{escape(part.text)}</h{part.level}>\n'


def _paragraph(part: Paragraph, name: str) -> str:
    kind = "" if part.role == "text" else f' class="{escape(part.role)}"'
    return f"<p{kind}>{_words(part.words)}</p>\n"


def _bullets(part: Bullets, name: str) -> str:
    return f"<ul>{''.join(f'<li>{_words(item)}</li>' for item in part.items)}</ul>\n"


def _table(part: DataTable, name: str) -> str:
    def kind(column: int) -> str:
        return ' class="number"' if column in part.numbers else ""

    head = "".join(f'<th scope="col"{kind(at)}>{escape(text)}</th>' for at, text in enumerate(part.header))
    rows = "".join(
        "<tr>"
        + "".join(
            f'<th scope="row"{kind(at)}>{escape(text)}</th>'
            if at == part.row_header
            else f"<td{kind(at)}>{escape(text)}</td>"
            for at, text in enumerate(row)
        )
        + "</tr>"
        for row in part.rows
    )
    return (
        f'<div class="table" role="region" tabindex="0" aria-labelledby="{name}-caption"><table>'
        f'<caption id="{name}-caption">{escape(part.caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>\n"
    )


def _picture(part: Picture, name: str) -> str:
    size = f' width="{part.width}" height="{part.height}"' if part.width and part.height else ""
    caption = f"<figcaption>{escape(part.caption)}</figcaption>" if part.caption else ""
    return (
        f'<figure class="photo"><img src="{_data_uri(part.data, part.media)}" alt="{escape(part.alt)}"{size}>'
        f"{caption}</figure>\n"
    )


def _figure(part: FigureBlock, name: str) -> str:
    figure = part.figure
    narrow = f'<div class="narrow">{_svg(figure.svg_narrow, figure.title)}</div>' if figure.svg_narrow else ""
    wide = _svg(figure.svg, figure.title)
    picture = f'<div class="wide">{wide}</div>{narrow}' if narrow else wide
    title = f'<p class="title">{escape(figure.title)}</p>' if part.titled else ""
    return (
        f'<figure class="chart" aria-label="{escape(figure.title)}">{title}<div class="drawn">{picture}</div>'
        f"<figcaption>{escape(figure.words)}</figcaption></figure>\n{_table(part.table, name)}"
    )


def _svg(svg: str, title: str) -> str:
    """Return a picture of ours for inside a page; it is built by charts, with all text in it escaped.

    Its name is short: what it shows is said in the words below it, and need not be heard twice.
    """
    return _NAMED.sub(lambda found: f'{found[1]}focusable="false" aria-label="{escape(title)}"', svg, count=1)


def _cards(part: Cards, name: str) -> str:
    columns = " many" if sum(bool(group.title) for group in part.groups) > 1 else ""
    groups = "".join(_group(group, part.level) for group in part.groups)
    return f'<div class="cards{columns}" role="group" aria-label="{escape(part.label)}">{groups}</div>\n'


def _group(group: CardGroup, level: int) -> str:
    head = f"<h{level}>{escape(group.title)}</h{level}>" if group.title else ""
    items = "".join(map(_card, group.cards))
    rest = f'<p class="small">{escape(group.note)}</p>' if group.note else ""
    return f'<div class="group">{head}{f"<ul>{items}</ul>" if items else ""}{rest}</div>'


def _card(card: Card) -> str:
    lines = "".join(f'<span class="more">{escape(name)}: {escape(words)}</span>' for name, words in card.more)
    return f'<li><span class="said">{escape(card.text)}</span>{lines}</li>'


def _callout(part: Callout, name: str) -> str:
    items = "".join(f"<li>{_words(item)}</li>" for item in part.items)
    return (
        f'<aside class="callout" aria-labelledby="{name}-title"><p class="title" id="{name}-title">'
        f"{escape(part.title)}</p><ul>{items}</ul></aside>\n"
    )


def _facts(part: Facts, name: str) -> str:
    pairs = "".join(
        f"<div><dt>{escape(term)}</dt><dd>{escape(value)}</dd></div>" for term, value in part.pairs
    )
    return f'<dl class="facts">{pairs}</dl>\n'


def _break(part: PageBreak, name: str) -> str:
    return '<div class="page-break"></div>\n'


_PARTS: Mapping[type, Callable[..., str]] = {
    Heading: _heading,
    Paragraph: _paragraph,
    Bullets: _bullets,
    DataTable: _table,
    Picture: _picture,
    FigureBlock: _figure,
    Cards: _cards,
    Callout: _callout,
    Facts: _facts,
    PageBreak: _break,
}
