"""Pictures in the window: decoded within bounds, made anew, and shown once they are there."""

import struct
import zlib

import pytest
from PySide6.QtCore import QBuffer, QIODevice, QSize
from PySide6.QtGui import QColor, QImage

from eventpal.ui.cards.covers import Covers
from eventpal.ui.cards.pictures import LONGEST_SIDE, small
from tests.gui.fake_app import FakeApp, make_event, make_source

ADDRESS = "https://www.example.org/poster.png"


def picture(form="PNG", width=1600, height=900, colour="#ff0000", text=""):
    image = QImage(width, height, QImage.Format.Format_ARGB32)
    image.fill(QColor(colour))
    if text:
        image.setText("Comment", text)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert image.save(buffer, form)
    return bytes(buffer.data().data())


@pytest.mark.parametrize("form", ["PNG", "JPG", "WEBP"])
def test_a_picture_is_made_anew_and_small(application, form):
    made = small(picture(form, text="where it was taken"))
    assert made.startswith(b"\xff\xd8\xff")
    assert b"where it was taken" not in made
    image = QImage.fromData(made)
    assert (image.width(), image.height()) == (LONGEST_SIDE, 360)
    assert QColor(image.pixel(10, 10)).red() > 240
    assert len(made) < 20_000


def test_a_small_picture_is_not_blown_up_and_what_is_see_through_gets_a_ground(application):
    image = QImage.fromData(small(picture(width=20, height=30, colour="#00000000")))
    assert (image.width(), image.height()) == (20, 30)
    assert QColor(image.pixel(5, 5)).lightness() > 250


def huge_png():
    """A PNG that says it has 2 thousand million pixels."""
    head = struct.pack(">IIBBBBB", 50_000, 40_000, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + head
    return (
        b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk))
    )


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>no picture</html>",
        b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><rect width='9'/></svg>",
        picture("BMP", 9, 9),
        picture("PPM", 9, 9),
        picture("PNG")[:60],
        huge_png(),
        b"\xff\xd8\xff" + b"\0" * 500,
    ],
    ids=["empty", "page", "svg", "bmp", "ppm", "cut", "huge", "broken"],
)
def test_what_is_no_photograph_is_no_picture(application, body):
    assert small(body) == b""


def colour_of(covers, event):
    pixmap = covers.picture(event, QSize(40, 40), 1.0)
    return QColor(pixmap.toImage().pixel(20, 20)).name()


def test_a_kept_picture_takes_the_place_of_the_quiet_cover(application):
    asked = []
    covers = Covers(asked.append)
    event = make_event(0, image=ADDRESS)
    quiet = colour_of(covers, event)
    assert colour_of(covers, event) == quiet
    assert asked == [ADDRESS]
    covers.keep(ADDRESS, QImage.fromData(small(picture())))
    assert colour_of(covers, event) == "#fe0000"
    covers.look_again()
    assert colour_of(covers, event) == "#fe0000"


def test_pictures_come_after_a_refresh_without_the_network_of_the_window(
    open_window, settle, qtbot
):
    event = make_event(0, image=ADDRESS)
    fake = FakeApp(events=[event], sources=[make_source(1, pictures=True)])
    window = open_window(fake)
    fake.gallery.wanted = {ADDRESS: picture()}
    window.controller.refresh()
    settle()
    assert fake.gallery.kept[ADDRESS].startswith(b"\xff\xd8\xff")
    qtbot.waitUntil(lambda: colour_of(window._covers, event) == "#fe0000")


def test_trusting_a_source_fetches_its_pictures(open_window, settle):
    fake = FakeApp(events=[make_event(0, image=ADDRESS)], sources=[make_source(1)])
    fake.gallery.wanted = {ADDRESS: picture()}
    window = open_window(fake)
    window.controller.sources.manage(fake.source_list[0], pictures=True)
    settle()
    assert ADDRESS in fake.gallery.kept
    window.controller.sources.manage(fake.source_list[0], pictures=False)
    settle()
    assert fake.gallery.kept == {}
