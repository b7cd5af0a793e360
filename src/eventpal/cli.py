"""The command line: subcommands, no logic."""


def main() -> int:
    """Run one command; returns the exit status."""
    return 2
