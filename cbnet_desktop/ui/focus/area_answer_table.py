"""What a library answers on each focus area, in the form of its consultation answer (M13)."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from cbnet_desktop.domain.focus import focus
from cbnet_desktop.domain.records import AreaAnswer, ConsultationAnswer
from cbnet_desktop.domain.records.fields import Record
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.form.form_table import FormTable
from cbnet_desktop.ui.table.columns import TableSpec, column


class AreaAnswerTable(FormTable):
    """Hidden for records other than consultation answers."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        self._session = session
        self._answer_id = ""
        spec = TableSpec(
            AreaAnswer,
            (
                column(
                    AreaAnswer,
                    "focus_area_id",
                    width=18,
                    is_editable=False,
                    elsewhere="Rækkens indsatsområde ligger fast: svaret gives på hvert af dem.",
                ),
                column(AreaAnswer, "stance", width=14),
                column(AreaAnswer, "remark", width=18),
            ),
            rows=lambda _: (),
            title="For hvert indsatsområde",
        )
        super().__init__(session, spec, self._rows, parent)
        self.add_button = self.add_action("Svar for h&vert område", self.add)

    @property
    def answer(self) -> ConsultationAnswer | None:
        """The consultation answer shown, in its current state."""
        return self._session.network.find(ConsultationAnswer, self._answer_id)

    def show_record(self, record: Record | None) -> None:
        """Shows the rows of a consultation answer; hides for any other record."""
        self._answer_id = record.id if isinstance(record, ConsultationAnswer) else ""
        self.renew()

    def add(self) -> None:
        """Adds a row for each focus area without one and starts editing the first stance."""
        answer = self.answer
        if answer is None:
            return
        made = focus.asked_by_area(self._session.network, answer)
        if made and self._session.execute("Svar for hvert indsatsområde gjort klar", made):
            self.renew()
            self.pane.begin_editing(made[0].row_id, "stance")

    def renew(self) -> None:
        """Reads the rows again; the button adds what is missing."""
        super().renew()
        answer = self.answer
        self.setVisible(answer is not None)
        if answer and self._has_actions:
            is_missing = bool(focus.asked_by_area(self._session.network, answer))
            self.add_button.setEnabled(is_missing and not self._session.is_read_only)

    def _rows(self) -> list[AreaAnswer]:
        return focus.area_answers(self._session.network, self.answer) if self.answer else []
