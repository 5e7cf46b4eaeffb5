/*
 * pdf_object: libharu's object API behind a few verbs, and values printed as text.
 *
 * Numbers. libharu's cross-reference list owns its objects, but counts without gaps. Here numbers
 * come from one counter of ours; an object that the list takes is given its number afterwards,
 * and references print whatever number it then has.
 */
#include "pdf/pdf_internal.h"

#include <string.h>

/* ---- the library --------------------------------------------------------------------------- */

static void close_library(void *handle)
{
    struct pdf *p = handle;
    if (p->xref)
        HPDF_Xref_Free(p->xref);
    HPDF_MMgr_Free(p->mmgr);
}

void pdf_object_open(struct pdf *p)
{
    HPDF_Error_Init(&p->error, NULL);
    p->mmgr = HPDF_MMgr_New(&p->error, 0, NULL, NULL);
    if (!p->mmgr)
        arena_oom(p->arena);
    arena_defer(p->arena, close_library, p);
    p->xref = HPDF_Xref_New(p->mmgr, 0);
    if (!p->xref)
        arena_oom(p->arena);
    p->object_count = 1; /* 0 is the head of the free ones */
    p->xref->entries->items_per_block = 65536;
    p->catalog = pdf_dict_new_object(p, NULL);
    pdf_dict_name(p, p->catalog, "Type", STR("Catalog"));
    p->references.arena = p->arena;
    p->resources = pdf_dict_new_object(p, NULL);
}

/* ISO 32000-1 Annex C.2; PDF/A makes it a rule (ISO 19005-3 6.1.13). */
#define OBJECTS_MAX 8388607u

obj pdf_object_reserve(struct pdf *p, uint32_t count)
{
    obj first = p->object_count;
    if (count > OBJECTS_MAX - first) {
        if (!p->is_failed)
            diag_add(p->diag, Q804, (struct pos){0},
                     "the document has more parts than a PDF can number");
        p->is_failed = true;
        return first;
    }
    p->object_count += count;
    return first;
}

void pdf_object_check(struct pdf *p)
{
    HPDF_STATUS status = HPDF_Error_GetCode(&p->error);
    if (status == HPDF_OK || p->is_failed)
        return;
    if (status == HPDF_FAILD_TO_ALLOC_MEM)
        arena_oom(p->arena);
    diag_add(p->diag, Q901, (struct pos){0}, "the PDF's objects could not be written (0x%04lX)",
             (unsigned long)status);
    p->is_failed = true;
}

obj pdf_object_number(const struct _HPDF_Dict_Rec *d)
{
    return d->header.obj_id & 0x00FFFFFF;
}

/* ---- dictionaries -------------------------------------------------------------------------- */

static HPDF_Dict new_dict(struct pdf *p)
{
    HPDF_Dict d = HPDF_Dict_New(p->mmgr);
    if (!d)
        arena_oom(p->arena);
    return d;
}

HPDF_Dict pdf_dict_new_object(struct pdf *p, obj *number)
{
    HPDF_Dict d = new_dict(p);
    if (HPDF_Xref_Add(p->xref, d) != HPDF_OK)
        arena_oom(p->arena);
    obj given = pdf_object_reserve(p, 1);
    d->header.obj_id = given | HPDF_OTYPE_INDIRECT;
    if (number)
        *number = given;
    return d;
}

/* Adding to a dictionary fails for want of memory, or for a value that could not be made. */
void pdf_dict_add(struct pdf *p, HPDF_Dict d, const char *key, void *value)
{
    if (!value || HPDF_Dict_Add(d, key, value) != HPDF_OK)
        arena_oom(p->arena);
}

HPDF_Dict pdf_dict_new_in(struct pdf *p, HPDF_Dict d, const char *key)
{
    HPDF_Dict inner = new_dict(p);
    pdf_dict_add(p, d, key, inner);
    return inner;
}

HPDF_Array pdf_dict_array(struct pdf *p, HPDF_Dict d, const char *key)
{
    HPDF_Array array = HPDF_Array_New(p->mmgr);
    pdf_dict_add(p, d, key, array);
    return array;
}

void pdf_dict_name(struct pdf *p, HPDF_Dict d, const char *key, str name)
{
    char copy[HPDF_LIMIT_MAX_NAME_LEN + 1] = {0};
    if (name.n)
        memcpy(copy, name.p, name.n < sizeof copy - 1 ? name.n : sizeof copy - 1);
    pdf_dict_add(p, d, key, HPDF_Name_New(p->mmgr, copy));
}

void pdf_dict_number(struct pdf *p, HPDF_Dict d, const char *key, int32_t value)
{
    pdf_dict_add(p, d, key, HPDF_Number_New(p->mmgr, value));
}

/* ISO 32000-1 Annex C.2; PDF/A makes it a rule (ISO 19005-3 6.1.13). */
#define STRING_MAX 32767

/* As a text string, cut at the limit but never inside a surrogate pair. */
static str text_string(struct arena *a, str utf8)
{
    str s = str_utf16be(a, utf8);
    if (s.n <= STRING_MAX)
        return s;
    s.n = STRING_MAX - 1;
    bool is_high_surrogate = ((unsigned char)s.p[s.n - 2] & 0xFC) == 0xD8;
    return (str){s.p, is_high_surrogate ? s.n - 2 : s.n};
}

void pdf_dict_text(struct pdf *p, HPDF_Dict d, const char *key, str utf8)
{
    str s = text_string(p->arena, utf8);
    pdf_dict_add(p, d, key, HPDF_Binary_New(p->mmgr, (HPDF_BYTE *)(uintptr_t)s.p, (HPDF_UINT)s.n));
}

static HPDF_STATUS write_tail(HPDF_Dict d, HPDF_Stream stream)
{
    const struct buf *tail = d->attr;
    return HPDF_Stream_Write(stream, (const HPDF_BYTE *)tail->p, (HPDF_UINT)tail->n);
}

void pdf_dict_tail(struct pdf *p, HPDF_Dict d, struct buf *tail)
{
    struct buf *kept = ARENA_NEW(p->arena, struct buf);
    *kept = *tail;
    d->attr = kept;
    d->write_fn = write_tail;
}

void pdf_catalog_ref(struct pdf *p, const char *key, obj number)
{
    buf_format(&p->references, "/%s %u 0 R", key, (unsigned)number);
    pdf_dict_tail(p, p->catalog, &p->references);
}

/* ---- values as text ------------------------------------------------------------------------ */

int64_t pdf_milli(len value)
{
    int64_t size = value < 0 ? -(int64_t)value : value;
    size = (size * 1000 + LEN_UNIT / 2) / LEN_UNIT;
    return value < 0 ? -size : size;
}

static void put_digits(struct buf *out, uint64_t value)
{
    char digits[20];
    size_t n = sizeof digits;
    do {
        digits[--n] = (char)('0' + value % 10);
        value /= 10;
    } while (value);
    buf_add(out, (str){digits + n, sizeof digits - n});
}

/* No leading zero before the point, no trailing ones after it: "-.5", "12", "0". */
void pdf_put_milli(struct buf *out, int64_t thousandths)
{
    uint64_t size = thousandths < 0 ? -(uint64_t)thousandths : (uint64_t)thousandths;
    if (thousandths < 0)
        buf_byte(out, '-');
    unsigned places = (unsigned)(size % 1000);
    if (size >= 1000 || places == 0)
        put_digits(out, size / 1000);
    if (places == 0)
        return;
    char point[4] = {'.', (char)('0' + places / 100), (char)('0' + places / 10 % 10),
                     (char)('0' + places % 10)};
    size_t n = sizeof point;
    while (point[n - 1] == '0')
        n--;
    buf_add(out, (str){point, n});
}

void pdf_put_len(struct buf *out, len value)
{
    pdf_put_milli(out, pdf_milli(value));
}

void pdf_put_ref(struct buf *out, obj number)
{
    put_digits(out, number);
    buf_addz(out, " 0 R");
}

void pdf_put_bytes(struct buf *out, str bytes)
{
    buf_byte(out, '(');
    for (size_t i = 0; i < bytes.n; i++) {
        char c = bytes.p[i];
        if (c == '(' || c == ')' || c == '\\')
            buf_byte(out, '\\');
        if (c == '\r')
            buf_addz(out, "\\r"); /* a bare CR in a string would be read as LF (7.3.4.2) */
        else
            buf_byte(out, (unsigned char)c);
    }
    buf_byte(out, ')');
}

/* Plain ASCII is the same in PDFDocEncoding; everything else is UTF-16BE with its mark. */
static bool is_ascii(str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] < 0x20 || s.p[i] > 0x7E)
            return false;
    return true;
}

void pdf_put_text(struct buf *out, str utf8)
{
    bool is_plain = utf8.n <= STRING_MAX && is_ascii(utf8);
    pdf_put_bytes(out, is_plain ? utf8 : text_string(out->arena, utf8));
}
