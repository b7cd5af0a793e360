"""Calendars that are written as XML (xCal, RFC 6321) or JSON (jCal, RFC 7265), as iCalendar.

Only the form is changed: what the lines say is read, and judged, where iCalendar is.
"""

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from eventpal.feeds.charset import narrowed

_XCAL = re.compile(rb"<(?:\w{1,20}:)?(?:icalendar|vcalendar)[\s>]", re.IGNORECASE)
_JCAL = re.compile(rb"\s*\[\s*(?:\[\s*)?\"(?:vcalendar|icalendar)\"", re.IGNORECASE)
_HEAD = 4_000
_DEEPEST = 12
_PARTS = {
    "vcalendar", "vevent", "vtimezone", "standard", "daylight", "valarm", "vtodo", "vjournal",
    "vfreebusy", "vlocation", "vresource", "participant", "vavailability", "available",
}  # fmt: skip
_MOMENT = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?:T(\d\d):?(\d\d)(?::?(\d\d))?(?:\.\d{1,9})?(Z?))?")
_OFFSET = re.compile(r"([+-]\d\d):(\d\d)(?::(\d\d))?")
_RAW = {"uri", "cal-address", "duration", "integer", "float", "boolean", "binary", "recur"}


def as_icalendar(body: bytes) -> bytes | None:
    """``body`` as iCalendar where it is xCal or jCal that can be read at all, else None."""
    body = narrowed(body).lstrip(b"\xef\xbb\xbf \t\r\n")
    if body.startswith(b"<") and _XCAL.search(body[:_HEAD]):
        lines = list(_from_xml(body))
    elif body.startswith(b"[") and _JCAL.match(body[:_HEAD]):
        lines = list(_from_json(body))
    else:
        return None
    return "\r\n".join([*lines, ""]).encode("utf-8", "replace") if lines else None


# xCal


def _from_xml(body: bytes) -> Iterator[str]:
    if b"<!ENTITY" in body or b"<!entity" in body:
        return  # a calendar has no need of its own entities, and they can grow without bounds
    try:
        root = ET.fromstring(body)  # noqa: S314 - entities are refused just above
    except (ET.ParseError, ValueError, LookupError):
        return
    if _local(root) == "icalendar":
        for child in root:
            yield from _xml_part(child, 0)
    elif _local(root) == "vcalendar":
        yield from _xml_part(root, 0)


def _local(element: ET.Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def _xml_part(element: ET.Element, depth: int) -> Iterator[str]:
    name = _local(element)
    if depth > _DEEPEST:
        return
    if name in {"components", "properties"}:
        for child in element:
            yield from _xml_part(child, depth + 1)
    elif name in _PARTS:
        yield f"BEGIN:{name.upper()}"
        for child in element:
            yield from _xml_part(child, depth + 1)
        yield f"END:{name.upper()}"
    elif name and depth:
        yield from _xml_property(name, element)


def _xml_property(name: str, element: ET.Element) -> Iterator[str]:
    parameters: dict[str, str] = {}
    found: dict[str, list[str]] = {}
    for child in element:
        kind = _local(child)
        if kind == "parameters":
            parameters = {_local(one): "".join(one.itertext()).strip() for one in child}
        elif kind == "recur":
            parts = [f"{_local(part).upper()}={(part.text or '').strip()}" for part in child]
            found.setdefault("recur", []).append(";".join(_gathered(parts)))
        elif kind == "period":
            found.setdefault("period", []).append("/".join(_plain(one.text or "") for one in child))
        else:
            text = "".join(child.itertext()).strip()
            if name == "geo":
                found.setdefault("geo", []).append(text)
            else:
                found.setdefault(kind, []).append(text)
    if not found and (element.text or "").strip():  # the older form: the value itself
        found["unknown"] = [(element.text or "").strip()]
        parameters = {key.lower(): value for key, value in element.attrib.items()}
    for kind, texts in found.items():
        if kind == "geo":
            yield _line(name, parameters, "unknown", [";".join(texts)])
        else:
            yield _line(name, parameters, kind, texts)


def _gathered(parts: Sequence[str]) -> Iterator[str]:
    """BYDAY=MO and BYDAY=TU as BYDAY=MO,TU."""
    rule: dict[str, list[str]] = {}
    for part in parts:
        key, _, value = part.partition("=")
        rule.setdefault(key, []).append(_plain(value) if key == "UNTIL" else value)
    return (f"{key}={','.join(found)}" for key, found in rule.items())


# jCal


def _from_json(body: bytes) -> Iterator[str]:
    try:
        data = json.loads(body.decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        return
    many = data if data and isinstance(data[0], list) else [data]
    for one in many:
        yield from _json_part(one, 0)


def _json_part(data: Any, depth: int) -> Iterator[str]:
    if not (isinstance(data, list) and len(data) >= 2 and isinstance(data[0], str)):
        return
    name = data[0].upper()
    if depth > _DEEPEST or not name.isalnum():
        return
    yield f"BEGIN:{name}"
    for one in data[1] if isinstance(data[1], list) else ():
        yield from _json_property(one)
    for one in data[2] if len(data) > 2 and isinstance(data[2], list) else ():
        yield from _json_part(one, depth + 1)
    yield f"END:{name}"


def _json_property(data: Any) -> Iterator[str]:
    if not (isinstance(data, list) and len(data) >= 4 and isinstance(data[0], str)):
        return
    name, parameters, kind, *given = data
    stated = {
        str(key): ",".join(map(str, value)) if isinstance(value, list) else str(value)
        for key, value in (parameters.items() if isinstance(parameters, dict) else ())
    }
    if kind == "recur":
        texts = [";".join(_json_rule(one)) for one in given if isinstance(one, dict)]
    elif kind == "period":
        texts = [
            "/".join(_plain(str(end)) for end in one) for one in given if isinstance(one, list)
        ]
    elif name == "geo":
        texts, kind = (
            [";".join(map(str, given[0]))] if isinstance(given[0], list) else [],
            "unknown",
        )
    else:
        texts = [_text(one) for one in given]
    if texts:
        yield _line(name, stated, str(kind), texts)


def _json_rule(rule: Mapping[str, Any]) -> Iterator[str]:
    for key, value in rule.items():
        many = value if isinstance(value, list) else [value]
        told = ",".join(_plain(str(one)) if key.lower() == "until" else str(one) for one in many)
        yield f"{key.upper()}={told}"


def _text(value: Any) -> str:
    if isinstance(value, list):
        return ";".join(map(str, value))
    return str(value).lower() if isinstance(value, bool) else str(value)


# Lines


def _line(name: str, parameters: Mapping[str, str], kind: str, texts: Sequence[str]) -> str:
    """One line of iCalendar; what could end it is taken out."""
    head = re.sub(r"[^A-Z0-9-]", "", name.upper())
    for key, value in parameters.items():
        if called := re.sub(r"[^A-Z0-9-]", "", key.upper()):
            told = re.sub(r"[\x00-\x1f\"]", " ", value)
            head += f';{called}="{told}"'
    if kind == "date" and "VALUE" not in head:
        head += ";VALUE=DATE"
    elif kind == "period":
        head += ";VALUE=PERIOD"
    if kind in {"date", "date-time", "utc-offset", "date-and-or-time"}:
        said = [_plain(text) for text in texts]
    elif kind in _RAW or kind in {"period", "unknown"}:
        said = [re.sub(r"[\x00-\x1f]+", " ", text) for text in texts]
    else:
        said = [_escaped(text) for text in texts]
    return f"{head}:{','.join(said)}"


def _plain(text: str) -> str:
    """A moment or an offset as iCalendar writes it."""
    text = text.strip()
    if match := _MOMENT.fullmatch(text):
        day = f"{match[1]}{match[2]}{match[3]}"
        return f"{day}T{match[4]}{match[5]}{match[6] or '00'}{match[7]}" if match[4] else day
    if match := _OFFSET.fullmatch(text):
        return f"{match[1]}{match[2]}{match[3] or ''}"
    return re.sub(r"[\x00-\x1f]+", " ", text)


def _escaped(text: str) -> str:
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return re.sub(r"[\x00-\x08\x0b-\x1f]+", " ", re.sub(r"\r\n?|\n", "\\\\n", text))
