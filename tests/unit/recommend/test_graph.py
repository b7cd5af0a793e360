"""The net of who, where and what; against networkx, which iterates to the end."""

import networkx
import numpy as np
import pytest
from recommend_people import ZONE, an_event

from eventpal.recommend import candidates, graph


def kinds_of(events):
    table = candidates.table(events, ZONE)
    return table, (table.organiser, table.venue)


TOWN = [
    an_event("a", days=1, organiser="Ann", venue="Attic"),
    an_event("b", days=2, organiser="Bob", venue="Attic"),
    an_event("c", days=3, organiser="Bob", venue="Barn"),
    an_event("d", days=4, organiser="Dee", venue="Dome"),
    *(an_event(f"e{n}", days=5 + n, organiser=f"Eve {n}", venue=f"Elms {n}") for n in range(12)),
]


def nearness(**wanted):
    _, kinds = kinds_of(TOWN)
    weights = [wanted.get("organiser", {}), wanted.get("venue", {})]
    return graph.nearness(kinds, len(TOWN), weights)


def test_who_is_one_step_away_is_nearer_than_who_is_two():
    own, shared, further, apart, *_ = nearness(organiser={"ann": 1.0})
    assert own > shared > further >= 0
    assert apart == 0


def test_a_detour_counts():
    # Bob plays where Ann plays, too, so what he does elsewhere is nearer than Dee.
    assert nearness(organiser={"ann": 1.0})[1] > nearness(organiser={"dee": 1.0})[1] == 0


def test_nothing_wanted_says_nothing():
    assert not nearness().any()
    assert not nearness(organiser={"stranger": 3.0}).any()
    assert not nearness(organiser={"ann": -2.0}).any()


def test_the_walk_is_personalised_pagerank():
    _, kinds = kinds_of(TOWN)
    links = graph.net(kinds, len(TOWN))
    start = np.zeros(links.names)
    start[kinds[0].codes_of["ann"]] = 1.0
    mine = graph._walk(links, start)

    net = networkx.Graph(
        (f"event {row}", f"name {code}")
        for row, code in zip(links.rows.tolist(), links.codes.tolist(), strict=True)
    )
    # A step of ours is two of theirs, and starts again only at names.
    here = dict.fromkeys(net, 0.0)
    here[f"name {kinds[0].codes_of['ann']}"] = 1.0
    names = dict(here)
    for _ in range(graph.STEPS):
        events = spread(net, names)
        back = spread(net, events)
        names = {n: graph.RESTART * here[n] + (1 - graph.RESTART) * back[n] for n in net}
    assert mine == pytest.approx([events[f"event {row}"] for row in range(len(TOWN))])


def spread(net, mass):
    found = dict.fromkeys(net, 0.0)
    for node, amount in mass.items():
        for other in net[node]:
            found[other] += amount / len(net[node])
    return found
