"""``python -m eventpal`` and the ``eventpal`` command."""

import sys

from eventpal.cli import main

if __name__ == "__main__":
    sys.exit(main())
