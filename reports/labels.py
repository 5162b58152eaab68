"""Labels of the record that papers say: named here, so that `makemessages` keeps them in the catalogs of this floor."""

from django.utils.translation import gettext_noop as _

LABELS = (
    # positions
    _("Accepted"),
    _("Accepted, being implemented"),
    _("Accepted, already implemented"),
    _("Partially accepted"),
    _("Noted"),
    _("Rejected"),
    _("Pending: no position yet"),
    # judgements
    _("Too weak or vague"),
    _("Rests on a false assumption"),
    _("Endorses a violation"),
    _("What the accepted ones do not address"),
    _("No progress"),
    _("Partial progress"),
    _("Implemented"),
    _("Regression"),
    _("Cannot be verified"),
    # steps of follow-up actions
    _("Requested"),
    _("Step taken"),
    _("Done"),
    _("Refused"),
    _("Not answered"),
    # stances of States
    _("For"),
    _("Against"),
    _("Abstained"),
    _("Did not take part"),
    # kinds of follow-up actions
    _("OHCHR assessment"),
    _("Treaty-body referral"),
    _("Treaty-body review"),
    _("Statement by UN experts"),
    _("Special session of the Human Rights Council"),
    _("Monitoring or investigative mechanism"),
    _("Vote or joint statement"),
    _("Debate"),
    _("Other"),
    # action categories
    _("Minimal: call on, seek, share"),
    _("Continuing: continue, maintain, pursue"),
    _("Considering: consider, examine, explore"),
    _("General: ensure, promote, strengthen"),
    _("Specific: adopt, ratify, abolish, investigate"),
    # kinds of incidents and how sure they are
    _("Intimidation"),
    _("Reprisal"),
    _("Intimidation and reprisal"),
    _("Obstruction"),
    _("Reported"),
    _("Corroborated"),
    _("Verified by us"),
    _("Found by a UN body"),
    _("Disputed"),
    _("Refuted"),
    # steps of clocks
    _("Special session"),
    _("State report due"),
    _("List of issues"),
    _("Dialogue with the committee"),
    _("Concluding observations"),
    _("State's follow-up report"),
    _("Deadline for stakeholders' submissions"),
    _("Advance questions by States"),
    _("Review in the Working Group"),
    _("Draft report with the recommendations"),
    _("Addendum: the State's answers"),
    _("Adoption of the outcome by the Council"),
    _("Mid-term report"),
    _("Communication sent"),
    _("Communication public from"),
    _("Request by members of the Council"),
    _("Due"),
    # formats
    _("UPR Info export"),
    # countings
    _("about %(date)s"),
)
