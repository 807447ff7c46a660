"""Nothing withheld is left in a copy, in what is made of it, or in its ids; and the copy is whole."""

from __future__ import annotations

import dataclasses
import html
import io
import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import quote, unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly.comparison import Decided, Descent, Judgement, Regard, Ruling, Source
from reportedly.export import document_row, exporter, figures, problem_row, rows, source_row
from reportedly.folds import Folds
from reportedly.json_form import from_json, to_json
from reportedly.model import Evidence, Extraction, PlaceMention, Problem, ProvenanceHop, Span, make_id
from reportedly.report.dossier import dossier
from reportedly.sensitivity import Sensitivity
from reportedly.source import identify
from reportedly.withhold import Coarsen, Withheld, withhold, withhold_words
from tests.builders import claim, document, extraction, find, harbour, hop, quantity

ZOE = "Zoë Čapková"


def source(name: str, *aliases: str, **fields: Any) -> Source:
    plain = {"id": make_id(name), "type": "person", "country": None, "named": "named", "mentions": ()}
    return Source(**{**plain, "name": name, "aliases": aliases, **fields})


def withheld(*readings: Extraction, coarsen: Coarsen = "all", **kinds: Sensitivity) -> Withheld:
    """With the sources of the readings; `kinds` by the first word of the name."""
    sources = identify(readings)
    sensitivity = {s.id: kinds[w] for s in sources for w in kinds if w in s.name}
    return withhold(readings, sources, sensitivity, coarsen=coarsen)


def of_text(text: str, *sources: Source, **fields: Any) -> Extraction:
    """The copy of a document with no claims whose sources are all medics."""
    made = withhold([extraction(document(text, **fields))], sources, {s.id: "medic" for s in sources})
    return made.extractions[0]


def grep_form(text: str) -> str:
    """A text in which case, accents, encodings and what is invisible make no difference; not the code's own folding."""
    for _ in range(3):
        text = unquote(html.unescape(text))
    text = re.sub(r"\\u([0-9a-fA-F]{4})", lambda m: chr(int(m[1], 16)), text)
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(c for c in text if unicodedata.category(c) not in ("Mn", "Cf"))


def variants(name: str) -> Iterator[str]:
    """A name as it may stand: cases, accents, joins, splits, encodings."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    for form in (name, bare, unicodedata.normalize("NFD", name)):
        for cased in (form, form.upper(), form.lower(), form.title(), form.swapcase()):
            yield cased
            yield cased.replace(" ", "\n")
            yield cased.replace(" ", "-")
            yield cased.replace(" ", "_")
            yield cased.replace(" ", "\u00a0")
            yield cased[:2] + "\u00ad" + cased[2:]
            yield cased[:-2] + "-\n" + cased[-2:]
            yield html.escape(cased).encode("ascii", "xmlcharrefreplace").decode()
            yield quote(cased)
            yield json.dumps(cased)[1:-1]


def files_of(copy: Withheld) -> dict[str, str]:
    """Everything that is made of readings for others to read."""
    out = {"dossier": dossier(copy.extractions), "json": json.dumps([to_json(e) for e in copy.extractions])}
    sources = identify(copy.extractions)
    tables: Mapping[str, Sequence[Mapping[str, object]]] = {
        "claims": rows(copy.extractions),
        "figures": figures(copy.extractions),
        "sources": [source_row(s) for s in sources],
        "documents": [document_row(e.document, len(e.claims)) for e in copy.extractions],
        "problems": [problem_row(p, e.document) for e in copy.extractions for p in (*e.problems, *e.document.problems)],
    }
    for table, lines in tables.items():
        for name in ("csv", "jsonl", "markdown"):
            written = io.StringIO()
            exporter(name)(lines, written)
            out[f"{table}.{name}"] = written.getvalue()
    out["repr"] = repr(copy) + repr(sources)
    return out


def assert_gone(copy: Withheld, *words: str) -> None:
    for name, text in files_of(copy).items():
        plain = grep_form(text)
        solid = re.sub(r"[\W_]+", "", plain)
        for word in words:
            key = grep_form(word)
            assert not re.search(rf"(?<![^\W_]){re.escape(key)}(?![^\W_])", plain), (name, word)
            if len(key) > 5:
                assert re.sub(r"[\W_]+", "", key) not in solid, (name, word)


def assert_whole(reading: Extraction) -> None:
    """Every span holds the words of the text, and the JSON form reads back."""

    def check(value: Any) -> None:
        if isinstance(value, Span):
            assert reading.document.text[value.start : value.end] == value.text
        elif isinstance(value, tuple):
            for item in value:
                check(item)
        elif dataclasses.is_dataclass(value):
            for field in dataclasses.fields(value):
                check(getattr(value, field.name))

    check(reading)
    assert from_json(Extraction, to_json(reading)) == reading


def place(text: str, words: str, **fields: Any) -> PlaceMention:
    span = find(text, words)
    return PlaceMention(**{"id": make_id("place", words, span.start), "span": span, "name": words, "precision": 1, **fields})


def report() -> Extraction:
    """A name in every field that a reading has."""
    text = (
        "Zoë Čapková, a nurse at Zenda, said at least 40 of Čapková’s patients died. ZOE CAPKOVA wept; Mrs Čap-\nková left.\n\n"
        "Zoya Chapkova's brother: “Zo&euml; asked us.” See https://x.example/zo%C3%AB-%C4%8Capkov%C3%A1 or zoe.capkova@x.example"
    )
    of = document(
        text,
        name="interview_zoe-capkova.txt",
        title="ZOË ČAPKOVÁ: ‘They died’",
        outlet="Strelsau Courier",
        authors=("Ida Vale", "Z. Čapková"),
        url="https://x.example/2024/zoe-capkova-speaks",
        path="in/zoe-capkova/1.txt",
        provenance=(
            ProvenanceHop(
                relation="reposted by", name="Čapková blog", url="https://capkova.example/a", shown_by=find(text, "Zoë Č")
            ),
        ),
        furniture=(find(text, "See https"),),
        problems=(
            Problem(code="odd", severity="info", message="Čapková is odd", where="zoe-capkova.txt", span=find(text, "kov")),
        ),
    )
    zenda = place(text, "Zenda", lat=1.5, lon=2.5, gazetteer_id="77", country="CZ", region="Olomouc Region")
    return extraction(
        of,
        claim(
            of,
            "at least 40 of Čapková’s patients died",
            hop(ZOE, text, type="person"),
            hop("Zoya Chapkova", text, type="person"),
            quantities=(quantity(of, "at least 40", 40.0, None, counted="Čapková’s patients", outcome="killed"),),
            places=(zenda,),
            evidence=(Evidence(field="hedge", value="asked Zoë", span=find(text, "Zo&euml; asked"), by=ZOE),),
            hedge="asked Zoë",
        ),
        places=(zenda,),
        problems=(Problem(code="odd", severity="warning", message="‘Zoë’", document=of.id, where="a/zoe.txt", span=None),),
    )


def test_nothing_is_left_of_a_name() -> None:
    reading = report()
    sources = (
        source(ZOE, "Zoya Chapkova", "the nurse", "Mrs Čapková", mentions=((reading.claims[0].id, 0),)),
        source("Ida Vale"),
    )
    copy = withhold([reading], sources, {sources[0].id: "medic", sources[1].id: "none"})
    assert copy.kinds == (("names of medics", 1), ("places below region", 1))
    made = copy.extractions[0]
    assert_whole(made)
    assert_gone(copy, ZOE, "Zoë", "Čapková", "Zoya", "Chapkova", "Zoya Chapkova", "Zenda", "capkova")
    assert made.document.text.startswith(
        "[a medic], a nurse at Olomouc Region, said at least 40 of [a medic]’s patients died. [a medic] wept"
    )
    assert made.document.title == "[a medic]: ‘They died’"
    assert made.document.authors == ("Ida Vale", "[a medic]")
    assert made.document.name == "interview_[a medic].txt"
    assert made.document.url == "https://x.example/"
    assert made.document.path is None
    assert made.document.provenance[0].url is None
    assert made.claims[0].chain[0].name == "[a medic]"
    assert made.claims[0].chain[0].mention == Span(0, 9, "[a medic]")
    assert "nurse" in made.document.text, "a role is not withheld"


def test_ids_of_what_changed_are_new_and_lead_to_one_another() -> None:
    reading = report()
    made = withhold([reading], [source(ZOE, "Zoya Chapkova")], {make_id(ZOE): "captive"}).extractions[0]
    before, after = json.dumps(to_json(reading)), json.dumps(to_json(made))
    old = {reading.document.id, reading.claims[0].id, reading.claims[0].quantities[0].id, reading.places[0].id}
    assert all(id in before and id not in after for id in old)
    assert made.claims[0].document == made.document.id == made.problems[0].document
    assert made.places[0].id == made.claims[0].places[0].id


def test_two_readings_of_one_document_stay_two_readings_of_one() -> None:
    first = report()
    second = dataclasses.replace(first, versions=(("reportedly", "0.2.0"),))
    one, two = withhold([first, second], [source(ZOE)], {make_id(ZOE): "medic"}).extractions
    assert one.document.id == two.document.id
    assert one.id != two.id


@pytest.mark.parametrize(
    "name", [ZOE, "Anna-Maria Świątek", "Sibusiso O’Malleyan", "Jürgen Größmann", "Łucja Żółć", "Søren Ærøskov"]
)
def test_variants(name: str) -> None:
    for variant in variants(name):
        for before, after in (("", ""), ("He met ", " there."), ("“", "’s own”"), ("/a/", ".html"), ("(", ")")):
            text = of_text(before + variant + after, source(name)).document.text
            assert "[a medic]" in text, variant
            assert not {"".join(p) for p in name.casefold().split()} & set(re.split(r"[\W_]+", grep_form(text))), variant
            assert text.startswith(before), variant
            assert text.endswith(after), variant


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Zoë spoke. Čapková spoke. Čapková Zoë spoke.", "[a medic] spoke. [a medic] spoke. [a medic] spoke."),
        ("Z. Čapková and Zoë M. Čapková", "[a medic] and [a medic]"),
        ("ČAPKOVÁ, ZOË", "[a medic]"),
        ("#zoecapkova by @ZoeCapkova2024", "#[a medic] by @[a medic]2024"),
        ("The Čapkovás and the anticapkova crowd", "The [a medic] and the [a medic] crowd"),
        ("zoe\u200bcapkova Z\u0000oë", "[a medic]"),
        ("Zo&amp;euml; &#268;apkov&aacute;!", "[a medic]!"),
        (r"Zo\u00eb \u010capkov\u00e1!", "[a medic]!"),
        ("http://xn--apkov-1qa61a.example/", "http://[a medic].example/"),
        ("Zoological zones, zo", "Zoological zones, zo"),
        ("AT&T and 100% of &c.", "AT&T and 100% of &c."),
    ],
)
def test_forms(text: str, expected: str) -> None:
    assert of_text(text, source(ZOE)).document.text == expected


def test_umlauts_written_out_and_not() -> None:
    text = "Jürgen Müllerow, JUERGEN MUELLEROW, Mullerow; Søren Ærøskov, Aeroeskov"
    for name in ("Jürgen Müllerow", "Juergen Muellerow"):
        made = of_text(text, source(name))
        assert made.document.text.startswith("[a medic], [a medic], [a medic]; S"), name
    assert of_text(text, source("Søren Ærøskov")).document.text.endswith("; [a medic], [a medic]")


def test_a_common_word_is_a_name_only_with_a_capital() -> None:
    made = of_text("Hope Stone said there is hope. HOPE threw a stone, Stone said. See hope-stone.html", source("Hope Stone"))
    assert made.document.text == "[a medic] said there is hope. [a medic] threw a stone, [a medic] said. See [a medic].html"


def test_titles_peoples_and_descriptions_are_no_names() -> None:
    one = source("Dr Zoë Čapková", "the Ukrainian nurse", "Captain Čapková of Zenda", "She", "North Korean medic Zoë")
    text = "The Ukrainian captain and the North Korean doctor. She met Dr Čapková, the nurse."
    assert (
        of_text(text, one).document.text == "The Ukrainian captain and the North Korean doctor. She met Dr [a medic], the nurse."
    )


def test_where_an_unnamed_source_is_is_no_name() -> None:
    sources = [
        source("nurse near Moscow", "An unnamed US official", "White House doctor", "A Moscow Hospital", named="by role"),
        source("reader in Kursk"),
    ]
    text = "The White House and a Moscow hospital spoke of Kursk; so did the US."
    assert of_text(text, *sources).document.text == text


def test_other_scripts() -> None:
    made = of_text("Зоя Чапкова, ЧАПКОВА Зоя; 金正恩说", source("Zoya Chapkova", "Зоя Чапкова", "金正恩"))
    assert made.document.text == "[a medic], [a medic]; [a medic]说"


def test_a_country_in_a_longer_word_stays() -> None:
    assert of_text("Georgi left Georgia.", source("Georgi Zvonkov")).document.text == "[a medic] left Georgia."


def test_several_sources_stay_apart_and_what_they_share_is_nobodys() -> None:
    sources = sorted([source("Zoë Čapková"), source("Petr Čapkov"), source("Ida Čapková")], key=lambda s: s.id)
    kinds: dict[str, Sensitivity] = {s.id: "wounded" for s in sources}
    text = "Zoë Čapková, Petr Čapkov, Ida Čapková. Čapková said."
    made = withhold([extraction(document(text))], sources, kinds)
    labels = re.findall(r"\[.*?\]", made.extractions[0].document.text)
    assert sorted(labels[:3]) == ["[a wounded person]", "[wounded person 2]", "[wounded person 3]"]
    assert labels[3] == "[a person]"
    assert made.kinds == (("names of wounded persons", 3),)


def test_what_was_one_source_stays_one() -> None:
    readings = []
    for i, name in enumerate((ZOE, ZOE, "Zoya Chapkova")):
        of = document(f"{name} said {i + 40} were hurt. Ida Vale said it too.", name=f"{i}.txt")
        who = hop(name, of.text, type="person")
        readings.append(
            extraction(of, claim(of, f"{i + 40} were hurt", who), claim(of, "it", hop("Ida Vale", of.text, type="person")))
        )
    ids = {s.name: s.id for s in identify(readings)}
    low, high = sorted((ids[ZOE], ids["Zoya Chapkova"]))
    same = Judgement(left=low, right=high, verdict="same", score=None, reasons=(), by="Ann", decision=1)
    sources = identify(readings, [same])
    copy = withhold(readings, sources, {s.id: "medic" for s in sources if s.name != "Ida Vale"})
    assert len(copy.decided.judgements) == 2
    made = identify(copy.extractions, copy.decided.judgements)
    assert {(s.name, len(s.mentions)) for s in made} == {("[a medic]", 3), ("Ida Vale", 3)}
    assert_gone(copy, ZOE, "Zoya", "Chapkova")
    assert "Zoë" not in dossier(copy.extractions, decided=copy.decided)


def test_what_people_decided_is_of_the_copies_and_holds_no_name_in_its_words() -> None:
    readings = []
    for i, (name, figure) in enumerate(((ZOE, "40"), ("Ida Vale", "60"), ("Ida Vale", "60"))):
        of = document(f"{name} said that {figure} sailors were killed, report {i}.", name=f"{i}.txt", outlet=f"Courier {i}")
        figures = (quantity(of, figure, float(figure), float(figure), outcome="killed", counted="sailors"),)
        readings.append(
            extraction(of, claim(of, f"{figure} sailors were killed", hop(name, of.text, type="person"), quantities=figures))
        )
    one, other, again = (reading.claims[0] for reading in readings)
    zoe = next(s.id for s in identify(readings) if s.name == ZOE)
    said: dict[str, Any] = {"by": "Osra", "why": f"{ZOE} of Ruritania told me"}
    decided = Decided(
        rulings=(Ruling(left=one.id, right=other.id, relation="different scope", holds=True, decision=1, **said),),
        descents=(
            Descent(document=one.document, of=other.document, decision=2, **said),
            Descent(document=again.document, of=None, decision=3, **said),
        ),
        regards=(Regard(source=zoe, kind="grade", value="B", decision=4, **said),),
    )
    sources = identify(readings, decided.judgements, decided.regards)
    copy = withhold(readings, sources, {s.id: "medic" for s in sources if s.name == ZOE}, decided=decided)
    assert_gone(copy, ZOE, "Zoë")
    assert "Čapková" not in repr(copy.decided)
    reasons = {r.why for r in copy.decided.rulings} | {d.why for d in copy.decided.descents}
    assert reasons | {r.why for r in copy.decided.regards} == {"[a medic] of Ruritania told me"}
    folds = Folds(copy.extractions, copy.decided)
    (question,) = folds.questions
    assert [(link.relation, link.by) for link in folds.links(question) if link.by] == [("different scope", "Osra")]
    assert [source.reliability for source in folds.sources if source.name == "[a medic]"] == ["B, by Osra"]
    new = {before.document.id: after.document.id for before, after in zip(readings, copy.extractions, strict=True)}
    assert [(d.document, d.of) for d in copy.decided.descents] == [
        (new[one.document], new[other.document]),
        (new[again.document], None),
    ]


def test_what_was_decided_for_an_absorbed_source_holds() -> None:
    one = source(ZOE, absorbed=("old",))
    made = withhold([extraction(document("Zoë left."))], [one], {"old": "defector"})
    assert made.extractions[0].document.text == "[a defector] left."


def test_with_nothing_to_withhold_readings_stay_as_they_are() -> None:
    readings = harbour()
    sources = identify(readings)
    nothing: tuple[dict[str, Sensitivity], ...] = ({}, {s.id: "none" for s in sources})
    for kinds in nothing:
        made = withhold(readings, sources, kinds)
        assert made == Withheld(extractions=readings, kinds=())


def test_words_about_the_readings() -> None:
    sources = [source(ZOE)]
    said = withhold_words("What ZOË saw in sudzha", [kursk()], sources, {sources[0].id: "medic"})
    assert said == "What [a medic] saw in Kursk Oblast"


# --- places ------------------------------------------------------------------------------------------------------------


def kursk() -> Extraction:
    text = "A nurse in Sudzha, Kursk region, said 40 died near Zamkov. Zoë Čapková saw Kursk. SUDZHA-2 burns; Donbas too."
    of = document(text, title="Sudzha burns", url="https://x.example/sudzha-burns", published=date(2024, 12, 1))
    known = {"country": "RU", "region": "Kursk Oblast", "lat": 51.0, "lon": 35.0}
    sudzha = place(text, "Sudzha", gazetteer_id="486816", **known)
    region = place(text, "Kursk region", **{**known, "name": "Kursk Oblast", "precision": 4, "gazetteer_id": "538555"})
    zamkov = place(text, "Zamkov", precision=None)
    start = text.index("Kursk.")
    city = place(text, "Kursk", gazetteer_id="538560", **{**known, "span": Span.cut(text, start, start + 5)})
    donbas = place(text, "Donbas", precision=5, country="UA")
    return extraction(
        of,
        claim(of, "40 died near Zamkov", hop("A nurse in Sudzha", text, type="person", named="by role"), places=(sudzha, zamkov)),
        claim(of, "saw Kursk", hop(ZOE, text, type="person"), places=(city,)),
        places=(sudzha, region, zamkov, city, donbas),
    )


def test_places_finer_than_a_region_are_coarse_everywhere() -> None:
    copy = withheld(kursk())
    made = copy.extractions[0]
    assert_whole(made)
    assert_gone(copy, "Sudzha", "Zamkov")
    assert made.document.text == (
        "A nurse in Kursk Oblast, Kursk region, said 40 died near [a place]. "
        "Zoë Čapková saw Kursk Oblast. Kursk Oblast-2 burns; Donbas too."
    )
    assert made.document.url == "https://x.example/"
    assert [(p.name, p.lat, p.gazetteer_id, p.precision) for p in made.places] == [
        ("Kursk Oblast", None, None, 4),
        ("Kursk Oblast", 51.0, "538555", 4),
        ("[a place]", None, None, None),
        ("Kursk Oblast", None, None, 4),
        ("Donbas", None, None, 5),
    ]
    assert copy.kinds == (("places below region", 3),)


def test_only_places_of_sensitive_sources() -> None:
    copy = withheld(kursk(), coarsen="sensitive", Zoë="captive")
    text = copy.extractions[0].document.text
    assert "Sudzha" in text
    assert "[a captive] saw Kursk Oblast." in text
    assert_whole(copy.extractions[0])
    assert withheld(kursk(), coarsen="sensitive").extractions == (kursk(),)


def test_a_place_read_in_one_report_is_coarse_in_the_others() -> None:
    other = extraction(document("They fled Sudzha.", name="other.txt"))
    copy = withheld(kursk(), other)
    assert copy.extractions[1].document.text == "They fled Kursk Oblast."


def test_a_capital_that_speaks_stays() -> None:
    text = "London denied it in London."
    at = text.rindex("London")
    known = {"country": "GB", "region": "England", "gazetteer_id": "2643743", "span": Span.cut(text, at, at + 6)}
    of = document(text)
    reading = extraction(of, claim(of, "it", hop("London", text, type="government")), places=(place(text, "London", **known),))
    assert withheld(reading).extractions[0].document.text == "London denied it in England."


def test_an_unknown_place_that_carries_its_region_is_fine() -> None:
    text = "In Smallville, Kansas, and in Kansas."
    small = place(text, "Smallville", precision=4, country="US", region="Kansas", gazetteer_id="4273857")
    small = dataclasses.replace(small, name="Kansas")
    kansas = place(text, "Kansas", precision=4, country="US", region="Kansas", gazetteer_id="4273857")
    made = withheld(extraction(document(text), places=(small, kansas))).extractions[0]
    assert made.document.text == "In Kansas, Kansas, and in Kansas."
    assert made.places[0].gazetteer_id is None
    assert made.places[1].gazetteer_id == "4273857"


# --- in general --------------------------------------------------------------------------------------------------------

LETTERS = "abcdeéëghijkłmnoöprsštuüvyzžčø"
# No word of any list begins so, and no filler holds these letters.
words = st.text(LETTERS, min_size=4, max_size=7).map(lambda word: "Qx" + word)
names = st.lists(words, min_size=1, max_size=3).map(" ".join)
fillers = st.text("abc XYZ.,;:’'\"\n-_/&%#é[]()0 9\u0301", max_size=30)


@st.composite
def planted(draw: st.DrawFn) -> tuple[str, str, list[tuple[int, int]]]:
    name = draw(names)
    text, at = draw(fillers), []
    for _ in range(draw(st.integers(1, 3))):
        form = draw(st.sampled_from([*variants(name), *(v for part in name.split() for v in variants(part))]))
        at.append((len(text) + 1, len(text) + 1 + len(form)))
        text += " " + form + " " + draw(fillers)
    return name, text, at


@settings(max_examples=60, deadline=None)
@given(planted(), st.data())
def test_no_planted_name_survives(planted: tuple[str, str, list[tuple[int, int]]], data: st.DataObject) -> None:
    name, text, at = planted
    spans = []
    for start, end in at:
        first = data.draw(st.integers(0, end - 1))
        spans.append(Span.cut(text, first, data.draw(st.integers(max(first, start) + 1, len(text)))))
    of = dataclasses.replace(document(text, title=text, authors=(text,)), furniture=tuple(spans))
    made = withhold([extraction(of)], [source(name)], {make_id(name): "minor"}).extractions[0]
    assert_whole(made)
    solid = re.sub(r"[\W_]+", "", grep_form(made.document.text))
    for part in name.split():
        assert re.sub(r"[\W_]+", "", grep_form(part)) not in solid
    for old, new in zip(of.furniture, made.document.furniture, strict=True):
        for start, end in at:
            if old.start < end and start < old.end:
                assert "[a minor]" in new.text


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80))
def test_any_text_without_the_name_stays(text: str) -> None:
    reading = extraction(document(text))
    if "qqxzvw" not in re.sub(r"[\W_]+", "", grep_form(text)):
        assert withhold([reading], [source("Qqxzvw")], {make_id("Qqxzvw"): "medic"}).extractions == (reading,)
