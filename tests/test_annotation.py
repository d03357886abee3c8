"""The rules of positions: who does what to whom, and on which theme."""

import pytest
from shipped_rules import annotated, annotator

from archive.annotation import acts, asking
from archive.annotation.lexicon import Lexicons
from archive.annotation.model import Annotation
from archive.annotation.speakers import speaker
from archive.model import PassageKind, Voice


def test_an_author_who_urges_all_states_demands_of_all_states() -> None:
    """The author's own verb gives the act, its object the addressee."""
    found = annotated("FIDH urges all States to cooperate with the Court.")
    assert (found.act, found.addressees) == ("demand", ("all-states",))


def test_a_numbered_call_does_what_its_lead_in_says() -> None:
    """A call inherits act and addressee, and has themes of its own."""
    found = annotated(
        "Ensure reparations for all victims of enforced disappearance.",
        kind=PassageKind.CALL,
        lead_in="The organisations urge all States to:",
    )
    assert (found.act, found.addressees, found.inherited) == ("demand", ("all-states",), True)
    assert {"reparations", "enforced-disappearance"} <= {one.theme_id for one in found.themes}


def test_a_call_behind_words_that_are_no_act_does_what_its_own_words_do() -> None:
    """A resolution's paragraph requests by itself, whatever stands above the first of them."""
    found = annotated(
        "Requests the Secretary-General to report to the Council;",
        kind=PassageKind.CALL,
        lead_in="At its 34th meeting the Council had before it the following text:",
    )
    assert (found.act, found.cue, found.inherited) == ("demand", "Requests", False)


def test_a_cue_ends_with_a_whole_word() -> None:
    """What is shown as the passage's words is never a part of one."""
    text = "To establish plans as a follow-up to what the committees have recommended (Mexico);"
    found = annotated(text)
    assert found.cue
    assert text[text.index(found.cue) + len(found.cue)] == " "


def test_the_words_of_others_are_no_stand_of_the_author() -> None:
    """What is an act in the author's voice is none in a quoted one."""
    text = "We urge all States to cooperate with the Court."
    assert annotated(text).act == "demand"
    assert annotated(text, voice=Voice.QUOTED).act == ""


def test_what_tells_about_the_issuer_is_not_annotated() -> None:
    """Boilerplate has neither theme nor act."""
    text = "FIDH condemns torture and calls on all States to end it."
    assert annotated(text, kind=PassageKind.BOILERPLATE) == Annotation()


@pytest.mark.parametrize(
    ("text", "act", "addressees"),
    [
        ("Invites the Committee to report;", "demand", ("un",)),
        ("Invites the Human Rights Committee to report;", "demand", ("un-mechanisms",)),
        ("We urge the UN fact-finding mission to report.", "demand", ("un-mechanisms",)),
        ("That the Committee be requested to report;", "demand", ("un",)),
        ("Demands that the truce be kept by all parties;", "demand", ("armed-groups",)),
        ("Decides that funds that are required to be frozen may be released;", "", ()),
        ("Recalls that it met in 1950;", "", ()),
        ("Recalls that it must be kept by all;", "recall-law", ()),
        ("Reaffirming the rule, the countries have begun to apply it.", "", ()),
        ("Calls, in this regard, upon all States to act;", "demand", ("all-states",)),
        ("The Council is not deeply concerned.", "", ()),
        ("We are deeply concerned.", "concern", ()),
        ("We tell the Security Council to act.", "demand", ("un",)),
        ("This case highlights that all States must act.", "demand", ("all-states",)),
        ("The Minister highlights that all States must act.", "", ()),
        ("Mali, instead of looking away, must act.", "demand", ("named-state",)),
        ("States, unions, and companies must act.", "demand", ("all-states", "corporations")),
        ("It must be the job of the Registry.", "demand", ("icc",)),
        ("It is important that the rule stands.", "", ()),
        ("States may have to decide.", "", ()),
        ("We met in the Court of Appeals for the District.", "", ()),
        ("Some bodies (including the United Nations Security Council) urge calm.", "", ()),
        ("To discuss the rule, a panel of scholars (Ruiz, of the Institute);", "", ()),
        ("Criminalize torture (Iran (Islamic Republic of));", "demand", ("named-state",)),
        ("Fully implement the treaty (Viet Nam);", "demand", ("named-state",)),
        ("To end the practice of torture in all prisons (Norway);", "demand", ("named-state",)),
        ("It would be useful for Mali to act, as we urged.", "demand", ("named-state",)),
        ("Confirms its agreement to the plan;", "welcome", ()),
        (
            "Calls upon all Governments, and those of the ports bordering Palestine, to act;",
            "demand",
            ("all-states",),
        ),
        ("It is important that States act.", "demand", ("all-states",)),
        ("We argued before the Court that all States must act.", "demand", ("all-states",)),
    ],
)
def test_the_grammar_of_a_clause_says_who_is_asked(
    text: str, act: str, addressees: tuple[str, ...]
) -> None:
    """Agents, relative clauses, acronyms before a name, and bodies of the United Nations' own."""
    found = annotated(text, by="United Nations Security Council")
    assert (found.act, found.addressees) == (act, addressees)


@pytest.mark.parametrize(
    ("text", "act", "addressees"),
    [
        ("Further requests the Secretary-General to report to the Council;", "demand", ("un",)),
        ("Deeply concerned at the attacks on civilians,", "concern", ()),
        ("Recalling its resolution 808 (1993) of 22 February 1993,", "", ()),
        ("Recalling the obligation of all States to prosecute,", "recall-law", ("all-states",)),
        (
            "Strongly condemning the killings, and calls upon France to act;",
            "demand",
            ("named-state",),
        ),
        ("Noting that States should act without delay,", "", ()),
        ("Stressing the urgent need to end the siege,", "demand", ()),
        ("Decides to remain seized of the matter.", "", ()),
    ],
)
def test_the_clauses_of_a_resolution_act_by_their_first_verb(
    text: str, act: str, addressees: tuple[str, ...]
) -> None:
    """A clause whose subject is its author begins with a verb, and goes on with "and"."""
    found = annotated(text)
    assert (found.act, found.addressees) == (act, addressees)


@pytest.mark.parametrize(
    ("language", "text", "act", "addressees"),
    [
        ("en", "It is imperative that the truth be told.", "demand", ()),
        ("en", "Slovenia is encouraged to ratify the treaty.", "demand", ("named-state",)),
        ("en", "Members should oppose obstruction of the Court.", "", ()),
        ("en", "We believe that States must cooperate.", "demand", ("all-states",)),
        ("en", "The panel believes that States must cooperate.", "", ()),
        ("fr", "Il faut juger les responsables.", "demand", ()),
        ("fr", "La FIDH demande au Conseil de sécurité de saisir la Cour.", "demand", ("un",)),
        ("es", "Es imprescindible que se repare a las víctimas.", "demand", ()),
        ("es", "La FIDH pide a los Estados que cooperen.", "demand", ("all-states",)),
        (
            "ar",
            "المنظمات ترفض العقوبات وتدعو الدول الأطراف إلى حماية المحكمة.",
            "demand",
            ("states-parties",),
        ),
    ],
)
def test_who_is_asked_is_told_in_four_languages(
    language: str, text: str, act: str, addressees: tuple[str, ...]
) -> None:
    """Turns without a subject ask too; what others are reported to ask is nobody's act."""
    found = annotated(text, language=language)
    assert (found.act, found.addressees) == (act, addressees)


def test_somebody_who_speaks_for_the_publisher_acts_for_it() -> None:
    """The surname of a spokesperson stands for the publisher in the rest of the passage."""
    text = "FIDH President Alice Mogwe said that it is time. Mogwe urged States to act."
    assert annotated(text).act == "demand"
    other = "The lawyer Alice Mogwe said that it is time. Mogwe urged States to act."
    assert annotated(other).act == ""


@pytest.mark.parametrize(
    ("text", "addressees"),
    [
        ("We urge member States to defend the International Criminal Court.", ("states-parties",)),
        ("We urge member States to stand by the European Union.", ("eu",)),
        ("We urge member States to ratify the treaty.", ("all-states",)),
    ],
)
def test_members_are_those_of_the_body_that_is_named(
    text: str, addressees: tuple[str, ...]
) -> None:
    """Member States are the Court's, the Union's or all, by what the passage speaks of."""
    assert annotated(text).addressees == addressees


@pytest.mark.parametrize(
    ("text", "addressees"),
    [
        ("Urges all parties in Somalia to respect the truce;", ("armed-groups",)),
        ("Urges Somalia to respect the truce;", ("named-state",)),
        (
            "Encourages further efforts by the Secretary-General and the African Union;",
            ("un", "regional"),
        ),
        ("Notes that the parties have met and urges them to go on;", ("armed-groups",)),
        ("Expresses the hope that States will assist the Government of Haiti;", ("all-states",)),
        ("Calls upon UNHCR to help refugees;", ("un",)),
        ("Also urges, as in its last resolution, all States to act;", ("all-states",)),
        ("Demands of the Secretary-General to report;", ("un",)),
        ("Demands that the army of France leave;", ("named-state",)),
        ("Affirms that right, calls on all States to respect it;", ("all-states",)),
    ],
)
def test_a_clause_asks_whom_it_names_not_where_or_about_whom(
    text: str, addressees: tuple[str, ...]
) -> None:
    """A State behind "in" is a place; "by", a pronoun and a second verb lead to who is asked."""
    found = annotated(text)
    assert (found.act, found.addressees) == ("demand", addressees)


@pytest.mark.parametrize(
    ("text", "act", "addressees"),
    [
        (
            "Having met, 9 Decides: (a) To call upon the parties concerned to go on; (b) To renew "
            "the mandate; (c) To request the Secretary-General to report.",
            "demand",
            ("un", "armed-groups"),
        ),
        (
            "103 (1953). Resolution of 3 December 1953 The Security Council Recommends that the "
            "General Assembly determine the conditions.",
            "demand",
            ("un",),
        ),
        (
            "Having examined the request of Tunisia,23 Recommends to the General Assembly that it "
            "be admitted.",
            "demand",
            ("un",),
        ),
        ("Decides to condemn the attack;", "condemn", ()),
        (
            "Requests that Government to submit a report to the Secretary-General;",
            "demand",
            ("named-state",),
        ),
        (
            "Calls upon all parties to work with the Secretary-General, and urges them to go on;",
            "demand",
            ("armed-groups",),
        ),
        ("Re-emphasizes its mandate, and calls upon all States to act;", "demand", ("all-states",)),
        (
            "Recalling that in 1950 it reminded the States, and, therefore, urged them to act,",
            "",
            (),
        ),
        (
            "Noting its resolution, in which it condemned the attack and called for an end of it,",
            "",
            (),
        ),
        ("Calls upon all States Members of the United Nations to act;", "demand", ("all-states",)),
    ],
)
def test_a_resolution_that_runs_on_is_read_clause_by_clause(
    text: str, act: str, addressees: tuple[str, ...]
) -> None:
    """A verb in a capital opens a clause; each clause names whom it asks."""
    found = annotated(text, by="United Nations Security Council")
    assert (found.act, found.addressees) == (act, addressees)


@pytest.mark.parametrize(
    ("language", "text", "addressees"),
    [
        ("en", "To the Government of Myanmar: end all attacks on civilians.", ("named-state",)),
        ("fr", "Aux États parties : exécuter les mandats d’arrêt.", ("states-parties",)),
        ("es", "Al Poder Legislativo: pues tiene la facultad de legislar.", ("parliaments",)),
        ("ar", "إلى جميع الدول: التعاون مع المحكمة.", ("all-states",)),
    ],
)
def test_a_paragraph_headed_by_an_addressee_asks_him(
    language: str, text: str, addressees: tuple[str, ...]
) -> None:
    """Recommendations are often printed under whom they are for."""
    found = annotated(text, language=language)
    assert (found.act, found.addressees) == ("demand", addressees)
    assert annotated("To discuss the African Union: a panel met.").act == ""


def test_a_court_that_speaks_of_the_court_speaks_of_itself() -> None:
    """The short name of a publisher is no addressee of its own."""
    text = "The Court must be satisfied that the right was kept."
    assert annotated(text).addressees == ("icc",)
    of_court = annotated(text, by="European Court of Human Rights")
    assert of_court.act == ""


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("Thanks to these reports we know it.", ""),
        ("Continue efforts to protect the rights of children (Norway);", "demand"),
        ("Children came from many countries, among them one (Norway);", ""),
        ("Such laws should thus be repealed.", "demand"),
        ("Directs the attention of the Governments concerned to its resolution;", ""),
        ("Decides that the request of Hungary should be sent on;", ""),
        ("Reaffirms its resolution, and calls once again for an end of the siege;", "demand"),
        ("Gravely concerned also at the loss of life,", "concern"),
        ("Such partnerships should be supported.", "demand"),
        ("The file must be the duty of the new authorities.", "demand"),
        ("While US policy supports the Court, its law does not.", ""),
        ("We encourage you to read the report.", ""),
        ("Mindful that no State should threaten another,", "recall-law"),
    ],
)
def test_a_state_is_no_author_and_a_duty_recalled_no_demand(text: str, act: str) -> None:
    """The US is not "us"; an invitation to read asks nothing; what is recalled is not asked."""
    assert annotated(text).act == act


@pytest.mark.parametrize(
    ("language", "text", "states"),
    [
        ("en", "We urge Myanmar and the Government of the Sudan to act.", ("Myanmar", "Sudan")),
        ("en", "Calls upon the Governments of India and Pakistan to act;", ("India", "Pakistan")),
        ("en", "The Sudanese authorities must act.", ("Sudanese authorities",)),
        ("en", "We urge the authorities to act in Mali.", ()),
        ("en", "The federal authorities must act.", ()),
        ("en", "African authorities must act.", ()),
        ("en", "The US government must act.", ("US",)),
        ("en", "We urge all States to act for Mali.", ()),
        ("en", "12.3 Continue to ratify treaties (Norway);", ()),
        ("fr", "Nous exhortons le Gouvernement du Mali à agir.", ("Mali",)),
        ("es", "Exhortamos a Nicaragua a actuar.", ("Nicaragua",)),
        ("ar", "ندعو حكومة السودان إلى وقف القتال.", ("السودان",)),
    ],
)
def test_a_state_that_is_asked_is_called_as_the_text_calls_it(
    language: str, text: str, states: tuple[str, ...]
) -> None:
    """Word for word, and not where a State is only a place, a cause or who recommends."""
    found = annotated(text, language=language)
    assert (found.act, found.states) == ("demand", states)
    assert all(state in text for state in states)


def test_words_before_a_verb_are_read_a_few_at_a_time() -> None:
    """A text of nothing but adverbs takes no square of time: this one would not end."""
    assert annotated("also and further " * 5000).act == ""
    assert annotated("And also further strongly urges States to act.").act == "demand"


def test_a_sentence_without_an_end_is_read_for_so_many_verbs() -> None:
    """Each verb costs a look at all before it, so that a pasted one would take minutes."""
    lexicon = annotator().lexicons["en"]
    who = speaker((), "", lexicon)
    asked = [*asking.asked("States must act and " * 100, lexicon, who)]
    performed = [*acts.performed("We urge and " * 100, lexicon, who)]
    assert len(asked) == len(performed) == acts.MOST_VERBS


def test_signs_of_vowels_change_nothing_but_what_is_shown() -> None:
    """Arabic is read with and without them, and the words shown are the passage's own."""
    text = "نُطالِبُ جميعَ الدولِ بالتعاونِ مع المحكمة."
    plain = "نطالب جميع الدول بالتعاون مع المحكمة."
    found, bare = annotated(text, language="ar"), annotated(plain, language="ar")
    assert (
        (found.act, found.addressees) == (bare.act, bare.addressees) == ("demand", ("all-states",))
    )
    assert found.cue in text
    assert bare.cue in plain


def test_the_wording_of_a_language_waits_for_its_first_text() -> None:
    """A draft in English needs no other one compiled, which takes most of a first check's time."""
    lexicons = Lexicons(annotator().rules.wordings)
    assert lexicons.get("en") is lexicons["en"]
    assert lexicons.get("de") is None
    assert lexicons.compiled.keys() == {"en"}
