"""The network's own template: its look is kept, its text is not, and one that could do harm is refused."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn

from cbnet_desktop.documents.word import templates
from cbnet_desktop.domain.records.errors import Unreadable
from tests.documents import kinds, meeting_samples, word_templates
from tests.documents.word_templates import (
    BODY,
    FOOT,
    HEAD,
    KINDS,
    TEMPLATE,
    changed,
    field,
    related,
    template,
    with_header,
)


def minutes(in_template: bytes) -> Any:
    return Document(io.BytesIO(kinds.as_word("minutes", meeting_samples.meeting_ordinary(), in_template)))


@pytest.fixture(scope="module")
def made() -> Any:
    return minutes(template())


def test_a_template_gives_the_paper_its_styles_header_and_footer(made: Any) -> None:
    (section,) = made.sections
    assert HEAD in section.header._element.xpath("string(.)")
    assert FOOT in section.footer._element.xpath("string(.)")
    assert str(made.styles["Heading 1"].font.color.rgb) == "C00000"
    assert made.styles["Normal"].font.name == "Georgia"


def test_the_template_s_own_text_and_author_stay_behind(made: Any) -> None:
    assert BODY not in made.element.body.xpath("string(.)")
    assert made.core_properties.author == "Centralbibliotekernes fælles kompetenceudvikling"
    assert made.core_properties.last_modified_by == "Centralbibliotekernes fælles kompetenceudvikling"


def test_a_paper_in_a_template_says_its_state_though_it_has_another_s_foot(made: Any) -> None:
    assert made.paragraphs[0].text == "Referat godkendt 01.12.2014 · Opdigtede personer og beløb"


def test_a_template_that_speaks_english_is_made_to_speak_danish(made: Any) -> None:
    assert {one.get(qn("w:val")) for one in made.styles.element.iter(qn("w:lang"))} == {"da-DK"}


def test_a_template_and_an_ordinary_document_do_alike() -> None:
    assert kinds.as_word("minutes", meeting_samples.meeting_ordinary(), template()) == kinds.as_word(
        "minutes", meeting_samples.meeting_ordinary(), template(kind=word_templates.DOCUMENT)
    )


def test_styles_that_the_template_lacks_are_taken_along() -> None:
    bare = Document(io.BytesIO(template(kind=word_templates.DOCUMENT)))
    for style in [one for one in bare.styles if one.name not in {"Normal", "Heading 1"}]:
        style.delete()
    part = bare.part
    for key, relation in list(part.rels.items()):
        if relation.reltype.endswith("/numbering"):
            del part.rels[key]
    written = io.BytesIO()
    bare.save(written)
    document = minutes(written.getvalue())
    names = {one.style.name for one in document.paragraphs}
    assert {"Title", "Heading 1", "Heading 2", "List Bullet"} <= names
    number = document.styles["List Bullet"].element.find(".//" + qn("w:numId")).get(qn("w:val"))
    assert number in {str(one.numId) for one in document.part.numbering_part.element.num_lst}
    assert all(table.style.name == "Table Grid" for table in document.tables)


def test_a_style_is_found_by_its_name_in_capitals_or_small_letters() -> None:
    names = {"word/styles.xml": (b'w:val="heading 1"', b'w:val="Heading 1"')}
    document = minutes(changed(template(), replaced=names))
    called = [one.get(qn("w:val")) for one in document.styles.element.iter(qn("w:name"))]
    assert [name for name in called if name.casefold() == "heading 1"] == ["Heading 1"]


def test_headers_of_an_earlier_section_come_along_to_the_one_that_is_left() -> None:
    old = Document(io.BytesIO(template(kind=word_templates.DOCUMENT)))
    old.add_section()
    written = io.BytesIO()
    old.save(written)
    (section,) = minutes(written.getvalue()).sections
    assert HEAD in section.header._element.xpath("string(.)")


def test_settings_that_lock_or_fetch_and_data_of_the_makers_are_dropped() -> None:
    locked = changed(
        template(),
        replaced={
            "word/settings.xml": (
                b"<w:defaultTabStop",
                b'<w:documentProtection w:edit="readOnly" w:enforcement="1"/><w:trackRevisions/><w:defaultTabStop',
            )
        },
    )
    document = minutes(locked)
    names = {one.tag for one in document.settings.element}
    assert not names & {qn("w:documentProtection"), qn("w:trackRevisions")}
    written = io.BytesIO()
    document.save(written)
    with zipfile.ZipFile(written) as archive:
        assert not [name for name in archive.namelist() if "custom" in name or "app.xml" in name or "thumb" in name]


def test_a_link_to_a_web_page_in_a_template_is_let_in() -> None:
    assert minutes(related("hyperlink", "https://example.org/netvaerk"))


def bomb() -> bytes:
    return changed(template(), added={"word/media/nul.png": b"\0" * (61 << 20)})


def with_entities() -> bytes:
    doctype = b'<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><w:styles '
    return changed(template(), replaced={"word/styles.xml": (b"<w:styles ", doctype)})


def encrypted() -> bytes:
    content = bytearray(template())
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        places = [entry.header_offset + 6 for entry in archive.infolist()]
    start = content.index(b"PK\x01\x02")
    while start >= 0:
        places.append(start + 8)
        start = content.find(b"PK\x01\x02", start + 4)
    for place in places:
        content[place] |= 1
    return bytes(content)


HARMFUL: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (lambda: b"", "er ikke et Word-dokument"),
    "a text": (lambda: b"Kaere alle", "er ikke et Word-dokument"),
    "half a file": (lambda: template()[:2000], "er ikke et Word-dokument"),
    "another archive": (lambda: changed(template(), without="[Content_Types].xml"), "er ikke et Word-dokument"),
    "a file without its document": (lambda: changed(template(), without="word/document.xml"), "beskadiget"),
    "an old document": (lambda: b"\xd0\xcf\x11\xe0" + bytes(600), "ældre format"),
    "a password": (encrypted, "adgangskode"),
    "macros by type": (lambda: template(kind=b"template.macroEnabledTemplate.main+xml"), "makroer"),
    "macros by part": (lambda: changed(template(), added={"word/vbaProject.bin": b"x"}), "makroer"),
    "a bomb": (bomb, "for stor"),
    "too many parts": (lambda: changed(template(), added={f"a/{one}.xml": b"<a/>" for one in range(700)}), "for stor"),
    "a large file": (lambda: template() + bytes(11 << 20), "10 MB"),
    "entities": (with_entities, "ikke har"),
    "another encoding": (
        lambda: changed(template(), replaced={"word/styles.xml": (b"UTF-8", b"UTF-7")}),
        "ikke har",
    ),
    "broken markup": (lambda: with_header("<w:p>"), "ikke har"),
    "a template elsewhere": (
        lambda: related("attachedTemplate", "https://example.org/a.dotm", part="word/_rels/settings.xml.rels"),
        "andre steder",
    ),
    "a picture elsewhere": (lambda: related("image", "https://example.org/a.png"), "andre steder"),
    "a picture on a share": (lambda: related("image", r"\\\\ond\\a.png", mode="Internal"), "andre steder"),
    "a link that starts a program": (lambda: related("hyperlink", "file:///C:/a.exe"), "andre steder"),
    "a picture by an address": (
        lambda: with_header('<w:p><w:pict><v:i xmlns:v="urn:v" src="http://example.org/a.png"/></w:pict></w:p>'),
        "andre steder",
    ),
    "markup under another name": (
        lambda: changed(template(), replaced={"[Content_Types].xml": (b'/word/header1.xml"', b'/word/header1.png"')}),
        "ikke har",
    ),
    "an embedded file": (lambda: changed(template(), added={"word/embeddings/a.xlsx": b"PK"}), "objekter"),
    "strict markup": (
        lambda: changed(
            template(),
            replaced={"_rels/.rels": (KINDS.encode(), b"http://purl.oclc.org/ooxml/officeDocument/relationships")},
        ),
        "Strict",
    ),
    "an object": (lambda: related("oleObject", "embeddings/a.xlsx", mode="Internal"), "objekter"),
    "an object in the header": (lambda: with_header("<w:p><w:r><w:object/></w:r></w:p>"), "objekter"),
    "a field that fetches": (lambda: with_header(field(' INCLUDEPICTURE "http://example.org/a.png" ')), "andre steder"),
    "a field in pieces": (lambda: with_header(field(" DDE", "AUTO c:\\\\cmd ")), "andre steder"),
    "a simple field": (
        lambda: with_header('<w:p><w:fldSimple w:instr="INCLUDETEXT c:\\\\a.docx"/></w:p>'),
        "andre steder",
    ),
}


@pytest.mark.parametrize("name", HARMFUL)
def test_a_template_that_could_do_harm_is_refused_in_a_sentence(name: str) -> None:
    make, words = HARMFUL[name]
    with pytest.raises(Unreadable, match=words) as refused:
        templates.require_usable(make())
    assert refused.value.message.startswith("Skabelonen til Word ")
    assert refused.value.message.endswith(".")


def test_a_template_with_page_numbers_is_usable() -> None:
    templates.require_usable(with_header(field(" PAGE ")))
    assert TEMPLATE in zipfile.ZipFile(io.BytesIO(template())).read("[Content_Types].xml")
