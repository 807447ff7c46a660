"""Identity of sources: what is one, what is not, and that arrival does not matter."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.comparison import Judgement, Source, Verdict
from reportedly.model import Extraction, Hop, PlaceMention, SourceType, Span, make_id
from reportedly.source import Sources, identify, judge, plain
from tests.builders import claim, document, extraction, find, harbour, hop


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
        ("Polish Ministry of Agriculture", "Poland's Agriculture Ministry"),
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


@pytest.mark.parametrize("organ", ["the media office of the Harbour Council", "the Harbour Council's press service"])
def test_a_press_office_is_the_body_it_speaks_for(organ: str) -> None:
    (source,) = identify(reports("Harbour Council", organ))
    assert source.name == "Harbour Council"


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


def set_in(day: int | None, *told: Hop, places: Sequence[PlaceMention] = ()) -> Extraction:
    """A report of that day of March, set in these places, in which each makes a claim."""
    of = document(" ".join(f"{k} boats." for k in range(len(told))) + f" {day}", published=date(2024, 3, day) if day else None)
    return extraction(of, *(claim(of, f"{k} boats", one) for k, one in enumerate(told)), places=tuple(places))


def made_of(*names: str) -> list[Hop]:
    return [hop(name, type="government") for name in names]


def role(name: str, type: SourceType = "government") -> Hop:
    return hop(name, type=type, named="by role")


def test_the_police_of_one_place_in_one_season_are_one() -> None:
    here = set_in(1, role("County police"), places=[ZENDA, SQUARE])
    assert len(identify([here, set_in(9, role("the police"), places=[SQUARE])])) == 1
    assert len(identify([here, set_in(9, role("the police"))])) == 2, "nothing tells where they are"
    elsewhere = replace(ZENDA, region="Strelsau County")
    assert len(identify([here, set_in(9, role("the police"), places=[elsewhere])])) == 2
    with_square = set_in(9, role("the police"), places=[elsewhere, SQUARE])
    assert len(identify([here, with_square, set_in(10, role("the police"), places=[SQUARE])])) == 3, "two have such a square"
    national = set_in(9, role("the police"), role("the national police"), places=[ZENDA])
    assert len(identify([here, national])) == 3, "the bare one could be either"


def test_reports_that_share_two_names_are_of_one_scene() -> None:
    def told(name: str, text: str) -> Extraction:
        of = document(text, name=name, published=date(2021, 5, 4))
        return extraction(of, claim(of, "nine were lost", role("the coast guard", "armed force")))

    one = told("a", "The Grey Petrel sank, and the Velm Ferry Line said so; the coast guard said nine were lost.")
    two = told("b", "Of the Grey Petrel, which the Velm Ferry Line ran, nine were lost, the coast guard said.")
    other = told("c", "Of the Grey Petrel, which Red Cross boats sought, nine were lost, the coast guard said.")
    assert len(identify([one, two])) == 1
    assert len(identify([one, other])) == 2
    everywhere = [
        told(name, f"The United Nations and the Red Cross mourn{tail} nine were lost, the coast guard said.")
        for name, tail in (("d", ":"), ("e", " too:"))
    ]
    assert len(identify(everywhere)) == 2


def test_people_of_a_body_of_which_a_place_has_one_speak_as_it_does() -> None:
    agency = set_in(1, role("the disaster agency"), places=[ZENDA])
    for words, sources in (("The disaster people", 1), ("Some disaster people", 2)):
        people = hop(words, words, type="group", named="anonymous")
        assert len(identify([agency, set_in(2, people, places=[ZENDA])])) == sources


@pytest.mark.parametrize(
    "same",
    [
        ("the UN humanitarian office", "OCHA", "the United Nations aid office"),
        ("the U.N. refugee agency", "UNHCR"),
        ("The World Health Organization", "the UN health agency"),
        ("the UN rights office", "OHCHR", "the UN human rights office"),
    ],
)
def test_a_body_of_the_united_nations_by_what_it_does(same: tuple[str, ...]) -> None:
    found = identify(reports(*(hop(one, type="government", named="by role" if " " in one else "named") for one in same)))
    assert len(found) == 1


def test_a_name_with_what_it_is_beside_it_is_that_name() -> None:
    words = "Upper Zenda Alliance, the group behind the strike"
    long = hop(words, words, type="unspecified", named="anonymous")
    assert len(identify(reports(long, "Upper Zenda Alliance"))) == 1


def test_a_name_that_is_spelt_by_its_sound_in_another_language() -> None:
    assert len(identify(reports(*(hop(name, type="person") for name in ("Inca Carhuamani", "Inca Carguamani"))))) == 1
    assert len(identify(reports(*(hop(name, type="person") for name in ("Huang Wei", "Guang Wei"))))) == 2


def test_of_hospitals_there_may_be_two_in_one_place() -> None:
    assert len(identify([set_in(d, role("the hospital", "group"), places=[ZENDA]) for d in (1, 2)])) == 2


def test_the_company_is_the_one_that_a_report_from_there_names_so() -> None:
    named = set_in(1, hop("Altmine, the company that runs the mine", type="group"), places=[ZENDA])
    called = set_in(2, role("the company", "group"), places=[ZENDA])
    assert names(identify([named, called])) == ["Altmine"]
    other = set_in(3, hop("Newmine, a company", type="group"), places=[ZENDA])
    assert len(identify([named, called, other])) == 3


def test_a_ministry_is_that_of_the_only_state_a_report_speaks_of() -> None:
    ministry = set_in(1, hop("the Interior Ministry", type="government"), places=[ZENDA])
    assert [s.country for s in identify([ministry, *reports(hop("Romania's Interior Ministry", type="government"))])] == ["RO"]


def test_an_army_that_nobody_names_is_not_the_only_one_that_is_called_by_its_country() -> None:
    here = replace(ZENDA, country="CD")
    burundi = PlaceMention(id="3", span=Span(0, 1, "0"), name="Burundi", gazetteer_id="3", country="BI", precision=6)
    armies = [set_in(day, role("the army", "armed force"), places=[here, burundi, SQUARE]) for day in (1, 2)]
    for places in ([SQUARE], [here, burundi, SQUARE]):
        foreign = set_in(5, role("Burundi's army", "armed force"), places=places)
        found = identify([*armies, foreign])
        assert sorted((s.country or "", len(s.mentions)) for s in found) == [("", 2), ("BI", 1)]


@pytest.mark.parametrize(
    ("left", "right", "sources"),
    [
        ("Zembla's health ministry", "the Ministry of Health of Zembla", 1),
        ("Zembla's health ministry", "Novaya's health ministry", 2),
        ("the Ministry of Justice and Prisons of Peru", "Peru's justice ministry", 1),
        ("Congo's defence ministry", "the Congolese Ministry of National Defence", 1),
    ],
)
def test_ministries_of_two_portfolios_and_of_lands_that_no_list_has(left: str, right: str, sources: int) -> None:
    assert len(identify(reports(*(hop(name, type="government") for name in (left, right))))) == sources


def test_the_rebels_are_the_group_that_a_report_from_there_calls_so() -> None:
    front = set_in(1, hop("the rebel Upper Zenda Front", type="armed force"), places=[ZENDA])
    rebels = set_in(3, role("the rebels", "armed force"), places=[ZENDA])
    assert len(identify([front, rebels])) == 1
    other = set_in(2, hop("the rebel Strelsau League", type="armed force"), places=[ZENDA])
    assert len(identify([front, other, rebels])) == 3


def test_a_description_in_the_words_of_a_name_is_that_body() -> None:
    union = set_in(1, hop("the Polish Seamen's Union", type="ngo", country="PL"), places=[ZENDA])
    assert len(identify([union, set_in(3, role("the seamen's union", "ngo"), places=[ZENDA])])) == 1
    assert len(identify([union, set_in(3, role("the miners' union", "ngo"), places=[ZENDA])])) == 2
    assert len(identify([union, set_in(3, role("the seamen's union", "ngo"))])) == 2


def test_the_operator_is_the_company_that_a_report_from_there_names_so() -> None:
    named = set_in(1, hop("The ferry's operator, Zendaline", type="group"), places=[ZENDA])
    operator = set_in(2, hop("The operator", "", type="person", named="anonymous"), places=[ZENDA])
    (hopped,) = operator.claims[0].chain
    operator = replace(operator, claims=(replace(operator.claims[0], chain=(replace(hopped, mention=Span(0, 3, "The")),)),))
    assert names(identify([named, operator])) == ["Zendaline"]


def test_a_state_s_authority_without_its_state_or_level() -> None:
    named = set_in(1, hop("the State Timber Authority", type="government"), places=[ZENDA])
    for words in ("the timber authority", "Poland's timber authority"):
        assert len(identify([named, set_in(2, role(words), places=[ZENDA])])) == 1
    assert len(identify([named, set_in(2, role("the cork authority"), places=[ZENDA])])) == 2


def test_the_owner_of_the_mine_is_the_mine_s_owner() -> None:
    named = set_in(1, hop("The mine's owner, Altmine", type="group"), places=[ZENDA])
    of_mine = set_in(2, role("The owner of the mine", "group"), role("The owner of the ferry", "group"), places=[ZENDA])
    assert names(identify([named, of_mine])) == ["Altmine", "owner of the ferry"]


def test_an_office_before_a_name_is_no_part_of_it() -> None:
    people = ("Health Minister Zora Kell", "Zora Kell", "Polish Health Minister Zora Kell", "Zora Kell of the union Altus")
    assert names(identify(reports(*(hop(one, type="person") for one in people)))) == ["Zora Kell"]


def test_a_group_whose_name_is_taken_for_a_persons() -> None:
    group, person = hop("the rights group Voces Altas", type="ngo"), hop("Voces Altas", type="person")
    assert len(identify(reports(group, person))) == 1


def test_a_name_of_one_word_is_the_longer_one_of_its_place() -> None:
    named, short = hop("Altmine Shipping", type="group"), hop("Altmine", type="group")
    assert len(identify([set_in(1, named, places=[ZENDA]), set_in(2, short, places=[ZENDA])])) == 1
    assert len(identify([set_in(1, named, places=[ZENDA]), set_in(2, short)])) == 2, "nothing tells where it is"
    other = hop("Altmine Water", type="group")
    assert len(identify([set_in(1, named, places=[ZENDA]), set_in(2, short, other, places=[ZENDA])])) == 3


def test_names_from_one_alphabet_in_the_spellings_of_several_languages() -> None:
    for same in (("Olha Kell", "Olga Kell"), ("Hennadii Trach", "Gennadij Tratsj"), ("Ecologist Olha Kell", "Olga Kell")):
        assert len(identify(reports(*(hop(one, type="person") for one in same)))) == 1


def test_a_ministry_by_either_of_its_names() -> None:
    same = ("Poland's environment ministry", "the Polish Ministry of the Environment", "the Polish ministry of ecology")
    assert len(identify(reports(*(hop(one, type="government") for one in same)))) == 1


def test_people_of_a_place_are_no_name() -> None:
    doctors = [hop("Doctors in Zenda", "Doctors in Zenda", type="group", named="anonymous") for _ in range(2)]
    assert len(identify(reports(*doctors))) == 2


def test_police_of_a_town_are_no_other_towns() -> None:
    bare = set_in(1, role("the police"), places=[ZENDA])
    of_town = set_in(2, role("Zenda police"), places=[ZENDA])
    assert len(identify([bare, of_town])) == 1
    assert len(identify([bare, of_town, set_in(3, role("county police"), places=[ZENDA])])) == 3, "the bare one could be either"


@pytest.mark.parametrize("named", ["the Zenda health authority", "the health authority in Romania's Zenda County"])
def test_the_authority_of_a_region_by_its_name(named: str) -> None:
    county = replace(ZENDA, name="Zenda County", precision=4)
    spoken = [set_in(k, role(name), places=[county]) for k, name in enumerate(("the county health authority", named), 1)]
    assert len(identify(spoken)) == 1


def test_an_acronym_that_the_text_spells_out_holds_for_a_press_office() -> None:
    of = document("The rebel Altus Freedom Front (AFF) is there. The AFF's media office said 4 boats were missing.", name="1.txt")
    office = hop("The AFF's media office", type="government", named="by role")
    same = [extraction(of, claim(of, "4 boats were missing", office)), *reports("Altus Freedom Front")]
    assert [source.name for source in identify(same)] == ["Altus Freedom Front"]


def test_what_leads_is_no_name() -> None:
    leader = hop("Opposition leader Zora Kell", type="person")
    of = set_in(1, leader, role("The opposition", "group"))
    assert names(identify([of])) == ["opposition", "Zora Kell"]


def test_a_minister_is_that_of_the_only_state_a_report_speaks_of() -> None:
    named = set_in(1, hop("The transport minister, Zora Kell", type="person"), places=[ZENDA])
    called = reports(hop("Romania's transport minister", type="person", named="by role"))
    assert len(identify([named, *called])) == 2, "published on other days"
    called = [set_in(3, hop("Romania's transport minister", type="person", named="by role"))]
    assert len(identify([named, *called])) == 1


def test_a_heading_in_the_line_tells_whose_bodies_follow() -> None:
    of = document("Poland. The Foreign Ministry said 3 boats. They left for Kenya. Greece. The Foreign Ministry said 4 boats.")
    first, second = (
        replace(hop("The Foreign Ministry", type="government"), mention=Span(at, at + 20, "The Foreign Ministry"))
        for at in (of.text.index("The Foreign"), of.text.rindex("The Foreign"))
    )
    made = extraction(of, claim(of, "3 boats", first), claim(of, "4 boats", second))
    ministries = reports(*(hop(f"{whose} Foreign Ministry", type="government") for whose in ("Poland's", "Greece's", "Kenya's")))
    assert sorted(len(source.mentions) for source in identify([made, *ministries])) == [1, 2, 2]


def test_a_delegation_is_that_of_its_state() -> None:
    same = ("Norway's delegation to the United Nations", "the Norwegian mission to the UN")
    assert len(identify(reports(*(hop(one, type="government", named="by role") for one in same)))) == 1


@pytest.mark.parametrize(
    "office", ["the governor of Zenda province", "Zenda's governor", "the governor of the province of Zenda", "governor of Zenda"]
)
def test_the_governor_of_a_region_is_who_is_called_so(office: str) -> None:
    named = set_in(3, hop("The governor of Zenda province, Rudolf Flavia", type="person"))
    assert names(identify([named, set_in(5, role(office, "person"))])) == ["Rudolf Flavia"]


def test_the_prosecutor_is_the_only_one_that_reports_from_there_name() -> None:
    named = set_in(1, hop("the public prosecutor in Zenda, Zora Kell", type="person"), places=[ZENDA])
    bare = set_in(5, role("The prosecutor", "person"), places=[ZENDA])
    assert names(identify([named, bare])) == ["Zora Kell"]
    assert len(identify([named, set_in(5, role("The prosecutor", "person"))])) == 2, "nothing tells where"
    another = set_in(7, hop("prosecutor Rudolf Flavia", type="person"), places=[ZENDA])
    assert len(identify([named, bare, another])) == 3
    office = set_in(8, role("the prosecutor's office"), places=[ZENDA])
    assert len(identify([named, bare, office])) == 2


def test_a_body_by_where_or_whose_it_is() -> None:
    whole = set_in(1, role("The Velm fishermen's cooperative", "group"), places=[ZENDA])
    short = set_in(3, role("The Velm cooperative", "group"), places=[ZENDA])
    bare = set_in(5, role("The cooperative", "group"), places=[ZENDA])
    assert len(identify([whole, short, bare])) == 1
    other = set_in(7, role("The Orsk bakers' cooperative", "group"), places=[ZENDA])
    assert len(identify([whole, bare, other])) == 3
    assert len(identify([set_in(d, role("The Velm company", "group")) for d in (1, 3)])) == 2


def test_the_company_is_the_only_one_that_is_called_an_owner_or_the_like() -> None:
    named = set_in(1, hop("The operator, Velm Lines", type="group"), places=[ZENDA])
    company = set_in(3, role("The company", "group"), places=[ZENDA])
    lead = set_in(4, role("The operator of a ferry that sank off Zenda", "group"), places=[ZENDA])
    assert names(identify([named, company, lead])) == ["Velm Lines"]
    owner = set_in(5, hop("The mine's owner, Altmine", type="group"), places=[ZENDA])
    assert len(identify([named, company, owner])) == 3


def test_a_body_with_and_without_where_it_is() -> None:
    here = set_in(1, hop("the Outer Relief Bureau in Velm", type="government"), places=[ZENDA])
    bare = set_in(3, hop("the Outer Relief Bureau", type="government"), places=[ZENDA])
    assert len(identify([here, bare])) == 1
    there = set_in(5, hop("the Outer Relief Bureau in Orsk", type="government"), places=[ZENDA])
    assert len(identify([here, bare, there])) == 3


def test_a_society_is_the_one_whose_name_ends_so() -> None:
    made = set_in(3, hop("The Velm Red Cross Society", type="ngo"), hop("The Society", type="ngo"))
    assert len(identify([made])) == 1


def test_letters_are_of_the_body_whose_initials_they_are() -> None:
    made = set_in(3, hop("Poland's Outer Harbour Directorate", type="government"), hop("the OHD", type="group"))
    assert len(identify([made])) == 1
    two = set_in(3, *made_of("Outer Harbour Directorate", "Olive Husbandry Department", "the OHD"))
    assert len(identify([two])) == 3


def test_a_body_of_a_state_without_its_name() -> None:
    union = set_in(3, hop("the Free Divers' Union of Poland", type="ngo", country="PL"))
    assert len(identify([union, set_in(5, hop("the exiled Free Divers' Union", type="ngo"))])) == 1


def test_a_body_with_a_member_is_not_the_member() -> None:
    made = hop("the Free Divers’ Union of Poland’s chairwoman, Zora Kell", type="person")
    assert names(identify(reports(made))) == ["Zora Kell"]


def test_the_mayor_of_a_town_is_who_is_called_so() -> None:
    named = set_in(1, hop("Zenda's mayor, Emilio Rassendyll-Frey", type="person"))
    later = set_in(8, role("the mayor of Zenda", "person"), hop("Mr Rassendyll Frey", type="person"))
    (mayor,) = identify([named, later])
    assert "mayor of Zenda" in mayor.aliases
    assert mayor.country is None
    assert len(identify([named, set_in(8, role("the mayor of Hentzau", "person"))])) == 2


def test_the_mayor_of_one_place_by_a_translated_name_is_the_mayor() -> None:
    named = set_in(1, hop("the mayor of Zenda, Emilio Rassendyll Frey", type="person"), places=[ZENDA])
    translated = set_in(4, hop("The mayor Emil Rassendyll", type="person"), places=[ZENDA])
    assert len(identify([named, translated])) == 1
    assert len(identify([named, set_in(4, hop("The baker Emil Rassendyll", type="person"), places=[ZENDA])])) == 2
    assert len(identify([named, set_in(4, hop("The mayor Emil Rassendyll", type="person"))])) == 2
    sister = set_in(2, hop("Emilia Rassendyll, mayor of Hentzau", type="person"), places=[ZENDA])
    assert len(identify([named, translated, sister])) == 3, "it could be either"


def test_the_organisers_of_a_march_are_who_a_report_from_there_names_so() -> None:
    named = set_in(1, hop("The organisers, Upper Zenda Alliance", type="group"), places=[ZENDA])
    called = set_in(2, role("The organisers of Saturday's march", "group"), places=[ZENDA])
    assert names(identify([named, called])) == ["Upper Zenda Alliance"]
    assert len(identify([called, set_in(3, role("The march organisers", "group"), places=[ZENDA])])) == 2, "of which march"


def test_a_spokesman_stays_himself_and_speaks_for_his_body() -> None:
    spoke = set_in(1, hop("Zora Kell, a spokeswoman for Altmine", type="person"))
    again = set_in(2, hop("Zora Kell", type="person"), hop("Altmine", type="group"))
    sources = found([spoke, again])
    kell, altmine = sources.of(again.claims[0].id, 0), sources.of(again.claims[1].id, 0)
    assert kell != altmine
    assert sources.of(spoke.claims[0].id, 0) == kell
    assert {sources.voice(e.claims[0].id, 0) for e in (spoke, again)} == {altmine}


def test_a_name_without_whose_it_is_stands_for_the_longer_one_of_its_document() -> None:
    whole = hop("the Zenda Office for the Coordination of Boats", type="government")
    short = hop("Office for the Coordination of Boats", type="government")
    assert len(identify([set_in(1, whole, short)])) == 1
    assert (
        len(identify([set_in(1, whole, hop("the Hentzau Office for the Coordination of Boats", type="government"), short)])) == 3
    )


def test_whose_somebody_is_does_not_belong_to_his_name() -> None:
    assert (
        len(identify([set_in(1, hop("Its chief Rudolf Rassendyll", type="person"), hop("Rudolf Rassendyll", type="person"))]))
        == 1
    )


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


def government(name: str, **fields: str) -> Hop:
    return hop(name, type="government", **fields)


def force(name: str, **fields: str) -> Hop:
    return hop(name, type="armed force", **fields)


def service(name: str, named: str = "named", **fields: str) -> Hop:
    return hop(name, type="intelligence agency", named=named, **fields)


def person(name: str, named: str = "named", **fields: str) -> Hop:
    return hop(name, type="person", named=named, **fields)


def ngo(name: str) -> Hop:
    return hop(name, type="ngo")


def outlet(name: str) -> Hop:
    return hop(name, type="outlet")


GOLD: list[tuple[Hop, Hop, Verdict]] = [
    # Spellings and transliterations.
    (person("Volodymyr Zelensky"), person("Volodymyr Zelenskyy"), "same"),
    (person("Volodymyr Zelensky"), person("Wolodymyr Selenskyj"), "same"),
    (person("Ukrainian President Volodymyr Zelensky"), person("Vladimir Zelenski"), "same"),
    (person("Oleksandr Tarnowskyj"), person("Aleksandr Tarnovsky"), "same"),
    (person("Park Ji-hoon"), person("Park Jihoon"), "same"),
    (person("Park Ji-hoon"), person("Ji-hoon Park"), "same"),
    (person("José Flavía"), person("Jose Flavia"), "same"),
    (person("Anna Smith"), person("Anna Smyth"), "undecided"),
    (person("Karl Meyer"), person("Karl Meier"), "undecided"),
    (person("Rudolf Flavia"), person("Robert Flavia"), "different"),
    (person("Anna Flavia"), person("Anna Rassendyll"), "different"),
    # Titles, short names, initials.
    (person("Mr. Rassendyll"), person("Rudolf Rassendyll"), "same"),
    (person("R. Rassendyll"), person("Rudolf Rassendyll"), "same"),
    (person("K. Rassendyll"), person("Rudolf Rassendyll"), "different"),
    (person("Rudolf Rassendyll"), person("Rudolf K. Rassendyll"), "same"),
    (person("South Korean MP Park Ji-hoon"), person("Park Ji-hoon, a member of the committee"), "same"),
    (person("former Greek soldier Rudolf Rassendyll, who left in 2019"), person("Rudolf Rassendyll"), "same"),
    (person("UN Secretary-General Rudolf Rassendyll"), person("Rudolf Rassendyll"), "same"),
    (person("Rudolf"), person("Rudolf Rassendyll"), "different"),
    (person("Olga"), person("Olga"), "different"),
    (person("President Rassendyll"), person("President Rassendyll"), "same"),
    (person("Robert Schiller"), person("Robert Shiller"), "different"),
    (person("Terry Smith"), person("Terri Smith"), "undecided"),
    # Countries and types do not conflict.
    (person("Rudolf Rassendyll", country="GR"), person("Rudolf Rassendyll", country="PL"), "undecided"),
    (person("Rudolf Rassendyll", country="GR"), person("Rassendyll", country="PL"), "different"),
    (person("Jordan"), government("Jordan"), "different"),
    (outlet("Zenda Mirror"), ngo("Zenda Mirror"), "different"),
    (outlet("Zenda Mirror"), hop("Zenda Mirror", type="group"), "same"),
    # Governments.
    (government("Seoul"), government("South Korea"), "same"),
    (government("Washington"), government("the US government"), "same"),
    (government("Moscow"), government("the Kremlin"), "different"),
    (government("Seoul"), government("Pyongyang"), "different"),
    # Bodies with acronyms.
    (service("the National Intelligence Service (NIS)"), service("NIS"), "same"),
    (service("South Korea's National Intelligence Service"), service("the South Korean NIS"), "same"),
    (service("the Security Service of Ukraine"), service("Ukraine's SBU"), "same"),
    (service("Ukraine's SBU"), service("Ukraine's HUR"), "different"),
    (force("South Korea's Joint Chiefs of Staff"), force("the South Korean JCS"), "same"),
    (force("South Korea's Joint Chiefs of Staff"), force("the US Joint Chiefs of Staff"), "different"),
    (service("Kenya's National Intelligence Service"), service("South Korea's National Intelligence Service"), "different"),
    (service("GUR", country="UA"), service("HUR", country="UA"), "same"),
    (service("GRU", country="RU"), service("GUR", country="UA"), "different"),
    (ngo("the International Committee of the Red Cross"), ngo("the ICRC"), "same"),
    (ngo("Médecins Sans Frontières"), ngo("Doctors Without Borders"), "same"),
    (outlet("Al Jazeera"), outlet("Al-Jazeera"), "same"),
    (outlet("the news agency TASS"), outlet("TASS"), "same"),
    # Bodies by description.
    (service("South Korea's spy agency", "by role"), service("South Korea's National Intelligence Service"), "same"),
    (service("Seoul's intelligence service", "by role"), service("South Korea's spy agency", "by role"), "same"),
    (service("Ukraine's intelligence agency", "by role"), service("the Security Service of Ukraine"), "different"),
    (service("Ukraine's military intelligence", "by role"), service("Ukraine's HUR"), "same"),
    (service("the Ukrainian security service", "by role"), service("the Security Service of Ukraine"), "same"),
    (service("South Korea's spy services", "by role"), service("South Korea's National Intelligence Service"), "different"),
    (government("the Pentagon"), government("the US Defense Department"), "same"),
    (government("the Pentagon"), government("the State Department"), "different"),
    (government("the Russian foreign ministry", named="by role"), government("Russia's Ministry of Foreign Affairs"), "same"),
    (government("the foreign ministry", named="by role"), government("Russia's foreign ministry"), "different"),
    (government("the Foreign Ministry"), government("Russia's Foreign Ministry"), "undecided"),
    (government("the Foreign Ministry"), government("the Foreign Ministry"), "undecided"),
    (force("the Israeli military", named="by role"), force("the IDF", country="IL"), "same"),
    (force("the Israeli army", named="by role"), force("the Egyptian army", named="by role"), "different"),
    (force("Kenyan army officials", named="by role"), force("the Kenyan military", named="by role"), "same"),
    (force("the Peruvian armed forces", named="by role"), force("Peru's army", named="by role"), "same"),
    (force("the Peruvian navy", named="by role"), force("Peru's army", named="by role"), "different"),
    (force("some Kenyan army officers", named="by role"), force("the Kenyan army", named="by role"), "different"),
    (government("Peruvian health ministry staff", named="by role"), government("Peru's Health Ministry"), "same"),
    (government("Peruvian cabinet members", named="by role"), government("Peru's cabinet"), "different"),
    # Offices and their holders, two days apart.
    (person("the Ukrainian president", "by role"), person("Ukrainian President Volodymyr Zelensky"), "same"),
    (person("President of Ruritania", "by role", country="Ruritania"), person("Rudolf Flavia"), "different"),
    (person("the Greek president", "by role"), person("Greece's president, Rudolf Flavia"), "same"),
    (person("the Greek president", "by role"), person("former Greek President Rudolf Flavia"), "different"),
    (person("the Greek president", "by role"), person("Greek Vice President Rudolf Flavia"), "different"),
    (person("the Greek president", "by role"), person("Polish President Rudolf Flavia"), "different"),
    (person("the Greek president", "by role"), person("Greek Prime Minister Rudolf Flavia"), "different"),
    (person("a Greek president", "by role"), person("Greek President Rudolf Flavia"), "different"),
    (person("the Kremlin's spokesman", "by role"), person("Kremlin spokesman Ivan Flavia"), "same"),
    # Who is not named is nobody else.
    (person("a nurse", "anonymous"), person("a nurse", "anonymous"), "different"),
    (person("a senior official", "by role"), person("a senior official", "by role"), "different"),
    (service("an intelligence agency", "by role"), service("an intelligence agency", "by role"), "different"),
]


def found(of: Sequence[Extraction], judgements: Sequence[Judgement] = ()) -> Sources:
    sources = Sources(judgements)
    for one in of:
        sources.add(one)
    return sources


def verdict_on(pair: Sequence[Extraction]) -> Verdict:
    """What the program says of the first mentions of two documents that are alone in the ledger."""
    sources = found(pair)
    left, right = (sources.of(one.claims[0].id, 0) for one in pair)
    if left == right:
        return "same"
    asked = {(j.left, j.right) for j in sources.proposals() if j.verdict == "undecided"}
    return "undecided" if (min(left, right), max(left, right)) in asked else "different"


def dated(one: Hop, day: date | None, number: int = 0, text: str = "") -> Extraction:
    of = document(f"{one.name} said {number} boats were missing. {text}", name=f"{number}.txt", published=day)
    return extraction(of, claim(of, f"{number} boats were missing", replace(one, mention=find(of.text, one.name))))


@pytest.mark.parametrize(("left", "right", "verdict"), GOLD, ids=lambda value: value.name if isinstance(value, Hop) else value)
def test_gold(left: Hop, right: Hop, verdict: Verdict) -> None:
    pair = dated(left, date(2024, 12, 21), 1), dated(right, date(2024, 12, 23), 2)
    assert verdict_on(pair) == verdict
    assert verdict_on(pair[::-1]) == verdict
    sources = [identify([one])[0] for one in pair]
    alone = judge(*sources)
    assert judge(*sources[::-1]) == alone
    assert alone.left <= alone.right
    assert alone.reasons
    assert alone.score is not None
    assert 0 <= alone.score <= 1
    if "president" not in left.name and "spokesman" not in left.name:
        # A source has no date, so that an office and its holder cannot be judged by themselves.
        assert (alone.verdict == "same") == (verdict == "same")


def test_the_gold_is_large_and_has_all_three() -> None:
    assert len(GOLD) >= 40
    assert {verdict for _, _, verdict in GOLD} == {"same", "different", "undecided"}


# --- what needs more than two documents


def test_an_acronym_of_the_list_needs_its_country_in_the_document() -> None:
    said = dated(service("NIS"), None, 1, "It is in South Korea.")
    other = dated(service("NIS"), None, 2, "It is in Kenya.")
    neither = dated(service("NIS"), None, 3)
    both = dated(service("NIS"), None, 4, "Kenya and South Korea agreed.")
    counted = {s.country: len(s.mentions) for s in identify([said, other, neither, both])}
    assert counted == {"KE": 1, "KR": 1, None: 2}


def test_an_acronym_of_what_many_states_have_is_not_one_body() -> None:
    made = [dated(government(name), None, k) for k, name in enumerate(("the Foreign Ministry (MFA)", "the MFA", "the MFA"))]
    assert len(identify(made)) == 3


def test_a_description_is_the_only_agency_the_ledger_names() -> None:
    told = service("Ruritania's spy agency", "by role", country="Ruritania")
    first = service("Strelsau Intelligence Bureau", country="Ruritania")
    second = service("Zenda Intelligence Office", country="Ruritania")
    assert len(identify(reports(told, first))) == 1
    assert len(identify(reports(told, first, second))) == 3
    proposed = found(reports(told, first, second)).proposals()
    assert [(j.verdict, j.score) for j in proposed] == [("undecided", 0.5)] * 2


def test_an_office_that_two_are_named_for_is_nobodys() -> None:
    office = dated(person("the Greek president", "by role"), date(2024, 12, 23), 1)
    one = dated(person("Greek President Rudolf Flavia"), date(2024, 12, 20), 2)
    two = dated(person("Greek President Black Michael"), date(2024, 12, 28), 3)
    assert len(identify([office, one])) == 2 - 1
    sources = found([office, one, two])
    assert len(sources.sources()) == 3
    assert [j.verdict for j in sources.proposals()] == ["undecided"] * 2
    spelt = dated(person("Greek President Rudolf Flavja"), date(2024, 12, 20), 4)
    assert len(identify([office, one, spelt])) == 1


@pytest.mark.parametrize(("day", "sources"), [(date(2024, 12, 30), 1), (date(2025, 6, 1), 2), (None, 2)])
def test_the_holder_is_who_is_named_about_that_date(day: date | None, sources: int) -> None:
    office = dated(person("the Greek president", "by role"), day, 1)
    assert len(identify([office, dated(person("Greek President Rudolf Flavia"), date(2024, 12, 20), 2)])) == sources


def test_in_its_own_document_an_office_is_who_it_names() -> None:
    of = document("Greek President Rudolf Flavia spoke. The Greek president left.", published=None)
    here = extraction(
        of,
        claim(of, "spoke", person("Greek President Rudolf Flavia")),
        claim(of, "left", person("The Greek president", "by role")),
    )
    (source,) = identify([here])
    assert (source.name, source.country, source.named) == ("Rudolf Flavia", "GR", "named")


def test_a_surname_that_two_bear_stands_for_neither_nor_for_itself() -> None:
    people = [person(name) for name in ("Rudolf Rassendyll", "Robert Rassendyll", "Rassendyll", "Mr. Rassendyll")]
    sources = found(reports(*people))
    assert [len(source.mentions) for source in sources.sources()] == [1] * 4
    assert {j.verdict for j in sources.proposals()} == {"undecided"}
    assert len(identify(reports(*people[1:]))) == 1


def test_the_nurse_of_four_articles_is_proposed_not_joined() -> None:
    heard = []
    for k, words in enumerate(["A nurse", "the nurse", "A nurse near Moscow", "A nurse in a hospital"]):
        of = document(f"{words} spoke of {k} men in a call published by the SBU in Ukraine.", published=date(2024, 12, 18 + k))
        chain = hop(words, of.text, type="person", named="anonymous"), service("the SBU", relation="published")
        heard.append(extraction(of, claim(of, f"{k} men", *chain)))
    sources = found(heard)
    assert [len(s.mentions) for s in sources.sources() if s.named == "anonymous"] == [1] * 4
    proposed = [j for j in sources.proposals() if j.verdict == "undecided"]
    assert len(proposed) == 3
    assert all("passed on by" in " ".join(j.reasons) for j in proposed)
    agreed = [decided(j.left, j.right, "same", k + 1) for k, j in enumerate(proposed)]
    (nurse,) = (s for s in found(heard, agreed).sources() if s.named == "anonymous")
    assert len(nurse.mentions) == 4
    assert len(nurse.absorbed) == 3


# --- persons' judgements


def decided(left: str, right: str, verdict: Verdict, number: int) -> Judgement:
    low, high = sorted((left, right))
    return Judgement(left=low, right=high, verdict=verdict, score=None, reasons=("they know",), by="reader", decision=number)


def key_id(*key: str) -> str:
    return make_id("source", *key)


FLAVIA, FLAVJA, LONE = (key_id("person", "", words) for words in ("oleksandr flavia", "aleksandr flavia", "flavia"))


def test_a_person_splits_what_the_program_joined() -> None:
    made = reports(*(person(name) for name in ("Oleksandr Flavia", "Aleksandr Flavia", "President Flavia")))
    (one,) = identify(made)
    assert {one.id, *one.absorbed} == {FLAVIA, FLAVJA, LONE}
    split = identify(made, [decided(FLAVIA, FLAVJA, "different", 1)])
    # The surname alone could now be either, so it is neither.
    assert sorted(source.id for source in split) == sorted([FLAVIA, FLAVJA, LONE])
    lone = identify(made, [decided(FLAVIA, LONE, "different", 1)])
    assert sorted(sorted([s.id, *s.absorbed]) for s in lone) == sorted([sorted([FLAVIA, FLAVJA]), [LONE]])


def test_a_person_joins_what_the_program_would_not_and_takes_it_back() -> None:
    made = reports(person("Rudolf Rassendyll"), ngo("Zenda Watch"), person("a guard", "anonymous"))
    apart = identify(made)
    ids = [source.id for source in apart]
    joined = identify(made, [decided(ids[0], ids[1], "same", 1), decided(ids[1], ids[2], "same", 2)])
    assert len(joined) == 1
    assert {joined[0].id, *joined[0].absorbed} == set(ids)
    assert identify(made) == apart


def test_a_third_does_not_join_two_that_a_person_held_apart() -> None:
    made = reports(ngo("Redwater Watch"), ngo("Bluewater Watch"), ngo("Greenwater Watch"))
    a, b, c = (source.id for source in identify(made))
    held = [decided(a, b, "different", 9)]
    assert len(identify(made, [*held, decided(a, c, "same", 1), decided(b, c, "same", 2)])) == 2
    through = identify(made, [*held, decided(a, c, "same", 1), decided(b, c, "same", 2)])
    assert {b, c} in [{s.id, *s.absorbed} for s in through]


@pytest.mark.parametrize(("same", "different", "count"), [(1, 2, 2), (2, 1, 1)])
def test_the_latest_decision_wins(same: int, different: int, count: int) -> None:
    made = reports(ngo("Redwater Watch"), ngo("Bluewater Watch"))
    a, b = (source.id for source in identify(made))
    judgements = [decided(a, b, "same", same), decided(a, b, "different", different)]
    assert len(identify(made, judgements)) == count
    assert len(identify(made, judgements[::-1])) == count


def test_a_judgement_holds_when_more_is_known() -> None:
    two = reports("ZHA", person("Rudolf Rassendyll"))
    ids = sorted(source.id for source in identify(two))
    judgements = [decided(ids[0], ids[1], "same", 1)]
    more = reports("Zenda Harbour Authority (ZHA)", "Zenda Health Agency (ZHA)", person("R. Rassendyll"), "the ZHA")
    for k in range(len(more) + 1):
        joined = [s for s in identify([*two, *more[:k]], judgements) if {s.id, *s.absorbed} >= set(ids)]
        assert len(joined) == 1, k


def test_a_judgement_on_what_one_document_calls_by_an_ambiguous_name() -> None:
    made = reports("Zenda Harbour Authority (ZHA)", "Zenda Health Agency (ZHA)", "ZHA", "the ZHA")
    sources = found(made)
    piece, harbour_id = sources.of(made[2].claims[0].id, 0), sources.of(made[0].claims[0].id, 0)
    assert piece != sources.of(made[3].claims[0].id, 0)
    judged = found(made, [decided(piece, harbour_id, "same", 1)])
    assert judged.of(made[2].claims[0].id, 0) == judged.of(made[0].claims[0].id, 0)
    assert judged.of(made[3].claims[0].id, 0) == sources.of(made[3].claims[0].id, 0)


def test_only_persons_judgements_count() -> None:
    made = reports(ngo("Redwater Watch"), ngo("Bluewater Watch"))
    a, b = (source.id for source in identify(made))
    program = Judgement(left=min(a, b), right=max(a, b), verdict="same", score=1.0, reasons=(), by="reportedly")
    assert len(identify(made, [program])) == 2


def test_what_is_not_there_raises() -> None:
    sources = found(reports("Redwater Watch"))
    with pytest.raises(KeyError):
        sources.of("no such claim", 0)
    with pytest.raises(KeyError):
        sources.remove("no such document")


NAMES = [
    "Kyiv",
    "Ukraine",
    "the SSS",
    "Strelsau Security Service (SSS)",
    "Strelsau Sailing School (SSS)",
    "Russian Army",
    "Army",
    "Rudolf Rassendyll",
    "Robert Rassendyll",
    "R. Rassendyll",
    "Rassendyll",
    "Rudolf Rassendill",
    "Greek President Rudolf Rassendyll",
    "the Greek president",
    "Greece's spy agency",
    "Ruritania's spy agency",
    "Zenda Intelligence Office",
    "a nurse",
    "NIS",
    "South Korea's National Intelligence Service",
    "National Intelligence Service",
    "county police",
    "the police",
    "national police",
    "the company",
    "Altmine, the company",
    "Zora Kell, a police spokeswoman",
    "a spokesman for Altmine",
    "the Interior Ministry",
    "Romania's Interior Ministry",
    "the mayor of Zenda",
    "Zenda's mayor, Rudolf Rassendyll",
]
TYPES: list[SourceType] = ["person", "government", "intelligence agency", "group", "outlet", "unspecified"]
HOPS = st.builds(
    hop,
    st.sampled_from(NAMES) | st.text(min_size=1, max_size=12),
    type=st.sampled_from(TYPES),
    country=st.sampled_from([None, None, "RU", "Ukraine", "Ruritania"]),
    named=st.sampled_from(["named", "by role", "anonymous"]),
)
DAYS = st.sampled_from([None, date(2024, 1, 1), date(2024, 1, 20), date(2024, 6, 1)])
ZENDA = PlaceMention(id="1", span=Span(0, 1, "0"), name="Zenda", gazetteer_id="1", country="RO", region="Zenda County")
SQUARE = PlaceMention(id="2", span=Span(0, 1, "0"), name="Flavia Square")
PLACES = st.lists(st.sampled_from([ZENDA, SQUARE]), max_size=2, unique=True)


def read(
    hops: Sequence[Sequence[Hop]], days: Sequence[date | None], places: Sequence[Sequence[PlaceMention]] = ()
) -> list[Extraction]:
    """One document a chain, in which the chain makes one claim and its first hop another."""
    made = []
    for k, (chain, day) in enumerate(zip(hops, days, strict=True)):
        of = document(f"{k} boats were missing; {k} nets were too.", name=f"{k}.txt", published=day)
        own = tuple(places[k]) if places else ()
        made.append(extraction(of, claim(of, f"{k} boats", *chain), claim(of, f"{k} nets", *chain[:1]), places=own))
    return made


@st.composite
def ledgers(draw: st.DrawFn, most: int = 6) -> list[Extraction]:
    days = draw(st.lists(DAYS, max_size=most))
    return read([draw(st.lists(HOPS, min_size=1, max_size=2)) for _ in days], days, [draw(PLACES) for _ in days])


def judgements_on(data: st.DataObject, sources: tuple[Source, ...]) -> list[Judgement]:
    ids = sorted({one for source in sources for one in (source.id, *source.absorbed)})
    if len(ids) < 2:
        return []
    pairs = data.draw(st.lists(st.tuples(st.sampled_from(ids), st.sampled_from(ids)).filter(lambda p: p[0] != p[1]), max_size=5))
    verdicts: list[Verdict] = [data.draw(st.sampled_from(["same", "different"])) for _ in pairs]
    return [decided(*pair, verdict, k + 1) for k, (pair, verdict) in enumerate(zip(pairs, verdicts, strict=True))]


@given(st.data())
def test_arrival_and_reading_again_do_not_matter(data: st.DataObject) -> None:
    made = data.draw(ledgers())
    judgements = judgements_on(data, identify(made))
    first = found(made, judgements)
    for order in itertools.islice(itertools.permutations(made), 4):
        again = found([*order, *order[:2]], judgements)
        assert again.sources() == first.sources()
        assert again.proposals() == first.proposals()
    everywhere = sorted((c.id, i) for e in made for c in e.claims for i in range(len(c.chain)))
    assert sorted(m for source in first.sources() for m in source.mentions) == everywhere
    assert len({source.id for source in first.sources()}) == len(first.sources())
    assert all(first.of(*m) == source.id for source in first.sources() for m in source.mentions)


@given(st.data())
def test_coming_and_going_leaves_what_all_at_once_would_give(data: st.DataObject) -> None:
    made = data.draw(ledgers())
    judgements = judgements_on(data, identify(made))
    sources = Sources(judgements)
    there: list[Extraction] = []
    for one in data.draw(st.lists(st.sampled_from(made), max_size=12)) if made else ():
        if one in there:
            sources.remove(one.document.id)
            there.remove(one)
        else:
            sources.add(one)
            there.append(one)
        if data.draw(st.booleans()):
            assert sources.sources() == identify(there, judgements)
    assert sources.sources() == identify(there, judgements)
    assert sources.proposals() == found(there, judgements).proposals()


@given(st.data())
def test_persons_verdicts_hold_and_can_be_undone(data: st.DataObject) -> None:
    made = data.draw(ledgers())
    before = identify(made)
    judgements = judgements_on(data, before)
    after = identify(made, judgements)
    holds = {one: source.id for source in after for one in (source.id, *source.absorbed)}
    if judgements:
        latest = judgements[-1]
        assert (holds[latest.left] == holds[latest.right]) == (latest.verdict == "same")
        assert identify(made, judgements[:-1]) == identify(made, [j for j in judgements if j != latest])
    assert identify(made) == before


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
