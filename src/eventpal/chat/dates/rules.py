"""The phrases of time that are understood, English and German, and how each is read.

A rule is a pattern over prepared text, and a function from its match and today to days and hours.
The first rule that matches takes the words, so the longer phrase stands before its parts.
"""

import re
from collections.abc import Callable

from eventpal.chat.dates.feasts import FEAST, feast_days
from eventpal.chat.dates.readings import (
    Days,
    DaysOf,
    Hours,
    HoursOf,
    MomentOf,
    read_about,
    read_after,
    read_before,
    read_between,
    read_day_month,
    read_day_of_month,
    read_days_at_end,
    read_days_of_month,
    read_fixed,
    read_in_days,
    read_in_hours,
    read_in_weeks,
    read_iso,
    read_midweek,
    read_month,
    read_months_on,
    read_new_year,
    read_next_hours,
    read_next_many,
    read_next_week_day,
    read_nth_of_month,
    read_numeric,
    read_ordinal_month,
    read_part,
    read_part_of_week,
    read_plus,
    read_season,
    read_week,
    read_week_of_month,
    read_weekday,
    read_weekday_range,
    read_weekdays_of_week,
    read_weekend,
    read_weekend_of,
    read_weekends,
    read_weeks_after,
    read_workdays,
    read_year_on,
)
from eventpal.chat.dates.regions import SEASON, Moment
from eventpal.chat.dates.words import (
    AFTER_WORK,
    MONTHS,
    NIGHT,
    NUMBERS,
    PARTS,
    PLAIN_MONTHS,
    WEEKDAYS,
)

_W = "(?:" + "|".join(sorted(WEEKDAYS, key=len, reverse=True)) + ")"
_M = "(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + ")"
_N = r"(?:\d{1,2}|" + "|".join(sorted(NUMBERS, key=len, reverse=True)) + ")"
_TH = r"(?:st|nd|rd|th|\.|ten|te)?"
_NEXT = r"(?:next|nachste[nrsm]?|naechste[nrsm]?)"
_PART = (
    r"(?P<part>early|mid|middle of|late|beginning of|beginning|start of|end of|first half of"
    r"|second half of|anfang|mitte|ende)"
)
_THIS = r"(?:this|the|coming|this coming|upcoming|diese[nrsm]?|kommende[nrsm]?|das|am)"
_CLOCK = r"(\d{1,2})(?!\d)(?:[:.](\d\d))? ?(a\.?m\.?\b|p\.?m\.?\b|uhr\b|o'? ?clock|h\b)?"
_UNIT = (
    r"(?! ?(?:€|\$|£|euros?\b|eur\b|pounds?\b|quid|bucks|dollars?|people|persons|km\b|kilomet|miles"
    r"|years?|yrs?|jahre|minut|min\b|days?|weeks?|tage|wochen|kids|of us|st\b|nd\b|rd\b|th\b"
    r"|events?|things|picks|options|\.\d|%|-?year|/))"
)


NOT = re.compile(
    r"(?:\bnot|\bnothing|\bexcept|\bbut not|\bno|\bnicht|\bausser|\bkein|\banything but"
    r"|\bany (?:night|day|evening|time|one)(?:,)? (?:but|bar|other than|apart from)|\bapart from)"
    r"(?: (?:for|on|in|at|the|am|an|in der|before|after))*\s*$"
)
ONWARDS = re.compile(r" (?:onwards?|on\b(?! (?:the|a|my))|and after|or later)")
BOUND = re.compile(
    r"\b(?:(?P<until>until|till|til|thru|through|up to|by|bis(?: zum)?)|(?P<from>from|starting"
    r"|ab(?: dem)?"
    r"|von|since)|(?P<after>after|nach(?: dem)?)|(?P<before>before|(?:in )?(?:the )?(?:run"
    r"|lead)-?up to|vor(?: dem)?)|(?P<weekend>(?:the )?weekend (?:of|beginning|starting))"
    r"|(?P<week>(?:the )?week (?:of|commencing|beginning|starting)"
    r"|w/c|(?:in der )?woche (?:vom|ab dem|um den)))"
    r"(?: the| this| den| dem)?\s+$"
)

Rule = tuple[re.Pattern[str], Callable[[re.Match[str], Moment], tuple[list[Days], list[Hours]]]]


def _days(pattern: str, read: DaysOf) -> Rule:
    return _whole(pattern), lambda match, today: (read(match, today.day), [])


def _hours(pattern: str, read: HoursOf) -> Rule:
    return _whole(pattern), lambda match, _: ([], [read(match)])


def _here(pattern: str, read: MomentOf) -> Rule:
    return _whole(pattern), read


def _whole(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{pattern})(?!\w)")


RULES: tuple[Rule, ...] = (
    _days(r"(\d{4})-(\d\d)-(\d\d)", read_iso),
    _here(r"(\d{1,2})\.(\d{1,2})\.(\d{4}|\d\d)?", read_numeric),
    _here(r"(\d{1,2})/(\d{1,2})(?:/(\d{4}|\d\d))?", read_numeric),
    _days(
        rf"(?:{_W},? (?:the |den |dem )?)?(?P<day>\d{{1,2}}){_TH}"
        rf"(?: ?(?:-|to|until|till|bis|through|and|und) ?(?:the )?"
        rf"(?P<last>\d{{1,2}}){_TH})? (?:of )?(?P<month>{_M})(?:,? (?P<year>20\d\d))?",
        read_day_month,
    ),
    _days(
        rf"(?:{_W},? )?(?P<month>{_M}) (?:the )?(?P<day>\d{{1,2}}){_TH}(?! ?(?:pm|am|uhr|:\d))"
        rf"(?: ?(?:-|to|until|through) ?(?P<last>\d{{1,2}}){_TH})?(?:,? (?P<year>20\d\d))?",
        read_day_month,
    ),
    _days(
        rf"(?:on |am )?(?:the )?(?P<nth>first|second|third|erste[nr]?|zweite[nr]?"
        rf"|dritte[nr]?) (?:of )?"
        rf"(?P<month>{_M})",
        read_ordinal_month,
    ),
    _here(FEAST, lambda match, today: (feast_days(match, today), [])),
    _here(
        r"(?:(?<=before )|(?<=until )|(?<=after )|(?<=till )|(?<=by )|(?<=to )|(?<=vor )|(?<=bis )"
        r"|(?<=nach ))(?:christmas|xmas|weihnachten)",
        lambda match, today: (feast_days(match, today), []),
    ),
    _days(r"in the new year|im neuen jahr", read_new_year),
    _days(rf"{_NEXT} (?:year|jahr)", read_year_on),
    _here(
        rf"(?:in|this|over|during|im|diese[nr]?|uber den|{_NEXT})(?: the)? (?:{SEASON})",
        read_season,
    ),
    _days(
        rf"(?:the )?weekend (?:of|beginning|starting)(?: the)? (\d{{1,2}})(?:st|nd|rd"
        rf"|th)(?! (?:of )?{_M})",
        read_weekend_of,
    ),
    _days(
        rf"(?:the )?(?P<nth>first|last) (?P<n>{_N}) (?P<unit>weeks?|days?) (?:of|in) (?P<m>{_M})",
        read_days_at_end,
    ),
    _days(r"(?:within|over|during|in) the (?:next|coming) week(?!end)", read_plus(0, 8)),
    _days(r"(?:within|over|during|in) the (?:next|coming) month", read_plus(0, 31)),
    _days(
        r"(?:between |from |zwischen |vom |on |am )?(?:the |dem |den )?(?P<first>\d{1,2})(?:st|nd"
        r"|rd|th|\.)"
        r"(?P<between>(?: ?- ?| (?:and|or|to|until|till|und|oder|bis)(?: zum)? ))(?:the |dem "
        r"|den )?"
        r"(?P<last>\d{1,2})(?:st|nd|rd|th|\.)",
        read_days_of_month,
    ),
    _days(r"(?:the )?day after tomorrow|ubermorgen|uebermorgen", read_plus(2)),
    _days(rf"{_W},? (?:the |den |dem )?(\d{{1,2}})(?:st|nd|rd|th|\.)(?! ?{_M})", read_day_of_month),
    _days(
        rf"(?:from |between |von |zwischen )?(?P<first>{_W})s? ?"
        rf"(?:to|-|through|thru|bis|until|till|and|und) ?(?P<last>{_W}),? "
        rf"(?:(?:of |in )?(?P<next>{_NEXT}) (?:week|woche)|(?:of |in )?(?:this week|dieser woche))",
        read_weekdays_of_week,
    ),
    _days(
        rf"(?P<a>{_W}),? (?:of )?(?:next week|nachste[rn]? woche)"
        rf"|(?:next week|nachste[rn]? woche),? (?:on |am )?(?P<b>{_W})|{_NEXT} (?P<c>{_W})",
        read_next_week_day,
    ),
    _days(
        rf"(?P<a>{_W}) week|a week (?:on |from |next )?(?P<b>{_W})|(?P<c>{_W}) in einer woche"
        rf"|(?P<d>{_W}) in a week",
        read_weeks_after(1),
    ),
    _days(
        rf"(?P<a>{_W}) (?:after next|in (?:two weeks|a fortnight|zwei wochen))"
        rf"|(?:two weeks|a fortnight) (?:on |from )?(?P<b>{_W})|ubernachste[nr] (?P<c>{_W})",
        read_weeks_after(2),
    ),
    _days(r"a week (?:from )?(?:today|now)|today week|heute in einer woche", read_plus(7)),
    _days(r"a week (?:from )?tomorrow|tomorrow week|morgen in einer woche", read_plus(8)),
    _days(
        rf"(?:from |between |zwischen |von )?({_W})s? ?"
        rf"(?:to|-|through|thru|bis|until|till) ?({_W})",
        read_weekday_range,
    ),
    _days(rf"(?:between|zwischen) ({_W}) (?:and|und) ({_W})", read_weekday_range),
    _days(
        rf"(?:the |on the |am )?(?P<nth>first|1st|second|2nd|third|3rd|fourth|4th|last|erste[nrs]?"
        rf"|zweite[nrs]?|letzte[nrs]?) (?P<day>weekend|wochenende|{_W}) (?:of|in|im)"
        rf" (?:(?P<m>{_M})|(?P<next>next month|nachsten monat)|(?:the|this) month|diesem monat)",
        read_nth_of_month,
    ),
    _days(
        rf"(?:the |at the )?{_PART}[ -](?:(?P<next>{_NEXT} (?:week|woche))"
        rf"|(?:this |the |der |diese[nr]? )?(?:week|woche))(?!end|nende)",
        read_part_of_week,
    ),
    _days(
        rf"(?:the |in the |in der )?(?P<nth>first|last|1st|erste[nr]?|letzte[nr]?) (?:week|woche) "
        rf"(?:of|in|im) (?P<m>{_M})",
        read_week_of_month,
    ),
    _days(r"(?:the )?weekend after next|ubernachste[sn]? wochenende", read_weekend(2)),
    _days(
        rf"{_NEXT} weekend|{_NEXT} wochenende|(?:the )?weekend after(?: this(?: one)?)?",
        read_weekend(1),
    ),
    _days(r"weekends|(?:every|any) weekend|wochenenden|jedes wochenende", read_weekends),
    _days(rf"(?:{_THIS} )?(?:weekend|wochenende)", read_weekend(0)),
    _days(r"(?:the )?week after next|ubernachste[rn]? woche", read_week(2)),
    _days(
        rf"(?:during |in )?{_NEXT} (?:week|woche)|(?:the )?following week"
        rf"|(?:in der )?kommende[nr]? woche"
        r"|(?:the )?(?:coming|upcoming) week(?!end)",
        read_week(1),
    ),
    _days(
        r"weekdays?|(?:during|in) the week(?!end)|unter der woche|werktags?|on workdays"
        r"|(?:on )?a school night",
        read_workdays,
    ),
    _days(r"mid-?week", read_midweek),
    _days(
        r"(?:rest of |later |sometime )?(?:this|the) week|diese[rn]? woche|later this week",
        read_week(0),
    ),
    _days(
        rf"in (?:about |around |roughly )?({_N}) (?:weeks?|wochen?)(?:'?s? time)?"
        rf"|({_N}) weeks from (?:now|today)"
        rf"|in a fortnight"
        rf"|in ({_N}) months?(?:'?s? time)?|in ({_N}) monat(?:en)?",
        read_in_weeks,
    ),
    _days(
        rf"in ({_N}) (?:days?|tagen?)(?:'?s? time)?|({_N}) days from (?:now|today)", read_in_days
    ),
    _days(
        rf"(?:(?:in |within |over |during )?(?:the |den |die )?"
        rf"(?:next|coming|nachsten?|kommenden?)|within(?: the)?|innerhalb von) (?P<n>{_N}) "
        rf"(?P<unit>days?|weeks?|months?|tagen?|wochen?|monaten?)",
        read_next_many,
    ),
    _days(
        r"(?:(?:in |within |over )?the next|this|in the coming|coming) fortnight", read_plus(0, 14)
    ),
    _here(
        rf"(?:in |within |over |for )?(?:the |den |der )?(?:next|coming"
        rf"|nachsten?) (?P<n>{_N} )?(?:hours?|stunden?)"
        rf"|(?:within|innerhalb) (?:the |an |(?P<m>{_N}) )?(?:hours?|stunden?)",
        read_next_hours,
    ),
    _here(rf"in (?P<n>{_N}) (?:hours?|stunden?)(?:'?s? time)?", read_in_hours),
    _days(
        r"(?:in )?(?:the )?(?:next|coming) days|(?:in den )?(?:nachsten|kommenden) tagen?",
        read_plus(0, 4),
    ),
    _days(
        rf"(?:the |at the |am )?(?:(?:rest of |later |in |during )?(?:this month|diesen monat"
        rf"|diesem monat)"
        rf"|{_PART} (?:the|this|des|diese[ns]) (?:month|monats?)|rest of the month)",
        read_months_on(0),
    ),
    _days(
        rf"(?:in |during |{_PART} )?(?:next month|nachsten monat|nachstem monat|kommenden monat)s?",
        read_months_on(1),
    ),
    _days(
        rf"(?:(?P<part>early|mid|late|beginning of|start of|end of|anfang|mitte|ende)[ -])?"
        rf"(?:(?:(?<=\bof )|(?:in|im|during|of|this|next) )(?P<a>{_M})"
        rf"|(?P<b>{'|'.join(PLAIN_MONTHS)}))",
        read_month,
    ),
    _hours(rf"(?:between|zwischen) {_CLOCK} (?:and|und|bis) {_CLOCK}{_UNIT}", read_between),
    _hours(rf"(?:from|von) {_CLOCK} ?(?:-|to|until|till|bis) ?{_CLOCK}{_UNIT}", read_between),
    _hours(
        rf"(?:from |von )?{_CLOCK} ?(?:-|to|until|till|bis) ?(\d{{1,2}})(?:[:.](\d\d))? ?"
        r"(a\.?m\.?\b|p\.?m\.?\b|uhr\b|o'? ?clock)",
        read_between,
    ),
    _hours(
        r"(?:(?:starting |starts? |beginning )?(?:after|from|past|ab|nach)|later than|not before"
        r"|no earlier than|starting at) "
        rf"(?:um )?{_CLOCK}{_UNIT}(?: (?:onwards|on))?",
        read_after,
    ),
    _hours(
        rf"(?:before|until|till|(?:done |over )?by|no later than|not later than|vor|bis) "
        rf"{_CLOCK}{_UNIT}",
        read_before,
    ),
    _hours(rf"(?:at|around|about|circa|um|gegen|@|so gegen) {_CLOCK}{_UNIT}", read_about),
    _hours(r"(\d{1,2})(?:[:.](\d\d))? ?(am\b|pm\b|a\.m\.|p\.m\.|uhr\b|o'clock)", read_about),
    _hours(
        r"after (?:my )?(?:work|the office)|nach (?:der arbeit|feierabend)"
        r"|(?:zum )?feierabend",
        read_fixed(AFTER_WORK),
    ),
    _days(
        r"(?:later |the rest of )?today|heute|right now|jetzt gerade|jetzt(?=[?! ]*$)"
        r"|(?<=on )now(?=[?! ]*$)|this(?= (?:morning|afternoon|evening|lunch))",
        read_plus(0),
    ),
    _days(r"tomorrow|(?<!guten )(?<!am )(?<!tag )(?<!heute )morgen", read_plus(1)),
    _days(
        rf"(?:on |am |{_THIS} |(?P<every>every|each|any|jeden) )?(?P<day>{_W})(?:'?(?P<plural>s))?"
        rf"(?: coming)?(?! ?(?:times|newspaper))",
        read_weekday,
    ),
    _days(
        r"(?:the|am) (\d{1,2})(?:st|nd|rd|th|\.)(?! (?:one|event|option|pick|thing|avenue|street))",
        read_day_of_month,
    ),
    _hours("|".join(PARTS), read_part),
    _hours(r"(?<=\0 )morgen|am morgen", read_fixed((300, 720))),
    _hours(r"(?:very )?late(?= ?\0)|(?:spat)(?= ?\0)", read_fixed((21 * 60, 28 * 60))),
    _hours(r"(?<=\0 )(?:night|nacht|nachts)|(?<=\0)(?:night|nacht)", read_fixed(NIGHT)),
)
