import json
import stat
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventpal import settings
from eventpal.settings import Loaded, Settings, Theme


def test_no_file_gives_the_defaults_and_no_problem(tmp_path):
    assert settings.load(tmp_path / "settings.json") == Loaded(Settings())
    assert list(tmp_path.iterdir()) == []


@given(
    st.builds(
        Settings,
        theme=st.sampled_from(Theme),
        text_size=st.integers(90, 150),
        idle_lock_minutes=st.integers(0, 10_000),
        lock_with_screen=st.booleans(),
        reduce_motion=st.booleans(),
        window=st.text(),
        panes=st.text(),
    )
)
def test_what_is_saved_is_loaded(tmp_path_factory, chosen):
    path = tmp_path_factory.getbasetemp() / "round" / "settings.json"
    settings.save(path, chosen)
    loaded = settings.load(path)
    assert loaded == Loaded(chosen)
    assert isinstance(loaded.settings.theme, Theme)
    assert [file.name for file in path.parent.iterdir()] == ["settings.json"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        '{"theme": "neon"}',
        '{"theme": 3}',
        '{"text_size": "big"}',
        '{"text_size": 100000}',
        '{"text_size": true}',
        '{"idle_lock_minutes": -1}',
        '{"reduce_motion": 1}',
        "[" * 100_000,
    ],
)
def test_a_damaged_file_is_set_aside_and_reported(tmp_path, text):
    path = tmp_path / "settings.json"
    path.write_text(text)
    loaded = settings.load(path)
    assert loaded.settings == Settings()
    assert "settings.json.broken-1" in loaded.problem
    assert (tmp_path / "settings.json.broken-1").read_text() == text
    assert not path.exists()


def test_setting_aside_never_overwrites_what_was_set_aside_before(tmp_path):
    path = tmp_path / "settings.json"
    for content in (b"\xff\xfe", b"{"):
        path.write_bytes(content)
        settings.load(path)
    assert (tmp_path / "settings.json.broken-1").read_bytes() == b"\xff\xfe"
    assert (tmp_path / "settings.json.broken-2").read_bytes() == b"{"


def test_settings_of_a_newer_version_are_read_as_far_as_they_are_known(tmp_path):
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({"theme": "dark", "hologram": True}))
    assert settings.load(path) == Loaded(Settings(theme=Theme.DARK))


def test_a_failed_write_keeps_the_old_file(tmp_path):
    path = tmp_path / "settings.json"
    settings.save(path, Settings(theme=Theme.DARK))
    with pytest.raises(TypeError):
        settings.save(path, replace(Settings(), window=object()))
    assert settings.load(path).settings.theme is Theme.DARK
    assert [file.name for file in tmp_path.iterdir()] == ["settings.json"]


def test_only_the_owner_can_read_the_file(tmp_path):
    path = tmp_path / "home" / "settings.json"
    settings.save(path, Settings())
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
