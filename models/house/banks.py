"""Banks in Thailand whose cheques come to a counter: the code of the Bank of Thailand, what everybody calls it, names."""

from __future__ import annotations

BANKS = (
    ("002", "BBL", "กรุงเทพ", "Bangkok Bank"),
    ("004", "KBANK", "กสิกรไทย", "Kasikornbank"),
    ("006", "KTB", "กรุงไทย", "Krungthai Bank"),
    ("014", "SCB", "ไทยพาณิชย์", "Siam Commercial Bank"),
    ("025", "BAY", "กรุงศรีอยุธยา", "Bank of Ayudhya (Krungsri)"),
    ("011", "TTB", "ทหารไทยธนชาต", "TMBThanachart Bank"),
    ("030", "GSB", "ออมสิน", "Government Savings Bank"),
    ("034", "BAAC", "ธ.ก.ส.", "Bank for Agriculture and Agricultural Cooperatives"),
    ("033", "GHB", "อาคารสงเคราะห์", "Government Housing Bank"),
    ("066", "IBANK", "อิสลามแห่งประเทศไทย", "Islamic Bank of Thailand"),
    ("069", "KKP", "เกียรตินาคินภัทร", "Kiatnakin Phatra Bank"),
    ("067", "TISCO", "ทิสโก้", "TISCO Bank"),
    ("022", "CIMBT", "ซีไอเอ็มบี ไทย", "CIMB Thai Bank"),
    ("024", "UOBT", "ยูโอบี", "United Overseas Bank (Thai)"),
    ("073", "LHFG", "แลนด์ แอนด์ เฮ้าส์", "Land and Houses Bank"),
    ("071", "CREDIT", "ไทยเครดิต", "Thai Credit Bank"),
    ("020", "SCBT", "สแตนดาร์ดชาร์เตอร์ด (ไทย)", "Standard Chartered Bank (Thai)"),
    ("070", "ICBCT", "ไอซีบีซี (ไทย)", "ICBC (Thai)"),
    ("052", "BOCT", "แห่งประเทศจีน (ไทย)", "Bank of China (Thai)"),
    ("017", "CITI", "ซิตี้แบงก์", "Citibank"),
    ("031", "HSBC", "เอชเอสบีซี", "HSBC"),
)
CODES = frozenset(code for code, _short, _th, _en in BANKS)


def short_name(code: str) -> str:
    """BBL for 002; the code itself where it is not known."""
    return next((short for known, short, _th, _en in BANKS if known == code), code)


def name_of_bank(code: str, language: str) -> str:
    """ธนาคารกรุงเทพ, Bangkok Bank; the code itself where it is not known."""
    for known, _short, th, en in BANKS:
        if known == code:
            return (th if th.startswith("ธ.") else f"ธนาคาร{th}") if language == "th" else en
    return code


def bank_options(language: str) -> list[tuple[str, str]]:
    return [(code, f"{short} {th if language == 'th' else en}") for code, short, th, en in BANKS]
