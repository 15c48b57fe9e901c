"""Market segments and sources of business."""

from typing import Any

from models.house.schema import run

MARKETS = (
    ("LEISURE", "นักท่องเที่ยวทั่วไป", "Leisure"), ("BUSINESS", "นักธุรกิจ / บริษัท", "Business"),
    ("GOVERNMENT", "หน่วยงานราชการ", "Government"), ("AGENT", "บริษัทนำเที่ยว", "Travel agents"),
    ("OTA", "จองออนไลน์ (OTA)", "Online agents"), ("GROUP", "กรุ๊ป", "Groups"),
    ("LONG STAY", "พักระยะยาว", "Long stay"), ("COMP", "อภินันทนาการ", "Complimentary"),
    ("HOUSE", "ใช้ภายใน", "House use"),
)  # fmt: skip
SOURCES = (
    ("PHONE", "โทรศัพท์", "Telephone"), ("E-MAIL", "อีเมล", "E-mail"), ("LETTER", "จดหมาย", "Letter"),
    ("FAX", "แฟกซ์", "Fax"), ("WALK-IN", "Walk-in", "Walk-in"), ("LINE", "LINE / แชต", "LINE, chat"),
    ("WEB", "เว็บไซต์โรงแรม", "Own website"), ("OTA", "OTA", "Online agent"), ("AGENT", "เอเย่นต์", "Agent"),
)  # fmt: skip


def up(migrator: object, db: Any) -> None:
    run(
        db,
        both="""
CREATE TABLE segment (
  id {id}, kind TEXT NOT NULL CHECK (kind IN ('market', 'source')), code TEXT NOT NULL, name_th TEXT NOT NULL,
  name_en TEXT NOT NULL, active {bool} NOT NULL, UNIQUE (kind, code)
) {table_end}
""",
    )
    for kind, rows in (("market", MARKETS), ("source", SOURCES)):
        for code, name_th, name_en in rows:
            run(
                db,
                both="INSERT INTO segment (kind, code, name_th, name_en, active)"
                f" VALUES ('{kind}', '{code}', '{name_th}', '{name_en}', {{yes}})",
            )
