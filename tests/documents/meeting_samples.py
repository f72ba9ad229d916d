"""A meeting's papers and the consultation letter to set: nearly empty, ordinary and hostile. All people are made up."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256

from cbnet_desktop.domain.papers.answer_form import AnswerForm
from cbnet_desktop.domain.papers.consultation import ConsultationPaper, ProposalText
from cbnet_desktop.domain.papers.material import LEFT_OUT, EnclosedText, Material, MaterialPaper
from cbnet_desktop.domain.papers.meeting import Attendant, FollowUpText, ItemText, MaterialText, MeetingPaper
from cbnet_desktop.domain.words.choices import STANCES
from tests.documents import samples
from tests.documents.paper_samples import ENDLESS, NASTY, PROSE, ROWS, TALLER_THAN_A_PAGE, front, hostile_front

_PDF, _XLSX = "application/pdf", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_ITEM = ItemText("1", "Velkomst", "Til orientering", "", "", False, "", "", (), None, "", "")


def meeting_empty() -> MeetingPaper:
    return MeetingPaper(front("Årsmøde: referat", "24. november 2014"), (), "", (), (), (), ())


def meeting_ordinary() -> MeetingPaper:
    material = MaterialText(
        "Handlingsplan 2014", (("1.1", "Fem temadage er holdt", "Indfriet"), ("1.2", "Et seminar", "I gang"))
    )
    items = (
        replace(_ITEM, begins="10.00", minutes="10 min.", outcome="Hanne Vang bød velkommen."),
        replace(
            _ITEM,
            number="2",
            title="Det foregående års arbejde",
            kind="Til drøftelse",
            begins="10.10",
            minutes="45 min.",
            presentation="Netværket gør rede for årets mål.\n\n- hvad lykkedes\n- hvad lykkedes ikke",
            recommendation="at redegørelsen tages til efterretning",
            annexes=(("2.1", "Status for handlingsplan 2014 (side 4)"), ("2.2", "Evaluering")),
            material=material,
            outcome="Målene blev gennemgået enkeltvis.",
            decision="Taget til efterretning.",
        ),
        replace(_ITEM, number="3", title="Valg af vært", kind="Til beslutning", is_closed=True, decision="Odense."),
    )
    present = tuple(
        Attendant(name, "Konsulent", library, "")
        for name, library in zip(samples.HOLDERS, samples.LIBRARIES, strict=True)
    )
    attendants = (
        ("Til stede", present),
        ("Afbud", (Attendant("Karl Brandt", "Bibliotekschef", "Centralbibliotekscheferne", ""),)),
        ("Gæster", (Attendant("Gitte Gæst", "", "", "Pkt. 2"),)),
    )
    follow_ups = (FollowUpText("2", "Evalueringen sendes ud", "Mette Holm, Gentofte", "15.12.2014", ""),)
    facts = (("Tid", "24. november 2014 kl. 10.00–14.00"), ("Sted", "Odense"), ("Referent", "Hanne Vang"))
    return MeetingPaper(
        front("Årsmøde: referat", "24. november 2014 kl. 10.00–14.00, Odense", "Referat godkendt 01.12.2014"),
        facts,
        "Kære alle\n\nHermed indkaldes til årsmødet.",
        attendants,
        items,
        (),
        follow_ups,
    )


def meeting_hostile() -> MeetingPaper:
    nasty = ItemText(
        number="1",
        title=NASTY,
        kind=NASTY,
        begins="10.00",
        minutes=NASTY,
        is_closed=True,
        presentation=NASTY,
        recommendation=NASTY,
        annexes=((NASTY, ENDLESS), ("", "")),
        material=MaterialText(NASTY, ((NASTY, PROSE, NASTY), ("", TALLER_THAN_A_PAGE, ""))),
        outcome=f"{NASTY}\n\n- {ENDLESS}\n- {PROSE}",
        decision=TALLER_THAN_A_PAGE,
    )
    items = (nasty, *(replace(_ITEM, number=str(index), decision="Godkendt.") for index in range(2, 60)))
    person = Attendant(NASTY, ENDLESS[:900], PROSE, NASTY)
    many = tuple(Attendant(f"Person {index}", "", "", "") for index in range(ROWS))
    follow_ups = (FollowUpText(NASTY, PROSE, ENDLESS, NASTY, NASTY), FollowUpText("", TALLER_THAN_A_PAGE, "", "", ""))
    return MeetingPaper(
        hostile_front("Årsmøde: referat"),
        ((NASTY, NASTY), ("Sted", PROSE)),
        f"{NASTY}\n\n{ENDLESS}",
        (("Til stede", (person, *many)), (NASTY, (person,))),
        items,
        (NASTY, "2"),
        follow_ups,
    )


def material_empty() -> Material:
    agenda = meeting_empty()
    return Material(MaterialPaper(front("Årsmøde: mødemateriale"), agenda, ()), {})


def material_ordinary() -> Material:
    """With a PDF and a workbook attached, one annex that is a link and one that is left out."""
    agenda = meeting_ordinary()
    head = replace(agenda.front, title="Årsmøde: mødemateriale", state="Dagsorden")
    return _material(
        MaterialPaper(head, agenda, (), (("Mødeleder", "Mette Holm"), ("Referent", "Hanne Vang"))),
        ("2.1", "Status for handlingsplan 2014 (side 4)", "Bilag 2.1 Status på ærø.pdf", _PDF, b"%PDF-1.4\n%%EOF\n"),
        ("2.2", "Regnskab", "Bilag 2.2 Regnskab.xlsx", _XLSX, b"PK\x03\x04 en projektmappe" * 90_000),
        ("2.3", "Bibliotekernes statistik", "", "", b"https://example.org/statistik"),
        ("3.1", LEFT_OUT, "", "", b""),
    )


def material_hostile() -> Material:
    files = [
        (
            NASTY,
            NASTY,
            f"Bilag {number} {'å' * (number * 30)} {samples.EMOJI} (ø).bin",
            "application/octet-stream",
            data,
        )
        for number, data in enumerate((b"MZ\x90\x00", b"\x00" * 50_000, b"%PDF-1.7 /JavaScript /Launch"), 1)
    ]
    signing = ((NASTY, ENDLESS[:900]), (PROSE, NASTY))
    made = _material(MaterialPaper(hostile_front("Årsmøde: mødemateriale"), meeting_hostile(), (), signing), *files)
    endless = EnclosedText(ENDLESS[:300], ENDLESS, remark=ENDLESS)
    many = tuple(EnclosedText(f"{number}.1", TALLER_THAN_A_PAGE[:60], remark=NASTY) for number in range(200))
    return made._replace(paper=replace(made.paper, enclosed=(*made.paper.enclosed, endless, *many)))


def _material(paper: MaterialPaper, *rows: tuple[str, str, str, str, bytes]) -> Material:
    """Rows are number, title, file name, type and bytes; without a file name the bytes are a remark."""
    enclosed = tuple(
        EnclosedText(number, title, name, kind, len(data), sha256(data).hexdigest())
        if name
        else EnclosedText(number, title, remark=data.decode())
        for number, title, name, kind, data in rows
    )
    files = {sha256(data).hexdigest(): data for _, _, name, _, data in rows if name}
    return Material(replace(paper, enclosed=enclosed), files)


def consultation_empty() -> ConsultationPaper:
    proposal = ProposalText("1", "Digital dannelse", samples.CENTRAL, "Nationalt", "", "", "")
    title = front("Høring om indsatsområder 2015", "Til centralbibliotekerne", "Høringsbrev, ikke sendt")
    return ConsultationPaper(title, 2015, "", "", "", "KBE", (), (proposal,), tuple(STANCES.values()))


def consultation_ordinary() -> ConsultationPaper:
    proposals = tuple(
        ProposalText(area.number, area.title, area.part, area.level, area.description, "Gentofte", "")
        for area in samples.ordinary().focus_areas
    )
    return replace(
        consultation_empty(),
        letter="Kære centralbiblioteker\n\nHermed sendes forslagene til indsatsområder i høring.",
        sent_on="20. august 2014",
        deadline="20. september 2014",
        reply_to="Hanne Vang, kbe@example.org",
        recipients=samples.LIBRARIES,
        proposals=(replace(proposals[0], continues="Digital borgerservice, 2014"), *proposals[1:]),
    )


def consultation_hostile() -> ConsultationPaper:
    proposals = (
        ProposalText("1", NASTY, NASTY, NASTY, PROSE, NASTY, NASTY),
        ProposalText("2", ENDLESS[:700], "", "", f"{TALLER_THAN_A_PAGE}\n\n{NASTY}", "", ENDLESS),
        *(ProposalText(str(index), "Forslag", samples.AGENCY, "Lokalt", "", "", "") for index in range(3, 60)),
    )
    return ConsultationPaper(
        hostile_front("Høring om indsatsområder 2015"),
        2015,
        f"{NASTY}\n\n{PROSE}",
        NASTY,
        NASTY,
        NASTY,
        (NASTY, *(f"Bibliotek {index}" for index in range(ROWS))),
        proposals,
        (NASTY, *STANCES.values()),
    )


def form_of(paper: ConsultationPaper, library: str) -> AnswerForm:
    """The answer form to a letter."""
    stances = tuple((f"s{number}", words) for number, words in enumerate(paper.stances))
    title = replace(paper.front, subject=f"Svarskema for {library}")
    asked = (title, paper.year, library, paper.deadline, paper.reply_to, paper.proposals, stances)
    return AnswerForm(*asked, key='{"form":"consultation-answer"}')


def answer_form_empty() -> AnswerForm:
    return form_of(consultation_empty(), "Odense")


def answer_form_ordinary() -> AnswerForm:
    return form_of(consultation_ordinary(), "Gentofte")


def answer_form_hostile() -> AnswerForm:
    return form_of(consultation_hostile(), NASTY)
