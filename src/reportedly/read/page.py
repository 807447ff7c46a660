"""What the mark-up of a web page says about its article: JSON-LD first, then meta elements, then what trafilatura finds.

The day of publication is taken only where the page says it on purpose (JSON-LD, meta, a `time` element, the path of its
address); days that stand somewhere in its text are not guessed from.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from reportedly.model import ProvenanceHop
from reportedly.read import jsonld
from reportedly.read.assemble import Metadata, clean
from reportedly.read.dates import day
from reportedly.read.provenance import agency_name, credits

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_TITLES = ("og:title", "twitter:title", "dc.title", "citation_title", "headline")
_OUTLETS = ("og:site_name", "article:publisher_name", "dc.publisher", "application-name")
_AUTHORS = ("author", "article:author", "byl", "dc.creator", "parsely-author", "sailthru.author", "citation_author")
_DATES = (
    "article:published_time",
    "og:article:published_time",
    "article:published",
    "datepublished",
    "date.published",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "citation_publication_date",
    "publish-date",
    "publish_date",
    "pubdate",
    "date",
)
_URL_DATE = re.compile(r"/((?:19|20)\d\d)[/-](\d{1,2})[/-](\d{1,2})(?=[/-]|$)")

#: The relation that schema.org's properties of a creative work have to the page.
_RELATIONS = (
    ("translator", "translated by"),
    ("translationOfWork", "originally published by"),
    ("isBasedOn", "originally published by"),
    ("sourceOrganization", "originally published by"),
    ("provider", "originally published by"),
)

#: What marks the place of a byline or credit.
_CREDIT_CLASS = re.compile(r"(?i)byline|author|source|credit|agency|contributor|dateline")

_LONGEST_CREDIT = 300
_MOST_ELEMENTS = 10_000
_MOST_AUTHORS = 20


def metadata(tree: HtmlElement, *, url: str | None, affordable: bool) -> Metadata:
    """What the page of `tree`, fetched from `url` if that is known, says of its article. `affordable`: whether trafilatura
    may look for a title, an outlet and authors that are marked nowhere; on some pages that takes very long."""
    metas = _metas(tree)
    article = jsonld.article(_texts(tree, './/script[@type="application/ld+json"]'))
    canonical = _address(next(iter(_texts(tree, './/link[@rel="canonical"]/@href')), None))
    page_url = _address(_first(metas, "og:url")) or url
    published, published_from = _published(tree, article, metas, canonical or page_url)

    publishers = article.parties("publisher") if article else ()
    title = clean(article.text("headline") if article else None) or clean(_first(metas, *_TITLES))
    outlet = clean(publishers[0].name if publishers else None) or clean(_first(metas, *_OUTLETS))
    people = [(p.name, "json-ld author") for p in article.parties("author") if p.name] if article else []
    if not people:
        people = [(name, f"meta {key}") for key in _AUTHORS for name in metas.get(key, ())]
    if affordable and not (title and outlet and people):
        found_title, found_outlet, found_authors = _by_trafilatura(tree)
        title, outlet = title or found_title, outlet or found_outlet
        people = people or [(name, "byline") for name in found_authors]

    hops: list[ProvenanceHop] = []
    authors: list[str] = []
    for name, markup in people[:_MOST_AUTHORS]:
        name = re.sub(r"(?i)^by\s+", "", clean(name, 100) or "")
        if agency := agency_name(name):
            hops.append(ProvenanceHop(relation="agency", name=agency, markup=markup))
        elif any(map(str.isalpha, name)) and not name.startswith(("http://", "https://")) and name != outlet:
            authors.append(name)
    hops += _related(article, outlet)
    hops += _moved(canonical, page_url, outlet)
    hops += _credited(tree)
    return Metadata(
        title=title,
        outlet=outlet,
        authors=tuple(dict.fromkeys(authors)),
        published=published,
        published_from=published_from,
        url=canonical or page_url,
        provenance=tuple(hops),
    )


def _by_trafilatura(tree: HtmlElement) -> tuple[str | None, str | None, list[str]]:
    """Title, outlet and authors by its rules on classes of elements; nothing where it fails."""
    from trafilatura import extract_metadata

    try:
        found = extract_metadata(tree, extensive=False)
    except Exception:  # a fault in it must not lose the page
        return None, None, []
    return clean(found.title), clean(found.sitename), (found.author or "").split(";")


def _metas(tree: HtmlElement) -> dict[str, list[str]]:
    """The contents of all meta elements by name, property or itemprop, in lower case."""
    found: dict[str, list[str]] = defaultdict(list)
    for element in tree.iter("meta"):
        content = element.get("content")
        for attribute in ("name", "property", "itemprop"):
            if content and content.strip() and (key := element.get(attribute)):
                found[key.strip().lower()].append(content.strip())
    return found


def _first(metas: dict[str, list[str]], *keys: str) -> str | None:
    return next((metas[key][0] for key in keys if key in metas), None)


def _texts(tree: HtmlElement, path: str) -> Iterator[str]:
    found = tree.xpath(path)
    for item in found if isinstance(found, list) else ():
        if isinstance(item, str):
            yield item
        elif (text := getattr(item, "text", None)) and isinstance(text, str):
            yield text


def _address(url: str | None) -> str | None:
    """`url` if it is the whole address of a web page."""
    url = clean(url, 2000)
    return url if url and re.match(r"(?i)https?://[^\s/]", url) else None


def _host(url: str) -> str:
    """The host that `url` is at, without the prefixes that sites use for their other editions of the same page."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    return re.sub(r"^(?:(?:www\d?|m|amp|mobile|edition)\.)+", "", host)


def _published(
    tree: HtmlElement, article: jsonld.Article | None, metas: dict[str, list[str]], url: str | None
) -> tuple[date | None, str | None]:
    if article and (found := day(article.text("datePublished"))):
        return found, "json-ld"
    for key in _DATES:
        for value in metas.get(key, ()):
            if found := day(value):
                return found, "meta"
    marked = {day(t) for t in _texts(tree, './/*[@itemprop="datePublished" or @pubdate]/@datetime')} - {None}
    times = marked or {day(t) for t in _texts(tree, ".//time[not(ancestor::aside or ancestor::nav)]/@datetime")} - {None}
    if len(times) == 1:
        return times.pop(), "time"
    if url and (match := _URL_DATE.search(url)) and (found := day("-".join(match.groups()))):
        return found, "url"
    return None, None


def _related(article: jsonld.Article | None, outlet: str | None) -> Iterator[ProvenanceHop]:
    """Translators, agencies and earlier publishers of which the JSON-LD tells."""
    for key, relation in _RELATIONS if article else ():
        for party in article.parties(key) if article else ():
            url = _address(party.url)
            name = clean(party.name) or (_host(url) if url else None)
            if name and name != outlet:
                agency = agency_name(name)
                yield ProvenanceHop(
                    relation="agency" if agency and relation != "translated by" else relation,
                    name=agency or name,
                    url=url,
                    markup=f"json-ld {key}",
                )


def _moved(canonical: str | None, page_url: str | None, outlet: str | None) -> Iterator[ProvenanceHop]:
    """The first publisher and the one who reposted it, where a page says that its proper address is at another site."""
    if not canonical or not page_url:
        return
    there, here = _host(canonical), _host(page_url)
    if there and here and there != here and not there.endswith("." + here) and not here.endswith("." + there):
        yield ProvenanceHop(relation="canonical", name=there, url=canonical, markup="link canonical")
        yield ProvenanceHop(relation="reposted by", name=outlet or here, url=page_url, markup="og:url")


def _credited(tree: HtmlElement) -> Iterator[ProvenanceHop]:
    """Credits that stand in short elements of the page, which may not be in its main text.

    An agency or an author is believed only where the mark-up says that this is the place for one: elsewhere it may belong
    to a picture or to another story.
    """
    for element in _short_elements(tree):
        text = "".join(element.itertext()).strip()
        if not text or len(text) > _LONGEST_CREDIT:
            continue
        place = " ".join(filter(None, map(element.get, ("class", "itemprop", "rel"))))
        for credit in credits(text):
            if credit.line and (credit.relation not in ("agency", "author") or _CREDIT_CLASS.search(place)):
                markup = clean(f"{element.tag} {place}", 80)
                yield ProvenanceHop(relation=credit.relation, name=clean(credit.name) or credit.name, markup=markup)


def _short_elements(tree: HtmlElement) -> Iterable[HtmlElement]:
    """Elements with a few plain elements in them at most, outside of side columns, menus and pictures."""
    skipped = " or ".join(f"ancestor-or-self::{tag}" for tag in ("aside", "nav", "figure", "head", "script", "style"))
    found = tree.xpath(f".//*[not({skipped})][count(*) < 6][not(*/*)]")
    return found[:_MOST_ELEMENTS] if isinstance(found, list) else ()
