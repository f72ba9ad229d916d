"""Parsing a signed plan's canonical JSON, whichever version of the program wrote it."""

from __future__ import annotations

import json

from cbnet_desktop.domain.plan.plan_content import PlanContent
from cbnet_desktop.domain.words.plain_data import rebuilt


def read(canonical: bytes) -> PlanContent:
    """The content of a signed version; fields missing from it are empty, unknown ones are ignored."""
    found = rebuilt(PlanContent, json.loads(canonical))
    assert isinstance(found, PlanContent)
    return found
