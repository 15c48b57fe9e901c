"""The people of the demo: Thai guests with both spellings and Thai ID cards, foreign guests with passports.

No one is meant: the ID numbers have right check digits but a registration office that does not exist (990x),
and mail goes to example.com.
"""

from __future__ import annotations

import datetime
import random
import re
from dataclasses import dataclass

from locales.thai_text import fold
from models.front_office.demo.tables import Row, pick, rows

THAI = "THA"
OWN_NAMES = ("CHN", "KOR", "TWN", "VNM")  # where husband and wife keep each their own family name
WISHES = (
    "ห้องชั้นสูง ห่างลิฟต์",
    "ขอเตียงคู่",
    "แพ้ถั่วลิสง",
    "ไม่ทานเนื้อวัว",
    "Feather-free pillows",
    "Quiet room, river side",
    "Vegetarian",
)


@dataclass(frozen=True, eq=False)
class Person:
    """A guest profile as ``create_guest`` takes it."""

    country: str
    sex: str
    family: int  # row in the table of families of the country: a couple shares it
    values: dict[str, object]


def thai_id(rng: random.Random) -> str:
    """Thirteen digits with a right check digit."""
    from stdnum.th import pin

    digits = f"{rng.choice('1335')}990{rng.randrange(1, 9)}{rng.randrange(10**7):07d}"
    return f"{digits}{pin.calc_check_digit(digits)}"


def _numbered(rng: random.Random, pattern: str) -> str:
    return re.sub("#", lambda _match: str(rng.randrange(10)), pattern)


class People:
    """Makes people, one after the other, the same ones for the same ``rng``."""

    def __init__(self, rng: random.Random, today: datetime.date) -> None:
        self.rng = rng
        self.today = today
        self.given = rows("thai_given")
        self.families = rows("thai_family")
        self.countries = rows("countries")
        self.occupations = rows("occupations")
        self.places = rows("places")

    def some_country(self) -> str:
        """Thai guests are a little more than half."""
        return THAI if self.rng.random() < 0.54 else pick(self.rng, self.countries)["country"]

    def party(self, country: str, adults: int, company: str = "", vip: bool = False) -> tuple[Person, ...]:
        """The main guest, a partner of the same family, and friends."""
        main = self.person(country, company=company, vip=vip)
        others = []
        for number in range(1, adults):
            couple = number == 1
            sex = ("F" if main.sex == "M" else "M") if couple else ""
            family = main.family if couple and country not in OWN_NAMES else None
            others.append(self.person(country, sex, family, with_contact=False))
        return (main, *others)

    def person(
        self,
        country: str,
        sex: str = "",
        family: int | None = None,
        company: str = "",
        vip: bool = False,
        with_contact: bool = True,
    ) -> Person:
        sex = sex or self.rng.choice("MF")
        row = next((r for r in self.countries if r["country"] == country), {})
        if family is None:
            count = len(self.families) if country == THAI else len(row["families"].split(";"))
            family = self.rng.randrange(count)
        occupation = pick(self.rng, self.occupations)
        values: dict[str, object] = {
            "sex": sex,
            "nationality": country,
            "document_country": country,
            "birth_date": self._birth_date(),
            "company": company,
            "vip": "VIP" if vip else "",
            "note": self.rng.choice(WISHES) if vip or self.rng.random() < 0.05 else "",
            "occupation": occupation["occupation_th" if country == THAI else "occupation"],
            **(self._thai(sex, family) if country == THAI else self._foreign(row, sex, family)),
        }
        if not with_contact:
            values["phone"] = ""
        elif self.rng.random() < 0.5:
            mail = re.sub("[^a-z]", "", fold(f"{values['given']}{values['family']}"))
            values["email"] = f"{mail}@example.com"
        return Person(country, sex, family, values)

    def _birth_date(self) -> datetime.date:
        return self.today - datetime.timedelta(days=self.rng.randrange(21 * 365, 72 * 365))

    def _thai(self, sex: str, family: int) -> dict[str, object]:
        given = self.rng.choice([row for row in self.given if row["sex"] == sex])
        place = self.rng.choice(self.places)
        bangkok = place["province"] == "กรุงเทพมหานคร"
        tambon, amphoe, province = ("แขวง", "เขต", "") if bangkok else ("ต.", "อ.", "จ.")
        return {
            "title": "นาย" if sex == "M" else self.rng.choice(("นาง", "นางสาว")),
            "given_th": given["given_th"],
            "family_th": self.families[family]["family_th"],
            "given": given["given"],
            "family": self.families[family]["family"],
            "language": "th",
            "document_kind": "thai id",
            "document_number": thai_id(self.rng),
            "phone": _numbered(self.rng, self.rng.choice(("08#-###-####", "09#-###-####", "06#-###-####"))),
            "address": f"{self.rng.randrange(1, 400)}/{self.rng.randrange(1, 90)} {tambon}{place['tambon']}"
            f" {amphoe}{place['amphoe']} {province}{place['province']} {place['postcode']}",
        }

    def _foreign(self, row: Row, sex: str, family: int) -> dict[str, object]:
        days = self.rng.randrange(200, 9 * 365)
        name = row["families"].split(";")[family]
        return {
            "title": "Mr" if sex == "M" else "Ms",
            "given": self.rng.choice(row["men" if sex == "M" else "women"].split(";")),
            "family": f"{name}a" if row["country"] == "RUS" and sex == "F" else name,
            "language": "en",
            "document_kind": "passport",
            "document_number": _numbered(self.rng, row["passport"]),
            "document_expiry": self.today + datetime.timedelta(days=days),
            "phone": _numbered(self.rng, row["phone"]),
            "address": self.rng.choice(row["cities"].split(";")),
        }
