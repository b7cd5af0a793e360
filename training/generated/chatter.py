"""What people also say: sentences beside a request that change nothing in what it asks for."""

from random import Random

from training.generated.vocabulary import Split, held_out


def _list(text: str) -> tuple[str, ...]:
    return tuple(one.strip() for one in text.replace("\n", " ").split("|"))


_WHO = _list("""my sister|my brother|my aunt Petra|an old friend|the in-laws|my boss|my flatmate
|our neighbours
|my cousin Ben|my colleague|uncle Tom|my mum|my best friend|a mate from school|my landlord|grandma
|my ex
|the couple from next door|somebody from work|my godmother|Anna|Luis and Mia|my physio
|a penfriend""")
_DOES = _list("""is visiting|is in town|are in town|is staying over|won't stop talking
|just got back from Lisbon
|keeps asking me to go out|says i never leave the house|is coming round|has cancelled on me
|told me about this app
|is leaving next month|is impossible to please|owes me one|got promoted|moved in with us
|wants to be surprised
|needs cheering up|broke an arm|is always late|just turned forty|flew in from Toronto
|has no idea what to do""")
_HAPPENED = _list("""the boiler broke|the telly is broken|the dog ate my shoes|i burnt dinner again
|we missed the bus
|my phone nearly died|it has been a long week|long day|i just moved here|i'm new here
|i am bored stiff|my exams are over
|payday at last|we finally have a babysitter|it's my birthday soon|my train was late|i slept badly
|the wifi is down
|i can't decide anything|i have a bit of time|we are celebrating|everybody else is away
|the flat is a mess
|i was ill all winter|my head is spinning|i quit my job|the car is at the garage
|i've been cooped up|no plans at all
|i got lost again|our holiday fell through|i'm feeling adventurous|i need to get out of the house
|what a week
|i finished my thesis|the kettle exploded|i lost a bet|it's grey and miserable|i have cabin fever
|mir ist langweilig
|meine schwester ist da|ich bin neu hier|was für eine woche|wir haben besuch|ich hab endlich zeit
|ich brauche ablenkung""")
_AFTER = _list("""my treat|if there is any|nothing too serious|i trust you|asking for a friend
|whatever works|no rush
|surprise me|you choose|as you like|i'm easy|or something along those lines|that sort of thing
|if you know what i mean
|we will be hungry|we'll take the bus|i hope so at least|that would make my day|otherwise i stay in
|you know me
|it has been ages|for a change|i promised|he insists|she insists|they insist|my doctor says so
|wenn es geht|egal wie""")
_GREETINGS = _list("""hi|hello|hey|hi there|good morning|ok so|hey eventpal|so|right|hallo|hi!|um
|well|quick question
|hey you|good evening|yo|alright|moin|servus|guten tag|hello again|dear eventpal|ok|tell me
|listen""")
_ENDS = _list("""thanks|please|thx|cheers|thank you|pls|any ideas?|what do you think?|if possible
|ta|danke|bitte|:)|!|…
|thanks a lot|many thanks|ty|vielen dank|merci|xx|lol|haha""")


def greeting(random: Random, split: Split) -> str:
    """A word or two to begin with."""
    return _one(random, split, _GREETINGS)


def ending(random: Random, split: Split) -> str:
    """A word or two to end with."""
    return _one(random, split, _ENDS)


def before(random: Random, split: Split) -> str:
    """A sentence that comes before the request."""
    if random.random() < 0.45:
        return f"{_one(random, split, _WHO)} {_one(random, split, _DOES)}"
    return _one(random, split, _HAPPENED)


def after(random: Random, split: Split) -> str:
    """A remark that comes after it."""
    kind = random.random()
    return _one(random, split, _AFTER) if kind < 0.7 else before(random, split)


def _one(random: Random, split: Split, said: tuple[str, ...]) -> str:
    held = split == "phrasings"
    return random.choice([one for one in said if held_out(one, "chatter") == held])
