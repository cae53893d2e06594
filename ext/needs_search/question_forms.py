"""The questions that the needs themselves answer, and how people lead up to them: plain data.

A form is a pattern of a whole question in small letters, without its marks. A name in braces
is a slot, which ``engine/answers.js`` reads: ``{type}`` a type, ``{item}`` a need, ``{state}``
a state or a step, ``{field}`` a field, ``{link}`` the name of a link, ``{term}`` a word of the
glossary. ``<a>`` stands for the articles of the language, or for none. Of the forms that fit,
the first whose slots can all be read has the answer. Knows no Sphinx.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

OPENINGS: Mapping[str, tuple[tuple[str, str], ...]] = {
    # What is said before the question, and what it stands for.
    "da": (
        ("(?:kan du |vil du |prøv at |jeg vil (?:gerne )?|lad mig )(?=vis|find|fortæl|se|vide)", ""),
        ("(?:vise?|finde?|fortælle?|sige?|se|vide) (?:mig |os )?(?:noget om |om )?", ""),
        ("hvad (?:er|var) det for (?:nogle|en|et|noget) ", "hvilke "),
        ("(hvem|hvad|hvornår|hvor|hvilke|hvordan) (?:er|var) det(?: nu)?(?: at| der)? ", r"$1 "),
        ("er der (?:ikke )?(?:noget|nogen|nogle) (?:om|med) ", ""),
        ("ved du (?:om )?", ""),
    ),
    "en": (
        ("(?:can you |could you |please |i want to |let me )(?=show|find|tell|see|know)", ""),
        ("(?:show|find|tell|see|know) (?:me |us )?(?:something about |about )?", ""),
        ("do you know ", ""),
    ),
}

FILLERS: Mapping[str, str] = {
    # What says nothing wherever it stands in a question.
    "da": "nu lige egentlig jo da mon så overhovedet nogensinde",
    "en": "please actually now then",
}

ARTICLES: Mapping[str, str] = {
    "da": "(?:en |et |den |det |nogen |noget |nogle )?",
    "en": "(?:a |an |the |any |some )?",
}

_DANISH: tuple[tuple[str, str], ...] = (
    # Which lack what, which have it.
    *(
        (kind, form.replace("<what>", what))
        for what in ("{field}", "{other}")
        for kind, form in (
            (
                "lack",
                "(?:hvilke|hvilket|hvilken|hvor mange) {type}(?: der| som)? "
                "(?:mangler|savner|har ingen|har ikke|har endnu ikke|er uden|står uden) "
                "<a><what>",
            ),
            ("lack", "{type} (?:uden|der mangler|som mangler) <a><what>"),
        )
    ),
    # How many, and which they are: of a type, in a state, under something.
    ("under", "(?:hvor mange|hvilke) {type} er {state} (?:under|i|for|på) {item}"),
    ("under", "(?:hvor mange|hvilke) {type} (?:under|i|for|på) {item} er {state}"),
    (
        "under",
        "(?:hvor mange|hvilke|hvilket|hvilken) {type}(?: der| som)?(?: er der| er| har vi| vi har"
        "| findes der| hører der| hører| står der| står| ligger| findes| er)? "
        "(?:under|til|i|for|på|hos) {item}",
    ),
    ("under", "(?:hvor mange|hvilke|hvilket|hvilken) {type} har {item}"),
    *(("has", "(?:hvilke|hvor mange) {type} har <a>" + what) for what in ("{field}", "{other}")),
    ("count", "hvor mange {type}(?: er der| der er| har vi| vi har| findes der| er det| står der)?(?: i alt)?"),
    ("count", "(?:antal|antallet af) {type}"),
    (
        "count",
        "(?:hvilke|hvor mange)(?: af)? {type} (?:er|står som|er blevet|har status"
        "|er på trinnet|er på trin|er nået til) {state}",
    ),
    ("listed", "hvilke {type} (?:er der|der er|har vi|vi har|findes der|der findes)"),
    ("beneath", "hvad (?:hører|står|ligger|er der|findes der|er) (?:under|til|i) {item}"),
    # What is stated of one.
    (
        "field",
        "(?:hvem|hvad|hvornår|hvor|hvilken|hvilket) er {field} (?:for|på|af|til|i) {item}",
    ),
    ("field", "{field} (?:for|på|af|til) {item}"),
    ("field", "har {item} <a>{field}"),
    ("field", "(?:hvilken|hvilket|hvilke) {field} har {item}"),
    ("owner", "hvem (?:har ansvaret|har ansvar|er ansvarlig|står|sidder) (?:for|med) {item}"),
    (
        "end",
        "hvornår (?:skal|er|bliver) {item} (?:være )?(?:færdigt?|slut|afsluttet|klart?)",
    ),
    ("end", "hvornår (?:slutter|ender) {item}"),
    ("end", "hvad er (?:fristen|deadline|deadlinen|tidsfristen) (?:for|på|til) {item}"),
    ("start", "hvornår (?:begynder|starter) {item}"),
    ("start", "hvornår skal {item} (?:begynde|starte|i gang)"),
    ("state", "(?:hvor langt er|hvad er status (?:for|på)|status (?:for|på)) {item}"),
    ("state", "hvor langt er (?:vi|man) (?:nået )?(?:med|på) {item}"),
    ("state", "(?:hvordan går det med|hvilken status har) {item}"),
    ("state", "hvilket trin er {item} på"),
    ("state", "er {item} (?:blevet |allerede )?{state}"),
    # Links, from both their ends. "ending" is the end of a link's name after the need.
    ("links", r"(?:hvilke|hvilken|hvilket) {type} {begun} {item} (?<ending>\S+)"),
    ("links", r"(?:hvad|hvem|hvilke) {begun} {item} (?<ending>\S+)"),
    ("linking", "(?:hvad|hvem) {link} {item}"),
    ("linking", "(?:hvilke|hvilken|hvilket|hvor mange) {type} {link} {item}"),
    # The versions of a text.
    ("between", "hvad er {type} (?:på|mellem|i) {version} og {other_version}"),
    ("between", "hvor mange {type} er der (?:på|mellem|i) {version} og {other_version}"),
    (
        "under",
        "hvad er {type} (?:på|mellem|i) (?:udgaverne|versionerne) (?:af|i|om) {item}",
    ),
    ("count", "(?:hvad er|hvor mange) {type}(?: er der)? (?:på|mellem) (?:udgaverne|versionerne)"),
    # Days.
    ("next", "hvornår er (?:den |det )?(?:næste|kommende) {type}"),
    ("next", "(?:næste|kommende) {type}"),
    (
        "next",
        "hvornår (?:følger vi op|følges der op|skal der følges op|skal vi følge op"
        "|bliver der fulgt op)(?: igen| næste gang)?",
    ),
    ("section", "hvornår er {section}"),
    # What a word means, and what a need is about.
    ("term", "(?:hvad betyder|hvad er en|hvad er et|hvad er|hvad menes der med) {term}"),
    ("term", "hvad (?:står {term} for|betyder {term} for noget|{term} (?:betyder|betød|er))"),
    ("term", "hvad vil det sige at (?:noget|man) (?:er|ikke er) {term}"),
    ("term", "(?:forklar|forklaring på|betydning af|betydningen af) {term}"),
    ("about", "hvad (?:handler|går) {item} (?:om|ud på)"),
    ("about", "hvad (?:siger|er) {item}"),
)

_ENGLISH: tuple[tuple[str, str], ...] = (
    *(
        (kind, form.replace("<what>", what))
        for what in ("{field}", "{other}")
        for kind, form in (
            (
                "lack",
                "(?:which|what|how many) {type} (?:lacks?|ha(?:ve|s) no|do not have"
                "|(?:is|are) without|(?:is|are) missing|miss) <a><what>",
            ),
            ("lack", "{type} (?:without|that lack|missing) <a><what>"),
        )
    ),
    ("under", "(?:how many|which) {type} (?:are|is) {state} (?:under|in|for) {item}"),
    ("under", "(?:how many|which) {type} (?:under|in|for) {item} (?:are|is) {state}"),
    (
        "under",
        "(?:how many|which|what) {type} (?:are there |are |is |belongs? |do we have )?"
        "(?:under|in|to|for|of) {item}",
    ),
    ("under", "(?:how many|which|what) {type} does {item} have"),
    *(("has", "(?:how many|which) {type} (?:have|has) <a>" + what) for what in ("{field}", "{other}")),
    ("count", "how many {type}(?: are there| do we have| exist)?(?: in all)?"),
    ("count", "(?:number of|the number of) {type}"),
    ("count", "(?:how many|which)(?: of the)? {type} (?:are|is) {state}"),
    ("listed", "(?:which|what) {type} (?:are there|do we have|exist)"),
    ("beneath", "what (?:is|belongs|are) (?:under|to|in) {item}"),
    ("field", "(?:who|what|when|where) is (?:the )?{field} (?:of|for) {item}"),
    ("field", "(?:the )?{field} (?:of|for) {item}"),
    ("field", "does {item} have <a>{field}"),
    ("field", "(?:which|what) {field} does {item} have"),
    ("owner", "who (?:is responsible for|owns|is in charge of) {item}"),
    ("end", "when (?:is {item} due|does {item} end|will {item} be (?:done|finished))"),
    ("end", "what is the deadline (?:of|for) {item}"),
    ("start", "when does {item} (?:start|begin)"),
    ("state", "(?:how far is|what is the status of|status of|how is) {item}"),
    ("state", "how far are we with {item}"),
    ("state", "is {item} (?:already )?{state}"),
    ("links", r"(?:which|what) {type} {begun} {item} (?<ending>\S+)"),
    ("links", "what does {item} {verb}"),
    ("linking", "(?:what|who) {link} {item}"),
    ("linking", "(?:which|how many) {type} {link} {item}"),
    (
        "between",
        "(?:what are the|how many) {type}(?: are there)? between (?:the )?{version} and "
        "(?:the )?{other_version}",
    ),
    ("under", "what are the {type} between the versions of {item}"),
    ("count", "what are the {type} between the versions"),
    ("next", "when is (?:the )?next {type}"),
    ("next", "(?:the )?next {type}"),
    ("section", "when is (?:the )?{section}"),
    ("term", "(?:what does {term} (?:mean|stand for))"),
    ("term", "what is (?:a |an |the )?{term}"),
    ("term", "(?:explain|meaning of|the meaning of) {term}"),
    ("about", "what is {item}(?: about)?"),
)

_FORMS = {"da": _DANISH, "en": _ENGLISH}


def question_forms(code: str) -> tuple[tuple[str, str], ...]:
    """Return the forms of questions in a language: the kind of answer, and the pattern.

    >>> question_forms("da")[0][0]
    'lack'
    """
    article = ARTICLES.get(code, "")
    return tuple((kind, form.replace("<a>", article)) for kind, form in _FORMS.get(code, ()))
