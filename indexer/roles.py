"""Tell what a block is in its document: a call, a lead-in, boilerplate or a quotation."""

import re

from indexer import sentences

# What introduces calls: a verb of calling or a word for it, in the languages of the archive.
_CALLING = re.compile(
    r"\b(?:urg(?:es?|ed|ing)|call(?:s|ed|ing)?\s(?:up)?on|call(?:s|ed|ing)?\sfor|calls?\sto"
    r"|demands?|demanding|requests?|recommend(?:s|ed)?|invit(?:es?|ed)|appeals?"
    r"|encourages?|implores?|exhorts?|must|should"
    r"|appel(?:le|lent|ons)|exhort(?:e|ent|ons)|demand(?:e|ent|ons)|recommand(?:e|ent|ons)"
    r"|invit(?:ent|ons)|exig(?:e|ent|eons)|encourag(?:ent|eons)|pri(?:e|ent|ons)|doivent|devraient"
    r"|insta(?:n|mos)?|exhorta(?:n|mos)?|pide(?:n)?|pedimos|solicita(?:n|mos)?|exig(?:en|imos)"
    r"|recom(?:ienda|iendan|endamos)|llama(?:n|mos|do|miento)?\sa"
    r"|invita(?:n|mos)?|alienta(?:n)?|urgimos|deben|deberían"
    r"|[يتن]دعو|[يتن]حث|[يتن]طالب|[يتن]ناشد|[يتن]وصي|مطالب"
    r"|(?:following|suivantes|siguientes)\s(?:recommendations|recommandations|recomendaciones)"
    r"|(?:recommandations|recomendaciones)\s(?:suivantes|siguientes)|التوصيات\sالتالية)\b",
    re.IGNORECASE,
)
# How an operative paragraph of a resolution begins that calls on somebody.
_OPERATIVE = re.compile(
    r"(?:(?:further|also|again|strongly|once again|reiterates its call)\s)*"
    r"(?:calls\s(?:up)?on|calls\sfor|urges|requests|invites|encourages|demands|recommends|appeals\sto"
    r"|demande|prie|invite|exhorte|engage|encourage|recommande|exige"
    r"|insta\sa|exhorta\sa|pide|solicita|invita|alienta|exige|recomienda)\b",
    re.IGNORECASE,
)
_LEAD_END = re.compile(r"[:：]\s*[*\"”»]?$|[—–]\s*$")
# What stands above the names of those who voted so introduces no list of calls.
_VOTE = re.compile(
    r"(?:in\sfavou?r|against|abstain(?:ing|ed)|abstentions?|(?:ont\svoté\s)?pour|contre"
    r"|se\ssont\sabstenus|a\sfavor|en\scontra|المؤيدون|المعارضون|الممتنعون)\s?:$",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"(?:about\s(?!this\b|half\b|\d)|who\swe\sare\b|notes?\s(?:to|for)\s(?:the\s)?editors?\b"
    r"|(?:press|media)\s(?:contacts?|enquiries|inquiries)\b|contacts?\s?:?\s*$|background\son\sus\b"
    r"|for\s(?:more|further|additional)\s(?:information|details)\b"
    r"|à\spropos\b|qui\ssommes-nous|contacts?\s(?:presse|médias?)|note\sà\sla\srédaction"
    r"|pour\s(?:plus|davantage)\sd[’']informations?"
    r"|acerca\sde\b|sobre\s(?:nosotr[oa]s|la\sorganización)|quiénes\ssomos|contactos?\sde\sprensa"
    r"|para\s(?:más|mayor)\sinformación"
    r"|نبذة\sعن|من\sنحن|للمزيد\sمن\sالمعلومات|لمزيد\sمن\sالمعلومات|للتواصل)",
    re.IGNORECASE,
)
_ABOUT_WORDS = 16
_CALL_HEADING_WORDS = 8
_CALL_HEADING = re.compile(
    r"(?:(?:[IVX]+|[A-Z]|[\d.]+)[.)]\s)?(?:(?:we|our|key|main|nous|nos|nuestras|principales)\s)?"
    r"(?:recommend|call|demand|urge|request|appel|recommand|exig|recomend|llama|pedi|exhort|ask"
    r"|what\s.{2,30}\s(?:must|should)|التوصيات|توصيات|مطالب)[^\d]*$",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"(?:“[^“”]*”|«[^«»]*»|„[^„“”]*[“”]|\"[^\"]*\")\.?(?:\s[—–-]\s?.{2,80})?$")
_QUOTED_WORDS = 8


def lead_in(text: str, language: str) -> str:
    """Return the last sentence of a paragraph that introduces a list, or "" if it does not."""
    if not _LEAD_END.search(text) or _VOTE.match(text):
        return ""
    return sentences.sentences(text, language)[-1].strip()


def is_calling(text: str) -> bool:
    """Whether `text`, which introduces a list, calls on somebody to do something."""
    return bool(_CALLING.search(text))


def is_call_heading(text: str) -> bool:
    """Whether a heading as short as "Recommendations to States" stands above calls."""
    return bool(_CALL_HEADING.match(text)) and len(text.split()) <= _CALL_HEADING_WORDS


def is_operative_call(text: str) -> bool:
    """Whether a numbered paragraph begins as one of a resolution that calls on somebody."""
    return bool(_OPERATIVE.match(text))


def is_about(text: str) -> bool:
    """Whether `text` heads what an issuer puts below every text: about us, contact, notes."""
    return bool(_ABOUT.match(text)) and len(text.split()) <= _ABOUT_WORDS


def is_quotation(text: str) -> bool:
    """Whether a whole paragraph stands between quotation marks, with its source or without."""
    return bool(_QUOTED.match(text)) and len(text.split()) >= _QUOTED_WORDS
