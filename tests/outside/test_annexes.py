"""An annex under clients that carry folders: it arrives whole, and an erased one goes everywhere and stays away."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.outside.clients import Bisync, Client, wait_until
from tests.outside.computer import Computer
from tests.outside.servers import Syncthing

#: More than a client carries in one breath, and nothing that it could press together.
PDF = b"%PDF-1.7\n" + random.Random(15).randbytes(3 << 20)


def carried(client: Client, *computers: Computer) -> None:
    """Everybody exchanges, and the client carries, until nothing new is on its way."""
    for _ in range(2):
        for computer in computers:
            client.sync(computer.name)
            computer.exchange()
        client.rest()


@pytest.mark.parametrize("kind", [Bisync, Syncthing])
def test_an_annex_arrives_whole_under_a_real_client_and_an_erased_one_goes_everywhere(
    kind: type[Client], tmp_path: Path
) -> None:
    if reason := kind.obstacle():
        pytest.skip(reason)
    client = kind(tmp_path, ("Anna", "Bo"))
    anna, bo = (Computer(name, tmp_path / "laptops", client.folder(name)) for name in client.names)
    client.start()
    try:
        anna.done("new", "--name", "Netværket", "--from", "2014")
        meeting = anna.done("add", "meetings", "held_on=2014-05-01")
        (paper := tmp_path / "Årsregnskab.pdf").write_bytes(PDF)
        annex = anna.done("attach", paper, "--meeting", meeting)
        client.rest()
        for name in client.names:
            client.sync(name)
        wait_until(bo.file.exists, "the file's arrival")
        carried(client, anna, bo)
        bo.done("save-annex", annex, "-o", tmp_path / "fetched.pdf")
        assert (tmp_path / "fetched.pdf").read_bytes() == PDF
        assert [computer.do("verify").out for computer in (anna, bo)] == ["Alt stemmer med historikken.\n"] * 2
        anna.done("remove-annex", annex, "--erase", "--reason", "Delt ved en fejl")
        carried(client, bo, anna)
        assert not list(bo.home.rglob("*.bi1"))
        assert not list(bo.folder.rglob("*.bi1"))
        assert not list(anna.folder.rglob("*.bi1"))
    finally:
        client.stop()
