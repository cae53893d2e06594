"""The builder ``search-words-report``: everyday words proposed for the glossary."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from needs_core.report_builder import ReportBuilder
from needs_search.build import read_content, search_language
from needs_search.collector import PASSAGES
from needs_search.everyday import GlossaryTerm, propose, read_lexicon, read_queries
from needs_search.index import make_index
from needs_search.stemmer import read_language
from needs_search.synonyms import shipped_groups, synonyms

if TYPE_CHECKING:
    from collections.abc import Iterator

    from needs_search.everyday import Proposal

_ = get_translation("needs_search")


class WordsReport(ReportBuilder):
    """Writes ``words.txt``, and prints it; nothing of the project is changed.

    The queries are in the file ``needs_search_queries``; the file ``needs_search_lexicon``
    adds to the words that come with the language. The exit code is 1 where a file cannot
    be read.
    """

    name = "search-words-report"

    def report(self) -> None:
        """Write and print the report."""
        try:
            text = "\n".join(self._lines())
        except (OSError, UnicodeError) as error:
            text = _("The file cannot be read: %s") % (
                error.filename if isinstance(error, OSError) else _("it is not UTF-8.")
            )
            self.fail()
        self.save("words.txt", f"{text}\n")
        self.show(text)

    def _lines(self) -> Iterator[str]:
        queries = self.config.needs_search_queries.strip()
        if not queries:
            yield _("It is not said which queries. Write them in a file, one a line.")
            self.fail()
            return
        found = self._proposals(queries)
        if not found:
            yield _("Every query finds something.")
        for one in found:
            yield from _proposed(one)

    def _proposals(self, queries: str) -> tuple[Proposal, ...]:
        content = read_content(self.application)
        index, tokenizer = make_index(content.entries, read_language(content.code))
        groups = [*shipped_groups(search_language(self.config)), *content.groups]
        if self.config.needs_search_lexicon.strip():
            groups += read_lexicon(self._read(self.config.needs_search_lexicon.strip()))
        looked_up = synonyms(content.groups, index.postings, tokenizer)
        known = {*index.postings, *(key.removeprefix("=") for key in looked_up)}
        glossary = [
            GlossaryTerm(passage.title, passage.everyday)
            for passages in PASSAGES.pages(self.env).values()
            for passage in passages
            if passage.kind == "term"
        ]
        asked = read_queries(self._read(queries))
        return propose(asked, groups, glossary, known, tokenizer)

    def _read(self, name: str) -> str:
        return (Path(self.application.confdir) / name).read_text("utf-8-sig")


def _proposed(one: Proposal) -> Iterator[str]:
    """Yield the lines about one word."""
    yield f"{one.typed} ({one.count})"
    for term in one.terms:
        label = _("Everyday words")
        yield "  " + _("In the glossary, under “%s”:") % term + f"  {label}: {one.typed}"
    if one.used:
        words = ", ".join(one.used)
        yield "  " + _("Words of the site that may mean the same: %s") % words
    if not (one.terms or one.used):
        yield "  " + _("No proposal. Does the site say it in another word?")
