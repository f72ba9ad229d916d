"""No real client loses an acknowledged edit, stops a laptop or leaves two laptops different."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.outside.catalogue import CLIENTS
from tests.outside.clients import Client
from tests.outside.oracle import played

SECONDS = float(os.environ.get("OUTSIDE_SECONDS", "30"))


@pytest.mark.parametrize("client", CLIENTS)
def test_under_a_real_client_every_acknowledged_edit_reaches_every_laptop(client: type[Client], tmp_path: Path) -> None:
    if reason := client.obstacle():
        pytest.skip(reason)
    report = played(client, tmp_path, SECONDS)
    assert report.faults == (), report
    assert report.acknowledged > len(report.lost) * 10, report
    assert report.kills, report
