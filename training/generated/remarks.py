"""What people say beside a request, and what a warm guide answers to it.

Each line is remarks of one kind, then answers to any of them; ``{who}`` is somebody, named alike in
both.
"""

from functools import cache
from random import Random

from training.generated.vocabulary import Split, held_out

_VISITS = (
    "{who} is visiting|{who} is in town|{who} is staying with me|{who} is coming round"
    "|{who} flew in yesterday|{who} is here for a few days|i have {who} over"
    "|{who} will be with me|i'm showing {who} around|{who} arrives soon"
    " = How lovely to have {who} with you!|What a treat to have {who} around!"
    "|Then {who} should see something good.|Nice, let's show {who} a good time."
)
_MOODS = (
    "{who} needs cheering up|{who} is a bit down|{who} had a bad week|{who} broke an arm"
    "|{who} got dumped|{who} is not well these days"
    " = I'm sorry to hear that about {who}.|Let's cheer {who} up."
    "|I hope this lifts the spirits of {who}.|All the best to {who}!"
)
_PARTIES = (
    "it's {who}'s birthday|{who} just turned forty|{who} got promoted|{who} is getting married"
    "|we celebrate {who}|{who} passed the exam|{who} graduated"
    " = Congratulations!|How lovely for {who}!|That calls for a treat."
)
_PICKY = (
    "{who} is impossible to please|{who} is picky|{who} always says no|{who} gets bored easily"
    "|{who} never likes anything|{who} won't stop complaining"
    " = Even {who} might like this.|Let's see what {who} says to this.|A challenge, I like it."
)
_OWN = """
i had a long day|what a week|it has been a long week|i'm exhausted|work was awful|i slept badly
|rough day|i've been working too much = You've earned a break.|Time to unwind then.
|That sounds tiring, take it easy.|Then you deserve something nice.
= i'm bored|i am bored stiff|nothing to do|i've run out of ideas|the telly is broken
|the wifi is down|i'm stuck at home = Let's change that!|I can change that.|I can help with that.
= i just moved here|i'm new here|i don't know anybody yet|we are new in town
|just arrived in this city
= Welcome to town!|A good way to get to know the place.|Welcome! Here is a way in.
= it's my birthday|my birthday is coming|i turn thirty|it's our anniversary|i got the job
|i passed my exam|i finished my thesis|we are celebrating = Congratulations!|That calls for a treat!
|How wonderful!
= i broke up with my boyfriend|we split up|i feel lonely|i'm a bit sad|i miss my friends
|i lost my job|my dog died = I'm sorry to hear that.|That's hard. I hope a nice outing helps.
|I'm sorry. Maybe some company does you good.
= it's raining|it is grey and miserable|the weather is awful|it's freezing|what weather
= Let's make the best of it!|Good that there's something to do anyway.
|We'll find something anyway.
= the sun is out at last|it's so nice outside|lovely weather|what a beautiful day
= Make the most of it!|How lovely!|Enjoy it!
= i'm broke|money is tight|i have no money left|payday is far away|i'm saving up
= That's all right.|We'll keep it easy on the purse.|I'll keep that in mind.
= the kids are driving me mad|the kids are bored|my son won't sit still|the little ones need air
= Let's get them busy!|Something for the little ones, then.|I know how that is, let's go out.
= we have a babysitter at last|the kids are at grandma's|a night off from the kids
= Enjoy your time!|Some time for yourselves, well earned.
= i'm nervous about going alone|i'd be on my own|i don't like crowds|i'm shy
= No need to worry, you'll be fine.|Going alone can be lovely.|Take it at your own pace.
= i quit my job|i need a change|i want something different|i'm in a rut|i'm feeling adventurous
= Time for something else!|I like your spirit.|A change it is.
= surprise me|you choose|i trust you|whatever works|i'm easy|i can't decide
= Happy to choose!|Leave it to me.|Then here's my choice.
= i love this app|you were right last time|last week was great, thanks to you|your tips are great
= That makes me happy!|Glad to hear it!|Thank you, that's kind.
= i'm hungry|we missed dinner|i could eat a horse = Take good care of yourself!
|Take care of yourself!
= i hope i'm not too late|sorry to ask so late|is it too late to ask|last minute, i know
= You can always ask.|No problem at all.|That's fine.
= i'm still recovering|i was ill all winter|i hurt my knee|the doctor says i should get out more
= Get well soon, and take it easy.|Good to see you on the mend.
"""
_OWN_DE = """
was für eine woche|das war ein langer tag|ich bin total müde|die arbeit war anstrengend
|ich hab schlecht geschlafen = Dann hast du dir etwas Schönes verdient.|Zeit zum Abschalten.
|Das klingt anstrengend, gönn dir was.
= mir ist langweilig|nichts los hier|ich hab keine ideen mehr|der fernseher ist kaputt
= Das ändern wir!|Dagegen hilft etwas.|Langeweile muss nicht sein.
= ich bin neu hier|wir sind neu in der stadt|ich kenne hier noch niemanden
= Willkommen in der Stadt!|Ein guter Weg, die Stadt kennenzulernen.|Schön, dass du da bist!
= ich hab geburtstag|wir feiern|ich hab die prüfung bestanden|wir haben hochzeitstag
= Herzlichen Glückwunsch!|Das muss gefeiert werden!|Wie schön, da wird gefeiert.
= ich bin ein bisschen traurig|wir haben uns getrennt|ich fühle mich einsam
= Das tut mir leid.|Das ist schwer. Vielleicht hilft etwas Schönes.
= es regnet schon wieder|das wetter ist furchtbar|es ist so kalt
= Wir machen etwas Schönes!|Gut, dass es trotzdem etwas gibt.
= endlich scheint die sonne|so schönes wetter = Wie schön, viel Spaß!|Wie schön!
= ich bin pleite|ich muss sparen|das geld ist knapp = Das ist gut so.
|Das ist gut so.
= die kinder drehen durch|den kindern ist langweilig = Das wird schon!
|Das wird schön!
= überrasch mich|such du was aus|mir egal = Gern, ich suche etwas aus.|Dann wähle ich.
= deine tipps sind super|letztes mal war toll = Das freut mich!|Danke, das ist lieb.
= ich bin allein unterwegs|ich geh nicht gern allein = Allein kann es auch schön sein.|Nur Mut!
"""
_VISITS_DE = (
    "{who} ist zu besuch|{who} ist in der stadt|{who} kommt vorbei|ich hab {who} da"
    " = Wie schön, dass {who} da ist!|Dann macht euch zusammen etwas Schönes.|Da freut sich {who}."
)
_WHO = tuple(
    "my sister|my brother|my aunt|an old friend|my boss|my flatmate|my cousin|my colleague|my uncle"
    "|my mum|my dad|my best friend|my landlord|my grandma|my niece|my nephew|my neighbour"
    "|my girlfriend|my boyfriend|my wife|my husband|my daughter|my son|my penfriend"
    "|my mother-in-law|my godmother|my teacher|my grandpa|my roommate|my date".split("|")
)
_WHO_DE = tuple(
    "meine schwester|mein bruder|meine tante|mein onkel|meine oma|meine freundin|mein freund"
    "|mein kollege|meine mutter|mein vater|mein cousin|meine nichte|meine nachbarin".split("|")
)
_CASES = {"meine": "deine", "mein": "dein"}

Remarks = tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]


def _read(text: str) -> Remarks:
    """Kinds of remarks, in turns with what is answered to them."""
    sides = [
        tuple(one.strip() for one in side.replace("\n", " ").split("|"))
        for side in text.strip().split(" = " if text[0] != "\n" else "= ")
    ]
    return tuple(zip(sides[::2], sides[1::2], strict=True))


_ABOUT = tuple(one for text in (_VISITS, _MOODS, _PARTIES, _PICKY) for one in _read(text))
_ABOUT_DE = _read(_VISITS_DE)
_SELF, _SELF_DE = _read(_OWN), _read(_OWN_DE)


def remark(random: Random, split: Split, *, german: bool) -> tuple[str, str]:
    """A remark in lower case, and an answer to it."""
    about = random.random() < 0.4
    kinds = ((_SELF, _SELF_DE), (_ABOUT, _ABOUT_DE))[about][german]
    said, answers = random.choice(_of_split(kinds, held=split == "phrasings") or kinds)
    who = random.choice(_WHO_DE if german else _WHO)
    told = random.choice(said).replace("{who}", who)
    return told, _yours(random.choice(answers).replace("{who}", who), german=german)


@cache
def _of_split(kinds: Remarks, *, held: bool) -> Remarks:
    """The kinds with those remarks that are held out, or with those that are not."""
    kept = (
        (tuple(one for one in said if held_out(one, "remark") == held), told)
        for said, told in kinds
    )
    return tuple(kind for kind in kept if kind[0])


def _yours(text: str, *, german: bool) -> str:
    """``text`` spoken to the person whose sister or boss it is."""
    if german:
        for mine, yours in _CASES.items():
            text = text.replace(f"{mine} ", f"{yours} ")
        head, _, name = text.partition("dein")
        if name:
            words = f"dein{name}".split(" ")
            words[1] = words[1].capitalize()
            text = head + " ".join(words)
        return text
    return text.replace("my ", "your ")
