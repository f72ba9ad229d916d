"""The styles of a Word file: Word's own by their English names, taken along where a template lacks them."""

from __future__ import annotations

from copy import deepcopy
from functools import cache
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.parts.numbering import NumberingPart

from cbnet_desktop.documents.word.markup import element

_BULLETS = "List Bullet"
_NUMBERING = "application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"
#: A bullet with a hanging indent.
_LEVEL = (
    '<w:abstractNum {} w:abstractNumId="{}"><w:multiLevelType w:val="hybridMultilevel"/><w:lvl w:ilvl="0">'
    '<w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/><w:lvlJc w:val="left"/>'
    '<w:pPr><w:ind w:left="360" w:hanging="360"/></w:pPr></w:lvl></w:abstractNum>'
)


class Styles:
    """The styles of a document."""

    def __init__(self, document: Any) -> None:
        self._document = document
        # Word writes the names of its own styles in small letters, LibreOffice does not.
        self._ids = {str(style.name).casefold(): str(style.style_id) for style in document.styles}

    def of(self, name: str) -> str:
        """The id of the style of this name, which is made where there is none."""
        found = self._ids.get(name.casefold())
        if found is None:
            found = self._ids[name.casefold()] = self._taken_along(name)
        return found

    def _taken_along(self, name: str) -> str:
        styles = self._document.styles
        made = deepcopy(_plain().styles[name].element)
        kind = WD_STYLE_TYPE.TABLE if made.get(qn("w:type")) == "table" else WD_STYLE_TYPE.PARAGRAPH
        base = styles.default(kind)
        for tag in ("w:link", "w:next", "w:basedOn"):
            for child in made.findall(qn(tag)):
                made.remove(child)
        if base is not None:
            made.find(qn("w:name")).addnext(element("basedOn", val=base.style_id))
        taken = {style.style_id for style in styles}
        made.set(
            qn("w:styleId"), next(one for one in (made.get(qn("w:styleId")), f"CBnet{len(taken)}") if one not in taken)
        )
        styles.element.append(made)
        if name == _BULLETS:
            made.find(".//" + qn("w:numId")).set(qn("w:val"), str(self._bullets()))
        return str(made.get(qn("w:styleId")))

    def _bullets(self) -> int:
        """The number of a list with bullets, made anew."""
        numbering = self._numbering()
        kinds = numbering.findall(qn("w:abstractNum"))
        kind = 1 + max((int(one.get(qn("w:abstractNumId"))) for one in kinds), default=0)
        made = parse_xml(_LEVEL.format(nsdecls("w"), kind))
        if kinds:
            kinds[-1].addnext(made)
        else:
            numbering.insert(0, made)
        return int(numbering.add_num(kind).numId)

    def _numbering(self) -> Any:
        part = self._document.part
        for relation in part.rels.values():
            if relation.reltype == RELATIONSHIP_TYPE.NUMBERING:
                return relation.target_part.element
        made = NumberingPart(
            PackURI("/word/numbering.xml"), _NUMBERING, parse_xml(f"<w:numbering {nsdecls('w')}/>"), part.package
        )
        part.relate_to(made, RELATIONSHIP_TYPE.NUMBERING)
        return made.element


@cache
def _plain() -> Any:
    """The document that python-docx brings along, which has every style of Word."""
    return Document()
