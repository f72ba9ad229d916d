"""What a form that comes back says, and one sentence for what is no form or may do harm."""

from __future__ import annotations

import io
from collections.abc import Callable

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String
from pikepdf.form import DefaultAppearanceStreamGenerator, Form

from cbnet_desktop.documents.pdf import form_reading
from cbnet_desktop.domain.records.errors import Unreadable
from cbnet_desktop.system.foreign import Errand
from tests.documents import kinds, samples
from tests.documents.filled_forms import changed, filled
from tests.documents.signed import signed_by

KEY = '{"form":"consultation-answer"}'
SAID = {"holdning-1": "s1", "bemaerkning-1": "Børn på Ærø – og Åbyhøj", "besvaret-af": "Åse Øst", "dato": "20.9.2014"}


def empty() -> bytes:
    return kinds.pdf("answer-form", "ordinary")


def said(pdf: bytes) -> dict[str, str]:
    return {name: text for name, text in form_reading.parsed(pdf, "svar.pdf")[1].items() if text}


def test_what_was_filled_in_is_read_in_a_process_apart() -> None:
    key, found = form_reading.fields(filled(empty(), SAID), "svar.pdf")
    assert (key, {name: text for name, text in found.items() if text}) == (KEY, SAID)
    assert found["holdning-2"] == ""


def test_a_form_that_pikepdf_filled_in_is_read() -> None:
    with pikepdf.open(io.BytesIO(empty())) as document:
        form = Form(document, DefaultAppearanceStreamGenerator)
        form["bemaerkning-2"].value = "Ikke på Ærø\nÅ, nej"
        form["holdning-2"].options[2].select()
        written = io.BytesIO()
        document.save(written)
    assert said(written.getvalue()) == {"holdning-2": "s2", "bemaerkning-2": "Ikke på Ærø\nÅ, nej"}


def test_a_viewer_that_only_crosses_the_button_is_understood() -> None:
    def cross(document: Pdf) -> None:
        choice = document.Root.AcroForm.Fields[0]
        del choice["/V"]
        choice.Kids[1].AS = Name.s1

    assert said(changed(empty(), cross)) == {"holdning-1": "s1"}


def test_the_line_ends_of_viewers_become_one_and_bytes_that_nobody_sees_go() -> None:
    assert said(filled(empty(), {"bemaerkning-1": "et\rto\r\ntre\0"})) == {"bemaerkning-1": "et\nto\ntre"}


def test_the_key_is_found_in_the_data_where_a_program_dropped_that_of_the_catalogue() -> None:
    def drop(document: Pdf) -> None:
        del document.Root["/CBnetForm"]

    assert form_reading.parsed(changed(filled(empty(), SAID), drop), "svar.pdf") == (
        KEY,
        form_reading.parsed(filled(empty(), SAID), "svar.pdf")[1],
    )


def test_what_is_printed_to_pdf_has_neither_key_nor_fields() -> None:
    def print_(document: Pdf) -> None:
        for name in ("/CBnetForm", "/AcroForm", "/Names", "/AF"):
            del document.Root[name]
        for page in document.pages:
            del page["/Annots"]

    assert form_reading.parsed(changed(filled(empty(), SAID), print_), "svar.pdf") == ("", {})


def test_signatures_are_passed_over() -> None:
    assert form_reading.parsed(signed_by(1), "plan.pdf") == ("", {})


def test_what_a_program_wrote_in_a_box_or_stream_or_a_field_under_another_is_read() -> None:
    def write(document: Pdf) -> None:
        fields = {str(field.T): field for field in document.Root.AcroForm.Fields}
        box = Dictionary(FT=Name.Tx, V=String("I boksen"), Parent=fields["bemaerkning-1"])
        fields["bemaerkning-1"].Kids = Array([document.make_indirect(box)])
        fields["bemaerkning"].V = document.make_stream(b"Som str\xf8m")
        below = document.make_indirect(Dictionary(FT=Name.Tx, T=String("dato"), V=String("20.9.2014")))
        above = Dictionary(T=String("formular1"), Kids=Array([below]))
        document.Root.AcroForm.Fields.append(document.make_indirect(above))

    found = said(changed(empty(), write))
    assert (found["bemaerkning-1"], found["bemaerkning"], found["formular1.dato"]) == (
        "I boksen",
        "Som strøm",
        "20.9.2014",
    )


def test_a_text_beyond_measure_is_cut() -> None:
    found = said(filled(empty(), {"bemaerkning-1": "å" * 3_000_000}))
    assert found == {"bemaerkning-1": "å" * 10_000}


def _with_xfa(document: Pdf) -> None:
    document.Root.AcroForm.XFA = Array([String("template"), document.make_stream(b"<xdp/>")])


def _as_portfolio(document: Pdf) -> None:
    document.Root.Collection = Dictionary(Type=Name.Collection)


def _with_script_at_opening(document: Pdf) -> None:
    document.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def _with_script_in_a_field(document: Pdf) -> None:
    action = Dictionary(S=Name.JavaScript, JS=document.make_stream(b"app.alert(1)"))
    document.Root.AcroForm.Fields[1].AA = Dictionary(K=Dictionary(Next=Array([action])))


def _with_named_script(document: Pdf) -> None:
    document.Root.Names.JavaScript = Dictionary(Names=Array([]))


@pytest.mark.parametrize(
    ("harm", "sentence"),
    [
        (_with_xfa, "svar.pdf er en formular af Adobes gamle slags (XFA)"),
        (_as_portfolio, "svar.pdf er en PDF-portefølje"),
        (_with_script_at_opening, "svar.pdf indeholder programkode"),
        (_with_script_in_a_field, "svar.pdf indeholder programkode"),
        (_with_named_script, "svar.pdf indeholder programkode"),
    ],
)
def test_a_file_that_can_do_more_than_a_form_is_refused(harm: Callable[[Pdf], None], sentence: str) -> None:
    with pytest.raises(Unreadable) as refused:
        form_reading.fields(changed(filled(empty(), SAID), harm), "svar.pdf")
    assert refused.value.message.startswith(sentence)


@pytest.mark.parametrize("password", ["", "hemmelig"])
def test_an_encrypted_file_is_refused_also_where_everybody_may_open_it(password: str) -> None:
    written = io.BytesIO()
    with pikepdf.open(io.BytesIO(empty())) as document:
        document.save(written, encryption=pikepdf.Encryption(owner="ejer", user=password))
    with pytest.raises(Unreadable, match="beskyttet med en adgangskode"):
        form_reading.parsed(written.getvalue(), "svar.pdf")


def _with_fields_in_circles(document: Pdf) -> None:
    form = document.Root.AcroForm
    form.Fields[0].Kids.append(form.Fields[0])
    form.Fields.append(form)


def _with_strange_fields(document: Pdf) -> None:
    form = document.Root.AcroForm
    for strange in (Array([]), Name.Off, 7, Dictionary(T=7), Dictionary(T=String("x"), V=Array([1])), None):
        form.Fields.append(strange)
    form.Fields[1].V = Dictionary()


@pytest.mark.parametrize("harm", [_with_fields_in_circles, _with_strange_fields])
def test_fields_that_no_form_has_are_passed_over(harm: Callable[[Pdf], None]) -> None:
    assert said(changed(filled(empty(), {"dato": "20.9.2014"}), harm))["dato"] == "20.9.2014"


@pytest.mark.parametrize("content", [b"%PDF-", b"%PDF-1.7\n" + samples.MARKUP.encode() * 1000, empty()[:3000]])
def test_a_broken_file_is_refused(content: bytes) -> None:
    with pytest.raises(Unreadable, match=r"^svar\.pdf kan ikke læses"):
        form_reading.parsed(content, "svar.pdf")


def test_a_reading_that_nobody_waits_for_any_more_ends() -> None:
    errand = Errand()
    errand.call_off()
    with pytest.raises(Unreadable, match="så indviklet, at det ville tage for lang tid"):
        form_reading.fields(empty(), "svar.pdf", errand)
