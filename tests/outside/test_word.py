"""LibreOffice opens the papers for Word: headings, lists, repeated headings of tables, language and alt texts hold."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pikepdf
import pytest

from tests.documents import kinds, meeting_samples
from tests.documents.conformity import ACCESS, broken_rules
from tests.documents.word_templates import FOOT, HEAD, template

PAPERS = ("plan", "agenda", "minutes", "consultation", "signature-sheet")
ACCESSIBLE = 'pdf:writer_pdf_Export:{"PDFUACompliance":{"type":"boolean","value":"true"}}'
_NAMES = {
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
    "dc": "http://purl.org/dc/elements/1.1/",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Each paper as .docx, as .odt and as accessible .pdf; and minutes in a template."""
    if not shutil.which("soffice"):
        pytest.skip("soffice is not installed; on Debian: apt install libreoffice-writer-nogui")
    made = tmp_path_factory.mktemp("word")
    for kind in PAPERS:
        (made / f"{kind}.docx").write_bytes(kinds.word(kind, "ordinary"))
    in_template = kinds.as_word("minutes", meeting_samples.meeting_ordinary(), template())
    (made / "in-template.docx").write_bytes(in_template)
    profile = f"-env:UserInstallation={(made / 'profil').as_uri()}"
    for to in ("odt", ACCESSIBLE):
        command = ["soffice", "--headless", profile, "--convert-to", to, "--outdir", made, *sorted(made.glob("*.docx"))]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
    return made


def opened(path: Path, part: str = "content.xml") -> ElementTree.Element:
    with zipfile.ZipFile(path) as archive:
        return ElementTree.fromstring(archive.read(part))


def said(element: ElementTree.Element) -> str:
    return "".join(element.itertext())


def tags(path: Path) -> list[str]:
    """The structure elements of a PDF in reading order."""
    found: list[str] = []

    def walk(node: pikepdf.Object) -> None:
        if isinstance(node, pikepdf.Array):
            for one in node:  # type: ignore[attr-defined]  # an array is iterated
                walk(one)
        elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
            found.append(str(node.S))
            if "/K" in node:
                walk(node.K)

    with pikepdf.open(path) as document:
        walk(document.Root.StructTreeRoot.K)
    return found


@pytest.mark.parametrize("kind", PAPERS)
def test_headings_are_headings_from_the_first_level(folder: Path, kind: str) -> None:
    found = opened(folder / f"{kind}.odt").findall(".//text:h", _NAMES)
    levels = [int(one.get(f"{{{_NAMES['text']}}}outline-level", "0")) for one in found if said(one).strip()]
    assert all(level <= before + 1 for before, level in zip([0, *levels], levels, strict=False))
    # A heading of a level 1 to 3; contents are headed by a style without a level.
    assert [tag for tag in tags(folder / f"{kind}.pdf") if tag.startswith("/H")] == [f"/H{level}" for level in levels]


@pytest.mark.parametrize("kind", PAPERS)
def test_every_table_has_rows_of_headings_that_are_repeated(folder: Path, kind: str) -> None:
    tables = opened(folder / f"{kind}.odt").findall(".//table:table", _NAMES)
    heads = [one.find("table:table-header-rows", _NAMES) for one in tables]
    assert tables
    assert all(head is not None for head in heads)
    assert "/TH" in tags(folder / f"{kind}.pdf")


@pytest.mark.parametrize("kind", PAPERS)
def test_the_text_is_danish_throughout(folder: Path, kind: str) -> None:
    roots = [opened(folder / f"{kind}.odt", part) for part in ("styles.xml", "content.xml")]
    spoken = {
        (properties.get(f"{{{_NAMES['fo']}}}language"), properties.get(f"{{{_NAMES['fo']}}}country"))
        for root in roots
        for properties in root.iter()
    }
    assert ("da", "DK") in spoken
    assert {language for language, _ in spoken if language} <= {"da", "zxx"}
    with pikepdf.open(folder / f"{kind}.pdf") as document:
        assert str(document.Root.Lang) == "da-DK"


@pytest.mark.parametrize("kind", PAPERS)
def test_what_becomes_of_it_is_accessible(folder: Path, kind: str) -> None:
    # LibreOffice 7.4 does not say the order of links.
    assert set(broken_rules((folder / f"{kind}.pdf").read_bytes(), ACCESS)) <= {"PDFUA1-PAGE-TABS-001"}


def test_lists_are_lists_and_pictures_have_their_texts(folder: Path) -> None:
    assert opened(folder / "minutes.odt").findall(".//text:list//text:p", _NAMES)
    texts = [said(one) for one in opened(folder / "plan.odt").findall(".//svg:desc", _NAMES)]
    assert len(texts) == 3
    assert all(len(text) > 40 for text in texts)
    assert tags(folder / "plan.pdf").count("/Figure") == 3


def test_the_title_and_the_author_are_the_paper_s(folder: Path) -> None:
    meta = opened(folder / "plan.odt", "meta.xml")
    assert [said(one) for one in meta.findall(".//dc:title", _NAMES)] == ["Handlingsplan 2015"]


def test_a_template_s_head_and_foot_are_there(folder: Path) -> None:
    styles = said(opened(folder / "in-template.odt", "styles.xml"))
    assert HEAD in styles
    assert FOOT in styles
