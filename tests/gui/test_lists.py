"""Lists of feeds go in and out of the window."""

from eventpal.feeds.opml import Outline, read_opml, write_opml
from tests.gui.fake_app import FakeApp, make_source

SOURCES = "sources"


def test_the_list_of_sources_is_written(open_window, settle, tmp_path):
    window = open_window(FakeApp(sources=[make_source(1), make_source(2)]))
    window.open_page(SOURCES)
    settle()
    assert window.pages.sources.lists.isVisible()
    window.pages.sources.write_list(tmp_path / "out.opml")
    settle()
    titles = [one.title for one in read_opml((tmp_path / "out.opml").read_bytes())]
    assert titles == ["Calendar 1", "Calendar 2"]
    assert window.toast.text.text() == "2 sources written to out.opml."


def test_a_list_is_added_and_a_bad_one_is_a_sentence(open_window, settle, tmp_path):
    fake = FakeApp()
    window = open_window(fake)
    window.open_page(SOURCES)
    settle()
    assert not window.pages.sources.lists.isVisible()  # the empty page offers it
    (tmp_path / "bad.opml").write_text("no list")
    window.pages.sources.add_list(tmp_path / "bad.opml")
    settle()
    assert window.banner.text.text().startswith("This is no list of feeds")

    class Adding:
        def add(self, location, called):
            fake.source_list.append(make_source(7, location=location, title=called))
            return fake.source_list[-1]

    fake.refresher = Adding()
    listed = [Outline("Hall", "https://hall.example/a")]
    (tmp_path / "good.opml").write_bytes(write_opml(listed))
    window.pages.sources.add_list(tmp_path / "good.opml")
    settle()
    assert ("refresh", 7) in fake.calls
    assert window.pages.sources.view.rows.rowCount() == 1
