"""Sends a parcel as mail. The Message-ID is the parcel's own at every try, so that a double is known as one."""

from smtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused
from typing import Final

from django.conf import settings
from django.core.mail import BadHeaderError, EmailMessage

from csplan.adapters.mail.guard import check_leaving
from csplan.outbox.doors import NotDelivered, Refused
from csplan.outbox.models import Parcel

FOR_GOOD: Final = 500
NO_SERVER: Final = "no mail server is set; whoever runs csplan sets CSPLAN_MAIL_HOST"


def send(parcel: Parcel) -> None:
    """Hand a parcel to the server as mail. Raises Held, Refused or NotDelivered."""
    subject, text = str(parcel.payload["subject"]), str(parcel.payload["text"])
    check_leaving(subject, text)
    hand_over(EmailMessage(subject, text, to=[parcel.to], headers={"Message-ID": parcel.message_id}))


def hand_over(message: EmailMessage) -> None:
    """Hand a mail to the server, as one that other programs are not to answer. Raises Refused or NotDelivered."""
    if not settings.EMAIL_BACKEND:
        raise NotDelivered(NO_SERVER)
    message.extra_headers["Auto-Submitted"] = "auto-generated"
    try:
        message.send()
    except SMTPRecipientsRefused as error:
        codes = [code for code, _ in error.recipients.values()]
        raise _failed(min(codes), "the mail server refused the address") from None
    except SMTPDataError as error:
        raise _failed(error.smtp_code, "the mail server refused the mail") from None
    except BadHeaderError:
        raise Refused("its subject has more than one line") from None
    except (SMTPException, OSError) as error:
        raise NotDelivered(f"the mail server could not be used ({type(error).__name__})") from None


def _failed(code: int, says: str) -> NotDelivered:
    """An answer from 500 on is for good; those below ask to try again."""
    return Refused(f"{says} ({code})") if code >= FOR_GOOD else NotDelivered(f"{says} for now ({code})")
