"""The words of the field for reprisals, each with a code that stays. Labels can be translated.

After HRC resolution 12/2 and the Secretary-General's yearly reports on cooperation with the United Nations.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class IncidentKind(models.TextChoices):
    """Intimidation deters, a reprisal punishes afterwards, obstruction keeps people from taking part at all."""

    INTIMIDATION = "intimidation", _("Intimidation")
    REPRISAL = "reprisal", _("Reprisal")
    BOTH = "both", _("Intimidation and reprisal")
    OBSTRUCTION = "obstruction", _("Obstruction")


class ActKind(models.TextChoices):
    """What was done."""

    THREAT = "threat", _("Threat")
    INTIMIDATION = "intimidation", _("Intimidation")
    SURVEILLANCE = "surveillance", _("Surveillance")
    PHOTOGRAPHING = "photographing", _("Photographing or filming")
    DIGITAL_ATTACK = "digital_attack", _("Digital attack")
    SMEAR = "smear", _("Smear")
    TRAVEL_BAN = "travel_ban", _("Travel or exit ban")
    PASSPORT = "passport", _("Passport refused or seized")
    ENTRY_DENIED = "entry_denied", _("Entry denied")
    ACCREDITATION = "accreditation", _("Accreditation denied or obstructed")
    SPEECH_INTERRUPTED = "speech_interrupted", _("Speech interrupted")
    RELATIVES = "relatives", _("Pressure on relatives")
    RECANTATION = "recantation", _("Forced recantation")
    DISMISSAL = "dismissal", _("Dismissal")
    ASSET_FREEZE = "asset_freeze", _("Asset freeze")
    CLOSURE = "closure", _("Closure")
    RAID = "raid", _("Raid")
    INTERROGATION = "interrogation", _("Interrogation")
    PROSECUTION = "prosecution", _("Prosecution")
    HOUSE_ARREST = "house_arrest", _("House arrest")
    DETENTION = "detention", _("Arbitrary detention")
    INCOMMUNICADO = "incommunicado", _("Incommunicado detention")
    DISAPPEARANCE = "disappearance", _("Enforced disappearance")
    TORTURE = "torture", _("Torture or other ill-treatment")
    MEDICAL_CARE = "medical_care", _("Medical care denied")
    SEXUAL_VIOLENCE = "sexual_violence", _("Sexual violence")
    ASSAULT = "assault", _("Assault")
    ATTEMPTED_KILLING = "attempted_killing", _("Attempted killing")
    KILLING = "killing", _("Killing")
    DEATH_IN_CUSTODY = "death_in_custody", _("Death in custody")
    FORCED_RETURN = "forced_return", _("Forced return")
    OTHER = "other", _("Other")


class PlaceKind(models.TextChoices):
    """Where it was done."""

    UN = "un", _("UN premises or near")
    COUNTRY = "country", _("In the country")
    ABROAD = "abroad", _("In a third country")
    ONLINE = "online", _("Online")
    CONSULATE = "consulate", _("At a consulate or embassy")
    TRANSIT = "transit", _("In transit")


class EngagementKind(models.TextChoices):
    """With whom at the UN the people engaged, or wanted to."""

    UPR = "upr", _("Universal Periodic Review")
    HRC = "hrc", _("Human Rights Council session")
    SPECIAL_PROCEDURE = "special_procedure", _("Special procedure")
    TREATY_BODY = "treaty_body", _("Treaty body")
    OHCHR = "ohchr", _("OHCHR")
    NGO_COMMITTEE = "ngo_committee", _("Committee on NGOs")
    SECURITY_COUNCIL = "security_council", _("Security Council")
    GENERAL_ASSEMBLY = "general_assembly", _("General Assembly")
    MECHANISM = "mechanism", _("Investigative mechanism")
    FORUM = "forum", _("Forum")
    OTHER = "other", _("Other")


class Confidence(models.TextChoices):
    """How sure it is."""

    REPORTED = "reported", _("Reported")
    CORROBORATED = "corroborated", _("Corroborated")
    VERIFIED = "verified", _("Verified by us")
    UN_FOUND = "un_found", _("Found by a UN body")
    DISPUTED = "disputed", _("Disputed")
    REFUTED = "refuted", _("Refuted")


class Role(models.TextChoices):
    """What part a person or group has in an incident, never more than the record proves."""

    TARGETED = "targeted", _("Person targeted")
    RELATIVE = "relative", _("Relative")
    PERPETRATOR = "perpetrator", _("Alleged perpetrator")
    SOURCE = "source", _("Source")
    INTERVENING = "intervening", _("Intervening")


class Visibility(models.TextChoices):
    """How a person stands on the public page."""

    WITHHELD = "withheld", _("Withheld")
    ROLE = "role", _("Role only")
    PSEUDONYM = "pseudonym", _("Pseudonym")
    NAME = "name", _("Public name")


class Status(models.TextChoices):
    """What became of it, as of a date."""

    AT_RISK = "at_risk", _("At risk")
    MISSING = "missing", _("Missing")
    DETAINED = "detained", _("Detained")
    CHARGED = "charged", _("Charged or on trial")
    SENTENCED = "sentenced", _("Sentenced")
    RELEASED = "released", _("Released")
    DIED = "died", _("Died")
    SAFE = "safe", _("In safety")
    RESTRICTED = "restricted", _("Free, under restrictions")
    ENDED = "ended", _("Ended")
    UNKNOWN = "unknown", _("Unknown")


class ResponseKind(models.TextChoices):
    """What the UN, a State or the Council did about it."""

    COMMUNICATION = "communication", _("Communication of special procedures")
    RAPPORTEUR = "rapporteur", _("Treaty-body rapporteur on reprisals")
    HRC_PRESIDENT = "hrc_president", _("President of the Human Rights Council")
    WGAD = "wgad", _("WGAD opinion")
    SG_REPORT = "sg_report", _("Secretary-General's report")
    UN_STATEMENT = "un_statement", _("Statement of a UN body or of UN experts")
    STATE_ANSWER = "state_answer", _("State's answer")
    RAISED_BY_STATE = "raised_by_state", _("Raised by a State in the Council")
    OTHER = "other", _("Other")


class Novelty(models.TextChoices):
    """How the Secretary-General's report takes a case."""

    NEW = "new", _("New case")
    FOLLOW_UP = "follow_up", _("Follow-up to an earlier case")


class BasisKind(models.TextChoices):
    """On what ground something may be published. Silence is no consent, and the dead cannot consent."""

    PERSON = "person", _("Consent of the person")
    NEXT_OF_KIN = "next_of_kin", _("Consent of next of kin or lawyer")
    UN_RECORD = "un_record", _("Already in a public UN record, with a risk assessment")
    NOBODY = "nobody", _("No identifiable person")


class Scope(models.TextChoices):
    """To whom it may go. Each has to be asked for by itself."""

    KEPT = "kept", _("Kept by us")
    UN_ONLY = "un_only", _("To the UN, not shared with the State")
    STATE = "state", _("May be raised with the State")
    UN_REPORT = "un_report", _("In a public UN report")
    SITE = "site", _("On our site, without the name")
    SITE_NAMED = "site_named", _("On our site, with the name")
