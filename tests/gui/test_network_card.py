from PySide6.QtCore import Qt

from eventpal.errors import VaultError
from eventpal.store.ledger import Request
from tests.gui.fake_app import NOW, FakeApp, FakeNetwork

PRIVACY = "privacy"


def request(number):
    address = f"https://town.example/{number}"
    return Request(NOW, "town.example", address, 1200 + number, "Source: Town", "200")


def test_what_was_fetched_is_listed_newest_first(open_window, settle):
    fake = FakeApp()
    window = open_window(fake)
    window.open_page(PRIVACY)
    settle()
    card = window.pages.privacy.network
    assert card.count.text() == "Nothing has left this computer."
    assert not card.view.isVisible()
    fake.ledger.requests = [request(2), request(1)]
    card.load()
    settle()
    assert card.count.text() == "What EventPal fetched: 2 requests"
    assert card.view.isVisible()
    said = [card.rows.index(0, at).data() for at in range(card.rows.columnCount())]
    assert said[1:] == ["https://town.example/2", "1,202", "Source: Town", "200"]
    heads = [card.rows.headerData(at, Qt.Orientation.Horizontal) for at in range(5)]
    assert heads == ["When", "What", "Bytes", "Why", "Outcome"]
    assert not window.grab().isNull()


def test_the_air_gap_is_switched_and_seen_on_every_page(open_window, settle):
    fake = FakeApp()
    window = open_window(fake)
    assert not window.sidebar.airgap.isVisible()
    window.open_page(PRIVACY)
    settle()
    card = window.pages.privacy.network
    card.airgap.click()
    settle()
    assert fake.network.airgap
    window.open_page("picks")
    assert window.sidebar.airgap.isVisible()
    window.resize(700, 600)
    assert window.sidebar.airgap.isVisible()
    card.airgap.click()
    settle()
    assert not fake.network.airgap
    assert not window.sidebar.airgap.isVisible()


def test_an_air_gap_from_before_is_seen_at_once(open_window, settle):
    fake = FakeApp()
    fake.network.airgap = True
    window = open_window(fake)
    settle()
    assert window.sidebar.airgap.isVisible()
    assert window.pages.privacy.network.airgap.isChecked()


def test_a_switch_that_could_not_be_stored_goes_back(open_window, settle):
    class Stuck(FakeNetwork):
        airgap = property(lambda _: False, lambda _, on: fail() if on else None)

    def fail():
        raise VaultError("The disk is full.")

    fake = FakeApp()
    window = open_window(fake)
    fake.network = Stuck()
    window.open_page(PRIVACY)
    settle()
    window.pages.privacy.network.airgap.click()
    settle()
    assert not window.pages.privacy.network.airgap.isChecked()
    assert window.banner.text.text() == "The disk is full."
