"""A letter as an e-mail: the text in the guest's language, the letter itself as PDF, headers nothing can hide in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.settings import smtp_password
from models.front_office.correspondence import FAX, Letter, PostSetup, fax_email, post_setup
from models.front_office.papers import paper_from_json
from models.house.property import Property


@dataclass(frozen=True)
class Mail:
    """A message as it goes over the line, with CRLF, and its envelope."""

    sender: str
    to: str
    content: bytes


@dataclass(frozen=True)
class MailSettings:
    setup: PostSetup
    password: str


def mail_settings(environ: Mapping[str, str]) -> MailSettings:
    return MailSettings(post_setup(), smtp_password(environ))


def message_of(letter: Letter) -> Mail:
    """The same letter gives the same Message-ID and date at every attempt."""
    from email.headerregistry import Address
    from email.message import EmailMessage
    from email.policy import SMTP
    from email.utils import format_datetime

    from app.documents.files import file_stem
    from app.documents.pdf import as_pdf

    hotel = Property.the()
    sender = post_setup().address
    faxed = letter.method == FAX
    to = fax_email(letter.address) if faxed else str(letter.address)
    message = EmailMessage(policy=SMTP)  # refuses a header of more than one line
    message["From"] = Address(hotel.name(letter.language), addr_spec=sender)
    message["To"] = Address("" if faxed else letter.recipient, addr_spec=to)
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(letter.written_at.astimezone(hotel.timezone))
    message["Message-ID"] = letter.message_id
    # In base64, so that neither a dot at the start of a line nor a long Thai line meets a server's whims.
    message.set_content(letter.body, charset="utf-8", cte="base64")
    paper = paper_from_json(letter.paper)
    message.add_attachment(
        as_pdf(paper), maintype="application", subtype="pdf", filename=f"{file_stem(paper)}.pdf"
    )
    message["Content-Language"] = letter.language
    return Mail(sender, to, message.as_bytes())
