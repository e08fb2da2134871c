"""The table as Rust source. Knows how it is written, not what is in it."""

import json

MADE = "Made by scripts/countries from data/countries.toml and Unicode's CLDR"


def string(text):
    return json.dumps(text, ensure_ascii=False)


def strings(texts):
    return f"&[{', '.join(string(text) for text in texts)}]"


def header(what, version):
    return f"//! {what}\n//! {MADE} {version}; not to be edited.\n"


def rows(table, regions, languages, version):
    out = [header("The rows of the table of countries, in the order of their codes.", version)]
    out.append("use super::{CountryRow, Former, Region};\n")
    for code, region in sorted(regions.items()):
        out.append(f"const M{code}: Region = Region {{ code: {string(code)}, name: {string(region['name'])} }};")
    out.append("\n/// Language tags and their English names, in the order of every row's `names`.")
    told = ", ".join(f"({string(lang)}, {string(name)})" for lang, name in languages.items() if lang != "en")
    out.append(f"pub static LANGUAGES: [(&str, &str); {len(languages) - 1}] = [{told}];")
    out.append("\n/// All rows, in the order of their codes.")
    out.append(f"pub static COUNTRIES: [CountryRow; {len(table)}] = [")
    out += [f"    {row_source(row)}," for row in table]
    out.append("];")
    return "\n".join(out) + "\n"


def row_source(row):
    fields = {
        "code": string(row.code),
        "alpha2": string(row.alpha2),
        "alpha3": string(row.alpha3),
        "numeric": string(row.numeric),
        "name": string(row.name),
        "formal_name": string(row.formal),
        "other_names": strings(row.others),
        "weak_names": strings(row.weak),
        "demonyms": strings(row.demonyms),
        "capitals": strings(row.capitals),
        "borders": strings(row.borders),
        "region": f"M{row.region}",
        "subregion": f"M{row.subregion}",
        "names": "&[" + ", ".join(f"({string(lang)}, {string(name)})" for lang, name in row.names.items()) + "]",
        "foreign_names": strings(row.foreign),
        "former": "None" if row.former is None else f"Some({former_source(row.former)})",
    }
    return f"CountryRow {{ {', '.join(f'{key}: {value}' for key, value in fields.items())} }}"


def former_source(former):
    existed = former["existed"]
    years = "None" if existed is None else f"Some(({string(existed[0])}, {string(existed[1])}))"
    successors = strings(former["successors"])
    return f"Former {{ withdrawn: {string(former['withdrawn'])}, existed: {years}, successors: {successors} }}"


def names(keys, table, version):
    place = {row.code: index for index, row in enumerate(table)}
    entries = [
        f"    ({string(key)}, {place[code]}, {kind}, {str(weak).lower()}),"
        for key, meant in keys.items()
        for code, (kind, weak) in sorted(meant.items())
    ]
    out = [header("Every name of a country by its key, in the order of keys.", version)]
    out.append("use super::NameKind::{self, Code, Foreign, Id, Name, Other};\n")
    out.append("/// A key, the row that it means, how, and whether the name is a weak one.")
    out.append(f"pub static NAMES: [(&str, u16, NameKind, bool); {len(entries)}] = [")
    return "\n".join(out + entries) + "\n];\n"
