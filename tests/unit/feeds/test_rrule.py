import pytest

from eventpal.feeds.calendar.rrule import Freq, RuleError, read_rule


def test_reads_every_part() -> None:
    rule = read_rule(
        "FREQ=MONTHLY;INTERVAL=2;COUNT=9;WKST=SU;BYDAY=2TU,-1FR;BYSETPOS=-1;BYHOUR=9,18;BYMONTH=3"
    )
    assert (rule.freq, rule.interval, rule.count, rule.week_start) == (Freq.MONTHLY, 2, 9, 6)
    assert rule.nth_weekdays == {(2, 1), (-1, 4)}
    assert (rule.positions, rule.hours, rule.months) == ((-1,), (9, 18), (3,))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("FREQ=MONTHLY;BYDAY=99MO", "BYDAY “99MO”"),
        ("FREQ=MONTHLY;BYDAY=6MO", "no month has the weekday “6MO”"),
        ("FREQ=WEEKLY;INTERVAL=-1", "INTERVAL “-1”"),
        ("FREQ=WEEKLY;INTERVAL=0", "INTERVAL “0”"),
        ("FREQ=WEEKLY;COUNT=many", "COUNT “MANY”"),
        ("FREQ=YEARLY;BYMONTH=13", "BYMONTH “13”"),
        ("FREQ=FORTNIGHTLY", "the frequency “FORTNIGHTLY” is not known"),
        ("INTERVAL=2", "no frequency"),
        ("every Tuesday", "no frequency"),
        ("", "no frequency"),
        ("RSCALE=HEBREW;FREQ=YEARLY", "the calendar HEBREW is not known"),
    ],
)
def test_says_what_is_wrong_with_a_rule(text: str, reason: str) -> None:
    with pytest.raises(RuleError, match=reason):
        read_rule(text)


def test_forgives_what_stays_clear() -> None:
    rule = read_rule("freq=weekly;;BYDAY= mo , 2we ;COUNT=-1;X-OWN=1;BYSECOND=60")
    assert rule.weekdays == {0, 2}
    assert rule.count is None  # "without end", as some exporters write it
    assert rule.seconds == (59,)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("D1 #5", "FREQ=DAILY;INTERVAL=1;COUNT=5"),
        ("W2 MO TU 20261231T000000Z", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TU;UNTIL=20261231T000000Z"),
        ("MP1 2+ TU 1- FR #0", "FREQ=MONTHLY;INTERVAL=1;BYDAY=2TU,-1FR"),
        ("MD1 7 1- LD #3", "FREQ=MONTHLY;INTERVAL=1;BYMONTHDAY=7,-1,-1;COUNT=3"),
        ("YM1 6 7 #0", "FREQ=YEARLY;INTERVAL=1;BYMONTH=6,7"),
        ("YD1 100 #0", "FREQ=YEARLY;INTERVAL=1;BYYEARDAY=100"),
        ("W1 WE", "FREQ=WEEKLY;INTERVAL=1;BYDAY=WE;COUNT=2"),
    ],
)
def test_reads_the_rules_of_vcalendar_1(old: str, new: str) -> None:
    assert read_rule(old) == read_rule(new)
