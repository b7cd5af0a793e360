"""Lets atheris look for bytes that break the readers, guided by what they reach.

``python -m tests.contract.atheris_fuzz NEW SEEDS -max_total_time=3600`` starts from the files of
SEEDS and puts those that reach something new into NEW. What it finds becomes a test. Atheris
is no dependency of EventPal: install it for the occasion.
"""

import sys

import atheris

with atheris.instrument_imports(include=["eventpal.feeds"]):
    import eventpal.feeds.pages.discovery
    import eventpal.feeds.pages.page  # noqa: F401
    from tests.contract.fuzzing import check


def main() -> None:
    """Look until the time is up."""
    atheris.Setup(sys.argv, lambda body: check(body) and None)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
