"""What a finished PDF carries beside its pages: metadata, data, fonts, its own number, and fields to sign in."""

from __future__ import annotations

import hashlib
import io
import re
import tempfile
from dataclasses import replace
from errno import ENOSPC

import pikepdf
import pytest
from pikepdf import Name, Object, Pdf

from cbnet_desktop.documents.papers import plan
from cbnet_desktop.documents.pdf import style
from cbnet_desktop.documents.pdf.pages import write
from cbnet_desktop.documents.pdf.story import Story
from cbnet_desktop.documents.pdf.tables import Column
from cbnet_desktop.documents.pdf.tagged_file import Attachment
from cbnet_desktop.documents.pdf.tagged_fonts import to_unicode
from cbnet_desktop.documents.pdf.tagging import SignatureField
from cbnet_desktop.documents.pictures.pictures import Box, Picture
from cbnet_desktop.domain.plan.plan_content import PlanContent
from tests.documents import kinds, samples, tags
from tests.documents.conformity import EDITION, broken_rules, elements
from tests.documents.reading import everything, pages


@pytest.fixture(scope="module")
def signed_off() -> bytes:
    return plan.render(samples.second_version())


def opened(pdf: bytes) -> Pdf:
    return pikepdf.open(io.BytesIO(pdf))


def test_a_plan_carries_the_very_data_whose_hash_it_prints(signed_off: bytes) -> None:
    with opened(signed_off) as document:
        (specification,) = document.Root.AF
        data = specification.EF.F.read_bytes()
        assert specification.AFRelationship == Name.Data
        assert (specification.UF, specification.EF.F.Subtype) == ("handlingsplan-2015.json", "/application/json")
        assert document.attachments["handlingsplan-2015.json"].get_file().read_bytes() == data
        assert bytes(specification.EF.F.Params.CheckSum) == hashlib.md5(data).digest()
    assert data == samples.second_version().canonical()
    assert f"Indholdets SHA-256: {hashlib.sha256(data).hexdigest()}" in everything(signed_off)


def test_attachments_stand_in_the_order_of_their_names_whatever_they_are() -> None:
    story = Story()
    story.paragraph("Tekst")
    table = Attachment("mål.csv", "text/csv", "Målene som regneark", b"a;b")
    data = Attachment("data.json", "application/json", "Alt", b"{}")
    made = write(story, EDITION, [table, data])
    assert made == write(story_of("Tekst"), EDITION, [data, table])
    assert broken_rules(made) == []
    with opened(made) as document:
        assert [str(found.UF) for found in document.Root.AF] == ["data.json", "mål.csv"]


def test_metadata_say_the_same_in_both_places_and_follow_no_clock(signed_off: bytes) -> None:
    with opened(signed_off) as document:
        metadata = document.open_metadata()
        assert metadata["dc:title"] == str(document.docinfo.Title) == f"Handlingsplan 2015 – {samples.NETWORK}"
        assert metadata["dc:creator"] == [str(document.docinfo.Author)] == [samples.NETWORK]
        assert metadata["dc:language"] == {"da-DK"}
        assert metadata["xmp:CreateDate"] == metadata["xmp:ModifyDate"] == "2015-06-30T22:15:00+00:00"
        assert document.docinfo.CreationDate == "D:20150630221500+00'00'"
        assert metadata["pdfaid:part"] + metadata["pdfaid:conformance"] == "3A"
        assert metadata["pdfuaid:part"] == "1"
        assert document.pdf_version == "1.7"


def test_a_title_of_several_lines_and_markup_is_one_line_of_metadata() -> None:
    made = write(story_of("Tekst"), replace(EDITION, title='En\nto <b> & "tre" \U0001f600', author="A & B"))
    assert broken_rules(made) == []
    with opened(made) as document:
        assert document.open_metadata()["dc:title"] == 'En to <b> & "tre" [U+1F600] – A & B'


def test_the_number_of_the_file_is_that_of_its_content(signed_off: bytes) -> None:
    with opened(signed_off) as document:
        first, second = (bytes(part).hex() for part in document.trailer.ID)
        assert first == samples.second_version().sha256[:32]
    with opened(plan.render(replace(samples.second_version(), foreword="Et andet forord."))) as document:
        assert bytes(document.trailer.ID[1]).hex() != second


def test_every_font_is_embedded_and_tells_its_characters() -> None:
    with opened(plan.render(samples.hostile())) as document:
        found = list(fonts(document))
        assert len(found) >= 2
        for font in found:
            assert "/FontFile2" in font.FontDescriptor
            points = re.findall(rb"<[0-9A-F]{2}> <([0-9A-F]{4,})>", font.ToUnicode.read_bytes())
            assert points
            assert b"0000" not in points


def test_a_character_map_has_no_block_of_more_than_a_hundred_and_knows_characters_beyond_the_first_plane() -> None:
    made = to_unicode([0, *range(0x100, 0x1FF), 0x1F600])
    sizes = [int(size) for size in re.findall(r"(\d+) beginbfchar", made)]
    assert sizes == [100, 100, 56]
    assert "<00>" not in made.partition("beginbfchar")[2]
    assert "<01> <0100>" in made
    assert made.rstrip().endswith("end")
    assert "<100> <D83DDE00>" in made


def test_a_signed_off_plan_has_an_empty_field_for_each_signatory(signed_off: bytes) -> None:
    members = samples.second_version().members
    with opened(signed_off) as document:
        found = {str(field.T): field for field in document.Root.AcroForm.Fields}
        assert found.keys() == {f"underskrift-{number}" for number, one in enumerate(members, 1) if one.name}
        for name, field in found.items():
            member = members[int(name.rpartition("-")[2]) - 1]
            assert str(field.TU) == f"Underskrift: {member.name}, {member.seat}"
            assert (field.FT, int(field.F)) == (Name.Sig, 4)
            assert "/V" not in field
            assert float(field.Rect[2]) - float(field.Rect[0]) > 100
            assert "/N" in field.AP


def test_a_field_stands_in_the_cell_beside_the_name_of_its_signatory(signed_off: bytes) -> None:
    (table,) = [found for found in tags.read(signed_off).root.find("Table") if "Underskrift" in found.text]
    for row, member in zip(table.find("TBody")[0].children, samples.second_version().members, strict=True):
        forms = row.children[2].find("Form")
        assert [form.annotations for form in forms] == (
            [[f"Underskrift: {member.name}, {member.seat}"]] if member.name else []
        )


@pytest.mark.parametrize("content", [samples.draft(), samples.nearly_empty()])
def test_a_draft_has_no_fields(content: PlanContent) -> None:
    with opened(plan.render(content)) as document:
        assert "/AcroForm" not in document.Root


def test_a_field_of_a_row_over_two_pages_stands_once_at_its_end() -> None:
    story = Story()
    story.form([Column("Navn", 1), Column("Underskrift", 1)], [["ord " * 3_000, SignatureField("en", "Ens")]], 44)
    made = write(story, EDITION)
    assert broken_rules(made) == []
    with opened(made) as document:
        assert len(document.Root.AcroForm.Fields) == 1
        assert document.Root.AcroForm.Fields[0].P.objgen == document.pages[len(pages(made)) - 1].obj.objgen


def test_two_fields_of_one_name_and_a_name_with_a_dot_are_refused() -> None:
    story = Story()
    columns = [Column("Navn", 1), Column("Underskrift", 1)]
    story.form(columns, [["Ens", SignatureField("en", "Ens")], ["Ens igen", SignatureField("en", "Ens igen")]], 44)
    with pytest.raises(ValueError, match="second field"):
        write(story, EDITION)
    with pytest.raises(ValueError, match="not a name"):
        SignatureField("a.b", "Ens")


def test_a_figure_says_where_on_its_page_it_stands() -> None:
    picture = Picture(90, 40, (Box(0, 0, 90, 40, "accent"),), "En bjælke.")
    story = Story()
    story.figure(picture)
    with opened(write(story, EDITION)) as document:
        (figure,) = elements(document, "Figure")
        left, bottom, right, top = (float(edge) for edge in figure.A.BBox)
        assert str(figure.Alt) == "En bjælke."
    assert (right - left, top - bottom) == (pytest.approx(90), pytest.approx(40))
    assert style.SPINE_MARGIN <= left < right <= style.UPRIGHT.width - style.OUTER_MARGIN
    assert top == pytest.approx(style.UPRIGHT.height - style.TOP_MARGIN, abs=1)


def test_words_for_a_screen_reader_keep_every_letter_but_no_steering() -> None:
    story = Story()
    story.figure(Picture(9, 9, (Box(0, 0, 9, 9, "accent"),), "\u202eEn\nbjælke \U0001f600\x07"))
    made = write(story, EDITION)
    assert [figure.alt for figure in tags.read(made).root.find("Figure")] == ["En bjælke \U0001f600"]


def test_without_a_place_for_temporary_files_the_same_file_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    made = write(story_of("Tekst"), EDITION)

    def refuse() -> None:
        raise OSError(ENOSPC, "No space left on device")

    monkeypatch.setattr(tempfile, "TemporaryFile", refuse)
    assert write(story_of("Tekst"), EDITION) == made


@pytest.mark.parametrize("kind", kinds.KINDS)
def test_no_reader_has_to_mend_the_file(kind: str) -> None:
    for size in kinds.SIZES:
        with opened(kinds.pdf(kind, size)) as document:
            assert document.check_pdf_syntax() == []


def story_of(words: str) -> Story:
    made = Story()
    made.paragraph(words)
    return made


def fonts(document: Pdf) -> list[Object]:
    found = {font.objgen: font for sheet in document.pages for font in sheet.Resources.Font.values()}
    return list(found.values())
