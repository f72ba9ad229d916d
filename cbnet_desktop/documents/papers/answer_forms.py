"""The answer forms of a consultation, one for each central library (M13)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cbnet_desktop.documents.papers import answer_form as documents
from cbnet_desktop.documents.pdf import front
from cbnet_desktop.domain.meetings import annex_files
from cbnet_desktop.domain.papers import answer_form
from cbnet_desktop.domain.papers.answer_form import AnswerForm
from cbnet_desktop.domain.records.errors import Missing
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.titles import titles


def of_year(network: Network, year: int) -> Iterator[tuple[str, AnswerForm]]:
    """For each library that is asked the name of its file, without ending and no two alike, and its form.

    Raises Missing without proposals or libraries.
    """
    asked = answer_form.libraries(network, year)
    if not asked:
        raise Missing(f"Der er ingen centralbiblioteker at høre om indsatsområderne for {year}. Tilføj dem først.")
    used: set[str] = set()
    for library in asked:
        short = re.sub(r"[./\\]", "-", titles.name_in(network, library.id, year))
        name = wanted = annex_files.safe_name(f"svarskema-{year}-{short}")
        number = 1
        while name.casefold() in used:
            number += 1
            name = f"{wanted}-{number}"
        used.add(name.casefold())
        yield name, answer_form.form_of(network, year, library)


def pdf(form: AnswerForm) -> bytes:
    """The form as PDF; the same form gives the same bytes."""
    return front.render(form, documents.story)
