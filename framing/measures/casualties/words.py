"""The words by which news tells of deaths and injuries, and of those who suffer them. English."""

from __future__ import annotations

DIED = frozenset("died dies die perished perishes drowned succumbed".split())
KILLED = frozenset(
    "killed murdered slain slaughtered massacred assassinated executed beheaded lynched "
    "electrocuted gassed".split()
)
KILLS = frozenset("kills kill murdering killing slaughtering massacring".split())
# "shot dead", "beaten to death"
DEADLY_DEEDS = frozenset(
    "shot beat beats beaten stabbed burned burnt crushed trampled hacked stoned bludgeoned "
    "strangled gunned battered knifed frozen starved mauled clubbed shooting stabbing beating "
    "hacking put suffocated choked bled crushing strangling burning".split()
)
WITHOUT_OBJECT = frozenset("froze frozen starved bled burned burnt choked suffocated".split())
INJURED = frozenset("injured wounded maimed hospitalised hospitalized".split())
INJURES = frozenset("injuring wounding injures maiming".split())
DEATHS = frozenset(
    "deaths death fatalities killings murder murders assassination assassinations massacre "
    "execution executions beheading".split()
)
COUNTED_DEATHS = frozenset("deaths fatalities killings murders assassinations executions".split())
MURDERS = frozenset("murder assassination killing massacre execution beheading".split())
NOUNS = DEATHS | frozenset("toll dead lives life bodies body".split())

# Before "killing" where nobody need have died.
ONLY_MEANT = frozenset(
    "intent bent aim aimed aims capable instead stop stopped plotting avoid".split()
)

# What follows the word where nobody died.
FIGURATIVE = {
    "dead": frozenset(
        "end ends heat heats line lines weight sea zone wood set center centre certain easy last "
        "or air letter body-language language man's poets wrong serious right ringer".split()
    ),
    "died": frozenset("out down off away".split()),
    "death": frozenset(
        "penalty row sentence sentences threat threats squad squads camp camps toll tolls star "
        "metal certificate certificates knell trap traps valley cult wish chamber warrant rate "
        "rates tax bed or notice notices duties eaters".split()
    ),
    "killing": frozenset("spree sprees machine machines field fields time ground it off".split()),
    "killed": frozenset("off time the".split()) - {"the"},
}
# Subjects and objects that do not live.
THINGS = frozenset(
    "it bill bills deal deals hope hopes dream dreams battery idea ideas plan plans talks motion "
    "amendment project industry career engine phone tradition legislation law proposal process "
    "measure reform jobs job romance party conversation rumour rumours rumor story storm wind fire "
    "act merger campaign agreement initiative programme program regulation regulations pipeline "
    "peace treaty trade microphone system market economy".split()
)
ANIMALS = frozenset(
    "animal animals goldfish dog dogs cat cats cow cows cattle pig pigs sheep horse horses bird "
    "birds chickens poultry fish whale whales elephant elephants lion lions tiger tigers rhino "
    "rhinos turtle turtles bear bears shark dolphin dolphins salmon puppy puppies trees tree bees "
    "plants cells bacteria coral livestock blooms crops".split()
)
# Names in capitals that are other words in small letters.
ACRONYMS = frozenset("is us who it may am".split())
# A participle behind them describes the noun that follows.
BEFORE_NOUNS = frozenset("of with from for by to in on at including among against than".split())
WHENS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday yesterday today tonight earlier last "
    "then there here later instantly alongside aboard together once".split()
)
BEFORE_YEARS = frozenset("in since of until by from during , the early late mid".split())
# Plurals that a number before a verb of death does not count as victims.
UNITS = frozenset(
    "year years month months week weeks day days hour hours minute minutes second seconds time "
    "times mile miles km kilometre kilometres kilometer kilometers metre metres meter meters feet "
    "ft mph kg tonnes tons acres per percent cent % pounds euros dollars euro $ £ € million-dollar "
    "attack attacks bomb bombs bombing bombings explosion explosions blast blasts rocket rockets "
    "missile missiles airstrikes strike strikes raids raid vehicle vehicles car cars truck trucks "
    "house houses home homes building buildings villages village town towns city cities country "
    "countries nations provinces states districts shots bullets rounds incident incidents case "
    "cases fire fires crash crashes shootings shooting counts floors storeys am pm a.m p.m st nd "
    "rd th january february march april may june july august september october november december "
    "degrees points goals games matches seasons shells mortars helicopters planes boats flights "
    "earthquake magnitude-quake pages species weapons occasions operations".split()
)
_NAMES = "january february march april may june july august september october november december"
MONTHS = {name: number for number, name in enumerate(_NAMES.split(), 1)}
MONTHS |= {name[:3]: number for name, number in MONTHS.items()} | {"sept": 9}

_MEMBERS = """
children: child children boy boys girl girls baby babies toddler toddlers infant infants newborn
  newborns teenager teenagers teen teens schoolchildren schoolboy schoolboys schoolgirl schoolgirls
  kid kids pupil pupils minor minors youngster youngsters son sons daughter daughters grandchild
  grandchildren grandson granddaughter two-year-old three-year-old four-year-old five-year-old
women: woman women mother mothers wife wives sister sisters grandmother grandmothers widow widows
  girlfriend nun nuns housewife servicewoman policewoman
soldiers and police: soldier soldiers troop troops serviceman servicemen servicewoman policeman
  policemen policewoman policewomen officer officers police marine marines sailor sailors guard
  guards peacekeeper peacekeepers commander commanders general sergeant sergeants lieutenant
  trooper troopers garda gardai gardaí captain corporal airman airmen seal agents constable pc
  personnel conscripts recruits gendarmes paratroopers
fighters and attackers: militant militants fighter fighters rebel rebels insurgent insurgents
  terrorist terrorists gunman gunmen attacker attackers assailant assailants bomber bombers
  extremist extremists jihadist jihadists jihadi jihadis suspect suspects militiaman militiamen
  guerrilla guerrillas hijackers hijacker shooter shooters killer killers murderer perpetrator
  perpetrators criminals kidnappers
civilians: civilian civilians noncombatant noncombatants non-combatants bystander bystanders
  passerby passersby pedestrian pedestrians
other people: person people persons man men resident residents passenger passengers worker workers
  victim victims migrant migrants refugee refugees protester protesters protestor protestors
  demonstrator demonstrators student students tourist tourists teacher teachers doctor doctors
  nurse nurses journalist journalists driver drivers pilot pilots firefighter firefighters rescuer
  rescuers inmate inmates prisoner prisoners detainee detainees hostage hostages worshipper
  worshippers worshipers villager villagers patient patients father fathers husband husbands
  brother brothers parent parents family families relative relatives friend friends colleague
  colleagues citizen citizens national nationals individual individuals youth youths adult adults
  couple member members crew miner miners farmer farmers fisherman fishermen activist activists
  leader leaders official officials lawyer lawyers judge judges politician politicians mayor mp
  mps minister president ambassador diplomat diplomats aid-worker staff employee employees
  supporter supporters fan fans player players runner cyclist cyclists motorist motorists
  survivor survivors other others more lives humans guest guests visitor visitors shopkeeper
  shopper shoppers pilgrim pilgrims priest priests bishop imam cleric clerics monk monks
  scientist scientists astronaut astronauts engineer engineers businessman businesswoman trader
  traders vendor volunteers volunteer athlete athletes singer musician actor actress author
  writer artist fugitive dealer dealers pusher pushers user users addict addicts offenders
  asylum-seekers seekers americans britons palestinians israelis iraqis syrians afghans turks
  kurds russians ukrainians germans egyptians yemenis somalis nigerians pakistanis indians
  muslims christians jews yazidis shias sunnis shiites copts catholics blacks africans europeans
  chinese french british irish japanese mexicans grandfather grandfathers grandparents uncle aunt
  cousin cousins nephew niece twin twins siblings sibling boyfriend fiancé fiancée partner
  neighbour neighbours neighbor neighbors techie technician paramedic medic medics
"""
KIND_OF: dict[str, str] = {
    noun: kind.strip()
    for entry in _MEMBERS.replace("\n  ", " ").strip().splitlines()
    for kind, _, nouns in [entry.partition(":")]
    for noun in nouns.split()
}
KINDS = tuple(dict.fromkeys(KIND_OF.values()))
# Plural nouns, and those that stand for many: one is not meant.
MANY = frozenset(
    noun for noun in KIND_OF
    if noun.endswith("s") and noun not in ("boss", "actress")
) | frozenset(
    "children women men people police personnel troops crew staff family couple schoolchildren "
    "policemen policewomen servicemen gunmen militiamen fishermen airmen grandchildren chinese "
    "french british irish japanese passersby more other gardai gardaí gendarmes".split()
)  # fmt: skip

BE = frozenset("is are was were be been being am get gets got getting gotten 's".split())
HAVE = frozenset("has have had having".split())
MODAL = frozenset(
    "could would may might will shall can should must wo ca 'll 'd would've could've cannot".split()
)
ADVERBS = frozenset(
    "also later reportedly allegedly apparently already recently then subsequently eventually "
    "either both all even still just since tragically instantly sadly suddenly probably possibly "
    "confirmed reported believed feared thought presumed known said understood seriously severely "
    "badly critically slightly fatally gravely lightly mortally brutally deliberately never "
    "accidentally nearly almost only not ever officially deliberately shortly together "
    "summarily reportedly immediately initially previously first actually being".split()
)
NOUNS_IN_LY = frozenset(
    "family july italy assembly ally rally supply reply bully belly monopoly anomaly elderly "
    "kelly billy sally emily molly holly polly sicily homily fly".split()
)
NEGATIVE = frozenset(
    "no none nobody neither nor never without not no-one didn't wasn't weren't hasn't haven't "
    "hadn't isn't aren't don't doesn't nothing won't wouldn't couldn't can't".split()
)
PRONOUNS = {
    "he": 1.0, "she": 1.0, "him": 1.0, "her": 1.0, "i": 1.0, "me": 1.0, "himself": 1.0,
    "herself": 1.0, "someone": 1.0, "somebody": 1.0, "myself": 1.0,
}  # fmt: skip
PLURAL_PRONOUNS = frozenset("they them we us those many several others some you everyone".split())
POSSESSIVE = frozenset("his her their my our your its".split())
ARTICLES = frozenset("a an the this that another one each every".split()) | POSSESSIVE
PREPOSITIONS = frozenset(
    "in on at by from with without during after before when while as for to into near outside "
    "inside over under across amid between since until following because if where which that who "
    "whom whose and or but than so against upon through around about off out up down along via "
    "within despite according per like including".split()
)
# Where the subject of a verb cannot lie beyond.
CLAUSE_EDGES = (
    frozenset(
        "that said says say when after where because while as before which but if since whether "
        "though although until than told reported added so claims claimed saying whose how why "
        "amid following sees saw believe believes think know knew showed shows".split()
    )
    | BE - {"'s", "get", "being"}
    | HAVE - {"having"}
    | MODAL
)
MARK_EDGES = frozenset('. ; : ? ! ( ) [ ] { } " “ ” „ « » – — -- - … ... * | / •'.split())
# A figure for a longer time or for all times, and not for what is reported.
LONG_TIMES = (
    "every year",
    "each year",
    "a year",
    "per year",
    "every day",
    "each day",
    "a day",
    "per day",
    "per 100,000",
    "a month",
    "every month",
    "each month",
    "this year",
    "last year",
    "last month",
    "that year",
    "last summer",
    "so far",
    "in total",
    "decade",
    "century",
    "years",
    "-year",
    "conflict",
    " war ",
    "rebellion",
    "insurgency",
    "worldwide",
    "around the world",
    "annual",
    "average",
    "in the past",
    "past year",
    "over the past",
    "over the last",
    "in the last",
    "since the",
    "since president",
    "every week",
    "civil war",
    "world war",
    "holocaust",
    "genocide",
    "war on drugs",
    "previous year",
    "per cent of",
    "campaign",
)
# Capitalised words that are no part of a person's name.
NO_NAMES = (
    MONTHS.keys()
    | ARTICLES
    | PREPOSITIONS
    | frozenset(
        "us u.s. uk eu un iraqi israeli somali pakistani yemeni german greek turkish french dutch "
        "thai afghan two three four five six seven eight nine ten".split()
    )
)
# Where they stand, numbers joined by "and" are not added: twelve of the men and women.
NO_SUM = frozenset("of in from including with at on by near for to among than between".split())
