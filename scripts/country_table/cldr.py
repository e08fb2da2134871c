"""What Unicode's CLDR says of countries, from the npm packages in data/node_modules/. Knows nothing of our own file."""

import json
from pathlib import Path

PACKAGES = Path("data/node_modules")
LICENCE = PACKAGES / "cldr-core" / "LICENSE"

# The world, and groups that M49 does not have between a region and its sub-regions.
NOT_SUBREGIONS = {"001", "003", "202", "419"}


def _supplemental(name):
    path = PACKAGES / "cldr-core" / "supplemental" / f"{name}.json"
    return json.loads(path.read_text(encoding="utf-8"))["supplemental"]


def version():
    return json.loads((PACKAGES / "cldr-core" / "package.json").read_text(encoding="utf-8"))["version"]


def names(locale):
    """Codes to lists of names in one language: the usual one first, then its variants by what CLDR calls these."""
    path = PACKAGES / "cldr-localenames-full" / "main" / locale / "territories.json"
    territories = json.loads(path.read_text(encoding="utf-8"))["main"][locale]["localeDisplayNames"]["territories"]
    found = {}
    for key, name in sorted(territories.items()):
        code, _, variant = key.partition("-alt-")
        found.setdefault(code, {})[variant] = name
    return found


def codes():
    """Alpha-2 codes to their alpha-3 and numeric ones."""
    mappings = _supplemental("codeMappings")["codeMappings"]
    return {code: (m.get("_alpha3"), m.get("_numeric")) for code, m in mappings.items()}


def subregions():
    """Alpha-2 codes to the M49 code of the sub-region that contains each."""
    contained = _supplemental("territoryContainment")["territoryContainment"]
    return {
        code: region
        for region, entry in contained.items()
        if region.isdigit() and region not in NOT_SUBREGIONS
        for code in entry["_contains"]
    }


def replacements():
    """Withdrawn alpha-2 codes to the codes that took their place."""
    aliases = _supplemental("aliases")["metadata"]["alias"]["territoryAlias"]
    return {code: alias["_replacement"].split() for code, alias in aliases.items()}
