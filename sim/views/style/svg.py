"""Makes matplotlib's SVG serve every page: light or dark ground, read aloud, inlined beside others.

Ink becomes `currentColor` and there is no ground, so the page decides. Styles become plain attributes, because
a page under a strict content-security policy drops inline styles. Ids carry the figure's name and nothing
outside the file is named, so many of these can stand in one page.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

from sim.views.style import look

NAMESPACE = "http://www.w3.org/2000/svg"
ALONE = "svg:root{color-scheme:light dark;color:CanvasText}@media(prefers-color-scheme:dark){svg:root{background:Canvas}}"
"""Where the file is a document or an image of its own, ink follows the reader's scheme. A page shown to a reader
who prefers dark may still be white, so light ink then brings its own ground. Inlined, this selects nothing."""

_NUMBER = re.compile(r"-?\d+\.\d{3,}")
_REFERENCE = re.compile(r"url\(#([^)]+)\)")


def for_any_ground(drawing: str, name: str, title: str, description: str) -> str:
    """The drawing as an accessible image without ground; `name` must be unlike others in the same page."""
    root = ET.fromstring(drawing)
    for element in root.iter():
        _make_plain(element)
    _drop(root, "metadata")
    _drop(root, "style")
    _drop_invisible(root)
    _keep_ids_in_use(root, name)
    _unwrap(root)
    _dress(root, name, title, description)
    return ET.tostring(root, encoding="unicode") + "\n"


def _make_plain(element: ET.Element) -> None:
    """Names without namespace, style as attributes, ink as `currentColor`, hundredths of a point."""
    element.tag = element.tag.split("}")[-1]
    attributes = {key.split("}")[-1]: value for key, value in element.attrib.items()}
    for rule in attributes.pop("style", "").split(";"):
        key, _, value = rule.partition(":")
        if key.strip():
            attributes[key.strip()] = value.strip()
    for key, value in attributes.items():
        if value.lower() == look.INK.lower():
            attributes[key] = "currentColor"
        elif key in ("d", "x", "y", "transform", "width", "height"):
            attributes[key] = _NUMBER.sub(lambda found: _short(found.group()), value.replace("\n", "").strip())
    if attributes.get("transform", "").startswith(("rotate(-0 ", "rotate(0 ")):
        del attributes["transform"]
    element.attrib.clear()
    element.attrib.update(attributes)
    if not (element.text or "").strip():
        element.text = None
    element.tail = None


def _short(digits: str) -> str:
    return f"{float(digits):.2f}".rstrip("0").rstrip(".")


def _drop(parent: ET.Element, tag: str) -> None:
    for child in list(parent):
        if child.tag == tag:
            parent.remove(child)
        else:
            _drop(child, tag)


def _drop_invisible(parent: ET.Element) -> None:
    """Paths that neither fill nor stroke (the grounds), then groups and definitions left empty."""
    for child in list(parent):
        _drop_invisible(child)
        unseen = child.tag == "path" and child.get("fill") == "none" and child.get("stroke", "none") == "none"
        if unseen or (child.tag in ("g", "defs") and len(child) == 0):
            parent.remove(child)


def _keep_ids_in_use(root: ET.Element, name: str) -> None:
    """Prefixes ids that something refers to with the figure's name and drops the others."""
    used = set()
    for element in root.iter():
        for key, value in element.attrib.items():
            used.update(_REFERENCE.findall(value))
            if key == "href":
                used.add(value.lstrip("#"))
    for element in root.iter():
        for key, value in list(element.attrib.items()):
            if key == "id" and value not in used:
                del element.attrib["id"]
            elif key == "id":
                element.set("id", f"{name}-{value}")
            elif key == "href":
                element.set("href", f"#{name}-{value.lstrip('#')}")
            elif "url(#" in value:
                element.set(key, _REFERENCE.sub(rf"url(#{name}-\1)", value))


def _unwrap(parent: ET.Element) -> None:
    """Groups that say nothing give way to their children."""
    children: list[ET.Element] = []
    for child in parent:
        _unwrap(child)
        children.extend(child if child.tag == "g" and not child.attrib else [child])
    parent[:] = children


def _dress(root: ET.Element, name: str, title: str, description: str) -> None:
    """Size in pixels, role, title, description."""
    left, top, width, height = (float(part) for part in root.attrib["viewBox"].split())
    root.attrib.clear()
    root.attrib.update(
        {
            "xmlns": NAMESPACE,
            "viewBox": f"{left:g} {top:g} {_short(str(width))} {_short(str(height))}",
            "width": f"{width * 96 / 72:.0f}",
            "height": f"{height * 96 / 72:.0f}",
            "role": "img",
            "aria-labelledby": f"{name}-title {name}-desc",
            "stroke-linejoin": "round",
            "stroke-linecap": "butt",
        }
    )
    heads = [
        ET.Element("title", {"id": f"{name}-title"}),
        ET.Element("desc", {"id": f"{name}-desc"}),
        ET.Element("style"),
    ]
    for head, text in zip(heads, (title, description, ALONE), strict=True):
        head.text = text
    root[:] = [*heads, *root]
