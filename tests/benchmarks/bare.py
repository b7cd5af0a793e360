"""What everything is measured beside: icalendar alone over a folder or file."""

import json
import sys
from pathlib import Path

import icalendar


def main(location: Path) -> None:
    """Parse every file and count the events that icalendar accepts."""
    events = refused = 0
    for path in sorted(location.glob("*.ics")) if location.is_dir() else [location]:
        try:
            found = icalendar.Calendar.from_ical(path.read_bytes(), multiple=True)
        except ValueError:
            refused += 1
            continue
        events += sum(len(one.walk("VEVENT")) for one in found)
    print(json.dumps({"events": events, "refused": refused}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
