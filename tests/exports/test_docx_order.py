"""Word is strict: what stands in an element stands in the order of the schema (ECMA-376, wml.xsd, transitional)."""

import io
import zipfile

import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from exports import docx_file

from .papers import everything, formal

pytestmark = pytest.mark.one_database

# Of each element that we write, what may stand in it, in its order; a name in a group may follow any other of it.
ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
    "suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd "
    "snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment "
    "textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange",
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid "
    "vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em "
    "lang eastAsianLayout specVanish oMath",
    "tbl": "tblPr tblGrid tr",
    "tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing "
    "tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription",
    "tr": "tblPrEx trPr tc",
    "trPr": "cnfStyle/divId/gridBefore/gridAfter/wBefore/wAfter/cantSplit/trHeight/tblHeader/tblCellSpacing/jc/hidden",
    "tc": "tcPr p/tbl",
    "tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark",
    "numPr": "ilvl numId",
    "sectPr": "headerReference/footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType "
    "pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid printerSettings",
    "footnotePr": "pos numFmt numStart numRestart footnote",
    "endnotePr": "pos numFmt numStart numRestart endnote",
    "abstractNum": "nsid multiLevelType tmpl name styleLink numStyleLink lvl",
    "lvl": "start numFmt lvlRestart pStyle isLgl suff lvlText lvlPicBulletId legacy lvlJc pPr rPr",
    "num": "abstractNumId lvlOverride",
    "numbering": "numPicBullet abstractNum num numIdMacAtCleanup",
    "p": "pPr r/hyperlink",
    "r": "rPr t/br/drawing/footnoteReference/endnoteReference/footnoteRef/endnoteRef/separator/continuationSeparator/"
    "fldChar/instrText",
    "hyperlink": "r",
    "body": "p/tbl sectPr",
    "footnote": "p/tbl",
    "endnote": "p/tbl",
    "style": "name aliases basedOn next link autoRedefine hidden uiPriority semiHidden unhideWhenUsed qFormat locked "
    "personal personalCompose personalReply rsid pPr rPr tblPr trPr tcPr tblStylePr",
    "rPrDefault": "rPr",
    "settings": "writeProtection view zoom removePersonalInformation removeDateAndTime proofState defaultTabStop "
    "evenAndOddHeaders characterSpacingControl savePreviewPicture footnotePr endnotePr compat docVars rsids mathPr "
    "themeFontLang clrSchemeMapping doNotAutoCompressPictures shapeDefaults decimalSymbol listSeparator docId "
    "defaultImageDpi",
}
RANKS = {
    name: {one: rank for rank, group in enumerate(said.split()) for one in group.split("/")}
    for name, said in ORDER.items()
}
ONCE = {"pPr", "rPr", "tcPr", "tblPr", "numPr", "lvl"}
NEEDS = {"tc": "p", "tbl": "tblGrid"}


def local(tag: object) -> str:
    return str(tag).rpartition("}")[2]


def out_of_order(root) -> list[str]:
    """Each element of Word's own whose children stand in another order than the schema's, or that the schema lacks."""
    found = []
    for element in root.iter():
        name = local(element.tag)
        ranks = RANKS.get(name) if str(element.tag) == qn(f"w:{name}") else None
        if ranks is None:
            continue
        children = [local(child.tag) for child in element]
        places = [ranks.get(child, -1) for child in children]
        if -1 in places or places != sorted(places) or (name in ONCE and len(set(children)) < len(children)):
            found.append(f"{name}: {' '.join(children)}")
        if name in NEEDS and NEEDS[name] not in children:
            found.append(f"{name} lacks {NEEDS[name]}")
    return found


PAPERS = {
    "of all blocks": everything,
    "from right to left": lambda: everything(language="ar"),
    "of the house": lambda: formal(mark="CONFIDENTIAL", running_head="On kettles"),
    "of the OHCHR": lambda: formal(form="ohchr"),
    "with notes at the end": lambda: formal(form="ohchr", notes="end", landscape=True),
}


@pytest.mark.parametrize("name", PAPERS)
def test_every_element_stands_in_the_order_of_the_schema(name):
    with zipfile.ZipFile(io.BytesIO(docx_file.write(PAPERS[name]()))) as parts:
        ours = ("document", "footnotes", "endnotes", "numbering", "styles", "settings", "header", "footer")
        named = [part for part in parts.namelist() if part.startswith(tuple(f"word/{one}" for one in ours))]
        assert len(named) >= 5
        for part in named:
            assert out_of_order(parse_xml(parts.read(part))) == [], part


@pytest.mark.parametrize("name", PAPERS)
def test_every_relation_and_style_that_is_named_is_there(name):
    with zipfile.ZipFile(io.BytesIO(docx_file.write(PAPERS[name]()))) as parts:
        names = set(parts.namelist())
        styles = {one.get(qn("w:styleId")) for one in parse_xml(parts.read("word/styles.xml")).iter(qn("w:style"))}
        for part in (one for one in names if one.startswith("word/") and one.endswith(".xml")):
            root = parse_xml(parts.read(part))
            of_part = f"word/_rels/{part.removeprefix('word/')}.rels"
            relations = {one.get("Id"): one for one in parse_xml(parts.read(of_part))} if of_part in names else {}
            asked = {
                value for one in root.iter() for key, value in one.attrib.items() if key in (qn("r:id"), qn("r:embed"))
            }
            assert asked <= set(relations), part
            for one in relations.values():
                inside = one.get("TargetMode") != "External" and not one.get("Target").startswith(("/", "../"))
                assert not inside or f"word/{one.get('Target')}" in names, one.get("Target")
            used = {one.get(qn("w:val")) for one in root.iter(*map(qn, ("w:pStyle", "w:rStyle", "w:tblStyle")))}
            assert used <= styles, part
