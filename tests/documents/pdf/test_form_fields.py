"""The fields of a form: one button of a choice can be crossed, what is typed is kept, and screen readers get names."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager

import pikepdf
import pytest
from pikepdf import Name, Object, Pdf

from cbnet_desktop.documents.pdf.pages import write
from cbnet_desktop.documents.pdf.story import Story
from cbnet_desktop.documents.pdf.tagging import ChoiceField, TextField
from tests.documents import kinds, tags
from tests.documents.conformity import EDITION

STANCES = ("Støtter", "Støtter med bemærkninger", "Støtter ikke")


@contextmanager
def opened() -> Iterator[Pdf]:
    with pikepdf.open(io.BytesIO(kinds.pdf("answer-form", "ordinary"))) as pdf:
        yield pdf


def fields(pdf: Pdf) -> dict[str, Object]:
    return {str(field.T): field for field in pdf.Root.AcroForm.Fields}


def test_a_proposal_has_one_choice_of_the_three_stances_and_one_remark() -> None:
    with opened() as pdf:
        found = fields(pdf)
        assert list(found)[:2] == ["holdning-1", "bemaerkning-1"]
        choice = found["holdning-1"]
        assert (choice.FT, choice.V, int(choice.Ff)) == (Name.Btn, Name.Off, 1 << 15 | 1 << 14)
        assert [str(kid.TU) for kid in choice.Kids] == [f"Holdning til 1. Digital dannelse: {one}" for one in STANCES]
        assert all(kid.Parent.objgen == choice.objgen and Name.Off == kid.AS for kid in choice.Kids)
        assert [set(kid.AP.N.keys()) for kid in choice.Kids] == [{"/Off", f"/s{number}"} for number in range(3)]
        assert b" l S Q" in choice.Kids[0].AP.N.s0.read_bytes()


def test_what_is_typed_is_shown_in_a_font_that_every_viewer_has() -> None:
    with opened() as pdf:
        remark = fields(pdf)["bemaerkning-1"]
        assert (remark.FT, int(remark.Ff), int(remark.MaxLen)) == (Name.Tx, 1 << 12, 4000)
        assert str(remark.DA) == "/Helv 10 Tf 0 g"
        assert pdf.Root.AcroForm.DR.Font.Helv.BaseFont == Name.Helvetica
        assert "/AP" in remark


def test_a_form_runs_no_scripts_and_its_fields_are_printed() -> None:
    with opened() as pdf:
        assert not {"/OpenAction", "/AA", "/NeedAppearances", "/XFA"} & {*pdf.Root.keys(), *pdf.Root.AcroForm.keys()}
        widgets = [one for page in pdf.pages for one in page.get("/Annots", []) if one.Subtype == Name.Widget]
        assert len(widgets) == 5 * 3 + 5 + 2
        assert all(int(one.F) == 4 and "/A" not in one and "/AA" not in one for one in widgets)


def test_a_form_says_which_it_is() -> None:
    with opened() as pdf:
        assert str(pdf.Root.CBnetForm) == '{"form":"consultation-answer"}'


def test_a_screen_reader_says_what_each_field_is_for() -> None:
    read = tags.read(kinds.pdf("answer-form", "ordinary"))
    named = [name for element in read.root.find("Form") for name in element.annotations]
    assert named[:4] == [
        *(f"Holdning til 1. Digital dannelse: {one}" for one in STANCES),
        "Bemærkninger til 1. Digital dannelse",
    ]
    assert named[-2:] == ["Navn på den, der svarer", "Svarets dato, dag.måned.år"]


def test_two_fields_of_a_name_are_refused() -> None:
    story = Story()
    for _ in range(2):
        story.text_field("Navn", TextField("navn", "Navn", 10), 20)
    with pytest.raises(ValueError, match="a second field of the name 'navn'"):
        write(story, EDITION)
    with pytest.raises(ValueError, match="not a name for a field"):
        ChoiceField("a.b", "Holdning", ())
