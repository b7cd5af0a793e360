"""The items of JSON: JSON Feed, and what the programs behind event calendars answer.

The Events Calendar, Localist, Gancio, Squarespace, Google and their relatives each name things
their own way, but all give a list of objects with a title and a start. Objects are found by that.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from eventpal.errors import FormatError
from eventpal.feeds.items import field_names
from eventpal.feeds.items.feed_items import (
    MOST_ITEMS,
    Feed,
    Field,
    Item,
    key_of,
    place_in,
    string_of,
    written_at,
)

_DEEPEST = 5
_MOST_IN_LIST = 50
_JSON_FEED = re.compile(r"https?://(?:www\.)?jsonfeed\.org/version/")
_OWN = (
    "id", "url", "title", "contenthtml", "contenttext", "summary", "datepublished",
    "datemodified", "image", "bannerimage", "externalurl", "language", "tags", "attachments",
    "authors", "author", "description", "created", "updated", "modified", "published",
)  # fmt: skip
_TITLE = ("title", "name", "summary", "subject", "event_name", "event_title", "headline")
_LINK = (
    "url", "external_url", "html_link", "htmlLink", "localist_url", "event_url", "permalink",
    "link", "public_url", "publicUrl", "website", "canonical_url", "absolute_url",
)  # fmt: skip
_TEXT = (
    "content_html", "content_text", "description", "body", "description_text", "summary",
    "details", "excerpt", "short_description", "text",
)  # fmt: skip
_PICTURE = (
    "image", "banner_image", "photo_url", "image_url", "assetUrl", "picture", "photo", "media",
)  # fmt: skip


def read_json_items(body: bytes) -> Feed | None:
    """The items in ``body``; None where it is JSON that lists no events.

    Raises:
        FormatError: it says that it is a JSON Feed and is damaged.
    """
    text = body.decode("utf-8-sig", "replace")
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        if _JSON_FEED.search(text[:5_000]):
            raise FormatError("It is a JSON Feed that is damaged.") from None
        return None
    items = data.get("items") if isinstance(data, dict) else None
    if isinstance(items, list) and _JSON_FEED.match(string_of(data.get("version"))):
        found = [_item(one) for one in items[:MOST_ITEMS] if isinstance(one, dict)]
        return Feed(string_of(data.get("title")), "", None, tuple(found))
    read = [item for one in _objects(data, 0) if (item := _answer(one)) is not None]
    if not read:
        return None
    title = string_of(data.get("title")) or string_of(data.get("summary")) if isinstance(
        data, dict
    ) else ""  # fmt: skip
    return Feed(title, "", None, tuple(read[:MOST_ITEMS]))


def _objects(value: object, depth: int) -> Iterator[Mapping[str, Any]]:
    """The objects in the first lists of objects that are met, each out of its wrapping."""
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for one in value[:MOST_ITEMS]:
            inner = one
            while isinstance(inner, dict) and len(inner) == 1:
                (inner,) = inner.values()
            if isinstance(inner, dict):
                yield inner
    elif isinstance(value, dict):
        for one in value.values():
            if isinstance(one, list | dict):
                yield from _objects(one, depth + 1)


def _answer(data: Mapping[str, Any]) -> Item | None:
    """An object of a program's answer, where it has a title and a start."""
    title = _first(data, _TITLE)
    if not title:
        return None
    item = _item(data)
    if not any(one.text or one.attributes for one in field_names.starts(item)):
        return None
    # A number of the program's own would make one event of things of two towns.
    identity = string_of(data.get("iCalUID")) or string_of(data.get("uid"))
    return Item(
        title=title, link=item.link, guid=identity, html=item.html, categories=item.categories,
        images=item.images, place=item.place, fields=item.fields,
    )  # fmt: skip


def _item(data: Mapping[str, Any]) -> Item:
    fields: dict[str, list[Field]] = {}
    _fields(data, "", fields, 0)
    for own in _OWN:
        left = [field for field in fields.pop(own, ()) if field.inside]
        if left:
            fields[own] = left
    tags = data.get("tags") or data.get("categories")
    named = [one.get("name") if isinstance(one, dict) else one for one in tags] if isinstance(
        tags, list
    ) else []  # fmt: skip
    return Item(
        title=string_of(data.get("title")),
        link=_first(data, _LINK),
        guid=str(data.get("id") or ""),
        html=_first(data, _TEXT),
        published=written_at(data.get("date_published")),
        categories=tuple(string_of(tag) for tag in named),
        images=tuple(_pictures(data)),
        place=place_in(fields),
        fields=fields,
    )


def _first(data: Mapping[str, Any], names: tuple[str, ...]) -> str:
    for name in names:
        value = data.get(name)
        if isinstance(value, dict):
            value = value.get("rendered") or value.get("text") or value.get("html")
        if text := string_of(value):
            return text
    return ""


def _pictures(data: Mapping[str, Any]) -> Iterator[str]:
    for name in _PICTURE:
        value = data.get(name)
        yield string_of(value.get("url") if isinstance(value, dict) else value)
    attachments = data.get("attachments")
    for one in attachments if isinstance(attachments, list) else ():
        if isinstance(one, dict) and string_of(one.get("mime_type")).startswith("image/"):
            yield string_of(one.get("url"))


def _fields(value: object, name: str, fields: dict[str, list[Field]], depth: int) -> None:
    """Every text and number in ``value``, by the name that it stands under and that above it."""
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for one in value[:_MOST_IN_LIST]:
            _fields(one, name, fields, depth + 1)
    if not isinstance(value, dict):
        return
    for key, one in value.items():
        called = key_of(str(key))
        if isinstance(one, str | int | float):
            text = str(one).lower() if isinstance(one, bool) else str(one)
            fields.setdefault(called, []).append(Field(text, {}, name))
            continue
        if isinstance(one, dict):  # the element itself, before what is in it, as in XML
            fields.setdefault(called, []).append(Field("", {}, name))
        _fields(one, called, fields, depth + 1)
