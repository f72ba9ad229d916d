"""The form on which a central library answers the consultation, on the screen or by pen (M13)."""

from __future__ import annotations

from cbnet_desktop.documents.pdf import front
from cbnet_desktop.documents.pdf.story import Story
from cbnet_desktop.documents.pdf.tagging import ChoiceField, TextField
from cbnet_desktop.domain.focus.asked import MOST_LINE, MOST_REMARK
from cbnet_desktop.domain.papers.answer_form import BY, ON, REMARK, STANCE, AnswerForm
from cbnet_desktop.domain.papers.consultation import ProposalText

_REMARK_HEIGHT, _LINE_HEIGHT = 62.0, 22.0
_ALL = "Alle forslag under ét"


def story(form: AnswerForm) -> Story:
    """Head, a question for each proposal, one for all of them, and who answered."""
    made = Story()
    made.form_key = form.key
    front.head(made, form.front)
    made.facts([("Svarfrist", form.deadline or "Ikke fastsat"), ("Svar sendes til", form.reply_to)])
    made.paragraph(
        "Sæt ét kryds for hvert forslag, og skriv bemærkningerne i feltet under det. Er svaret det samme for alle "
        "forslag, er krydset nederst nok. Gem den udfyldte fil, og send den tilbage. Skemaet kan også udskrives og "
        "udfyldes i hånden."
    )
    for proposal in form.proposals:
        made.heading(f"{proposal.number}. {proposal.title}", 2)
        _describe(made, proposal)
        _ask(made, form, f"{proposal.number}. {proposal.title}", f"-{proposal.number}", "Bemærkninger")
    made.heading(_ALL, 2)
    _ask(made, form, "alle forslag under ét", "", "Svar som helhed")
    made.text_field("Besvaret af (navn)", TextField(BY, "Navn på den, der svarer", MOST_LINE), _LINE_HEIGHT)
    made.text_field("Dato", TextField(ON, "Svarets dato, dag.måned.år", MOST_LINE), _LINE_HEIGHT)
    return made


def _describe(made: Story, proposal: ProposalText) -> None:
    words = [proposal.part, proposal.level]
    if proposal.proposed_by:
        words.append(f"foreslået af {proposal.proposed_by}")
    if proposal.continues:
        words.append(f"fortsætter {proposal.continues}")
    made.paragraph(" · ".join(words), "note", leads=True)
    if proposal.description.strip():
        made.prose(proposal.description)


def _ask(made: Story, form: AnswerForm, about: str, ending: str, remark: str) -> None:
    made.choice(ChoiceField(f"{STANCE}{ending}", f"Holdning til {about}", form.stances))
    wanted = TextField(f"{REMARK}{ending}", f"{remark} til {about}", MOST_REMARK, is_long=True)
    made.text_field(remark, wanted, _REMARK_HEIGHT)
