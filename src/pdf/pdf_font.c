/*
 * pdf_font: the faces in use, as Type0 fonts with Identity-H.
 *
 * A CID stands for a glyph *and* the text it was used for, so that ToUnicode is right where one
 * glyph serves two characters: the hyphen at a line's end is U+00AD and the typed one U+002D.
 * CIDs are given in order of use and mapped to the subset's glyphs by /CIDToGIDMap.
 */
#include "pdf/pdf_internal.h"

#include <string.h>

/* ---- while drawing ------------------------------------------------------------------------- */

static struct font *new_font(struct pdf *p, const struct face *face)
{
    struct font *f = ARENA_NEW(p->arena, struct font);
    f->face = face;
    f->number = p->fonts ? 0 : 1;
    for (struct font *other = p->fonts; other; other = other->next)
        f->number = other->number + 1;
    f->dict = pdf_dict_new_object(p, NULL);
    f->by_gid = ARENA_ARRAY(p->arena, (size_t)face->glyph_count + 1, uint32_t);
    *ARENA_PUSH(p->arena, f->chars, f->count, f->capacity) = (struct font_char){0}; /* .notdef */
    *(p->fonts ? p->fonts_end : &p->fonts) = f;
    p->fonts_end = &f->next;
    return f;
}

/* A report has under ten faces: a walk is quicker than anything cleverer. */
struct font *pdf_font_use(struct pdf *p, const struct face *face)
{
    struct font *f = p->fonts;
    while (f && f->face != face)
        f = f->next;
    return f ? f : new_font(p, face);
}

uint32_t pdf_font_cid(struct pdf *p, struct font *f, uint16_t gid, str text)
{
    uint32_t cid = f->by_gid[gid];
    for (; cid; cid = f->chars[cid].next)
        if (str_eq(f->chars[cid].text, text))
            return cid;
    if (f->count > UINT16_MAX) {
        if (!p->is_failed)
            diag_add(p->diag, Q804, (struct pos){0}, "more characters than one font can number");
        p->is_failed = true;
        return 0;
    }
    cid = (uint32_t)f->count;
    *ARENA_PUSH(p->arena, f->chars, f->count, f->capacity) =
        (struct font_char){.gid = gid, .text = text, .next = f->by_gid[gid]};
    f->by_gid[gid] = cid;
    return cid;
}

/* ---- at the end ---------------------------------------------------------------------------- */

/* "ABCDEF+Name": the tag comes from the characters, so the same subset has the same name. */
static str subset_name(struct pdf *p, const struct font *f)
{
    struct buf key = {.arena = p->arena}, name = {.arena = p->arena};
    for (size_t cid = 1; cid < f->count; cid++) {
        buf_format(&key, "%u ", (unsigned)f->chars[cid].gid);
        buf_add(&key, f->chars[cid].text);
    }
    buf_add(&key, f->face->name);
    uint64_t hash = str_hash(buf_str(&key));
    for (int i = 0; i < 6; i++, hash /= 26)
        buf_byte(&name, 'A' + (int)(hash % 26));
    buf_byte(&name, '+');
    buf_add(&name, f->face->name);
    return buf_str(&name);
}

/* Design units to thousandths of the em: to the third place, so that widths add up exactly. */
static int64_t em_milli(const struct face *face, int units)
{
    int64_t upem = face->units_per_em, size = (int64_t)(units < 0 ? -units : units) * 1000000;
    int64_t value = (size + upem / 2) / upem;
    return units < 0 ? -value : value;
}

static int32_t em_thousandths(const struct face *face, int units)
{
    int64_t milli = em_milli(face, units);
    return (int32_t)((milli >= 0 ? milli + 500 : milli - 500) / 1000);
}

/* Flags of 9.8.2. All our subsets are "symbolic": their characters are numbered by us. */
static int32_t descriptor_flags(const struct face *face)
{
    return 4 | (face->is_fixed ? 1 : 0) | (face->is_italic ? 64 : 0) |
           (face->is_bold ? 1 << 18 : 0);
}

static HPDF_Dict new_descriptor(struct pdf *p, const struct face *face, str name, obj file)
{
    HPDF_Dict d = pdf_dict_new_object(p, NULL);
    pdf_dict_name(p, d, "Type", STR("FontDescriptor"));
    pdf_dict_name(p, d, "FontName", name);
    pdf_dict_number(p, d, "Flags", descriptor_flags(face));
    HPDF_Array box = pdf_dict_array(p, d, "FontBBox");
    for (int i = 0; i < 4; i++)
        HPDF_Array_AddNumber(box, em_thousandths(face, face->bbox[i]));
    pdf_dict_number(p, d, "ItalicAngle", face->italic_angle);
    pdf_dict_number(p, d, "Ascent", em_thousandths(face, face->ascent));
    pdf_dict_number(p, d, "Descent", em_thousandths(face, face->descent));
    pdf_dict_number(p, d, "CapHeight", em_thousandths(face, face->cap_height));
    pdf_dict_number(p, d, "XHeight", em_thousandths(face, face->x_height));
    pdf_dict_number(p, d, "StemV", face->is_bold ? 140 : 80); /* only used to imitate the face */
    struct buf tail = {.arena = p->arena};
    buf_addz(&tail, "/FontFile2 ");
    pdf_put_ref(&tail, file);
    pdf_dict_tail(p, d, &tail);
    return d;
}

static obj save_gid_map(struct pdf *p, const struct font *f, const struct subset *s)
{
    struct buf map = {.arena = p->arena};
    for (size_t cid = 0; cid < f->count; cid++) {
        buf_byte(&map, s->gids[cid] >> 8);
        buf_byte(&map, s->gids[cid] & 0xFF);
    }
    obj number = pdf_object_reserve(p, 1);
    pdf_save_stream(p, number, "", buf_str(&map), true);
    return number;
}

static void put_widths(struct buf *out, const struct font *f)
{
    buf_addz(out, "/W[0[");
    for (size_t cid = 0; cid < f->count; cid++) {
        if (cid)
            buf_byte(out, ' ');
        pdf_put_milli(out, em_milli(f->face, face_advance(f->face, f->chars[cid].gid)));
    }
    buf_addz(out, "]]");
}

static HPDF_Dict new_cid_font(struct pdf *p, const struct font *f, str name, const struct subset *s)
{
    HPDF_Dict d = pdf_dict_new_object(p, NULL), info = pdf_dict_new_in(p, d, "CIDSystemInfo");
    pdf_dict_name(p, d, "Type", STR("Font"));
    pdf_dict_name(p, d, "Subtype", STR("CIDFontType2"));
    pdf_dict_name(p, d, "BaseFont", name);
    struct buf system = {.arena = p->arena};
    buf_addz(&system, "/Registry(Adobe)/Ordering(Identity)/Supplement 0");
    pdf_dict_tail(p, info, &system);
    obj file = pdf_object_reserve(p, 1);
    char entries[32];
    snprintf(entries, sizeof entries, "/Length1 %zu", s->bytes.n);
    pdf_save_stream(p, file, entries, s->bytes, true);
    pdf_dict_add(p, d, "FontDescriptor", new_descriptor(p, f->face, name, file));
    struct buf tail = {.arena = p->arena};
    buf_addz(&tail, "/CIDToGIDMap ");
    pdf_put_ref(&tail, save_gid_map(p, f, s));
    put_widths(&tail, f);
    pdf_dict_tail(p, d, &tail);
    return d;
}

/* ---- ToUnicode ------------------------------------------------------------------------------ */

/* U+FEFF may not be in ToUnicode (PDF/UA 7.21.7): in text it means what U+2060 means. */
static void put_utf16(struct buf *out, str text)
{
    str s = str_utf16be(out->arena, text);
    for (size_t i = 2; i + 1 < s.n; i += 2) { /* without the mark */
        unsigned unit = (unsigned)((unsigned char)s.p[i] << 8 | (unsigned char)s.p[i + 1]);
        buf_format(out, "%04X", unit == 0xFEFF ? 0x2060 : unit);
    }
}

/* At most 100 entries a block (9.10.3 by way of the CMap specification). */
#define BLOCK 100

static void put_mappings(struct buf *out, const struct font *f)
{
    for (size_t from = 1; from < f->count; from += BLOCK) {
        size_t to = from + BLOCK < f->count ? from + BLOCK : f->count;
        buf_format(out, "%zu beginbfchar\n", to - from);
        for (size_t cid = from; cid < to; cid++) {
            buf_format(out, "<%04X> <", (unsigned)cid);
            put_utf16(out, f->chars[cid].text);
            buf_addz(out, ">\n");
        }
        buf_addz(out, "endbfchar\n");
    }
}

static obj save_to_unicode(struct pdf *p, const struct font *f)
{
    struct buf out = {.arena = p->arena};
    buf_addz(&out, "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
                   "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n"
                   "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
                   "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n");
    put_mappings(&out, f);
    buf_addz(&out, "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
    obj number = pdf_object_reserve(p, 1);
    pdf_save_stream(p, number, "", buf_str(&out), true);
    return number;
}

static void finish_font(struct pdf *p, struct font *f)
{
    struct subset subset;
    if (!pdf_subset(p, f, &subset)) {
        p->is_failed = true;
        return;
    }
    str name = subset_name(p, f);
    pdf_dict_name(p, f->dict, "Type", STR("Font"));
    pdf_dict_name(p, f->dict, "Subtype", STR("Type0"));
    pdf_dict_name(p, f->dict, "BaseFont", name);
    pdf_dict_name(p, f->dict, "Encoding", STR("Identity-H"));
    HPDF_Array descendants = pdf_dict_array(p, f->dict, "DescendantFonts");
    HPDF_Array_Add(descendants, new_cid_font(p, f, name, &subset));
    struct buf tail = {.arena = p->arena};
    buf_addz(&tail, "/ToUnicode ");
    pdf_put_ref(&tail, save_to_unicode(p, f));
    pdf_dict_tail(p, f->dict, &tail);
}

void pdf_font_finish(struct pdf *p)
{
    if (!p->fonts)
        return;
    HPDF_Dict names = pdf_dict_new_in(p, p->resources, "Font");
    for (struct font *f = p->fonts; f; f = f->next) {
        char name[16];
        snprintf(name, sizeof name, "F%u", (unsigned)f->number);
        finish_font(p, f);
        pdf_dict_add(p, names, name, f->dict);
    }
}
