"""Publishers' HTML or text to plain text that is safe to show and to give to a model.

What comes out holds no markup, no control characters and nothing invisible: bidirectional
controls can make a line read differently from what it is, and tag characters can hide words from
the person that a model would read.
"""

import html
import re

import nh3

MAX_INPUT = 200_000
"""Characters of one text that are looked at; the rest is cut before parsing."""
MAX_TAGS = 4_000
"""From here on, tags are taken out one by one: parsing takes the square of the nesting."""

_LINE_TAGS = {"br", "p", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "dd", "dt"}
_CELL_TAGS = {"td", "th"}
_DROPPED_WITH_CONTENT = {"script", "style", "title", "template", "iframe", "noscript", "svg"}

_CLEANER = nh3.Cleaner(
    tags=_LINE_TAGS | _CELL_TAGS,
    clean_content_tags=_DROPPED_WITH_CONTENT,
    attributes={},
    link_rel=None,
    strip_comments=True,
)

_TAG = re.compile(r"</?([a-z][a-z0-9]{0,9})\b[^<>]{0,2000}>", re.IGNORECASE)
_KNOWN_TAG = re.compile(
    r"</?(?:br|p|div|li|ul|ol|tr|td|table|h[1-6]|span|a|b|i|u|em|strong|img|font)"
    r"(?:\s[^<>]{0,2000})?/?>",
    re.IGNORECASE,
)
_BLOCK_TAG = re.compile(r"<(?:br|p|div|li|tr|h[1-6])[\s/>]", re.IGNORECASE)
_ENTITY = re.compile(
    r"&(?:amp|nbsp|lt|gt|quot|apos|rsquo|lsquo|ndash|mdash|#\d{1,7}|#x[\da-f]{1,6});"
)
# Mail programs write links as <https://…>, which a browser would drop as an unknown tag.
_AUTOLINK = re.compile(r"<((?:https?://|mailto:|tel:)[^<>\s]{1,2000}|[\w.+-]{1,64}@[\w.-]{1,255})>")

_INVISIBLE = (
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"  # C0 and C1 but tab and line breaks
    "\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"  # soft hyphen, joiners, fillers
    "\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"  # zero width, bidirectional controls
    "\u3164\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff"
    "\ud800-\udfff"  # halves of surrogate pairs, which cannot be stored
    "\U000e0000-\U000e0fff"  # tag characters
)
_INVISIBLE_LETTERS = "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u3164\uffa0"
# Joiners shape emoji, Arabic and Indic scripts; anywhere else they only hide.
_STRAY_JOINER = "[\u200c\u200d](?![^\x00-\u02ff])|(?<![^\x00-\u02ff])[\u200c\u200d]"
_REMOVED = re.compile(f"[{_INVISIBLE}]+|{_STRAY_JOINER}")
_BREAKS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_MANY_BREAKS = re.compile(r"\n{3,}")
_EMPTY_LINE = re.compile(r"\n[ \t\r]*\n")


def plain_text(html_or_text: str) -> str:
    """The text a reader would see, with lines kept and at most one empty line between them."""
    text = html_or_text[:MAX_INPUT]
    for _ in range(3):  # feeds are known to escape their HTML once and twice over
        if "<" in text:
            text = _without_tags(text)
        elif "&" in text:
            text = html.unescape(text)
        else:
            break
        if not (_KNOWN_TAG.search(text) or _ENTITY.search(text)):
            break
    return tidy(text)


def plain_line(html_or_text: str) -> str:
    """The same on one line: for titles, venues and names."""
    if html_or_text.isascii() and html_or_text.isprintable() and not _marked(html_or_text):
        return " ".join(html_or_text.split())
    return " ".join(plain_text(html_or_text).split())


def tidy(text: str) -> str:
    """Plain text without what is invisible, each run of blanks as one, lines kept."""
    text = text.replace("\xa0", " ")
    # All that must go is unprintable to Python, but for a few "letters": a test 20 times as quick.
    plain = text.replace("\n", "").isprintable()
    if plain and (text.isascii() or not any(letter in text for letter in _INVISIBLE_LETTERS)):
        lines = text.split("\n")
    else:
        lines = _REMOVED.sub("", _BREAKS.sub("\n", text)).split("\n")
    if len(lines) == 1:
        return " ".join(lines[0].split())
    return _MANY_BREAKS.sub("\n\n", "\n".join([" ".join(line.split()) for line in lines])).strip()


def _marked(text: str) -> bool:
    return "<" in text or "&" in text


def _without_tags(text: str) -> str:
    text = _AUTOLINK.sub(r"\1", text)
    if _BLOCK_TAG.search(text):
        # In HTML a line break is only a blank. Calendars mix both, so an empty line still counts.
        text = "<br><br>".join([" ".join(part.split()) for part in _EMPTY_LINE.split(text)])
    if text.count("<") > MAX_TAGS:
        text = _TAG.sub(_break, text)
    clean = _CLEANER.clean(text)
    return html.unescape(_TAG.sub(_break, clean))


def _break(tag: re.Match[str]) -> str:
    name = tag[1].lower()
    if name in _CELL_TAGS:
        return " "
    closing = tag[0].startswith("</")
    if name == "li":
        return "" if closing else "\n• "
    if name in {"p", "h1", "h2", "h3", "h4", "h5", "h6"}:
        return "\n\n" if closing else "\n"
    return "\n" if not closing or name == "div" else ""
