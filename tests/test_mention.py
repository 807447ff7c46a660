"""Who a source mention speaks of."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reportedly.attribution import attributions
from reportedly.mention import Mentions, country_of
from reportedly.model import Parse, SourceMention, Span


def mention(parse: Parse, words: str, nth: int = 0) -> SourceMention:
    at = -1
    for _ in range(nth + 1):
        at = parse.text.index(words, at + 1)
    return Mentions(parse, attributions(parse)).resolve(Span.cut(parse.text, at, at + len(words)))


@pytest.mark.parametrize(
    ("text", "words", "kind", "named"),
    [
        ("The Ministry of Health said it had no figures.", "The Ministry of Health", "government", "named"),
        ("Norvania's spy agency said so.", "Norvania's spy agency", "intelligence agency", "by role"),
        ("The general staff said so.", "The general staff", "armed force", "by role"),
        ("A nurse in the ward said so.", "A nurse in the ward", "person", "anonymous"),
        ("Several residents said so.", "Several residents", "group", "anonymous"),
        ("The rights group Open Cells said so.", "The rights group Open Cells", "ngo", "named"),
        ("The newspaper Polis said so.", "The newspaper Polis", "outlet", "named"),
        ("A leaked report said so.", "A leaked report", "document", "by role"),
        ("Satellite images show it.", "Satellite images", "unspecified", "anonymous"),
        ("An unnamed official said so.", "An unnamed official", "person", "anonymous"),
        ("Seoul said so.", "Seoul", "government", "named"),
        ("Anna Orlova said so.", "Anna Orlova", "person", "named"),
        ("A mechanic at the airstrip said so.", "A mechanic at the airstrip", "person", "anonymous"),
        ("The mayor said so.", "The mayor", "person", "by role"),
        ("A ministry spokeswoman said so.", "A ministry spokeswoman", "person", "by role"),
        ("The captain's daughter said so.", "The captain's daughter", "person", "anonymous"),
        ("His neighbour said so.", "His neighbour", "person", "anonymous"),
        ("Former officers said so.", "Former officers", "government", "anonymous"),
        ("One of the nurses said so.", "One of the nurses", "person", "anonymous"),
        ("A telegram from the consulate said so.", "A telegram from the consulate", "document", "by role"),
        ("Tarvish's army had left. Tarvish said so.", "Tarvish", "government", "named"),
        ("The state committee said so.", "The state committee", "government", "by role"),
        ("They told the Harbour Wire so.", "the Harbour Wire", "outlet", "named"),
        ("The coast guard said so.", "The coast guard", "armed force", "by role"),
        ("A coast guard spokesman said so.", "A coast guard spokesman", "person", "by role"),
        ("The rights group Voces Altas said so.", "The rights group Voces Altas", "ngo", "named"),
        ("Anna Orlova spoke. Orlova's deputy said so.", "Orlova's deputy", "person", "by role"),
        ("Vossen, who leads the team, said so.", "Vossen, who leads the team", "person", "named"),
        ("The White Sea Dispatch said so.", "The White Sea Dispatch", "outlet", "named"),
        ("The state civil protection said so.", "The state civil protection", "government", "by role"),
        ("The border guard said so.", "The border guard", "armed force", "by role"),
        ("A border guard said so.", "A border guard", "person", "anonymous"),
        ("The grid operator said so.", "The grid operator", "group", "by role"),
        ("The operator of the tunnel said so.", "The operator of the tunnel", "group", "by role"),
        ("The quarry's owner said so.", "The quarry's owner", "group", "by role"),
        ("The crane operator said so.", "The crane operator", "person", "anonymous"),
        ("The farmers' cooperative said so.", "The farmers' cooperative", "group", "by role"),
        ("The garrison said so.", "The garrison", "armed force", "by role"),
        ("The shipbuilder said so.", "The shipbuilder", "group", "by role"),
        ("The imaging firm, Lorn Terrain, said so.", "The imaging firm, Lorn Terrain", "group", "named"),
        ("The bricklayer said so.", "The bricklayer", "person", "anonymous"),
        ("On the ship, Sarn Bellows-Ott told reporters. “No,” the deckhand said.", "the deckhand", "person", "anonymous"),
        ("We asked the aid group Lamps at Night, which keeps a list.", "the aid group Lamps at Night", "ngo", "named"),
        ("Forty had died and the mayor, but a dock official spoke of fifty.", "but a dock official", "person", "anonymous"),
    ],
)
def test_kinds(parse: Callable[[str], Parse], text: str, words: str, kind: str, named: str) -> None:
    found = mention(parse(text), words)
    assert (found.type, found.named) == (kind, named)


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        ("Anna Orlova, a surgeon, said the ward was full. She said beds were short.", "She", "Anna Orlova"),
        ("A nurse at the camp described the night. “They came at two,” the nurse said.", "the nurse", "A nurse at the camp"),
        (
            "A union said so. Orsk Watch (OWA), which had six observers there, wrote it down. The observers said that it rained.",
            "The observers",
            "Orsk Watch",
        ),
        (
            "Quay Metrics, a firm in Orsk, said a wall had failed. Six men died, the miner said.",
            "the miner",
            "Quay Metrics, a firm in Orsk",
        ),
        (
            "The OWA said that nine died. The owner of the mine said that five did. The company denied it.",
            "The company",
            "The owner of the mine",
        ),
        ("The minister, Anna Orlova, visited the ward. She said that 29 lay there.", "She", "Anna Orlova"),
        (
            "Zora Kell said that it rained. The minister, Anna Orlova, visited the ward. She said that 29 lay there.",
            "She",
            "Anna Orlova",
        ),
        (
            "The OWA said so. The harbour clinic has taken in 40. Its director said so.",
            "Its director",
            "The harbour clinic’s director",
        ),
        ("Ines Kell, a mathematician at the college, said so. The mathematician said no more.", "The mathematician", "Ines Kell"),
        (
            "Altmine says it rained. Altmine Carbon, a firm in Orsk, said a wall had failed. Six men died, the miner said.",
            "the miner",
            "Altmine Carbon",
        ),
        ("The question was one for the defence ministry. The ministry did not answer.", "The ministry", "the defence ministry"),
        (
            "The exiled government said so. Norvania's old government said so. The exiled government left.",
            "The exiled government",
            "exiled",
        ),
        ("Norvania denied it. The embassy did not answer.", "The embassy", "The embassy"),
        ("Norvania's civil protection said so. The ministry did not answer.", "The ministry", "The ministry"),
        ("The ship's radio operator said it sank. The shipowner said it had not.", "The shipowner", "The shipowner"),
        (
            "A clerk of the port of Orsk spoke of nine dead. The clerk, who was there, said it was late. He said no more.",
            "He",
            "A clerk of the port of Orsk",
        ),
        ("A miner was found. Quay Metrics, a firm in Orsk, said so. The miner said that he was well.", "The miner", "A miner"),
        ("A nurse in Orsk spoke first. The nurse spoke again. The woman said that it rained.", "The woman", "A nurse in Orsk"),
        ("Captain Ivo Marek spoke first. Marek said the road was mined.", "Marek", "Ivo Marek"),
        ("The State Defence Office (SDO) published a list. SDO said it was complete.", "SDO", "State Defence Office"),
        ("The union said forty men were missing. It said the list was wrong.", "It", "The union"),
        ("A nurse said the ward was full. Another said the corridor was too.", "Another", "Another nurse"),
        ("Norvania's spy agency said the bridge had moved. The agency said no more.", "The agency", "Norvania's spy agency"),
        ("Norvania shut its border. Its delegate in Orlec said the road was mined.", "Its delegate in Orlec", "Norvania"),
        ("Kenya's answer is old. In May its delegate denied it. Its ministry said no more.", "Its ministry", "Kenya"),
        ("On the same Monday the port's mayor said the quay was shut.", "the same Monday the port's mayor", "the port's mayor"),
    ],
)
def test_antecedents(parse: Callable[[str], Parse], text: str, words: str, name: str) -> None:
    nth = text.count(words) - 1
    assert name in mention(parse(text), words, nth).name


def test_she_is_not_he_afterwards(parse: Callable[[str], Parse]) -> None:
    text = "A clerk said nobody had died. Zora Kell, a baker, said nine had died. She said it was late. He said it was not."
    read = parse(text)
    found = Mentions(read, attributions(read))
    she, he = (found.resolve(Span.cut(text, at, at + len(w))) for w in ("She", "He") if (at := text.index(f"{w} said")) >= 0)
    assert "Zora Kell" in she.name
    assert he.name == "A clerk"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (
            "Six were hurt, according to the baker. A miner on her street gave a lower number. Two fell, he said.",
            "A miner on her street",
        ),
        ("Six fell, the baker said. Another miner put it higher. At least ten lay there, he said.", "Another miner"),
        ("Six fell, the baker said. The number rose later. At least ten lay there, he said.", "the baker"),
    ],
)
def test_he_is_whom_the_sentence_before_brings_in(parse: Callable[[str], Parse], text: str, name: str) -> None:
    assert mention(parse(text), "he", text.count("he", 0, text.rindex("he said"))).name == name


def test_the_police_are_not_the_body_that_spoke_before(parse: Callable[[str], Parse]) -> None:
    text = "Norvania's Rescue Directorate said forty were missing. The police did not reply."
    assert mention(parse(text), "The police").name == "The police"


def test_the_ministry_is_not_its_spokesman(parse: Callable[[str], Parse]) -> None:
    text = "The Ministry of Mines said ten died. Its spokesman, Ivo Marek, said it was late. The ministry gave no names."
    assert mention(parse(text), "The ministry").name == "The Ministry of Mines"


def test_its_is_no_group_of_people(parse: Callable[[str], Parse]) -> None:
    text = "The Mining Authority said ten died. Several doctors said nine died. Its director, Ivo Marek, said it was late."
    assert mention(parse(text), "Its director, Ivo Marek").name.startswith("The Mining Authority")


def test_who_spoke_before_is_known_whenever_it_is_asked(parse: Callable[[str], Parse]) -> None:
    read = parse("Orsk Carbon said ten died. Its director was late. The Rescue Directorate said nine died.")
    mentions = Mentions(read, attributions(read))
    at = read.text.index("Its director")
    assert mentions.resolve(Span.cut(read.text, at, at + len("Its director"))).name.startswith("Orsk Carbon")


@pytest.mark.parametrize("words", ["Nobody but the ministry", "Even the ministry", "45 and the ministry"])
def test_words_before_a_source_are_not_part_of_it(parse: Callable[[str], Parse], words: str) -> None:
    assert mention(parse(f"{words} said so."), words).name == "the ministry"


def test_she_is_whom_the_sentence_is_about(parse: Callable[[str], Parse]) -> None:
    text = "Governor Ivo Marek said ten died. The union's leader, Zora Kell, is in hiding; she said nine died."
    assert "Zora Kell" in mention(parse(text), "she").name


def test_a_dateline_owns_nobody(parse: Callable[[str], Parse]) -> None:
    text = "ORSK, Norvania (Zenit) - Ten people died, its director said."
    assert "ORSK" not in mention(parse(text), "its director").name


def test_the_army_is_no_other_armed_body(parse: Callable[[str], Parse]) -> None:
    text = "The Northern Militia said ten died. The army said nine died."
    assert mention(parse(text), "The army").name == "The army"


def test_a_company_with_a_name_is_it(parse: Callable[[str], Parse]) -> None:
    text = (
        "The Rescue Directorate said ten died. Orsk Carbon, the company that runs the pit, denied a leak. It said all was well."
    )
    assert mention(parse(text), "It").name == "Orsk Carbon, the company that runs the pit"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The army had no plan, according to the parish council. It said the road was mined.", "the parish council"),
        ("The council asked for tents. A nurse said that they were short of bread. It said forty were missing.", "The council"),
        ("The mill said that the union had been told. It said the list was wrong.", "The mill"),
        ("A spokesman for the harbour board was not there. It said forty were missing.", "the harbour board"),
        ("We asked the harbour board on Monday how many there were. It said it had no list.", "the harbour board"),
        ("A harbour board spokeswoman was not there. It said forty were missing.", "harbour board"),
    ],
)
def test_it_is_what_the_sentence_before_is_about(parse: Callable[[str], Parse], text: str, name: str) -> None:
    assert mention(parse(text), "It").name.removeprefix("A ") == name


def test_she_is_whom_the_sentence_before_is_about(parse: Callable[[str], Parse]) -> None:
    text = (
        "The clerk said that nine had drowned. Zora Kell, the baker, is one of the nine who swam. She told me that it was late."
    )
    assert "Zora Kell" in mention(parse(text), "She").name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Orsk Carbon said there was no leak. The group said so, for it had counted.", "The group"),
        (
            "Reeds at Noon, an aid group, has a list, and Reeds at Noon said nine were missing. "
            "Orsk Carbon said so too. The group said so.",
            "Reeds",
        ),
        ("Orsk Carbon said there was no leak. The hospital said there was one. The company said so.", "Orsk Carbon"),
    ],
)
def test_a_company_is_no_group_and_no_hospital(parse: Callable[[str], Parse], text: str, name: str) -> None:
    words = "The company" if "company" in text else "The group"
    assert mention(parse(text), words).name.startswith(name)


def test_the_name_beside_a_description_is_read_with_it(parse: Callable[[str], Parse]) -> None:
    found = mention(parse("The head surgeon, Anna Orlova, said the ward was full."), "The head surgeon")
    assert (found.name, found.named) == ("The head surgeon, Anna Orlova", "named")


def test_a_description_with_words_of_its_own_is_nobody_before(parse: Callable[[str], Parse]) -> None:
    text = "The Norda news agency said the dam had cracked. The spy agency said it had not."
    assert mention(parse(text), "The spy agency").name == "The spy agency"


def test_many_are_not_the_one_before(parse: Callable[[str], Parse]) -> None:
    text = "A soldier from the coast said the road was mined. The soldiers said they were hungry."
    assert mention(parse(text), "The soldiers").name == "The soldiers"


def test_who_is_the_person_before_the_place(parse: Callable[[str], Parse]) -> None:
    text = "The call is of a nurse in a field hospital, who says that the road was mined."
    assert mention(parse(text), "who").name == "a nurse in a field hospital"


def test_the_group_is_the_one_whom_the_last_speaker_leads(parse: Callable[[str], Parse]) -> None:
    text = (
        "The rebels spoke of 25 dead. Zora Kell, who coordinates the Orsk Civil Defence Volunteers, said eight were missing. "
        "On Thursday the group had spoken of 30."
    )
    assert mention(parse(text), "the group").name == "the Orsk Civil Defence Volunteers"


def test_the_country_of_what_its_refers_to(parse: Callable[[str], Parse]) -> None:
    text = "Kenya has closed its border. Its delegate at the United Nations said the road was mined."
    assert mention(parse(text), "Its delegate at the United Nations").country == "KE"


def test_us_is_a_country_before_it_is_a_pronoun(parse: Callable[[str], Parse]) -> None:
    assert (
        mention(parse("Both doctors were tired. According to US authorities, the ward was full."), "US authorities").country
        == "US"
    )


def test_the_reason_for_anonymity_is_kept(parse: Callable[[str], Parse]) -> None:
    found = mention(parse("An official, speaking on condition of anonymity, said the list was false."), "An official")
    assert found.anonymity_reason is not None
    assert "anonymity" in found.anonymity_reason.text


@pytest.mark.parametrize(
    ("text", "code"), [("South Korean officials", "KR"), ("the Kenyan army", "KE"), ("Kyiv", "UA"), ("the mayor", None)]
)
def test_countries(text: str, code: str | None) -> None:
    assert country_of(text) == code
