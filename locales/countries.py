"""Countries by their ISO 3166-1 alpha-3 code, as passports write them, with names in Thai and English.

Names are CLDR's. Nationalities that are no country (``XXA`` stateless, ``UNO``, ``GBD``) are found by name and code only.
"""

from __future__ import annotations

import re
from functools import cache

from locales.thai_text import fold, sort_key

# ISO 3166-1 as of 2024: alpha-3 and alpha-2 run together; Babel knows countries by alpha-2.
_CODES = """
    ABWAW AFGAF AGOAO AIAAI ALAAX ALBAL ANDAD AREAE ARGAR ARMAM ASMAS ATAAQ ATFTF ATGAG AUSAU AUTAT AZEAZ
    BDIBI BELBE BENBJ BESBQ BFABF BGDBD BGRBG BHRBH BHSBS BIHBA BLMBL BLRBY BLZBZ BMUBM BOLBO BRABR BRBBB
    BRNBN BTNBT BVTBV BWABW CAFCF CANCA CCKCC CHECH CHLCL CHNCN CIVCI CMRCM CODCD COGCG COKCK COLCO COMKM
    CPVCV CRICR CUBCU CUWCW CXRCX CYMKY CYPCY CZECZ DEUDE DJIDJ DMADM DNKDK DOMDO DZADZ ECUEC EGYEG ERIER
    ESHEH ESPES ESTEE ETHET FINFI FJIFJ FLKFK FRAFR FROFO FSMFM GABGA GBRGB GEOGE GGYGG GHAGH GIBGI GINGN
    GLPGP GMBGM GNBGW GNQGQ GRCGR GRDGD GRLGL GTMGT GUFGF GUMGU GUYGY HKGHK HMDHM HNDHN HRVHR HTIHT HUNHU
    IDNID IMNIM INDIN IOTIO IRLIE IRNIR IRQIQ ISLIS ISRIL ITAIT JAMJM JEYJE JORJO JPNJP KAZKZ KENKE KGZKG
    KHMKH KIRKI KNAKN KORKR KWTKW LAOLA LBNLB LBRLR LBYLY LCALC LIELI LKALK LSOLS LTULT LUXLU LVALV MACMO
    MAFMF MARMA MCOMC MDAMD MDGMG MDVMV MEXMX MHLMH MKDMK MLIML MLTMT MMRMM MNEME MNGMN MNPMP MOZMZ MRTMR
    MSRMS MTQMQ MUSMU MWIMW MYSMY MYTYT NAMNA NCLNC NERNE NFKNF NGANG NICNI NIUNU NLDNL NORNO NPLNP NRUNR
    NZLNZ OMNOM PAKPK PANPA PCNPN PERPE PHLPH PLWPW PNGPG POLPL PRIPR PRKKP PRTPT PRYPY PSEPS PYFPF QATQA
    REURE ROURO RUSRU RWARW SAUSA SDNSD SENSN SGPSG SGSGS SHNSH SJMSJ SLBSB SLESL SLVSV SMRSM SOMSO SPMPM
    SRBRS SSDSS STPST SURSR SVKSK SVNSI SWESE SWZSZ SXMSX SYCSC SYRSY TCATC TCDTD TGOTG THATH TJKTJ TKLTK
    TKMTM TLSTL TONTO TTOTT TUNTN TURTR TUVTV TWNTW TZATZ UGAUG UKRUA UMIUM URYUY USAUS UZBUZ VATVA VCTVC
    VENVE VGBVG VIRVI VNMVN VUTVU WLFWF WSMWS YEMYE ZAFZA ZMBZM ZWEZW
"""
_ALPHA2: dict[str, str] = {pair[:3]: pair[3:] for pair in _CODES.split()}

# CLDR's official names of these two fill a screen line; these are its short ones.
_SHORT_NAMES = {
    ("HKG", "en"): "Hong Kong",
    ("HKG", "th"): "ฮ่องกง",
    ("MAC", "en"): "Macao",
    ("MAC", "th"): "มาเก๊า",
}

# Other names under which people look for a country.
_ALSO_CALLED = {
    "ARE": "UAE Dubai ดูไบ",
    "CHN": "PRC",
    "CIV": "Ivory Coast",
    "CZE": "Czech Republic สาธารณรัฐเช็ก",
    "DEU": "เยอรมัน",
    "GBR": "Great Britain England Scotland Wales UK อังกฤษ บริเตน",
    "KOR": "Republic of Korea",
    "MMR": "Burma",
    "NLD": "Holland ฮอลแลนด์",
    "PRK": "DPRK",
    "RUS": "Russian Federation",
    "SWZ": "Swaziland",
    "TLS": "East Timor",
    "TUR": "Turkey",
    "TWN": "Chinese Taipei",
    "USA": "America อเมริกา",
    "VAT": "Holy See",
    "VNM": "Viet Nam",
}

# Nationalities of passports that are no countries (ICAO Doc 9303-3, section 5): English and Thai.
_PASSPORTS = {
    "GBD": ("British Overseas Territories Citizen", "พลเมืองดินแดนโพ้นทะเลของอังกฤษ"),
    "GBN": ("British National (Overseas)", "ชาวอังกฤษโพ้นทะเล (BNO)"),
    "GBO": ("British Overseas Citizen", "พลเมืองอังกฤษโพ้นทะเล"),
    "GBP": ("British Protected Person", "ผู้อยู่ในอารักขาของอังกฤษ"),
    "GBS": ("British Subject", "คนในบังคับอังกฤษ"),
    "RKS": ("Kosovo", "โคโซโว"),
    "UNO": ("United Nations", "สหประชาชาติ"),
    "UNA": ("UN specialised agency", "ทบวงการชำนัญพิเศษของสหประชาชาติ"),
    "UNK": ("UN mission in Kosovo", "คณะผู้แทนสหประชาชาติในโคโซโว"),
    "XXA": ("Stateless person", "บุคคลไร้สัญชาติ"),
    "XXB": ("Refugee (1951 convention)", "ผู้ลี้ภัย (อนุสัญญา ค.ศ. 1951)"),
    "XXC": ("Refugee, other", "ผู้ลี้ภัย (อื่น ๆ)"),
    "XXX": ("Nationality not stated", "ไม่ระบุสัญชาติ"),
    "EUE": ("European Union laissez-passer", "หนังสือเดินทางสหภาพยุโรป"),
    "XOM": ("Order of Malta", "ภาคีแห่งมอลตา"),
    "UTO": ("Utopia (specimen)", "ยูโทเปีย (ตัวอย่าง)"),
}

_BETWEEN_WORDS = re.compile(r"[\s()\-–'’.,&]+")


def valid_country(code: str) -> bool:
    """Whether ``code`` is an ISO 3166-1 alpha-3 code, in capitals."""
    return code in _ALPHA2


def valid_nationality(code: str) -> bool:
    """Whether a passport may say ``code`` of its holder: a country, or stateless, British Overseas …"""
    return code in _ALPHA2 or code in _PASSPORTS


def country_name(alpha3: str, language: str) -> str:
    """The name of the country or nationality in "th" or "en"; any other code stands for itself."""
    if alpha3 in _PASSPORTS:
        return _PASSPORTS[alpha3][language == "th"]
    return _names(language).get(alpha3, alpha3)


def two_letters(alpha3: str) -> str:
    """ISO 3166 alpha-2 of an alpha-3 code; empty for none."""
    return _ALPHA2.get(alpha3, "")


def countries(language: str) -> list[tuple[str, str]]:
    """All countries as (alpha-3 code, name), in the order of a dictionary of that language."""
    return list(_sorted_countries(language))


def find_countries(text: str, language: str) -> list[tuple[str, str]]:
    """The countries somebody may mean by ``text``, likeliest first; all of them for an empty text.

    Matched are the code, and the English and Thai names from the beginning of any word, whatever
    ``language`` is; inside a Thai name anywhere, for Thai writes no spaces between words.
    """
    wanted = _words(text)
    ranked = [
        (rank, position, country)
        for position, country in enumerate(_sorted_countries(language))
        if (rank := _rank(wanted, country[0])) is not None
    ]
    return [found[-1] for found in sorted(ranked)] + (_passports_called(wanted, language) if wanted else [])


def _passports_called(wanted: str, language: str) -> list[tuple[str, str]]:
    """Nationalities that are no countries: not in the list of all, but found by code and name."""
    return [
        (code, names[language == "th"])
        for code, names in _PASSPORTS.items()
        if wanted == code.casefold() or any(f" {wanted}" in f" {_words(name)}" for name in names)
    ]


def country_of(text: str) -> str | None:
    """The alpha-3 code of the one country ``text`` names in full, by code or by name; None for none or several."""
    return _by_full_name().get(_words(text))


@cache
def _by_full_name() -> dict[str, str]:
    named: dict[str, set[str]] = {}
    for alpha3, alpha2 in _ALPHA2.items():
        english, thai, _also = _search_names(alpha3)
        also = [
            _words(name) for name in (*_ALSO_CALLED.get(alpha3, "").split(), _ALSO_CALLED.get(alpha3, ""))
        ]
        for name in {alpha3.casefold(), alpha2.casefold(), english, thai, *also} - {""}:
            named.setdefault(name, set()).add(alpha3)
    # A code goes before a word of some other country's longer name.
    codes = {code.casefold(): alpha3 for alpha3, alpha2 in _ALPHA2.items() for code in (alpha3, alpha2)}
    return {**{name: found.pop() for name, found in named.items() if len(found) == 1}, **codes}


def _rank(wanted: str, alpha3: str) -> int | None:
    english, thai, also = _search_names(alpha3)
    if wanted in (alpha3.casefold(), _ALPHA2[alpha3].casefold(), english, thai, *also.split()):
        return 0
    if english.startswith(wanted) or thai.startswith(wanted):
        return 1
    if f" {wanted}" in f" {english} {thai} {also}":
        return 2
    if alpha3.casefold().startswith(wanted):
        return 3
    return 4 if not wanted.isascii() and wanted in f"{thai} {also}" else None


def _words(text: str) -> str:
    return _BETWEEN_WORDS.sub(" ", fold(text)).strip()


@cache
def _search_names(alpha3: str) -> tuple[str, str, str]:
    return (
        _words(country_name(alpha3, "en")),
        _words(country_name(alpha3, "th")),
        _words(_ALSO_CALLED.get(alpha3, "")),
    )


@cache
def _names(language: str) -> dict[str, str]:
    from babel import Locale

    territories = Locale(language).territories
    return {
        alpha3: _SHORT_NAMES.get((alpha3, language)) or territories[alpha2]
        for alpha3, alpha2 in _ALPHA2.items()
    }


@cache
def _sorted_countries(language: str) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(_names(language).items(), key=lambda country: sort_key(country[1])))
