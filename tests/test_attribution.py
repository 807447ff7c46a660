"""The rules: one construction a case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from reportedly.attribution import Rules, attributions, quotations
from reportedly.model import Attribution, Parse, Span, make_id

CASES = [
    ("that", "The governor said that the dam had held.", "The governor", "said", ["that the dam had held"]),
    ("no that", "Witnesses say the convoy turned back.", "Witnesses", "say", ["the convoy turned back"]),
    ("last", "The convoy turned back, witnesses said.", "witnesses", "said", ["The convoy turned back"]),
    ("inverted", "“It is over,” said the captain.", "the captain", "said", ["“It is over,”"]),
    ("mixed", "The nurse called the ward “a cellar with beds”.", "The nurse", "called", ["the ward “a cellar with beds”"]),
    ("according to", "According to the union, forty men are missing.", "the union", "According to", ["forty men are missing"]),
    ("passive", "The pilot is believed to have fled abroad.", None, "is believed", ["The pilot", "to have fled abroad"]),
    (
        "accused",
        "The council accused the army of looting the depot.",
        "The council",
        "accused",
        ["the army of looting the depot"],
    ),
    (
        "denied that",
        "The ministry denied that any shell had been fired.",
        "The ministry",
        "denied",
        ["that any shell had been fired"],
    ),
    ("wants", "The mediator wants to reopen the crossing.", "The mediator", "wants", ["to reopen the crossing"]),
    ("participle", "He left early, saying the road was mined.", "He", "saying", ["the road was mined"]),
    ("inverted object", "“It is over,” asked the minister in a video.", "the minister", "asked", ["“It is over,”"]),
    ("it", "It said that the lists were wrong.", "It", "said", ["that the lists were wrong"]),
    ("quoted as", "The agency quoted a guard as saying that the gate was open.", "a guard", "saying", ["that the gate was open"]),
    ("semicolon", "The mill burned; the road was mined, officials said.", "officials", "said", ["the road was mined"]),
    ("time of day", "14.20 The ferry has sunk, the coastguard said.", "the coastguard", "said", ["The ferry has sunk"]),
    ("it emerged", "It emerged that the pilot had left.", None, "emerged", ["that the pilot had left"]),
    (
        "listener",
        "The officer told our reporter at the quay that the ferry had sunk.",
        "The officer",
        "told",
        ["that the ferry had sunk"],
    ),
    ("seen in", "In the footage, two boats can be seen burning.", "the footage", "In", ["two boats can be seen burning"]),
    ("request", "The bishop implored the guards to let him go.", "The bishop", "implored", ["the guards to let him go"]),
    ("call on", "The bishop called on the guards to let him go.", "The bishop", "called", ["the guards to let him go"]),
    (
        "call afterwards",
        "“Thirty fell in the yard,” a man says in a call that the bureau said it had heard.",
        "a man",
        "says",
        ["“Thirty fell in the yard,”"],
    ),
    (
        "put down to",
        "The inspector put the fire down to a loose cable that nobody had seen.",
        "The inspector",
        "put",
        ["the fire down to a loose cable that nobody had seen"],
    ),
    ("straight marks", 'The clerk said: "We were told to wait."', "The clerk", "said", ['"We were told to wait."']),
]


def words(a: Attribution) -> tuple[str | None, str, list[str]]:
    return (a.source[0].text if a.source else None, a.cue[0].text, [s.text for s in a.content])


@pytest.mark.parametrize(("text", "source", "cue", "content"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_constructions(parse: Callable[[str], Parse], text: str, source: str | None, cue: str, content: list[str]) -> None:
    assert (source, cue, content) in [words(a) for a in attributions(parse(text))]


def test_a_quotation_goes_on_after_its_cue(parse: Callable[[str], Parse]) -> None:
    found = attributions(parse("“We waited,” the driver said. “Nobody came for us.”"))
    assert [s.text for s in found[0].content] == ["“We waited,”", "“Nobody came for us.”"]
    assert found[0].kind == "direct"


def test_a_quotation_goes_on_after_the_rest_of_its_sentence(parse: Callable[[str], Parse]) -> None:
    found = attributions(parse("“We waited,” the driver said in the recording. “Nobody came for us.”"))
    assert [s.text for s in found[0].content] == ["“We waited,”", "“Nobody came for us.”"]


def test_a_quotation_that_goes_on_into_a_cue_is_anothers(parse: Callable[[str], Parse]) -> None:
    found = attributions(parse("“We waited,” the driver is heard saying. “For the ‘guests,’” his wife says."))
    assert ("the driver", ["“We waited,”"]) in [(words(a)[0], words(a)[2]) for a in found]


def test_a_part_of_what_was_said_is_nobody_who_says_it(parse: Callable[[str], Parse]) -> None:
    of_it = "some of them badly"
    read = parse(f"Dozens were hurt, {of_it}, says Orsk Watch, whose observers in yellow vests were in the crowd.")
    found = attributions(read)
    assert [words(a)[0] for a in found] == ["Orsk Watch"]
    at = read.text.index(of_it)
    taken = replace(found[0], source=(Span.cut(read.text, at, at + len(of_it)),), content=found[0].content[:1])
    (mended,) = Rules(read).completed((taken,))
    assert words(mended)[0] == "Orsk Watch"
    assert mended.content[-1].text == of_it


@pytest.mark.parametrize(
    "text",
    [
        "The people suspected of the theft left the town.",
        "The ruling party met on Sunday.",
        "Asked about the gate, he left.",
    ],
)
def test_a_participle_that_only_describes_is_no_cue(parse: Callable[[str], Parse], text: str) -> None:
    assert attributions(parse(text)) == ()


def test_a_quotation_belongs_to_its_own_sentence(parse: Callable[[str], Parse]) -> None:
    found = attributions(parse("He called the ward “a cellar with beds”. The union reported two deaths."))
    assert [a.content[0].text for a in found if a.cue[0].text == "reported"] == ["two deaths"]


def test_what_a_speaker_says_of_himself_is_one_statement(parse: Callable[[str], Parse]) -> None:
    found = attributions(parse("A customer said she heard “no whistle, only the bang”."))
    assert [a.source[0].text for a in found] == ["A customer"]


def test_nothing_is_attributed_where_nobody_speaks(parse: Callable[[str], Parse]) -> None:
    assert attributions(parse("Rain fell on the town for three days. The river rose by a metre.")) == ()


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("He said “yes” and “no”.", ["“yes”", "“no”"]),
        ('He said "yes" and "no".', ['"yes"', '"no"']),
        ("He said “yes and left.\n\nShe stayed.", ["“yes and left."]),
        ("``Yes,'' he said.", ["``Yes,''"]),
        ("A stray ” here.", []),
        ("«Oui», dit-il.", ["«Oui»"]),
    ],
)
def test_quotations(parse: Callable[[str], Parse], text: str, quoted: list[str]) -> None:
    p = parse(text)
    assert [text[a:b] for a, b in quotations(p)] == quoted


def test_a_content_of_marks_alone_is_none(parse: Callable[[str], Parse]) -> None:
    for text in ("The mayor wants –.", "The mayor denied - .", "He called: —", "Critics want – , but the mayor said ;"):
        assert all(span.text.strip() for a in attributions(parse(text)) for span in a.content)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It is believed that the cold store was sold.", "that the cold store was sold"),
        ("The province gives 2,256.", "2,256"),
        ("The city of Tarn denies it.", "it"),
        ("The mayor says that the gate was open.", None),
        ("The mayor gives lectures.", None),
    ],
)
def test_what_stands_beside_is_read_where_the_grammar_leaves_no_doubt(
    parse: Callable[[str], Parse], text: str, words: str | None
) -> None:
    rules = Rules(parse(text))
    found = rules.beside(())
    assert [a.content[0].text for a in found] == ([words] if words else [])
    assert rules.beside(found) == ()


def attribution(parse: Parse, source: str | None, cue: str, content: str) -> Attribution:
    """What another method might have found; each string is cut from the text where it stands first."""

    def cut(words: str) -> Span:
        start = parse.text.index(words)
        return Span.cut(parse.text, start, start + len(words))

    spans = (cut(content),)
    return Attribution(
        id=make_id(content), kind="indirect", source=(cut(source),) if source else (), cue=(cut(cue),), content=spans
    )


@pytest.mark.parametrize(
    ("text", "known", "source", "content"),
    [
        (
            "Two barges sank, one off Orsk and one off Velmar, the line's owner, Zora Kell, said.",
            (None, "said", "Two barges sank, one off Orsk and one off Velmar, the line's owner, Zora Kell"),
            "the line's owner, Zora Kell",
            "Two barges sank, one off Orsk and one off Velmar",
        ),
        (
            "Upper Zenda Alliance, the group of parents that called the strike, put it at 600.",
            ("the group of parents", "put", "it at 600"),
            "Upper Zenda Alliance, the group of parents",
            "it at 600",
        ),
        (
            "On Monday, the group of parents that called the strike, put it at 600.",
            ("the group of parents", "put", "it at 600"),
            "the group of parents",
            "it at 600",
        ),
        (
            "The dam has failed, a senior engineer has admitted, Norda Wire reported on Monday.",
            ("Norda Wire", "reported", "The dam has failed"),
            "Norda Wire",
            "The dam has failed, a senior engineer has admitted",
        ),
        (
            "The organisers had spoken of 600 and the police of about 80.",
            ("The organisers", "had spoken of", "600 and the police of about 80"),
            "The organisers",
            "600",
        ),
        (
            "According to the group, 88 gulls have died; the port authority has counted 12.",
            ("the group", "According to", "88 gulls have died; the port authority has counted 12"),
            "the group",
            "88 gulls have died",
        ),
        (
            "According to the ministry's own estimate, 600 men came.",
            ("the ministry's own estimate", "According to", "600 men came"),
            "the ministry",
            "600 men came",
        ),
        (
            "The latest police figures put the injured at 40.",
            ("The latest police figures", "put", "the injured at 40"),
            "police",
            "the injured at 40",
        ),
        (
            "According to figures from the ministry, 600 men came.",
            ("figures from the ministry", "According to", "600 men came"),
            "the ministry",
            "600 men came",
        ),
        (
            "The organisers said that 600 came and the police watched.",
            ("The organisers", "said", "that 600 came and the police watched"),
            "The organisers",
            "that 600 came and the police watched",
        ),
    ],
)
def test_what_another_method_left_out_is_completed(
    parse: Callable[[str], Parse], text: str, known: tuple[str | None, str, str], source: str, content: str
) -> None:
    read = parse(text)
    (found,) = Rules(read).completed((attribution(read, *known),))
    assert (found.source[0].text, [s.text for s in found.content]) == (source, [content])


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("The ferry has sunk, as the Norda Post reports.", "the Norda Post"),
        ("The ferry sank as the guards reported for duty.", None),
        ("Three houses were searched twice, once in Orsk and once in Velmar, its head, Zora Kell, said.", "its head, Zora Kell"),
        ("The police count stands at 12,000.", "The police"),
        ("By the union's count, 60 men died.", "the union"),
    ],
)
def test_what_another_method_passes_by_is_read_beside_it(parse: Callable[[str], Parse], text: str, source: str | None) -> None:
    assert [a.source[0].text for a in Rules(parse(text)).beside(())] == ([source] if source else [])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "Forty soldiers were brought in, among them a dozen, The Zenda Post reports, citing a doctor.",
            [("The Zenda Post", "reports")],
        ),
        ("Forty soldiers were brought in, the Zenda Post reported.", [("the Zenda Post", "reported")]),
        ("Forty soldiers were brought in, and the doctor left.", []),
        ("Forty soldiers, the clerks say, were brought in by the Zenda Post.", []),
    ],
)
def test_a_sentence_that_ends_with_who_reports_it(parse: Callable[..., Parse], text: str, found: list[tuple[str, str]]) -> None:
    assert [(a.source[0].text, a.cue[0].text) for a in Rules(parse(text)).credited(())] == found
