"""The person's sources as a list that other programs read, and such lists as sources."""

from pathlib import Path

from eventpal.app import EventPal
from eventpal.domain import Problem, SourceKind
from eventpal.errors import BadInput, FormatError, UserError
from eventpal.feeds.fetching.files import MIB, read_file
from eventpal.feeds.opml import Outline, read_opml, write_opml
from eventpal.feeds.refresh import Refreshed
from eventpal.progress import Progress
from eventpal.store.files import write_private

MOST_BYTES = 5 * MIB
WEB = ("http:", "https:", "webcal:", "webcals:")


def write(pal: EventPal, path: Path) -> int:
    """Write the sources that are on the web to ``path``; returns how many.

    Addresses of private calendars let anyone read them, so only the owner can read the file.

    Raises:
        BadInput: there are none, or it cannot be written there.
    """
    sources = [one for one in pal.sources.all() if one.kind is SourceKind.WEB]
    if not sources:
        raise BadInput("None of your sources is on the web, so there is no list to write.")
    outlines = [Outline(one.title, one.location, one.folder) for one in sources]
    write_private(path, write_opml(outlines))
    return len(sources)


def read(pal: EventPal, path: Path, progress: Progress) -> tuple[list[Refreshed], list[Problem]]:
    """Add the sources that ``path`` lists and read the new ones; one that can't be read stays.

    Returns:
        What came of the new ones, and what could not be added.

    Raises:
        UserError: it is no such list, or names nothing that can be added.
    """
    body, _ = read_file(path, MOST_BYTES, "", progress.token)
    # A list may come from anywhere: it must not make us read this computer's files.
    outlines = [one for one in read_opml(body or b"") if one.location.lower().startswith(WEB)]
    if not outlines:
        raise FormatError("This list has no web addresses: give an OPML file that has some.")
    known = {source.id for source in pal.sources.all()}
    sources, problems = [], list[Problem]()
    for one in outlines:
        try:
            source = pal.refresher.add(one.location, one.title)
        except UserError as error:
            problems.append(Problem(path.name, str(error)))
            continue
        if one.folder and source.id not in known:
            pal.sources.manage(source.id, folder=one.folder)
        sources.append(source)
    if not sources:
        raise FormatError(problems[0].message)
    new = [source.id for source in sources if source.id not in known]
    return (pal.refresh(new, progress) if new else []), problems
