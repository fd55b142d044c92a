"""Which part of a record a field of a report form fills, by its heading.

Forms are published by conferences and communities (PyCon US, NumFOCUS, Django events, WordCamp,
Geek Feminism's template, rOpenSci) and asked in English, German, French and Spanish. Their
questions differ in every word, and ask for the same few things:

    Your contact info (so we can get in touch)                  who reports
    Name(s) of the person whose behaviour is being reported     who is reported
    Other people involved in or witnesses to the incident       others
    Quand cela s'est-il passé ?                                 when it happened
    Whether the incident is ongoing                             part of the story

Whatever is none of the others is part of the story: nothing that somebody wrote is dropped.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Final

from sheets_coc.people.folding import fold
from sheets_coc.schema.columns import COLUMNS

TAKEN: Final = (
    "reported_on", "reporter", "subjects", "aliases", "contacts", "others", "summary",
    "our_action", "local_action", "outcome", "event",
)  # fmt: skip
"""What may come from an event's file, by column key."""

INCIDENT: Final = "incident"
"""The day of the incident: the report's own day where the form has none, else the story's."""

EVERYTHING_ELSE: Final = "other"
"""A field that is none of the others."""

_WORDS: Final = {
    "reported_on": "date|date reported|report date|date of report|date received|received"
    "|received on|received at|reported|reported at|reported on|submitted|submitted at|submitted on"
    "|submission date|submission time|timestamp|created|created at|report received|day"
    "|opened|date opened|opened on|opened at|logged|logged on|reported date|date of submission"
    "|datum der meldung|erstellt am|eingereicht am|cree le|creado el|abierto el"
    "|zeitstempel|datum|gemeldet am|eingegangen am|meldedatum|horodateur|date du signalement"
    "|signale le|recu le|marca temporal|fecha|fecha del reporte|fecha de la denuncia|recibido el"
    "|informazioni cronologiche|data|carimbo de data hora|tijdstempel|sygnatura czasowa",
    INCIDENT: "date of incident|incident date|date of the incident|when|when did it happen"
    "|happened on|date and time|date time|date and time of the incident|date and time of incident"
    "|time of incident|approximate time|wann|zeitpunkt|datum des vorfalls|wann ist es passiert"
    "|quand|date de l incident|date des faits|cuando|fecha del incidente|cuando ocurrio",
    "reporter": "requester|requestor|opened by|created by|sender|absender|expediteur|remitente"
    "|reporter name|name of reporter|who reported|who reported it|submitted by|reporter"
    "|complainant|reporting person|name of the reporter|person reporting|reported by|report by"
    "|reporter email|reporter e mail|reporter contact|contact details of reporter|filed by|username"
    "|gemeldet von|meldende person|melder|melderin|name der meldenden person|signale par|declarant"
    "|auteur du signalement|reportado por|denunciante|informante|segnalato da|gemeld door",
    "subjects": "reported person|person reported|reported people|people reported|reported party"
    "|reported parties|accused|accused person|respondent|offender|perpetrator|who was reported"
    "|name of reported person|name of the reported person|person concerned|people concerned"
    "|people involved|person involved|persons involved|names of people involved|names of subjects"
    "|name of subject|name of accused|subject of report|subject of the report|persons reported"
    "|who was involved|individuals involved|involved|gemeldete person"
    "|gemeldete personen|beschuldigte|beschuldigte person|beteiligte|beteiligte personen|tater"
    "|personne signalee|personnes signalees|personne mise en cause|personne concernee|accuse"
    "|personnes impliquees|persona denunciada|persona reportada|personas involucradas"
    "|persona acusada|acusado|implicados",
    "aliases": "user name of reported person|nickname of reported person|other names",
    "contacts": "target account|targeted account|reported account|account reported"
    "|email of reported person|e mail of reported person|reported person email"
    "|contact of reported person|contact details of reported person|accused email"
    "|respondent email|subject handle|handle of reported person|email of subject"
    "|contact of subject|social media of reported person",
    "others": "witness|witnesses|victim|victims|affected|affected person|affected people"
    "|people affected|target|targets|harmed person|impacted person|impacted people|other people"
    "|names of witnesses|zeugen|zeuginnen und zeugen|betroffene|betroffene person"
    "|betroffene personen|weitere beteiligte|temoins|temoin|victime|victimes|autres personnes"
    "|testigos|victima|victimas|personas afectadas|otras personas",
    "summary": "reason|grund|motif|motivo|infraction|offence|offense|violation|body|betreff|objet"
    "|asunto|description|what happened|incident|details|facts|report|report text|account"
    "|narrative|description of incident|incident description|description of the facts"
    "|description of the incident|notes|review|assessment|response|responses|evidence|location"
    "|place|where|where did it happen|description of facts|summary|story|message|comments|comment"
    "|beschreibung|was ist passiert|vorfall|beschreibung des vorfalls|ort|wo|description des faits"
    "|que s est il passe|faits|lieu|ou|descripcion|que paso|que ocurrio|descripcion del incidente"
    "|hechos|lugar|donde",
    "local_action": "action|actions|action taken|actions taken|measures|measures taken"
    "|steps taken|resolution|outcome|what was done|how was it handled|sanction|sanctions"
    "|decision|action by event|action taken by event|actions taken by the event team"
    "|massnahmen|ergriffene massnahmen|mesures|mesures prises|actions prises|suites donnees"
    "|medidas|medidas tomadas|acciones tomadas|resolucion",
    "event": "conference|name of event|meetup|event name|veranstaltung|konferenz|evenement"
    "|conference name|evento|conferencia",
}
"""Words events use, by column key. An outcome or decision in an event's file is what the event
did, not the committee's."""

_PERSON = (
    r"(?:person|people|individual|name|part(?:y|ies)|participant|attendee|member|user|who|whom)"
)
_REPORTS: Final = (
    r"reports|reported|told us"
    r"|(?:makes?|made|files?|filed|submits?|submitted|raises?|raised) (?:this|it|the|a)"
)
_REPORTING: Final = r"(?:reporting|(?:making|filing|submitting|raising) (?:this|it|the|a))"
"""What whoever reports does, in the active voice: `who reported this`. `Who was reported` asks for
the other side, and neither may ever be taken for the other."""
_RULES: Final = tuple(
    (key, re.compile(pattern))
    for key, pattern in (
        ("others", r"\b(?:witness|zeug(?:e|in|en)?\b|zeuginnen|temoin|testig|victim|bystander"
                   r"|betroffene|geschadigt"
                   r"|afectad|other people|others? (?:involved|present|affected)|anyone else"
                   r"|additional people|people (?:affected|harmed|present)|autres personnes"
                   r"|otras personas|weitere personen|target of|harmed)"),
        ("reporter", r"\bperson(?:a|ne)? (?:que|qui|die|who) (?:denuncia|reporta|signale|meldet"
                     r"|reports?)\b"
                     r"|\b(?:reach|contact) you\b|\b(?:dich|sie|dir|ihnen) (?:erreichen|kontaktier)"
                     r"|\bvous (?:contacter|joindre|recontacter)|\bcontact(?:ar)?(?:te|le)\b"),
        ("reporter", r"\b(?:report(?:ed|ing)? by|reporter|complainant|reporting (?:person|party)"
                     r"|gemeldet (?:von|durch)|meldende|signale par|declarant|denunciante"
                     r"|(?:reportad|denunciad)[ao]s? por|informante)\b(?! de)"),
        ("reporter", rf"\b(?:who|that) (?:ha[sd] |have )?(?:{_REPORTS})\b"
                     rf"|\b{_PERSON}s? (?:(?:who|that) )?(?:(?:is|are|was|were) )?{_REPORTING}\b"
                     r"|^wer (?:meldet|reicht|berichtet|erstattet)\b|^wer hat\b.*\bgemeldet"
                     r"|^von wem\b.*\bmeldung|^meldung von\b|^qui (?:a )?signale\b"
                     r"|\bsignalement (?:fait|depose|envoye) par\b"
                     r"|^quien(?:es)? (?:ha )?(?:denunci|report|inform)[ao]\b"
                     r"|^(?:who are you|wer (?:bist du|sind sie)|qui (?:etes vous|es tu)"
                     r"|quien (?:eres|es usted))$"),
        ("contacts", r"(?:e ?mail|contact|handle|username|user name|social media|profile|github)"
                     r".*\b(?:reported|accused|offend\w+|harass\w+|perpetrator|respondent|subject)\b"
                     r"|\b(?:reported|accused|respondent|subject)\b"
                     r".*(?:e ?mail|handle|username|contact)"),
        ("subjects", rf"\b{_PERSON}s?\b.*\b(?:being )?reported\b|\breported {_PERSON}"
                     rf"|\b{_PERSON}s?\b.*\b(?:you(?: a|')?re reporting|you are reporting"
                     r"|you want to report|doing the|whose behaviou?r|who violated|responsible"
                     r"|involved|accused|harass\w*|offending)"
                     r"|\bwhom? (?:is|was|does) (?:this|it|(?:the|your|this) (?:report|complaint))"
                     r" (?:about|concern)|\babout whom\b|^de qui (?:s agit|parlez)"
                     r"|\breport (?:is )?about\b|^who (?:are|do) you\b.*\breport"
                     r"|^wen\b.*\bmeld\w*|^wer (?:ist|wird|wurde|soll)\b.*\bgemeldet"
                     r"|^qui (?:est|a ete)\b.*\bsignale|^qui\b.*\bsignaler"
                     r"|\ba quien\b"
                     r"|\b(?:accused|offender|harasser|perpetrator|violator|respondent)s?\b"
                     r"|\bwho (?:was|were|is|are) (?:involved|reported|responsible)|\bwho did\b"
                     r"|\bgemeldete|beschuldigt|\btater|wer war (?:daran )?beteiligt|um wen geht"
                     r"|\bbeteiligte|mise?s? en cause|personnes? signalee|personnes? concernee"
                     r"|auteurs? des faits|agresseur|qui (?:est|etait) implique"
                     r"|personnes? impliquee"
                     r"|denunciad|reportad[ao]s?\b|acusad|agresor|implicad|involucrad|presunt"),
        (INCIDENT, r"^(?:when|wann|quand|cuando)\b"
                   r"|\b(?:date|time)s?\b.*\b(?:incident|occur\w*|happen\w*)"
                   r"|\b(?:datum|zeitpunkt|uhrzeit)\b.*\bvorfall|\bdate\b.*\b(?:incident|faits)"
                   r"|\bfecha\b.*\b(?:incidente|hechos)"),
        ("reporter", r"\b(?:your|my)\b"
                     r".*\b(?:name|e ?mail|contact|phone|details|info\w*|address|handle)"
                     r"|\b(?:dein|deine|ihr|ihre)\b"
                     r".*\b(?:name|e ?mail|kontakt\w*|telefon\w*|adresse)"
                     r"|\b(?:votre|vos)\b.*\b(?:nom|e ?mail|adresse|coordonnees|contact|telephone)"
                     r"|\b(?:tu|su)\b.*\b(?:nombre|correo|e ?mail|contacto|telefono)"
                     r"|^(?:contact info\w*|kontaktdaten|coordonnees|datos de contacto)$"),
        ("local_action", r"\b(?:action|measure|step|response)s?\b.*\b(?:taken|event|organi[sz]er)"
                         r"|\bmassnahmen|\b(?:quelles )?mesures|\bmedidas\b|\bacciones\b.*\btom"
                         r"|\bactions? (?:ont|deja|entreprise|menee)"
                         r"|what (?:was|has been) done\b"),
        ("summary", r"\bwhat (?:happened|occurred)\b|\baccount of\b|^(?:please )?describe\b"
                    r"|\bbehaviou?r\b.*\bviolation|\bwas ist (?:passiert|vorgefallen)"
                    r"|\bs est (?:il )?passe|^que (?:paso|ocurrio|sucedio)"),
    )
)  # fmt: skip
_YES_OR_NO = re.compile(
    r"^(?:has|have|did|do|does|is|are|was|were|would|can|could|may|should|whether|if you|haben|hat"
    r"|ist|sind|mochte\w*|darf|avez|est ce|souhaitez|ha|has|desea|puede|esta) "
)
_DESCRIBES = re.compile(
    r"identif|descri|appearance|physical|beschreib|aussehen|signalement de|apparence|apariencia"
)
_REMARKS = re.compile(r"\((?!s\))[^()]*\)|\[[^\[\]]*\]|（[^（）]*）")
_SENTENCE = re.compile(r"(?:\S+\s+){2,}?\S+[.?!](?=\s+\w)")
"""The first of several sentences, of three words at least: `Name. Please …` is one of one."""
_PLURAL = re.compile(r"(?<=\w)(?:\((?:s|en|n|es)\)|[*:_/](?:innen|in|n|r|s|en)\b)")


@cache
def _known() -> Mapping[str, str]:
    """Fields by their whole heading: the records sheet's own, and the usual ones."""
    own = {plain(text): one.key for one in COLUMNS for text in (one.header, *one.also)}
    return own | {plain(word): key for key, line in _WORDS.items() for word in line.split("|")}


def plain(heading: str) -> str:
    """A heading's words, folded."""
    return " ".join(re.sub(r"[\W_]+", " ", fold(heading)).split())


def field_of(heading: str) -> str:
    """What a field fills: a column's key, `INCIDENT`, or `EVERYTHING_ELSE`.

    A heading of several sentences is what its first one asks; the others explain it.

    Keys of columns that only the committee fills come back as well, for whoever leaves them out.
    """
    bare = _PLURAL.sub("", heading)
    for text in (bare, _REMARKS.sub(" ", bare)):
        if key := _known().get(plain(re.sub(r"^\s*\d{1,2}\s*[.)]", "", text))):
            return key
    asked = _SENTENCE.match(_REMARKS.sub(" ", bare).strip())
    words = plain(asked[0] if asked else _REMARKS.sub(" ", bare)) or plain(bare)
    if _YES_OR_NO.match(words):
        return (
            "others" if re.search(r"\bwitness|\bzeug|\btemoin|\btestig", words) else EVERYTHING_ELSE
        )
    return next((key for key, rule in _RULES if rule.search(words)), EVERYTHING_ELSE)


def is_known(heading: str) -> bool:
    """Whether a heading says anything: what makes a row a header."""
    return field_of(heading) != EVERYTHING_ELSE


def describes(heading: str) -> bool:
    """Whether a field asks what somebody looks like, so that its answer is more than a name."""
    return bool(_DESCRIBES.search(plain(heading)))


def short(heading: str) -> str:
    """A heading as it stands before its answer in the story."""
    text = " ".join(_REMARKS.sub(" ", heading).split()).rstrip(" *:?")
    text = text.partition(":")[0] if len(text) > 60 else text
    return text if len(text) <= 80 else f"{text[:77].rsplit(' ', 1)[0]} …"
