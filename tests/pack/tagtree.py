"""The structure tree of a PDF (ISO 32000-1, 14.7): its elements in reading order, and whether it
agrees with itself and with what is on the pages.
"""
from pdf import DEEP, is_string, text


class Element:
    def __init__(self, ref, node, parent, depth):
        self.ref, self.node, self.parent, self.depth = ref, node, parent, depth
        self.kids, self.contents = [], []  # contents: (kind, holder, mcid)
        self.role = node.get("/S", "")
        self.standard = self.role

    def all(self):
        yield self
        for kid in self.kids:
            yield from kid.all()


class Tags:
    def __init__(self, pdf):
        self.pdf, self.faults = pdf, []
        self.root_ref = pdf.root.get("/StructTreeRoot")
        self.root = pdf.get(self.root_ref)
        self.elements, self.by_ref, self.tops = [], {}, []
        if not isinstance(self.root, dict):
            self.root = None
            return
        self.roles = pdf.get(self.root.get("/RoleMap")) or {}
        for kid in pdf.items(self.root.get("/K")):
            self.add(kid, None, self.root_ref, None, 0)
        self.parents = dict(pdf.tree(self.root.get("/ParentTree"), "/Nums"))
        self.ids = {text(k): v for k, v in pdf.tree(self.root.get("/IDTree"), "/Names")}

    def fault(self, words):
        self.faults.append(words)

    # ---- elements ----

    def standard(self, role):
        for _ in range(DEEP):
            if role not in self.roles:
                break
            role = self.roles[role]
        return role

    def add(self, kid, parent, parent_ref, page, depth):
        """A kid of an element, or of the root."""
        if isinstance(kid, int):
            parent.contents.append(("mark", page, kid))
            return
        node = self.pdf.get(kid)
        if not isinstance(node, dict):
            self.fault(f"tags: a kid of {parent_ref} is {node!r}")
            return
        kind = node.get("/Type", "/StructElem")
        if kind == "/MCR":
            holder = node.get("/Stm", node.get("/Pg", page))
            parent.contents.append(("mark", holder, node.get("/MCID")))
        elif kind == "/OBJR":
            parent.contents.append(("object", node.get("/Obj"), None))
        else:
            self.add_element(kid, node, parent, parent_ref, page, depth)

    def add_element(self, ref, node, parent, parent_ref, page, depth):
        if ref in self.by_ref or depth > DEEP:
            self.fault(f"tags: {node.get('/S')} {ref} is reached twice")
            return
        element = Element(ref, node, parent, depth)
        element.standard = self.standard(element.role)
        if node.get("/P") != parent_ref:
            self.fault(f"tags: {element.role} {ref} has the parent {node.get('/P')}, "
                       f"which should be {parent_ref}")
        self.by_ref[ref] = element
        self.elements.append(element)
        (parent.kids if parent else self.tops).append(element)
        page = node.get("/Pg", page)
        for kid in self.pdf.items(node.get("/K")):
            self.add(kid, element, ref, page, depth + 1)

    def language(self, element):
        while element:
            if element.node.get("/Lang") is not None:
                return text(element.node["/Lang"])
            element = element.parent
        return text(self.pdf.get(self.pdf.root.get("/Lang")))

    def says(self, element):
        """What an element says of itself, in words that can be compared between two files."""
        node = element.node
        said = {k: text(self.pdf.get(node[k])) for k in ("/Alt", "/ActualText", "/E", "/T")
                if k in node}
        said["/Lang"] = self.language(element)
        said["/A"] = self.plain(node.get("/A"))
        said["Headers"] = [self.find_id(h) for h in self.headers(element)]
        return said

    def headers(self, element):
        """The IDs that the cell's attributes name."""
        found = []
        for item in self.pdf.items(element.node.get("/A")):
            item = self.pdf.get(item)
            if isinstance(item, dict):
                found += self.pdf.items(item.get("/Headers"))
        return found

    def find_id(self, name):
        """The element with an ID, as its words at that place: type and title; None: there is none."""
        ref = self.ids.get(text(self.pdf.get(name)))
        element = self.by_ref.get(ref)
        return element and (element.standard, element.contents and element.contents[0][2])

    def plain(self, value, depth=0):
        """A value with everything in it, but for what is compared by itself."""
        value = self.pdf.get(value)
        if depth > 8:
            return "…"
        if isinstance(value, dict):
            return {k: self.plain(v, depth + 1) for k, v in sorted(value.items())
                    if k not in ("/Headers", "/Pg", "/P")}
        if isinstance(value, list):
            return [self.plain(v, depth + 1) for v in value]
        return text(value) if is_string(value) else value

    # ---- does it agree? ----

    def check(self):
        """Every mark and object resolves to the element that refers to it, and the other way."""
        if self.root is None:
            return
        marked = self.check_pages()
        for element in self.elements:
            for kind, holder, mcid in element.contents:
                self.check_content(element, kind, holder, mcid, marked)
        self.check_ids()
        following = self.root.get("/ParentTreeNextKey")
        if following is not None and self.parents and following <= max(self.parents):
            self.fault(f"tags: ParentTreeNextKey is {following}, {max(self.parents)} is in use")

    def check_pages(self):
        """MCIDs by what holds them; the numbers given to pages, forms and annotations are apart."""
        marked, numbers = {}, {}
        for i, (ref, page) in enumerate(self.pdf.pages):
            where = f"page {i + 1}"
            content = self.pdf.contents(page)
            marked[ref] = self.pdf.marks(content, page.get("/Resources"))
            self.check_holder(where, ref, page, marked[ref], numbers)
            for form_ref, form in self.pdf.forms(page.get("/Resources"), set()):
                if form_ref not in marked:
                    marked[form_ref] = self.pdf.marks(self.pdf.stream(form_ref),
                                                      form.get("/Resources"))
                    self.check_holder(f"a form on {where}", form_ref, form, marked[form_ref],
                                      numbers)
            for annot_ref in self.pdf.get(page.get("/Annots")) or []:
                self.check_object(where, annot_ref, numbers)
        return marked

    def check_number(self, where, number, ref, numbers):
        if number in numbers and numbers[number] != ref:
            self.fault(f"tags: {where} has the number {number}, as {numbers[number]} has")
        numbers[number] = ref
        if number not in self.parents:
            self.fault(f"tags: {where} has the number {number}, which is not in the ParentTree")
        return self.pdf.get(self.parents.get(number))

    def check_holder(self, where, ref, holder, mcids, numbers):
        number = holder.get("/StructParents")
        if number is None:
            if mcids:
                self.fault(f"tags: {where} has marks but no StructParents")
            return
        row = self.check_number(where, number, ref, numbers)
        row = row if isinstance(row, list) else []
        for mcid in sorted(set(mcids)):
            element = self.by_ref.get(row[mcid]) if mcid < len(row) else None
            if element is None:
                self.fault(f"tags: {where}, mark {mcid}: the ParentTree leads to no element of the "
                           f"tree")
            elif ("mark", ref, mcid) not in element.contents:
                self.fault(f"tags: {where}, mark {mcid}: its {element.role} does not hold it")

    def check_object(self, where, ref, numbers):
        annot = self.pdf.get(ref)
        number = annot.get("/StructParent") if isinstance(annot, dict) else None
        if number is None:
            return
        self.check_number(f"an annotation on {where}", number, ref, numbers)
        element = self.by_ref.get(self.parents.get(number))
        if element is None or ("object", ref, None) not in element.contents:
            self.fault(f"tags: {where}: a {annot.get('/Subtype')} and its element do not agree")

    def check_content(self, element, kind, holder, mcid, marked):
        if kind == "mark" and mcid not in marked.get(holder, []):
            self.fault(f"tags: {element.role} {element.ref} has mark {mcid} of {holder}, "
                       f"which is not there")
        if kind == "object":
            node = self.pdf.get(holder)
            if not isinstance(node, dict):
                self.fault(f"tags: {element.role} {element.ref} refers to {holder}, "
                           f"which is not there")

    def check_ids(self):
        for element in self.elements:
            name = text(self.pdf.get(element.node.get("/ID")))
            if name is not None and self.ids and self.ids.get(name) != element.ref:
                self.fault(f"tags: the ID {name!r} of a {element.role} leads elsewhere")
            for header in self.headers(element):
                if self.ids and self.find_id(header) is None:
                    self.fault(f"tags: a {element.role} names the header {text(header)!r}: "
                               f"there is none")
        for name, ref in self.ids.items():
            if ref not in self.by_ref:
                self.fault(f"tags: the ID {name!r} leads to no element of the tree")
