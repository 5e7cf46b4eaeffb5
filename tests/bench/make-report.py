#!/usr/bin/env python3
"""Writes a performance report of about so many pages to standard output.

    make-report.py PAGES

The report has the shape of real ones: sections of KPIs with two to six measures, commentary that
spans them, notes and actions, a glossary. The words are drawn from
a fixed list by a generator of our own, so the same PAGES give the same bytes anywhere.
"""
import sys

# Sections per page of the opcc layout, found by rendering; see tests/bench/run.sh.
SECTIONS_PER_100_PAGES = 35

SUBJECTS = """the team|volunteers|the scheme|the service|call handlers|partners|the panel|officers
|case workers|the contact centre|the auditors|local communities|the steering group""".replace("\n", "")
VERBS = """reviewed|completed|received|responded to|published|commissioned|recorded|strengthened
|deferred|contacted|analysed|prioritised|monitored|exceeded""".replace("\n", "")
OBJECTS = """the quarterly programme of visits|a larger number of emails|complaints about response
 times|the estate strategy|requests for information|funding agreements worth £370k|two joint
 inspections|recruitment for the 2021/22 intake|recommendations of the internal audit|the grants
 awarded in July|training on safeguarding|the accessibility of public meetings""".replace("\n", "")
TAILS = """, which is in line with the plan for the year|, although attendance was affected by
 restrictions on public gatherings|; a report will be brought to the next meeting|, and the
 backlog has been cleared since 1 July| within the timescale that was agreed with the committee|, a
 marked improvement on the same quarter of the previous year|. No further action is proposed at this
 stage| despite the increase in demand since Q1 2020/21""".replace("\n", "")
NAMES = """Emails received|Letters and calls answered|Visits carried out|Requests answered within
 20 working days|Complaints reviewed|Average days to respond|Volunteers recruited|Grants
 awarded|Invoices paid within 30 days|Hours volunteered|Sickness absence|Meetings held in
 public""".replace("\n", "")
TOPICS = """Public contact|Independent custody visiting|Freedom of information|Complaints and
 reviews|Commissioned services|Finance and procurement|People|Estates|Engagement|Victims'
 services|Restorative justice|Scrutiny""".replace("\n", "")


class Draw:
    """A linear congruential generator (Numerical Recipes' constants)."""

    def __init__(self, seed):
        self.state = seed

    def below(self, n):
        self.state = (self.state * 1664525 + 1013904223) & 0xFFFFFFFF
        return (self.state >> 8) % n

    def of(self, words):
        choices = words.split("|")
        return " ".join(choices[self.below(len(choices))].split(" "))


def sentence(draw):
    text = f"{draw.of(SUBJECTS)} {draw.of(VERBS)} {draw.of(OBJECTS)}{draw.of(TAILS)}"
    return text[0].upper() + text[1:] + "."


def para(draw, out, sentences, emphasis=False):
    words = " ".join(sentence(draw) for _ in range(sentences))
    if emphasis:
        first, rest = words.split(" ", 1)
        words = f"<strong>{first}</strong> {rest}"
    out.append(f"<para>{words}</para>")


def measure(draw, out, ident):
    unit = ("number", "percent", "money", "hours", "days")[draw.below(5)]
    size = 100 if unit == "percent" else 3000
    now, before, target = draw.below(size), draw.below(size), draw.below(size)
    better = ("higher", "lower")[draw.below(2)]
    is_met = now >= target if better == "higher" else now <= target
    status = "green" if is_met else ("amber", "red")[draw.below(2)]
    out.append(f'<measure id="{ident}" name="{draw.of(NAMES)}" better="{better}">')
    out.append(f'<value unit="{unit}" status="{status}">{now}</value>')
    if draw.below(2):
        out.append(f"<target>{target}</target>")
    out.append(f"<previous>{before}</previous><last-year>{draw.below(size)}</last-year>")
    out.append("</measure>")


def commentary(draw, out, on):
    out.append(f'<commentary on="{" ".join(on)}">')
    for i in range(1 + draw.below(3)):
        para(draw, out, 1 + draw.below(4), i == 0)
    if draw.below(3) == 0:
        out.append("<list>")
        for _ in range(2 + draw.below(3)):
            out.append("<item>")
            para(draw, out, 1)
            out.append("</item>")
        out.append("</list>")
    if draw.below(5) == 0:
        out.append('<action owner="Head of Service" due="2020-12-18">')
        para(draw, out, 1)
        out.append("</action>")
    out.append("</commentary>")


def kpi(draw, out, section, number, ident):
    out.append(f'<kpi ref="{section}.{number}" id="{ident}">')
    ids = [f"{ident}-{i}" for i in range(2 + draw.below(5))]
    for i in ids:
        measure(draw, out, i)
    cut = 1 + draw.below(len(ids))
    commentary(draw, out, ids[:cut])
    if cut < len(ids):
        commentary(draw, out, ids[cut:])
    out.append("</kpi>")


def section(draw, out, number, ident):
    out.append(f'<section title="{draw.of(TOPICS)}" id="{ident}">')
    para(draw, out, 2)
    for i in range(2 + draw.below(3)):
        kpi(draw, out, number, i + 1, f"{ident}-{i + 1}")
    if draw.below(3) == 0:
        out.append('<note title="How this is counted">')
        para(draw, out, 2)
        out.append("</note>")
    out.append("</section>")


def main():
    if len(sys.argv) != 2 or not sys.argv[1].isdigit():
        sys.exit(__doc__)
    sections = max(1, int(sys.argv[1]) * SECTIONS_PER_100_PAGES // 100)
    draw, out = Draw(2020), []
    out.append('<?xml version="1.0" encoding="UTF-8"?>')
    out.append('<report xmlns="urn:quoin:report:1" year="2020/21" quarter="2" xml:lang="en-GB">')
    out.append('<organisation short="OPCC">Office of the Police and Crime Commissioner'
               "</organisation><area>Exampleshire</area><title>Performance Report</title>")
    out.append('<appendix id="A" title="Performance">')
    for i in range(sections):
        section(draw, out, i + 1, f"s{i + 1}")
    out.append('</appendix><glossary id="B" title="Glossary">')
    out.append('<entry term="Estate strategy">The plan for buildings and land.</entry>')
    out.append('<entry term="Backlog">Work that was due and is not done.</entry>')
    out.append("</glossary></report>")
    print("\n".join(out))


if __name__ == "__main__":
    main()
