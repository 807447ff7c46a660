"""Identity of sources: what is one, what is not, and that arrival does not matter."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.comparison import Source
from reportedly.model import Extraction, Hop
from reportedly.source import identify, plain
from tests.builders import claim, document, extraction, harbour, hop


def reports(*names: str | Hop) -> list[Extraction]:
    """One document a name, in which the name makes one claim."""
    made = []
    for k, name in enumerate(names):
        one = hop(name, type="group") if isinstance(name, str) else name
        of = document(f"{one.name} said {k} boats were missing.", name=f"{k}.txt")
        made.append(extraction(of, claim(of, f"{k} boats were missing", one)))
    return made


def names(sources: tuple[Source, ...]) -> list[str]:
    return [source.name for source in sources]


@pytest.mark.parametrize(
    "same",
    [
        ("the Red Cross", "Red Cross", "RED CROSS", "Red Cross’s"),
        ("Defence Ministry of Zenda", "Defense Ministry of Zenda"),
        ("Ministry of Agriculture", "the Agriculture Ministry"),
        ("Russia's Defence Ministry", "Russian Ministry of Defence", "the Russian Ministry of Defense"),
        ("Joint Staff of Zënda", "Joint Staff of Zenda"),
    ],
)
def test_one_body_however_written(same: tuple[str, ...]) -> None:
    assert len(identify(reports(*same))) == 1


@pytest.mark.parametrize("other", ["Kiev", "Ukraine", "the Government of Ukraine", "the Ukrainian government"])
def test_capital_and_country_stand_for_the_government(other: str) -> None:
    (source,) = identify(reports("Kyiv", other))
    assert (source.name, source.type, source.country) == ("government of Ukraine", "government", "UA")
    assert set(source.aliases) == {"Kyiv", other.removeprefix("the ")}


def test_a_person_or_an_outlet_called_like_a_country_is_no_government() -> None:
    made = reports(hop("Jordan", type="person"), hop("Jordan", type="government"), hop("The Australian", type="outlet"))
    assert names(identify(made)) == ["Australian", "government of Jordan", "Jordan"]


@pytest.mark.parametrize("short", ["NIS", "N.I.S."])
def test_an_acronym_stands_for_the_body_it_is_introduced_for(short: str) -> None:
    of = document("The National Intelligence Service (NIS) said so.")
    introduced = extraction(of, claim(of, "so", hop("National Intelligence Service", of.text, type="intelligence agency")))
    (source,) = identify([*reports(short), introduced])
    assert "National Intelligence Service" in (source.name, *source.aliases)
    assert "NIS" in (source.name, *source.aliases)


def test_an_acronym_introduced_for_two_bodies_is_left_alone_elsewhere() -> None:
    made = reports("Zenda Harbour Authority (ZHA)", "Zenda Health Agency (ZHA)", "ZHA", "ZHA")
    assert len(identify(made)) == 4


def test_in_its_own_document_it_is_what_that_document_says() -> None:
    of = document("The Zenda Health Agency (ZHA) spoke first; the ZHA spoke again.")
    here = extraction(of, claim(of, "first", hop("Zenda Health Agency", of.text)), claim(of, "again", hop("ZHA")))
    sources = identify([here, *reports("Zenda Harbour Authority (ZHA)")])
    assert sorted(len(source.mentions) for source in sources) == [1, 2]


def test_titles_and_lone_surnames() -> None:
    people = [
        "Rudolf Rassendyll",
        "President Rudolf Rassendyll",
        "Greek Deputy Prime Minister Rudolf Rassendyll",
        "Greece's president, Rudolf Rassendyll",
        "Rudolf Rassendyll, a member of parliament's harbour committee",
        "Mr. Rassendyll",
    ]
    (source,) = identify(reports(*(hop(name, type="person") for name in people)))
    assert (source.type, source.name) == ("person", "Rudolf Rassendyll")
    assert "Mr. Rassendyll" in source.aliases
    two = [hop(name, type="person") for name in ("Rudolf Rassendyll", "Robert Rassendyll", "Rassendyll")]
    assert len(identify(reports(*two))) == 3


def test_general_staff_is_no_person_with_a_title() -> None:
    assert names(identify(reports("General Staff"))) == ["General Staff"]


def test_a_body_takes_the_country_its_document_gives_it_but_not_anothers() -> None:
    of = document("The Zembla Navy spoke; the Navy spoke again.")
    own = extraction(of, claim(of, "spoke", hop("Polish Coast Guard")), claim(of, "spoke again", hop("Coast Guard")), versions=())
    elsewhere = reports("Coast Guard", "Greek Coast Guard")
    sizes = {source.name: (len(source.mentions), source.country) for source in identify([own, *elsewhere])}
    assert sizes == {"Polish Coast Guard": (2, "PL"), "Coast Guard": (1, None), "Greek Coast Guard": (1, "GR")}


@pytest.mark.parametrize("named", ["by role", "anonymous"])
def test_unnamed_sources_are_never_one_across_documents(named: str) -> None:
    made = reports(*[hop("a senior official", type="person", named=named)] * 3)
    assert len(identify(made)) == 3


def test_unnamed_sources_in_one_document() -> None:
    of = document("A nurse saw it. She ran. Another nurse hid.")
    nurse = hop("A nurse", of.text, named="by role")
    other = hop("Another nurse", of.text, named="by role")
    sources = identify([extraction(of, claim(of, "saw", nurse), claim(of, "ran", nurse), claim(of, "hid", other))])
    assert sorted(len(source.mentions) for source in sources) == [1, 2]


def test_unknown_hops_are_never_one() -> None:
    of = document("It emerged that boats burned. Reportedly all of them sank.")
    nobody = Hop(name="unknown", type="unspecified", named="anonymous", anonymous=True)
    sources = identify([extraction(of, claim(of, "boats burned", nobody), claim(of, "all of them sank", nobody, nobody))])
    assert [source.unknown for source in sources] == [True] * 3


def test_a_name_without_a_capital_is_a_description() -> None:
    assert len(identify(reports("the police", "the police"))) == 2


def test_country_by_code_or_name() -> None:
    sources = identify(reports(hop("Coast Guard", country="KR"), hop("Coast Guard", country="South Korea")))
    assert [source.country for source in sources] == ["KR"]


def test_mentions_are_sorted_and_complete() -> None:
    made = harbour()
    sources = identify(made)
    assert sorted(m for source in sources for m in source.mentions) == sorted(
        (c.id, i) for e in made for c in e.claims for i in range(len(c.chain))
    )
    service = next(source for source in sources if "SSS" in source.aliases)
    assert service.name == "Strelsau Security Service"
    assert len(service.mentions) == 2


NAMES = [
    "Kyiv",
    "Ukraine",
    "the SSS",
    "Strelsau Security Service (SSS)",
    "Russian Army",
    "Army",
    "R. Rassendyll",
    "Rassendyll",
    "a nurse",
]
HOPS = st.builds(
    hop,
    st.sampled_from(NAMES) | st.text(min_size=1, max_size=12),
    type=st.sampled_from(["person", "government", "group", "unspecified"]),
    country=st.sampled_from([None, "RU", "Ukraine", "Ruritania"]),
    named=st.sampled_from(["named", "by role", "anonymous"]),
)


@given(st.lists(HOPS, max_size=5))
def test_the_order_of_arrival_does_not_matter(hops: list[Hop]) -> None:
    made = reports(*hops)
    first = identify(made)
    for order in itertools.islice(itertools.permutations(made), 6):
        assert identify(order) == first
    assert sorted(m for source in first for m in source.mentions) == sorted((e.claims[0].id, 0) for e in made)
    assert len({source.id for source in first}) == len(first)


@given(st.text())
def test_plain_is_the_same_twice(name: str) -> None:
    assert plain(plain(name)) == plain(name)
