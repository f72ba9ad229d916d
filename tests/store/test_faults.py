"""The list of what can go wrong with a shared SQLite file, and the test that plays each case."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[1]
PAGE = TESTS.parent / "docs" / "faults.md"

#: Case number of the list, what it is, and the tests that play it, as file::name below tests/.
PLAYED: dict[int, tuple[str, tuple[str, ...]]] = {
    1: (
        "kill -9 in every step of an exchange",
        (
            "store/test_kills.py::test_a_kill_at_each_step_of_an_edit_and_of_an_exchange_loses_nothing",
            "store/test_kills.py::test_kills_at_random_moments_lose_nothing",
            "store/test_kills.py::test_300_processes_were_killed",
        ),
    ),
    3: (
        "disk full at each step, of replica and place",
        (
            "store/test_disk_full.py::test_a_full_disk_of_the_replica_refuses_edits_in_words_and_loses_none",
            "store/test_disk_full.py::test_a_full_disk_of_the_folder_makes_edits_wait_until_there_is_room",
            "store/test_disk_full.py::test_a_first_start_on_a_full_disk_is_refused_in_words_and_succeeds_when_there_is_room",
            "store/test_disk_full.py::test_a_whole_file_is_written_whole_or_not_at_all",
            "store/test_disk_full.py::test_a_sign_off_and_an_erasure_on_a_full_disk_leave_nothing_half",
        ),
    ),
    4: (
        "write-protected file or folder",
        (
            "store/test_replica.py::test_a_write_protected_folder_can_be_read_but_edits_are_refused_in_words",
            "store/test_file_faults.py::test_a_home_folder_that_cannot_be_made_is_named",
        ),
    ),
    5: (
        "file deleted under the program",
        (
            "store/test_file_faults.py::test_a_file_harmed_under_the_program_stops_no_exchange_and_is_written_anew_by_its_keeper",
            "store/test_file_faults.py::test_a_folder_that_is_deleted_is_laid_again_with_all_it_held",
        ),
    ),
    6: (
        "file replaced under the program",
        (
            "store/test_found_outside.py::test_d11_a_known_path_that_leads_to_another_network_writes_into_neither_by_mistake",
        ),
    ),
    7: (
        "file truncated under the program",
        (
            "store/test_file_faults.py::test_a_file_harmed_under_the_program_stops_no_exchange_and_is_written_anew_by_its_keeper",
        ),
    ),
    8: (
        "garbage, no byte, half a download, a flipped bit, a foreign database",
        (
            "store/test_bad_files.py::test_an_empty_or_garbage_file_is_named_and_untouched",
            "store/test_bad_files.py::test_a_foreign_database_is_named_and_untouched",
            "store/test_found_outside.py::test_d2_a_damaged_piece_is_not_taken_in_and_its_writer_lays_it_anew",
            "store/test_fuzzing.py::test_harmed_files_merges_backups_pieces_and_lines_are_refused_in_words_or_taken_in",
        ),
    ),
    9: (
        "newer, older and unknown structure; a migration killed midway, or done by two at once",
        ("store/test_bad_files.py::test_a_newer_file_is_refused_before_any_write",),
    ),
    15: (
        "lock held by a hung process for longer than anybody waits",
        ("store/test_locks.py::test_a_replica_that_a_hung_second_window_holds_refuses_the_edit_in_words",),
    ),
    17: (
        "conflicted copies, several at once",
        (
            "store/test_found_outside.py::test_d7_temporary_and_conflict_files_of_sync_clients_are_left_alone",
            "store/test_found_outside.py::test_d1_a_copy_beside_the_file_is_left_and_looking_at_it_moves_nothing",
        ),
    ),
    18: (
        "an old file put back by a sync service",
        ("store/test_found_outside.py::test_d3_a_server_and_a_profile_put_back_lose_nothing_that_a_colleague_has",),
    ),
    19: (
        "the last writer's file over the others'",
        (
            "store/test_found_outside.py::test_d4_nothing_that_is_written_twice_ever_lies_in_the_shared_folder",
            "store/test_schedules.py::test_whatever_places_clients_clones_and_crashes_do_every_laptop_has_all_in_the_end",
        ),
    ),
    20: (
        "same cell, same row, delete and edit, natural key, orphan, same edit and same id twice",
        (
            "store/test_conflicts.py::test_a_cell_changed_by_two_is_listed_with_both_values_and_what_it_was",
            "store/test_merging.py::test_the_same_row_with_other_cells_is_no_conflict",
            "store/test_conflicts.py::test_a_row_archived_here_and_edited_there_is_listed",
            "store/test_merging.py::test_a_row_taken_away_here_and_edited_there_comes_back_with_the_edit",
            "store/test_merging.py::test_a_row_taken_away_knowingly_stays_away_wherever_it_arrives",
            "store/test_merging.py::test_a_second_row_of_the_same_natural_key_is_kept_and_can_be_archived",
            "store/test_merging.py::test_a_row_whose_owner_is_gone_is_kept_shown_and_can_be_given_another",
            "store/test_merging.py::test_the_same_edit_twice_is_one_edit",
            "store/test_merging.py::test_one_id_made_by_two_is_one_row_and_its_two_values_a_conflict",
        ),
    ),
    21: (
        "order and repetition of merging",
        ("store/test_exchange.py::test_edits_add_up_to_the_same_tables_in_whatever_order_and_bags_they_come",),
    ),
    22: (
        "20 writers",
        ("store/test_crowd.py::test_twenty_processes_on_one_file_lose_nothing_see_no_error_and_end_alike",),
    ),
    23: (
        "stale form",
        (
            "store/test_replica.py::test_a_field_that_somebody_else_changed_is_a_conflict_that_says_what_it_holds_now",
            "store/test_locks.py::test_a_stale_form_is_refused_whoever_was_first",
        ),
    ),
    24: (
        "clock wrong by a day",
        ("store/test_merging.py::test_a_clock_wrong_by_a_day_loses_nothing_and_knowing_edits_still_win",),
    ),
    25: (
        "cloned replica",
        (
            "store/test_found_outside.py::test_d3_a_clone_that_wrote_too_keeps_both_branches_and_both_go_on",
            "store/test_found_outside.py::test_d3_a_server_and_a_profile_put_back_lose_nothing_that_a_colleague_has",
            "store/test_merging.py::test_a_clone_that_lays_its_piece_in_the_same_moment_loses_nothing",
            "store/test_merging.py::test_a_copy_with_a_clones_other_branch_is_merged_like_any",
        ),
    ),
    26: (
        "second window on one computer",
        (
            "store/test_exchange.py::test_a_second_process_on_the_same_laptop_is_noticed",
            "store/test_locks.py::test_two_windows_of_one_computer_edit_at_once_and_both_see_all",
            "store/test_locks.py::test_what_two_threads_write_at_once_is_all_there_and_seen_by_both",
        ),
    ),
    27: (
        "live file opened past SQLite",
        ("store/test_locks.py::test_nothing_opens_hashes_or_copies_a_file_that_sqlite_may_hold",),
    ),
    28: (
        "two SQLite libraries",
        (
            "store/test_locks.py::test_every_file_is_opened_by_one_sqlite_library",
            "test_architecture.py::test_there_is_one_sqlite_library",
        ),
    ),
    29: (
        "signed version changed: UPDATE, DELETE, REPLACE, UPSERT, through its plan, through a merge",
        (
            "store/test_signing.py::test_the_file_guards_a_version_against_every_kind_of_overwriting",
            "store/test_merging.py::test_a_signed_version_is_not_lost_with_its_plan",
            "store/test_merging.py::test_a_signed_version_is_not_changed_by_a_merge",
        ),
    ),
    30: (
        "guard dropped, chain rewritten, tail cut, version removed",
        (
            "store/test_signing.py::test_a_version_changed_behind_a_dropped_guard_is_named",
            "store/test_verify.py::test_a_rewritten_log_is_named_even_with_its_guards_put_back",
            "store/test_found_outside.py::test_s5_nobody_continues_or_signs_for_another_computer",
            "store/test_found_outside.py::test_s2_values_that_somebody_blanked_are_filled_in_by_the_next_piece_that_has_them",
            "store/test_merging.py::test_a_version_removed_from_the_file_comes_back_from_those_who_have_it",
        ),
    ),
    31: (
        "fingerprint of the structure after each migration",
        ("store/test_schema.py::test_the_ledger_and_the_plain_steps_make_the_same_file",),
    ),
    32: (
        "edit past the program",
        (
            "store/test_verify.py::test_an_edited_field_is_named_with_both_values",
            "store/test_verify.py::test_added_and_removed_rows_are_named",
        ),
    ),
    33: (
        "letters: composition, far and får, order of æ, ø, å",
        (
            "store/test_replica.py::test_decomposed_letters_are_stored_composed",
            "store/test_merging.py::test_far_and_faar_are_two_values_however_their_letters_are_composed",
            "domain/words/test_danish.py::test_names_stand_in_danish_order",
            "domain/words/test_danish.py::test_a_decomposed_letter_sorts_as_the_composed_one",
        ),
    ),
    34: (
        "a million ops",
        ("benchmarks/test_store_speed.py::test_a_long_log_is_opened_and_edited_as_fast_as_a_short_one",),
    ),
    35: (
        "copies taken while others write",
        (
            "store/test_locks.py::test_a_backup_taken_while_others_write_is_whole",
            "store/test_locks.py::test_a_copy_saved_while_others_write_is_whole",
        ),
    ),
    36: (
        "folder gone and back under another path",
        ("store/test_found_outside.py::test_d11_a_second_path_to_a_known_network_asks_once",),
    ),
    37: (
        "long path, strange letters in a path",
        (
            "store/test_file_faults.py::test_any_letter_may_be_in_the_path",
            "store/test_file_faults.py::test_a_long_path_works_and_one_that_no_database_may_have_is_refused_in_words",
        ),
    ),
}
CASES = tuple(PLAYED)
#: Cases of the file that many wrote, which is gone: its journals, locks and migrations.
GONE = (2, 10, 11, 12, 13, 14, 16)

#: What one machine cannot play, or not wholly, and what was done instead; docs/faults.md says it in these words.
NOT_PLAYED = (
    "A power cut: the tests check how each file is synced and in which order.",
    "A history rewritten by somebody who has every copy of it and every key: nothing in the folder tells; the digest "
    "in a printed plan does, and any other computer's replica.",
)


def _names(file: Path) -> set[str]:
    kinds = (ast.FunctionDef, ast.ClassDef)
    names = {node.name for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))) if isinstance(node, kinds)}
    assigned = re.findall(r"^(Test\w+) = ", file.read_text(encoding="utf-8"), re.MULTILINE)
    return names | set(assigned)


@pytest.mark.parametrize("number", CASES)
def test_every_case_is_played_by_tests_that_exist(number: int) -> None:
    what, nodes = PLAYED[number]
    assert what
    assert nodes
    for node in nodes:
        file, _, name = node.partition("::")
        assert name in _names(TESTS / file), node


def test_the_page_of_faults_says_what_was_not_played_and_what_was_done_instead() -> None:
    text = " ".join(PAGE.read_text(encoding="utf-8").split())
    for sentence in NOT_PLAYED:
        assert sentence in text
