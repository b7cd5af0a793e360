"""The words that a sentence of the language model may be made of, English and German.

None of them tells a fact of an event: no number, day, hour, price, place, kind or quality. What is
not listed here is not shown, so the lists are of what is harmless, not of what is forbidden.
"""

from collections.abc import Mapping
from typing import Final

from eventpal.chat.words import fold

Words = Mapping[bool, frozenset[str]]
"""English at False, German at True; folded."""


def _words(english: str, german: str) -> Words:
    return {False: frozenset(fold(english).split()), True: frozenset(fold(german).split())}


AROUND: Final = _words(
    """a about after all also among an and another appeal are as asked at attention be begin
    beginning behind best better both but by came can catch catches caught choice choose chose
    comes could course day end enjoy enjoyable eye feel find fine finish first fit fits followed
    for found from gladly go goes good great had happy has have here here's hope how i i'd i'll
    i've idea if in instance into is it it's join just kind lead leading leads lean let like
    list look looks lot love lovely make makes match maybe me might mind more most my next nice
    nicely of off on one option options or our out over perfect perhaps pick picked picks place
    plan please pleasure quite really recommend right round say second see seems show shows
    sounds spirit stand stands start starts suggest suggestion suit suitable suits sure take
    taste tempting than thank thanks that that's the them then there there's these they thing
    things think third this thought three time tip to together too top towards treat try two up
    want way we what when where which while why will wish with wonderful worth would yes you
    you'd you'll you're your yours""",
    """aber allem allen als am an anfang anfangen ansehen auch auf aus beginn beginnen bei beide
    beiden beides besonders besser beste besten bestens bitte da dabei daher damit danach dann
    darauf das dazu dein deine deinem deinen deiner dem den denke denn der des dich die dies
    diese dieser dir dritte du eher ein eine einem einen einer empfehle empfehlung entscheide er
    erst erste erstes es etwas euch fallt fang finde frage freude fur gefallen gefallt gefunden
    geh gehen genau genauso gern gerne gibt gut gute guter gutes habe haben hast hier ich ihr im
    in ins ist ja kann kannst klar klingt konnte konntest lass lieber liebsten lohnt los mag mal
    mehr mein meine meiner mich mir mit mochte mochtest nach nachstes nahme naturlich nehmen
    noch oben oder passen passend passende passt perfekt plan richtig richtige schau schauen
    scheint schlage schluss schon schone schoner schones sehen sehr sich sicher sie sind so
    spricht start starten stehen steht tag tipp trifft uberlegen und unter viel vielleicht vor
    voran vorschlag wahl ware waren was welche wenn wenns werde wie wir wird wohl wunderbar
    wunsch wurde wurdest zu zuerst zum zur zusammen zweite zwischen""",
)
"""Around slots."""

BESIDE: Final = _words(
    """a about all alone along always am an and any anyway are around ask at away be because
    been being best break bring brings busy calls can care challenge chance change cheer cheers
    choice choose come coming company congratulations could course cozy crossed dear deserve
    deserved did do does doesn't don't each earned easy else ends enjoy even ever every everyone
    everything feel few find fine fingers for from fun further gentle get gets getting give
    giving glad go goes going good great had happy hard has have having hear heart hello help
    helps her here here's hey hi him his hope how hug i i'd i'll i'm i've idea if in into is it
    it's its join joy just keep kind know leave let let's lift lifts like likes little long look
    looks lots lovely luck lucky make makes making many matter may maybe me mean meant mend
    might mind moment more most much must my need needn't never nice no nobody nor not now of
    off okay on once one ones or other ought our ourselves out outing over own pace perfect
    perhaps place please pleasure problem proud purse quite rather ready really relax rest right
    round say says see sees shall share she should show smile so some somebody someone
    something soon sorry sound sounds special spirit spirits spoil stay still such suits sure
    surely surprise take takes taking tell than thank thanks that that's the their them then
    there there's these they thing things think this those thought through time tiring to
    together too touch town treat tricky trust try turn understand unwind up us very wait want
    warm was way we we'll we're welcome well were what what's when which while who whole why
    will win wish wishes with without wonderful word worry worth would yes you you'd you'll
    you're you've your yours yourself yourselves""",
    """aber abschalten achten alle allein alles als also am an ander andere anderes andern
    anstrengend argern auch auf aus bald bei beide bescheid besser besten bin bisschen bist
    bitte bringen bringt da dabei dafur dagegen damit danke dann daran darauf das dass dazu dein
    deine deinem deinen deiner dem den denn der des dich die dir doch druck du durch eben ein
    eine einem einen einer einfach entspann entspannen er erholung erst es etwas euch euer eure
    feiern ferien freude freuen freut fur gefallt gefeiert gehen geht genau geniess geniessen
    geniesst gern gerne gib gibt gluck gluckwunsch gonn gonnt gross gut gute guten guter gutes
    hab habe haben habt hallo hast hat helfe helfen herzlich herzlichen hilft hoffe hoffentlich
    horen ich ihm ihn ihnen ihr im in ins ist ja jeder kann kannst kein keine kennenzulernen
    klar klingt komm kommt konnen kopf lange langeweile lass lassen lasst leicht leid lieb liebe
    lieber los lust mach machen macht mal man manchmal mehr mein meine melde mich mir mit
    mochte mochtest moglich moment muss musst mut nach naturlich nett nicht nie noch nun nur ob
    oder ohne pause ratsel raus recht richtig ruhe ruhig sag sagen schade schau schauen schenk
    schon schone schonen schoner schones schwer sehr sei sein seine selbst sich sicher sie sind
    so soll sollst sorge spass stadt such suche tief toll trotzdem tut uberrasch um und uns
    unser unsere verdient vergnugen verstehe viel viele vielen vielleicht voll vom von vor wahle
    wann ware warum was weg wegen weiter welche welches wenn wer werden wie willkommen wir wird
    wirst wohl wollen worauf wort wunderbar wunsche wunscht wurde zeit zu zum zur zusammen""",
)
"""In a sentence without slots, which speaks to the person."""

SAID: Final = _words(
    """anniversary aunt baby babysitter birthday bored boredom boss boyfriend brother buddy
    budget cat celebrate celebrating celebration challenge change child children cold colleague
    colleagues cousin crowds dad date daughter day dinner doctor dog exam family father flatmate
    friend friends girlfriend godfather godmother graduation grandad grandchild grandchildren
    granddaughter grandfather grandma grandmother grandpa grandson granny guest guests holiday
    house husband in-laws job kid kids knee landlord law little lonely mate mom mother
    mother-in-law move moved mum neighbour neighbours nephew nervous new niece night old ones
    parents partner penfriend purse rain roommate sad shy sister snow son sun teacher thesis
    tired toddler uncle visit visiting visitor visitors weather wedding wife winter work""",
    """arbeit baby besuch bruder chef chefin cousin cousine eltern enkel enkelin familie feier
    fernseher frau freund freunde freundin freundinnen gast gaste geburtstag geld geldbeutel
    hochzeitstag hund job katze kind kinder kleinen knie kollege kollegen kollegin langer mama
    mann mude mutter nachbar nachbarin neffe neu nichte oma omas onkel opa papa partner
    partnerin prufung regen regnet schlecht schnee schwester schwiegermutter sohn sonne stress
    tag tante tochter traurig umzug urlaub vater wetter winter woche wochenende""",
)
"""Where the person said the same."""

_CELEBRATED = {"celebrate": ("birthday", "anniversary", "exam", "job", "graduation", "thesis")}
FOLLOWS: Final[Mapping[str, tuple[str, ...]]] = {
    **_CELEBRATED,
    "little": ("kids", "children", "toddler"),
    "boredom": ("bored",),
}
"""What follows from another word that the person said."""
