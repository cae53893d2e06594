"""What the search knows of each language: plain data. Knows no Sphinx."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING

from needs_search.question_forms import question_forms

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def _unstemmed(word: str) -> str:
    return word


@dataclass(frozen=True, slots=True)
class Answers:
    """A kind of question, and what its answer holds beside the words of the question."""

    asked: tuple[str, ...]
    """How such a question begins."""
    words: tuple[str, ...] = ()
    """Words one of which the answer holds."""
    before: bool = False
    """Whether they, or a number, stand right before what is asked for."""
    kind: bool = False
    """Whether the answer is of the type that is asked for."""
    titled: bool = False
    """Whether one of the words begins the title of the answer."""
    defines: bool = False
    """Whether the answer is what the glossary says of it."""
    named: bool = False
    """Whether the answer may be what is called as what is asked for."""
    deeds: tuple[str, ...] = ()
    """Stop words that tell something in such a question, as they are typed."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """How numbers are said, in folded words."""

    values: Mapping[str, int] = field(default_factory=dict)
    """What each word is worth, up to a hundred."""
    hundreds: tuple[str, ...] = ()
    thousands: tuple[str, ...] = ()
    joints: tuple[str, ...] = ()
    """What stands between the parts of a number."""
    points: tuple[str, ...] = ()
    """What stands between two numbers, as in "four point one"."""
    signs: tuple[str, ...] = ()
    """What says that a number follows."""


@dataclass(frozen=True, slots=True)
class Language:
    """How words of one language are brought to the form they are looked up in.

    The browser gets the same as data, and its stemmer as a script (``as_data``).
    """

    code: str = "en"
    folds: tuple[tuple[str, str], ...] = ()
    """Ways to write a letter, and the one form they share, applied in order."""
    joints: tuple[str, ...] = ()
    """What may stand between the parts of a compound; none: words are not split."""
    endings: frozenset[str] = frozenset()
    """What is no part of a compound but an ending, though it is a word as well; folded."""
    conjunctions: tuple[str, ...] = ()
    """What stands between suspended words, as in "selv- og medbestemmelse"."""
    prefixes: tuple[str, ...] = ()
    """Beginnings a suspended word may take the place of, when it is no compound."""
    particles: tuple[str, ...] = ()
    """Folded words that belong to a verb before them, and begin its noun."""
    families: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
    """Folded endings of verbs and their nouns, longest first, and one form of each kind."""
    irregular: Mapping[str, str] = field(default_factory=dict)
    """Folded forms that no ending tells of, and the form they are of."""
    before: tuple[tuple[str, str], ...] = ()
    """Endings the stemmer does not know, and what stands for them: regular expressions."""
    after: tuple[tuple[str, str], ...] = ()
    """Endings the stemmer leaves on some forms of a word and not on others."""
    stops: frozenset[str] = frozenset()
    """Words that say nothing on their own, as they are written."""
    light: tuple[str, ...] = ()
    """Folded words that tell little beside others, however seldom a site has them; of two
    words with a space, the first does so before the second."""
    answers: tuple[Answers, ...] = ()
    """Which answers which questions look for."""
    numbers: Numbers = field(default_factory=Numbers)
    forms: tuple[tuple[str, str], ...] = ()
    """Questions that the needs answer: a kind of answer, and a pattern with slots."""
    openings: tuple[tuple[str, str], ...] = ()
    """What is said before a question, as patterns, and what it stands for."""
    fillers: tuple[str, ...] = ()
    """What says nothing wherever it stands in a question."""
    pronouns: tuple[str, ...] = ()
    """Folded words for what a page is about, and those that tell nothing beside them."""
    stem: Callable[[str], str] = field(default=_unstemmed, compare=False)

    def as_data(self) -> dict[str, object]:
        """Return what the browser needs, beside the stemmer."""
        return {
            "code": self.code,
            "folds": [list(pair) for pair in self.folds],
            "joints": list(self.joints),
            "endings": sorted(self.endings),
            "conjunctions": list(self.conjunctions),
            "prefixes": list(self.prefixes),
            "particles": list(self.particles),
            "families": {"endings": self.families[0], "forms": self.families[1]},
            "irregular": dict(self.irregular),
            "before": [list(pair) for pair in self.before],
            "after": [list(pair) for pair in self.after],
            "stops": sorted(self.stops),
            "light": list(self.light),
            "answers": [asdict(answers) for answers in self.answers],
            "numbers": asdict(self.numbers),
            "forms": [list(form) for form in self.forms],
            "openings": [list(pair) for pair in self.openings],
            "fillers": list(self.fillers),
            "pronouns": list(self.pronouns),
        }


_DANISH = (
    # "tvaergaaende" is "tværgående", and not "tværgaænde".
    *(("aae", "åe"), ("oee", "øe"), ("aee", "æe")),
    *(("æ", "a"), ("ae", "a"), ("ø", "o"), ("oe", "o"), ("å", "a"), ("aa", "a")),
)
_GERMAN = (("ä", "a"), ("ae", "a"), ("ö", "o"), ("oe", "o"), ("ü", "u"), ("ue", "u"))

_FOLDS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "da": _DANISH,
    "no": _DANISH,
    "nb": _DANISH,
    "nn": _DANISH,
    "de": (*_GERMAN, ("ß", "ss")),
    "sv": (("å", "a"), ("aa", "a"), ("ä", "a"), ("ö", "o")),
}

_JOINTS: Mapping[str, tuple[str, ...]] = {
    "da": ("", "s", "e", "er"),
    "no": ("", "s", "e"),
    "nb": ("", "s", "e"),
    "nn": ("", "s", "e"),
    "sv": ("", "s"),
    "de": ("", "s", "es", "n", "en", "er"),
    "nl": ("", "s", "en"),
}

_ENDINGS: Mapping[str, str] = {
    # "løbende" is no end of a run, and "samlede" no one who led together.
    "da": "ende ender enden lede ledes hed heden ing inger ning else elser ske som ede",
}

_CONJUNCTIONS: Mapping[str, tuple[str, ...]] = {
    "da": ("og", "eller"),
    "no": ("og", "eller"),
    "nb": ("og", "eller"),
    "nn": ("og", "eller"),
    "sv": ("och", "eller"),
    "de": ("und", "oder"),
    "nl": ("en", "of"),
}

_PREFIXES: Mapping[str, tuple[str, ...]] = {
    "da": ("under", "over", "med", "ind", "ud", "sam", "til", "for"),
}

_PARTICLES: Mapping[str, str] = {
    # "følge op" is of "opfølgning".
    "da": "op ud ind ned frem",
}

_FAMILIES: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    # Latin verbs: dokumentere, rekruttere, motivere, and what is made of them.
    "da": (
        (
            *("eringerne", "eringer", "eringen", "ationer", "ationen", "erende"),
            *("isterne", "isten", "ister", "ist"),
            *("erede", "ering", "ation", "erer", "eret", "ere"),
        ),
        ("ere", "ering", "ation", "isere", "isering", "ist"),
    ),
}

_IRREGULAR: Mapping[str, str] = {
    "da": "fulgt=folge fulgte=folge fulgtes=folge valgt=valge valgte=valge lagt=lagge "
    "lagde=lagge sagt=sige sagde=sige spurgt=sporge spurgte=sporge bragt=bringe "
    "bragte=bringe solgt=salge solgte=salge hjulpet=hjalpe fundet=finde fandt=finde "
    "bundet=binde vundet=vinde gjort=gore gjorde=gore bedt=bede skaret=skare "
    "begyndt=begynde drevet=drive truffet=traffe traf=traffe "
    "bedre=god bedst=god bedste=god storre=stor storst=stor storste=stor "
    "langere=lang langst=lang langste=lang borns=barn born=barn bornene=barn "
    "bornenes=barn udgik=udga indgik=indga foregik=forega forstod=forsta bestod=besta "
    "opstod=opsta "
    # "oe" is no "ø" between the parts of a word.
    "beborne=bebor bebornes=bebor beboren=bebor beborens=bebor "
    # What a promise is, and not a law; a room, and not what is local.
    "lovet=lofte lovede=lofte lover=lofte lokaler=lokalitet lokalerne=lokalitet "
    "lokalet=lokalitet lokalets=lokalitet "
    # Who speaks counts nothing.
    "tale=samtal taler=samtal talte=samtal talt=samtal tales=samtal",
}

# Participles: "handicappede" is of "handicappet". Snowball takes "ende" of "godkende" for
# an ending, as of "elskende", and leaves it on "godkendt".
_VERBS_IN_END = "godkend erkend anvend henvend indsend udsend oversend"
_OF_VERB = "|".join(f"(?<={verb})" for verb in _VERBS_IN_END.split())
# The present of "udgå" and "opnå", whose r Snowball leaves.
_VERBS_IN_VOWEL = (
    "udga indga forega underga overga omga bega forsta besta opsta fremsta opna"
)
_OF_VOWEL = "|".join(f"(?<=^{verb})" for verb in _VERBS_IN_VOWEL.split())
_ADJECTIVES = "ial kal nal ral tal ual iv isk bar som uel nel"
_NEUTER = "|".join(f"(?<=..{end})" for end in _ADJECTIVES.split())
_BEFORE: Mapping[str, tuple[tuple[str, str], ...]] = {
    "da": (
        (f"(?:{_OF_VOWEL})r$", ""),
        ("(?<=....)(?<!bill)edes?$", "e"),
        (f"(?:{_OF_VERB})(?:e|er|es|te|t)$", ""),
        # Snowball leaves "besøgsv" of "besøgsven".
        ("(?<=..)ven(?:nen|ner|nerne)s?$", "ven"),
        # "digitalt" is "digital".
        (f"(?:{_NEUTER})t$", ""),
    )
}

# "indsats" loses its s as if it were a genitive, and "indsatser" keeps it.
_AFTER: Mapping[str, tuple[tuple[str, str], ...]] = {
    "da": (("(?<=...[abcdfghjklmnoprtvyz])s$", ""),),
}

_QUESTIONS: Mapping[str, str] = {
    # What questions are made of, beside the stop words Snowball lists.
    "da": "hvem hvordan hvornår hvilke hvilken hvilket hvorfor hvorhen hvormed kan må bør "
    "siger sagde gør gøre gjorde lave laver lavet ske sker længe så mon findes står finder "
    "vores vore dit dine noget nogen alle hver hvert bliver bedre få får fået fik "
    "mere samt læse læs handler fortæl vis vise kommer komme kom går gik "
    "se ser set finde igen helt vide ved lige jer os gerne "
    "gået kommet blevet bliv været gjort haft kunnet villet viser vist viste sige sagt "
    # What one says while one thinks, and to be polite.
    "øh øhm æh æhm ehm hm hmm okay ok nå nåh jamen altså egentlig faktisk simpelthen "
    "ligesom liksom tak hej hey goddag venligst undskyld "
    # And in English, which is typed as well.
    "how what where when who why which does are can my our your you about the and of get "
    "find",
    "en": "how who whom whose which what when where why does did do can may should must",
}

# Words that every text has, whatever it is about: beside others, they weigh little.
_LIGHT: Mapping[str, str] = {
    "da": "sidde sidder sad ligge ligger lag sta stod tage tager tog taget tro tror troede "
    "mene mener mente synes bruge brugte brugt satte satter sat kalde kaldes hedde "
    "hedder starte starter nej ja folk ting tingene slags made maden sag sagen side "
    "siden sider gang gange del dele hele mange flere fleste mest nogle andre andet "
    "anden samme forskellige forskellig meget lidt stor store stort lille sma god godt "
    "gode darlig darlige darligt ny nye nyt gammel gamle egen eget egne rigtig rigtige "
    "nok altid aldrig ofte tit snart endnu allerede sammen bare kun ellers alene uden "
    "over under efter for imellem mellem indenfor udenfor om omkring gennem mod hos "
    "samt bade enten hverken sted stedet steder dag dagen dage tid tiden vej vejen "
    "hans hendes deres min mit mine hen derhen herinde altsa grund to tre fire fem seks "
    "syv otte ni ti ingen intet ingenting "
    "kommune kommunen kommunens halvdelen par stykker hedder brug folks ham hende gider "
    "sidst forst stadig mens imens fordi derfor endda sjaldent mindst isar blandt maske "
    "sikkert jeres hinanden enhver begge virkelig senere tidligere tilbage fundet fandt la "
    "lagt kalder kaldte betyder betyde betod handle handlede skete sket al",
}

# "bruger" is a person, but not in "hvorfor bruger vi".
_LIGHT_BEFORE: Mapping[str, tuple[str, ...]] = {
    "da": (
        *(f"bruger {who}" for who in ("vi", "jeg", "man", "i", "de", "du")),
        *("lov til", "lov at", "svar pa", "krav pa", "rad til"),
    ),
}

_NUMBERS = "to tre fire fem seks syv otte ni ti elleve tolv tyve tredive hundrede tusind"
_TIMES = (
    "år årene året årlig årligt halvår kvartal måned måneder uge uger dag dage dato frist "
    "periode midlertidig midlertidige midlertidighed tidsafgrænset tidsbegrænset tempo "
    "januar februar marts april maj juni juli august september oktober november december"
)
_PEOPLE = (
    "medarbejder medarbejdere medarbejderne leder ledere lederne ledelse ledelsen chef "
    "direktør udvalg udvalget råd rådet bestyrelse bestyrelsen forvaltning forvaltningen "
    "kommune kommunen repræsentant repræsentanter forening "
    "foreninger borgmester partner partnere pårørende frivillige borger borgere"
)
_DEEDS = "lave laver lavede lavet gjort stået"
_DEFINE = ("hvad er en", "hvad er et", "hvad er", "hvad betyder", "hvad vil det sige")
# What leads up to what is looked for, and asks for nothing itself.
_LEADS = (
    *(
        f"hvor kan {who} {do}"
        for who in ("jeg", "man", "vi")
        for do in ("se", "finde", "læse")
    ),
    *(
        f"hvor {do} {who}"
        for do in ("finder", "ser", "læser")
        for who in ("jeg", "man", "vi")
    ),
    *(f"hvad gør {who} {when}" for who in ("jeg", "man", "vi") for when in ("hvis", "når")),
    *("hvad hvis", "er der noget om", "findes der noget om", "står der noget om"),
    *("hvor står der noget om", "hvor står der", "hvor står det om", "har vi noget om"),
)
_REASONS = "fordi derfor formål formålet skyldes grund årsag hensigten"

_ANSWERS: Mapping[str, tuple[Answers, ...]] = {
    "da": (
        Answers(_LEADS),
        Answers(("hvor mange",), tuple(_NUMBERS.split()), before=True),
        Answers(("hvornår", "hvor længe", "hvor tit", "hvor ofte"), tuple(_TIMES.split())),
        Answers(("hvem er", "hvem var"), tuple(_PEOPLE.split()), named=True),
        Answers(("hvem",), tuple(_PEOPLE.split()), deeds=tuple(_DEEDS.split())),
        Answers(("hvilke", "hvilken", "hvilket"), kind=True),
        Answers(_DEFINE, kind=True, defines=True, named=True),
        Answers(("hvorfor",), tuple(_REASONS.split())),
        # What a guide is called.
        Answers(("hvordan",), ("sådan",), titled=True),
    ),
}


def _values(units: str, tens: str) -> dict[str, int]:
    """Return the words of the numbers from zero on, and of 30, 40 … 90."""
    counted = {word: number for number, word in enumerate(units.split())}
    return counted | {word: 10 * number for number, word in enumerate(tens.split(), 3)}


_SAID_NUMBERS: Mapping[str, Numbers] = {
    "da": Numbers(
        values=_values(
            "nul en to tre fire fem seks syv otte ni ti elleve tolv tretten fjorten femten "
            "seksten sytten atten nitten tyve",
            "tredive fyrre halvtreds tres halvfjerds firs halvfems",
        )
        | {"et": 1},
        hundreds=("hundrede", "hundred"),
        thousands=("tusinde", "tusind"),
        joints=("og",),
        points=("punkt", "punktum", "komma", "prik"),
        signs=("nummer", "nr", "no"),
    ),
    "en": Numbers(
        values=_values(
            "zero one two three four five six seven eight nine ten eleven twelve thirteen "
            "fourteen fifteen sixteen seventeen eighteen nineteen twenty",
            "thirty forty fifty sixty seventy eighty ninety",
        ),
        hundreds=("hundred",),
        thousands=("thousand",),
        joints=("and",),
        points=("point", "dot"),
        signs=("number", "no", "nr"),
    ),
}


_PRONOUNS: Mapping[str, str] = {
    "da": "den det de dem en et er blev blevet bliver allerede endnu vi man har der vores",
    "en": "it they them the a an is are been already yet",
}


def language(
    code: str, stops: frozenset[str] = frozenset(), stem: Callable[[str], str] = _unstemmed
) -> Language:
    """Return what is known of a language, with Snowball's stemmer and stop words.

    >>> language("da").joints
    ('', 's', 'e', 'er')
    """
    short = code.partition("_")[0].lower()
    asked = question_forms(short)
    return Language(
        code=short,
        folds=_FOLDS.get(short, ()),
        joints=_JOINTS.get(short, ()),
        endings=frozenset(_ENDINGS.get(short, "").split()),
        conjunctions=_CONJUNCTIONS.get(short, ()),
        prefixes=_PREFIXES.get(short, ()),
        particles=tuple(_PARTICLES.get(short, "").split()),
        irregular=dict(pair.split("=") for pair in _IRREGULAR.get(short, "").split()),
        before=_BEFORE.get(short, ()),
        after=_AFTER.get(short, ()),
        families=_FAMILIES.get(short, ((), ())),
        answers=_ANSWERS.get(short, ()),
        numbers=_SAID_NUMBERS.get(short, Numbers()),
        forms=asked.forms,
        openings=asked.openings,
        fillers=asked.fillers,
        pronouns=tuple(_PRONOUNS.get(short, "").split()),
        light=(*_LIGHT.get(short, "").split(), *_LIGHT_BEFORE.get(short, ())),
        stops=stops | frozenset(_QUESTIONS.get(short, "").split()),
        stem=stem,
    )
