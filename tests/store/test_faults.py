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
    2: (
        "power cut",
        ("store/test_file_faults.py::test_what_must_survive_a_power_cut_is_on_the_disk_before_it_is_acknowledged",),
    ),
    3: (
        "disk full at each step, of replica and place",
        (
            "store/test_disk_full.py::test_a_full_disk_of_the_replica_refuses_edits_in_words_and_loses_none",
            "store/test_disk_full.py::test_a_full_disk_of_the_shared_file_makes_edits_wait_until_there_is_room",
            "store/test_disk_full.py"
            "::test_a_first_start_on_a_full_disk_is_refused_in_words_and_succeeds_when_there_is_room",
            "store/test_disk_full.py::test_a_whole_file_is_written_whole_or_not_at_all",
            "store/test_disk_full.py::test_a_sign_off_and_an_erasure_on_a_full_disk_leave_nothing_half",
        ),
    ),
    4: (
        "write-protected file or folder",
        (
            "store/test_replica.py::test_a_write_protected_file_can_be_read_but_edits_are_refused_in_words",
            "store/test_file_faults.py::test_a_write_protected_folder_can_be_read_from_and_edits_are_refused_in_words",
            "store/test_file_faults.py::test_a_home_folder_that_cannot_be_made_is_named",
        ),
    ),
    5: (
        "file deleted under the program",
        (
            "store/test_file_faults.py::test_a_file_harmed_under_the_program_is_told_and_edits_wait_until_it_is_back",
            "store/test_file_faults.py::test_a_deleted_file_is_put_back_from_the_replica_with_all_it_held",
        ),
    ),
    6: (
        "file replaced under the program",
        (
            "store/test_copies.py::test_a_file_exchanged_for_another_network_is_not_written_to",
            "store/test_file_faults.py::test_a_file_exchanged_for_another_networks_in_mid_exchange_is_not_written_to",
        ),
    ),
    7: (
        "file truncated under the program",
        ("store/test_file_faults.py::test_a_file_harmed_under_the_program_is_told_and_edits_wait_until_it_is_back",),
    ),
    8: (
        "garbage, no byte, half a download, a flipped bit, a foreign database",
        (
            "store/test_bad_files.py::test_an_empty_or_garbage_file_is_named_and_untouched",
            "store/test_bad_files.py::test_a_foreign_database_is_named_and_untouched",
            "store/test_file_faults.py::test_a_download_cut_off_anywhere_is_told_or_read_and_costs_nothing",
            "store/test_file_faults.py::test_a_byte_changed_anywhere_raises_nothing_but_words_and_costs_nothing",
            "store/test_file_faults.py::test_a_letter_changed_into_no_letter_is_named_by_its_row",
        ),
    ),
    9: (
        "newer, older and unknown structure; a migration killed midway, or done by two at once",
        (
            "store/test_bad_files.py::test_a_newer_file_is_refused_before_any_write",
            "store/test_migrations.py::test_replica_and_file_of_an_older_build_are_brought_up_to_date_after_a_backup",
            "store/test_migrations.py::test_an_older_build_leaves_what_a_newer_one_wrote",
            "store/test_migrations.py::test_a_step_that_this_program_does_not_know_stops_the_writing_and_is_named",
            "store/test_migrations.py::test_a_migration_killed_midway_is_done_whole_by_the_next_start",
            "store/test_migrations.py::test_programs_that_migrate_one_replica_and_one_file_at_once_do_it_once",
        ),
    ),
    10: (
        "journal of a dead process",
        (
            "store/test_file_faults.py::test_the_journal_of_a_dead_process_is_rolled_back_and_nothing_half_is_seen",
            "store/test_file_faults.py::test_the_journal_of_a_dead_process_beside_a_write_protected_file_is_named",
        ),
    ),
    11: (
        "stale journal beside a replaced file",
        (
            "store/test_file_faults.py::test_a_stale_journal_beside_a_replaced_file_costs_nobody_an_edit",
            "store/test_file_faults.py"
            "::test_a_published_file_is_not_replaced_under_what_another_program_has_not_written_yet",
        ),
    ),
    12: (
        "copy taken mid-transaction",
        ("store/test_file_faults.py::test_a_copy_taken_mid_transaction_is_taken_in_as_far_as_its_chains_hold",),
    ),
    13: (
        "file found in WAL mode",
        ("store/test_file_faults.py::test_a_file_found_in_wal_mode_is_read_and_set_back",),
    ),
    14: (
        "lock held by an idle reader",
        (
            "store/test_locks.py::test_a_lock_that_another_program_keeps_makes_edits_wait_and_no_longer",
            "store/test_locks.py::test_a_reader_hinders_nobody_from_opening_and_reading",
        ),
    ),
    15: (
        "lock held by a hung process for longer than anybody waits",
        (
            "store/test_locks.py::test_a_lock_that_another_program_keeps_makes_edits_wait_and_no_longer",
            "store/test_locks.py::test_a_replica_that_a_hung_second_window_holds_refuses_the_edit_in_words",
        ),
    ),
    16: (
        "network drive: locks that cannot be upgraded or exclude nobody, damage that passes",
        (
            "store/test_places.py::test_a_drive_that_refuses_to_upgrade_a_lock_is_locked_as_a_whole",
            "store/test_places.py::test_the_mount_tells_how_the_file_may_be_written",
            "store/test_places.py::test_every_kind_of_place_gives_back_what_was_pushed",
            "store/test_file_faults.py::test_what_only_seems_damaged_for_a_moment_is_read_again_before_it_is_told",
            "store/test_file_faults.py::test_a_file_that_only_seems_damaged_when_it_is_opened_is_opened",
        ),
    ),
    17: (
        "conflicted copies, several at once",
        (
            "store/test_copies.py::test_a_conflicted_copy_is_known_by_its_content_taken_in_and_put_aside",
            "store/test_merging.py::test_several_copies_at_once_are_all_taken_in",
            "store/test_merging.py::test_a_copy_that_two_take_in_at_once_is_put_aside_once_and_nobody_sees_an_error",
        ),
    ),
    18: (
        "an old file put back by a sync service",
        ("store/test_copies.py::test_a_file_set_back_to_an_older_state_gets_back_what_it_lost",),
    ),
    19: (
        "the last writer's file over the others'",
        (
            "store/test_places.py::test_what_two_publish_at_once_is_put_back_by_the_next_exchanges",
            "store/test_simulation.py::TestSharing",
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
        ("store/test_exchange.py::test_logs_add_up_to_the_same_tables_in_whatever_order_they_meet",),
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
            "store/test_copies.py::test_two_computers_with_one_replica_both_keep_their_edits",
            "store/test_copies.py::test_a_restored_home_folder_goes_on_where_the_shared_file_is",
            "store/test_merging.py::test_a_clone_that_pushes_in_the_same_moment_loses_nothing",
            "store/test_merging.py::test_a_copy_with_a_clones_other_history_is_named_and_left_where_it_is",
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
        (
            "store/test_locks.py::test_nothing_opens_hashes_or_copies_a_file_that_sqlite_may_hold",
            "store/test_file_faults.py::test_a_link_to_the_file_in_its_own_folder_is_no_copy_of_it",
        ),
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
            "store/test_merging.py::test_a_signed_version_is_not_changed_by_a_merge_and_the_attempt_is_named",
        ),
    ),
    30: (
        "guard dropped, chain rewritten, tail cut, version removed",
        (
            "store/test_signing.py::test_a_version_changed_behind_a_dropped_guard_is_named",
            "store/test_verify.py::test_a_rewritten_log_is_named_even_with_its_guards_put_back",
            "store/test_verify.py::test_a_rewritten_chain_that_holds_in_itself_is_a_fork",
            "store/test_merging.py::test_a_value_without_its_salt_is_no_proof",
            "store/test_merging.py::test_a_version_removed_with_its_ops_comes_back_from_those_who_have_it",
        ),
    ),
    31: (
        "fingerprint of the structure after each migration",
        (
            "store/test_migrations.py::test_the_fingerprint_after_every_step_is_the_programs_own",
            "store/test_schema.py::test_the_ledger_and_the_plain_steps_make_the_same_file",
        ),
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
        (
            "benchmarks/test_store_speed.py::test_a_long_log_is_opened_and_edited_as_fast_as_a_short_one",
            "benchmarks/test_store_speed.py::test_a_thousand_foreign_ops_are_pulled_verified_and_read_sooner_than_bare_transactions_write_them",
        ),
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
        ("store/test_file_faults.py::test_a_folder_that_is_gone_and_back_under_another_path_gets_what_waited",),
    ),
    37: (
        "long path, strange letters in a path",
        (
            "store/test_file_faults.py::test_any_letter_may_be_in_the_path",
            "store/test_file_faults.py::test_a_long_path_works_and_one_that_no_database_may_have_is_refused_in_words",
        ),
    ),
}
CASES = range(1, 38)

#: What one machine cannot play, or not wholly, and what was done instead; docs/faults.md says it in these words.
NOT_PLAYED: dict[int, str] = {
    2: "A power cut: the tests check how each file is synced and in which order; cuts of a virtual machine with the "
    "same settings lost nothing when the design was made.",
    16: "A Windows or SMB client and a session cut in mid-transaction: the tests play what the program sees of them "
    "(a refused lock, no lock, damage that passes); a real Samba share was measured when the design was made.",
    17: "The sync clients of OneDrive, Dropbox and Nextcloud: the tests play their habits (conflicted copies, last "
    "writer wins, torn downloads, older files put back) with a client of their own.",
    30: "A history rewritten by somebody who has every copy of the file: nothing in the file tells; the digest in a "
    "printed plan does, and any other computer's replica.",
}


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
    assert NOT_PLAYED.keys() <= set(CASES)
    for number, sentence in NOT_PLAYED.items():
        assert f"({number}) {sentence}" in text, number
