"""Papers as Word files: what the PDF says, in Word's own headings, lists and tables, and the same bytes each time."""

from __future__ import annotations

import hashlib
import io
import os
import re
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn

from tests.documents import kinds, meeting_samples, samples
from tests.documents.reading import everything

ROOT = Path(__file__).parents[3]
FIVE = ("plan", "agenda", "minutes", "consultation")
CONTROL = "\x07 \x00 \x1b \ufffe \u202e"
FIELDS = '{ HYPERLINK "file:///etc/passwd" } =1+1 <w:p><w:r><w:t>fed</w:t></w:r></w:p> ]]> &lt; \\* MERGEFORMAT'


def opened(content: bytes) -> Any:
    return Document(io.BytesIO(content))


def texts(document: Any) -> list[str]:
    """The text of each paragraph, those in tables too, in reading order."""
    return ["".join(_written(found)) for found in document.element.body.iter(qn("w:p"))]


def _written(paragraph: Any) -> list[str]:
    breaks = {qn("w:t"), qn("w:br"), qn("w:tab")}
    return [piece.text if piece.tag == qn("w:t") else "\n" for piece in paragraph.iter() if piece.tag in breaks]


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def headings(document: Any) -> list[tuple[int, str]]:
    named = ((found.style.name, found.text) for found in document.paragraphs)
    return [(int(name[8:]), text) for name, text in named if name.startswith("Heading ")]


@pytest.mark.parametrize("kind", kinds.KINDS)
@pytest.mark.parametrize("size", ["nearly empty", "ordinary"])
def test_every_paper_says_what_its_pdf_says(kind: str, size: str) -> None:
    document = opened(kinds.word(kind, size))
    (section,) = document.sections
    shown = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    body = words(" ".join(texts(document)))
    said = {*body, *words(" ".join([*shown, section.footer._element.xpath("string(.)")]))}
    printed = set(words(everything(kinds.pdf(kind, size))))
    # Only the words in a picture of the PDF, such as the names of months, are not text in Word.
    drawn = {"Aftalt", "Forlænget", "Høring", "vurdering"}
    assert {word for word in printed - said if len(word) > 4 and not word.isdigit()} <= drawn
    assert set(body) - printed <= {"Indhold", *words("Arbejdskopi i Word. Det godkendte er PDF-filen")}


@pytest.mark.parametrize("kind", kinds.KINDS)
def test_headings_begin_at_the_first_level_and_skip_none(kind: str) -> None:
    found = [level for level, _ in headings(opened(kinds.word(kind, "ordinary")))]
    assert all(level <= before + 1 for before, level in zip([0, *found], found, strict=False))


@pytest.mark.parametrize("kind", kinds.KINDS)
def test_a_paper_has_one_title_before_its_headings(kind: str) -> None:
    names = [found.style.name for found in opened(kinds.word(kind, "ordinary")).paragraphs]
    assert names.count("Title") == 1
    assert "Title" in names[:3]


def test_minutes_have_the_items_as_headings_and_their_texts_under_them() -> None:
    document = opened(kinds.word("minutes", "ordinary"))
    found = headings(document)
    assert (1, "2. Det foregående års arbejde") in found
    assert (2, "Beslutning") in found
    assert [found.text for found in document.paragraphs if found.style.name == "List Bullet"] == [
        "hvad lykkedes",
        "hvad lykkedes ikke",
    ]


@pytest.mark.parametrize("kind", FIVE)
def test_every_table_repeats_its_headings_keeps_its_rows_whole_and_is_described(kind: str) -> None:
    tables = opened(kinds.word(kind, "ordinary")).tables
    assert tables
    for table in tables:
        rows = table._tbl.tr_lst
        heads = [row.trPr.find(qn("w:tblHeader")) is not None for row in rows]
        assert heads == [True, *[False] * (len(rows) - 1)]
        assert all(row.trPr.find(qn("w:cantSplit")) is not None for row in rows)
        told = [table._tbl.tblPr.find(qn(f"w:{name}")).get(qn("w:val")) for name in ("tblCaption", "tblDescription")]
        assert all(told)


def test_a_bulleted_list_is_a_list_of_word() -> None:
    document = opened(kinds.word("minutes", "ordinary"))
    style = document.styles["List Bullet"].element
    number = style.find(".//" + qn("w:numId")).get(qn("w:val"))
    assert number in {str(one.numId) for one in document.part.numbering_part.element.num_lst}


@pytest.mark.parametrize("kind", FIVE)
def test_the_language_is_danish_and_nothing_says_otherwise(kind: str) -> None:
    document = opened(kinds.word(kind, "ordinary"))
    spoken = {one.get(qn("w:val")) for one in document.styles.element.iter(qn("w:lang"))}
    assert spoken == {"da-DK"}
    assert document.core_properties.language == "da-DK"


def test_pictures_carry_what_they_show_in_words() -> None:
    document = opened(kinds.word("plan", "ordinary"))
    shown = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    assert len(shown) == 3
    assert all(len(text) > 40 for text in shown)
    assert len({shape._inline.docPr.get("id") for shape in document.inline_shapes}) == 3


def test_pages_are_numbered_and_say_what_state_the_paper_is_in() -> None:
    document = opened(kinds.word("minutes", "ordinary"))
    (section,) = document.sections
    for foot in (section.footer, section.first_page_footer):
        text = foot._element.xpath("string(.)")
        assert "Referat godkendt 01.12.2014" in text
        assert "PAGE" in text
        assert "NUMPAGES" in text


def test_the_properties_are_those_of_the_pdf_and_no_clock() -> None:
    core = opened(kinds.word("plan", "ordinary")).core_properties
    assert (core.title, core.author) == ("Handlingsplan 2015", "Centralbibliotekernes fælles kompetenceudvikling")
    assert (core.created.isoformat(), core.comments, core.keywords) == ("2015-06-30T22:15:00+00:00", "", "")


def test_the_contents_of_a_plan_are_links_to_its_headings() -> None:
    body = opened(kinds.word("plan", "ordinary")).element.body
    marks = {one.get(qn("w:name")) for one in body.iter(qn("w:bookmarkStart"))}
    links = [one.get(qn("w:anchor")) for one in body.iter(qn("w:hyperlink"))]
    assert len(links) > 5
    assert set(links) <= marks


def test_a_signed_plan_says_that_the_word_file_is_a_copy_to_work_on() -> None:
    first = opened(kinds.as_word("plan", samples.second_version())).paragraphs[0].text
    assert first == "Arbejdskopi i Word. Det godkendte er PDF-filen af version 2."
    assert "Arbejdskopi" not in " ".join(texts(opened(kinds.as_word("plan", samples.draft()))))


def test_what_looks_like_markup_or_a_field_stays_the_characters_that_were_typed() -> None:
    item = replace(meeting_samples.meeting_ordinary().items[0], outcome=FIELDS, title="=DDE()")
    made = kinds.as_word("minutes", replace(meeting_samples.meeting_ordinary(), items=(item,)))
    document = opened(made)
    assert FIELDS in [found.text for found in document.paragraphs]
    body = document.element.body
    assert not list(body.iter(qn("w:instrText"), qn("w:fldSimple"), qn("w:hyperlink")))
    assert "passwd" not in _relations(made)


def test_characters_that_xml_cannot_hold_stand_as_their_codes() -> None:
    item = replace(meeting_samples.meeting_ordinary().items[0], outcome=f"Før {CONTROL} efter 🙂 漢字")
    document = opened(kinds.as_word("minutes", replace(meeting_samples.meeting_ordinary(), items=(item,))))
    (found,) = (one.text for one in document.paragraphs if one.text.startswith("Før"))
    assert found == "Før [U+0007] [U+0000] [U+001B] [U+FFFE] [U+202E] efter 🙂 漢字"


def test_line_breaks_of_a_text_stay() -> None:
    item = replace(meeting_samples.meeting_ordinary().items[0], outcome="Første linje\n  Anden linje\n\nNyt afsnit")
    document = opened(kinds.as_word("minutes", replace(meeting_samples.meeting_ordinary(), items=(item,))))
    found = [one.text for one in document.paragraphs]
    assert "Første linje\n  Anden linje" in found
    assert "Nyt afsnit" in found


@pytest.mark.parametrize("kind", FIVE)
def test_a_word_file_links_to_nothing_and_has_nothing_of_another_author(kind: str) -> None:
    made = kinds.word(kind, "hostile")
    assert 'TargetMode="External"' not in _relations(made)
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert not [name for name in archive.namelist() if "thumbnail" in name or "custom" in name]


def _relations(made: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        return "".join(archive.read(name).decode() for name in archive.namelist() if name.endswith(".rels"))


# The same bytes


PROGRAM = """
import hashlib
from tests.documents import kinds
for kind in ("plan", "minutes", "consultation"):
    print(hashlib.sha256(kinds.word(kind, "ordinary")).hexdigest())
"""


def test_neither_seed_nor_zone_nor_locale_nor_clock_changes_a_byte(tmp_path: Path) -> None:
    strange = {"PYTHONHASHSEED": "77", "TZ": "Asia/Tokyo", "LC_ALL": "tr_TR.UTF-8", "SOURCE_DATE_EPOCH": "1893456000"}
    variables = {**os.environ, **strange, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", PROGRAM]
    ran = subprocess.run(command, env=variables, cwd=tmp_path, capture_output=True, text=True, check=True)
    here = [kinds.word(kind, "ordinary") for kind in ("plan", "minutes", "consultation")]
    assert ran.stdout.split() == [hashlib.sha256(content).hexdigest() for content in here]


def test_every_part_of_the_file_has_the_same_moment() -> None:
    with zipfile.ZipFile(io.BytesIO(kinds.word("minutes", "ordinary"))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_python_docx_is_loaded_for_word_alone() -> None:
    program = (
        "import sys\nfrom tests.documents import kinds\nkinds.pdf('minutes', 'ordinary')\nprint('docx' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["False"]
