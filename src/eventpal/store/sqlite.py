"""sqlite_utils, without what it would bring along."""

import sys
from types import ModuleType
from typing import cast

_absent = "pandas" not in sys.modules
if _absent:
    # It loads pandas wherever that is installed, for a type of column that is not used here: a
    # quarter of the time until the first picks. No module is found whose place holds None.
    sys.modules["pandas"] = cast("ModuleType", None)

import sqlite_utils  # noqa: E402

if _absent:
    del sys.modules["pandas"]

__all__ = ["sqlite_utils"]
