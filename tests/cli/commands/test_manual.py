from __future__ import annotations

from pathlib import Path

from cbnet_desktop import RELEASED, __version__
from cbnet_desktop.documents.manual import paper
from tests.cli.console import Cbnet


def test_the_manual_is_written_without_a_network(cbnet: Cbnet, tmp_path: Path) -> None:
    target = tmp_path / "manual.pdf"
    ran = cbnet("manual", "-o", target)
    assert (ran.code, ran.err) == (0, "")
    assert target.read_bytes() == paper.render(paper.content(__version__, RELEASED))
