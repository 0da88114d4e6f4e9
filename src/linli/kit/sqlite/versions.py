"""Which SQLite libraries may write a WAL database from many processes.

Versions 3.7.0 to 3.51.2 can lose a part of the write-ahead log when it is reset by two connections at once; 3.51.3 and the
back-ports 3.50.7 and 3.44.6 are mended. An older library is used with the rollback journal, which has no such race.
"""

Version = tuple[int, int, int]

FIRST_WITH_WAL: Version = (3, 7, 0)
MENDED: Version = (3, 51, 3)
BACK_PORTS: tuple[Version, ...] = ((3, 50, 7), (3, 44, 6))


def wal_is_safe(version: Version) -> bool:
    if version >= MENDED:
        return True
    return any(version[:2] == port[:2] and version >= port for port in BACK_PORTS)


def journal_mode(version: Version) -> str:
    """WAL where it is safe, else the rollback journal: slower for readers beside a writer, but never torn.

    A transaction ends with the journal. Deleting it is not on the disk before its folder is synced, which
    synchronous=FULL leaves out: after a power cut the journal would be back and the transaction undone. Kept and
    made void (persist) it is synced itself.
    """
    return "wal" if wal_is_safe(version) else "persist"
