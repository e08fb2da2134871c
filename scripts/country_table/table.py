"""Our own file and CLDR to one table: rows by code, and every name with whom it means. Writes nothing."""

import tomllib
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path

import cldr

HAND = Path("data/countries.toml")

# How a name stands to its country, the nearest first. They are the kinds of src/model/country_table.rs.
ID, NAME, OTHER, FOREIGN, CODE = "Id", "Name", "Other", "Foreign", "Code"
KINDS = [ID, NAME, OTHER, FOREIGN, CODE]

# Letters with a stroke are letters of their own to Unicode; without one they are what a plain keyboard has.
PLAIN = str.maketrans({"Ø": "O", "ø": "o", "ł": "l", "–": "-"})


class Mistake(Exception):
    """Something in data/countries.toml that cannot be meant."""


@dataclass
class Row:
    code: str
    alpha2: str
    alpha3: str
    numeric: str
    name: str
    formal: str
    region: str
    subregion: str
    others: list = field(default_factory=list)
    weak: list = field(default_factory=list)
    demonyms: list = field(default_factory=list)
    capitals: list = field(default_factory=list)
    borders: list = field(default_factory=list)
    # Language to the name that is shown, in the order of pages.
    names: dict = field(default_factory=dict)
    # Other names in those languages.
    foreign: list = field(default_factory=list)
    # None for a country of today: else `withdrawn`, `existed` and `successors`.
    former: dict | None = None


def name_key(name):
    """The form under which names are compared: `name_key` of src/model/slug.rs."""
    kept = (c for c in unicodedata.normalize("NFKC", name) if c.isalnum() or unicodedata.category(c).startswith("M"))
    return "".join(c.lower() for c in kept)


def unaccented(name):
    letters = unicodedata.normalize("NFD", name)
    return "".join(c for c in letters if not unicodedata.combining(c)).translate(PLAIN)


def variants(name):
    """Spellings of an English name that everybody reads as the same, the name itself first."""
    saints = [name]
    if "Saint " in name:
        saints += [name.replace("Saint ", "St. "), name.replace("Saint ", "St ")]
    return once(plain for saint in saints for form in (saint, saint.replace(" and ", " & "))
                for plain in (form, unaccented(form)))


def once(items):
    return list(dict.fromkeys(items))


def plain_english(name):
    """The house style of English short names."""
    return name.replace("’", "'").replace(" & ", " and ").replace("St. ", "Saint ")


def read():
    return tomllib.loads(HAND.read_text(encoding="utf-8"))


def build():
    """All rows in the order of their codes."""
    hand = read()
    spoken = {lang: cldr.names(lang) for lang in hand["languages"]}
    written = {lang: [cldr.names(locale) for locale in hand["spellings"].get(lang, [])] for lang in hand["languages"]}
    codes, subregions = cldr.codes(), cldr.subregions()
    rows = [country(code, own, hand, spoken, written, codes, subregions) for code, own in hand["country"].items()]
    rows += [former(code, own, hand) for code, own in hand["former"].items()]
    drop_ids(rows)
    weaken(rows, hand["weak"])
    return sorted(rows, key=lambda row: row.code)


def country(code, own, hand, spoken, written, codes, subregions):
    known(own, "name alpha3 numeric formal also weak demonyms capitals borders region", code)
    short = code in hand["rules"]["short"]
    shown = {lang: usual(names[code], short) for lang, names in spoken.items()}
    english = shown.pop("en")
    alpha3, numeric = codes.get(code, (None, None))
    row = base(code, own, hand, own.get("name") or plain_english(english), own.get("region") or subregions[code])
    row.alpha2, row.alpha3, row.numeric = code, own.get("alpha3", alpha3), own.get("numeric", numeric)
    add_others(row, own, [name.replace("’", "'") for name in spoken["en"][code].values()])
    row.names = shown
    told = [name for lang in shown for names in (spoken[lang], *written[lang]) for name in names.get(code, {}).values()]
    row.foreign = [name for name in once(told) if name not in shown.values()]
    return row


def usual(names, short):
    return names.get("short", names[""]) if short else names[""]


def former(code, own, hand):
    known(own, "alpha2 alpha3 numeric name formal also weak demonyms capitals region withdrawn existed successors names", code)
    row = base(code, own, hand, own["name"], own["region"])
    row.alpha2, row.alpha3, row.numeric = own["alpha2"], own["alpha3"], own.get("numeric", "")
    add_others(row, own, [])
    told = own.get("names", {})
    row.names = {lang: told[lang] for lang in hand["languages"] if lang in told}
    row.former = {"withdrawn": own["withdrawn"], "existed": own.get("existed"), "successors": sorted(own["successors"])}
    return row


def base(code, own, hand, name, subregion):
    region = hand["regions"][subregion].get("of", subregion)
    return Row(code, "", "", "", name, own.get("formal", name), region, subregion,
               weak=list(own.get("weak", [])), demonyms=own.get("demonyms", []), capitals=own.get("capitals", []),
               borders=sorted(own.get("borders", [])))


def known(own, keys, code):
    for key in own:
        if key not in keys.split():
            raise Mistake(f"{code}: there is no key `{key}`")


def add_others(row, own, from_cldr):
    told = [row.formal, *own.get("also", []), *from_cldr]
    spellings = [row.name, *told, *row.weak]
    every = once(told + [form for name in spellings for form in variants(name) if form != name])
    row.others = [name for name in every if name != row.name and name not in row.weak]


def drop_ids(rows):
    """Takes out initials that are another's id: `R.-U.` is the United Kingdom to the French, and Russia to a reader."""
    ids = {name_key(row.code): row.code for row in rows}
    for row in rows:
        row.foreign = [name for name in row.foreign if ids.get(name_key(name), row.code) == row.code]


def weaken(rows, weak):
    """Marks names in other languages that are also something else."""
    for lang, names in weak.items():
        for name in names:
            meant = [row for row in rows if name == row.names.get(lang) or name in row.foreign]
            if not meant:
                raise Mistake(f"weak.{lang}: `{name}` is no country's name in that language")
            for row in meant:
                row.weak.append(name)


def names_of(row):
    """Every name of a row with its kind and whether it is weak, the nearest kind first."""
    yield row.code, ID, False
    yield row.name, NAME, row.name in row.weak
    foreign = [*row.names.values(), *row.foreign]
    for name in row.others:
        yield name, OTHER, False
    for name in row.weak:
        yield name, FOREIGN if name in foreign else OTHER, True
    for name in foreign:
        yield name, FOREIGN, name in row.weak
    for code in (row.alpha2, row.alpha3):
        yield code, CODE, False


def keys(rows, ambiguous):
    """Keys of names to those whom they mean, each with kind and weakness: one alone, unless the name is ambiguous."""
    meant = {}
    for row in rows:
        for name, kind, weak in names_of(row):
            meant.setdefault(name_key(name), {}).setdefault(row.code, (kind, weak))
    shared = {name_key(name): codes for name, codes in ambiguous.items()}
    for key, codes in shared.items():
        meant[key] = {code: (OTHER, True) for code in codes}
    return {key: settled(key, all_, key in shared) for key, all_ in sorted(meant.items(), key=lambda item: item[0].encode())}


def settled(key, meant, shared):
    """A code gives way to a name, and everything to an id; two names of one kind have to be told apart by hand."""
    if shared or len(meant) == 1:
        return meant
    kinds = {kind for kind, _ in meant.values()}
    if ID in kinds:
        return {code: found for code, found in meant.items() if found[0] == ID}
    if kinds == {CODE}:
        return meant
    left = {code: found for code, found in meant.items() if found[0] != CODE}
    if len(left) > 1:
        raise Mistake(f"`{key}` means {' and '.join(sorted(left))}: put it under [ambiguous], or write another name")
    return left
