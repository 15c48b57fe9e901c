"""Companies and travel agents: who sends guests, who has agreed rates, who pays."""

from __future__ import annotations

from peewee import BooleanField, IntegerField, TextField

from locales import Message
from models.house.database import Base

COMPANY = "company"
AGENT = "agent"
KINDS = {COMPANY: Message("Company"), AGENT: Message("Agent")}


class Company(Base):
    """``commission`` in hundredths of a percent of the room price; ``language`` of its letters ("" as the hotel's)."""

    code = TextField(unique=True)
    kind = TextField(default=COMPANY)
    name_th = TextField(default="")
    name_en = TextField(default="")
    tax_id = TextField(default="")
    branch = TextField(default="")
    address = TextField(default="")
    phone = TextField(default="")
    email = TextField(default="")
    fax = TextField(default="")
    contact = TextField(default="")
    language = TextField(default="")
    commission = IntegerField(default=0)
    note = TextField(default="")
    active = BooleanField(default=True)
    sort_name = TextField(default="")

    def name(self, language: str) -> str:
        first, other = (self.name_th, self.name_en) if language == "th" else (self.name_en, self.name_th)
        return str(first or other)


def companies_named(text: str, kind: str) -> list[Company]:
    """A dozen of the kind whose code or name holds ``text``."""
    wanted = text.strip()
    return list(
        Company.select()
        .where(
            (Company.kind == kind)
            & Company.active
            & (
                Company.code.contains(wanted)
                | Company.name_th.contains(wanted)
                | Company.name_en.contains(wanted)
            )
        )
        .order_by(Company.sort_name)
        .limit(12)
    )
