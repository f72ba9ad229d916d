"""What the user last looked at in a network, and how: kept in this computer's settings, never in the shared file."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from cbnet_desktop.system import paths

#: The name of the setting: by network, what is remembered of each part of the window.
VIEWS = "views"


class ViewMemory:
    """The views of one network by the name of a part: the window, a tab, or a table."""

    def __init__(self, network_id: str) -> None:
        self._network_id = network_id
        known = paths.settings().get(VIEWS)
        own = known.get(network_id) if isinstance(known, dict) else None
        self._views: dict[str, Any] = own if isinstance(own, dict) else {}

    def of(self, part: str) -> dict[str, Any]:
        """What is remembered of a part. Somebody may have edited the settings: whoever asks looks at the values."""
        found = self._views.get(part)
        return found if isinstance(found, dict) else {}

    def text(self, part: str, name: str) -> str:
        """A text of a part, or ""."""
        found = self.of(part).get(name)
        return found if isinstance(found, str) else ""

    def keep(self, part: str, **values: Any) -> None:
        """Remembers these values of a part beside its others; None forgets one."""
        kept = {name: value for name, value in {**self.of(part), **values}.items() if value is not None}
        self._views[part] = kept
        if not kept:
            del self._views[part]

    def save(self) -> None:
        """Writes everything to the settings; a failure is ignored, since they are a convenience."""
        known = paths.settings().get(VIEWS)
        others = known if isinstance(known, dict) else {}
        with suppress(OSError):
            paths.save_settings(**{VIEWS: {**others, self._network_id: self._views}})
