"""Words that say nothing of what is looked for: they are never a topic and never a slip. Folded."""

COMMON: frozenset[str] = frozenset(
    """
a about above absolutely terrible desperate dire grim miserable dreadful rotten rubbish shocking
foul nasty
 actual actually add afar after again ago ah ain't alive all almost along
already alright also although always am amazing an and another any anybody anyone anything anyway
anywhere appreciate are around as ask asking at attend attending available average avoid away
awesome back bad basically be beautiful because been before begin begins being believe besides
best bet better between beyond big bit blah book booked booking bored boring both bring brilliant
but buy by came can can't cannot care catch certain chance change cheers check chill choice choose
chosen city come comes coming consider cool cost costs could couldn't couple course crowded cup
curious current currently cute date dates day days deal dear decent definitely details did didn't
different do does doesn't doing don't done dont down drop due during each early easy either else
end ends energy enjoy enjoyable enough entertaining entertainment especially etc even evening
event events ever every everybody everyone everything exactly except exciting exist explore extra
fab fabulous fairly fancy fantastic far fave favorite favourite feel feeling few figure final
finally find fine first fit fits folks follow following for forget form free friendly friends from
full fun funny further future gather general generally gentle get gets getting give given gives
giving glad go goes going gonna good got gotta great group grown guess guide guy guys had half
hand handy hang hanging happen happening happenings happens happy hard has hasn't hate have
haven't having he head hear heard hello help her here hey hi him his hit hm hmm hobby home hope
hoping hot hour hours how however huge i i'd i'll i'm i've idea ideal ideas idk if ill im imagine
impress in include including info information inside inspire instead interest interested
interesting into invite is isn't it it's its itself ive join just keen keep kind kinda kinds
knackered know known lad large last late lately later laid-back lazy least leave left less let
let's lets like likely likes list listed listing little live lively local locally located location
long look looking lookin looks lot lots love lovely low lucky made main mainly make makes making
many mate mates maybe me mean means meant meet mention might mind mine minute minutes moderate
moment mood more most mostly move much must my myself name near nearby nearly need needs never new
nice night nights no nobody none nope nor normal normally not nothing notice now nowhere number
nvm obviously occasion occupied of off offer offered offering offers often oh ok okay old on once
one ones only onto open opening opinion option options or order other others otherwise ought our
ourselves out outing over overall own page pass past pay people per perfect perhaps person pick
picks place places plan planned planning plans play playing please pls plz plus point popular
possible possibly prefer preferably preference pretty probably program programme proper provide
put quick quickly quiet quite random rather ready real really reasonable reasonably recommend
recommendation recommendations regarding relax relaxed relaxing remember right room round said
same sat saw say says schedule scheduled scene scenes see seeing seem seems seen select send sense
serious set several shall she short should show showing shows sick side similar simple since sit
small so social some somebody somehow someone something sometime sometimes somewhere soon sorry
sort sorts sound sounds special spend spending spare spontaneous spot spots start starting starts
stay still stop straight stuff such suggest suggestion suggestions suit suitable suits super
suppose supposed sure surely surprise take taken takes taking talk tbh tell than thank thanks that
that's the their them then there there's these they thing things think thinking this those though
thought through throughout thru ticket tickets tidy till time times tip tips tired to today
together told tomorrow tonight too took top total totally toward towards town treat tried try
trying turn two type types u uh um under understand unless until unusual up upcoming upon ur us
use used useful using usual usually various ve venue venues very via vibe vibes view visit
visiting visitor visitors wait waiting wanna want wanted wanting wants was wasn't way we we'd
we'll we're we've week weekend weekends weeks weird welcome well went were what what's whatever
whats when whenever where wherever whether which while who who's whole whom whose why wife will
wish with within without woman women won't wonder wonderful wondering work working works world
worth worthwhile would wouldn't wow ya yeah year years yes yet you you'd you'll you're you've your
yours yourself yo yep young parents parent adult adults kid kids husband mum mom dad mother father
brother sister guest guests granny grandma grandpa girlfriend boyfriend sth smth smthn somethin
nothin anythin nite min mins hr hrs gimme lemme dunno cuz cos coz bc tho w/ n tx thx pl gd abt btw
fyi asap rn ppl ya'll y'all cant wont whens wheres whatcha summat owt reckon fancied fancying
feels bout chuck lads knocking knock heading headed cure kill killing burn passing busy free-time
evenings mornings afternoons nearish ish-ish tempted tempt spice shake boredom bored-ness cheer
cheering mellow cosy cozy vibe-y intimate casual classy fancyish unwind wind decompress adventure
adventurous memorable quirky offbeat different-ish fresh hidden gem gems unmissable highlight
highlights happening-ish buzz buzzing worthy entertain entertained sunny weather rain rainy cold
warm outside-ish budget money wallet broke skint payday price prices priced pricey expensive entry
entrance admission fee fees charge euro euros pound pounds bucks dollars quid cent cents distance
distances close closest walkable reachable reach bus train bike-able car parking drive driving km
kilometre kilometres kilometer mile miles someone's ich du er sie es wir ihr mich dich uns euch
mir dir ihm ihnen mein meine meinen meiner dein deine sein ihre unser unsere der die das den dem
des ein eine einen einem einer eines und oder aber auch noch nur schon sehr ganz wie wer wo wann
ins demnachst horen sitze
warum wieso welche welcher welches welchen wohin woher ist sind war waren bin bist seid sei habe
hast hat habt haben hatte hatten wird werden wurde wurden kann kannst konnen konnte soll sollte muss
mussen mochte mochten mag wollen wollte darf gibt gibt's gibts gebt geben geht gehen geh los lass
lust zeig zeige zeigen suche suchen finde finden empfiehl empfehlen empfehlung tipp tipps
vorschlag vorschlage etwas irgendwas irgendetwas irgendwo nichts alles alle viel viele wenig mehr
weniger gut gute guten gutes schone schones schoner toll tolle tolles nett nette nettes spannend
spannendes interessant interessantes passiert stattfindet findet statt veranstaltung
veranstaltungen termin termine angebot angebote unternehmen unternehmung machen mache macht tun
bitte danke hallo na ja nein doch mal eben gerade jetzt heute morgen gestern abend abends tag tage
woche wochen wochenende uhr zeit nach vor bei beim mit ohne fur gegen auf aus zu zum zur von vom
bis ab uber unter durch zwischen neben hinter seit wahrend wegen trotz dann danach davor dort da
hier hin weg raus rein drin drum dazu davon damit darauf daran dabei wenn weil dass ob als denn
sonst lieber gern gerne besser beste besten bester bestes irgendein stadt ort nahe umgebung gegend
personen leute freunde freundin freund frau mann eltern anderes andere anderer anderen nachste
nachsten nachster nachstes kommende kommenden kommender dieser diese dieses diesen diesem jeder
jede jedes jeden man frei interessiere interessieren gar kein keine keinen nicht nie niemals immer
oft manchmal vielleicht ungefahr etwa circa ca zirka genau eher ziemlich activity activities
aktivitat aktivitaten liebsten liebste gehts gehst moglichst dauernd apart excluding organised
organized organisiert hosted beginner beginners loves loved months moved plane planen plant
geplant match matches screening screenings puts wise teh laufen lauft lief adores adore walls
stairs anniversary birthday colleague colleagues sibling siblings laugh grandchildren grandson son
daughter save saving saved compare comparing compared export calendar bookmark kalender speichern
vergleiche sich selbst einfach mitnehmen dauern dauert kosten kostet teuer wetter regen regnet
sonne involving involves involve featuring features based related anfanger anfangerin einsteiger
part public sachen sache ding dinge bucket fill fills ye youse nine turned lose dead underway laid
roof sky aimed tops tad bunch heap heaps loads whatnot someplace stuck limit limits example examples
instance promise promised promises teach teaches ordinary resident wit wat forecast horrible
awful dry
""".split()
)
