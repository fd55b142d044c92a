"""The words of headings, in the languages of event software, by what they say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from sheets_coc.people.sites import BY_WORD

_WHOSE = {
    "attendee": "attendee attendees participant participants delegate delegates registrant"
    " registrants holder teilnehmer teilnehmers teilnehmerin teilnehmende teilnehmenden"
    " teilnehmerinnen inhaber inhabers asistente asistentes participante participantes partecipante"
    " partecipanti participants deelnemer deelnemers deltager deltagers deltagerens deltaker"
    " deltakers deltakerens deltagare deltagares deltagarens osallistuja"
    " osallistujan uczestnik uczestnika"
    " ucastnik ucastnika resztvevo sudionik sudionika udelezenec udelezenca peserta участник"
    " участника учасник учасника посетителя participantului 参加者 参加者の"
    " 参会者 観客 참석자 참가자"
    " katilimci katilimcinin visiteur visitante besucher besuchers",
    "guest": "guest guests companion companions accompanying gast gaste gastes begleitperson"
    " begleitung accompagnant accompagnants invite invites acompanante acompanantes invitado"
    " invitados accompagnatore ospite ospiti introducee acompanhante convidado convidados plusone"
    " гость гостя 同伴者 ledsager gaest partner spouse child children kind kinder"
    " roommate roommates flatmate",
    "buyer": "buyer buyers purchaser purchasers customer customers payer booker billing invoice"
    " order orderer rechnung rechnungsadresse rechnungsempfanger kaufer kaufers kauferin besteller"
    " bestellers zahler betaler pagador pagatore kunde kunden acheteur acheteurs payeur payeurs"
    " facturation client cliente comprador compradora"
    " facturacion acquirente fatturazione koper factuur factuuradres faktura fakturaadresse"
    " kjoper kober kopare kupujacy kupujacego kupujici nabywca zamawiajacy покупатель покупателя"
    " заказчик плательщик 購入者 注文者 购买者 구매자 주문자 fatura faturacao"
    " registration registered zamawiajacego objednatele objednatel kupujiciho platce tilaajan"
    " maksajan ostajan ilmoittajan bestallare bestallarens bestillers bucher buchers vasarlo"
    " vevo purchasing ordering 申込者 购票人 购买人 下单人 付款人 예매자 pagante",
    "speaker": "speaker speakers presenter presenters panelist panelists panellist panellists"
    " moderator moderators keynote keynoter lecturer lecturers instructor instructors trainer"
    " trainers chair chairs discussant discussants facilitator facilitators emcee"
    " cospeaker cospeakers host hosts referent referenten referentin referentinnen"
    " vortragende vortragender vortragenden sprecher sprecherin ponente ponentes conferenciante"
    " conferencista conferencistas conferencier orateur orateurs intervenant intervenants"
    " intervenante relatore relatori spreker sprekers prelegent prelegenta prelegenci palestrante"
    " palestrantes orador oradores talare foredragsholder puhuja prednasejici prednasejiciho"
    " eloado predavac спикер спикера спикеры докладчик докладчика доповідач"
    " доповідача 登壇者 発表者"
    " 演讲者 讲师 講者 발표자 연사 konusmaci",
    "submitter": "submitter submitters proposer applicant owner author authors coauthor coauthors"
    " autor autoren auteur auteurs autore einreicher einreichende einreichenden einreicherin"
    " verfasser автор",
}
_KINDS = {
    "name": "household invitee invitees"
    " name names namen namens naam namn navn nimi nom noms nombre nome imie imienia jmeno"
    " jmena nev nevek nume numele ime имя имени ім я adi isim nama fullname 姓名"
    " 氏名 名前 성명 성함 이름"
    " fio фио nafn",
    "name or given": "nom nume prenumele"
    " imie imienia jmeno meno nombre nombres nome ime имя имени ім я adi vards",
    "given": "eesnimi vardas eiginnafn"
    " first given forename forenames firstname vor vorname vornamen rufname prenom prenoms"
    " nombres voornaam voornamen fornavn fornamn etunimi keresztnev primeiro",
    "family": "perekonnanimi pavarde cognoms cognom kenninafn презиме"
    " last family surname surnames lastname nach nachname nachnamen zuname zunamen"
    " familienname familiennamen famille apellido apellidos sobrenome apelido apelidos cognome"
    " achternaam efternavn efternamn etternavn sukunimi nazwisko nazwiska prijmeni priezvisko"
    " prezime priimek vezeteknev фамилия фамилии прізвище soyad soyadi 姓 氏",
    "mail": "email emails mail mails courriel correo correos epost eposta eposti sahkoposti"
    " sahkopostiosoite mailadresse mailadres emailadresse emailadres почта почты имеил メール"
    " メールアドレス 邮箱 电子邮件 이메일",
    "not mail": "sent status opt opted consent marketing count newsletter verified confirmed list"
    " template mailing subscribe subscribed allowed permission verifiziert bestatigt verifie"
    " verifiee verificado verificato",
    "handle": "handle handles username usernames user nick nickname nicknames account accounts"
    " profile profiles profil profils perfil profilo social socials url urls link links website"
    " homepage blog portfolio webseite fediverse mastodon discord slack matrix irc threads pseudo"
    " login benutzername usuario utilisateur redes reseaux instance server",
}
_NOISE = (
    "what whats is are your yours you the a an s of to for on in at by with and or both as it this"
    " that which how do does would should will shall like want be appear appears appearing shown"
    " show display displayed printed print used use using please enter provide tell us we call"
    " called complete full whole legal official preferred main primary own real actual public"
    " personal contact work private current badge badges nametag certificate passport id tag"
    " required optional mandatory field if any available applicable other another additional more"
    " further co one two three second third 1st 2nd 3rd spelled written exactly mr ms person people"
    " persons individual s' 's me my their his her him them best reach address addresses listed"
    " session ticket attending coming bringing registering submitting signup sign up here only"
    " english latin latinchars roman native kanji kana furigana hiragana katakana characters"
    " wie lautet heisst du sie dein deine deinen deiner ihr ihre ihren ihrer bitte vollstandiger"
    " vollstandige vollstandigen voller der die das des den dem ein eine einen und oder fur auf"
    " im am zum zur mit von angeben eingeben adresse offizieller bevorzugter richtiger weiterer"
    " weitere pflichtfeld ist pflicht person begleitende innen in"
    " el la los las lo un una tu tus su sus cual es por favor de del y o e para en con completo"
    " completos completa escribe indica indique introduce como aparecera aparece gafete credencial"
    " electronico electronica direccion publico legal acreditacion persona"
    " le les l un une votre vos ton tes quel quelle est et ou du des d a au aux sur pour"
    " complet complets merci indiquer indiquez saisir saisissez usage electronique"
    " il lo gli di della dei degli delle dello tuo tuoi suo sua qual per favore inserisci e"
    " elettronica indirizzo posta pubblico"
    " o os as do da dos das seu sua teu tua seus endereco eletronico eletronica no na"
    " wat is je jouw uw van het een volledige adres voor op"
    " hvad er dit din fulde fullt fullstandigt ditt vad ar hva heter hedder adresse"
    " adres podaj swoje twoje i na pelne adresa vase cele"
    " ваш ваше вашу ваша полное укажите введите адрес электронная электроннои и"
)
_BLOCKING = (
    "company companies organisation organisations organization organizations employer firma firmen"
    " firmenname unternehmen entreprise empresa azienda bedrijf societe event events conference"
    " product products item talk talks title titles job position role roles city town"
    " country state street zip postal phone mobile cell telephone whatsapp number emergency hotline"
    " hotel school university institution institute department affiliation project projects file"
    " filename workshop workshops team teams group groups category type date time status language"
    " languages food diet dietary shirt size coupon code discount voucher bank iban password secret"
    " image photo picture avatar bio biography manager supervisor boss referrer referred reference"
    " heard hear friend sponsor domain nationality pronouns gender sex age birth birthday birthdate"
    " passportnumber signature signed agree agreed consent topic subject abstract description"
    " notes note comment comments question questions experience level interest interests source"
    " campaign utm payment price amount total currency quantity seat table checkin checked locale"
    " timezone device browser ip county region tax vat website_title city accessibility allergies"
    " emergency notfallkontakt notfall urgence emergencia emergenza produkt veranstaltung ort stadt"
    " land strasse plz telefon telefonnummer handy vortrag vortragstitel titel sprache bemerkung"
    " kommentar preis menge hochschule universitat arbeitgeber beruf abteilung ville pays rue"
    " telephone evenement produit titre poste fonction langue taille ciudad pais calle telefono"
    " movil evento producto titulo puesto cargo idioma talla universidad citta paese via prodotto"
    " titolo ruolo lingua taglia siege asiento butaca sitzplatz spedizione envio versand shipping"
    " delivery ids uuid uid notified invited informed company's organizer's organiser organizer"
    " veranstalter organisateur organizador"
    " internal interner variation variante slug sku meal lunch dinner visa nation attended attend"
    " times often why when where who's many few long ever already"
)
_SITES = frozenset(BY_WORD) | {"facebook", "tiktok", "threads", "bitbucket", "codeberg", "medium",
                               "stackoverflow", "mastodon", "discord", "xing", "orcid", "pypi",
                               "sourcehut", "vk", "weibo", "wechat", "line", "kakao"}  # fmt: skip


_WORDS_TOO = frozenset({"x", "line", "medium"})
"""Sites whose names are words: they are meant where every other word is known."""

REMARKS = frozenset(
    {"about", "bio", "biography", "comment", "comments", "message", "note", "notes", "remark",
     "remarks", "anmerkung", "bemerkung", "bemerkungen", "kommentar", "notizen", "commentaire",
     "commentaires", "remarque", "comentario", "comentarios", "notas", "opmerking", "opmerkingen",
     "uwagi", "poznamka", "примечание", "комментарии", "備考", "备注"}
)  # fmt: skip
"""What heads columns in which people write anything, their own address too."""

PARTS = frozenset(
    {"staff", "volunteer", "volunteers", "helper", "helpers", "member", "members", "team member",
     "captain", "team captain", "team leader", "team lead", "teamleader", "teamleiter",
     "chef d equipe", "capitan", "contact person", "ansprechpartner", "kontaktperson"}
)  # fmt: skip
"""Headings that name somebody by the part they play, and stand in rows of data as well."""

_BESIDE = frozenset(
    [
        "talk",
        "talks",
        "event",
        "events",
        "conference",
        "workshop",
        "workshops",
        "project",
        "projects",
    ]
)
"""What may be named beside the people of it."""


@dataclass(frozen=True, slots=True)
class HeadingWords:
    """What the words of a heading say.

    Attributes:
        kinds: kinds of content they name.
        whose: whom they name; blank where nobody.
        sites: sites they name.
        blocks: whether they speak of something that is no person.
        unknown: words that say nothing here.
        only_whose: whether they name somebody and nothing else.
    """

    kinds: frozenset[str]
    whose: str
    sites: frozenset[str]
    blocks: bool
    unknown: tuple[str, ...]

    @property
    def only_whose(self) -> bool:
        """Whether they name somebody and no kind of content."""
        return bool(self.whose) and not self.kinds and not self.sites


@cache
def _tables() -> tuple[dict[str, str], dict[str, set[str]], frozenset[str], frozenset[str]]:
    whose = {word: who for who, line in _WHOSE.items() for word in line.split()}
    kinds: dict[str, set[str]] = {}
    for kind, line in _KINDS.items():
        for word in line.split():
            kinds.setdefault(word, set()).add(kind)
    return whose, kinds, frozenset(_NOISE.split()), frozenset(_BLOCKING.split())


def tell(named: Sequence[str]) -> HeadingWords:
    """What the words of a heading say.

    A word that speaks of a company or a product says that the column is about no person,
    whatever else is said. A talk, an event or a ticket may stand beside somebody (`talk
    speakers`), and `ticket` beside a kind of name is a ticket's holder.
    """
    whose, kinds, noise, blocking = _tables()
    found = frozenset(kind for word in named for kind in kinds.get(word, ()))
    who = next((whose[word] for word in named if word in whose), "")
    sites = frozenset(word for word in named if word in _SITES)
    if not who and named[:1] == ["ticket"] and found & {"given", "family", "mail"}:
        who = "attendee"
    unknown = tuple(
        word for word in named
        if not (word in whose or word in kinds or word in noise or word in blocking
                or word in sites)
    )  # fmt: skip
    blocks = any(word in blocking and not (who and word in _BESIDE) for word in named)
    if unknown or ("handle" not in found and not sites - _WORDS_TOO and len(named) > 1):
        sites -= _WORDS_TOO
    if named[:1] == ["ticket"] and not who and not found - {"name"}:
        blocks = True
    return HeadingWords(found, who, sites, blocks, unknown)
