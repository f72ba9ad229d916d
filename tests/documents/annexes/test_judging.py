"""What is looked for in annexes: whatever runs, is locked, is drawn anew, or is not what it says."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest

from cbnet_desktop.documents.annexes.judging import Judge, judged
from cbnet_desktop.domain.records.errors import Invalid
from tests import annex_files as made
from tests.documents import kinds

MACRO_TYPE = '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>'


WORD, EXCEL = (
    f"application/vnd.openxmlformats-officedocument.{kind}.main+xml"
    for kind in ("wordprocessingml.document", "spreadsheetml.sheet")
)


@pytest.fixture(scope="module")
def judge() -> Iterator[Judge]:
    with closing(Judge()) as found:
        yield found


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("referat.pdf", made.plain_pdf()),
        ("med bilag.pdf", made.pdf(made.carries("tal.xlsx", b"PK\x03\x04"))),
        ("mødemateriale.pdf", kinds.pdf("meeting-material", "ordinary")),
        ("plan.pdf", kinds.pdf("plan", "ordinary")),
        ("brev.docx", made.docx()),
        ("brev.docx", made.docx(made.related("hyperlink", "https://example.org"))),
        ("brev.docx", made.docx(made.related("attachedTemplate", "file:///C:\\Skabeloner\\brev.dotx"))),
        ("brev.docx", made.docx({"word/printerSettings1.bin": b"DEVMODE"})),
        ("ark i brev.docx", made.docx({"word/embeddings/ark.xlsx": made.docx()})),
        ("brev.docx", made.docx({"word/document.xml": "<w:instrText>PAGE</w:instrText><w:t>Om DDE</w:t>"})),
        ("billeder.zip", made.archive({"scripts/læs.txt": b"tekst", "a.png": b"\x89PNG"})),
        ("gammelt.doc", made.compound("WordDocument", "1Table")),
        ("noter.txt", "Må læses".encode()),
    ],
)
def test_what_people_attach_every_day_is_taken_in_and_opened(judge: Judge, name: str, data: bytes) -> None:
    assert judge(name, data) == ""


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("låst.pdf", made.encrypted("hemmelig"), "er beskyttet med adgangskode"),
        ("låst.pdf", made.encrypted(""), "er beskyttet. Gem den uden beskyttelse"),
        ("skema.pdf", made.pdf(made.xfa), "er en formular (XFA)"),
        ("mappe.pdf", made.pdf(made.portfolio), "er en portefølje med flere filer"),
        ("start.pdf", made.pdf(made.launch), "starter et andet program"),
        ("bærer.pdf", made.pdf(made.carries("x.exe", b"tekst")), "har et program eller makroer i sig"),
        ("bærer.pdf", made.pdf(made.carries("x.txt", b"MZ\x90")), "har et program eller makroer i sig"),
        ("bærer.pdf", made.pdf(made.carries("x.docx", made.docx({"word/vbaProject.bin": made.OLE}))), "har makroer"),
        ("ark i brev.docx", made.docx({"word/embeddings/ark.xlsm": made.docx()}), "har makroer"),
        ("ark i brev.docx", made.docx({"word/embeddings/ark.xlsx": made.docx(types=MACRO_TYPE)}), "har makroer"),
        (
            "pakke i pakke.zip",
            made.archive({"a.zip": made.archive({"b.zip": made.archive({"x.exe": b"MZ"})})}),
            "har et",
        ),
        ("to.pdf", made.plain_pdf() + made.archive({"x.class": b"\xca\xfe\xba\xbe"}), "er to slags filer i én"),
        ("to.png", b"\x89PNG\r\n\x1a\n" + made.archive({"x": b"y"}), "er to slags filer i én"),
        ("omdøbt.docx", made.docx({"word/vbaProject.bin": made.OLE}), "har makroer"),
        ("omdøbt.docx", made.docx({"word/x.bin": made.compound("_VBA_PROJECT")}), "har makroer"),
        ("omdøbt.docx", made.docx(types=MACRO_TYPE), "har makroer"),
        ("omdøbt.zip", made.docx({"word/vbaProject.bin": made.OLE}), "har makroer"),
        ("omdøbt.docx", made.docx(main="application/vnd.ms-word.document.macroEnabled.main+xml"), "har makroer"),
        ("regneark.xlsx", made.docx(), "er ikke det, endelsen siger"),
        ("tekst.odt", made.archive({"mimetype": b"x", "Basic/Standard/Module1.xml": b"<x/>"}), "har makroer"),
        ("brev.docx", made.docx({"word/media/image1.png": b"MZ\x90"}), "har et program i sig"),
        ("pakke.zip", made.archive({"billede.png.scr": b"x"}), "har et program i sig"),
        ("bombe.zip", made.archive({str(number): bytes(80 << 20) for number in range(8)}), "er alt for stor"),
        ("låst.docx", made.compound("EncryptedPackage"), "er beskyttet med adgangskode"),
        ("gammelt.xls", made.compound("Workbook", "_VBA_PROJECT_CUR"), "har makroer"),
    ],
)
def test_what_may_do_harm_is_refused_with_one_sentence(judge: Judge, name: str, data: bytes, told: str) -> None:
    with pytest.raises(Invalid) as refusal:
        judge(name, data)
    assert refusal.value.message.startswith(f"»{name}« ")
    assert told in refusal.value.message


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("regner.pdf", made.pdf(made.javascript), "den har programmer (JavaScript) i sig"),
        ("film.pdf", made.pdf(made.film), "den har lyd, film eller figurer i sig"),
        ("halvt.pdf", made.plain_pdf()[:60], "filen er beskadiget"),
        ("halvt.docx", made.docx()[:90], "filen er beskadiget"),
        ("dukke.zip", made.nested(5), "den har arkiver i arkiver i sig"),
        ("tomt.docx", made.archive({"word/document.xml": b"<x/>"}), "filen er beskadiget"),
        ("pakke.doc", made.compound("\x01Ole10Native"), "den har en pakket fil i sig"),
        *(
            ("brev.docx", made.docx(made.related(kind, target, encoding=encoding)), "den henter en skabelon")
            for kind, target, encoding in (
                ("attachedTemplate", "https://example.org/x.dotm", "utf-8"),
                ("attachedTemplate", "file:////server/del/x.dotm", "utf-8"),
                ("attachedTemplate", "\\\\server\\del\\x.dotm", "utf-8"),
                ("attached&#84;emplate", "&#104;ttps://example.org/x.dotm", "utf-8"),
                ("attachedTemplate", "https://example.org/x.dotm", "utf-16"),
                ("oleObject", "mhtml:https://example.org!x", "utf-8"),
            )
        ),
        *(
            (name, made.docx({part: content}, main=main), "den henter indhold fra et andet program (DDE)")
            for name, part, content, main in (
                ("brev.docx", "word/document.xml", "<w:instrText>DDEAUTO cmd</w:instrText>", WORD),
                ("brev.docx", "word/document.xml", "<w:instrText>D</w:instrText><w:instrText>DE x</w:instrText>", WORD),
                ("brev.docx", "word/header1.xml", '<w:fldSimple w:instr="&#68;DE cmd"/>', WORD),
                ("brev.docx", "word/footnotes.xml", "<w:instrText>dde cmd</w:instrText>".encode("utf-16"), WORD),
                ("tal.xlsx", "xl/externalLinks/externalLink1.xml", '<ddeLink ddeService="cmd"/>', EXCEL),
            )
        ),
    ],
)
def test_what_cannot_be_trusted_is_kept_but_not_opened(judge: Judge, name: str, data: bytes, reason: str) -> None:
    assert judge(name, data).startswith(reason)


def test_a_file_that_unpacks_to_more_than_there_is_room_for_harms_nobody(judge: Judge) -> None:
    assert judge("bombe.pdf", made.pdf(made.bomb, compress_streams=False)) == "filen er beskadiget"
    assert judge("næste.pdf", made.plain_pdf()) == ""


def test_nothing_of_a_file_is_judged_by_its_name_alone() -> None:
    assert judged("x.unknown", made.pdf(made.javascript)).startswith("den har programmer")
