"""Words that tell people from places and organisations, and men from women.

The given names are among the commonest of the last century in the English-speaking countries and
in the capitals that their newspapers report from; names given to both sexes are left out.
"""

from __future__ import annotations

MEN = frozenset(
    """
    mr sir lord king prince pope father brother spokesman chairman congressman policeman businessman
    actor son husband grandfather uncle duke emperor sheikh imam alderman boy man""".split()
)
WOMEN = frozenset(
    """
    mrs ms miss dame lady queen princess mother sister spokeswoman chairwoman congresswoman
    policewoman businesswoman actress daughter wife grandmother aunt duchess empress girl woman
    mum""".split()
)
ROLES = MEN.union(
    WOMEN,
    """
    dr prof rep sen gov gen lt col maj capt sgt rev president senator governor minister premier
    chancellor secretary judge justice mayor general colonel captain professor chief ambassador
    spokesperson officer detective sheriff director superintendent inspector leader lawyer
    attorney economist analyst scientist researcher author writer founder executive head adviser
    advisor candidate nominee lawmaker mp mep doctor nurse teacher student resident driver owner
    manager expert scholar fellow historian journalist editor activist official engineer farmer
    fisherman coach player commissioner prosecutor councillor deputy commander soldier veteran
    partner worker artist singer musician witness neighbour neighbor chairperson chair ceo
    secretary-general baker grocer pastor priest bishop critic designer photographer reporter
    correspondent presenter producer filmmaker politician diplomat envoy negotiator mediator
    biologist physicist chemist consultant cardiologist surgeon psychologist sociologist
    organiser organizer campaigner trader shopkeeper pensioner retiree haulier fr cllr td
    taoiseach dean laureate archbishop rabbi""".split(),
)
BODIES = frozenset(
    """
    ministry department association union council committee commission university institute
    college school party police office agency bank group house senate congress parliament
    court company corp inc ltd co plc rail railway news times post journal fund foundation
    organisation organization federation league club church hospital authority service
    services bureau board network channel radio tv press international national united
    states republic kingdom city county state north south east west street road square
    airport river lake island islands sea ocean park bay hall center centre studio studios
    force forces army navy guard society trust alliance coalition movement front assembly
    government embassy treasury kremlin pentagon intelligence project act bill agreement
    treaty summit conference cup olympics games award awards festival museum theatre theater
    gallery airlines motors industries systems technologies africa america asia europe
    australia china russia germany france britain england scotland wales ireland israel iran
    iraq syria turkey japan korea india pakistan afghanistan egypt ukraine canada mexico
    brazil spain italy greece poland yemen libya lebanon jordan qatar venezuela london paris
    berlin moscow beijing washington brussels tehran damascus aleppo mosul baghdad york
    california texas florida ohio michigan pennsylvania arizona wisconsin islamic american
    british russian chinese german french european republican democrat democratic
    conservative labour liberal muslim christian jewish catholic january february march
    april june july august september october november december sunday monday tuesday
    wednesday thursday friday saturday facebook twitter instagram youtube google apple
    reuters guardian""".split()
)
_MALE = """
    abdul abdullah adam adrian ahmad ahmed aidan alan albert alejandro alexander alexei ali allan
    amir anatoly andre andreas andrei andrew angus anthony antonio arthur barack barry ben benjamin
    bernard bernie bill bob boris brad brendan brett brian bruce carl carlos charles chris
    christopher chuck clive colin craig damien dan daniel david dean denis dennis derek dmitry
    dominic don donald douglas duncan edward emmanuel enda eric ernest evan felipe francis francisco
    francois frank franz fred frederick gareth gary gavin geoff geoffrey george gerard gerry giorgos
    giovanni glen gordon graham greg gregory guy hamid hans harold harry hassan henry hossein howard
    hugh hugo hussein ian ibrahim igor ivan jack jacob jaime jake james jan jared jason javier jeff
    jeffrey jens jeremy jerry jim jimmy joachim joao joe john jon jonathan jorge jose joseph joshua
    juan julian justin karel keith ken kenneth kevin khalid larry lars lawrence leo leon leonard
    liam lloyd louis lucas luis luke mahmoud malcolm marcus mario mark martin marwan matt matteo
    matthew max mehmet michael miguel mike mikhail mohamed mohammad mohammed muhammad mustafa nathan
    neil newt nicholas nick nicolas nigel nikolai noel oliver omar oscar osama otto owen pablo pat
    patrick paul pedro peter phil philip philippe pierre rafael ralph ralf ramon raul ray raymond
    recep reince rex richard rick rob robert roberto rodrigo roger roland ron ronald rory ross roy
    rudolf rupert russell ryan saeed salman sam samuel scott sean sebastian seamus serge sergei
    sergey sergio shaun shinzo sigmar simon stanley stefan stephen steve steven stuart taylor ted
    terry theodore thomas tim timothy toby todd tom tomas tony trevor victor viktor vincent
    vladimir wayne werner wilfried will william wolfgang xavier yasser yousef yuri"""
_FEMALE = """
    abigail adele agnes aisha alexandra alice alicia alison amal amanda amber amy ana andrea angela
    angelina anita ann anna anne annette annie antonia arlene astrid audrey barbara beatrix beatrice
    bernadette betsy betty beverly brenda brigitte bridget camilla carla carmen carol carole
    caroline carolyn catherine cathy charlotte cheryl chelsea christina christine cindy claire
    clara claudia connie cynthia danielle debbie deborah denise diana diane dianne dolores dora
    doris dorothy edith eileen elaine eleanor elena elisabeth elise elizabeth ellen emily emma
    erica erin esther eva eve evelyn fatima fatma federica fiona florence frances francesca gail
    georgina gina gloria grace hannah harriet hazel heather heidi helen helena hilary hillary
    ingrid irene iris isabel isabella ivana ivanka jackie jacqueline jane janet janice jean
    jeanne jennifer jenny jessica jill joan joanna joanne josephine joyce judith judy julia julie
    june karen kate katherine kathleen kathryn kathy katie katrin kellyanne kim kirsten kristen
    laura lauren leanne leila leonie leslie lilian linda lisa liz loretta lorraine louise lucy
    lydia lynn maggie mairead margaret maria marian marie marilyn marina marine marion marta martha
    mary matilda maureen megan melania melanie melissa michaela michelle mildred miriam molly monica
    mona nadia nancy naomi natalia natalie natasha nicola nicole nina nora norma olga olivia
    pamela patricia paula pauline penelope penny petra phyllis priscilla rachel rebecca renate rita
    rosa rosalind rose rosemary roisin ruth sabine sally samantha sandra sara sarah saskia selma
    sharon shirley silvia simone sinead sofia sonia sophia sophie stella stephanie sue susan
    susanne suzanne svetlana sylvia tamara tanya tara tatiana teresa theresa therese tilda tina
    tracy ursula valerie vanessa vera veronica victoria virginia vivian wendy yasmin yvette
    yvonne zeinab zoe"""
GIVEN = {**dict.fromkeys(_MALE.split(), "m"), **dict.fromkeys(_FEMALE.split(), "f")}
