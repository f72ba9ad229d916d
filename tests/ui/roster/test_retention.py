"""»Foreslået sletning« on the overview and on the person, which leads to the dialog and erases nothing by itself."""

from __future__ import annotations

from cbnet_desktop.domain.records import NetworkProfile, Person, Seat
from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.overview.overview_tab import OverviewTab
from cbnet_desktop.ui.roster.person_actions import PersonActions
from tests.ui.adding import Add


def _set_years(session: Session, years: int | None) -> None:
    profile = session.network.profile
    before = {"contact_years": profile.contact_years}
    session.write([Change(NetworkProfile.TABLE, profile.id, before, {"contact_years": years})])


def test_a_former_members_contact_data_are_proposed_for_erasure_and_stay_until_somebody_erases_them(
    session: Session, add: Add
) -> None:
    person = add("people", name="Asta Forhen", phone="26547891")
    seat = session.network.live(Seat)[0].id
    add("appointments", seat_id=seat, person_id=person, starts_on="2009-01-01", ends_on="2010-06-30")
    overview, actions = OverviewTab(session), PersonActions(session, lambda: session.network.row("people", person))
    overview.renew()
    assert overview.erasures.isHidden()
    assert actions.proposal.isHidden()
    _set_years(session, 5)
    overview.renew()
    actions.renew()
    assert not overview.erasures.isHidden()
    assert "Asta Forhen, der ikke har siddet i netværket i 5 år" in overview.erasures.text()
    assert "siden 30.06.2010" in actions.proposal.text()
    jumps: list[tuple[str, str, str]] = []
    overview.jump_asked.connect(lambda *place: jumps.append(place))
    overview.erasures_shower.click()
    assert jumps == [("people", person, "")]
    session.store.exchange()
    assert session.network.get(Person, person).values()["phone"] == "26547891"
