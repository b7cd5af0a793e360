"""What the engine's process gives up when it starts."""

import ctypes
import platform
import signal
import struct
import sys

_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS = 1, 4, 22, 38
_SECCOMP_MODE_FILTER = 2

_LOAD, _EQUAL, _ANSWER = 0x20, 0x15, 0x06
_NUMBER, _ARCHITECTURE, _FIRST_ARGUMENT = 0, 4, 16
_X86_64 = 0xC000003E
_ARCH_PRCTL, _ARCH_REQ_XCOMP_PERM = 158, 0x1023
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050001


def confine(*, tiles: bool) -> None:
    """Leave no memory image behind, and die with the application.

    ``tiles``: whether the matrix tiles are known to work (see ``engine.tiles``).
    """
    # Ctrl-C in a terminal is for the application, which then ends us.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform != "win32":
        import resource  # noqa: PLC0415 - there is none on Windows

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        # A crash handler that is a program (systemd's, say) does not heed the limit, but this.
        libc = ctypes.CDLL(None)
        libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
        # Frozen, we would not see the pipe close.
        libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if not tiles:
        go_without_tiles()


def go_without_tiles() -> None:
    """Keep llama.cpp from using the matrix tiles (AMX) of newer Intel processors.

    Called before llama.cpp is first used. Asked for the tiles, the system then refuses, and
    llama.cpp goes on with AVX-512.
    """
    if sys.platform != "linux" or platform.machine() != "x86_64":
        return
    program = b"".join(
        struct.pack("<HBBI", *instruction)
        for instruction in (
            (_LOAD, 0, 0, _ARCHITECTURE),
            (_EQUAL, 0, 5, _X86_64),
            (_LOAD, 0, 0, _NUMBER),
            (_EQUAL, 0, 3, _ARCH_PRCTL),
            (_LOAD, 0, 0, _FIRST_ARGUMENT),
            (_EQUAL, 0, 1, _ARCH_REQ_XCOMP_PERM),
            (_ANSWER, 0, 0, _REFUSE),
            (_ANSWER, 0, 0, _ALLOW),
        )
    )
    kept = ctypes.create_string_buffer(program, len(program))
    filter_ = struct.pack("@HxxxxxxQ", len(program) // 8, ctypes.addressof(kept))
    libc = ctypes.CDLL(None)
    libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, filter_, 0, 0)
