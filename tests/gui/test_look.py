import re
from dataclasses import fields
from functools import partial

import pytest
from PySide6.QtWidgets import QLineEdit

from eventpal import paths
from eventpal.settings import Settings, Theme
from eventpal.ui.cards.topics import TOPICS, topic_of
from eventpal.ui.look import fonts, icons, style, theme
from eventpal.ui.look.tokens import DARK, LIGHT, Tokens, contrast
from eventpal.ui.look.widgets import Button
from tests.gui.fake_app import make_event

GROUNDS = ("window", "sidebar", "surface", "hover", "selected")
INKS = ("text", "muted", "accent", "good", "danger", "warning")


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("ink", INKS)
def test_text_has_aa_contrast_on_every_ground(tokens, ground, ink):
    assert contrast(getattr(tokens, ink), getattr(tokens, ground)) >= 4.5


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("ink", "ground"),
    [
        ("on_accent", "accent"),
        ("on_accent", "accent_hover"),
        ("good", "good_soft"),
        ("danger", "danger_soft"),
        ("text", "danger_soft"),
        ("text", "good_soft"),
        ("on_toast", "toast"),
        ("toast_accent", "toast"),
        ("window", "text"),
        ("muted", "border"),
    ],
)
def test_text_on_coloured_grounds_has_aa_contrast(tokens, ink, ground):
    assert contrast(getattr(tokens, ink), getattr(tokens, ground)) >= 4.5


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("edge", ["outline", "focus", "accent"])
def test_edges_of_controls_and_the_focus_can_be_seen(tokens, ground, edge):
    assert contrast(getattr(tokens, edge), getattr(tokens, ground)) >= 3


@pytest.mark.parametrize("name", sorted(TOPICS))
def test_the_icon_of_every_cover_can_be_seen_on_its_ground_and_shapes(name):
    topic = TOPICS[name]
    assert contrast("#FFFFFF", topic.ground) >= 4.5
    assert contrast("#FFFFFF", topic.shape) >= 3
    assert (paths.resources() / "icons" / f"{topic.icon}.svg").is_file()


def test_contrast_is_that_of_wcag():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_the_stylesheet_has_no_token_left_and_only_pictures_that_exist(application, tokens):
    made = style.sheet(tokens, fonts.scale(application.font(), 100))
    assert "@" not in made
    for path in re.findall(r'url\("([^"]+)"\)', made):
        assert (paths.resources() / "icons" / path.rpartition("/")[2]).is_file()


def test_every_colour_is_written_in_full():
    for tokens in (LIGHT, DARK):
        for field in fields(Tokens):
            if field.name != "name":
                assert re.fullmatch(r"#[0-9A-F]{6}", getattr(tokens, field.name))


def test_the_theme_follows_the_settings(application):
    base = application.font()
    assert theme.make_look(Settings(theme=Theme.DARK), base).tokens is DARK
    assert theme.make_look(Settings(theme=Theme.LIGHT), base).tokens is LIGHT
    assert not theme.make_look(Settings(reduce_motion=True), base).motion


def test_the_text_size_follows_the_settings(application):
    normal, large = (fonts.scale(application.font(), percent) for percent in (100, 150))
    assert large.body.pointSizeF() == pytest.approx(normal.body.pointSizeF() * 1.5, abs=0.1)
    assert large.heading.pointSizeF() > large.title.pointSizeF() > large.body.pointSizeF()


def test_what_is_made_before_the_window_is_dressed_has_the_chosen_text_size(application):
    base = application.font()
    large = theme.Appearance(Settings(text_size=150), base)
    assert Button(large, "Add").font().pointSizeF() == pytest.approx(base.pointSizeF() * 1.5, abs=1)
    theme.Appearance(Settings(), base)


def test_every_icon_is_drawn_and_takes_its_colour(application):
    files = sorted((paths.resources() / "icons").glob("*.svg"))
    assert len(files) > 50
    for file in files:
        image = icons.pixmap(file.stem, "#FF0000", 24, 2.0).toImage()
        assert image.width() == 48
        inked = [
            image.pixelColor(x, y)
            for x in range(48)
            for y in range(48)
            if image.pixelColor(x, y).alpha() > 200
        ]
        assert inked, file.stem
        if "currentColor" in file.read_text(encoding="utf-8"):
            assert {ink.name() for ink in inked} == {"#ff0000"}, file.stem


@pytest.mark.parametrize(
    ("title", "categories", "icon"),
    [
        ("Anything", ("Live Music",), "topic-music"),
        ("Jazz night", (), "topic-music"),
        ("Jazz night", ("Food & Drink",), "topic-food"),
        ("Xyzzy", (), "topic-other"),
        ("", ("Theatre",), "topic-stage"),
        ("Partyline", (), "topic-other"),
    ],
)
def test_the_topic_is_that_of_the_categories_else_of_the_title(title, categories, icon):
    made = make_event(0, title=title, categories=categories, organiser="", venue="")
    assert topic_of(made).icon == icon


def test_where_the_title_says_nothing_the_host_or_the_place_gives_the_topic():
    made = partial(make_event, 0, title="Chris McGinnis", categories=())
    assert topic_of(made(organiser="AVL Music", venue="City Park")).icon == "topic-music"
    assert topic_of(made(organiser="", venue="Playhouse Theatre")).icon == "topic-stage"


@pytest.mark.parametrize("chosen", [Theme.LIGHT, Theme.DARK])
def test_what_stands_in_an_empty_field_has_aa_contrast(application, chosen):
    made = theme.Appearance(Settings(theme=chosen), fonts.system_font())
    theme.put_on(made.look)
    line = QLineEdit()
    line.setPlaceholderText("HHHH")
    line.resize(200, 40)
    drawn = line.grab().toImage()
    inside = [
        drawn.pixelColor(x, y).name() for x in range(10, 60) for y in range(10, drawn.height() - 10)
    ]
    assert max(contrast(one, made.look.tokens.surface) for one in inside) >= 4.5
