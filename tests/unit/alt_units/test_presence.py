"""Presence: later revisions win, impossible months are refused."""

from datetime import UTC, datetime
from itertools import permutations

import pytest

from alt_units.domain.presence import PlacePresence, Presence, PresenceImpossible, check, is_newer
from tests.unit.alt_units.park import SHARED


def told(
    revision: int = 1, days: int = 20, places: tuple[tuple[int, int], ...] = (), month: str = "2015-02"
) -> Presence:
    return Presence(
        unit_id=SHARED.id,
        month=month,
        revision=revision,
        days_occupied=days,
        households=1,
        persons=1,
        places=tuple(PlacePresence(number=number, days_occupied=of_place) for number, of_place in places),
        received_at=datetime(2015, 3, 1, tzinfo=UTC),
    )


def test_in_whatever_order_revisions_arrive_the_highest_stays() -> None:
    for order in permutations([told(1, 5), told(2, 6), told(3, 7), told(3, 7)]):
        stored: Presence | None = None
        for pushed in order:
            stored = pushed if is_newer(pushed, stored) else stored
        assert stored == told(3, 7)


def test_a_month_within_its_days_and_places_is_accepted() -> None:
    check(told(days=28, places=((1, 28), (2, 3))), SHARED)
    check(told(days=29, places=((0, 29),), month="2016-02"), SHARED)


@pytest.mark.parametrize(
    "impossible",
    [
        told(days=29),
        told(days=5, places=((1, 6),)),
        told(places=((1, 3), (1, 4))),
        told(places=((3, 1),)),
    ],
)
def test_an_impossible_month_is_refused(impossible: Presence) -> None:
    with pytest.raises(PresenceImpossible):
        check(impossible, SHARED)
