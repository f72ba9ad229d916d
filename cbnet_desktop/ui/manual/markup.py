"""A section of the manual as rich text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby

from cbnet_desktop.documents.manual.reading import Block, Kind, Look, Piece, Section
from cbnet_desktop.ui.widgets import theme
from cbnet_desktop.ui.widgets.rich_text import escape


def markup(section: Section, widths: Mapping[str, int]) -> str:
    """The section; its pictures are resources named by their files, so many pixels wide."""
    style = f"a, b {{ color: {theme.colour('link').name()} }} .m {{ color: {theme.colour('muted').name()} }}"
    return f"<style>{style}</style><h2>{escape(section.title)}</h2>{''.join(_blocks(section, widths))}"


def _blocks(section: Section, widths: Mapping[str, int]) -> Iterator[str]:
    for kind, run in groupby(section.blocks, lambda block: block.kind):
        blocks = list(run)
        if kind in (Kind.STEP, Kind.POINT):
            tag = "ol" if kind is Kind.STEP else "ul"
            yield f"<{tag}>{''.join(f'<li>{_words(block)}</li>' for block in blocks)}</{tag}>"
        elif kind is Kind.ROW:
            yield f"<table cellpadding=3>{''.join(map(_row, blocks))}</table>"
        elif kind is Kind.PICTURE:
            yield from (
                f'<p><img src="{block.file}" width="{widths[block.file]}"><br><span class=m>{_words(block)}</span></p>'
                for block in blocks
            )
        else:
            yield from (f"<p>{_words(block)}</p>" for block in blocks)


def _row(block: Block) -> str:
    key, meaning = map(_piece, block.pieces)
    return f"<tr><td>{key}</td><td>{meaning}</td></tr>"


def _words(block: Block) -> str:
    return "".join(map(_piece, block.pieces))


def _piece(piece: Piece) -> str:
    words = escape(piece.text)
    if piece.look is Look.NAME:
        return f"<b>{words}</b>"
    if piece.look is Look.KEY:
        return f"<b>{words.replace(' ', '&nbsp;')}</b>"
    return f'<a href="#{escape(piece.goal)}">{words}</a>' if piece.look is Look.LINK else words
