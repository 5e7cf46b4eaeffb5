/*
 * Loading: find the file, lay the sheets it is based on beneath it, validate each, then read every
 * part. Faces are opened once per kit and shared between layouts.
 */
#include "compose/layout.h"

#include <string.h>

#include "base/asset.h"
#include "base/file.h"
#include "compose/layout_read.h"
#include "xml/vocab.h"

#define ASSET_FOLDER "layouts/"

/* Is it a path rather than a shipped name? */
static bool is_path(str s)
{
    return str_find(s, '/') < s.n || str_ends(s, STR(".xml"));
}

/* The nearest shipped layout's name; NULL when none is near. */
static const char *nearest_shipped(struct arena *a, str name)
{
    const char *names[33];
    size_t count = 0;
    for (size_t i = 0; i < asset_count && count < 32; i++) {
        str path = str_z(asset_table[i].name);
        if (str_starts(path, STR(ASSET_FOLDER)) && str_ends(path, STR(".xml")))
            names[count++] = str_copy(a, str_sub(path, sizeof ASSET_FOLDER - 1, path.n - 4)).p;
    }
    names[count] = NULL;
    return str_nearest(name, names);
}

static const struct source *find_shipped(struct arena *kit, struct diag *d, str name,
                                         struct pos pos)
{
    str path = str_format(kit, ASSET_FOLDER "%.*s.xml", STR_ARG(name));
    str bytes = asset_find(path);
    if (!bytes.p) {
        struct finding *f =
            diag_add(d, Q501, pos, "there is no layout called “%.*s”", STR_ARG(name));
        const char *nearest = nearest_shipped(kit, name);
        if (nearest)
            diag_hint(d, f, "did you mean “%s”?", nearest);
        else
            diag_hint(d, f,
                      "`quoin layouts` lists them; a layout file of your own is named by its "
                      "path, such as brands/ours.xml");
        return NULL;
    }
    struct source *source = ARENA_NEW(kit, struct source);
    *source = (struct source){path, bytes};
    return source;
}

/* Puts the sheet and all it is based on into r->sheets, each validated. False after findings. */
static bool stack_sheets(struct layout_reader *r, const struct source *source, str root)
{
    struct sheets *s = &r->sheets;
    while (source) {
        struct xml_doc *doc = xml_load(s->kit, s->diag, source);
        if (!doc || !valid_check(s->kit, s->diag, &layout_vocab, doc))
            return false;
        s->docs[s->count] = doc;
        s->tops[s->count] = doc->root;
        s->roots[s->count] = root;
        struct found base = {xml_attr(doc->root, "based-on"), s->count++};
        if (!base.attr)
            return true;
        if (s->count == SHEET_DEPTH) {
            diag_add(s->diag, Q501, sheet_pos(s, base),
                     "a layout may stand on at most %d others; is it based on itself?",
                     SHEET_DEPTH - 1);
            return false;
        }
        source = find_shipped(s->kit, s->diag, base.attr->value, sheet_pos(s, base));
        root = (str){0};
    }
    return false;
}

/* ---- variants ----------------------------------------------------------------------------- */

static const struct xml_node *find_variant(const struct xml_node *layout, str name)
{
    const struct xml_node *n = xml_child(layout, "variant");
    while (n && !str_eq(xml_value(n, "name"), name))
        n = xml_next(n, "variant");
    return n;
}

/* The names of all variants, of all sheets, each once, parted by spaces. */
static str list_variants(const struct sheets *s)
{
    struct buf out = {.arena = s->kit};
    for (size_t i = s->variants; i < s->count; i++) {
        const struct xml_node *n = xml_child(s->tops[i], "variant");
        for (; n; n = xml_next(n, "variant")) {
            str name = xml_value(n, "name");
            bool is_listed = false;
            for (size_t k = s->variants; k < i; k++)
                is_listed |= find_variant(s->tops[k], name) != NULL;
            if (!is_listed)
                buf_format(&out, "%s%.*s", out.n ? " " : "", STR_ARG(name));
        }
    }
    return buf_str(&out);
}

static void refuse_variant(const struct sheets *s, str layout, str name, struct pos pos)
{
    const char *names[33];
    size_t count = 0;
    str all = list_variants(s), rest = all;
    for (str one = str_word(&rest); one.n && count < 32; one = str_word(&rest))
        names[count++] = str_copy(s->kit, one).p;
    names[count] = NULL;
    const char *nearest = str_nearest(name, names);
    struct finding *f =
        diag_add(s->diag, Q514, pos.source ? pos : (struct pos){.source = s->docs[0]->source},
                 "the layout “%.*s” has no variant “%.*s”", STR_ARG(layout), STR_ARG(name));
    if (count == 0)
        diag_hint(s->diag, f, "it has none");
    else if (nearest)
        diag_hint(s->diag, f, "did you mean “%s”? It has: %.*s", nearest, STR_ARG(all));
    else
        diag_hint(s->diag, f, "it has: %.*s", STR_ARG(all));
}

/* Lays the variant of this name, from each sheet that has one, over all sheets. */
static bool lay_variant(struct sheets *s, str layout, str name, struct pos asked)
{
    struct sheets plain = *s;
    s->count = 0;
    for (size_t i = 0; i < plain.count; i++) {
        const struct xml_node *variant = find_variant(plain.tops[i], name);
        if (!variant)
            continue;
        if (s->count == 0)
            s->is_grey = str_is(xml_value(variant, "colours"), "grey");
        s->docs[s->count] = plain.docs[i];
        s->tops[s->count] = variant;
        s->roots[s->count++] = plain.roots[i];
    }
    s->variants = s->count;
    for (size_t i = 0; i < plain.count; i++) {
        s->docs[s->count] = plain.docs[i];
        s->tops[s->count] = plain.tops[i];
        s->roots[s->count++] = plain.roots[i];
    }
    if (s->variants == 0)
        refuse_variant(s, layout, name, asked);
    return s->variants > 0;
}

/* ---- the whole ---------------------------------------------------------------------------- */

/* "brands/ours.xml" is called "ours". */
static str name_of(str path)
{
    size_t from = path.n;
    while (from > 0 && path.p[from - 1] != '/')
        from--;
    return str_sub(path, from, str_ends(path, STR(".xml")) ? path.n - 4 : path.n);
}

static str joined_bytes(const struct sheets *s)
{
    struct buf bytes = {.arena = s->kit};
    for (size_t i = s->variants; i < s->count; i++)
        buf_add(&bytes, s->docs[i]->source->text);
    return buf_str(&bytes);
}

const struct layout *layout_parse(struct layout_shelf *shelf, struct diag *d,
                                  const struct source *source, str root)
{
    size_t errors = d->errors;
    struct layout_reader r = {.shelf = shelf};
    r.sheets = (struct sheets){.kit = shelf->kit, .diag = d, .inputs = shelf->inputs};
    r.sheets.stock = shelf->stock;
    if (!stack_sheets(&r, source, root))
        return NULL;
    const struct xml_node *top = r.sheets.docs[0]->root;
    if (shelf->variant.n &&
        !lay_variant(&r.sheets, name_of(source->path), shelf->variant, shelf->asked))
        return NULL;
    struct layout *l = r.layout = ARENA_NEW(shelf->kit, struct layout);
    l->name = name_of(source->path);
    l->variants = list_variants(&r.sheets);
    l->is_grey = r.sheets.is_grey;
    l->title = xml_value(top, "title");
    l->lang = xml_lang(top);
    l->bytes = joined_bytes(&r.sheets);
    layout_read_words(&r);
    layout_read_faces(&r);
    if (l->family_count > 0) {
        layout_read_styles(&r);
        layout_read_page(&r);
        layout_read_stamp(&r);
        layout_read_cover(&r);
        layout_read_mastheads(&r);
        layout_read_tables(&r);
        layout_read_marks(&r);
        layout_read_details(&r);
        layout_check(&r);
    }
    return d->errors == errors ? l : NULL;
}

const struct layout *layout_load(struct layout_shelf *shelf, struct diag *d, str name_or_path,
                                 struct pos pos)
{
    if (!is_path(name_or_path)) {
        const struct source *source = find_shipped(shelf->kit, d, name_or_path, pos);
        return source ? layout_parse(shelf, d, source, (str){0}) : NULL;
    }
    const struct source *source = file_read(shelf->kit, d, name_or_path, FILE_CAP_XML);
    if (!source)
        return NULL;
    inputs_add(shelf->inputs, STR(""), name_or_path, source->text);
    return layout_parse(shelf, d, source, file_folder(shelf->kit, name_or_path));
}

const struct layout *layout_load_under(struct layout_shelf *shelf, struct diag *d, str root,
                                       str name_or_path, struct pos pos)
{
    if (!is_path(name_or_path))
        return layout_load(shelf, d, name_or_path, pos);
    struct arena *kit = shelf->kit;
    struct source *source = ARENA_NEW(kit, struct source);
    enum file_under result = FILE_MISSING;
    if (shelf->stock)
        result =
            file_read_stock(kit, shelf->stock, root, name_or_path, FILE_CAP_XML, &source->text);
    else if (root.n)
        result = file_read_under(kit, root, name_or_path, FILE_CAP_XML, &source->text);
    if (result != FILE_OK) {
        struct finding *f = diag_add(d, Q501, pos, "the layout “%.*s” %s", STR_ARG(name_or_path),
                                     file_under_text(result));
        diag_hint(d, f, "a layout that a report names by path lies beneath the report's folder");
        return NULL;
    }
    str plain = name_or_path;
    file_plain_name(kit, name_or_path, &plain);
    inputs_add(shelf->inputs, root, plain, source->text);
    source->path = str_format(kit, "%.*s/%.*s", STR_ARG(root), STR_ARG(name_or_path));
    return layout_parse(shelf, d, source, file_folder(kit, source->path));
}

const struct named_style *layout_find_style(const struct layout *l, str name)
{
    for (size_t i = 0; i < l->style_count; i++)
        if (str_eq(l->styles[i].name, name))
            return &l->styles[i];
    return NULL;
}

const struct wording *layout_wording(const struct layout *l)
{
    return &l->wording;
}

str layout_name(const struct layout *l)
{
    return l->name;
}

str layout_title(const struct layout *l)
{
    return l->title;
}

str layout_lang(const struct layout *l)
{
    return l->lang;
}

str layout_variants(const struct layout *l)
{
    return l->variants;
}

str layout_bytes(const struct layout *l)
{
    return l->bytes;
}

bool layout_has_contents(const struct layout *l, size_t pages)
{
    return l->contents == CONTENTS_ALWAYS ||
           (l->contents == CONTENTS_LONG && pages > l->contents_pages);
}
