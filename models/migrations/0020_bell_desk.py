"""Departments; the bell desk: luggage, jobs, errands, parcels, cars; alerts, traces, log book and tickets."""

from typing import Any

from models.house.schema import run

DEPARTMENTS = (
    ("FO", "ส่วนหน้า", "Front office"), ("HK", "แม่บ้าน", "Housekeeping"), ("ENG", "ช่าง", "Maintenance"),
    ("FB", "อาหารและเครื่องดื่ม", "Food and beverage"), ("ACC", "บัญชี", "Accounting"),
    ("SALES", "ฝ่ายขาย", "Sales"), ("SEC", "รักษาความปลอดภัย", "Security"),
    ("BELL", "พนักงานยกกระเป๋า", "Porter"), ("OP", "พนักงานรับโทรศัพท์", "Operator"),
    ("MGT", "ผู้บริหาร", "Management"),
)  # fmt: skip


def up(migrator: object, db: Any) -> None:
    run(
        db,
        both="""
CREATE TABLE department (
  id {id}, code TEXT NOT NULL UNIQUE, name_th TEXT NOT NULL, name_en TEXT NOT NULL, extension TEXT NOT NULL,
  active {bool} NOT NULL
) {table_end}
""",
    )
    for code, name_th, name_en in DEPARTMENTS:
        run(
            db,
            both="INSERT INTO department (code, name_th, name_en, extension, active)"
            f" VALUES ('{code}', '{name_th}', '{name_en}', '', {{yes}})",
        )
