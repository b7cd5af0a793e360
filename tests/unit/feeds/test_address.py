import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventpal.feeds.words.address import find_address, split_location


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Meet at 1404 Sandhill Rd. in Candler", "1404 Sandhill Rd"),
        ("Oak Hall, 430 10th St. Santa Rosa, CA", "430 10th St. Santa Rosa, CA"),
        ("at 23 Petaluma Blvd N, Petaluma, CA 94952", "23 Petaluma Blvd N, Petaluma, CA 94952"),
        ("750 Mendocino Ave., Suite 9 and more", "750 Mendocino Ave., Suite 9"),
        ("112 North Highway 1", "112 North Highway"),
        ("2567 Pine Hwy", "2567 Pine Hwy"),
        ("Musterstraße 12, 10115 Berlin", "Musterstraße 12, 10115 Berlin"),
        ("Im Haus am Marktplatz 5", "Marktplatz 5"),
        ("Berliner Straße 7a", "Berliner Straße 7a"),
        ("12 rue de la République, 75011 Paris", "12 rue de la République, 75011 Paris"),
        ("Calle Mayor, 5, 28013 Madrid", "Calle Mayor, 5, 28013 Madrid"),
        ("Doors at 7, show at 8. $15", ""),
        ("Oak Hall, Room 5", ""),
        ("5 great bands on one stage", ""),
        ("", ""),
    ],
)
def test_find_address(text: str, address: str) -> None:
    assert find_address(text) == address


@pytest.mark.parametrize(
    ("location", "venue", "address"),
    [
        ("Oak Library", "Oak Library", ""),
        ("Oak Library - 5 Elm St. - Candler", "Oak Library", "5 Elm St., Candler"),
        ("Oak Library, 5 Elm Street, Candler, NC 28715, USA", "Oak Library",
         "5 Elm Street, Candler, NC 28715, USA"),
        ("Oak Library\n5 Elm Street\nCandler", "Oak Library", "5 Elm Street, Candler"),
        ("Oak Library (5 Elm Street)", "Oak Library", "5 Elm Street"),
        ("5 Elm Street, Candler", "", "5 Elm Street, Candler"),
        ("Oak Hall, Room 5", "Oak Hall, Room 5", ""),
        ("Theatre 36, 12 rue du Port, 44000 Nantes", "Theatre 36", "12 rue du Port, 44000 Nantes"),
        ("", "", ""),
    ],
)  # fmt: skip
def test_split_location(location: str, venue: str, address: str) -> None:
    assert split_location(location) == (venue, address)


@given(st.text(max_size=200))
def test_any_text_is_split_without_fault(text: str) -> None:
    venue, address = split_location(text)
    assert "\n" not in venue + address
    assert address == "" or find_address(text)


@pytest.mark.timeout(60)  # far above what it takes: only a hang fails
def test_hostile_text_is_quick() -> None:
    for hostile in ("1 A " * 3000, "12 North " * 1500, "Aa" * 6000 + " 5 st", "5 rue " * 2000):
        find_address(hostile)
