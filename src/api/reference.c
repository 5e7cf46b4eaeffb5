/*
 * The functions of quoin.h that need neither a kit nor a report.
 */
#include <stdlib.h>
#include <string.h>

#include "compose/compose.h"
#include "quoin.h"
#include "report/agenda.h"
#include "report/identify.h"
#include "report/report.h"
#include "xml/vocab.h"

const char *quoin_version(void)
{
    return QUOIN_VERSION;
}

const char *quoin_explain(const char *code, const char **title)
{
    enum code found;
    if (!diag_code_find(str_z(code), &found))
        return NULL;
    if (title)
        *title = diag_code_title(found);
    return diag_code_text(found);
}

/* Runs work(state) with an arena of its own, which ends with it; false without memory. */
static bool with_arena(struct arena **a, void (*work)(void *), void *state)
{
    *a = arena_new();
    bool is_done = *a && arena_guard(a, 1, work, state);
    arena_close(*a);
    return is_done;
}

/* ---- schemas ------------------------------------------------------------------------------ */

struct schema {
    struct arena *arena;
    const struct vocab *vocab;
    char *text; /* malloc'ed */
};

static void print_schema(void *state)
{
    struct schema *schema = state;
    str text = xsd_print(schema->arena, schema->vocab);
    schema->text = strndup(text.p, text.n);
}

char *quoin_schema(const char *which)
{
    struct schema schema = {0};
    if (strcmp(which, "report") == 0)
        schema.vocab = &report_vocab;
    else if (strcmp(which, "layout") == 0)
        schema.vocab = &layout_vocab;
    else if (strcmp(which, "agenda") == 0)
        schema.vocab = &agenda_vocab;
    else
        return NULL;
    with_arena(&schema.arena, print_schema, &schema);
    return schema.text;
}

/* ---- identifying -------------------------------------------------------------------------- */

struct identifying {
    struct arena *arena;
    str text;
    quoin_identity *identity; /* malloc'ed */
};

/* Copies a string to *end, with a zero byte, and moves *end behind it. */
static const char *put_string(char **end, str s)
{
    char *p = *end;
    if (s.n)
        memcpy(p, s.p, s.n);
    p[s.n] = '\0';
    *end += s.n + 1;
    return p;
}

/* One block: the struct, and behind it its strings. */
static quoin_identity *pack_identity(const struct identity *from)
{
    const str strings[] = {from->organisation, from->short_name, from->area,  from->title,
                           from->year,         from->lang,       from->layout};
    size_t size = sizeof(quoin_identity);
    for (size_t i = 0; i < sizeof strings / sizeof *strings; i++)
        size += strings[i].n + 1;
    quoin_identity *out = malloc(size);
    if (!out)
        return NULL;
    char *end = (char *)(out + 1);
    out->is_report = from->is_report;
    out->quarter = from->quarter;
    out->line = from->line;
    out->organisation = put_string(&end, from->organisation);
    out->short_name = put_string(&end, from->short_name);
    out->area = put_string(&end, from->area);
    out->title = put_string(&end, from->title);
    out->year = put_string(&end, from->year);
    out->lang = put_string(&end, from->lang);
    out->layout = put_string(&end, from->layout);
    return out;
}

static void identify(void *state)
{
    struct identifying *i = state;
    struct identity identity;
    identify_report(i->arena, i->text, &identity);
    i->identity = pack_identity(&identity);
}

quoin_identity *quoin_identify(const void *bytes, size_t size)
{
    struct identifying i = {.text = {bytes ? bytes : "", bytes ? size : 0}};
    with_arena(&i.arena, identify, &i);
    return i.identity;
}
