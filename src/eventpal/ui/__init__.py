"""The window: everything Qt, and nothing else."""

import builtins

import PySide6.QtCore  # noqa: F401

# PySide6 puts its own function in the place of ``import``. For the sake of spellings that we do not
# use (``from __feature__ import …``) it reads the source text of every module that is loaded later:
# a fifth of the time until the first picks.
builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
