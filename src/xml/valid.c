/*
 * valid: a tree against its vocabulary.
 *
 * One walk, one finding for each mistake, and as few echoes as can be: a misspelt element counts
 * as the one that was meant, a child that comes too late is not also missing, and what an element
 * of unknown kind holds is not looked at, though its ids count as known.
 * The children of an element are matched against its particles greedily from left to right, which
 * is exact because vocab_check() has proved that no name fits two particles at once.
 */
#include "xml/vocab.h"

#include <stdlib.h>

#include "xml/content.h"
#include "xml/value.h"

#define FINDINGS_MAX 200
#define LIST_MAX     12 /* names in a hint */

/* An id or a reference, and where it stands. */
struct mention {
    str name;
    struct pos pos;
    size_t index; /* in document order */
};

struct mentions {
    struct mention *items;
    size_t count, room;
};

struct valid {
    struct arena *arena;
    struct diag *diag;
    const struct vocab *vocab;
    struct xml_doc *doc;
    str ns;                   /* that elements are expected in: the root's, right or wrong */
    struct content **content; /* of each element of the vocabulary, once it was needed */
    struct mentions ids, refs, unknown_ids;
    size_t found;
    bool is_full;
};

/* ---- telling ---------------------------------------------------------------------------- */

static struct finding *tell(struct valid *v, enum code code, struct pos pos, const char *format,
                            ...) __attribute__((format(printf, 4, 5)));

static struct finding *tell(struct valid *v, enum code code, struct pos pos, const char *format,
                            ...)
{
    if (v->is_full)
        return NULL;
    va_list args;
    va_start(args, format);
    str text = str_vformat(v->arena, format, args);
    va_end(args);
    struct finding *f = diag_add(v->diag, code, pos, "%.*s", STR_ARG(text));
    if (++v->found == FINDINGS_MAX) {
        v->is_full = true;
        diag_add(v->diag, Q212, pos, "%d mistakes; the rest is not looked at", FINDINGS_MAX);
    }
    return f;
}

/* A value as it is shown: one line, not long. */
static str shown(struct valid *v, str value)
{
    str s = str_collapse(v->arena, value);
    size_t at = 0;
    for (int i = 0; i < 40 && at < s.n; i++)
        utf8_next(s, &at);
    return at < s.n ? str_format(v->arena, "%.*s…", (int)at, s.p) : s;
}

/* Names for a sentence: "<a>, <b> or <c>". */
struct list {
    const char *names[LIST_MAX];
    size_t count; /* may be more than there is room for */
};

static void list_add(struct list *l, const struct particle *p)
{
    for (size_t i = 0; i < p->count; i++, l->count++)
        if (l->count < LIST_MAX)
            l->names[l->count] = p->names[i];
}

static str list_text(struct valid *v, const struct list *l, const char *open, const char *close)
{
    struct buf b = {.arena = v->arena};
    size_t n = l->count < LIST_MAX ? l->count : LIST_MAX;
    for (size_t i = 0; i < n; i++) {
        bool is_last = i + 1 == l->count;
        buf_addz(&b, i == 0 ? "" : is_last ? " or " : ", ");
        buf_format(&b, "%s%s%s", open, l->names[i], close);
    }
    if (l->count > n)
        buf_addz(&b, " …");
    return buf_str(&b);
}

/* ---- ids and references ----------------------------------------------------------------- */

static void mention(struct valid *v, struct mentions *m, str name, struct pos pos)
{
    size_t index = m->count;
    *ARENA_PUSH(v->arena, m->items, m->count, m->room) = (struct mention){name, pos, index};
}

/* The words of a TYPE_REFS value; the place of each is exact when the value is written plainly. */
static void mention_words(struct valid *v, str value, struct pos pos)
{
    str rest = value;
    for (str word = str_word(&rest); word.n; word = str_word(&rest)) {
        struct pos at = pos;
        at.column += (uint32_t)utf8_count(str_sub(value, 0, (size_t)(word.p - value.p)));
        at.width = (uint32_t)utf8_count(word);
        mention(v, &v->refs, word, at);
    }
}

static int by_name(const void *a, const void *b)
{
    const struct mention *x = a, *y = b;
    int order = str_cmp(x->name, y->name);
    return order ? order : (x->index > y->index) - (x->index < y->index);
}

static void sort_mentions(struct mentions *m)
{
    if (m->count)
        qsort(m->items, m->count, sizeof *m->items, by_name);
}

static bool is_mentioned(const struct mentions *m, str name)
{
    size_t low = 0, high = m->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = str_cmp(m->items[middle].name, name);
        if (order == 0)
            return true;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}

static void check_ids(struct valid *v)
{
    const struct mention *first = NULL;
    for (size_t i = 0; i < v->ids.count; i++) {
        const struct mention *id = &v->ids.items[i];
        if (!first || !str_eq(first->name, id->name)) {
            first = id;
            continue;
        }
        struct finding *f =
            tell(v, Q208, id->pos, "the id “%.*s” is used twice", STR_ARG(id->name));
        diag_hint(v->diag, f, "it stands in line %u already", (unsigned)first->pos.line);
    }
}

static const char *nearest_id(struct valid *v, str name)
{
    enum { MANY = 2000 }; /* beyond them, looking for near ones takes too long */
    size_t count = v->ids.count < MANY ? v->ids.count : MANY;
    const char **names = ARENA_ARRAY(v->arena, count + 1, const char *);
    for (size_t i = 0; i < count; i++)
        names[i] = str_copy(v->arena, v->ids.items[i].name).p;
    return str_nearest(name, names);
}

static void check_refs(struct valid *v)
{
    for (size_t i = 0; i < v->refs.count && !v->is_full; i++) {
        const struct mention *ref = &v->refs.items[i];
        if (is_mentioned(&v->ids, ref->name) || is_mentioned(&v->unknown_ids, ref->name))
            continue;
        struct finding *f =
            tell(v, Q209, ref->pos, "no element has the id “%.*s”", STR_ARG(ref->name));
        const char *near = nearest_id(v, ref->name);
        if (near)
            diag_hint(v->diag, f, "did you mean “%s”?", near);
        else
            diag_hint(v->diag, f,
                      "write the id of an element of this file, or give the one meant this id");
    }
}

/* ---- values ----------------------------------------------------------------------------- */

static void tell_choice(struct valid *v, struct pos pos, str what, str value, const char *values)
{
    struct list list = {.count = 0};
    const char **names = ARENA_ARRAY(v->arena, str_z(values).n + 1, const char *);
    str rest = str_z(values);
    size_t count = 0;
    for (str word = str_word(&rest); word.n; word = str_word(&rest), count++)
        names[count] = str_copy(v->arena, word).p;
    list_add(&list, &(struct particle){names, count, false, false});
    str said = value.n ? str_format(v->arena, "“%.*s”", STR_ARG(shown(v, value))) : STR("empty");
    struct finding *f = tell(v, Q207, pos, "%.*s cannot be %.*s", STR_ARG(what), STR_ARG(said));
    const char *near = str_nearest(value, names);
    str all = list_text(v, &list, "", "");
    if (near)
        diag_hint(v->diag, f, "did you mean %s? It may be %.*s", near, STR_ARG(all));
    else
        diag_hint(v->diag, f, "it may be %.*s", STR_ARG(all));
}

static void tell_form(struct valid *v, struct pos pos, enum vocab_type type, str what, str value)
{
    const struct value_fault *fault = value_fault(type, value);
    if (!fault) {
        tell(v, Q206, pos, "%.*s must be %s, not “%.*s”", STR_ARG(what), value_form(type)->words,
             STR_ARG(shown(v, value)));
        return;
    }
    struct finding *f = tell(v, Q206, pos, "%.*s %s: “%.*s”", STR_ARG(what), fault->words,
                             STR_ARG(shown(v, value)));
    diag_hint(v->diag, f, "%s", fault->hint);
}

/* `what` begins the sentence: "the attribute year of <report>". */
static void check_value(struct valid *v, enum vocab_type type, const char *values, str what,
                        str value, struct pos pos)
{
    if (value_check(type, values, value)) {
        if (type == TYPE_ID)
            mention(v, &v->ids, value, pos);
        if (type == TYPE_REF || type == TYPE_REFS)
            mention_words(v, value, pos);
    } else if (type == TYPE_CHOICE || type == TYPE_FLAG) {
        tell_choice(v, pos, what, value, values ? values : "yes no");
    } else if (!value.n) {
        tell(v, Q206, pos, "%.*s must be %s, but it is empty", STR_ARG(what),
             value_form(type)->words);
    } else {
        tell_form(v, pos, type, what, value);
    }
}

/* ---- attributes ------------------------------------------------------------------------- */

static void tell_unknown_attr(struct valid *v, const struct xml_attr *attr,
                              const struct vocab_element *decl)
{
    struct list list = {.count = 0};
    size_t count = 0;
    for (const struct vocab_attr *a = decl->attrs; a && a->name; a++)
        count++;
    const char **names = ARENA_ARRAY(v->arena, count + 1, const char *);
    for (size_t i = 0; i < count; i++)
        names[i] = decl->attrs[i].name;
    list_add(&list, &(struct particle){names, count, false, false});
    struct finding *f = tell(v, Q202, xml_attr_pos(v->doc, attr), "<%s> has no attribute %.*s",
                             decl->name, STR_ARG(shown(v, attr->name)));
    const char *near = str_nearest(attr->name, names);
    if (near)
        diag_hint(v->diag, f, "did you mean %s?", near);
    else if (count)
        diag_hint(v->diag, f, "it may have %.*s", STR_ARG(list_text(v, &list, "", "")));
    else
        diag_hint(v->diag, f, "it has no attributes");
}

static void check_attr(struct valid *v, struct xml_attr *attr, const struct vocab_element *decl)
{
    static const struct vocab_attr lang = {.name = "xml:lang", .type = TYPE_LANG};
    bool is_xml = str_starts(attr->name, STR("xml:"));
    const struct vocab_attr *a = vocab_find_attr(decl, attr->name);
    if (!a && v->vocab->is_lang_global && str_is(attr->name, lang.name))
        a = &lang;
    if (attr->ns.n && !is_xml) {
        tell(v, Q202, xml_attr_pos(v->doc, attr),
             "the attribute %.*s of the namespace “%.*s” has no place here",
             STR_ARG(shown(v, attr->name)), STR_ARG(shown(v, attr->ns)));
        return;
    }
    if (!a) {
        tell_unknown_attr(v, attr, decl);
        return;
    }
    struct pos pos = xml_value_pos(v->doc, attr);
    if (a->type != TYPE_TEXT && a->type != TYPE_NUMBERS) {
        str trimmed = str_trim(attr->value);
        pos = trimmed.n ? xml_value_pos_at(v->doc, attr, (size_t)(trimmed.p - attr->value.p)) : pos;
        pos.width = (uint32_t)utf8_count(trimmed);
        attr->value = trimmed;
    }
    str what = str_format(v->arena, "the attribute %s of <%s>", a->name, decl->name);
    check_value(v, a->type, a->values, what, attr->value, pos);
}

static void check_attrs(struct valid *v, struct xml_node *node, const struct vocab_element *decl)
{
    for (struct xml_attr *attr = node->attrs; attr; attr = attr->next)
        check_attr(v, attr, decl);
    for (const struct vocab_attr *a = decl->attrs; a && a->name; a++)
        if (a->is_required && !xml_attr(node, a->name)) {
            struct finding *f = tell(v, Q205, xml_pos(v->doc, node), "<%s> lacks the attribute %s",
                                     decl->name, a->name);
            diag_hint(v->diag, f, "%s: %s", a->name, a->help);
        }
}

/* ---- content ---------------------------------------------------------------------------- */

/* How far the children have been matched. */
struct place {
    const struct vocab_element *decl;
    const struct content *content;
    size_t index; /* of the particle matched last, or of the first */
    bool is_used; /* it was matched at least once */
};

static const struct content *content_of(struct valid *v, const struct vocab_element *decl)
{
    struct content **slot = &v->content[decl - v->vocab->elements];
    if (!*slot) {
        *slot = ARENA_NEW(v->arena, struct content);
        content_parse(v->arena, decl->content, *slot);
    }
    return *slot;
}

/* What may come next. */
static struct list expected(const struct place *p)
{
    struct list list = {.count = 0};
    const struct content *c = p->content;
    size_t i = p->index;
    if (p->is_used && c->particles[i++].is_repeated)
        list_add(&list, &c->particles[i - 1]);
    for (; i < c->count; i++) {
        list_add(&list, &c->particles[i]);
        if (!c->particles[i].is_optional)
            break;
    }
    return list;
}

/* The particle that a child of this name would be; content->count when there is none for it. */
static size_t find_place(const struct place *p, str name)
{
    const struct content *c = p->content;
    bool is_again = p->is_used && c->particles[p->index].is_repeated &&
                    particle_holds(&c->particles[p->index], name);
    return is_again ? p->index : content_find(c, name, p->index + p->is_used);
}

static void hint_expected(struct valid *v, struct finding *f, const struct place *p)
{
    struct list list = expected(p);
    if (list.count)
        diag_hint(v->diag, f, "here may stand %.*s", STR_ARG(list_text(v, &list, "<", ">")));
    else if (p->content->kind == CONTENT_TEXT)
        diag_hint(v->diag, f, "<%s> holds text only", p->decl->name);
    else
        diag_hint(v->diag, f, "<%s> holds nothing %s", p->decl->name,
                  p->content->count ? "more" : "at all");
}

static void tell_missing(struct valid *v, const struct xml_node *node, const struct place *p,
                         const struct particle *missing)
{
    struct list list = {.count = 0};
    list_add(&list, missing);
    struct finding *f = tell(v, Q204, xml_pos(v->doc, node), "<%s> lacks %.*s", p->decl->name,
                             STR_ARG(list_text(v, &list, "<", ">")));
    const struct vocab_element *decl = vocab_find(v->vocab, str_z(missing->names[0]));
    if (decl && missing->count == 1)
        diag_hint(v->diag, f, "<%s>: %s", decl->name, decl->help);
}

static bool comes_later(const struct xml_node *child, const struct particle *p)
{
    for (; child; child = child->next)
        if (child->name.n && particle_holds(p, child->name))
            return true;
    return false;
}

/* The particles [place, to) were passed over; those that are required are missing. */
static void pass_over(struct valid *v, const struct xml_node *node, const struct place *p,
                      size_t to, const struct xml_node *child)
{
    for (size_t i = p->index + p->is_used; i < to; i++) {
        const struct particle *particle = &p->content->particles[i];
        if (!particle->is_optional && !comes_later(child, particle))
            tell_missing(v, node, p, particle);
    }
}

/* NULL: it is no common mistake. */
static const char *habit_hint(const struct valid *v, str name, const char *in)
{
    for (const struct vocab_habit *h = v->vocab->habits; h && h->name; h++)
        if (str_is(name, h->name) && (!h->in || str_is(str_z(in), h->in)))
            return h->hint;
    return NULL;
}

static void tell_misplaced(struct valid *v, const struct xml_node *child, str name,
                           const struct place *p)
{
    const struct content *c = p->content;
    size_t at = content_find(c, name, 0);
    struct pos pos = xml_pos(v->doc, child);
    struct finding *f;
    if (at == c->count)
        f = tell(v, Q203, pos, "<%.*s> may not stand in <%s>", STR_ARG(name), p->decl->name);
    else if (at == p->index)
        f = tell(v, Q203, pos, "<%s> may have only one <%.*s>", p->decl->name, STR_ARG(name));
    else
        f = tell(v, Q203, pos, "<%.*s> stands too late in <%s>", STR_ARG(name), p->decl->name);
    const char *habit = at == c->count ? habit_hint(v, name, p->decl->name) : NULL;
    if (habit)
        diag_hint(v->diag, f, "%s", habit);
    else if (at < p->index && at < c->count)
        diag_hint(v->diag, f, "it belongs before <%s>", c->particles[p->index].names[0]);
    else
        hint_expected(v, f, p);
}

/* Matches one child, going by `name`, and moves the place. */
static void match(struct valid *v, const struct xml_node *node, const struct xml_node *child,
                  str name, struct place *p)
{
    size_t at = find_place(p, name);
    if (at == p->content->count) {
        tell_misplaced(v, child, name, p);
        return;
    }
    pass_over(v, node, p, at, child);
    p->index = at;
    p->is_used = true;
}

/* ---- elements --------------------------------------------------------------------------- */

static void check_element(struct valid *v, struct xml_node *node, const struct vocab_element *decl);

/* The ids below an element that is not looked into, so that references to them are not told. */
static void keep_ids(struct valid *v, const struct xml_node *node)
{
    for (const struct xml_attr *a = node->attrs; a; a = a->next)
        if (value_check(TYPE_ID, NULL, a->value))
            mention(v, &v->unknown_ids, a->value, xml_value_pos(v->doc, a));
    for (const struct xml_node *child = node->children; child; child = child->next)
        if (child->name.n)
            keep_ids(v, child);
}

/* The nearest name of those the parent holds, or failing that of the whole vocabulary. */
static const char *nearest_element(struct valid *v, str name, const struct content *c)
{
    const char *near = NULL;
    for (size_t i = 0; i < c->count && !near; i++)
        near = str_nearest(name, c->particles[i].names);
    if (near)
        return near;
    size_t count = 0;
    while (v->vocab->elements[count].name)
        count++;
    const char **names = ARENA_ARRAY(v->arena, count + 1, const char *);
    for (size_t i = 0; i < count; i++)
        names[i] = v->vocab->elements[i].name;
    return str_nearest(name, names);
}

static void check_unknown(struct valid *v, struct xml_node *node, struct xml_node *child,
                          struct place *p)
{
    const char *near = nearest_element(v, child->name, p->content);
    struct finding *f = tell(v, Q201, xml_pos(v->doc, child), "there is no element <%.*s>",
                             STR_ARG(shown(v, child->name)));
    const char *habit = habit_hint(v, child->name, p->decl->name);
    if (habit)
        diag_hint(v->diag, f, "%s", habit);
    else if (near)
        diag_hint(v->diag, f, "did you mean <%s>?", near);
    else
        hint_expected(v, f, p);
    if (near && find_place(p, str_z(near)) < p->content->count) {
        match(v, node, child, str_z(near), p);
        check_element(v, child, vocab_find(v->vocab, str_z(near)));
        child->decl = NULL;
    } else {
        keep_ids(v, child);
    }
}

static void check_child(struct valid *v, struct xml_node *node, struct xml_node *child,
                        struct place *p)
{
    const struct vocab_element *decl = vocab_find(v->vocab, child->name);
    if (v->vocab->ns && !str_eq(child->ns, v->ns)) {
        tell(v, Q201, xml_pos(v->doc, child), "<%.*s> of the namespace “%.*s” has no place here",
             STR_ARG(shown(v, child->name)), STR_ARG(shown(v, child->ns)));
        keep_ids(v, child);
    } else if (!decl) {
        check_unknown(v, node, child, p);
    } else {
        match(v, node, child, child->name, p);
        check_element(v, child, decl);
    }
}

static void check_no_text(struct valid *v, const struct xml_node *text, const struct place *p)
{
    str trimmed = str_trim(text->text);
    if (!trimmed.n)
        return;
    struct pos pos = xml_text_pos(v->doc, text, (size_t)(trimmed.p - text->text.p));
    struct finding *f = tell(v, Q210, pos, "text is not allowed in <%s>", p->decl->name);
    hint_expected(v, f, p);
}

/* The text of an element whose content is text of a type other than text. */
static void check_typed_text(struct valid *v, const struct xml_node *node,
                             const struct vocab_element *decl)
{
    if (decl->type == TYPE_TEXT)
        return;
    struct pos pos = xml_pos(v->doc, node);
    const struct xml_node *text = node->children;
    if (text && !text->name.n && str_trim(text->text).n) {
        pos = xml_text_pos(v->doc, text, (size_t)(str_trim(text->text).p - text->text.p));
        pos.width = (uint32_t)utf8_count(str_trim(text->text));
    }
    str what = str_format(v->arena, "the text of <%s>", decl->name);
    check_value(v, decl->type, decl->values, what, xml_content(v->arena, node), pos);
}

static void check_element(struct valid *v, struct xml_node *node, const struct vocab_element *decl)
{
    struct place p = {decl, content_of(v, decl), 0, false};
    bool holds_text = p.content->kind == CONTENT_TEXT || p.content->kind == CONTENT_MIXED;
    node->decl = decl;
    check_attrs(v, node, decl);
    for (struct xml_node *child = node->children; child && !v->is_full; child = child->next) {
        if (child->name.n)
            check_child(v, node, child, &p);
        else if (!holds_text)
            check_no_text(v, child, &p);
    }
    pass_over(v, node, &p, p.content->count, NULL);
    if (p.content->kind == CONTENT_TEXT)
        check_typed_text(v, node, decl);
}

/* ---- the document ----------------------------------------------------------------------- */

/* The declaration by which the root is to be checked; NULL when it is of another kind altogether.
 */
static const struct vocab_element *check_root(struct valid *v)
{
    const struct vocab *vocab = v->vocab;
    const struct xml_node *root = v->doc->root;
    const char *const candidates[] = {vocab->root, NULL};
    struct pos pos = xml_pos(v->doc, root);
    if (!xml_is(root, vocab->root)) {
        struct finding *f = tell(v, Q211, pos, "the outermost element is <%.*s>, not <%s>",
                                 STR_ARG(shown(v, root->name)), vocab->root);
        if (vocab->ns)
            diag_hint(v->diag, f, "it should be <%s xmlns=\"%s\">", vocab->root, vocab->ns);
        if (!str_nearest(root->name, candidates))
            return NULL;
    } else if (vocab->ns && !str_is(root->ns, vocab->ns)) {
        struct finding *f = root->ns.n ? tell(v, Q211, pos, "<%s> is in the namespace “%.*s”",
                                              vocab->root, STR_ARG(shown(v, root->ns)))
                                       : tell(v, Q211, pos, "<%s> is in no namespace", vocab->root);
        diag_hint(v->diag, f, "write <%s xmlns=\"%s\">", vocab->root, vocab->ns);
    }
    return vocab_find(vocab, str_z(vocab->root));
}

bool valid_check(struct arena *a, struct diag *d, const struct vocab *vocab, struct xml_doc *doc)
{
    struct valid v = {.arena = a, .diag = d, .vocab = vocab, .doc = doc, .ns = doc->root->ns};
    size_t count = 0;
    while (vocab->elements[count].name)
        count++;
    v.content = ARENA_ARRAY(a, count, struct content *);
    const struct vocab_element *decl = check_root(&v);
    if (decl) {
        check_element(&v, doc->root, decl);
        sort_mentions(&v.ids);
        sort_mentions(&v.unknown_ids);
        check_ids(&v);
        check_refs(&v);
    }
    return v.found == 0;
}

static const struct xml_node *find_id(const struct xml_node *node, str id)
{
    for (; node; node = node->next) {
        for (const struct xml_attr *a = node->decl ? node->attrs : NULL; a; a = a->next) {
            const struct vocab_attr *decl = vocab_find_attr(node->decl, a->name);
            if (decl && decl->type == TYPE_ID && str_eq(a->value, id))
                return node;
        }
        const struct xml_node *below = find_id(node->children, id);
        if (below)
            return below;
    }
    return NULL;
}

const struct xml_node *valid_find_id(const struct xml_doc *doc, str id)
{
    return find_id(doc->root, id);
}
