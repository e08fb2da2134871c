"""Compares the table with CLDR and with pycountry, as scripts/countries describes it.

Every difference must be listed below with its reason, and every reason must still be needed.
"""

import sys

import pycountry

import cldr
import table
import write

# English short names that are not CLDR's, written in the house style of these names.
NAMES = {
    "CD": "CLDR has `Congo - Kinshasa`, which no text says",
    "CG": "CLDR has `Congo - Brazzaville`, which no text says",
    "GS": "CLDR shortens `South Georgia and the South Sandwich Islands`",
    "HM": "CLDR shortens `Heard Island and McDonald Islands`",
    "VC": "CLDR shortens `Saint Vincent and the Grenadines`",
}

# Codes that are not CLDR's.
CLDR_CODES = {"XK": "ISO 3166-1 has none; CLDR's `XKK` and `983` are its own, `XKX` is in wider use"}

# Regions that are not CLDR's.
CLDR_REGIONS = {"AQ": "M49 puts Antarctica in no region; CLDR has a region of its own for it"}

# Names of regions that are not CLDR's: M49's stand here.
CLDR_REGION_NAMES = {
    "035": "CLDR: `Southeast Asia`",
    "053": "CLDR: `Australasia`",
    "057": "CLDR: `Micronesian Region`",
}

# Successors that are not those of CLDR.
SUCCESSORS = {
    "BQAQ": "CLDR reads the code as the one of today",
    "BYAA": "CLDR reads the code as the one of today",
    "AIDJ": "CLDR reads the code as the one of today",
    "GEHH": "CLDR reads the code as the one of today",
    "SKIN": "CLDR reads the code as the one of today",
    "CSHH": "CLDR reads CS as Serbia and Montenegro, which had the code later",
    "YUCS": "CLDR goes by who used the code last; before, it was that of all six republics",
}

# Names of pycountry's that mean nobody here, another or more than one.
NAMES_ELSEWHERE = {
    "Burma, Socialist Republic of the Union of": "the inverted form; `Burma` is Myanmar's",
    "Byelorussian SSR Soviet Socialist Republic": "a slip: the name twice",
    "Congo": "in texts it is as often CD",
    "Czechoslovakia, Czechoslovak Socialist Republic": "two names in one",
    "East Timor": "in a text of today it is Timor-Leste",
    "French Southern and Antarctic Territories": "in a text of today these are TF",
    "Upper Volta, Republic of": "the inverted form",
    "Yemen, Democratic, People's Democratic Republic of": "two names in one",
    "Yugoslavia, (Socialist) Federal Republic of": "two names in one",
    "Zaire, Republic of": "the inverted form",
}


class Comparison:
    """Counts what agrees; collects what does not, but for what is meant."""

    def __init__(self):
        self.agreeing = 0
        self.problems = []

    def same(self, what, code, ours, theirs, meant=None):
        reason = (meant or {}).get(code)
        if ours == theirs and reason is None:
            self.agreeing += 1
        elif ours == theirs:
            self.problems.append(f"{what} of {code}: the difference that is listed is gone: {reason}")
        elif reason is None:
            self.problems.append(f"{what} of {code}: ours is {ours!r}, theirs is {theirs!r}")


def files(comparison):
    for path, text in write.files().items():
        there = path.read_text(encoding="utf-8") if path.exists() else None
        if there != text:
            comparison.problems.append(f"{path} is not what scripts/countries would write: run it")


def with_cldr(today, regions, languages, comparison):
    spoken = {lang: cldr.names(lang) for lang in languages}
    codes, subregions = cldr.codes(), cldr.subregions()
    for row in today:
        variants = spoken["en"][row.code]
        likely = {table.plain_english(variants[kind]) for kind in ("", "short") if kind in variants}
        ours = row.name if row.name in likely else None
        comparison.same("English name", row.code, ours or row.name, ours or sorted(likely)[0], NAMES)
        for lang, name in row.names.items():
            theirs = spoken[lang][row.code]
            comparison.same(f"{lang} name", row.code, name in (theirs.get("short"), theirs[""]), True)
        comparison.same("codes", row.code, (row.alpha3, row.numeric), codes.get(row.code), CLDR_CODES)
        comparison.same("region", row.code, row.subregion, subregions.get(row.code), CLDR_REGIONS)
    for code, region in regions.items():
        if code in spoken["en"]:
            comparison.same("name of region", code, region["name"], spoken["en"][code][""], CLDR_REGION_NAMES)
        if "of" in region:
            comparison.same("region above", code, region["of"], subregions.get(code))


def former_with_cldr(former, comparison):
    replaced = cldr.replacements()
    for row in former:
        theirs = sorted(replaced.get(row.alpha2, []))
        comparison.same("successors", row.code, row.former["successors"], theirs, SUCCESSORS)


def meaning(name, keys):
    """The codes that a name leads to; an article before it does not matter."""
    bare = name[4:] if name.lower().startswith("the ") else name
    return sorted(keys.get(table.name_key(name)) or keys.get(table.name_key(bare)) or {})


def with_pycountry(rows, keys, comparison):
    ours = {row.code: row for row in rows}
    for theirs in pycountry.countries:
        row = ours.pop(theirs.alpha_2)
        comparison.same("codes", row.code, (row.alpha3, row.numeric), (theirs.alpha_3, theirs.numeric))
        for key in ("name", "common_name", "official_name"):
            names(row.code, getattr(theirs, key, None), keys, comparison)
    for theirs in pycountry.historic_countries:
        row = ours.pop(theirs.alpha_4)
        numeric = getattr(theirs, "numeric", "")
        ours_, theirs_ = (row.alpha2, row.alpha3, row.numeric), (theirs.alpha_2, theirs.alpha_3, numeric)
        comparison.same("codes", row.code, ours_, theirs_)
        comparison.same("end", row.code, row.former["withdrawn"], theirs.withdrawal_date)
        names(row.code, theirs.name, keys, comparison)
    comparison.same("codes", "that pycountry has not", sorted(ours), ["XK"])


def names(code, name, keys, comparison):
    if name:
        comparison.same(f"meaning (for {code})", name, meaning(name, keys), [code], NAMES_ELSEWHERE)


def main():
    comparison = Comparison()
    hand, rows = table.read(), table.build()
    keys = table.keys(rows, hand["ambiguous"])
    today = [row for row in rows if row.former is None]
    files(comparison)
    with_cldr(today, hand["regions"], hand["languages"], comparison)
    former_with_cldr([row for row in rows if row.former], comparison)
    with_pycountry(rows, keys, comparison)
    for problem in comparison.problems:
        print(problem, file=sys.stderr)
    print(f"countries: {len(rows)} rows, {len(keys)} names; {comparison.agreeing} facts agree, "
          f"{len(comparison.problems)} do not")
    return 1 if comparison.problems else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except table.Mistake as mistake:
        sys.exit(f"{table.HAND}: {mistake}")
