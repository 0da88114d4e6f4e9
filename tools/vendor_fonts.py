"""Refresh the typefaces of printed papers: `python tools/vendor_fonts.py`.

Takes Noto Sans SC (SIL Open Font License) from its npm package and keeps the letters that Linli prints: regular with
all of GBK and the characters of the General Standard Chinese Characters that GBK lacks, bold with GB 2312 and the signs.
Needs npm and fonttools. The lock, `tools/fonts.lock.json`, holds name, version, licence and the SHA-256 of every file.
`--check` compares files and lock, without a network.
"""

import argparse
import hashlib
import json
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from vendor_frontend import Package, fetch, members

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "tools" / "fonts.lock.json"
SHIPPED = "src/linli/kit/papers/fonts"
PACKAGE = Package("@expo-google-fonts/noto-sans-sc", "0.4.3", SHIPPED)
LICENCE = {"LICENSE_FONT": "OFL.txt"}
# Names of people and places use these; they stand in the standard list of 2013 and not in GBK.
RARE = (
    "㑇㑊㕮㘎㙍㙘㙦㛃㛚㛹㟃㠇㠓㤘㥄㧐㧑㧟㫰㬊㬎㬚㭎㭕㮾㰀㳇㳘㳚㴔㵐㶲㸆㸌㺄㻬㽏㿠䁖䂮䃅䃎䅟䌹䎃䎖䏝䏡䏲䐃䓖䓛䓨䓫䓬"
    "䗖䗛䗪䗴䜣䝙䢺䢼䣘䥽䦃䲟䲠䲢䴓䴔䴕䴖䴗䴘䴙䶮"
)
TABLES_LEFT_OUT = ("BASE", "DSIG", "GDEF", "GPOS", "GSUB", "STAT", "VORG", "gasp", "vhea", "vmtx")


def letters_of(charset: str, bytes_: Iterable[int]) -> set[str]:
    """Every character that two bytes of this old charset can write, and ASCII."""
    found = {chr(code) for code in range(0x20, 0x7F)}
    trail = range(0x40, 0xFF)
    pairs = (bytes([lead, second]) for lead in bytes_ for second in trail)
    return found | set("".join(pair.decode(charset, "ignore") for pair in pairs))


def rare(known: set[int]) -> set[str]:
    """The standard list's characters outside GBK: those of plane 2 and the youngest of plane 0, as far as drawn."""
    young = (*range(0x9FA6, 0xA000), *range(0x20000, 0x32000))
    return set(RARE) | {chr(code) for code in young if code in known}


def cut(body: bytes, wanted: set[str]) -> bytes:
    """The typeface with the wanted letters only, without hints for old screens."""
    from fontTools import subset

    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "whole.ttf"), Path(folder, "cut.ttf")
        source.write_bytes(body)
        options: Any = subset.Options()
        options.hinting, options.layout_features = False, []
        options.drop_tables += TABLES_LEFT_OUT
        options.recalc_timestamp = False
        font = subset.load_font(str(source), options)
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=map(ord, wanted))
        subsetter.subset(font)
        subset.save_font(font, str(target), options)
        return target.read_bytes()


def drawn_in(body: bytes) -> set[int]:
    import io

    from fontTools.ttLib import TTFont

    return set(TTFont(io.BytesIO(body)).getBestCmap())


def refresh() -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        contents = members(fetch(PACKAGE, Path(folder)))
    about = json.loads(contents["package.json"])
    regular = contents["400Regular/NotoSansSC_400Regular.ttf"]
    bold = contents["700Bold/NotoSansSC_700Bold.ttf"]
    known = drawn_in(regular)
    gbk = letters_of("gbk", range(0x81, 0xFF))
    beyond = {letter for letter in rare(known) - gbk if ord(letter) in known}
    common = letters_of("gb2312", range(0xA1, 0xF8))
    signs = {letter for letter in gbk if not "\u4e00" <= letter <= "\u9fff"}
    files = {
        "NotoSansSC-Regular.ttf": cut(regular, gbk | beyond),
        "NotoSansSC-Bold.ttf": cut(bold, common | signs),
        "rare.txt": "".join(sorted(beyond)).encode(),
        **{target: contents[source] for source, target in LICENCE.items()},
    }
    return {
        "name": about["name"],
        "version": about["version"],
        "licence": "OFL-1.1",
        "files": written(files),
    }


def written(files: dict[str, bytes]) -> dict[str, str]:
    hashes = {}
    for name, body in files.items():
        path = ROOT / SHIPPED / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body)
        hashes[f"{SHIPPED}/{name}"] = hashlib.sha256(body).hexdigest()
    return hashes


def faults() -> list[str]:
    """What is wrong with the files as they lie here, one sentence each."""
    locked: dict[str, str] = json.loads(LOCK.read_text(encoding="utf-8"))["packages"][0]["files"]
    found = []
    for path, digest in locked.items():
        if not (ROOT / path).is_file():
            found.append(f"{path} is missing.")
        elif hashlib.sha256((ROOT / path).read_bytes()).hexdigest() != digest:
            found.append(f"{path} differs from its hash in {LOCK.name}.")
    lying = {path.relative_to(ROOT).as_posix() for path in (ROOT / SHIPPED).iterdir() if path.is_file()}
    return found + [f"{path} is not in {LOCK.name}." for path in sorted(lying - set(locked))]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare files and lock; change nothing")
    if not parser.parse_args().check:
        LOCK.write_text(json.dumps({"packages": [refresh()]}, indent=2) + "\n", encoding="utf-8")
    found = faults()
    print("\n".join(found) or f"{LOCK.name}: every file as locked.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
