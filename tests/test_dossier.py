"""The dossier: what it shows, that it is whole in itself, and that nothing a document says can break it."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import re
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.interval import Interval
from reportedly.model import (
    Attribution,
    Claim,
    Evidence,
    Extraction,
    Hop,
    PlaceMention,
    Problem,
    ProvenanceHop,
    Quantity,
    Span,
    make_id,
)
from reportedly.report.dossier import dossier, view
from reportedly.report.figure import axis_for, row_svg
from reportedly.report.page import DossierView, days
from reportedly.report.words import bdi, plain, text_html
from tests.builders import claim, document, extraction, find, hop, quantity, time

GOLDEN = Path(__file__).parent / "golden" / "dossier"

FIRST = """Officials of the harbour ministry and the fire brigade said on Monday that more than 40 dockers were killed at Zenda.

A nurse, heard in a call that the security service published, spoke of “about 200 wounded”, which could not be verified.
Dozens were hurt, the paper has learned.

Next Post: ten beaches"""

SECOND = "Rupert Island denies that 40 died. The palace has not said a word. The ministry put the dead at 43 to 45."


def two_reports() -> tuple[Extraction, Extraction]:
    """A dated report with furniture, joint claimants, a chain and a vague word; an undated one with a denial and a silence."""
    first = document(
        FIRST,
        name="first.html",
        published=date(2024, 3, 6),
        published_from="json-ld",
        outlet="Strelsau Courier",
        title="Fire at the docks",
        language="en",
        authors=("A. Hope",),
        url="https://courier.example/fire",
        provenance=(ProvenanceHop(relation="agency", name="RNA", markup="credit line"),),
        furniture=(find(FIRST, "Next Post: ten beaches"),),
    )
    second = document(SECOND, name="second.txt", published=None)
    undated = Problem(
        code="no-date", severity="warning", message="no date: give one with --published", where="/home/me/second.txt"
    )
    place = PlaceMention(id="p", span=find(FIRST, "Zenda"), name="Zenda", country="RU", region="Strelsau", precision=1)
    return (
        extraction(
            first,
            claim(
                first,
                "more than 40 dockers were killed at Zenda",
                hop("harbour ministry", FIRST, type="government", relation="said"),
                hop("fire brigade", FIRST, type="group", joint=True),
                basis="official statement",
                quantities=(
                    quantity(
                        first, "more than 40", 40, None, low_exclusive=True, counted="dockers", outcome="killed", scope="total"
                    ),
                ),
                times=(time(first, "Monday", date(2024, 3, 4), role="said"),),
                places=(place,),
                confidence=0.75,
            ),
            claim(
                first,
                "“about 200 wounded”",
                hop("A nurse", FIRST, type="person", named="anonymous", anonymous=True),
                hop("security service", FIRST, type="intelligence agency", relation="published"),
                kind="mixed",
                basis="intercept",
                hedge="could",
                verification="not independently verified",
                evidence=(
                    Evidence(field="basis", value="intercept", span=find(FIRST, "heard in a call")),
                    Evidence(field="verification", value="not independently verified", span=None, by="the outlet"),
                ),
                quantities=(quantity(first, "about 200", 200, 200, approximate=True, outcome="wounded"),),
            ),
            claim(
                first,
                "Dozens were hurt",
                quantities=(quantity(first, "Dozens", None, None, vague="dozens", outcome="wounded"),),
            ),
        ),
        extraction(
            second,
            claim(
                second,
                "that 40 died",
                hop("Rupert Island", SECOND, type="person"),
                stance="denies",
                quantities=(quantity(second, "40", 40, 40, outcome="killed"),),
            ),
            claim(second, "has not said a word", hop("The palace", SECOND, type="government"), stance="silent"),
            claim(
                second,
                "the dead at 43 to 45",
                hop("ministry", SECOND, type="government", named="by role"),
                quantities=(quantity(second, "43 to 45", 43, 45, outcome="killed"),),
            ),
            problems=(undated,),
        ),
    )


class Page(HTMLParser):
    """Elements with their attributes, the ids, and the text outside style and script."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self._inside = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._inside = tag

    def handle_data(self, data: str) -> None:
        if self._inside not in ("style", "script"):
            self.text.append(data)

    def values(self, *names: str) -> list[str]:
        return [value for _, attrs in self.elements for name, value in attrs.items() if name in names and value is not None]


@pytest.fixture(scope="module")
def html() -> str:
    return dossier(two_reports(), title="The fire")


@pytest.fixture(scope="module")
def shown() -> DossierView:
    return view(two_reports(), title="The fire")


def scrubbed(html: str) -> str:
    """Without style, script and their hashes, which change with the looks."""
    html = re.sub(r"<(style|script)>.*?</\1>", r"<\1></\1>", html, flags=re.S)
    return re.sub(r"sha256-[\w+/=]+", "sha256-…", html)


def test_golden(html: str) -> None:
    """The whole page of two reports; the actual page is saved beside the golden one when they differ."""
    actual = scrubbed(html)
    golden = GOLDEN / "two_reports.html"
    if not golden.exists() or golden.read_text("utf-8") != actual:
        golden.with_suffix(".actual.html").write_text(actual, "utf-8")
        pytest.fail(f"the page differs from {golden}: compare with {golden.with_suffix('.actual.html').name} beside it")


def test_the_order_of_arrival_does_not_matter() -> None:
    first, second = two_reports()
    assert dossier([first, second]) == dossier([second, first]) == dossier([second, first, second])


def test_a_newer_reading_of_the_same_document_takes_the_place_of_the_older() -> None:
    first, _ = two_reports()
    newer = dataclasses.replace(first, versions=(("reportedly", "9"),), claims=first.claims[:1])
    assert view([newer, first]).claims == view([first, newer]).claims == 1


def test_it_says_that_it_does_not_say_what_is_true(html: str) -> None:
    assert "This page does not say what is true." in html


def test_nothing_is_fetched(html: str) -> None:
    """No attribute that a browser follows leads out of the file; addresses of reports stand as text."""
    page = Page(html)
    assert all(value.startswith("#") for value in page.values("href", "src", "action", "xlink:href", "srcset", "poster"))
    assert not [attrs for tag, attrs in page.elements if tag in ("link", "img", "iframe", "object", "embed", "base")]
    assert "url(" not in html
    assert "@import" not in html
    assert "https://courier.example/fire" in "".join(page.text)


def test_the_policy_allows_the_page_s_own_style_and_script_and_nothing_else(html: str) -> None:
    policy = next(a["content"] for t, a in Page(html).elements if a.get("http-equiv") == "Content-Security-Policy")
    for tag in ("style", "script"):
        inside = re.findall(rf"<{tag}>(.*?)</{tag}>", html, flags=re.S)
        digest = base64.b64encode(hashlib.sha256(inside[0].encode()).digest()).decode()
        assert len(inside) == 1
        assert f"{tag}-src 'sha256-{digest}'" in str(policy)
    assert "default-src 'none'" in str(policy)
    assert not re.search(r"\sstyle=|\son\w+=", scrubbed(html)), "inline styles and handlers are what the policy forbids"


def test_every_link_has_its_place_and_every_claim_its_passage(html: str, shown: DossierView) -> None:
    page = Page(html)
    ids = page.values("id")
    assert len(ids) == len(set(ids))
    assert {link[1:] for link in page.values("href")} <= set(ids)
    for n in range(1, shown.claims + 1):
        assert {f"c{n}", f"p{n}"} <= set(ids)


def test_it_can_be_walked_without_seeing(html: str) -> None:
    page = Page(html)
    tags = [tag for tag, _ in page.elements]
    assert {"header", "nav", "main", "footer"} <= set(tags)
    assert tags.count("h1") == 1
    assert tags.count("table") == tags.count("caption")
    assert all("scope" in attrs for tag, attrs in page.elements if tag == "th")
    assert all(attrs.get("aria-hidden") == "true" for tag, attrs in page.elements if tag == "svg" and "class" in attrs)
    labelled = page.values("aria-labelledby")
    assert set(labelled) <= set(page.values("id"))
    first_link = next(attrs for tag, attrs in page.elements if tag == "a")
    assert first_link["class"] == "skip"


def luminance(colour: str) -> float:
    """Relative luminance of "#rrggbb" (WCAG 2.2)."""
    channels = (int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("theme", [0, 1, 2], ids=["light", "dark", "print"])
def test_contrast_of_text_is_at_least_aa(html: str, theme: int) -> None:
    """Every colour of text on every ground that it can stand on: 4.5 to 1 or more (WCAG 2.2, 1.4.3)."""
    roots = re.findall(r":root \{(.*?)\}", html, flags=re.S)
    colours: dict[str, str] = {}
    for root in (roots[0], roots[theme]):
        found = re.findall(r"--(\w[\w-]*): (#[0-9a-f]{3,6})\b", root)
        colours |= {name: value if len(value) == 7 else "#" + "".join(2 * c for c in value[1:]) for name, value in found}
    grounds = {
        "ink": ("paper", "panel", "content", "content-on", "source", "cue"),
        "soft": ("paper", "panel", "content"),
        "accent": ("paper", "panel", "content"),
        "no": ("paper", "content"),
    }
    for text, places in grounds.items():
        for place in places:
            dark, light = sorted((luminance(colours[text]), luminance(colours[place])))
            assert (light + 0.05) / (dark + 0.05) >= 4.5, f"{text} on {place}"


def test_parties(shown: DossierView) -> None:
    parties = {p.name: p for p in shown.parties}
    assert parties["nurse"].through == "security service"
    assert "anonymous" in parties["nurse"].facts
    assert [c.number for c in parties["harbour ministry"].claims] == [1]
    assert parties["fire brigade"].also == (1,), "a joint claimant is a party to the claim, which is listed once"
    assert "Strelsau Courier, itself" in parties


def test_figures(shown: DossierView) -> None:
    killed, wounded = shown.pictures
    assert (killed.outcome, wounded.outcome) == ("killed", "wounded")
    ((_, rows),) = killed.groups
    assert [(str(r.said), r.party, r.reading) for r in rows] == [
        ("4 March 2024", "harbour ministry and fire brigade", "more than 40"),
        ("no date", "Rupert Island", "40"),
        ("no date", "ministry", "43 to 45"),
    ]
    assert [label for label, _ in wounded.groups] == [None, "No interval, so no place on the axis"]
    ((_, _), (_, vague)) = wounded.groups
    assert [(r.words, r.drawing) for r in vague] == [("Dozens", None)]
    assert str(wounded.groups[0][1][0].said) == "by 6 March 2024"


def test_a_share_and_a_rate_have_their_own_axis() -> None:
    of = document("Killed: 30 men, a third of the crew, 2 men a day.")
    figures = [("30", 30.0, "man"), ("a third", 1 / 3, "proportion"), ("2", 2.0, "man per day")]
    quantities = tuple(quantity(of, words, n, n, unit=unit, outcome="killed") for words, n, unit in figures)
    pictures = view([extraction(of, claim(of, of.text, hop("the mate"), quantities=quantities))]).pictures
    assert [p.measure for p in pictures] == [None, "man per day", "proportion"]


def test_repeated_statements_of_one_party_are_one_row() -> None:
    """Sixty reports of one statement are one row with sixty claims; an unnamed person is never the same as another."""
    readings = []
    for k in range(60):
        of = document(f"Report {k}: the mayor said 12 died. A clerk said 13 died.", name=f"{k}.txt")
        mayor = hop("Mayor Rosa Lind", type="person")
        clerk = hop("clerk", of.text, type="person", named="anonymous", anonymous=True)
        twelve, thirteen = (quantity(of, n, float(n), float(n), outcome="killed") for n in ("12", "13"))
        readings.append(
            extraction(of, claim(of, "12 died", mayor, quantities=(twelve,)), claim(of, "13 died", clerk, quantities=(thirteen,)))
        )
    (picture,) = view(readings).pictures
    ((_, rows),) = picture.groups
    assert sorted(len(r.claims) for r in rows) == [1] * 60 + [60]


def test_denials_and_silences(shown: DossierView) -> None:
    assert [(label, [c.party for c in claims]) for label, claims in shown.not_saying] == [
        ("Denies", ["Rupert Island"]),
        ("Stays silent", ["palace"]),
    ]


def test_what_nobody_says(shown: DossierView) -> None:
    lines = {gap.about: gap.lines for gap in shown.gaps}
    assert "Nobody says for what period, or as of what day." in lines["every outcome"]
    assert "Nobody says that it was verified." in lines["every outcome"]
    assert "Said to be unverified or unconfirmed: 1 of 2 claims." in lines["wounded"]
    assert "Nobody says where." not in lines["killed"]
    assert "Nobody says where." in lines["wounded"]
    assert any("missing, captured" in line for line in lines["other outcomes"])


def test_nobody_is_not_a_party() -> None:
    """What is said by nobody in particular is gathered for reading, and said not to be one party's."""
    of = document("It reportedly rained. Snow allegedly fell.")
    nobody = hop("unknown", named="anonymous", anonymous=True)
    page = view([extraction(of, claim(of, "It reportedly rained", nobody), claim(of, "Snow allegedly fell", nobody))])
    assert [(p.name, p.facts, len(p.claims)) for p in page.parties] == [("unknown", ("not one party: nobody is named",), 2)]


def test_figures_that_are_only_denied_are_asserted_by_nobody() -> None:
    of = document("The mayor denied that 12 died.")
    figure = quantity(of, "12", 12, 12, outcome="killed")
    page = view([extraction(of, claim(of, "12 died", hop("The mayor"), stance="denies", quantities=(figure,)))])
    assert page.gaps[0].lines == ("Nobody asserts a figure: there are only denials, doubts, demands or questions.",)


def test_reports_that_cite_one_another_stand_among_what_is_not_known() -> None:
    made = []
    for paper, other in (("Zenda Post", "Quay Notes"), ("Quay Notes", "Zenda Post")):
        of = document(f"{paper}: two ships burned, the {other} wrote.", name=paper, outlet=paper)
        made.append(extraction(of, claim(of, "two ships burned", hop(other, of.text, type="outlet", relation="cited"))))
    ((about, (line,)),) = view(made).open
    assert about == "All reports"
    assert line in [
        f"In a circle, each citing the next: {a} → {b} → {a}."
        for a, b in (("Zenda Post", "Quay Notes"), ("Quay Notes", "Zenda Post"))
    ]


def test_no_outcome_no_gaps() -> None:
    of = document("The minister resigned, she said.")
    page = view([extraction(of, claim(of, "The minister resigned", hop("she")))])
    assert page.gaps == ()
    assert page.pictures == ()


def test_an_empty_dossier_says_so() -> None:
    assert "No claim was read." in dossier([])


def test_paths_of_the_reader_s_machine_are_not_shown(html: str) -> None:
    assert "/home/me" not in html


# --- what documents may try --------------------------------------------------------------------------------------------

HOSTILE = "</style></script><script>alert(1)</script><img src=x onerror=alert(1)>\"'&amp;\x00\x1b\u202e\u2069\ud800{{ 7*7 }}"


def hostile() -> Extraction:
    """A reading in which every field that can hold words of a document holds an attack."""
    text = f"{HOSTILE} said {HOSTILE} died.\n\nFurniture {HOSTILE}"
    whole = Span.cut(text, 0, len(text))
    bad = Span.cut(text, 0, len(HOSTILE))
    words = dict.fromkeys(("name", "title", "outlet", "published_from", "language", "url", "path", "format"), HOSTILE)
    of = dataclasses.replace(
        document(text),
        **words,  # type: ignore[arg-type]  # every one of these fields takes a string
        authors=(HOSTILE,),
        furniture=(Span.cut(text, len(text) - 20, len(text)),),
        provenance=(ProvenanceHop(relation=HOSTILE, name=HOSTILE, url=HOSTILE, shown_by=bad, markup=HOSTILE),),
        problems=(Problem(code=HOSTILE, severity="warning", message=HOSTILE, where=HOSTILE, span=bad),),
    )
    who = Hop(
        name=HOSTILE, type="person", mention=bad, relation=HOSTILE, relation_span=bad, country=HOSTILE, anonymity_reason=bad
    )
    figure = Quantity(
        id="q", span=bad, low=1, high=2, unit=HOSTILE, counted=HOSTILE, outcome=HOSTILE, vague=HOSTILE, since=bad, part_of="q"
    )
    moment = dataclasses.replace(time(of, HOSTILE, None, value=HOSTILE, mod=HOSTILE, type="DURATION"), role="said")
    one = Claim(
        id=HOSTILE,
        document=of.id,
        kind="direct",
        content=(whole, bad),
        chain=(who, dataclasses.replace(who, joint=True), who),
        stance="denies",
        polarity="-",
        basis="rumour",
        hedge=HOSTILE,
        verification="disputed",
        cue=(bad,),
        quantities=(figure,),
        times=(moment,),
        places=(PlaceMention(id="p", span=bad, name=HOSTILE, country=HOSTILE, region=HOSTILE),),
        evidence=tuple(Evidence(field=f, value="", span=bad, by=HOSTILE) for f in ("basis", "hedge", "verification")),
    )
    attribution = Attribution(id="a", kind="direct", source=(bad,), cue=(bad,), content=(whole,))
    return Extraction(document=of, versions=((HOSTILE, HOSTILE),), claims=(one,), attributions=(attribution,))


def test_nothing_from_a_document_can_run() -> None:
    html = dossier([hostile()], title=HOSTILE)
    page = Page(html)
    assert [tag for tag, _ in page.elements].count("script") == 1
    assert not [attrs for _, attrs in page.elements if any(name.startswith("on") for name in attrs)]
    assert not [tag for tag, _ in page.elements if tag == "img"]
    assert "{{ 7*7 }}" in "".join(page.text), "no template in a template"
    assert not re.search("[\x00\x1b\u202a-\u202e\u2066-\u2069\ud800-\udfff]", html)
    html.encode("utf-8")


def test_other_directions_are_isolated() -> None:
    assert bdi("عمان <b>") == "<bdi>عمان &lt;b&gt;</bdi>"
    assert plain("a\u2066b\u2069c\u202ed") == "abc\ufffdd"


@given(st.text(alphabet="ab <&\n\r\t\u202e\x00“é𝒳", max_size=80), st.data())
def test_the_whole_text_is_there(text: str, data: st.DataObject) -> None:
    """Apart from white space between paragraphs, every character is shown once, and every claim has its anchor once."""
    offsets = st.integers(0, max(0, len(text)))
    spans = data.draw(st.lists(st.tuples(offsets, offsets).map(lambda p: (min(p), max(p))), max_size=5))
    marks = [(a, b, f"content k{n}", "t") for n, (a, b) in enumerate(spans)]
    html = text_html(text, marks, [(a, n) for n, (a, _) in enumerate(spans)])
    anchors = re.findall(r'<a class="ref" id="p(\d+)".*?</a>', html)
    assert sorted(map(int, anchors)) == list(range(len(spans)))
    bare = "".join(Page(re.sub(r'<a class="ref".*?</a>', "", html)).text)
    assert "".join(bare.split()) == "".join(text.split())


def test_lines_broken_by_hand_stay_in_one_paragraph() -> None:
    assert text_html("One line\nand the next.\n\nAnother.", [], []).count("<p>") == 2
    assert text_html(f"{'word ' * 30}\n{'word ' * 30}", [], []).count("<p>") == 2


def test_a_passage_is_marked_and_numbered() -> None:
    assert text_html("He said it rained.", [(8, 17, "content k7", "7")], [(8, 7)]) == (
        '<p>He said <a class="ref" id="p7" href="#p7" aria-label="claim 7">7</a>'
        '<mark class="content k7" title="7">it rained</mark>.</p>\n'
    ).replace('href="#p7"', 'href="#c7"')


# --- the axis ----------------------------------------------------------------------------------------------------------

bounds = st.one_of(st.none(), st.floats(0, 1e9).filter(lambda x: x == 0 or x > 1e-3))


@given(st.lists(st.tuples(bounds, bounds), min_size=1, max_size=8))
def test_every_bound_has_its_place_in_order(pairs: list[tuple[float | None, float | None]]) -> None:
    intervals = [Interval(low=low, high=high) for low, high in pairs]
    axis = axis_for(intervals)
    values = sorted(v for pair in pairs for v in pair if v is not None)
    if axis is None:
        assert not values
        return
    places = [axis.at(v) for v in values]
    assert places == sorted(places)
    assert all(0 <= p <= 100 for p in places)
    assert 2 <= len(axis.ticks) <= 10
    assert all(row_svg(i, axis).count("<svg") >= 1 for i in intervals)


def test_the_scale_follows_the_range() -> None:
    def kind(*values: float) -> str:
        axis = axis_for([Interval(low=v, high=v) for v in values])
        assert axis is not None
        return axis.kind

    assert kind(1000, 3000) == "linear"
    assert kind(3, 200, 12000) == "logarithmic"
    assert kind(0, 5, 5000) == "logarithmic"
    axis = axis_for([Interval(low=0, high=0), Interval(low=5, high=5000)])
    assert axis is not None
    assert axis.at(0) < axis.at(5)


@pytest.mark.parametrize(
    ("interval", "words"),
    [
        (Interval(low=1000, high=None, low_exclusive=True), "more than 1,000"),
        (Interval(low=1000, high=None), "at least 1,000"),
        (Interval(low=None, high=12000), "at most 12,000"),
        (Interval(low=None, high=50, high_exclusive=True), "fewer than 50"),
        (Interval(low=200, high=200, approximate=True), "about 200"),
        (Interval(low=50, high=60), "50 to 60"),
        (Interval(low=2.5, high=2.5), "2.5"),
        (Interval(low=10, high=20, low_exclusive=True), "more than 10 and at most 20"),
        (Interval(low=None, high=None), ""),
    ],
)
def test_an_interval_in_words(interval: Interval, words: str) -> None:
    assert str(interval) == words


def test_marks() -> None:
    axis = axis_for([Interval(low=0, high=10)])
    assert axis is not None
    assert 'class="hollow"' in row_svg(Interval(low=5, high=None, low_exclusive=True), axis)
    assert 'class="ring"' in row_svg(Interval(low=5, high=5, approximate=True), axis)
    assert "denied" in row_svg(Interval(low=5, high=5), axis, denied=True)
    assert "mark" not in row_svg(Interval(low=None, high=None), axis)


@pytest.mark.parametrize(
    ("earliest", "latest", "words"),
    [
        (date(2024, 12, 3), date(2024, 12, 3), "3 Dec 2024"),
        (date(2024, 12, 16), date(2024, 12, 22), "16–22 Dec 2024"),
        (date(2024, 12, 1), date(2024, 12, 31), "Dec 2024"),
        (date(2024, 1, 1), date(2024, 12, 31), "2024"),
        (date(9999, 12, 1), date(9999, 12, 31), "Dec 9999"),
        (date(1950, 1, 1), date(1959, 12, 31), "1950–1959"),
        (date(2024, 12, 30), date(2025, 1, 5), "30 Dec 2024 – 5 Jan 2025"),
        (date(2024, 11, 30), date(2024, 12, 5), "30 Nov – 5 Dec 2024"),
        (date(2024, 10, 1), None, "since 1 Oct 2024"),
        (None, date(2024, 10, 1), "up to 1 Oct 2024"),
        (None, None, "unresolved"),
    ],
)
def test_days_in_words(earliest: date | None, latest: date | None, words: str) -> None:
    assert days(earliest, latest) == words


def test_a_long_document_stays_linear() -> None:
    """Half a megabyte with a claim a line is cut into paragraphs, every one of them marked."""
    text = "The mayor said that it had rained again in the valley.\n\n" * 9000
    of = document(text)
    claims = tuple(
        Claim(
            id=make_id(k),
            document=of.id,
            kind="indirect",
            content=(of.span(k * 56 + 20, k * 56 + 53),),
            chain=(hop("The mayor", type="person", named="by role"),),
            stance="asserts",
            polarity="+",
            basis="unspecified",
        )
        for k in range(0, 9000, 30)
    )
    html = dossier([extraction(of, *claims)])
    assert html.count('<mark class="content') == 300
    assert html.count("<p>The mayor said that") == 9000
