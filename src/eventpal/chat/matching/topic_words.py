"""What the broad topics are called, and the words by which an event shows that it is of one.

A small table for what no database says: that a gig is music, and that a trio plays some. English
and German, folded; words are compared by their stems. Finer topics ("jazz", "origami") need no
entry of their own: they are looked for as they are.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Concept:
    """One broad topic.

    ``names`` are what people call it, and what categories are called; ``cues`` show it in a title
    or a text but are never asked for as the whole topic; ``parts`` are finer topics, which belong
    to it. Separated by commas.
    """

    names: str
    cues: str = ""
    parts: str = ""
    labels: str = ""
    """Names of categories that mean it, though the words alone do not."""
    asked: str = ""
    """What else people call it; in an event's texts these words mean little."""


CONCEPTS: Mapping[str, Concept] = MappingProxyType(
    {
        "music": Concept(
            "music, musik, concert, konzert, gig, live music, livemusik, live band, musical act",
            "band, trio, quartet, quintet, orchestra, orchester, choir, chor, singer, songwriter,"
            " recital, dj, sound system, ensemble, piano, guitar, gitarre, sing along, brass, organ"
            ", tunes, symphony, sinfonie, setlist, album, fiddle",
            "jazz, blues, classical, klassik, opera, oper, indie rock, hip hop, hiphop, rap, techno"
            ", electronic, choral, acapella, a cappella, gospel, reggae, ska, punk, metal, soul,"
            " funk, folk music, folk rock, trad session, ceilidh, trad, chamber music, open mic,"
            " open stage,"
            " drum and bass, disco, songwriter, singer songwriter, brass band, fado, afrobeat,"
            " baroque, rock, karaoke, singing, singen, country music, bluegrass, ambient, synth",
            "folk, traditional, house, world, country, electronica, alternative, pop, indie"
            ", experimental, acoustic, bandstand",
        ),
        "theatre": Concept(
            "theatre, theater, stage show, drama, performing art, schauspiel, theaterstuck,"
            " new play, play by, one woman show, one man show, one act play,"
            " buhne, performance art, panto, pantomime",
            "actor, playwright, premiere, matinee performance, cast",
            "musical, musical theatre, puppet, puppetry, puppenspiel, puppentheater, circus, zirkus"
            ", street theatre, cabaret, kabarett, shakespeare, clown, mime, kasperle",
            "stage, theater & performance",
            asked="play",
        ),
        "comedy": Concept(
            "comedy, comedian, kabarett, something funny, comedy club, comedy night, comedy show,"
            " lachen",
            "improvised, laughter, funniest, punchline, roast battle, jokes, comics",
            "stand up, standup, stand up comedy, improv, improvisation, impro, sketch comedy",
            asked="comic, laughs, a laugh",
        ),
        "film": Concept(
            "film, movie, movies, cinema, kino, flick, screening, filmvorfuhrung",
            "director's cut, subtitles, matinee, short films, documentary",
            "documentary, dokumentarfilm, doku, short film, kurzfilm, horror film, anime",
            "screening, movies, horror, film & media",
        ),
        "art": Concept(
            "art, kunst, visual art, arts",
            "exhibition, ausstellung, gallery, galerie, paintings, sculpture, photographs,"
            " installation, curator, artist, drawing, sketch",
            "painting, malen, drawing, zeichnen, photography, fotografie, sculpture, life drawing"
            ", watercolour, watercolor, printmaking, street art, illustration, collage",
            "arts & culture, visual arts, gallery, exhibition, exhibits, ausstellungen",
        ),
        "literature": Concept(
            "literature, literatur, book, buch, bucher, lesung, "
            " author, autor, bookish, literary, schreiben, ",
            "novel, novelist, poet, story time, bookshop",
            "poetry, poem, lyrik, gedicht, spoken word, poetry slam, book club, lesekreis, crime"
            " fiction, creative writing, slam, storytelling"
            ", story time, book launch, signing",
            "books & poetry, books, literary",
            asked="reading, writing, writer",
        ),
        "dance": Concept(
            "dance, tanz, tanzen, dancing, ballroom",
            "dancer, dancefloor, choreography, social dance",
            "salsa, tango, milonga, swing dance, lindy hop, flamenco, ballet, ballett, bachata,"
            " ceilidh, tea dance, waltz, walzer, zouk, contemporary dance, zumba, line dancing,"
            " square dance, barn dance, hip hop dance, forro, contra dance, tap dance",
            "swing, club night, house, techno, drum and bass, disco",
        ),
        "nightlife": Concept(
            "club night, clubnacht, rave, dj night, nightlife"
            ", nachtleben, night out, partys, club nights",
            "resident dj, dancefloor, over 18s",
            "techno, house music, drum and bass, disco",
            "house, techno, club, nightlife",
            asked="party, feiern, clubbing",
        ),
        "sport": Concept(
            "sport, sports, match, game day, athletics, something"
            " active, something sporty, bewegung, sportlich, fitnesskurs, sporting event",
            "league, championship, kick off, tournament, marathon, laps, cup",
            "polo, football, soccer, fussball,"
            " running, run, runner, laufen gehen, lauftreff, parkrun,"
            " cycling, bike ride, baseball, softball, lacrosse,"
            " ice hockey, ice skating, pickleball, padel, squash, darts, snooker, curling,"
            " disc golf, ultimate frisbee, netball, cheerleading, wrestling, fencing,"
            " motocross, rodeo, fun run, duathlon,"
            " radfahren, radtour, cycle, swimming, schwimmen, swim, rowing, rudern, sailing, segeln"
            ", climbing, klettern, bouldering, hurling, rugby, basketball, tennis, table tennis,"
            " volleyball, handball, skating, skate, skateboarding, roller derby, golf, boxing,"
            " martial art, judo, karate, kayak, kayaking, paddle, surfing, hockey, cricket, archery"
            ", triathlon, gymnastics, badminton, ski, bowling, petanque, parkour",
            "sports & fitness, outdoors & recreation, athletics, recreation",
            asked="training, exercise",
        ),
        "wellness": Concept(
            "wellness, wellbeing, well being, gesundheit, mindfulness, achtsamkeit,"
            " relaxation, entspannung, selfcare, self care, ",
            "breathing, stretch, stillness, sauna, massage",
            "yoga, meditation, meditieren, pilates, tai chi, qigong, sound bath, breathwork,"
            " massage, spa, hatha, first aid, zumba, aerobics, reiki, support group, forest"
            " bathing,"
            " wild swimming, cold plunge",
            "health, mind & body, health & wellness",
            asked="calm, health",
        ),
        "food": Concept(
            "food, essen, cooking, kochen, kulinarik, kulinarisch, supper, "
            " culinary, foodie, gastronomy, tasting, verkostung,"
            " food and drink, something to eat, meal",
            "chef, recipe, kitchen, menu, feast, bread, soup, cheese, bake, roast,"
            " brewer, taproom, cocktail, oyster, chowder, chocolate",
            "brunch, street food, wine, wein, wine tasting, weinprobe, beer, bier, craft beer,"
            " whisky, whiskey, gin,"
            " cheese, kase, baking, backen, bread, brot, coffee, kaffee, tea tasting, vegan food,"
            " pizza, pasta, sushi, supper club, barbecue, bbq, cocktails, chocolate, foraging,"
            " sourdough, fermentation, dumplings, curry, cake, pickling",
            "food & drink, drinks",
            asked="dinner, lunch, eat, eating, drink, drinks",
        ),
        "market": Concept(
            "market, markt, fair, bazaar, basar, market stall, messe, craft fair, swap meet",
            "stalls, traders, vendors, dealers, makers",
            "flea market, flohmarkt, car boot sale, jumble sale, weihnachtsmarkt, christmas"
            " market, farmers market, bauernmarkt, wochenmarkt, antiques, antiquitaten, vintage,"
            " second hand"
            ", night market, craft market, flea, rummage sale, book sale, plant sale, clothes swap"
            ", record fair",
            "markets & fairs, fairs",
            asked="shopping, swap, sale",
        ),
        "festival": Concept(
            "festival, fest, fete, street party, feast",
            "",
            "parade, carnival, karneval, pageant, procession, fireworks, feuerwerk, umzug",
        ),
        "family": Concept(
            "family, familie, kids, kinder, child, children, toddler, baby, kleinkind, family"
            " friendly, familienfreundlich, for the little ones, teens",
            "under fives, ages three, ages four, ages five, ages six, junior, rhymes, puppet, lego"
            ", story time, face painting, bouncy castle, pupils, school holiday",
            "",
            "kids & families, families, youth, children's, kids",
        ),
        "games": Concept(
            "game, spiel, spiele, gaming, games night, spieleabend, brettspielabend, ",
            "dice, tournament, puzzle, players",
            "board game, brettspiel, chess, schach, quiz, pub quiz, trivia, role playing, rpg,"
            " bingo"
            ", dungeons and dragons, d&d, poker, video game, escape room, card game, miniature"
            " painting, warhammer, scrabble, bridge club, go club, mahjong, lego, game jam,"
            " tabletop,"
            " treasure hunt, murder mystery",
            "tabletop",
            asked="spielen",
        ),
        "tech": Concept(
            "tech, technology, technologie, technik, digital"
            ", computer, software, developer, code, meetup for developers, science and tech",
            "laptop, app, data, hack, open source, algorithm, scratch, scam, password, phone and"
            " tablet",
            "coding, programming, programmieren, python, javascript, robotics, robot, roboter,"
            " artificial intelligence, ai, ki, machine"
            " learning, hackathon, linux, cybersecurity, electronics, soldering, 3d printing"
            ", laser cutter, raspberry pi, arduino, openstreetmap, startup, rust",
            "science & tech",
            asked="it",
        ),
        "science": Concept(
            "science, wissenschaft, scientific, physics, biology, chemistry, physik",
            "researcher, professor, telescope, experiment, laboratory, thesis, microscope, planets,"
            " dna,"
            " fossil, dinosaur, volcano, slime, scientist, lab, marine biology, evolution, galaxy,"
            " refractor, saturn, species, spores, octopus",
            "astronomy, astronomie, stargazing, star party, planetarium, geology, maths",
            "science & tech",
        ),
        "history": Concept(
            "history, geschichte, heritage, historical, historisch, museum, archaeology, medieval"
            ", local history, old building",
            "century, archive, castle, ruins, smugglers, figurehead, war, conservator",
            "family history, family tree, genealogy, archaeology, architecture, heritage open",
            "heritage",
        ),
        "walk": Concept(
            "walk, walking tour, hike, hiking, wandern, wanderung, spaziergang, stroll, ramble,"
            " guided walk, rundgang, walking, spazieren, guided tour, stadtfuhrung, city tour",
            "on foot, miles, boots",
            "",
            "walks, walking & hiking, walks & tours",
        ),
        "nature": Concept(
            "nature, natur, wildlife, outdoors nature, animal,"
            " tiere, environment, umwelt, ecology, naturschutz, pflanzen",
            "reserve, forest, wetland, species, seals, dune, compost, tide, rock pool, wildflower,"
            " meadow, beach clean, dawn chorus, orchard, seeds",
            "garden, garten, gardening, gartnern, bird, birding, birdwatching, vogel, voegel,"
            " vogelbeobachtung, bat walk, butterfly,"
            " gardening, tree, beekeeping, bees, fungi, mushroom, stargazing, star party, hiking",
            "nature & environment, environment, outdoors, outdoors & recreation",
        ),
        "craft": Concept(
            "craft, crafts, crafting, basteln, handwerk, diy, handarbeit, make something,"
            " handmade, crafty, do it yourself",
            "needles, wool, willow, repair, mend, stitch, tools, wood",
            "knitting, knit, stricken, sewing, nahen, crochet, hakeln, pottery, topfern, keramik,"
            " ceramics, woodwork, woodworking, jewellery, jewelry, screen print, screenprint,"
            " linocut, origami, bookbinding, weaving, embroidery, quilting, candle making, leather"
            ", mending, repair cafe, upcycling, calligraphy, macrame, model making, carving,"
            " blacksmith, stained glass, soap making, basket",
            "crafts & hobbies, making, handmade",
            asked="making, creative, kreativ, kreatives",
        ),
        "workshop": Concept(
            "workshop, class, kurs, course, lesson, unterricht, masterclass, taster, hands on,"
            " learn something, mitmachen, mitmachkurs, tutorial, induction, learn to",
            "beginners, materials included, in a day, come and try, for beginners, learn, teaches",
            "",
            "workshops, classes, learning, courses & workshops",
        ),
        "talk": Concept(
            "talk, lecture, vortrag, panel, discussion, diskussion, q&a, guest speaker,"
            " podiumsdiskussion, conference, seminar, konferenz, debate, author talk, talks",
            "professor, speaks, explains, in conversation, introduces, meet the author",
            "",
            "lectures, talks & lectures",
            asked="presentation",
        ),
        "community": Concept(
            "community, meetup, nachbarschaft, neighbourhood, neighborhood, get together,"
            " social group, meet people, meet new people, leute kennenlernen, charity",
            "family centre, family center, neighbours, residents, repair cafe, coffee"
            " morning, swap, potluck, tenants",
            "",
            "social, local",
            asked="social, treffen",
        ),
        "volunteering": Concept(
            "volunteering, volunteer, ehrenamt, freiwillig, help out, helping out"
            ", mithelfen, beach clean, litter pick, aufraumen, giving back, do good",
            "hands wanted, gloves, mentor, shift, larder",
            "blood drive, blood donation, food bank, soup kitchen, tree planting, cleanup,"
            " clean up",
        ),
        "civic": Concept(
            "civic, council, politics, politik, city council, stadtrat, consultation, public"
            " meeting"
            ", local politics, election, burgerversammlung, council meeting, city hall",
            "planning committee, have your say, public session, councillor, hearing",
            "",
            "city & council, government, city hall",
        ),
        "faith": Concept(
            "faith, religion, church, kirche, worship, gottesdienst, prayer, gebet, spiritual,"
            " religious, mass, spirituality, church service",
            "gospel, hymn, psalms, bishop, imam, iftar, carols, blessing, evensong, shabbat,"
            " rosary",
            "evensong, taize, buddhist, buddhism, quaker, bible, mosque, synagogue, vespers",
            "faith & spirituality, religion & spirituality",
        ),
        "language": Concept(
            "language, sprache, sprachkurs, "
            " speak another language, learn a language, sprachen, tandem, language practice",
            "native speakers, all levels",
            "language exchange, sprachcafe, conversation circle, conversation table, stammtisch,"
            " conversation group, conversation practice, conversation club, sign language,"
            " esperanto",
            "languages",
            asked="conversation",
        ),
        "business": Concept(
            "business, networking, career, karriere, job fair, startup, entrepreneur, ",
            "employers, vacancies, cv clinic, founders",
            asked="work, jobs",
        ),
    }
)

FILED_AS: Mapping[str, str] = MappingProxyType(
    {
        "music": "sounds, live, gigs & concerts",
        "theatre": "stage, on stage, shows, performance, performing arts",
        "film": "screen, on screen, screenings",
        "sport": "get moving, active, get active, outdoors & active, bewegung",
        "food": "eat & drink, eat, eating out, drink, food and drinks, genuss",
        "literature": "words, reading, writing",
        "talk": "ideas, talks & ideas",
        "nature": "wild & green, green, outdoors",
        "craft": "make, making",
        "workshop": "learn, bildung, hands on",
        "history": "past & place, past, then and now",
        "tech": "digital, science & technology",
        "community": "neighbourhood, neighbours, meet, get together, local life",
        "wellness": "mind & body, body & mind, feel good",
        "civic": "council, have your say",
        "games": "play, games & play",
        "nightlife": "clubs, late, after dark",
        "family": "little ones, under fives, family fun, young people, youth",
        "art": "galleries, visual",
        "dance": "move, dancing",
        "faith": "spirit, soul & spirit",
        "market": "stalls, shop",
        "business": "work, jobs",
    }
)
"""More names of categories; in an event's texts these words mean little."""

ALONE: Mapping[str, str] = MappingProxyType(
    {
        "nightlife": "club, bar, pub, bar and club, club and bar, pub crawl, dancefloor",
        "theatre": "play, a play",
        "science": "experiment",
        "business": "job, career fair",
        "wellness": "mind, mental health, self help",
        "nature": "garden walk, wildlife walk, outdoor nature",
    }
)
"""Broad topics by words that mean them only where nothing else is asked for."""

COMPOUNDED = (
    "konzert musik kino film theater tanz markt kurs lesung ausstellung fuhrung wanderung chor"
    " kapelle flohmarkt spaziergang gottesdienst workshop yoga vortrag puppentheater quiz"
)
"""German nouns of topics that stand in longer ones: "Maikonzert", "Kinoabend"."""
