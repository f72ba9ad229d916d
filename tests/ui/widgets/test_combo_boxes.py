"""The list below a field offers what begins with the letters typed, before what only contains them."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from cbnet_desktop.domain.records import Appointment
from cbnet_desktop.ui.widgets.combo_boxes import Combo

PERSONS = ("Ditte Modelholm", "Gorm Tænkeholm", "Oda Digtervad", "Rikke Fiktivholm")


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("Od", ["Oda Digtervad"]),
        ("od", ["Oda Digtervad"]),
        ("digt", ["Oda Digtervad"]),
        ("holm", ["Ditte Modelholm", "Gorm Tænkeholm", "Rikke Fiktivholm"]),
        ("xy", []),
    ],
)
def test_a_list_offers_what_begins_so_before_what_only_contains_it(
    qtbot: QtBot, typed: str, offered: list[str]
) -> None:
    combo = Combo(Appointment.fields()["person_id"])
    qtbot.addWidget(combo)
    combo.addItems(PERSONS)
    combo.show()
    combo.lineEdit().clear()
    qtbot.keyClicks(combo.lineEdit(), typed)
    model = combo.completer().completionModel()
    assert [model.index(row, 0).data() for row in range(model.rowCount())] == offered
