"""What the lines of strace tell about bytes that a power cut could take back."""

import pytest

from bench.calls import moments
from bench.traced import ANSWER, Call, Moment, call_in, calls_in, not_durable, out_of_order

HOME = "/srv/linli"
DATABASE = f"{HOME}/linli.db"
ANSWERED = 'write(9<pipe:[5]>, ""..., 40) = 40'
COMMIT = [
    f'openat(AT_FDCWD</>, "{DATABASE}-journal", O_RDWR|O_CREAT|O_NOFOLLOW|O_CLOEXEC, 0644) = 7<{DATABASE}-journal>',
    f'pwrite64(7<{DATABASE}-journal>, ""..., 512, 0) = 512',
    f"fdatasync(7<{DATABASE}-journal>) = 0",
    f"fdatasync(8<{HOME}>) = 0",
    f'pwrite64(4<{DATABASE}>, ""..., 4096, 0) = 4096',
    f"fdatasync(4<{DATABASE}>) = 0",
]
REMOVED = f'unlink("{DATABASE}-journal") = 0'
VOID = [f'pwrite64(7<{DATABASE}-journal>, ""..., 28, 0) = 28', f"fdatasync(7<{DATABASE}-journal>) = 0"]
PICTURE = [
    f'mkdir("{HOME}/files/89", 0777) = 0',
    f"fsync(5<{HOME}/files>) = 0",
    f'openat(AT_FDCWD</>, "{HOME}/files/89/draft", O_RDWR|O_CREAT|O_EXCL, 0600) = 5<{HOME}/files/89/draft>',
    f'write(5<{HOME}/files/89/draft>, ""..., 3000) = 3000',
    f"fsync(5<{HOME}/files/89/draft>) = 0",
    f'rename("{HOME}/files/89/draft", "{HOME}/files/89/a.jpg") = 0',
    f"fsync(5<{HOME}/files/89>) = 0",
]


def faults(*lines: str) -> list[str]:
    return not_durable(calls_in([*lines, ANSWERED], answer=9), HOME, {DATABASE})


def test_bytes_and_names_that_were_synced_are_no_fault() -> None:
    assert faults(*PICTURE, *COMMIT, *VOID) == []


@pytest.mark.parametrize("left_out", [*(line for line in PICTURE if "fsync" in line), COMMIT[5], VOID[1]])
def test_each_sync_that_is_left_out_is_missed(left_out: str) -> None:
    assert faults(*(line for line in (*PICTURE, *COMMIT, *VOID) if line != left_out)) != []


def test_a_journal_that_is_removed_may_be_back_after_a_power_cut() -> None:
    assert faults(*COMMIT, REMOVED) == ["linli.db-journal: its folder was not synced before the answer"]
    assert faults(*COMMIT, REMOVED, f"fdatasync(8<{HOME}>) = 0") == []


def test_what_is_synced_only_after_the_answer_comes_too_late() -> None:
    calls = calls_in([*COMMIT, VOID[0], ANSWERED, VOID[1]], answer=9)
    assert not_durable(calls, HOME, {DATABASE}) == [
        "linli.db-journal: written and not synced before the answer"
    ]
    assert not_durable(calls_in([ANSWERED], answer=9), HOME, set()) == [
        "nothing was synced before the answer"
    ]


def test_a_file_that_comes_after_its_row_is_out_of_order() -> None:
    calls = calls_in([*PICTURE, *COMMIT], answer=9)
    assert out_of_order(calls, f"{HOME}/files", DATABASE) == []
    late = out_of_order(calls_in([*COMMIT, *PICTURE], answer=9), f"{HOME}/files", DATABASE)
    assert "a.jpg: rename after the first row was written" in late


def test_a_call_that_was_refused_or_only_read_changes_nothing() -> None:
    refused = call_in('mkdir("/srv/linli/files/89", 0777) = -1 EEXIST (File exists)')
    read = call_in('openat(AT_FDCWD</>, "/srv/linli/linli.db", O_RDONLY) = 4</srv/linli/linli.db>')
    assert refused and read and not refused.changes and not read.changes
    assert call_in(ANSWERED, answer=9) == Call("write", ANSWER, '9<pipe:[5]>, ""..., 40) = 40')
    assert call_in("+++ killed by SIGKILL +++") is None


def test_a_process_is_struck_around_each_sync_and_name_before_the_many_pages() -> None:
    import random

    calls = calls_in([*["getpid() = 7"] * 20, *PICTURE, *COMMIT, *VOID, ANSWERED], answer=9)
    chosen = moments(calls, 12, random.Random(1))
    assert Moment("rename", 1) in chosen and len(chosen) == 12
    assert {moment.name for moment in chosen} <= {
        "mkdir",
        "fsync",
        "openat",
        "write",
        "rename",
        "fdatasync",
        "pwrite64",
    }
    assert len(moments(calls, 200, random.Random(1))) == 200
