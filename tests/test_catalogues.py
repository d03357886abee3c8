"""Every sentence for people is translated, with what it fills in and marks."""

import re

import messages
import pytest
from jinja2 import nodes

from web.rendering import ENGLISH_ONLY

PLACEHOLDER = re.compile(r"%\(\w+\)s|%%")
TAG = re.compile(r"</?[a-z][^>]*>")


def placeholders(text: str) -> list[str]:
    """What is filled in, in an order that does not depend on the wording."""
    return sorted(set(PLACEHOLDER.findall(text)))


def tags(text: str) -> list[str]:
    """The marks of HTML in a message."""
    return sorted(TAG.findall(text))


@pytest.mark.parametrize("code", messages.TRANSLATED)
def test_each_catalogue_has_exactly_the_messages_there_are(code: str) -> None:
    """A message that is added has to be translated, one that is taken away leaves."""
    wanted = {one.id for one in messages.extracted() if one.id}
    kept = {one.id: one for one in messages.catalogue(code) if one.id}
    assert wanted - set(kept) == set()
    assert set(kept) - wanted == set()
    for one in kept.values():
        forms = one.string if isinstance(one.string, tuple) else (one.string,)
        assert all(forms), one.id
        assert not one.fuzzy


@pytest.mark.parametrize("code", messages.TRANSLATED)
def test_a_translation_fills_in_and_marks_what_its_message_does(code: str) -> None:
    """No value is lost and none is asked for that is not given; nobody's HTML is left open."""
    for one in messages.catalogue(code):
        if not one.id:
            continue
        source = one.id if isinstance(one.id, str) else one.id[1]
        many = isinstance(one.string, tuple)
        for form in one.string if many else (one.string,):
            # "One page" and "two pages" may be words without a figure.
            spelt = {"%(number)s"} if many else set()
            assert set(placeholders(form)) | spelt == set(placeholders(source)) | spelt, one.id
            assert tags(form) == tags(source), one.id
            assert '"' not in TAG.sub("", form) or '"' in TAG.sub("", source), one.id
        if many:
            assert "%(number)s" in one.string[-1], one.id


def test_only_what_is_written_in_a_template_may_hold_html() -> None:
    """`t` trusts its text: on a variable it would trust a document or a reader."""
    for path in messages.TEMPLATES:
        for one in messages.filters(path):
            assert isinstance(one.node, nodes.Const), f"{path.name}:{one.lineno}"
            if one.name == "nt":
                assert isinstance(one.args[0], nodes.Const), f"{path.name}:{one.lineno}"


def test_no_words_of_a_template_are_left_in_english() -> None:
    """Between its tags a template has words only as messages, but for a citation in English."""
    left = {}
    for path in messages.TEMPLATES:
        if path.name in ENGLISH_ONLY:
            continue
        pieces = messages.parsed(path).find_all(nodes.TemplateData)
        text = re.sub(r"<[^>]*>", " ", " ".join(piece.data for piece in pieces))
        left[path.name] = re.findall(r"[A-Za-z]{3,}", text)
    assert {name: " ".join(words) for name, words in left.items() if words} == {
        "document.html": "Digest Text the Archive against Impunity",
        "macros.html": "lang dir",  # attributes without their tag
        "quality.html": "nDCG RRF RRF",
    }
