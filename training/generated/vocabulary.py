"""Words that fill the slots of generated messages and events; a share of them is held out.

Which words are held out follows from their letters, so it is the same in every run: what the
adapter is measured on, it never saw. Names of places are put together from parts, so that no
city's map can be learnt by heart.
"""

import hashlib
from functools import cache
from random import Random
from typing import Literal

Split = Literal["train", "words", "phrasings"]
"""What an example is for: to learn from; to measure with words never learnt, or with phrasings."""

_HELD_OUT = 6
"""One in so many."""


def held_out(text: str, salt: str = "") -> bool:
    """Whether ``text`` is kept from training."""
    return hashlib.blake2b(f"{salt}{text}".encode(), digest_size=4).digest()[0] % _HELD_OUT == 0


@cache
def of_split(words: tuple[str, ...], split: Split) -> tuple[str, ...]:
    """The held-out words for "words", the others for everything else."""
    return tuple(word for word in words if held_out(word) == (split == "words"))


MUSIC = tuple(
    "jazz, blues, folk, rock, indie, punk, metal, techno, house music, drum and bass, hip hop, rap,"
    " soul, funk, reggae, ska, salsa, cumbia, flamenco, fado, klezmer, bluegrass, country, gospel,"
    " opera, chamber music, string quartet, organ recital, piano recital, choir, a cappella, brass"
    " band, big band, swing, singer-songwriter, open mic, karaoke, electronic music, ambient,"
    " synthpop, disco, afrobeat, samba, bossa nova, tango, baroque music, early music, symphony,"
    " orchestra, live music, acoustic, trad music, ceilidh, sea shanties, world music, noise,"
    " experimental music, cover bands, tribute bands, dj sets, steel drums, ukulele, gamelan,"
    " fiddle, medieval songs, musical, cabaret, chanson, k-pop, grime, dubstep, trance".split(", ")
)
STAGE = tuple(
    "theatre, improv, stand-up, comedy, ballet, modern dance, puppet theatre, circus, magic show,"
    " drag show, burlesque, poetry slam, spoken word, storytelling, shakespeare, pantomime,"
    " monologue, street theatre, sketch comedy, mime, clowning, radio play, fringe theatre,"
    " contemporary dance, tap dance, readings, author reading, short films, documentaries, film,"
    " cinema, silent film, horror films, arthouse cinema, anime, open-air cinema, science fiction"
    " films, westerns, animation, film noir".split(", ")
)
ART = tuple(
    "art, photography, painting, sculpture, ceramics, street art, gallery openings, printmaking,"
    " textiles, design, architecture, comics, illustration, video art, watercolours, calligraphy,"
    " fashion, history, archaeology, maritime history, local history, museums, exhibitions,"
    " folklore, genealogy, natural history, heritage, castles, antiques, vintage cars,"
    " steam trains,"
    " model railways, typography, jewellery, glass blowing, tapestry, collage".split(", ")
)
MAKING = tuple(
    "pottery, knitting, sewing, crochet, life drawing, woodworking, bookbinding, screen printing,"
    " baking, bread making, cooking, creative writing, soldering, leatherwork, basket weaving,"
    " origami, embroidery, candle making, soap making, bike repair, gardening, foraging,"
    " beekeeping,"
    " dancing, swing dancing, ballroom, drumming, singing, guitar, languages, spanish,"
    " sign language,"
    " coding, python programming, robotics, 3d printing, electronics, first aid, public speaking,"
    " watercolour, macrame, felting, stone carving, brewing, sourdough, sushi, upcycling,"
    " weaving, quilting, spinning wool, blacksmithing, mosaic".split(", ")
)
OUTDOORS = tuple(
    "hiking, birdwatching, kayaking, sailing, swimming, cycling, running, climbing, stargazing,"
    " astronomy, wild swimming, surfing, fishing, bouldering, rowing, skating, parkrun,"
    " orienteering,"
    " picnics, bats, mushrooms, rock pools, botany, wildlife, tree planting, beach cleaning,"
    " allotments, geology, dog walks, nature walks, seals, moths, caving, paddleboarding,"
    " horse riding, canoeing, fossils, butterflies, forest bathing".split(", ")
)
SPORT = tuple(
    "football, rugby, basketball, volleyball, table tennis, badminton, tennis, yoga, pilates,"
    " tai chi,"
    " martial arts, boxing, fencing, roller derby, ice hockey, cricket, chess, darts, archery,"
    " meditation, zumba, judo, petanque, bowls, hurling, netball, capoeira, athletics, karate,"
    " aikido, dodgeball, curling, snooker, frisbee, handball, hockey, floorball".split(", ")
)
FOOD = tuple(
    "food, wine tasting, beer, craft beer, street food, food market, farmers market, cheese, vegan"
    " food, chocolate, coffee, tea, brunch, barbecue, oysters, gin, cider, supper club, ramen,"
    " curry,"
    " cake, whisky, seafood, tapas, dumplings, ice cream, tasting menus, fermentation, pizza".split(
        ", "
    )
)
MEETING = tuple(
    "board games, pub quiz, book club, language exchange, networking, meetups, flea market,"
    " charity shop, craft fair, christmas market, role-playing games, dungeons and dragons, video"
    " games, trivia, bingo, speed dating, repair cafe, clothes swap, plant swap,"
    " town hall meetings,"
    " volunteering, politics, debates, philosophy, economics, climate change, start-ups, artificial"
    " intelligence, data science, physics, medicine, psychology, parenting, mental health, grief"
    " support, mass, quaker meeting, buddhism, lgbtq, women in tech, carnival, fireworks, parades,"
    " festivals, street party, scrabble, bridge, magic the gathering, jigsaw puzzles, retro games,"
    " car boot sale, record fair, farming, knitting circle, toastmasters, entrepreneurship".split(
        ", "
    )
)
FAMILY = tuple(
    "story time, puppet show, face painting, lego, toddler group, messy play, children's theatre,"
    " treasure hunt, petting zoo, science show, baby yoga, bouncy castle, fairy tales, egg hunt,"
    " kite flying, sandcastles, dinosaurs, trains, playgroup, nursery rhymes".split(", ")
)
RARE = tuple(
    "falconry, ikebana, taxidermy, cosplay, parkour, geocaching, slacklining, juggling,"
    " ventriloquism, beatboxing, theremin, hurdy-gurdy, morris dancing, line dancing, polka,"
    " lindy hop, breakdancing, kendo, krav maga, laser tag, paintball, axe throwing, escape rooms,"
    " mahjong, backgammon, poker, crosswords, spelling bee, hackathon, blockchain, quantum"
    " computing, astrology, tarot, reiki, sound bath, breathwork, sauna, cheese making, mezcal,"
    " sake, kombucha, mead, tea ceremony, bonsai, flower arranging, terrariums, aquariums,"
    " reptiles, sheepdog trials, tractor pulls, rodeo, demolition derby, monster trucks, motocross,"
    " karting, drones, model planes, rockets, metal detecting, stamps, coins, zines, graphic"
    " novels, manga, haiku, memoirs, true crime, ghost stories, urban exploration, cemetery tours,"
    " brutalism, stained glass, marbling, silversmithing, whittling, spoon carving, kintsugi,"
    " batik, tie-dye, lace making, millinery, drag bingo, speedcubing, pinball, esports, larp,"
    " wargaming, miniature painting, dollhouses, scrapbooking, tattoos, perfume making, mixology,"
    " foraging walks, truffles, pickling, butchery, pierogi, paella, dim sum, poetry brunch,"
    " shape note singing, barbershop, handbells, bagpipes, accordion, yodelling, throat singing,"
    " vaporwave, shoegaze, goth night, northern soul, zydeco, mariachi, bhangra, taiko, butoh,"
    " aerial silks, fire spinning, pole dancing, rollerskating, unicycling, bmx, skijoring,"
    " pickleball, padel, korfball, quidditch, ultimate, water polo, freediving".split(", ")
)
"""Asked for seldom: what nobody put on a list looks like."""

TOPICS = MUSIC + STAGE + ART + MAKING + OUTDOORS + SPORT + FOOD + MEETING + FAMILY + RARE

GERMAN = tuple(
    "jazz, konzerte, theater, kabarett, ausstellungen, kunst, flohmarkt, kino, filme, lesungen,"
    " wandern, klettern, tanzen, salsa, yoga, töpfern, nähen, stricken, brettspiele, quiz,"
    " kochkurs,"
    " weinprobe, bier, straßenfest, weihnachtsmarkt, chor, klassik, oper, rockmusik, techno,"
    " lesebühne,"
    " fotografie, malen, zeichnen, kinder­theater, puppentheater, stadtführung, geschichte, schach,"
    " fußball, laufen, radfahren, schwimmen, vogelbeobachtung, sternwarte, museum, improtheater,"
    " poetry slam, comedy, zirkus, sprachcafé, programmieren, reparaturcafé, kleidertausch,"
    " meditation, fasching, feuerwerk, livemusik, blasmusik, orgelkonzert, volkstanz, gärtnern,"
    " backen, imkern, mittelaltermarkt, hafenrundfahrt, tischtennis, bücher".replace(
        "\u00ad", ""
    ).split(", ")
)

_PLACE_FIRST = tuple(
    "East West North South Mill Stone Ash Oak Elm Harbour Castle King Queen Bridge Market Priory"
    " Ferry Chapel Rose Fern Linden Birch Raven Fox Swan Otter Salt Silver Copper Glass Lime Quarry"
    " Heather Thorn Well Marsh Meadow Orchard Kirk Abbey Bishop Monk Friar Barrow Cross Holm Sand"
    " Brook Clover Dover Green High Nether Upper White Black Red Wind Cold Long".split()
)
_PLACE_LAST = tuple(
    "gate field ford wick ham ton bury dale side brook bank bridge well hurst worth mouth stead ley"
    " combe moor shaw cliffe croft thorpe haven port wood holt".split()
)
_WHOLE = tuple(
    "Old Town|New Town|the Old Quarter|Altstadt|Neustadt|the Docks|the Waterfront|Chinatown|Little"
    " Italy|Riverside|the West End|the East Side|downtown|uptown|midtown|the city centre"
    "|the Harbour"
    "|the Latin Quarter|Montmartre|Kreuzberg|Nordstadt|Südvorstadt|Innenstadt|Soho|Temple Bar|Leith"
    "|the Northern Quarter|Ancoats|Capitol Hill|the Mission|the Marina|Alfama|Gràcia|El Raval"
    "|Trastevere|Vesterbro|Södermalm|Grünerløkka|Kazimierz|Žižkov|Praga|Lapa|Palermo Viejo|Fitzroy"
    "|the Arts District|the Old Mill Quarter|the University Quarter|the Cathedral Quarter"
    "|Bahnhofsviertel"
    "|Weststadt|the Garden District|Unterstadt|Oberstadt|Hafenviertel|the Fish Quay"
    "|Northside".split("|")
)
_VENUE_FIRST = tuple(
    "Blue|Golden|Crooked|Lucky|Paper|Velvet|Electric|Iron|Wooden|Silent|Flying|Broken|Red|Green"
    "|Little|Grand|Royal|Old|New|Hidden|Laughing|Salty|Copper|Lost|Painted|Burning|Quiet|Wild|Empty"
    "|Rusty|Tall|Wandering|Sleeping|Crystal|Black|Silver|Honest|Merry|Northern|Dancing".split("|")
)
_VENUE_LAST = tuple(
    "Lantern|Anchor|Kettle|Owl|Fox|Whale|Lion|Elephant|Boat|Moon|Tiger|Bear|Heron|Pony|Crown|Barrel"
    "|Bell|Oak|Pigeon|Goat|Clock|Ship|Star|Feather|Mirror|Piano|Lobster|Rabbit|Wolf|Compass|Ladder"
    "|Teapot|Umbrella|Swan|Door|Candle|Rose|Key|Bicycle|Harp".split("|")
)
_VENUE_KIND = tuple(
    "Library|Hall|Theatre|Arts Centre|Museum|Church|Community Centre|Park|Gallery|Gardens|Cinema"
    "|Playhouse|Stadium|Pavilion|Market|Studio|Barn|Brewery|Bookshop|School|Observatory|Club"
    "|Workshop|Courtyard|Castle|Abbey|Pool|Café|Concert Hall|Warehouse".split("|")
)
_GERMAN_VENUES = tuple(
    "Stadthalle|Volkshaus|Kulturfabrik|Stadtbibliothek|Alte Feuerwache|Kammerspiele|Schauspielhaus"
    "|Bürgerhaus|Jugendzentrum|Kunsthalle|Alter Schlachthof|Marktplatz|Schlosspark|Tonhalle"
    "|Literaturhaus|Planetarium|Mühle|Zeughaus|Kaiserkeller|Lagerhalle".split("|")
)


def district(random: Random, split: Split) -> str:
    """A part of a city."""
    if random.random() < 0.45:
        return random.choice(of_split(_WHOLE, split))
    first = random.choice(of_split(_PLACE_FIRST, split))
    name = first + random.choice(of_split(_PLACE_LAST, split))
    return name + random.choice(("", "", "", " Quarter", " Village", " Hill", " Heights", " Park"))


def venue(random: Random, split: Split) -> str:
    """A house, a hall or a park, as it names itself."""
    kind = random.random()
    if kind < 0.3:
        first, last = of_split(_VENUE_FIRST, split), of_split(_VENUE_LAST, split)
        return f"{random.choice(('The ', 'The ', ''))}{random.choice(first)} {random.choice(last)}"
    if kind < 0.4:
        return random.choice(of_split(_GERMAN_VENUES, split))
    if kind < 0.5:
        first = random.choice(of_split(_VENUE_LAST, split))
        return (
            f"{first} {random.choice(('&', 'and'))} {random.choice(of_split(_VENUE_LAST, split))}"
        )
    first = random.choice(of_split(_PLACE_FIRST, split))
    kind_of = random.choice(_VENUE_KIND)
    if kind < 0.75:
        return f"{first}{random.choice(of_split(_PLACE_LAST, split))} {kind_of}"
    owner = random.choice(("City", "Central", "Town", "St Mary's", "St John's", "Royal", first))
    return f"{owner} {kind_of}"
