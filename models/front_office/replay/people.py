"""Made-up people for bookings that name none: the same person for the same row, every time."""

from __future__ import annotations

from dataclasses import dataclass

from locales.countries import valid_country

_PORTUGUESE = (
    "Ana Bruno Carla Diogo Filipa Gonçalo Inês João Leonor Manuel Mariana Nuno Rita Tiago Vasco Teresa",
    "Almeida Barbosa Cardoso Carvalho Correia Costa Cunha Ferreira Fonseca Lopes Marques Martins Moreira Nunes "
    "Oliveira Pereira Pinto Ribeiro Santos Silva Soares Sousa Teixeira",
)
_ENGLISH = (
    "Alice Andrew Charlotte Daniel Emily George Grace Harry Helen James Kate Oliver Peter Sarah Thomas Zoe",
    "Baker Bennett Brown Clarke Cooper Davies Evans Green Hughes Johnson Kelly Lewis Morgan Murphy O'Brien Parker "
    "Roberts Scott Smith Taylor Walker Williams Wood",
)
_SPANISH = (
    "Alba Carlos Carmen Diego Elena Javier Laura Lucía Luis Marta Pablo Pilar Raúl Rosa Sergio Vicente",
    "Alonso Castro Delgado Díaz Domínguez Fernández García Gómez Hernández Jiménez López Martínez Molina Moreno "
    "Muñoz Navarro Ortega Pérez Ramos Ruiz Sánchez Torres Vázquez",
)
_GERMAN = (
    "Anja Bernd Claudia Dieter Eva Florian Greta Hans Ingrid Jürgen Katrin Lukas Monika Stefan Ulrike Wolfgang",
    "Bauer Becker Fischer Hoffmann Huber Keller Klein Koch Krüger Lange Maier Meyer Müller Richter Schmidt Schneider "
    "Schröder Schwarz Wagner Weber Weiß Wolf Zimmermann",
)
_FRENCH = (
    "Alain Benoît Camille Céline Claire Denis Élise François Hélène Jean Julie Luc Marc Nathalie Olivier Sophie",
    "Bernard Blanc Bonnet Dubois Dupont Durand Fontaine Fournier Garnier Girard Lambert Laurent Lefèvre Leroy Martin "
    "Mercier Moreau Petit Richard Robert Rousseau Roux Simon",
)
_ITALIAN = (
    "Alessandra Bruno Chiara Davide Elisa Franco Giulia Lorenzo Marco Martina Paolo Sara Silvia Stefano Valeria Vito",
    "Bianchi Bruno Colombo Conti Costa Deluca Esposito Ferrari Fontana Gallo Greco Mancini Marino Moretti Ricci "
    "Rinaldi Rizzo Romano Rossi Russo",
)
_DUTCH = (
    "Anouk Bas Daan Eline Femke Hugo Jeroen Kim Lotte Maarten Niels Sanne Sjoerd Thijs Tessa Wouter",
    "Bakker Bos Brouwer Dekker Dijkstra Hendriks Jansen Jacobs Kuipers Meijer Mulder Peters Postma Smit Visser Vos",
)
_NORTHERN = (
    "Anders Astrid Björn Erik Freja Gunnar Henrik Ingrid Karin Lars Linnea Mikko Nils Sigrid Sven Ylva",
    "Andersson Berg Dahl Eriksson Hansen Johansson Karlsson Korhonen Larsen Lind Lindqvist Nielsen Nilsson Olsen "
    "Persson Virtanen",
)
_SLAVIC = (
    "Aleksandra Andrzej Dmitri Ewa Irina Jan Katarzyna Krzysztof Magda Marek Natalia Olga Piotr Sergei Tomasz Vera",
    "Dvořák Horák Ivanov Jankowski Kamiński Kowalski Kozlov Kuznetsov Lewandowski Mazur Nowak Petrov Popov Smirnov "
    "Szymański Wiśniewski",
)
_CHINESE = (
    "Bo Chen Fang Hao Hui Jing Jun Lei Li Mei Min Ning Ping Wei Xin Yan",
    "Chen Deng Gao Guo He Huang Li Lin Liu Luo Ma Sun Wang Wu Xu Yang Zhang Zhao Zheng Zhou",
)
_NAMES = {
    **dict.fromkeys(("PRT", "BRA", "AGO", "MOZ", "CPV"), _PORTUGUESE),
    **dict.fromkeys(("ESP", "ARG", "MEX", "CHL", "COL", "CRI", "URY", "PRI", "AND"), _SPANISH),
    **dict.fromkeys(("DEU", "AUT", "CHE"), _GERMAN),
    **dict.fromkeys(("FRA", "BEL", "LUX", "MAR", "DZA", "TUN", "CAF"), _FRENCH),
    **dict.fromkeys(("ITA", "SMR"), _ITALIAN),
    "NLD": _DUTCH,
    **dict.fromkeys(("SWE", "NOR", "DNK", "FIN"), _NORTHERN),
    **dict.fromkeys(("POL", "RUS", "UKR", "BLR", "CZE", "SVN", "HRV", "SRB", "EST", "LVA", "LTU"), _SLAVIC),
    **dict.fromkeys(("CHN", "HKG"), _CHINESE),
}
_SPLIT = {key: (names[0].split(), names[1].split()) for key, names in {**_NAMES, "": _ENGLISH}.items()}
HOME = "PRT"  # the resort's own country, for rows that name none
_ALPHA2 = {"CN": "CHN"}  # the one code of the published file that is not alpha-3


@dataclass(frozen=True)
class Person:
    """``nationality`` is ISO 3166 alpha-3."""

    given: str
    family: str
    nationality: str
    document_number: str


def made_up_person(row_number: int, country: str, position: int = 1) -> Person:
    """The person at ``position`` (1 is the main guest) of a row's party; a party shares its family name."""
    nationality = _ALPHA2.get(country, country)
    if not valid_country(nationality):
        nationality = HOME
    given, family = _SPLIT.get(nationality, _SPLIT[""])
    return Person(
        given[(row_number + 5 * (position - 1)) % len(given)],
        family[row_number * 7 // len(given) % len(family)],
        nationality,
        f"{nationality[:2]}{row_number:06d}{position:02d}",
    )
