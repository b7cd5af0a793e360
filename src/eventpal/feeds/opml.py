"""Lists of feeds as OPML 2.0 (http://opml.org/spec2.opml), as feed readers exchange them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from eventpal.errors import FormatError

MOST_DEEP = 50
"""Folders inside each other that are followed."""
BETWEEN = " / "
"""Between a folder and the one inside it."""

_NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Outline:
    """One feed of a list, and the folder that it is in: "" for none, ``a / b`` for b inside a."""

    title: str
    location: str
    folder: str = ""


def write_opml(outlines: Sequence[Outline]) -> bytes:
    """The list as an OPML document."""
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = "EventPal"
    body = etree.SubElement(root, "body")
    folders = {"": body}
    for one in outlines:
        title = _plain(one.title)
        inside = _folder(folders, one.folder)
        etree.SubElement(
            inside, "outline", type="rss", text=title, title=title, xmlUrl=one.location
        )
    written: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)
    return written


def _folder(folders: dict[str, etree._Element], path: str) -> etree._Element:
    """The outline of a folder, made inside that of its parent where there is none yet."""
    if path not in folders:
        parent, _, name = path.rpartition(BETWEEN)
        name = _plain(name)
        folders[path] = etree.SubElement(_folder(folders, parent), "outline", text=name, title=name)
    return folders[path]


def _plain(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)


def read_opml(body: bytes) -> list[Outline]:
    """The feeds of an OPML document, each location once, in their order.

    Raises:
        FormatError: it is no such document, or lists no feeds.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        if b"<!ENTITY" in body:  # no list has any, but what wants to fill the memory does
            raise ValueError
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise FormatError(
            "This is no list of feeds: give an OPML file that a feed reader exported."
        ) from None
    found: dict[str, Outline] = {}
    for one in _feeds(root, (), 0):
        found.setdefault(one.location, one)
    if str(root.tag).lower() != "opml" or not found:
        raise FormatError("This file lists no feeds: give an OPML file that has some.")
    return list(found.values())


def _feeds(parent: etree._Element, folders: tuple[str, ...], deep: int) -> Iterator[Outline]:
    if deep > MOST_DEEP:
        return
    for child in parent:
        tag = child.tag.lower() if isinstance(child.tag, str) else ""
        if tag == "body":
            yield from _feeds(child, folders, deep + 1)
        elif tag == "outline":
            named = {name.lower(): text.strip() for name, text in child.items()}
            title = named.get("title") or named.get("text", "")
            location = named.get("xmlurl", "")
            path = (*folders, title) if title else folders
            if location:
                yield Outline(title, location, BETWEEN.join(folders))
            yield from _feeds(child, path if not location else folders, deep + 1)
