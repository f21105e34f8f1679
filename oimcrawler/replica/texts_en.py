# ruff: noqa: E501 -- a sentence pattern is easier to read on one line

"""What the replica's English articles are made of: invented news of a migration agency's mission in Morocco."""

from oimcrawler.replica.grammar import Person, Topic, Words

ENGLISH = Words(
    lang="en",
    cities=(
        *("Rabat", "Casablanca", "Tangier", "Oujda", "Nador", "Agadir", "Fez", "Marrakech", "Beni Mellal"),
        *("Khouribga", "Tetouan", "Meknes", "Laayoune", "Larache", "Errachidia", "Taza", "Kenitra", "Settat"),
    ),
    partners=(
        "the Ministry of Health and Social Protection",
        "Entraide Nationale",
        "the National Observatory on Migration",
        "the National Employment Agency",
        "the National Human Rights Council",
        "the High Commission for Planning",
        "the Rivages Foundation",
        "the Regional Council of the Oriental",
        "the Open Hands association",
        "the Interministerial Delegation for Human Rights",
        "the Youth in Motion network",
        "the Faculty of Law",
    ),
    donors=(
        *("the European Union", "Swiss Cooperation", "the IOM Development Fund"),
        *("the Kingdom of the Netherlands", "the Belgian development agency", "the Government of Canada"),
    ),
    projects=(
        *("Footbridges", "Shared Horizons", "Return and Roots", "Straight to Health", "Many Voices", "Moorings"),
        *("Skills in Common", "Heading for Work", "Figures that Help", "Welcoming Places", "Lasting Ties"),
        *("First Steps", "Together Every Day", "Sahel-Atlas"),
    ),
    people=(
        Person("Ms Salwa Benchekri", "head of the IOM office in Morocco"),
        Person("Mr Youness Tazrouti", "national coordinator of the project"),
        Person("Ms Aicha Ouldhmad", "head of the protection unit"),
        Person("Mr Karim Zerhouane", "regional director of Entraide Nationale"),
        Person("Ms Laurence Vautrelle", "programme officer at IOM"),
        Person("Mr Ibrahima Sagnatou", "chair of a migrants' association"),
        Person("Ms Nezha Filaloui", "physician at the urban health centre"),
        Person("Mr Driss Amellouk", "professor of demography"),
        Person("Ms Hind Belkourchi", "trainer in entrepreneurship"),
        Person("Mr Olivier Strasmont", "head of cooperation"),
        Person("Ms Mariam Koulibadou", "community mediator"),
        Person("Mr Abdelilah Rifouni", "deputy chair of the municipal council"),
    ),
    audiences=(
        *("social workers", "health workers", "peer educators", "young graduates", "local councillors", "teachers"),
        *("journalists", "members of associations", "intercultural mediators", "employment advisers", "statisticians"),
    ),
    themes=(
        *("career guidance", "psychosocial support", "access to health care", "the schooling of children"),
        *("the fight against trafficking in persons", "financial literacy", "the sharing of skills", "living together"),
        *("data collection", "the reception of unaccompanied minors", "the creation of small businesses", "legal aid"),
        *("economic reintegration", "intercultural communication", "labour mobility", "local dialogue"),
        *(
            "adaptation to climate change",
            "the participation of women",
            "the follow-up of beneficiaries",
            "the welcome of newcomers",
        ),
    ),
    months=(
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
    weekdays=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday"),
    topics=(
        Topic(
            "News",
            (
                "Workshop in [city]: [n] [audience] discuss [theme]",
                "[audience:cap] meet in [city] around [theme]",
                "Regional workshop on [theme] gathers [n] participants in [city]",
                '"[project]" brings [n] [audience] to one table in [city]',
            ),
            (
                "The International Organization for Migration (IOM) held a workshop on [theme] in [city] on [date], bringing together [n] [audience] from [k] provinces of the Kingdom.",
                "For [k] days, [n] [audience] worked in [city] on [theme], at the invitation of IOM Morocco and in cooperation with [partner].",
            ),
            (
                "The work took place in small groups, each of which examined a situation met in [city2] and suggested answers that take into account both the means at hand and what families expect.",
                "A plenary session compared the recommendations of the [k] groups before a road map was adopted, which will be submitted to [partner2] in the course of [month].",
                "Participants stressed that [theme] calls for close coordination between state services, municipalities and associations, especially in the outer districts of [city2].",
                "Practical tools, among them a directory of [n] services and an interview guide, were presented and then corrected in the light of remarks made by the [audience2].",
            ),
        ),
        Topic(
            "News",
            (
                "[n] [audience] trained on [theme] in [city]",
                '[city]: the "[project]" training cycle comes to an end',
                "Building the capacities of [audience]: [k] days of training in [city]",
            ),
            (
                'On [date], [n] [audience] completed in [city] a training cycle on [theme], carried out by IOM as part of the "[project]" project funded by [donor].',
                "From [d1] to [d2] [month], IOM Morocco and [partner] led a training course in [city] for [n] [audience], with [theme] as its common thread.",
            ),
            (
                "The programme alternated between lectures, case studies inspired by the region of [city2] and filmed role play, on which the trainers then commented with each of the [n] participants.",
                "At the end of the session, a first survey showed that [p] per cent of participants find the content directly useful for their work, against [p2] per cent at the previous edition in [city2].",
                "A handbook of [N] pages, translated into Arabic and French, was given to the trainees, who undertake to make it known among their colleagues in [city2] before the end of [month].",
                "The method rests on cascade training: each trainee will in turn lead [k] sessions on [theme] within their own organization, with the remote support of two experts.",
            ),
        ),
        Topic(
            "Press release",
            (
                "Voluntary return: [N] people assisted from [city]",
                "[N] migrants go home from [city] with the support of IOM",
                "Reintegration: [n] projects of returned migrants supported in [city]",
            ),
            (
                "With the support of [donor], IOM Morocco assisted [N] people who wished to go back to their country of origin, among them [n] women and [k] families with children, leaving from [city].",
                "Between [month] and [month2], [N] migrants in vulnerable situations benefited in [city] from the assisted voluntary return and reintegration programme of IOM.",
            ),
            (
                "Before departure, everybody is received for an individual interview, informed of their rights and examined by a doctor; [n] consultations of this kind took place in [city2] over the past [k] weeks.",
                "Once at home, the beneficiaries receive reintegration assistance in kind, which most often serves to start a shop, a farm or a workshop; [p] per cent of the projects of [year] are still running.",
                "Follow-up lies with the offices of IOM in [k] countries of West and Central Africa, which visit the families after six months and adapt their support where [theme] is concerned.",
                "The consulates concerned issued [n] travel documents at short notice, thanks to a desk that was set up in [city2] with the help of [partner2].",
            ),
        ),
        Topic(
            "News",
            (
                "Health and migration: [n] [audience] at work in [city]",
                "A medical caravan serves [N] people in [city]",
                '"[project]": access to care improves in [city]',
            ),
            (
                "A medical caravan came to [city] on [date] at the initiative of IOM and in partnership with [partner]; [N] people, migrants and Moroccans alike, were examined free of charge.",
                'IOM and [partner] presented in [city] the results of the "[project]" project, which has enabled [N] migrants to see a doctor since [month].',
            ),
            (
                "The teams, made up of [k] doctors and [n] nurses, offered general, paediatric and maternal health consultations, and referred [n] patients to the provincial hospital of [city2].",
                "The network of peer educators, active in [city2] since [year], plays a decisive part: it explains how health centres work, goes along to first visits and reports emergencies.",
                "A component on mental health now offers a listening session to anybody who wishes to have one; [N] such sessions were held in [city2] between [month] and [month2].",
                "The vaccination records of [N] children were brought up to date, while awareness sessions on [theme] were held in [k] languages in the school yard.",
            ),
        ),
        Topic(
            "News",
            (
                "Youth: [n] project leaders rewarded in [city]",
                'In [city], young people imagine tomorrow with "[project]"',
                "Youth forum [year] in [city]: [n] ideas for action",
            ),
            (
                "The annual youth forum, held in [city] on [date], brought together [N] young Moroccans and migrants for writing workshops, debates and a project contest on [theme].",
                'In [city], [n] young people aged 18 to 29 presented the initiatives that they designed within the "[project]" project, supported by [donor] and carried out by IOM.',
            ),
            (
                "Among the [n] selected projects are a neighbourhood radio in [city2], a recycling cooperative and an application that puts foreign students in touch with host families.",
                "Each winning team will receive [N]0 dirhams and be supported for [k] months by a mentor chosen together with [partner2].",
                "The jury, chaired by a former winner from [city2], praised the maturity of files that make [theme] a concrete reality rather than a slogan.",
                "Improvisation workshops, led by a theatre company from [city2], allowed [n] participants to act out the most common prejudices and to laugh at them.",
            ),
        ),
        Topic(
            "News",
            (
                "Migration data: a survey of [N] households in [city]",
                "Better statistics on [theme]: technical meeting in [city]",
                "IOM and [partner] publish [k] indicators on the region of [city]",
            ),
            (
                "IOM and [partner] presented in [city] on [date] the first results of a survey carried out among [N] households on [theme].",
                "How can mobility be measured better? Gathered in [city], [n] [audience] reviewed the existing sources on [theme] and identified [k] gaps to be filled first.",
            ),
            (
                "The sample, drawn at random in [n] municipalities, includes families settled for several generations and people who arrived in [city2] after [year], which makes new comparisons possible.",
                "The survey shows that [p] per cent of respondents in [city2] have a job, but that [p2] per cent of them say they do not know the services that are open to them.",
                "The tables will be published under an open licence, with a dictionary of [N] variables and a note on method, so that researchers and associations in [city2] can use them again.",
                "A reading committee, on which [k] academics and [partner2] sit, watched over anonymity and the clarity of definitions.",
            ),
        ),
        Topic(
            "Press release",
            (
                "Agreement signed with [partner] in [city]",
                "IOM and [partner] join forces for [theme]",
                "Partnership: [k] municipalities of the region of [city] commit to [theme]",
            ),
            (
                "IOM Morocco and [partner] signed a partnership agreement of [k] years in [city] on [date], which deals in particular with [theme].",
                "A further step was taken in [city]: IOM and [partner] settled a common work plan of [n] actions, with the financial support of [donor].",
            ),
            (
                "The agreement provides for an orientation desk in [city2], for the training of [n] officers and for a steering committee that meets every [k] months.",
                "The two institutions have worked together since [year]; they have already assisted [N] people in [city2] and published several guides on [theme].",
                "A budget of [N],000 dirhams is set aside for initiatives of local associations, which may submit their proposals to [partner2] until [d1] [month].",
                "Each of the municipalities that signed will name a focal point, in charge of collecting the needs of residents and of reporting every quarter on progress in [theme].",
            ),
        ),
        Topic(
            "Statement",
            (
                "Statement on [theme] on the occasion of the [city] meeting",
                "International Migrants Day [year]: message of the IOM office from [city]",
                "IOM calls for [theme] to be a first priority in [city]",
            ),
            (
                "On the occasion of the meeting held in [city] on [date], the IOM office in Morocco reaffirms its commitment to safe and dignified migration, and recalls that [theme] concerns each of us.",
                "IOM welcomes the efforts made in [city] by [partner] and by [n] associations, and invites all those concerned to make [theme] a shared priority.",
            ),
            (
                "Migration runs through the history of the Kingdom; it can be read in the markets of [city2], in its universities and in the [N] businesses founded since [year] by people from elsewhere.",
                "No policy can succeed without those whom it concerns: for this reason [n] representatives of migrant communities were consulted in [city2] between [month] and [month2].",
                "We pay tribute to the [n] volunteers who, from [city2] to the villages of the Rif, welcome, translate, heal and teach without counting their hours.",
                "Much has been achieved, yet [p] per cent of those interviewed in [year] still say that they forgo a public service for want of information; this figure puts us under an obligation.",
            ),
        ),
    ),
    figures=(
        'Since the launch of the "[project]" project, [N] people have been assisted in [city2], [p] per cent of them women, and [n] local organizations have received equipment.',
        "In all, [n] public bodies and [k] associations took part in the activity, [k2] more than in [city2] in the spring of [year].",
        "Of the [N] requests received between [month] and [month2], [p] per cent were dealt with in fewer than [n] days, a clear improvement on [year].",
        "This year's edition brought together [n] women and [n2] men from [k] countries, as well as [k2] observers from [city2].",
        "In the region of [city2] alone, [N] households were met by the mobile teams, who covered close to [N2] kilometres in the course of [month].",
        "According to figures provided by [partner2], [N] files were opened in [year] and [p] per cent of them had to do with [theme].",
    ),
    context=(
        'This activity is part of the "[project]" project, funded by [donor] and carried out in [city] and [city2] until next [month].',
        "It answers a request made by [partner2] after a diagnosis carried out in [city2] in [year], which had brought to light considerable needs in the field of [theme].",
        "The National Strategy on Immigration and Asylum, adopted some years ago, makes [theme] a priority that the regions, beginning with that of [city2], are invited to put into practice.",
        "Morocco, a country of origin, transit and destination, hosted many international meetings on [theme] in [year], and the experience gained in [city2] is often quoted there.",
        "For IOM, present in [k] regions of the Kingdom, the aim is to link immediate assistance and development, relying on the [n] partners with whom it has worked since [year].",
        "The choice of [city] is no accident: the city has [n] associations active in this field and serves as a crossroads for travellers on their way to [city2].",
        "As early as [year], a first meeting held in [city2] had gathered [n] specialists, whose conclusions were the starting point of this week's discussions.",
        "The activities are coordinated with [partner2], so as to avoid duplication and to make sure that every dirham invested in [city] also benefits the residents of neighbouring municipalities.",
    ),
    quotes=(
        '"We have learned as much as we have passed on; the [n] participants go back to [city2] with ideas that none of us would have had alone," said [who], [role].',
        '"When a family arrives in [city2], it needs an address, a face and a clear answer; that is exactly what we are building here with [k] municipalities," explained [who], [role].',
        '"Only [k] years ago nobody spoke of [theme] in [city2]. Today young people make it their trade," one of the speakers rejoiced, before giving the floor to [who], [role].',
        'For [who], [role], "figures matter, but it is the [n] faces behind these figures that must guide our decisions, in [city] as in [city2]".',
        '"My company now employs [k] people, and I in turn train apprentices from [city2]," a beneficiary of the "[project]" project told an applauding audience.',
        '"Trust is slow to win: it took us [n] meetings in [city2] before everybody dared to say what did not work," recalled [who], [role].',
        'Asked on the margins of the meeting, a participant from [city2] confided: "After [k] months of paperwork, I have at last found somebody who explains my rights in my own language."',
        '"Our partnership with [partner2] is not a formality; in [year] it changed the daily life of [N] people," stressed [who], [role].',
    ),
    outlook=(
        "A second session is planned in [city2] in [month], for which [n] new participants may register through [partner2].",
        "The recommendations will be published in [month] and presented at a follow-up meeting in [city2], in the presence of the [k] financial partners.",
        "By the end of the year, IOM will extend this experience to [k] other provinces, starting with that of [city2], where [n] officers have already been recruited.",
        "The results will be assessed in [k] months with [partner2], and the lessons learned in [city] will feed into the training of the teams in [city2].",
        "Meanwhile, a working group of [n] members will go on meeting every [weekday] in [city2] to see that the decisions on [theme] are applied.",
        "Registration for the next edition, to be held in [city2], is open until [d1] [month]; [n] places are available.",
    ),
    bullets=(
        "open a reception desk in [city2] before the month of [month] and assign [n] officers to it;",
        "train [n] more [audience2] on [theme];",
        "publish [k] indicators on [theme] every year, computed in [n] municipalities;",
        "involve [n] representatives of the residents of [city2] in decisions;",
        "translate the [n] information sheets into [k] languages with the help of [partner2];",
        "set aside [p] per cent of places for women in [city2] and offer [n] grants;",
        "convene the follow-up committee every [k] months in [city2], with [n] associations present;",
        "assess the results among [N] households in [city2].",
    ),
    headings=(
        *("A need voiced on the ground", "Tangible results", "Participants take the floor", "Next steps"),
        *("A shared approach", "Background", 'About the "[project]" project', "What changes in [city]"),
    ),
    menu_headings=("Take Action", "Structure", "Our Work", "Data and Resources"),
    bullet_intro="After the exchange with [partner2], [k] recommendations were adopted for the region of [city2], to be carried out before [d1] [month]:",
    table_head=("City", "Women", "Men"),
    footnotes=(
        "[1] Figures as of [d1] [month] [year], provided by [partner2] for [N] files.",
        '[2] The "[project]" project has been running in [k] provinces since [year], with [N] beneficiaries.',
    ),
    contact=(
        "For more information, please contact:",
        "Ms Rim Tahouri - Communication officer: rtahouri@mission.example",
    ),
    captions=(
        "Participants during a working session in [city]. Photo: IOM",
        "Group picture at the end of the [city] meeting © IOM Morocco [year]",
        "View of the room during the discussions, [city], [month] [year]",
    ),
    agenda=(
        "These efforts contribute to the 2030 Agenda, in particular to the targets on [theme], which the region of [city2] has undertaken to follow by means of [n] indicators.",
        "The 2030 Agenda recalls that no one should be left behind; in [city2], this principle has led to [n] measures in favour of [audience2] and of [N] families.",
    ),
    update="Update of [date]: at the request of [partner2], [n] additional places were opened in [city2], and [N] new applications were registered within [k] days.",
    swaps=((" gathered ", " assembled "), (" also ", " likewise "), (" during ", " throughout ")),
    title_tail=" (updated)",
    date="[day] [month] [year]",
)
