"""The fields each kind of list may have, what other programs call them, and how their cells are read."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from locales import LANGUAGES, Message
from locales.countries import country_of
from locales.dates import NotADate
from locales.money import NotAnAmount
from locales.thai_text import fold, quote, to_latin_digits
from models.house.tables import Cell, amount_of, date_of, text_of, whole_number_of

Value = str | datetime.date | Decimal | int | bool | tuple[Decimal, ...] | None
"""What a cell means; None where it says nothing."""


class NotReadable(ValueError):
    """A cell that means nothing in its field; ``message`` says why."""

    def __init__(self, message: Message) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True)
class ImportField:
    """``called``: headings other programs use, in one string with bars. ``words``: what stands for each of our values."""

    name: str
    label: Message
    kind: str = "text"  # text, date, past, amount, prices, whole, percent, country, choice, code, flag
    called: str = ""
    words: Mapping[str, str] = field(default_factory=dict)

    def headings(self) -> set[str]:
        return {bare(self.name), *map(bare, self.called.split("|"))} - {""}


def bare(text: str) -> str:
    """A heading without case, blanks and signs: ``E-Mail Address`` and ``email_address`` are one."""
    return "".join(re.findall(r"[^\W_]|[\u0e31-\u0e4e]", fold(text)))


def read(cell: Cell, of: ImportField, today: datetime.date, known: Mapping[str, str]) -> Value:
    """What ``cell`` means in its field. ``known``: values of the file (folded) and what they are with us.

    Raises NotReadable.
    """
    text = text_of(cell).strip()
    ours = known.get(fold(text))
    if ours is not None:
        cell = text = ours
    if not text:
        return None
    try:
        return _READERS[of.kind](cell, text, of, today)
    except (NotADate, NotAnAmount) as error:
        raise NotReadable(error.message) from error


def _text(cell: Cell, text: str, of: ImportField, today: datetime.date) -> Value:  # noqa: ARG001
    return text


def _code(cell: Cell, text: str, of: ImportField, today: datetime.date) -> Value:  # noqa: ARG001
    return text.upper()


def _date(cell: Cell, text: str, of: ImportField, today: datetime.date) -> Value:
    if text in ("0000-00-00", "00/00/0000", "-", "/  /"):  # how databases write no date
        return None
    return date_of(cell, today, past=of.kind == "past")


def _amount(cell: Cell, text: str, of: ImportField, today: datetime.date) -> Value:  # noqa: ARG001
    return amount_of(cell)


def _prices(cell: Cell, text: str, of: ImportField, today: datetime.date) -> Value:  # noqa: ARG001
    if isinstance(cell, Decimal):
        return (amount_of(cell),)
    return tuple(amount_of(part) for part in re.split(r"[;|/]", text) if part.strip())


def _percent(cell: Cell, text: str, of: ImportField, today: datetime.date) -> Value:  # noqa: ARG001
    return amount_of(text.rstrip("% "))


def _whole(cell: Cell, text: str, of: ImportField, today: datetime.date) -> Value:  # noqa: ARG001
    return whole_number_of(cell)


def _country(cell: Cell, text: str, of: ImportField, today: datetime.date) -> Value:  # noqa: ARG001
    found = country_of(text) or NATIONALITY_WORDS.get(fold(text))
    if found is None:
        raise NotReadable(Message("There is no country {code}.", {"code": quote(text)}))
    return found


def _choice(cell: Cell, text: str, of: ImportField, today: datetime.date) -> Value:  # noqa: ARG001
    wanted = bare(text)
    for ours, words in of.words.items():
        if wanted in {bare(ours), *map(bare, words.split("|"))}:
            return ours
    raise NotReadable(Message("There is no {value} here.", {"value": quote(text)}))


def _flag(cell: Cell, text: str, of: ImportField, today: datetime.date) -> Value:  # noqa: ARG001
    said = fold(text)
    if said in ("1", "yes", "y", "true", "x", "ใช่", "incl", "inclusive", "net"):
        return True
    if said in ("0", "no", "n", "false", "ไม่", "ไม่ใช่", "excl", "exclusive", "++"):
        return False
    raise NotReadable(Message("Write yes or no."))


_READERS: dict[str, Callable[[Cell, str, ImportField, datetime.date], Value]] = {
    "text": _text, "code": _code, "date": _date, "past": _date, "amount": _amount, "prices": _prices,
    "percent": _percent, "whole": _whole, "country": _country, "choice": _choice, "flag": _flag,
}  # fmt: skip


def plain(value: Value) -> str:
    """A value as it is remembered and compared."""
    if value is None:
        return ""
    if isinstance(value, tuple):
        return ";".join(f"{amount:f}" for amount in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def digits(phone: str) -> str:
    """The figures of a phone number; +66 81… and 081… are one phone."""
    return re.sub(r"^(66|0)", "", re.sub(r"\D", "", to_latin_digits(phone)))


# People of a country, as guest lists call them.
NATIONALITY_WORDS = {
    "thai": "THA", "american": "USA", "australian": "AUS", "austrian": "AUT", "belgian": "BEL", "british": "GBR",
    "burmese": "MMR", "cambodian": "KHM", "canadian": "CAN", "chinese": "CHN", "danish": "DNK", "dutch": "NLD",
    "english": "GBR", "filipino": "PHL", "finnish": "FIN", "french": "FRA", "german": "DEU", "indian": "IND",
    "indonesian": "IDN", "irish": "IRL", "israeli": "ISR", "italian": "ITA", "japanese": "JPN", "korean": "KOR",
    "lao": "LAO", "malaysian": "MYS", "norwegian": "NOR", "polish": "POL", "portuguese": "PRT", "russian": "RUS",
    "singaporean": "SGP", "spanish": "ESP", "swedish": "SWE", "swiss": "CHE", "taiwanese": "TWN",
    "vietnamese": "VNM",
}  # fmt: skip

_ID = "id|no|number|record id|reference"
LANGUAGE_WORDS = {code: words for code, words in {
    "th": "tha|thai|ไทย|ภาษาไทย", "en": "eng|english|อังกฤษ|ภาษาอังกฤษ",
}.items() if code in LANGUAGES}  # fmt: skip
SEX_WORDS = {
    "M": "m|male|man|mr|ชาย",
    "F": "f|female|woman|ms|mrs|หญิง",
    "X": "x|unknown|other|u|not stated|ไม่ระบุ",
}
DOCUMENT_WORDS = {
    "thai id": "thai id|id|id card|idcard|national id|citizen id|nid|บัตรประชาชน|บัตรประจำตัวประชาชน",
    "passport": "passport|pp|p|หนังสือเดินทาง|พาสปอร์ต",
    "other": "other|driver licence|driving licence|dl|อื่นๆ|อื่น ๆ",
}
GUARANTEE_WORDS = {
    "guaranteed": "guaranteed|gtd|guarantee|cc|credit card|deposit|dep|prepaid|company|confirmed|definite|ค้ำประกัน|การันตี|ชำระแล้ว",
    "non-guaranteed": "non guaranteed|nongtd|not guaranteed|ng|6pm|4pm|1800|1600|6 pm|4 pm|ไม่ค้ำประกัน",
    "tentative": "tentative|ten|tnt|option|provisional|hold|unconfirmed|รอยืนยัน",
}
STATE_WORDS = {
    "reserved": "reserved|confirmed|expected|booked|booking|active|new|ok|due in|จอง|ยืนยัน|ยืนยันแล้ว",
    "cancelled": "cancelled|canceled|cancel|cxl|cxld|ยกเลิก",
    "no-show": "no show|noshow|ns",
    "in house": "in house|inhouse|checked in|checkedin|due out|พักอยู่|เช็คอินแล้ว",
    "checked out": "checked out|checkedout|departed|ออกแล้ว|เช็คเอาท์แล้ว",
}

NAME = ImportField("name", Message("Full name"), called="guest name|full name|name|guest|client|customer name|ชื่อ-นามสกุล|ชื่อนามสกุล|ชื่อสกุล|ชื่อแขก|ชื่อผู้เข้าพัก|ชื่อลูกค้า")  # fmt: skip
FAMILY = ImportField("family", Message("Family name"), called="last name|surname|family name|guest last name|lastname|นามสกุล|สกุล")  # fmt: skip
GIVEN = ImportField("given", Message("Given name"), called="first name|forename|given name|guest first name|firstname|ชื่อ|ชื่อตัว")  # fmt: skip
PHONE = ImportField("phone", Message("Phone"), called="mobile|tel|telephone|phone number|phone no|mobile phone|cell|contact no|โทร|โทรศัพท์|เบอร์โทร|เบอร์โทรศัพท์|มือถือ|เบอร์มือถือ")  # fmt: skip
EMAIL = ImportField("email", Message("E-mail"), called="e-mail|email address|mail|อีเมล|อีเมล์")
NATIONALITY = ImportField("nationality", Message("Nationality"), "country", "country|nation|guest nationality|citizenship|country code|สัญชาติ|ประเทศ")  # fmt: skip
NOTE = ImportField("note", Message("Note"), called="notes|comment|comments|remark|remarks|special requests|guest comments|หมายเหตุ|บันทึก")  # fmt: skip

PROFILES = (
    ImportField("external_id", Message("Number there"), called=f"{_ID}|profile id|guest id|name id|client id|customer id|guest no|profile no|รหัสลูกค้า|รหัสแขก|เลขที่ลูกค้า|รหัส"),
    NAME, FAMILY, GIVEN,
    ImportField("family_th", Message("Family name in Thai"), called="thai last name|last name thai|last name th|นามสกุลไทย|นามสกุลภาษาไทย"),
    ImportField("given_th", Message("Given name in Thai"), called="thai first name|first name thai|first name th|ชื่อไทย|ชื่อภาษาไทย"),
    ImportField("title", Message("Title"), called="salutation|prefix|คำนำหน้า|คำนำหน้าชื่อ"),
    ImportField("sex", Message("Sex"), "choice", "gender|เพศ", SEX_WORDS),
    ImportField("birth_date", Message("Birth date"), "past", "dob|birthday|date of birth|birth|วันเกิด|วันเดือนปีเกิด"),
    NATIONALITY,
    ImportField("language", Message("Language"), "choice", "lang|language code|guest language|ภาษา", LANGUAGE_WORDS),
    ImportField("document_kind", Message("Kind of document"), "choice", "id type|document type|doc type|identification type|ประเภทบัตร|ประเภทเอกสาร", DOCUMENT_WORDS),
    ImportField("document_number", Message("Document number"), called="passport|passport no|passport number|id number|id no|id card|document no|document id|identification number|เลขบัตร|เลขบัตรประชาชน|เลขที่บัตร|หนังสือเดินทาง|เลขหนังสือเดินทาง|เลขที่หนังสือเดินทาง"),
    ImportField("document_country", Message("Issued by"), "country", "issuing country|passport country|id country|ประเทศที่ออก"),
    ImportField("document_expiry", Message("Valid until"), "date", "expiry|expiry date|passport expiry|id expiry|expiration date|วันหมดอายุ"),
    PHONE, EMAIL,
    ImportField("address", Message("Address"), called="address1|address 1|street|street address|home address|ที่อยู่"),
    ImportField("occupation", Message("Occupation"), called="job|profession|position|อาชีพ"),
    ImportField("company", Message("Company"), called="company name|employer|organisation|organization|บริษัท|หน่วยงาน"),
    ImportField("vip", Message("VIP"), called="vip code|vip level|vip status"),
    ImportField("do_not_rent", Message("Do not rent"), called="blacklist|blacklisted|banned|restriction|ขึ้นบัญชีดำ|แบล็คลิสต์"),
    NOTE,
)  # fmt: skip

COMPANIES = (
    ImportField("external_id", Message("Number there"), called=f"{_ID}|profile id|account id|account no|company id|รหัสบัญชี"),
    ImportField("code", Message("Code"), "code", "short name|company code|account code|iata|รหัส|รหัสบริษัท|ชื่อย่อ"),
    ImportField("kind", Message("Kind"), "choice", "type|profile type|account type|ประเภท", {"company": "company|corporate|c|corp|บริษัท", "agent": "agent|travel agent|ta|t|a|tour|ota|wholesale|เอเจนต์|เอเย่นต์|บริษัททัวร์"}),
    ImportField("name_th", Message("Name in Thai"), called="thai name|name thai|name th|company name thai|ชื่อบริษัท|ชื่อไทย|ชื่อ"),
    ImportField("name_en", Message("Name in English"), called="name|company name|account name|company|english name|agent name|travel agent|ชื่ออังกฤษ"),
    ImportField("tax_id", Message("Tax number"), called="tax id|tin|vat no|vat number|tax number|tax no|เลขผู้เสียภาษี|เลขประจำตัวผู้เสียภาษี"),
    ImportField("branch", Message("Branch"), called="branch no|branch code|สาขา|รหัสสาขา"),
    ImportField("address", Message("Address"), called="address1|street|billing address|ที่อยู่"),
    PHONE, EMAIL,
    ImportField("fax", Message("Fax"), called="fax no|fax number|โทรสาร|แฟกซ์"),
    ImportField("contact", Message("Contact"), called="contact person|contact name|attention|attn|ผู้ติดต่อ"),
    ImportField("language", Message("Language"), "choice", "lang|language code|ภาษา", LANGUAGE_WORDS),
    ImportField("commission", Message("Commission, percent"), "percent", "commission percent|comm|commission %|ค่าคอมมิชชั่น|คอมมิชชั่น"),
    NOTE,
)  # fmt: skip

RATES = (
    ImportField("rate", Message("Rate code"), "code", "rate code|rate plan|rateplan|rate plan code|plan|รหัสราคา|ราคา"),
    ImportField("rate_th", Message("Rate name in Thai"), called="rate name thai|ชื่อราคา"),
    ImportField("rate_en", Message("Rate name in English"), called="rate name|rate description|plan name|description"),
    ImportField("inclusive", Message("Tax inclusive"), "flag", "tax inclusive|incl tax|net|รวมภาษี"),
    ImportField("type", Message("Room type"), "code", "room type|room type code|roomtype|category|room category|ประเภทห้อง|ชนิดห้อง"),
    ImportField("first_night", Message("First night"), "date", "from|start|begin|start date|begin date|from date|valid from|season start|ตั้งแต่|วันเริ่ม|วันที่เริ่ม"),
    ImportField("last_night", Message("Last night"), "date", "to|end|until|end date|to date|valid to|season end|ถึง|วันสิ้นสุด|ถึงวันที่"),
    ImportField("weekdays", Message("Weekdays"), called="days|days of week|dow|วัน|วันในสัปดาห์"),
    ImportField("single", Message("For one"), "amount", "1 adult|1 person|one person|sgl|rate 1|price|ราคา 1 ท่าน|ห้องเดี่ยว|พักเดี่ยว"),
    ImportField("double", Message("For two"), "amount", "2 adults|2 persons|two persons|dbl|rate 2|ราคา 2 ท่าน|ห้องคู่|พักคู่"),
    ImportField("extra_adult", Message("Extra adult"), "amount", "extra person|extra bed|extra|เสริม|ผู้ใหญ่เพิ่ม|เตียงเสริม"),
    ImportField("child", Message("Child"), "amount", "children|child price|เด็ก|ราคาเด็ก"),
)  # fmt: skip

BOOKINGS = (
    ImportField("external_id", Message("Number there"), called=f"{_ID}|confirmation|confirmation no|confirmation number|conf no|reservation id|reservation no|reservation number|booking id|booking no|booking number|book number|reservation|เลขที่จอง|เลขที่การจอง|หมายเลขการจอง|รหัสการจอง"),
    ImportField("guest_id", Message("Guest's number there"), called="profile id|name id|client id|customer id|guest no|รหัสลูกค้า|รหัสแขก"),
    NAME, FAMILY, GIVEN, PHONE, EMAIL, NATIONALITY,
    ImportField("arrival", Message("Arrival"), "date", "arrival date|check in|checkin|check-in date|checkin date|arr|start date|from|วันเข้า|วันเข้าพัก|วันที่เข้าพัก|เช็คอิน|วันที่เช็คอิน"),
    ImportField("departure", Message("Departure"), "date", "departure date|check out|checkout|check-out date|checkout date|dep|end date|to|วันออก|วันที่ออก|เช็คเอาท์|เช็คเอ้าท์|วันที่เช็คเอาท์"),
    ImportField("nights", Message("Nights"), "whole", "no of nights|number of nights|length of stay|los|nts|จำนวนคืน|คืน"),
    ImportField("room_type", Message("Room type"), "code", "room type code|roomtype|room category|category|unit type|accommodation|ประเภทห้อง|ชนิดห้อง|ห้อง"),
    ImportField("room", Message("Room"), called="room no|room number|room assigned|หมายเลขห้อง|เลขห้อง|ห้องเลขที่"),
    ImportField("rooms", Message("Number of rooms"), "whole", "no of rooms|number of rooms|room count|qty|จำนวนห้อง"),
    ImportField("rate_code", Message("Rate code"), "code", "rate|rate plan|rateplan|rate plan code|plan|รหัสราคา"),
    ImportField("price", Message("Price a night"), "amount", "rate amount|room rate|nightly rate|price per night|daily rate|ราคาต่อคืน|ราคาห้อง"),
    ImportField("prices", Message("Price of each night"), "prices", "nightly prices|daily rates|ราคาแต่ละคืน"),
    ImportField("total", Message("Price of the stay"), "amount", "total price|total amount|room revenue|grand total|price|amount|ราคารวม|ยอดรวม|รวม"),
    ImportField("adults", Message("Adults"), "whole", "adult|no of adults|pax|persons|guests|ผู้ใหญ่|จำนวนผู้เข้าพัก"),
    ImportField("children", Message("Children"), "whole", "child|kids|no of children|เด็ก"),
    ImportField("guarantee", Message("Guarantee"), "choice", "guarantee code|reservation type|res type|guarantee type|การค้ำประกัน", GUARANTEE_WORDS),
    ImportField("state", Message("State"), "choice", "status|reservation status|booking status|resv status|สถานะ", STATE_WORDS),
    ImportField("company", Message("Company"), called="company name|account|company code|บริษัท"),
    ImportField("agent", Message("Agent"), called="travel agent|ta|agency|agent name|เอเจนต์|เอเย่นต์"),
    ImportField("market", Message("Market"), called="market code|market segment|segment|ตลาด"),
    ImportField("source", Message("Source"), called="source code|channel|booking source|ota|ช่องทาง|แหล่งที่มา"),
    ImportField("booker", Message("Booked by"), called="booker|contact|reserved by|ผู้จอง"),
    ImportField("eta", Message("ETA"), called="arrival time|estimated arrival|เวลาถึง"),
    NOTE,
)  # fmt: skip

ROOMS = (
    ImportField("type", Message("Room type"), "code", "room type|room type code|category|ประเภทห้อง"),
    ImportField("type_th", Message("Type in Thai"), called="ชื่อประเภท"),
    ImportField("type_en", Message("Type in English"), called="type name|room type name"),
    ImportField("persons", Message("Persons"), "whole", "max persons|max occupancy|จำนวนคน"),
    ImportField("room", Message("Room"), called="room no|room number|number|หมายเลขห้อง|เลขห้อง"),
    ImportField("floor", Message("Floor"), called="ชั้น"),
)  # fmt: skip

ARTICLES = (
    ImportField("code", Message("Code"), "code", "article|article code|sku|รหัส|รหัสสินค้า"),
    ImportField("charge", Message("Revenue code"), "code", "department|transaction code|group|ประเภทรายได้"),
    ImportField("name_th", Message("Name in Thai"), called="thai name|ชื่อ|ชื่อสินค้า|ชื่อไทย"),
    ImportField("name_en", Message("Name in English"), called="name|description|english name"),
    ImportField("price", Message("Price"), "amount", "unit price|ราคา"),
    ImportField("inclusive", Message("Tax inclusive"), "flag", "tax inclusive|รวมภาษี"),
)  # fmt: skip
