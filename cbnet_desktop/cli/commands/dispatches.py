"""The commands dispatches (a list), draft, reminders, sent, save-dispatch and remove-draft: what goes out by mail."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cbnet_desktop.cli.commands.papers import meeting_named
from cbnet_desktop.cli.terminal.arguments import Day, FileName, Year, as_option, file_argument, json_option
from cbnet_desktop.cli.terminal.language import WrongCall, command
from cbnet_desktop.cli.terminal.opening import hand_over, opened, today_of, writing
from cbnet_desktop.cli.terminal.output import complain, say, say_json, say_table
from cbnet_desktop.domain.dispatches import dispatches, proposals, reminders
from cbnet_desktop.domain.dispatches.proposals import Proposal
from cbnet_desktop.domain.meetings import annexes
from cbnet_desktop.domain.records import Dispatch, DispatchRecipient, FocusSet, Person
from cbnet_desktop.domain.records.errors import Frozen, Invalid, Missing, UserError
from cbnet_desktop.domain.records.fields import quoted
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.titles import labels
from cbnet_desktop.domain.words import danish
from cbnet_desktop.domain.words.choices import DISPATCH_KINDS
from cbnet_desktop.system import held

if TYPE_CHECKING:
    from cbnet_desktop.store import Meant, Store

dispatch_argument = click.argument("dispatch_id", metavar="FORSENDELSE-ID")
target_option = click.option(
    "-o", "--output", "target", metavar="MAPPE", type=FileName(), required=True, help="Mappen, filerne lægges i."
)


@command(
    "dispatches",
    "Vis, hvad der er sendt.",
    """Viser forsendelserne, de nyeste først: hvad, hvornår, til hvem og på hvis ord. En kladde er ikke sendt endnu.""",
)
@file_argument
@json_option
def list_dispatches(path: Path, *, is_json: bool) -> None:
    """Lists all dispatches with their recipients."""
    with opened(path) as store:
        network = store.read()
        found = dispatches.newest_first(network.rows(Dispatch))
        if is_json:
            say_json([_as_json(network, row) for row in found])
        elif found:
            say_table(("Id", "Art", "Emne", "Tilstand", "Modtagere"), [_row(network, row) for row in found])
        else:
            say("Ingen forsendelser.")


def _row(network: Network, row: Dispatch) -> tuple[str, ...]:
    names = [one.name for one in dispatches.recipients(network, row)]
    return row.id, DISPATCH_KINDS[row.kind], row.subject, dispatches.told(network, row), ", ".join(names)


def _as_json(network: Network, row: Dispatch) -> dict[str, Any]:
    to = [{name: one.values()[name] for name in _SHOWN} for one in dispatches.recipients(network, row)]
    files = [{"id": one.id, "file_name": one.file_name, "sha256": one.sha256} for one in annexes.of(network, row)]
    return {"id": row.id, **row.values(), "recipients": to, "files": files}


_SHOWN = tuple(name for name in DispatchRecipient.fields() if name != "dispatch_id")


@command(
    "draft",
    "Skriv en kladde til en mail.",
    """Skriver en kladde, som mailprogrammet åbner og sender (.eml), og gemmer, hvad den siger, til hvem, og filerne i
    den. ART er notice (et mødes indkaldelse), minutes (dets referat), consultation (et års høring) eller plan (et års
    handlingsplan). Skriv bagefter »cbnet sent«, når den er sendt: så er mødet indkaldt, eller høringen begyndt.""",
)
@file_argument
@click.argument("kind", metavar="ART", type=click.Choice(["notice", "minutes", "consultation", "plan"]))
@target_option
@as_option
@click.option("--meeting", "wanted", metavar="MØDE", help="Mødet: dets id eller dato.")
@click.option("--year", metavar="ÅR", type=Year(), help="Året for høringen eller planen.")
@click.option("--deadline", metavar="DATO", type=Day(), help="Høringsfristen.")
@click.option("--to", "to", metavar="PERSON-ID", multiple=True, help="Kun til disse modtagere.")
@click.option("--subject", metavar="TEKST", help="Emnet i stedet for det foreslåede.")
@click.option("--text", metavar="TEKST", help="Teksten i stedet for den foreslåede.")
@click.option("--public", "is_public", is_flag=True, help="Den offentlige udgave uden lukkede punkter og bilag.")
@click.option("--no-annexes", "is_bare", is_flag=True, help="Kun papiret, ingen bilag.")
def draft(
    *,
    path: Path,
    kind: str,
    target: Path,
    meant: Meant | None,
    wanted: str | None,
    year: int | None,
    deadline: date | None,
    to: Sequence[str],
    subject: str | None,
    text: str | None,
    is_public: bool,
    is_bare: bool,
) -> None:
    """Records the draft and writes its mail into a folder."""
    with writing(path, meant) as store:
        proposal = _proposal(store, kind, wanted, year, deadline)
        if to:
            proposal = replace(proposal, recipients=_chosen(store.read(), proposal, to))
        chosen = () if is_bare else proposal.annexes
        proposal = replace(proposal, subject=subject or proposal.subject, text=text or proposal.text, annexes=chosen)
        _write_draft(store, proposal, target, is_public=is_public)
        hand_over(store)


def _proposal(store: Store, kind: str, wanted: str | None, year: int | None, deadline: date | None) -> Proposal:
    """What the domain proposes; raises WrongCall where it is not said of what."""
    network, by = store.read(), store.user
    day = today_of(network).isoformat()
    if (kind in ("notice", "minutes")) != bool(wanted) or bool(wanted) == bool(year):
        raise WrongCall("Skriv --meeting med notice og minutes, og --year med consultation og plan.")
    if wanted:
        from cbnet_desktop.domain.meetings import notice

        meeting = meeting_named(network, wanted)
        if kind == "minutes":
            return proposals.minutes(network, meeting, by)
        return proposals.notice(network, meeting, meeting.invitation or notice.invitation(network, meeting), by)
    assert year
    if kind == "plan":
        from cbnet_desktop.domain.plan import plan

        if (found := plan.of_year(network, year)) is None:
            raise Missing(f"Der er ingen handlingsplan for {year}. Start planåret først.")
        return proposals.plan(network, found, day, by)
    known = next((row.deadline for row in network.rows(FocusSet) if row.year == year), None)
    return proposals.consultation(network, year, day, deadline.isoformat() if deadline else known or "", by)


def _chosen(network: Network, proposal: Proposal, to: Sequence[str]) -> tuple[dispatches.Recipient, ...]:
    """The recipients of these people, others than the proposed ones too; raises Missing."""
    proposed = {one.person_id: one for one in proposal.recipients}
    found = []
    for person_id in dict.fromkeys(to):
        person = network.get(Person, person_id)
        known = proposed.get(person_id) or dispatches.Recipient(person.id, person.name, "", person.email)
        found.append(replace(known, is_meant=True))
    return tuple(found)


def _write_draft(store: Store, proposal: Proposal, target: Path, *, is_public: bool = False) -> None:
    """Writes the mail of a draft, records it, and prints the id; where one fails, nothing of the other is left."""
    from cbnet_desktop.documents.mail import drafting
    from cbnet_desktop.store.files import whole_files

    network = store.read()
    if not target.is_dir():
        raise Invalid(f"Mappen {target} findes ikke. Opret den, eller vælg en anden.")
    made = drafting.drafted(
        network, proposal, store.annexes, store.log, today=today_of(network), by=store.user, is_public=is_public
    )
    mail, is_written = target / made.file_name, False
    try:
        whole_files.write_bytes_new(mail, made.mail)
        is_written = True
        store.apply(f"Kladde skrevet: {proposal.subject}", made.changes)
    except UserError:
        if is_written:
            with suppress(OSError):
                held.remove(mail)
        store.annexes.let_go(str((change.after or {}).get("sha256", "")) for change in made.changes)
        raise
    for warning in made.warnings:
        complain(warning)
    say(f"{made.dispatch_id} {mail}")


@command(
    "reminders",
    "Vis, hvem der mangler hvad, og skriv rykkere.",
    """Viser for hver person de mål og opfølgninger, hvis frist er overskredet, og de høringssvar og samtykker, der
    mangler. Med -o skrives én kladde til hver, der har en e-mailadresse, i mappen.""",
)
@file_argument
@json_option
@as_option
@click.option("--person", "only", metavar="PERSON-ID", help="Kun denne person.")
@click.option("-o", "--output", "target", metavar="MAPPE", type=FileName(), help="Mappen, kladderne lægges i.")
def remind(path: Path, *, is_json: bool, meant: Meant | None, only: str | None, target: Path | None) -> None:
    """Lists what is due, or drafts one reminder per person."""
    if target is None:
        with opened(path) as store:
            _say_due(_due(store, only), is_json=is_json)
        return
    with writing(path, meant) as store:
        lacking = []
        for one in _due(store, only):
            if one.person and one.person.email:
                _write_draft(store, proposals.reminder(store.read(), one.person, one.lines, store.user), target)
            else:
                lacking.append(one.person.name if one.person else "noget uden ansvarlig")
        hand_over(store)
    if lacking:
        complain(f"Ingen kladde til {danish.joined(lacking)}: der er ingen e-mailadresse.")


def _due(store: Store, only: str | None) -> list[reminders.Reminder]:
    network = store.read()
    if only:
        network.get(Person, only)
    found = reminders.of(network, today_of(network).isoformat())
    return [one for one in found if not only or (one.person and one.person.id == only)]


def _say_due(found: list[reminders.Reminder], *, is_json: bool) -> None:
    if is_json:
        say_json([{"person_id": one.person.id if one.person else None, "lines": list(one.lines)} for one in found])
    for one in () if is_json else found:
        say(f"{one.person.name} ({one.person.id})" if one.person else "Uden nogen at rykke")
        for line in one.lines:
            say(f"  {line}")
    if not is_json and not found:
        say("Ingen mangler noget.")


@command(
    "sent",
    "Skriv, at en kladde er sendt.",
    """Skriver, at en kladde er sendt, på dit ord. En indkaldelse sætter mødet til indkaldt, en høring er begyndt den
    dag. Derefter kan forsendelsen ikke rettes.""",
)
@file_argument
@dispatch_argument
@as_option
@click.option("--date", "day", metavar="DATO", type=Day(), help="Dagen, den blev sendt (ellers dags dato).")
def mark_sent(path: Path, dispatch_id: str, meant: Meant | None, day: date | None) -> None:
    """Marks the dispatch as sent, with the act that it does."""
    with writing(path, meant) as store:
        network = store.read()
        row = network.get(Dispatch, dispatch_id)
        warning = dispatches.changed_words(network, row)
        on = (day or today_of(network)).isoformat()
        store.apply(f"Sendt: {row.subject}", [dispatches.sent(row, on, store.user)])
        hand_over(store)
    say(f"{quoted(row.subject)} er markeret som sendt.")
    if warning:
        complain(warning)


@command(
    "save-dispatch",
    "Gem det, der gik ud, som det gik ud.",
    """Gemmer en forsendelses papir og bilag i en mappe, som de gik ud. Med --mail gemmes også selve mailen (.eml) igen.
    En fil, der findes i forvejen, overskrives aldrig.""",
)
@file_argument
@dispatch_argument
@target_option
@click.option("--mail", "with_mail", is_flag=True, help="Gem også mailen.")
def save_dispatch(path: Path, dispatch_id: str, target: Path, *, with_mail: bool) -> None:
    """Writes the very bytes to new files."""
    from cbnet_desktop.documents.mail import drafting
    from cbnet_desktop.store.files import whole_files

    with opened(path) as store:
        network = store.read()
        row = network.get(Dispatch, dispatch_id)
        if not target.is_dir():
            raise Invalid(f"Mappen {target} findes ikke. Opret den, eller vælg en anden.")
        files = annexes.of(network, row)
        for file in files:
            say(f"Gemt som {store.annexes.save(file, target)}.")
        if with_mail:
            mail = target / drafting.file_name(row.kind, row.id)
            whole_files.write_bytes_new(mail, drafting.mail_of(network, row, store.annexes))
            say(f"Gemt som {mail}.")
        elif not files:
            say("Forsendelsen har ingen filer.")


@command(
    "remove-draft",
    "Fjern en kladde, der ikke blev sendt.",
    """Fjerner en kladde med dens modtagere og filer. Det, der er sendt, kan ikke fjernes.""",
)
@file_argument
@dispatch_argument
@as_option
def remove_draft(path: Path, dispatch_id: str, meant: Meant | None) -> None:
    """Removes the rows of a draft."""
    with writing(path, meant) as store:
        network = store.read()
        row = network.get(Dispatch, dispatch_id)
        if row.sent_on:
            raise Frozen(f"{quoted(row.subject)} er sendt og kan ikke fjernes.")
        store.apply(labels.describe(network, changes := dispatches.removed(network, row)), changes)
        hand_over(store)
