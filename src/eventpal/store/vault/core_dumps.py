"""Keeping what is in memory out of files that a crash leaves."""

import sys

if sys.platform != "win32":
    import resource


def forbid_core_dumps() -> None:
    """From now on, no crash of this process or of one it starts writes its memory to the disk.

    The soft limit of 0 is also what systemd-coredump and apport go by. Windows writes no dumps of
    an application's memory unless somebody has set it up to.
    """
    if sys.platform != "win32":
        _, hard = resource.getrlimit(resource.RLIMIT_CORE)
        resource.setrlimit(resource.RLIMIT_CORE, (0, hard))
