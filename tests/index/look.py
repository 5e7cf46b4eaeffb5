#!/usr/bin/env python3
"""Looks at an index page in Chromium, as its readers would: with the keyboard, on a narrow screen,
in the dark, on paper, and with axe-core's eyes. Each check returns the faults it finds. That the
checks can fail is shown on copies of the page, each with one fault planted.

    look.py OUTDIR AXE PICTURES
"""
import json
import pathlib
import subprocess
import sys
import time
import urllib.parse

from browser import Browser

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

# All that Tab should reach, in the order of the page.
STOPS = """[...document.querySelectorAll('a[href],summary,button,input,[tabindex="0"]')]
    .filter(e => e.checkVisibility())"""
OPEN_ALL = "document.querySelectorAll('details').forEach(d => d.open = true)"


def said(page):
    """What the console heard: faults of scripts, refusals of the page's own policy."""
    faults = [e["entry"]["text"] for e in page.of("Log.entryAdded")]
    faults += [str(e["exceptionDetails"])[:200] for e in page.of("Runtime.exceptionThrown")]
    faults += [str(e["args"])[:200] for e in page.of("Runtime.consoleAPICalled")
               if e["type"] in ("error", "warning")]
    return faults


def loads_alone(browser, address):
    """Nothing is asked for but the page, and nobody complains."""
    page = browser.open(address)
    page.run("document.querySelectorAll('img').forEach(i => i.loading = 'eager')")
    page.run(OPEN_ALL)
    time.sleep(0.3)
    asked = [e["request"]["url"][:100] for e in page.of("Network.requestWillBeSent")
             if not e["request"]["url"].startswith("data:")]
    faults = [f"asked for {url}" for url in asked if url != address] + said(page)
    broken = page.run("[...document.images].filter(i => !i.complete || !i.naturalWidth).length")
    if broken:
        faults.append(f"{broken} pictures that cannot be shown")
    if page.run("document.scripts.length"):
        faults.append("there is a script")
    page.close()
    return faults


def axe(browser, address, source, **wanted):
    page = browser.open(address, **wanted)
    page.run(OPEN_ALL)
    page.run(source + "\n0")
    options = json.dumps({"runOnly": {"type": "tag", "values": TAGS}})
    found = page.run(f"axe.run(document, {options}).then(r => ({{passes: r.passes.length, "
                     "violations: r.violations.map(v => v.id + ': ' + v.nodes.length + ' times, ' + "
                     "v.nodes[0].html.slice(0, 200)), "
                     "unsure: r.incomplete.map(v => v.id + ': ' + v.nodes.length + ' times, ' + "
                     "v.nodes[0].any.map(c => c.message).join() + ' ' + "
                     "v.nodes[0].html.slice(0, 200))}))")
    page.close()
    if found["passes"] < 20:
        return [f"only {found['passes']} rules were tried"]
    # What axe-core cannot decide is no fault, but somebody should know.
    for rule in found["unsure"]:
        print(f"        axe-core is unsure: {rule}")
    return found["violations"]


def tab_goes_everywhere(browser, address):
    """Every stop once, in order, in sight, and to be seen as the one in focus."""
    page = browser.open(address)
    page.run(f"window.stops = {STOPS}")
    count = page.run("stops.length")
    faults = []
    for i in range(count):
        page.press("Tab")
        stop = page.run("""(() => {
            const e = document.activeElement, s = getComputedStyle(e), r = e.getBoundingClientRect();
            return {number: stops.indexOf(e), html: e.outerHTML.slice(0, 120),
                    outline: s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2,
                    seen: r.width > 0 && r.bottom > 0 && r.top < innerHeight && r.right > 0 &&
                          r.left < innerWidth};
        })()""")
        if stop["number"] != i:
            faults.append(f"stop {i + 1} of {count} is {stop['html']}")
            break
        if not stop["outline"] or not stop["seen"]:
            faults.append(f"focus cannot be seen: {stop['html']}")
    page.close()
    return faults if count > 10 else faults + [f"only {count} stops"]


def details_open_by_keyboard(browser, address):
    page = browser.open(address)
    faults = []
    for kind in (".card summary", ".older > summary"):
        page.run(f"window.one = document.querySelector('{kind}'); one.focus()")
        if not page.run("!!one"):
            faults.append(f"no {kind}")
            continue
        was = page.run("one.parentElement.open")
        for key, text in (("Enter", "\r"), (" ", " ")):
            page.press(key, text)
            if page.run("one.parentElement.open") == was:
                faults.append(f"{kind}: {key!r} does nothing")
            was = page.run("one.parentElement.open")
    page.close()
    return faults


def skipping_skips(browser, address):
    page = browser.open(address)
    page.press("Tab")
    page.press("Enter", "\r")
    page.press("Tab")
    inside = page.run("!!document.activeElement.closest('.card')")
    page.close()
    return [] if inside else ["after the link to the reports, Tab is not among them"]


def fits(browser, address, width):
    """WCAG 1.4.10: no second direction to scroll in."""
    page = browser.open(address, width=width, height=900)
    page.run(OPEN_ALL)
    wide = page.run("document.documentElement.scrollWidth")
    beyond = page.run("""[...document.querySelectorAll('main *,header *,footer *')]
        .filter(e => e.checkVisibility() && !e.closest('.vh')
                && e.getBoundingClientRect().right > innerWidth + 0.5)
        .map(e => e.outerHTML.slice(0, 100))""")
    page.close()
    return beyond[:3] + ([f"{wide} pixels wide"] if wide > width else [])


def prints(browser, address, folder):
    """Folded things are open on paper; what is only for the screen is not there."""
    page = browser.open(address, media="print")
    words = page.run("[...document.querySelectorAll('.said li')].map(e => e.textContent)")
    faults = [f"{what} is on paper" for what in ("nav", ".skip", ".back")
              if page.run(f"[...document.querySelectorAll('{what}')].some(e => e.checkVisibility())")]
    pdf = folder / "index.pdf"
    page.paper(pdf)
    page.close()
    text = subprocess.run(["pdftotext", "-raw", pdf, "-"], capture_output=True, check=True).stdout
    text = "".join(text.decode().split())
    for word in words:
        # A page may end within it.
        if "".join(word.split())[:30] not in text:
            faults.append(f"not on paper: {word[:80]}")
    return faults if words else faults + ["no findings to look for"]


# Inches: where a page ends is chance, so that several heights are looked at.
HEIGHTS = [11.69 - step / 4 for step in range(8)]


def lines_of_pages(page, path, height):
    page.paper(path, height)
    text = subprocess.run(["pdftotext", "-raw", path, "-"], capture_output=True, check=True).stdout
    path.unlink()
    return [p.strip().splitlines() for p in text.decode().split("\f") if p.strip()]


def keeps_headings(browser, address, folder):
    """On paper no heading stands alone at the foot of a page."""
    page = browser.open(address, media="print")
    headings = {" ".join(text.split()) for text in page.run(
        "[...document.querySelectorAll('h2,h3,.sub,.older>summary')].map(e => e.textContent)")}
    faults = []
    for height in HEIGHTS:
        pages = lines_of_pages(page, folder / "headings.pdf", height)
        faults += [f"{height} inches: at the foot of page {number}: {lines[-1]}"
                   for number, lines in enumerate(pages, 1)
                   if any(heading.endswith(lines[-1].strip()) for heading in headings)]
    page.close()
    return faults if len(pages) > 3 else faults + [f"only {len(pages)} pages"]


def is_complete_without_scripts(browser, address):
    texts = []
    for scripts in (True, False):
        page = browser.open(address, scripts=scripts)
        texts.append(page.run("document.body.textContent"))
        page.close()
    return [] if texts[0] == texts[1] and len(texts[0]) > 1000 else ["scripts make a difference"]


def leads_to_every_pdf(browser, address, folder):
    page = browser.open(address)
    links = page.run("[...document.querySelectorAll('.card a')].map(a => a.href)")
    inner = page.run("""[...document.querySelectorAll('a[href^="#"]')]
        .filter(a => !document.getElementById(a.hash.slice(1))).map(a => a.hash)""")
    page.close()
    paths = [pathlib.Path(urllib.parse.unquote(urllib.parse.urlsplit(link).path)) for link in links]
    faults = [f"leads nowhere: {p}" for p in paths
              if not (p.is_file() and p.read_bytes().startswith(b"%PDF-"))]
    there = {p for p in folder.rglob("*.pdf") if ".quoin" not in p.parts}
    faults += [f"not linked: {p}" for p in there - set(paths)]
    return faults + [f"leads nowhere: {name}" for name in inner]


def tells_what_the_manifest_tells(browser, address, folder):
    page = browser.open(address)
    cards, failed, others = page.run("['.card', '.card.failed', '.card .also a']"
                                     ".map(what => document.querySelectorAll(what).length)")
    words = page.run("[...document.querySelectorAll('.card.failed')].every(e => "
                     "/Failed: .*(still there|no PDF of it)\\./.test(e.textContent))")
    page.close()
    lines = (folder / "quoin-manifest.jsonl").read_text(encoding="utf-8").splitlines()
    records = [json.loads(line) for line in lines]
    lost = len({r["input"] for r in records if r.get("reason")})
    reports = len({r["input"] for r in records})
    faults = [] if words else ["a failure is not told in words"]
    if cards != reports or failed != lost or not lost:
        faults.append(f"{cards} cards, {failed} failed; the manifest has {reports}, {lost}")
    if others != len(records) - reports or not others:
        faults.append(f"{others} further PDFs; the manifest has {len(records) - reports}")
    return faults


def says_which_language(browser, address):
    """WCAG 3.1.2: Welsh names are read as Welsh, wherever they stand."""
    page = browser.open(address)
    texts = page.run("""[...document.body.querySelectorAll('*')].flatMap(e => [...e.childNodes])
        .filter(n => n.nodeType === Node.TEXT_NODE && /Swyddfa/.test(n.data))
        .map(n => n.parentElement.closest('[lang]').lang)""")
    page.close()
    faults = [f"read in the language {lang}" for lang in texts if lang != "cy"]
    return faults if len(texts) > 10 else faults + [f"only {len(texts)} of them"]


def checks(browser, folder, source, pictures):
    """(name, check of a page's address)"""
    return [
        ("loads alone", lambda a: loads_alone(browser, a)),
        ("axe-core, light", lambda a: axe(browser, a, source)),
        ("axe-core, dark", lambda a: axe(browser, a, source, scheme="dark")),
        ("axe-core, narrow", lambda a: axe(browser, a, source, width=320, height=900)),
        ("Tab goes everywhere", lambda a: tab_goes_everywhere(browser, a)),
        ("details open by keyboard", lambda a: details_open_by_keyboard(browser, a)),
        ("skipping skips", lambda a: skipping_skips(browser, a)),
        ("fits 320 pixels", lambda a: fits(browser, a, 320)),
        ("fits 820 pixels", lambda a: fits(browser, a, 820)),
        ("prints", lambda a: prints(browser, a, pictures)),
        ("headings on paper", lambda a: keeps_headings(browser, a, pictures)),
        ("complete without scripts", lambda a: is_complete_without_scripts(browser, a)),
        ("says which language", lambda a: says_which_language(browser, a)),
        ("leads to every PDF", lambda a: leads_to_every_pdf(browser, a, folder)),
        ("tells what the manifest tells",
         lambda a: tells_what_the_manifest_tells(browser, a, folder)),
    ]


# A fault to plant, and the check that must find it.
PLANTED = [
    ("a script that the policy refuses", "loads alone", "</main>", "<script>1</script></main>"),
    ("a picture from elsewhere", "loads alone", "</main>",
     '<img alt="" src="https://example.org/x.png"></main>'),
    ("a style that is not the page's own", "loads alone", "--ink:#1b2230", "--ink:#1b2231"),
    ("a picture that is not said to be none", "axe-core, light", ' alt=""', ''),
    ("Welsh read as English", "says which language", ' lang="cy"', ''),
    ("pale words", "axe-core, light", 'class="when"', 'style="color:#aaa" class="when"'),
    ("dark words in the dark", "axe-core, dark", 'class="when"',
     'style="color:#14284b" class="when"'),
    ("a heading left out", "axe-core, light", "<h2 ", '<h2 role="none" '),
    ("another order for Tab", "Tab goes everywhere", '<p class="name"><a ',
     '<p class="name"><a tabindex="3" '),
    ("focus that cannot be seen", "Tab goes everywhere", "<nav ", "<nav class=\"dim\" "),
    ("something wide", "fits 320 pixels", '<p class="when">', '<p class="when wide">'),
    ("a heading left behind", "headings on paper", "break-after:avoid", ""),
    ("a link that leads nowhere", "leads to every PDF", '.pdf">', '-.pdf">'),
    ("large print that is not told", "tells what the manifest tells", '<ul class="also">', '<ul>'),
    ("a failure told by colour alone", "tells what the manifest tells", "Failed:", ""),
]
# The page's policy refuses styles within it: these come with their own.
STYLES = {
    "pale words": "", "dark words in the dark": "", "a heading left behind": "",
    "focus that cannot be seen": ".dim a:focus-visible{outline:none}",
    "something wide": ".wide{width:30rem}",
}


def plant(text, name, old, new):
    assert old in text, name
    count = 1 if old in ("</main>", "<nav ", "--ink:#1b2230", '<p class="when">') else -1
    text = text.replace(old, new, count)
    if name in STYLES:
        policy = text.index("<meta http-equiv")
        text = text[:policy] + text[text.index("\n", policy) + 1:]
        text = text.replace("</style>", STYLES[name] + "</style>", 1)
    return text


def take_pictures(browser, address, folder):
    for name, width, scheme in (("desktop", 1360, "light"), ("dark", 1360, "dark"),
                                ("tablet", 820, "light"), ("narrow", 320, "light")):
        page = browser.open(address, width=width, scheme=scheme)
        page.picture(folder / f"{name}.png")
        page.run("document.querySelector('.card summary').click();"
                 "document.querySelector('.card.failed').scrollIntoView({block: 'center'})")
        time.sleep(0.2)
        page.picture(folder / f"{name}-reports.png")
        page.close()


def main():
    folder, axe_path, pictures = (pathlib.Path(a).resolve() for a in sys.argv[1:4])
    source = axe_path.read_text(encoding="utf-8")
    index = folder / "index.html"
    counts = {True: 0, False: 0}

    def tell(name, faults, is_good):
        counts[is_good] += 1
        print(f"  {'ok  ' if is_good else 'FAIL'}  {name}", flush=True)
        for fault in [] if is_good else faults:
            print(f"        {fault}")

    with Browser() as browser:
        take_pictures(browser, index.as_uri(), pictures)
        every = dict(checks(browser, folder, source, pictures))
        for name, check in every.items():
            faults = check(index.as_uri())
            tell(name, faults, not faults)
        text = index.read_text(encoding="utf-8")
        for name, finder, old, new in PLANTED:
            planted = folder / "planted.html"
            planted.write_text(plant(text, name, old, new), encoding="utf-8")
            faults = every[finder](planted.as_uri())
            planted.unlink()
            tell(f"found when planted: {name}", [f"{finder} saw nothing"], bool(faults))
            if faults:
                print(f"          {faults[0][:120]}")
    print(f"{counts[True]} passed, {counts[False]} failed")
    return 1 if counts[False] else 0


if __name__ == "__main__":
    sys.exit(main())
