"""Lists of words that tell names from other capitalised words; all in small letters.

The inflected forms of ordinary words are not listed: see `vocabulary`.
"""

# With their abbreviations.
MONTHS = """
    january february march april may june july august september october november december jan
    feb mar apr jun jul aug sep sept oct nov dec
"""

# With their abbreviations.
WEEKDAYS = """
    monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri
    sat sun
"""

# Seasons and feasts, which are followed by a year as months are.
SEASONS_AND_FEASTS = """
    spring summer autumn winter christmas easter
"""

# First names that are English words as well.
GIVEN_NAMES = """
    ally amber angel ash aspen autumn basil beau bell belle berry bill blaze blessing bliss
    blossom bob bob bonny brad candy carol chad charity chase cherry christian clay cliff clover
    cole colt comfort coral corey crystal curt daisy dale dawn dean destiny dick dolly don drake
    drew duke ebony eden eve faith favour fern flora frank gale gay gene ginger glen grace grant
    harmony harper harry hazel heath heather henna holly honey honor honour hope hunter iris
    ivory ivy jack jade jasmine jasper jay jean jolly josh joy kit kitty lark laurel lee lily
    lux mark marshall mason mat maverick max melody mercy mike miles misty myrtle nick noel norm
    nova olive opal paige pansy pat patience patty pearl peg penny pepper pierce piper poppy
    praise precious presley prudence quinn ray reed rich rick rob rocky rod rose rosemary rosie
    rowan ruby rusty sage sally sandy scarlet scout serenity sterling stew sue summer sunny tom
    tracy trinity tucker tulip valentine verity vernon vic victor viola violet will willow
    wisdom wren
"""

# Family names, and rare first names, that are English words as well.
FAMILY_NAMES = """
    ace apple archer armstrong baker ball banks barber barker barn baron bass batten beach bean
    bear beauty becks best birch bird bishop black bloom blue bond booker boy brand breeze brick
    bridge bridges bright brook brooks brown browning buck bud buddy bunny burns bush butcher
    butler cannon carpenter carter case cash chance chandler charm chip church cloud constant
    cook cooper cope cotton cox crane crew cross crow dash day dell dent dot dove downing draper
    driver earl early east falcon farmer fawn field fielding fields finch fish fisher fleet
    fletcher flint ford forest forrest foster fox freeman frost gardener gardner gates gem gift
    gill glory glover gold golden golding good goodman goose gray green greenwood grey grove guy
    hall happy harding hare hart haven hawk head hill hood horn house innocent jet jewel job
    journey justice keen king knight lake lamb lance land lane lemon liberty little lloyd lock
    long love low lucky major manning marks marsh marshal martin marvel masters mead mercer
    merry mill miller mills mint moon moor moss naylor newman noble noon north nutt oak ocean
    page parker parks parson peel pike pitt plant poet pond pool pope porter potter power powers
    price pride prince proctor promise quill rain read reader red reef rivers robe rock root
    roper royal rue rush sailor salmon savage sawyer season shade sharp shaw shell shepherd
    short singer skinner skip sky small smart smith snow solo south sparks spicer spike stamp
    star stark steel stokes stone storm story street strong summers swallow swan swift tanner
    tate taylor temple thatcher thorn tiger trace trip trout true turner tyler underwood unity
    walker wall wallace walls ward waters weaver webb wells west whisper white whitehead
    whitehouse wild winters wise wiseman wolf wood woods woody young
"""

# Names that look like derived words, or like a compound of two words.
NAMES_LIKE_DERIVED_WORDS = """
    agnes ahmed aisling alfred ally aylward bailly beatrice belding beverly billy bing bowman
    carly carroll chapman charity chester cicely clarence clement coleman connelly connolly
    constance deming dilly ding donnelly edward elly eluned emilly emily ethelred everly feldman
    felicity felly fleming florence fred goldman gooding hamed hameed harding hartman hayward
    hereward herman hilly hoffman holloman holly homer howard ingrid irving ivor jamshed jared
    javed jilly jing kaufman keating kelly kennelly kenward khaled kimberly king laurence
    lawrence leeward lehman lester lilly ling ly mable madeline majeed manfred mildred milly
    milward ming mohamed mohammad mohammed molly muhammed naveed nelly norman oreilly osman
    peter pickering ping polly prudence qing rahman rasheed redding redman reilly ring roman
    saeed sally sayed seaward shaward shelly sherman sioned spalding sterling steward sunday
    syed terence terrence tillman tilly trevor usman vanessa waheed waleed ward warner wilfred
    willy wing winifred woodward xing ying zayed zeeman
"""

# Titles before a name, which belong to it.
TITLES = """
    sr fr pastor imam sheikh mr mrs ms miss mx dr prof professor sir rev auntie aunty uncle nana
    nan nanny granny gran grandma grandad judge justice pc dc ds di sgt cllr councillor
"""

# Words in small letters within a name, such as “Anna de Souza”.
PARTICLES = """
    de da di do dos das du del della van der den von la le el al bin bint ibn ben ap ab ferch
    ach ní ni nic mac mc ó ui uí y e st
"""

# Organisations, programs, countries, languages, cities and feasts, which are not names of people.
ORGANISATIONS_AND_PLACES = """
    aberdeen aberdeenshire advent afghan afghanistan africa african ainsworth albania albanian
    aldi amazon america american amharic an android anglesey anglia anglican antrim arab arabic
    armagh asda asia asian ayrshire azeus bangladesh bangladeshi barnardo barnardos barnsley
    basildon basw bath bedfordshire belfast bengali berkshire bible birmingham blackpool bolton
    bonfire bournemouth bowlby boxing brexit briggs brighton bristol britain british
    bronfenbrenner bsl buckinghamshire buddhist bulgaria bulgarian bury caerphilly cafcass
    cambridge cambridgeshire camden camhs cantonese cardiff carefirst caribbean carmarthenshire
    catholic ceredigion chatgpt chelmsford childline china chinese christmas clwyd colchester
    conwy copilot coram corambaaf cork cornish cornwall coronavirus costa coventry covid crawley
    croydon cumbria czech dari darlington derbyshire derry divali diwali doncaster dorset dublin
    dundee dutch dyfed eastbourne easter eclipse edinburgh eid england english eriksson eritrea
    eritrean essex estonian ethiopia ethiopian europe european excel exeter facebook falkirk
    farsi fermanagh filipino flintshire fortnite framework frameworki france french frontline
    gaelic galway gateshead gb german germany ghana ghanaian glamorgan glasgow gloucester
    gloucestershire gmail google greece greek greenwich greggs grimsby guildford gujarati
    gwynedd gypsy hackney halloween hamlets hampshire hanukkah haringey hartlepool hastings
    havering heathrow herefordshire hertfordshire hillingdon hindi hindu hogmanay hounslow
    huddersfield hull humber humberside hungarian hungary i igbo ikea indian instagram inverness
    ipad iphone ipswich iran iranian iraq iraqi ireland irish islam islamic islington italian
    italy jamaica jamaican japan japanese jew jewish kahoot karpman kenya kenyan korean kosovan
    kosovo kurd kurdish lado lambeth lanarkshire lancashire latvia latvian lcs leeds lego
    leicester leicestershire lent lewisham lidl lincolnshire linkedin liquidlogic lithuania
    lithuanian liverpool london londoner lpis luton maidstone makaton manchester mandarin mappa
    marac mash maslow mencap mentimeter mersey merseyside merthyr messenger methodist microsoft
    middlesbrough midlands minecraft miro monmouthshire mosaic muslim myers netflix newcastle
    newham newport nigeria nigerian norfolk northamptonshire northern northumberland norwich
    nottingham nottinghamshire nowruz nspcc office365 ofsted oldham onedrive onenote outlook
    oxford oxfordshire padlet padlock pakistan pakistani pancake pashto passover pembrokeshire
    pentecostal perthshire peterborough philippines playstation plymouth poland polish
    portsmouth portugal portuguese powerpoint powys protestant punjabi quaker qur quran ramadan
    redbridge relate rhondda roblox rochdale roma romani romania romanian rotherham russia
    russian sainsbury sainsburys salford samaritans sandwell schön scotland scottish scunthorpe
    senco sharepoint sheffield shelter shropshire sikh skype slack slough slovak slovakia
    snapchat solihull somali somalia somerset southampton southend southwark spain spanish
    staffordshire starbucks stockport stonewall sudan sudanese suffolk sunderland surrey sussex
    swahili swansea swindon sylheti syria syrian tameside tamil taunton teams tees teesside
    telford tesco thai thames thanet tigrinya tiktok torbay torquay tower trafford traveller
    trello turkey turkish twi twitter tyne tyneside uber uganda ugandan ukraine ukrainian unison
    unite urdu vaisakhi vietnam vietnamese vygotsky wakefield wales walsall waltham warwickshire
    welsh westminster whatsapp whatsapped whatsapping wigan wiltshire windows windrush winnicott
    wirral woking wolverhampton worcestershire word wrexham xbox xmas yorkshire yoruba youtube
    zimbabwe zimbabwean zoom
"""

# Abbreviations in capitals.
ABBREVIATIONS = """
    abe aces ad adass adcs adhd agm agms ai aids am amhp aob asap asc asd asye atm atms ba bame
    bbc bbq bc bipoc bme bpd bsc bst btec btw cafcass cahms camhs cbe cbt cce ccg cdop chs cin
    cla cp cpc cpd cpp cps cptsd cqc cse cspr cv cvs cypmhs da dbs dbt dcs dfe diy dla dob dols
    dsl dsls dv dwp ea ed edi edt eet eha ehc ehcp elsa emdr epo esa eu ewo ewos eyfs faq fgc
    fgcs fgdm fgm fi fii foi fomo fsw fsws fte fyi gcse gcses gdpr gmt gp gps gscc hcpc hiv hmrc
    hq hr hse hv hvs icb ico icpc ict id ids idva idvas imo io iphone iro iros irs it itv kpi
    kpis ks ks1 ks2 ks3 ks4 kss la lac lado las lcp lcspr lea leas lgbt lgbtq lgbtqia llb lol
    lps lscb lscp ma mappa marac mash mca mha mou mp mps msc neet nhs ni nqsw nqsws nrpf nspcc
    nvq obe ocd ok okr okrs omg ooh ot ots pa pace pas pc pcf pcs pdf pdfs pdp pdps pdr pep peps
    pgce phd pip plo pm pq ps psw psws ptsd qa qr raci rag rca rcpc rip rsvp sab sar sars sats
    scie scr scra scrs scwru sdq sen senco send sendco sgo sgos sio sla smart sop sops spa spoc
    ssw ssws sw swe swip swot sws ta tac taf tas tba tbc tlc tm tms toil tuc tusla tv uasc uk un
    uncrc us usa usb vpn vr wfh wi yos yot yp
"""

# Ordinary words in notes about work, with which sentences, headings and titles begin.
ORDINARY_WORDS = """
    a ability able ableism about above abroad absence absent absolute absorb abstract abuse
    abuser abusive academy accelerate accent accept acceptance access accident accidental
    accommodate accommodation accompany account accountability accountable accumulate accurate
    accuse ache achieve aching acid acknowledge acquaintance across act action active activity
    actual acute ad adapt add addition additionally address adequate adjourn adjournment adjust
    admin administration administrator admire admit admittedly adolescent adopt adopter adoption
    adore adrenaline adult advance advantage advert advice advise adviser advisor advocacy
    advocate affair affect affidavit affirm affirmation afford afraid after aftermath afternoon
    afternoons afterwards again against age ageism agency agenda agent aggravate aggression
    aggressive agile agitate ago agree agreement ah ahead aid aim ain air airbnb aircon airtime
    alarm albeit alcohol alert alive all allegation allege allegedly allies allocate allocation
    allotment allow ally allyship almost alone along alongside aloof aloud already alright also
    alter alternate alternative alternatively although altitude altogether always am amaze
    amazingly ambiguity ambition ambitious ambivalence ambivalent ambulance amend americano amid
    amidst among amongst amount amuse amusement an analogy analyse analyses analysis ancestry
    and anecdote anger angle angry animal animate ankle anniversary annoy annoyance annual
    annually another answer anti anticipate antidepressant antiracism antiracist anxiety anxious
    any anybody anyhow anymore anyone anything anyway anyways apart apathy apex apologetic
    apologies apologise apology app apparently appeal appear appearance appetite applaud
    applause apple applicant application apply appoint appointment appraisal appreciate
    apprentice approach appropriate approval approve approx approximate approximately apps apron
    aquarium arbitrary arc arch are area arena argh arguably argue argument arm aroma around
    arouse arrange arrangement array arrears arrest arrival arrive arrogance arrogant arson art
    arthritis article as ash ashamed ashes aside ask asks asleep aspect aspire assault assembly
    assent assert assertive assess assessment assessor assessors asset assign assignment assist
    assistance assistant associate assume assumption assure asthma astonish asylum at ate
    atmosphere atom attach attachment attack attain attempt attend attendance attendee attention
    attic attire attitude attract attune attunement auction audience audio audit auditor aunt
    authenticator author authorise authority autism autistic automatic autonomy autopilot autumn
    availability available average avoid avoidance avoidant await awake award aware awareness
    away awe awful awkward awkwardness axis babble babies baby back backfire background backing
    backlog backup bacon bad badge badly baffle bag bail bailiff bait bake baking balance
    balcony ball bamboo ban banana band banding bandwidth bang bank banner banter baptism bar
    barbecue bare barely bargain bark barn barrier barring barrister base based baseline
    basement basic basically basis basket batch bath bathe bathroom battery battle bay be beach
    bead beam bean bear beast beat beautiful because become bed bedroom bedsit been beer before
    beforehand beg began begin beginning begun behave behaviour behind being belated belief
    believe bell belong belonging below bench benchmark bend beneath benefit benefits berate
    bereave bereavement berry beside besides best bet betray better between beverage bewilder
    beyond biannual bias bicycle big bigger bike bill bind bingo bird birdsong birth birthday
    biscuit biscuits bisexual bit bite bitter black blackness blame blaming blank blanket blazer
    bleak bleed blend bless blessed blimey blind blinds blink bliss block blog blood bloody
    bloom blow blue blunder blunt blur blurt blush board boarding boards boast boat body boil
    boiler bold bollard bolt bomb bond bonus book bookcase boom boost boot border bore boredom
    boring born borough borrow boss bossy both bother bottle bottom bought bounce bouncy bound
    boundary bounty bouquet bow bowl box boy boyfriend brace brag braid brain brake bran branch
    brass brave bravery bravo brawl breach bread breadth break breakdown breakfast breakout
    breakthrough breast breath breathe breather breathing breezy brew brick bride bridge brief
    briefcase briefly bright brilliant bring brink brittle broad broadband broadly brochure
    broke broken bronze brother brought brow brown brownie browse bruise brush bubble bubbly
    bucket buckle bud buddies buddy budget budgie buffer buffet bug build builder building built
    bulb bulk bulletin bullied bully bump bumpy bun bunch bundle bungalow buoyant burden bureau
    bureaucracy burger burglary burn burned burnout burnt burst bury bus bush business bustle
    busy but butter butterfly button buy buzz buzzword by ca cab cabinet cafe cage cake calendar
    call caller calm calmer came camera camp campaign campsite campus can canapes cancel
    cancellation cancer candid candidate candle candour candy cane cannabis cannot canteen
    canvas cap capability capable capacity cape cappuccino capture car caravan card cards care
    career carefree careful caregiver careless carer carers careworn caricature caring carpet
    carry cartoon carve cascade case caseload casework cash cast castle casual cat catastrophe
    catastrophic catch catchup catchups category caught cause caution cautionary cautious cave
    cc cease ceiling celebrate celebration cellar cement central centre centred century cereal
    ceremony certain certainly certainty certificate chain chair chairs chalk challenge champion
    chance change channel chant chaos chaotic chaplain chapter character charge charger charity
    charm charming chart chase chasm chat chatbox chatty cheap check checkin checklist cheek
    cheer cheerful cheery cheese chef chemistry chemo chemotherapy cherish chest chew chicken
    child childcare childhood childminder children chill chips chocolate choice choir choose
    chop chorus chose chosen christening chronology chuckle chuffed chunk church cinema circle
    circular circulate circumstance citizen citizenship city civil civility claim clap clarify
    clarity clash class classroom clause claw clean clear clearly clerk clever cliche client
    cliff climate climb cling clinic clinical clinician clip cloak clock clog clone close
    closeness closer closet closure clothes clothing cloud clown club clue clumsy cluster
    clutter co coach coachees coal coarse coast coat cocaine code coercion coercive coffee
    coffin coherent cohort coin coincide coincidence cold collaborate collaboration
    collaborative collapse collar collate colleague colleagues collect collection collective
    college collide collision colony colour colourism column combination combine come comedy
    comes comet comfort comfortable comfy comic command commence commend comment commission
    commissioner commissioners commit commitment committee committees common commonplace
    commotion communal communicate communication community commute compact companion company
    compare comparison compassion compassionate compel compensate compete competence competent
    competition compile complacency complacent complain complaint complement complete complex
    complexity compliance complicate compliment comply component compose compound comprehend
    comprehensive compress compromise compulsion computer conceal concede conceive concentrate
    concept concern concerning concession concise conclude conclusion concrete condense
    condition condolences conduct cone conference confess confide confidence confident
    confidential confidentiality confine confirm conflict confront confuse confusion
    congratulate congratulations connect connection cons conscience conscious consecutive
    consensus consent consequence consider considerable consideration consist consistency
    consistent console conspiracy constable constant constantly constellation constraint
    constructive consult consultant consultation consume contact contagious contain container
    containment contemplate contempt content contentment contest context contextual continue
    continuity continuous contract contradict contradiction contrary contrast contribute
    contribution control controversial convene convenient convention conversation conversely
    convert convey conviction convince cook cookie cool cooperate cooperation cope copious copy
    cord cordial core corner cornerstone coroner corporate corpse correct correction correlate
    correspond corridor cosmetic cost costume cosy cottage cotton couch cough could council
    councillor councillors counsel counselling counsellor count counter counteract counterpart
    countertransference country county couple courage courageous court courteous courtesy
    courtyard cousin cover coverage covert cow coward cowardice coworker crack cradle craft
    cramp crane crash crave crawl crazy creak cream create creative creativity creature
    credentials credit creep cremation crest crew cricket crikey crime criminal crises crisis
    crisp crisps crisscross criteria critical criticise criticism critique crochet croissant
    crooked cross crossroads crowd crown crucial crucially crude cruel cruelty crumb crumble
    crumpet crunch crush crust crutch cry cube cuddle cue cult cultural culture cumulative
    cunning cup cupboard cupcake curb cure curiosity curious curiously curl current currently
    curriculum curry curse cursor curtail curtain curve cushion custody custom customer cut
    cutback cycle cycling cynical cynicism dabble dad daddy dagger daily dairy dam damage damn
    damp dance danger dangerous dare daring dark darkness dart dash dashboard data database date
    daughter day dazzle dead deadline deadlock deaf deal dealt dear dearth death debatable
    debate debrief debriefing debris debt decade decaf deceive decent deception decide decision
    deck declare decline decode decolonise decolonising decompress decompression decor decrease
    dedicate dedication deduce deduction deed deem deep deepen deer default defeat defence
    defend defensive defensiveness defer defiance defiant deficit define definite definitely
    definition deflect defuse degree delay delegate delete deliberate delicate delicious delight
    delighted deliver delivery demand demanding demeanour dementia demolish demonstrate demotion
    den denial dent dentist deny depart department departure depend dependent depict deploy
    deposit depress depression deprivation depth deputies deputy descend describe description
    desert desertion deserve design desire desk despair desperate despise despite destination
    destroy destruction detach detail detect detective detention deter deteriorate determine
    detour detox detriment detrimental devastate devastated develop development device devil
    devise devote devotion dhal diabetes diabetic diagnose diagnosis diagonal diagram dialect
    dialogue diary dice dictate dictionary did die died diet differ difference different
    difficult difficulty dig digest digital dignity digress dilemma diligent dilute dimension
    diminish dine dinner dip diploma diplomacy diplomatic dire direct direction directly
    director dirt dirty disability disable disabled disagree disagreement disappear disappoint
    disappointment disarm disarray disaster disbelief discern discharge disciplinary discipline
    disclose disclosure discomfort disconnect discount discourage discover discovery discrepancy
    discretion discriminate discrimination discuss discussion disdain disease disengage disguise
    disgust dish disheartening dishonest disillusioned dislike dismay dismiss dismissive disobey
    disorder disorganised disparity dispatch dispel dispense disperse displace display dispose
    disproportionality disproportionate dispute disregard disrupt disruption dissatisfy dissect
    dissertation dissolve distance distant distinct distort distortion distract distraction
    distraught distress district distrust disturb ditch dive diverge diverse diversity divert
    divide dividend divine division divorce dizzy do docs doctor document documentation dodge
    does dog doing doll dolphin domain dome domestic dominance dominant dominate donate donation
    done donkey donut doom door doorstep dose dot double doubt doughnut down downgrade downhill
    download downplay downside downstairs downstream downtime dozen draft drag drain drained
    drama dramatic drank draw drawback drawer drawing dread dreadful dream drench dress drew
    drift drill drink drip drive driven driver drizzle drop droplet drought drove drown drowning
    drug drum drunk dry duck due duel dull dummy dump duplicate duration during dusk dust duty
    dwell dwindle dye dynamic dyslexia dyslexic each eager eagle ear earlier early earn earnest
    earring earth earthquake ease easel easily east easy easygoing eat eaten eavesdrop eccentric
    echo eclipse eco ecomap economic economical economy ecstatic edge edgy edible edit edition
    editor editorial educate education educators eerie effect effective efficiency efficient
    effort eg egg eggs ego eight eighteen eighth eighty either elaborate elastic elated elbow
    elder elderly elect electronic elegant element elephant elevate eleven eligible eliminate
    elite eloquent else elsewhere elusive email embark embarrass embed ember embody embrace
    emerge emergency emit emoji emotion emotional empathetic empathic empathy emphasis emphasise
    empire empirical employ employee employer employment empower empty emulate enable enact
    enchant encode encompass encounter encourage encouragement end endanger endeavour endless
    endorse endurance endure energetic energise energy enforce engage engagement engine enhance
    enjoy enjoyable enlighten enlist enormous enough enquire enquiry enrage enrich enrol ensure
    entangle enter enterprise entertain enthusiasm enthusiastic entire entitle entourage
    entrance entrust entry envelope environment envision envy epic epilepsy episode epitome
    equal equality equally equate equip equipment equity equivalent era erase erect erode
    erosion errand erratic error erupt escalate escalation escape especially espouse espresso
    essay essence essential essentially establish estate estimate etc eternal ethic ethical
    ethics ethnic ethnicity ethos euphemism evade evaluate evaluation evaporate evasive eve
    evening evenings event eventful eventually ever every everybody everyone everything evict
    evicted eviction evidence evidently evoke evolve ex exacerbate exact exactly exaggerate
    examine example exasperate exasperated exceed excel excellent except exception exceptions
    excerpt excess excessive exchange excite excitement exciting exclude excluded exclusion
    excuse executive exempt exercise exert exhale exhaust exhaustion exile exist existence exit
    exotic expand expect expectation expedite expel expelled expense expenses expensive
    experience experiment expert expertise expire explain explanation explicit explode exploit
    exploitation exploration explore explosion expose exposure express expression exquisite
    extend extension extent external externalise extinguish extra extract extraordinary
    extravagant extreme extremely extrovert eye eyebrow eyeopener fable fabric fabricate
    fabulous facade face facet facetime facilitate facilitator facility fact faction factor
    faculty fade fail failure faint fair fairly fairness faith fake falafel fall fallen false
    falter familiar family famine famous fanatic fancy fantastic fantasy far farce farewell
    fascinate fascination fashion fast fasting fatal father fathom fatigue fault faultless
    favour favourite fear feasible feast feather feature feeble feed feedback feel feeling feels
    feet fell fellow felt female feminine fence ferocious ferry fertile festival fetch fever few
    fewer fi fiance fiancee fiasco fiction fiddle field fierce fiery fifteen fifth fifty fight
    figure file fill film filter filthy final finale finally finance financial find finding fine
    finesse finger fingertip finish fire firefight firefighting fireplace firm first firstly
    fish fist fit five fix flag flame flap flapjack flare flash flat flavour flaw flawed flee
    flesh flew flexibility flexible flick flicker flight flinch flip flipchart flippant float
    flock flood floor flop flourish flow flower flowers flu fluent flush flute fly foam fob
    focus focused foe fog foggy foil fold folder folk follow following folly fondness food
    foodbank fool foolish foot footage football footing footprint footstep for forbid forbidden
    force forecast forecourt foremost forensic foresaw foresee foreseeable foresight forest
    forgave forge forget forgive forgot forgotten fork form formal format former formerly
    formidable forms formula formulate formulation fort forthcoming forthright fortnight
    fortnightly fortunate forty forum forward fossil foster fosterer found foundation four
    fourteen fourth foyer fracture fragile fragment frail frame framework frankly frantic fraud
    fraught frazzled freckle free freedom freelance freeze freight frenzy frequency frequent
    frequently fresh friction fridge friend friendly friendship frighten fringe frog from front
    frontline frost frosty frown froze frozen frugal fruit fruitful fruitless frustrate
    frustration fuel fulfil fulfilment full fully fumble fume fun function functional fund
    fundamental fundamentally funding fundraiser funeral funnily funny fur furious furlough
    furniture further furthermore fuse fuss fussy futile futility future fuzzy gain galaxy
    gallery gallop gamble game gang gangs gap garage garbage garden gardening gas gasp gate
    gather gathering gauge gave gay gaze gear gem gender general generalisation generally
    generate generation generic generous genius genogram genograms genre gently genuine germ
    gesture get ghost giant giddy gift gigantic giggle girl girlfriend gist give given gives
    glad gladly glance glare glass gleam glide glimpse glitch global gloom gloomy glory glove
    glow glue go goal goat god goes going gold goldfish gone good goodbye goodness gorgeous gosh
    gossip got gotten govern government governors gown gp grab graceful gracious grade gradient
    grading gradually graduation grammar grand grandad grandchild granddad granddaughter
    grandfather grandma grandmother grandparent grandparents grandson granny grant grape graph
    graphics grasp grass grateful gratifying gratitude grave gravel gravitas gravity graze
    grease great greatly greed greedy green greet grenade grew grey grid grief grievance grieve
    grill grim grimace grin grind grip grit groan grocery groom groomed grooming groove grope
    grotesque ground groundbreaking grounded groundhog grounding groundwork group grouse grow
    growl grown growth grudge grumble grumpy grunt guarantee guard guardian guess guesswork
    guest guidance guide guideline guilt guilty guinea guitar gulf gulp gun gust gut guts gutted
    gutting guy gym habit had hair halal half halfterm hall hallway halt halve halves ham hammer
    hamper hamster hand handbook handful handle handout handover handshake handy hang hangover
    haphazard happen happy harass harbour hard harder hardly hardship harm harmful harmless
    harness harsh harvest has hassle hasty hatch hate hatred haul haunt have having hazard
    hazardous haze he head headache heading headline headlong headmaster heads headset
    headstrong headteacher headway heal health healthy heap hear heard hearing hears hearsay
    heart heartbreak heartbreaking heartbroken heartening heartfelt heartwarming heat heated
    heating heatwave heaven heavier heavy heck hectic heel height heir held hell hello helm
    helmet help helpdesk helper helpful helpless helpline hen hence henceforth hepatitis her
    herbal herd here hereby heritage hero heroic heroin hers herself hesitancy hesitant hesitate
    hesitation hey hi hiatus hiccup hid hidden hide hierarchy high highlight highly hijab hike
    hiking hilarious him himself hinder hindrance hindsight hinge hint hip hire his historic
    historical history hit hitherto hive hmm hoard hobby hoc hockey hold holder holding hole
    holiday holistic hollow holy home homeless homelessness homework homophobia honest honestly
    honesty honey honeymoon honour hook hoop hope hopeful hopefully hopefulness hopeless horizon
    horn horrible horrific horror horse hose hospice hospital hospitality host hostel hostile
    hostility hot hotdesk hotel hotline hour hourly house household housing hover how however
    hub huddle hug huge hugs hull hum human humane humble humid humiliate humiliating
    humiliation humility hummus humour hunch hundred hundredth hungry hunt hurdle hurrah hurry
    hurt hurtful husband hush hybrid hygiene hymn hype hyper hypocrisy hypocritical hypotheses
    hypothesis hypothesise hysterical i ice icebreaker icebreakers idea ideal identify identity
    idle ie if ignore ill illegal illness image imagine imam imbalance immediate immediately
    immigrant immigration impact impatient implement implication implicit imply import
    importance important importantly impose impossible impress impression impressive improve
    improvement in inability inappropriate inasmuch inbox incident inclined include including
    inclusion inclusive income inconsolable increase increasingly incredible incredibly
    increment indeed independence independent index indicate indication indicator individual
    induct induction industry inequality inevitable inevitably inexperienced infant infants
    infection infinite influence inform informal information informed inhale inherit initial
    initially initiate initiative injunction injury injustice inner innocent innovate innovation
    input inquest inquiry insecure inset insets inside insight insist insofar inspect inspection
    inspector inspire instance instant instead instinct institution instruct instruction insulin
    insurance intact integrate integrity intellectual intelligence intelligent intend intense
    intensity intention intentional interact interaction interest interesting interestingly
    interim internal international internet interpret interpreter interrupt interruption
    intersectional intersectionality interval intervene intervention interview interviewing
    intimate into introduce introduction introject intuition invaluable invariably inverse
    invest investigate investigation invitation invite invoice involve involvement ironically
    irony irrelevant irrespective irritable irritate irritation is isolate isolation issue it
    item its itself jacket jail jam jealous jealousy jibe job jog jogging join joint joke jollof
    jolly journal journey joy judge judgement judgemental judgment judgmental juggle juice jump
    jumpy junction junior juniors jury just justice justify juvenile karaoke keen keep keeps
    kept kettle key keyboard keycard keynote kick kid kids kill kind kinder kindness kinship
    kiss kit kitchen kitchenette kitten knackered knee knew knife knitting knives knob knock
    knot know knowledge knowledgeable known knows kosher kudos label lack ladder lady laid land
    landing landlord lane language lanyard laptop large largely larger last lastly late lately
    lateness later lateral latest latte laugh laughter launch law lawful lawyer lay layby layer
    lazy lead leader leadership leads leaflet leak learn learner learning least leave leavers
    leaves leaving lecture lecturer led left leg legal legislation lend length lengthy lens lent
    lesbian less lesson lest let lets letter letters level lever liaise liaison liberty library
    licence lie life lifestory lift light lighter lightning like likely likewise limbo limit
    limitation line link list listen listener lit literally literature live lively lives living
    load loan lobby local location lock lockdown locums lodge loft log logic logical login logon
    lone loneliness lonely long longer longing loo look loop loose loosely lose loss lost lot
    lots loud louder loudly lounge love lovely low lower loyal loyalty luck luckily lucky lunch
    lunchbreak lunchtime machine mad made magic magistrate mail main mainly maintain maintenance
    major majority make makes male malpractice man manage manageable management manager manic
    manner manual many map marathon march margin mark markedly market marriage marry mask mass
    massive master masterclass match material maternal maternity matron matter mature maximum
    may maybe me meal mean meaning meaningful means meant meantime meanwhile measure media
    mediate mediation medical medication medicine meditation medium meet meeting melon member
    members membership memo memorable memory men menopausal menopause mental mentalisation
    mentalise mentalising mentality mentee mentees mention mentor mentors menu merely mess
    message messy met metaphor methadone method metric metrics mic mice microaggression
    micromanage micromanager micromanaging microwave mid midday middle midnight midst midway
    midweek midwife midwives might migraine migrant mild mile mileage milestone milk million
    mind mindful mindfulness mine minibus minimal minimise minimum minister minor minoritised
    minority minus minute minutes miracle mirror mirroring misattunement miscarriage misconduct
    miserable miss missing mission mist mistake mistrust misunderstand misunderstanding mix
    mixed mixture moan mobile mode model moderate modern modest modify module molestation mom
    moment momentum mon mondays money monitor monkey month monthly mood moody moral morale more
    moreover morning mornings mortgage mosque most mostly mot mother motivate motivation
    motivational motive motor motorway mould mouse mouth move movement moving much muddle muffin
    mug multi multiple mum mumble mummy murder museum music must mute mutter mutual my myself
    mystery myth nag naive name namely nan nanna narrative nasty nation national nationality
    native natural naturally nature navigate nb near nearly neatly necessary neck need needs
    needy negative neglect negligence negotiate neighbour neighbourhood neither nephew nerve
    nervous net netball network neurodivergent neurodiverse neurodiversity neurotype neutral
    never nevertheless new newborn newcomer newcomers newly news newsletter next nice nicely
    nicer niece niggle night nightmare nights nine nineteen ninety ninth no nobody nod noise
    noisy nominate non none nonetheless nonsense noodles nope nor norm normal normally north
    nostalgia not notably note notebook notes nothing notice noticeably notification notify
    notion notwithstanding noun novice now nowadays nowhere nuance nudge numb number numerous
    nurse nursery nurture nuts oath obey obituary object objection objective obligation
    observation observe observer obstacle obvious obviously occasion occasional occasionally
    occupational occupy occur octopus odd oddly of off offboarding offence offend offender offer
    office officer official offline offload often oh ok okay old on onboarding once one ones
    oneself online only onto oops open opener openly openness operate operation opinion
    opportunity oppose opposite oppress oppression oppressive opt optician option or oral orange
    orchestra order ordinary organisation organise orientation origin original originally
    ostensibly ostracise ostracised other others otherwise ouch ought our ours ourselves out
    outbox outburst outcome outline outlook output outreach outside outstanding over overall
    overcrowded overcrowding overdue overheard overheated overlap overload overlook overlooked
    overnight overpayment overran oversight overtime overview overwhelm overwork overworked owe
    own owner ownership pace pack package packet paediatrician page paid pain painful paint
    painting pair pale pamphlet pancake pandemic panel panels panic paper paperwork paracetamol
    paradox paradoxically paragraph paralegal parallel paralyse parent parental parenthood
    parenting parity park parking parole parrot part partial participant participate
    participation particular partly partner partners partnership party pass passage passenger
    passion passionate passive password past pasta paste patch path pathway patience patient
    patio pattern pause pay payday payment payrise payroll payslip peace peaceful peak peer
    peers pen pension people per perceive percent perfect perform performance perhaps
    perimenopause period perm permanence permanency permanent permission permit perpetrator
    persist persistent person personal personality personally personnel perspective persuade pet
    petrol phase phew phone phonecall photocopier phrase physical physio physiotherapist piano
    pick picnic picture piece pig pilates pilot pity pivot pizza place placement plain plan
    plane planner planning plate platform play player playful playground plea pleasant please
    pleased pleasure pledge plenary plenty plot plug plus pocket point pointless poison police
    policy polite political politics pony pool poor pop popular population porch porridge portal
    portfolio portrait pose position positive possess possession possibility possible possibly
    post postcode poster pot potential potentially potluck pottery pound poverty power powerful
    powerless practical practically practice practicum practise practitioner practitioners
    praise pray prayer pre precisely predict predictably prefer preference pregnancy pregnant
    prejudice preoccupied prep preparation prepare presence present presentation preserve
    president press pressure presumably presumption pretend pretty prevent prevention previous
    previously price prickly pride priest primary prime principal principle print printer prior
    prioritise priority prison privacy private privilege pro proactive probably probate
    probation probationary problem problematic procedure proceed proceedings process processing
    procrastinate produce product productive profession professional professionalism professor
    profile profit profound program programme progress progression project projection prom
    prominent promise promote promotion prompt promptly proof proper properly property
    proportion proportionate proposal propose pros prosecute protect protection protective
    protest protocol proud prove provide provider provision provocative provoke pru ps
    psychiatric psychiatrist psychological psychologist psychology psychosis psychotherapist
    public publish pull pun puncture punish punishment pupil puppy purchase pure purely purge
    purpose pursue push put puts puzzle qualification qualify quality quantity quarter quarterly
    queer query question queue quick quickly quiet quieter quietly quit quite quiz quota
    quotation quote rabbi rabbit race racial racialised racism racist radiator radicalisation
    radicalise radio raffle rage rain rainbow raise ramble ran random rang range rank rant rapid
    rapport rare rarely rate rather rating ratio rational rattled rave re reach react reaction
    reactive read reader readily readiness reading ready real realise realistic reality really
    reason reasonable reassurance reassure rebel reboot rebuild recall receipt receive receiver
    recent recently reception receptionist recharge recognise recognition recommend
    recommendation reconnect record recorder recording recover recovery recruit recruiter
    recruitment red redeploy redirect redo reduce reduction redundancy redundant refer reference
    referral reflect reflection reflective reflexive reflexivity reform reframe reframing
    refresh refreshed refresher refuge refugee refusal refuse regard regarding regardless region
    regional register registration regrade regret regroup regular regularly regulate regulation
    regulator rehearse reject rejection relate relation relational relationship relative relax
    release relevant reliability reliable relief relieve relieved religion religious reluctance
    reluctant rely remain remand remark remarkably remedy remember remind reminder remote
    removal remove renew rent repair repeat replace replacement reply report reportedly reporter
    represent representation representative reputation request require requirement rescue
    research researcher resent resentful resentment reserve residence residential resign
    resignation resilience resilient resist resistance resistant reskill resolution resolve
    resource resourceful respect respectful respite respond response responsibility responsible
    responsive rest restart restaurant rested restless restorative restore restrict restriction
    restrictive restructure result resume retain retell retention rethink reticence reticent
    retire retirement retrieve retrospect return returners reunification reunion reveal review
    reviewer revise revisit reward rework rewrite rhythm rice rich rid ridden ride right rightly
    righto ring ringfence ringfenced ringfencing riot ripple rise risen risk risky ritual road
    robbery robust rock rode role roll room root rope rota rotate rough roughly round roundabout
    roundtable route routine row royal rubbish rude rugby rule rumour run runaway running
    rupture rural rush sack sacrifice sad sadly sadness safe safeguard safeguarding safely
    safety said sail salad salary sale same samosa samosas sample sanction sand sandwich sang
    sank sat satisfaction satisfy sausage save saw say says scaffold scale scaling scan scanner
    scapegoat scapegoated scar scare scared scary scene sceptical schedule scheme school
    schoolboy schoolgirl science scientific scone scoop scope score scowl scrap scream screen
    screenshot script scrutiny sea search seaside season seat second secondary secondly
    secondment secret secretary section sector secure security see seek seem seemingly seen sees
    segment seize seizure seldom select selection self selfcare sell selves semantic semi
    seminar send senior seniors sense sensible sensitive sensitivity sent sentence separate
    separation sequence serenity sergeant series serious seriously serve server service session
    sessional set setback setting settle settled seven seventeen seventh seventy several severe
    sewing sex sexism sexual sexuality shadow shaken shaky shall shallow shame shape share sharp
    shattered she shed sheep shelf shelter shelves shield shift shine ship shirt shock shoe
    shook shop short shortage shorter shortly shot should shoulder shout show shower shown
    shredder shriek shrug shuffle shut shy sibling sibs sick sickie sickness side sidelined sigh
    sight sign signal significance significant signoff signpost silence silent silly similar
    similarly simple simpler simplicity simplify simply simultaneously since sing single sink
    siren sister sit site sitting situation six sixteen sixth sixty size sketch skill skilled
    skip sky sleep slept slice slid slide slides slight slightly slip slot slow slowly small
    smaller smart smell smile smoke smooth smoothie snack snap snappy snarl snigger snipe snow
    so sob social society sofa soft softer software soil solicitor solid solitude solution solve
    some somebody somehow someone something sometime sometimes somewhat somewhere son song soon
    sore sorrow sorry sort soul sound soup source south space spare spark speak speaker special
    specialist species specific specifically speech speed spell spend spent spiky spill spirit
    spiritual spite split splitting spoil spoke spoken sponsored spontaneous spooked sport spot
    spouse spread spreadsheet spring sprung square squash squeeze stabilise stability stable
    stack staff staffing stage staircase stairs stakeholder stakeholders stale stalking stall
    stammer stamp stance stand standard standing standup star stare start starters startle state
    statement station stationery statistic status statutory stay steady steal steam steer step
    stepdad stepdaughter stepfather stepmother stepmum stepson stereotype stew stick sticker
    sticky stiff stigma still stimulate stir stock stole stolen stomach stone stood stop stopgap
    storage store storm story straight straightforward strain strange strangely stranger
    strangulation strat strategic strategy stream street strength strengthen strengths stress
    stressful stretch stretched strict strike strikingly string strip stroke strong strongly
    struck structural structure struggle stuck student study stuff stumble stupid stutter style
    subdued subfolder subject submit subscription subsequent subsequently substance substantial
    substitute subtle succeed success successful succession such sudden suddenly suffer
    sufficient sugar suggest suggestion suicidal suicide suit suitable sulky sullen sum
    summarise summary summer sun sundays sunshine supervise supervisee supervisees supervision
    supervisor supervisory supply support supporter supportive suppose supposed supposedly sure
    surely surf surface surgery surprise surprisingly surround surroundings survey survive
    survivor suspect suspend suspended suspicion suspicious sustain sustainable swam swamp
    swamped swan swap swear sweat sweep sweepstake sweet swift swim swimming swipe switch swore
    symbol sympathetic sympathy symptom synagogue system systemic tab table tablet tackle tag
    tail take takeaway takeaways taken takes talent talk talkative target targets task taste
    taught taunt taxi tea teabag teach teacher team teammate teamwork tear tearful tearfulness
    tears tease technical technique technology tedious teen teenager teens teeth telephone
    television tell tellingly tells temper temperature template temple temporarily temporary
    temps tempt tempting ten tenancy tenant tend tendency tender tennis tense tension tent tenth
    term terminal termly terrace terrible terrified terrify territory terror test testimony text
    than thank thankfully thanks that the theatre theft their theirs them theme themselves then
    theoretical theory therapeutic therapist therapy there thereafter therefore these they thick
    thin thing think thinks third thirdly thirteen thirty this those though thought thoughtful
    thousand thread threat threaten three threshold threw thrilled thrive throttle through
    throughout throw thrown thunder thus tick ticket tidy tie tight till time timeline timely
    timescale timetable timing tiny tip tired tiredness title to toast today toddler together
    toilet token told tolerant tomorrow tone tongue tonight too took tool toolkit tooth top
    topic tore torn tortoise total totally touch touchpoint tough tour toward towards toxic
    trace track tracker tracking trade tradition traditional traffic traffick trafficking
    tragedy tragic trail train trainee trainer training trajectory tram trans transcript
    transfer transference transform transition translate translator transparency transparent
    transphobia transport trap trauma traumatic traumatise traumatised travel treat treatment
    tree trend trial triangle tribunal trick tricky tried tries trigger trim trip triple trivial
    trouble truancy truant truck true truly trust trustees trustworthy truth try tuition tune
    turn turnover tutor tutorial twelve twenty twice twin twins twist two type typical typically
    ugh ugly ultimate ultimately umbrella unable unacceptable unappreciated unavoidable
    uncertain uncertainty uncle unclear uncomfortable unconscious under underpaid underpayment
    understand understandably understanding understood undertake undertaking undertook
    undervalued undoubtedly uneasy unfair unfortunately unhappy unheard unheeded unhelpful
    uniform union unique unit unite universal university unknown unless unlike unlikely unmute
    unnerve unnerving unpack unpick unplanned unpredictable unravel unsafe unseen unsettle
    unsettled unsettling unspoken unsupported unsure until untouched unusual unusually unwell up
    upbeat update upgrade upload upon upset upsetting upside upskill upskilling upstairs urban
    urge urgency urgent us usable use used useful useless user username usher usual usually
    utter utterly vacancy vacant vaccination vaccine vague vaguely valid validate valuable value
    variable variation variety various vary vast vehicle vent venue verbal verdict versa version
    versus very vet via viability viable vicar vicarious vice victim video view viewpoint
    vigilant village violence violent violin virtually virus visible vision visit visitor visual
    vital vitamin vocabulary vocal vocational voice voicemail volatile volume voluntary
    volunteer vote voucher vs vulnerability vulnerable wage wages wait wake walk wall wander
    want wants war ward warm warmly warmth warmup warn warning wary was wash waste watch water
    wave way we weak weakness weapon wear weather web webcam webinar website wedding weds wee
    week weekday weekend weekends weekly weep weigh weight weird welcome welfare well wellbeing
    wellness went were west wet what whatever whatsoever wheel when whenever where whereas
    wherever whether which whichever while whilst whimper whisper whistle whistleblow
    whistleblower whistleblowing white whiteboard whiteness who whoever whole wholly whom whose
    why wi wide widely wider widow wife wifi wild will willing willingness win wince wind window
    wine wing winter wise wish with withdraw withdrawal withdrawn withdrew within without
    witness wives wo wobble wobbled wobbly woke woman women won wonder wonderful wood word wore
    work workbook worker workflow workforce workload workplace worksheet workshop world worn
    worry worse worst worth worthwhile worthy would wound wow wrap wrist write writer writing
    written wrong wrongly wrote yard yeah year yearly yell yellow yep yes yesterday yet yoga
    yoghurt yogurt you young youngster your yours yourself yourselves youth zero zone zoo
"""
