from __future__ import annotations

import json
import signal
import subprocess
import time
from pathlib import Path

import pytest

from cbnet_desktop.cli.terminal.lines import WaitingLines, opened_stream
from cbnet_desktop.store import Store
from tests.cli.console import Cbnet, Laptop, Line


def _person(row_id: str, name: str) -> tuple[str, str, None, dict[str, str]]:
    return "people", row_id, None, {"name": name}


def test_each_line_is_an_edit_with_its_own_answer(laptop: Laptop, file: Path, line: Line) -> None:
    lines = [line("Mette", _person("p1", "Mette")), line("To til", _person("p2", "Bo"), _person("p3", "Åse"))]
    ran = laptop.run("apply", file, "-", stdin=b"".join(lines))
    assert (ran.code, ran.err) == (0, "")
    first, second = ran.lines
    assert first["ok"] is second["ok"] is True
    entries = laptop.run("history", file, "people", "--json").json
    assert {entry["edit"] for entry in entries} == {first["edit"], second["edit"]}
    assert {entry["label"] for entry in entries} == {"Mette", "To til"}


def test_edits_come_from_a_file_too(laptop: Laptop, file: Path, line: Line, tmp_path: Path) -> None:
    source = tmp_path / "rettelser.jsonl"
    source.write_bytes(line("Mette", _person("p1", "Mette")))
    assert [result["ok"] for result in laptop.run("apply", file, source).lines] == [True]
    for wrong in (tmp_path / "none.jsonl", tmp_path):
        ran = laptop.run("apply", file, wrong)
        assert ran.code == 2
        assert ran.out == ""
        assert ran.sentence


def test_blank_lines_a_byte_order_mark_and_crlf_are_fine(laptop: Laptop, file: Path, line: Line) -> None:
    text = b"\xef\xbb\xbf" + line("A", _person("p1", "A")).replace(b"\n", b"\r\n") + b"\r\n  \n"
    ran = laptop.run("apply", file, "-", stdin=text + line("B", _person("p2", "B")).rstrip())
    assert ran.code == 0
    assert [result["ok"] for result in ran.lines] == [True, True]


def test_an_edit_without_a_label_is_described(laptop: Laptop, file: Path) -> None:
    text = json.dumps({"changes": [{"table": "people", "row_id": "p1", "before": None, "after": {"name": "Mette"}}]})
    assert laptop.run("apply", file, "-", stdin=text.encode()).code == 0
    assert laptop.run("history", file, "people", "p1", "--json").json[0]["label"] == "Person tilføjet: Mette"


def _raw(change: str, label: str = '"x"') -> bytes:
    return f'{{"label": {label}, "changes": [{{{change}}}]}}'.encode()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (b"hej", "Linjen er ikke gyldig JSON"),
        (b'"\xff"', "Linjen er ikke gyldig UTF-8"),
        (b"[]", "mindst én ændring"),
        (b'{"label": "x", "changes": []}', "mindst én ændring"),
        (b'{"label": 5, "changes": [1]}', '"label" skal være en tekst'),
        (b'{"label": "x", "changes": [1]}', 'objekt med "table"'),
        (_raw('"table": "people"'), 'objekt med "table"'),
        (_raw('"table": 1, "row_id": "a", "before": null, "after": {}'), '"table" skal'),
        (_raw('"table": "people", "row_id": "", "before": null, "after": {}'), '"row_id"'),
        (_raw('"table": "people", "row_id": "a", "before": null, "after": 1'), "højst én"),
        (_raw('"table": "people", "row_id": "a", "before": null, "after": null'), "højst én"),
        (_raw('"table": "folk", "row_id": "a", "before": null, "after": {}'), "»folk«"),
        (_raw('"table": "folk", "row_id": "a", "before": {}, "after": {}'), "»folk«"),
        (_raw('"table": "people", "row_id": "a", "before": null, "after": {"x": 1}'), "»x«"),
        (_raw('"table": "people", "row_id": "a", "before": null, "after": {"name": 1}'), "»1«"),
        (_raw('"table": "people", "row_id": "a", "before": null, "after": {"name": "\\ud800"}'), "ikke kan gemmes"),
        (_raw('"table": "people", "row_id": "p0", "before": {}, "after": {"phone": "1"}'), '"before" mangler »phone«'),
        (_raw('"table": "people", "row_id": "a", "before": null, "after": {}', '"\\ud800"'), "ikke kan gemmes"),
        (_raw('"table": "goals", "row_id": "a", "before": null, "after": {"position": NaN}'), "tal eller lister"),
        (b"[" * 100_000, "tal eller lister"),
        (b'{"n": ' + b"9" * 10_000 + b"}", "tal eller lister"),
    ],
)
def test_a_bad_line_is_refused_and_the_next_one_tried(
    laptop: Laptop, file: Path, line: Line, text: bytes, expected: str
) -> None:
    good = line("Bo", _person("p1", "Bo"))
    ran = laptop.run("apply", file, "-", stdin=line("Mette", _person("p0", "Mette")) + text + b"\n" + good)
    assert (ran.code, ran.err) == (1, "")
    first, refused, last = ran.lines
    assert first["ok"] is last["ok"] is True
    assert (refused["ok"], refused["error"], refused["line"]) == (False, "invalid", 2)
    assert expected in refused["message"]
    assert refused["message"].endswith(".")
    assert len(laptop.run("show", file, "people", "--json").json) == 2


def test_a_value_somebody_else_changed_is_a_conflict_and_stays(laptop: Laptop, file: Path, line: Line) -> None:
    laptop.run("apply", file, "-", stdin=line("Mette", _person("p1", "Mette")))
    stale = line("Navn", ("people", "p1", {"name": "Marie"}, {"name": "Anna"}))
    ran = laptop.run("apply", file, "-", stdin=stale)
    assert ran.code == 1
    (refused,) = ran.lines
    named = {name: refused[name] for name in ("error", "table", "row_id", "field")}
    assert named == {"error": "conflict", "table": "people", "row_id": "p1", "field": "name"}
    assert laptop.run("show", file, "people", "p1", "--json").json["name"] == "Mette"


def test_a_signed_version_is_frozen(laptop: Laptop, file: Path, line: Line) -> None:
    ran = laptop.run("apply", file, "-", stdin=line("Version", ("plan_versions", "v", None, {"pdf": "x"})))
    assert (ran.code, ran.lines[0]["error"]) == (1, "frozen")


def test_an_edit_of_several_changes_is_all_or_nothing(laptop: Laptop, file: Path, line: Line) -> None:
    edit = line("Begge", _person("p1", "Mette"), ("people", "p2", {"name": "A"}, {"name": "B"}))
    ran = laptop.run("apply", file, "-", stdin=edit)
    assert (ran.code, ran.lines[0]["error"]) == (1, "missing")
    assert laptop.run("show", file, "people", "--json").json == []


def test_the_answer_comes_before_the_next_line_is_written(laptop: Laptop, file: Path, line: Line) -> None:
    process = laptop.start("apply", file, "-")
    for number in range(5):
        process.stdin.write(line("En", _person(f"p{number}", "Mette")))
        assert json.loads(process.stdout.readline())["ok"] is True
    process.stdin.close()
    assert process.wait(timeout=30) == 0


def test_what_was_answered_survives_a_kill(laptop: Laptop, file: Path, line: Line) -> None:
    process = laptop.start("apply", file, "-")
    acknowledged = []
    for number in range(20):
        process.stdin.write(line("En", _person(f"p{number}", f"Nr. {number}")))
        acknowledged.append(json.loads(process.stdout.readline())["edit"])
    process.send_signal(signal.SIGKILL)
    process.wait(timeout=30)
    assert {row["id"] for row in laptop.run("show", file, "people", "--json").json} == {f"p{n}" for n in range(20)}
    assert {entry["edit"] for entry in laptop.run("history", file, "people", "--json").json} == set(acknowledged)
    assert laptop.run("verify", file).code == 0


def test_the_shared_file_has_the_edit_while_apply_waits_for_more(
    laptop: Laptop, other_laptop: Laptop, file: Path, line: Line
) -> None:
    process = laptop.start("apply", file, "-")
    process.stdin.write(line("Mette", _person("p1", "Mette")))
    process.stdout.readline()
    deadline = time.monotonic() + 10
    while not other_laptop.run("show", file, "people", "--json").json:
        assert time.monotonic() < deadline
    assert process.poll() is None
    process.stdin.close()
    assert process.wait(timeout=30) == 0


def test_a_stream_of_lines_reaches_the_shared_file_before_it_ends(
    laptop: Laptop, other_laptop: Laptop, file: Path, line: Line, tmp_path: Path
) -> None:
    """With thousands of lines waiting, the file that a colleague opens must not lag behind until the last."""
    source = tmp_path / "edits.jsonl"
    total = 5_000
    source.write_bytes(b"".join(line("En", _person(f"p{number}", "Mette")) for number in range(total)))
    process = laptop.start("apply", file, source, stdout=subprocess.DEVNULL)
    try:
        arrived = 0
        while not arrived and process.poll() is None:
            arrived = len(other_laptop.run("show", file, "people", "--json").json)
        assert 0 < arrived < total
        assert process.poll() is None
    finally:
        process.kill()
        process.wait(timeout=30)


def test_a_broken_pipe_ends_quietly_with_the_edits_in_the_file(
    laptop: Laptop, other_laptop: Laptop, file: Path, line: Line
) -> None:
    process = laptop.start("apply", file, "-")
    process.stdin.write(line("Mette", _person("p1", "Mette")))
    process.stdout.readline()
    process.stdout.close()
    process.stdin.write(line("Bo", _person("p2", "Bo")))
    assert process.wait(timeout=30) == 1
    assert process.stderr.read() == b""
    assert len(other_laptop.run("show", file, "people", "--json").json) == 2


def test_a_shared_file_that_went_away_leaves_the_edits_on_the_laptop(laptop: Laptop, file: Path, line: Line) -> None:
    process = laptop.start("apply", file, "-")
    process.stdin.write(line("Mette", _person("p1", "Mette")))
    process.stdout.readline()
    time.sleep(0.3)
    away = file.parent.rename(file.parent.with_name("væk"))
    process.stdin.write(line("Bo", _person("p2", "Bo")))
    assert json.loads(process.stdout.readline())["ok"] is True
    process.stdin.close()
    assert process.wait(timeout=30) == 0
    assert process.stderr.read().decode().startswith("Gemt på denne computer, men ikke lagt i mappen endnu: Mappen")
    away.rename(file.parent)
    assert len(laptop.run("show", file, "people", "--json").json) == 2


def test_two_laptops_writing_at_once_lose_nothing(laptop: Laptop, other_laptop: Laptop, file: Path, line: Line) -> None:
    started = [(one, one.start("apply", file, "-")) for one in (laptop, other_laptop)]
    for number in range(30):
        for name, (_, process) in zip("ab", started, strict=True):
            process.stdin.write(line("En", _person(f"{name}{number}", "Mette")))
    for one, process in started:
        process.stdin.close()
        answers = process.stdout.read().splitlines()
        assert process.wait(timeout=60) == 0, one
        assert [json.loads(answer)["ok"] for answer in answers] == [True] * 30
    for one in (laptop, other_laptop):
        assert len(one.run("show", file, "people", "--json").json) == 60
        assert one.run("verify", file).out == "Alt stemmer med historikken.\n"


def test_a_read_only_place_can_be_read_but_refuses_each_edit(laptop: Laptop, file: Path, line: Line) -> None:
    (place,) = file.parent.glob("cbnet-*")
    place.chmod(0o555)
    try:
        assert laptop.run("tables", file).code == 0
        lines = laptop.run("apply", file, "-", stdin=line("Mette", _person("p1", "Mette")))
        ran = laptop.run("add", file, "people", "name=Mette")
    finally:
        place.chmod(0o755)
    assert (lines.code, lines.lines[0]["error"]) == (1, "read_only")
    assert ran.code == 1
    assert "skrivebeskyttet" in ran.sentence
    assert laptop.run("show", file, "people", "--json").json == []


def test_an_unexpected_fault_answers_its_line_and_ends_with_3(
    cbnet: Cbnet, file: Path, line: Line, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(Store, "apply", fail)
    source = tmp_path / "edits.jsonl"
    source.write_bytes(line("Mette", _person("p1", "Mette")))
    ran = cbnet("apply", file, source)
    assert (ran.code, ran.lines[0]["error"]) == (3, "fault")


@pytest.mark.filterwarnings("error::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_reader_that_leaves_early_stops_the_reading_without_a_traceback(tmp_path: Path) -> None:
    source = tmp_path / "edits.jsonl"
    source.write_bytes(b"{}\n" * 100_000)
    with opened_stream(source) as stream:
        lines = WaitingLines(stream)
        assert lines.next(None) == b"{}"
    while lines.next(0.2) is not None:
        assert not lines.is_over
