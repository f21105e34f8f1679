# ruff: noqa: E501 -- a sentence pattern is easier to read on one line

"""What the replica's French articles are made of: invented news of a migration agency's mission in Morocco."""

from oimcrawler.replica.grammar import Person, Topic, Words

FRENCH = Words(
    lang="fr",
    cities=(
        *("Rabat", "Casablanca", "Tanger", "Oujda", "Nador", "Agadir", "Fès", "Marrakech", "Béni Mellal"),
        *("Khouribga", "Tétouan", "Meknès", "Laâyoune", "Larache", "Errachidia", "Taza", "Kénitra", "Settat"),
    ),
    partners=(
        "le Ministère de la Santé et de la Protection sociale",
        "l'Entraide Nationale",
        "l'Observatoire national de la migration",
        "l'Agence nationale de promotion de l'emploi",
        "le Conseil national des droits de l'Homme",
        "le Haut-Commissariat au Plan",
        "la Fondation Rivages",
        "le Conseil régional de l'Oriental",
        "l'association Mains Ouvertes",
        "la Délégation interministérielle aux droits de l'Homme",
        "le réseau Jeunes en Mouvement",
        "la Faculté des sciences juridiques",
    ),
    donors=(
        *("l'Union européenne", "la Coopération suisse", "le Fonds de développement de l'OIM"),
        *("le Royaume des Pays-Bas", "l'Agence belge de développement", "le gouvernement du Canada"),
    ),
    projects=(
        *("Passerelles", "Horizons partagés", "Retour et racines", "Santé sans détour", "Voix plurielles", "Ancrages"),
        *(
            "Compétences en partage",
            "Cap sur l'emploi",
            "Chiffres utiles",
            "Territoires accueillants",
            "Liens durables",
        ),
        *("Premiers pas", "Ensemble au quotidien", "Sahel-Atlas"),
    ),
    people=(
        Person("Mme Salwa Benchekri", "cheffe du bureau de l'OIM au Maroc"),
        Person("M. Youness Tazrouti", "coordinateur national du projet"),
        Person("Mme Aïcha Ouldhmad", "responsable de l'unité protection"),
        Person("M. Karim Zerhouane", "directeur régional de l'Entraide Nationale"),
        Person("Mme Laurence Vautrelle", "chargée de programme à l'OIM"),
        Person("M. Ibrahima Sagnatou", "président d'une association de migrants"),
        Person("Mme Nezha Filaloui", "médecin au centre de santé urbain"),
        Person("M. Driss Amellouk", "professeur de démographie"),
        Person("Mme Hind Belkourchi", "formatrice en entrepreneuriat"),
        Person("M. Olivier Strasmont", "chef de la coopération"),
        Person("Mme Mariam Koulibadou", "médiatrice communautaire"),
        Person("M. Abdelilah Rifouni", "vice-président du conseil communal"),
    ),
    audiences=(
        *(
            "travailleurs sociaux",
            "agents de santé",
            "éducateurs pairs",
            "jeunes diplômés",
            "élus locaux",
            "enseignants",
        ),
        *("journalistes", "acteurs associatifs", "médiateurs interculturels", "conseillers en emploi", "statisticiens"),
    ),
    themes=(
        *(
            "l'orientation professionnelle",
            "la prise en charge psychosociale",
            "l'accès aux soins",
            "la scolarisation des enfants",
        ),
        *(
            "la lutte contre la traite des personnes",
            "l'éducation financière",
            "la mobilisation des compétences",
            "le vivre-ensemble",
        ),
        *(
            "la collecte des données",
            "l'accueil des mineurs non accompagnés",
            "la création de micro-entreprises",
            "l'aide juridique",
        ),
        *(
            "la réintégration économique",
            "la communication interculturelle",
            "la mobilité de la main-d'œuvre",
            "le dialogue local",
        ),
        *(
            "l'adaptation au changement climatique",
            "la participation des femmes",
            "le suivi des bénéficiaires",
            "l'accueil des nouveaux arrivants",
        ),
    ),
    months=(
        *("janvier", "février", "mars", "avril", "mai", "juin"),
        *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
    ),
    weekdays=("lundi", "mardi", "mercredi", "jeudi", "vendredi"),
    topics=(
        Topic(
            "News",
            (
                "Atelier [audience:de] à [city] : [theme] au cœur des échanges",
                "À [city], [n] [audience] réfléchissent [theme:au]",
                "Un atelier régional sur [theme] réunit [n] participants à [city]",
                "« [project] » : [n] [audience] autour d'une même table à [city]",
            ),
            (
                "L'Organisation internationale pour les migrations (OIM) a organisé {à [city]|dans la ville [city:de]}, le [date], un atelier consacré [theme:au], au profit de [n] [audience] venus de [k] provinces du Royaume.",
                "Pendant [k] jours, [n] [audience] se sont réunis à [city] pour travailler sur [theme], à l'invitation de l'OIM Maroc et en collaboration avec [partner].",
            ),
            (
                "Les travaux se sont déroulés en groupes restreints, chacun étant chargé d'examiner une situation rencontrée à [city2] et de proposer des réponses qui tiennent compte des moyens disponibles et des attentes des familles.",
                "Une séance plénière a permis de confronter les recommandations des [k] groupes, avant l'adoption d'une feuille de route qui sera soumise [partner2:au] au cours du mois [month:de].",
                "Les participants ont souligné que [theme] suppose une coordination étroite entre les services de l'État, les communes et les associations, en particulier dans les quartiers périphériques [city2:de].",
                "Des outils pratiques, parmi lesquels un répertoire de [n] services et un guide d'entretien, ont été présentés puis corrigés {sur la base des|à partir des} observations formulées par [audience2:les].",
            ),
        ),
        Topic(
            "News",
            (
                "Formation de [n] [audience] sur [theme] à [city]",
                "[city] : clôture du cycle de formation « [project] »",
                "Renforcement des capacités [audience:de] : [k] jours de formation à [city]",
            ),
            (
                "[n] [audience] ont achevé le [date], à [city], un cycle de formation portant sur [theme], mis en œuvre par l'OIM dans le cadre du projet « [project] » financé par [donor].",
                "Du [d1] au [d2] [month], l'OIM Maroc et [partner] ont animé à [city] une formation destinée à [n] [audience], avec pour fil conducteur [theme].",
            ),
            (
                "Le programme alternait des exposés théoriques, des études de cas inspirées de la région [city2:de] et des mises en situation filmées, que les formateurs commentaient ensuite avec chacun des [n] participants.",
                "À l'issue de la session, une évaluation à chaud a montré que [p] % des participants jugent le contenu directement utile à leur travail, contre [p2] % lors de l'édition précédente tenue à [city2].",
                "Un manuel de [N] pages, traduit en arabe et en français, a été remis aux stagiaires, qui s'engagent à le faire connaître auprès de leurs collègues [city2:de] avant la fin du mois [month:de].",
                "La méthode retenue repose sur la formation en cascade : chaque stagiaire animera à son tour [k] séances sur [theme] dans sa structure, avec l'accompagnement à distance de deux experts.",
            ),
        ),
        Topic(
            "Communiqué",
            (
                "Retour volontaire : [N] personnes accompagnées depuis [city]",
                "[N] migrants regagnent leur pays au départ [city:de] avec l'appui de l'OIM",
                "Réintégration : [n] projets de migrants de retour soutenus à [city]",
            ),
            (
                "Avec l'appui [donor:du], l'OIM Maroc a accompagné [N] personnes qui souhaitaient rentrer dans leur pays d'origine, dont [n] femmes et [k] familles avec enfants, au départ [city:de].",
                "Entre [month] et [month2], [N] migrants en situation de vulnérabilité ont bénéficié à [city] du programme d'aide au retour volontaire et à la réintégration de l'OIM.",
            ),
            (
                "Avant le départ, chaque personne est reçue en entretien individuel, informée de ses droits et examinée par un médecin ; [n] consultations de ce type ont eu lieu à [city2] au cours des [k] dernières semaines.",
                "Une fois rentrés, les bénéficiaires reçoivent une aide à la réintégration en nature, qui sert le plus souvent à lancer un commerce, un élevage ou un atelier ; [p] % des projets de [year] fonctionnent encore.",
                "Le suivi est assuré par les bureaux de l'OIM dans [k] pays d'Afrique de l'Ouest et du Centre, qui rendent visite aux familles au bout de six mois et adaptent l'accompagnement en matière [theme:sans].",
                "Les consulats concernés ont délivré [n] documents de voyage dans des délais raccourcis, grâce à une permanence installée à [city2] avec le concours [partner2:du].",
            ),
        ),
        Topic(
            "News",
            (
                "Santé et migration : [n] [audience] mobilisés à [city]",
                "Une caravane médicale au service de [N] personnes à [city]",
                "« [project] » : l'accès aux soins progresse à [city]",
            ),
            (
                "Une caravane médicale s'est rendue à [city] le [date] à l'initiative de l'OIM et en partenariat avec [partner] ; [N] personnes, migrantes et marocaines, y ont été examinées gratuitement.",
                "L'OIM et [partner] ont présenté à [city] les résultats du projet « [project] », qui a permis à [N] personnes migrantes de consulter un médecin depuis le mois [month:de].",
            ),
            (
                "Les équipes, composées de [k] médecins et de [n] infirmiers, ont assuré des consultations de médecine générale, de pédiatrie et de santé maternelle, et orienté [n] patients vers l'hôpital provincial [city2:de].",
                "Le réseau des éducateurs pairs, actif à [city2] depuis [year], joue un rôle décisif : il explique le fonctionnement des centres de santé, accompagne les premières visites et signale les situations d'urgence.",
                "Un volet consacré à la santé mentale propose désormais un entretien d'écoute à toute personne qui le souhaite ; [N] séances ont été tenues à [city2] entre [month] et [month2].",
                "Les carnets de vaccination de [N] enfants ont été mis à jour, tandis que des séances de sensibilisation sur [theme] étaient animées en [k] langues dans la cour de l'école.",
            ),
        ),
        Topic(
            "News",
            (
                "Jeunesse : [n] porteurs de projets récompensés à [city]",
                "À [city], les jeunes imaginent la cohésion de demain avec « [project] »",
                "Forum des jeunes de [year] à [city] : [n] idées pour agir",
            ),
            (
                "Le forum annuel de la jeunesse, tenu à [city] le [date], a réuni [N] jeunes Marocains et migrants autour d'ateliers d'écriture, de débats et d'un concours de projets portant sur [theme].",
                "[n] jeunes âgés de 18 à 29 ans ont présenté à [city] les initiatives qu'ils ont conçues dans le cadre du projet « [project] », soutenu par [donor] et mis en œuvre par l'OIM.",
            ),
            (
                "Parmi les [n] projets retenus figurent une radio de quartier à [city2], une coopérative de recyclage et une application qui met en relation des étudiants étrangers avec des familles d'accueil.",
                "Chaque équipe lauréate recevra une dotation de [N]0 dirhams et sera accompagnée pendant [k] mois par un mentor choisi avec [partner2].",
                "Le jury, présidé par une ancienne lauréate venue [city2:de], a salué la maturité de dossiers qui font [theme:du] une réalité concrète plutôt qu'un slogan.",
                "Les ateliers d'improvisation, encadrés par une compagnie [city2:de], ont permis à [n] participants de mettre en scène les préjugés les plus courants et d'en rire ensemble.",
            ),
        ),
        Topic(
            "News",
            (
                "Données migratoires : une enquête auprès de [N] ménages à [city]",
                "De meilleures statistiques sur [theme] : réunion technique à [city]",
                "[partner:cap] et l'OIM publient [k] indicateurs sur la région [city:de]",
            ),
            (
                "[partner:cap] et l'OIM ont présenté le [date] à [city] les premiers résultats d'une enquête menée auprès de [N] ménages sur [theme].",
                "Comment mieux mesurer les mobilités ? Réunis à [city], [n] [audience] ont passé en revue les sources existantes sur [theme] et identifié [k] lacunes à combler en priorité.",
            ),
            (
                "L'échantillon, tiré au sort dans [n] communes, comprend des familles installées depuis plusieurs générations et des personnes arrivées à [city2] après [year], ce qui autorise des comparaisons inédites.",
                "Il en ressort que [p] % des personnes interrogées à [city2] occupent un emploi, mais que [p2] % d'entre elles déclarent ne pas connaître les services qui leur sont ouverts.",
                "Les tableaux seront publiés sous une licence ouverte, accompagnés d'un dictionnaire de [N] variables et d'une note de méthode, afin que chercheurs et associations [city2:de] puissent les réutiliser.",
                "Un comité de lecture, où siègent [k] universitaires et [partner2], a veillé au respect de l'anonymat et à la clarté des définitions.",
            ),
        ),
        Topic(
            "Communiqué",
            (
                "Signature d'une convention avec [partner] à [city]",
                "L'OIM et [partner] unissent leurs efforts pour [theme]",
                "Partenariat : [k] communes de la région [city:de] s'engagent pour [theme]",
            ),
            (
                "L'OIM Maroc et [partner] ont signé le [date], à [city], une convention de partenariat de [k] ans qui porte en particulier sur [theme].",
                "Une nouvelle étape a été franchie à [city] : l'OIM et [partner] ont arrêté un plan de travail commun en [n] actions, avec le soutien financier [donor:du].",
            ),
            (
                "La convention prévoit la création d'un guichet d'orientation à [city2], la formation de [n] agents et la tenue d'un comité de pilotage tous les [k] mois.",
                "Les deux institutions coopèrent depuis [year] ; ensemble, elles ont déjà accompagné [N] personnes à [city2] et publié plusieurs guides sur [theme].",
                "Un budget de [N] 000 dirhams est réservé aux initiatives des associations locales, qui pourront déposer leurs propositions jusqu'au [d1] [month] auprès [partner2:du].",
                "Les communes signataires désigneront chacune un point focal, chargé de recueillir les besoins des habitants et de rendre compte chaque trimestre des progrès en matière [theme:sans].",
            ),
        ),
        Topic(
            "Déclaration",
            (
                "Déclaration sur [theme] à l'occasion de la rencontre [city:de]",
                "Journée internationale des migrants [year] : message du bureau de l'OIM depuis [city]",
                "L'OIM appelle à placer [theme] au premier rang des priorités à [city]",
            ),
            (
                "À l'occasion de la rencontre tenue à [city] le [date], le bureau de l'OIM au Maroc réaffirme son engagement en faveur d'une migration sûre et digne, et rappelle que [theme] concerne chacun de nous.",
                "L'OIM salue les efforts accomplis à [city] par [partner] et par [n] associations, et invite l'ensemble des acteurs à faire [theme:du] une priorité partagée.",
            ),
            (
                "Les migrations accompagnent l'histoire du Royaume ; elles se lisent dans les marchés [city2:de], dans les universités et dans les [N] entreprises créées depuis [year] par des personnes venues d'ailleurs.",
                "Aucune politique ne peut réussir sans celles et ceux qu'elle concerne : c'est pourquoi [n] représentants de communautés migrantes ont été consultés à [city2] entre [month] et [month2].",
                "Nous rendons hommage aux [n] bénévoles qui, [city2:de] aux villages du Rif, accueillent, traduisent, soignent et enseignent sans compter leurs heures.",
                "Le chemin parcouru est réel, mais [p] % des personnes interrogées en [year] disent encore renoncer à un service public faute d'information ; ce chiffre nous oblige.",
            ),
        ),
    ),
    figures=(
        "Depuis le lancement du projet « [project] », [N] personnes ont été accompagnées à [city2], dont [p] % de femmes, et [n] structures locales ont reçu un appui matériel.",
        "Au total, [n] structures publiques et [k] associations ont pris part à l'activité, soit [k2] de plus qu'à [city2] au printemps [year].",
        "Sur les [N] demandes reçues entre [month] et [month2], [p] % ont été traitées en moins de [n] jours, ce qui représente une nette amélioration par rapport à [year].",
        "L'édition de cette année a rassemblé [n] femmes et [n2] hommes, originaires de [k] pays, ainsi que [k2] observateurs venus [city2:de].",
        "Dans la seule région [city2:de], [N] ménages ont été rencontrés par les équipes mobiles, qui ont parcouru près de [N2] kilomètres au cours du mois [month:de].",
        "Selon les chiffres communiqués par [partner2], [N] dossiers ont été ouverts en [year] et [p] % d'entre eux concernaient [theme].",
    ),
    context=(
        "Cette activité s'inscrit dans le cadre du projet « [project] », financé par [donor] et mis en œuvre à [city] et à [city2] jusqu'au mois [month:de] prochain.",
        "Elle répond à une demande exprimée par [partner2] à la suite d'un diagnostic mené à [city2] en [year], qui avait mis en lumière des besoins importants en matière [theme:sans].",
        "La Stratégie nationale d'immigration et d'asile, adoptée il y a plusieurs années, fait [theme:du] un chantier prioritaire que les régions, à commencer par celle [city2:de], sont invitées à décliner.",
        "Le Maroc, pays d'origine, de transit et de destination, a accueilli en [year] de nombreuses réunions internationales sur [theme], et l'expérience acquise à [city2] y est souvent citée.",
        "Pour l'OIM, présente dans [k] régions du Royaume, il s'agit de relier l'aide immédiate et le développement, en s'appuyant sur les [n] partenaires avec lesquels elle travaille depuis [year].",
        "Le choix [city:de] ne doit rien au hasard : la ville compte [n] associations actives dans ce domaine et sert de carrefour aux voyageurs qui se dirigent vers [city2].",
        "En [year] déjà, une première rencontre organisée à [city2] avait réuni [n] spécialistes, dont les conclusions ont servi de point de départ aux discussions de cette semaine.",
        "Les activités sont coordonnées avec [partner2], afin d'éviter les doubles emplois et de garantir que chaque dirham investi à [city] profite aussi aux habitants des communes voisines.",
    ),
    quotes=(
        "« Nous avons appris autant que nous avons transmis ; les [n] participants repartent vers [city2] avec des idées que nous n'aurions jamais eues seuls », a déclaré [who], [role].",
        "« Quand une famille arrive à [city2], elle a besoin d'une adresse, d'un visage et d'une réponse claire ; c'est exactement ce que nous construisons ici avec [k] communes », a expliqué [who], [role].",
        "« Il y a [k] ans, personne ne parlait [theme:du] à [city2]. Aujourd'hui, des jeunes en font leur métier », s'est réjoui l'un des intervenants, avant de céder la parole à [who], [role].",
        "Pour [who], [role], « les chiffres comptent, mais ce sont les [n] visages derrière ces chiffres qui doivent guider nos décisions, à [city] comme à [city2] ».",
        "« Mon entreprise emploie désormais [k] personnes, et je forme à mon tour des apprentis venus [city2:de] », a témoigné une bénéficiaire du projet « [project] », applaudie par l'assistance.",
        "« La confiance se gagne lentement : il nous a fallu [n] réunions à [city2] pour que chacun ose dire ce qui ne marchait pas », a rappelé [who], [role].",
        "Interrogé en marge de la rencontre, un participant venu [city2:de] a confié : « Après [k] mois de démarches, j'ai enfin trouvé quelqu'un qui m'explique mes droits dans ma langue. »",
        "« Notre partenariat avec [partner2] n'est pas une formalité ; en [year], il a changé le quotidien de [N] personnes », a souligné [who], [role].",
    ),
    outlook=(
        "Une deuxième session est prévue à [city2] en [month], à laquelle [n] nouveaux participants pourront s'inscrire par l'intermédiaire [partner2:du].",
        "Les recommandations seront publiées au mois [month:de] et présentées lors d'une réunion de suivi à [city2], en présence des [k] partenaires financiers.",
        "D'ici la fin de l'année, l'OIM étendra cette expérience à [k] autres provinces, en commençant par celle [city2:de], où [n] agents ont déjà été recrutés.",
        "Un bilan sera dressé dans [k] mois avec [partner2], et les enseignements tirés à [city] alimenteront la formation des équipes [city2:de].",
        "En attendant, un groupe de travail de [n] membres continuera de se réunir chaque [weekday] à [city2] pour veiller à l'application des décisions relatives [theme:au].",
        "Les inscriptions pour la prochaine édition, qui aura lieu à [city2], sont ouvertes jusqu'au [d1] [month] ; [n] places sont disponibles.",
    ),
    bullets=(
        "ouvrir un guichet d'accueil à [city2] avant le mois [month:de] et y affecter [n] agents ;",
        "former [n] [audience2] supplémentaires [theme:au] ;",
        "publier chaque année [k] indicateurs sur [theme], calculés dans [n] communes ;",
        "associer [n] représentants des habitants [city2:de] aux décisions ;",
        "traduire les [n] fiches d'information en [k] langues, avec l'aide [partner2:du] ;",
        "réserver [p] % des places aux femmes [city2:de] et offrir [n] bourses ;",
        "réunir le comité de suivi tous les [k] mois à [city2], en présence de [n] associations ;",
        "évaluer les résultats auprès de [N] ménages [city2:de].",
    ),
    headings=(
        *(
            "Un besoin exprimé par le terrain",
            "Des résultats concrets",
            "La parole aux participants",
            "Prochaines étapes",
        ),
        *("Une approche partagée", "Contexte", "À propos du projet « [project] »", "Ce qui change à [city]"),
    ),
    menu_headings=("Agir", "Structure", "Notre Travail", "Données et ressources"),
    bullet_intro="À l'issue des échanges avec [partner2], [k] recommandations ont été adoptées pour la région [city2:de], à mettre en œuvre avant le [d1] [month] :",
    table_head=("Ville", "Femmes", "Hommes"),
    footnotes=(
        "[1] Chiffres arrêtés au [d1] [month] [year], fournis par [partner2] et portant sur [N] dossiers.",
        "[2] Le projet « [project] » est mis en œuvre dans [k] provinces depuis [year] et compte [N] bénéficiaires.",
    ),
    contact=(
        "Pour plus d'informations, prière de prendre contact avec :",
        "Mme Rim Tahouri - Chargée de communication : rtahouri@mission.example",
    ),
    captions=(
        "Des participants lors d'une séance de travail à [city]. Photo : OIM",
        "Photo de groupe à l'issue de la rencontre [city:de] © OIM Maroc [year]",
        "Vue de la salle pendant les échanges, [city], [month] [year]",
    ),
    agenda=(
        "Ces efforts contribuent à la réalisation de l'Agenda 2030, en particulier des cibles relatives [theme:au], que la région [city2:de] s'est engagée à suivre au moyen de [n] indicateurs.",
        "Le 2030 Agenda rappelle que nul ne doit être laissé de côté ; à [city2], ce principe s'est traduit par [n] mesures en faveur des [audience2] et de [N] familles.",
    ),
    update="Mise à jour du [date] : à la demande [partner2:du], [n] places supplémentaires ont été ouvertes à [city2], et [N] nouvelles candidatures ont été enregistrées en [k] jours.",
    swaps=(
        *(
            (" réunis ", " rassemblés "),
            (" organisé ", " tenu "),
            (" également ", " aussi "),
            (" pendant ", " durant "),
        ),
    ),
    title_tail=" (mise à jour)",
    date="[day] [month] [year]",
)
