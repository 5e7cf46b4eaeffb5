/*
 * The rules of UAX #14 revision 50 (Unicode 15.0), in their order, over classes. One pass from
 * left to right; what a rule must remember of the text before is in struct look, and the one rule
 * that looks two classes ahead (LB25, a prefix before an opening before a number) asks
 * next_class(). Numbers follow the regular expression of section 8.2, example 7, as
 * LineBreakTest.txt does.
 */
#include "text/breaks.h"

#include "text/unicode.h"

#define BIT(c)     (1ull << LB_##c)
#define IN(c, set) (((1ull << (c)) & (set)) != 0)
#define ALPHA      (BIT(AL) | BIT(HL))
#define IDEO       (BIT(ID) | BIT(XPN) | BIT(EB) | BIT(EM))
#define OPEN       (BIT(OP) | BIT(OPW))
#define CLOSE      (BIT(CL) | BIT(CP) | BIT(CPW))
#define HANGUL     (BIT(JL) | BIT(JV) | BIT(JT) | BIT(H2) | BIT(H3))
#define HARD       (BIT(BK) | BIT(CR) | BIT(LF) | BIT(NL))
#define MARK       (BIT(CM) | BIT(ZWJ))

_Static_assert(LB_COUNT <= 64, "a set of classes is one word");

/* How far a number has been read: PR? OP? NU (NU|SY|IS)* (CL|CP)? PO? */
enum number { NUMBER_NONE, NUMBER_DIGITS, NUMBER_CLOSED };

/* What is known of the text before the place looked at. */
struct look {
    int before;        /* class of the last character, marks counted to their base (LB9, LB10) */
    int before_spaces; /* the last class that is not SP */
    int before_that;   /* the class before `before` */
    bool is_start;     /* nothing before */
    bool is_zwj;       /* the last character itself is ZWJ (LB8a) */
    enum number number;
    unsigned regionals; /* how many regional indicators in a row end here */
};

static int class_at(str text, size_t *at)
{
    return unicode_of(utf8_next(text, at))->lb;
}

/* The class of the next character that is not a mark, from `at`; LB_COUNT at the end. */
static int next_class(str text, size_t at)
{
    while (at < text.n) {
        int c = class_at(text, &at);
        if (!IN(c, MARK))
            return c;
    }
    return LB_COUNT;
}

/* LB13 to LB17: what opens, closes or repeats, whatever spaces stand between. */
static bool holds_over_spaces(const struct look *l, int c)
{
    bool is_digit_before = l->before == LB_NU;
    int far = l->before_spaces;
    return c == LB_EX || (!is_digit_before && IN(c, CLOSE | BIT(IS) | BIT(SY))) || /* LB13 */
           IN(far, OPEN) ||                                                        /* LB14 */
           (far == LB_QU && IN(c, OPEN)) ||                                        /* LB15 */
           (IN(far, CLOSE) && c == LB_NS) ||                                       /* LB16 */
           (far == LB_B2 && c == LB_B2);                                           /* LB17 */
}

/* LB25 as section 8.2, example 7 writes it; `ahead` is the class after c. */
static bool holds_number(const struct look *l, int c, int ahead)
{
    int b = l->before;
    bool is_lead = IN(c, OPEN | BIT(HY));
    if (IN(b, BIT(PR) | BIT(PO)) && (c == LB_NU || (is_lead && ahead == LB_NU)))
        return true;
    if (IN(b, OPEN | BIT(HY)) && c == LB_NU)
        return true;
    if (l->number == NUMBER_DIGITS && IN(c, BIT(NU) | BIT(SY) | BIT(IS) | CLOSE))
        return true;
    return l->number != NUMBER_NONE && IN(c, BIT(PO) | BIT(PR));
}

/* LB21 to LB24 and LB28 to LB30: words and what clings to them. */
static bool holds_word(const struct look *l, int c)
{
    int b = l->before;
    return IN(c, BIT(BA) | BIT(HY) | BIT(NS)) || b == LB_BB ||             /* LB21 */
           (l->before_that == LB_HL && IN(b, BIT(HY) | BIT(BA))) ||        /* LB21a */
           (b == LB_SY && c == LB_HL) ||                                   /* LB21b */
           c == LB_IN ||                                                   /* LB22 */
           (IN(b, ALPHA) && c == LB_NU) || (b == LB_NU && IN(c, ALPHA)) || /* LB23 */
           (b == LB_PR && IN(c, IDEO)) || (IN(b, IDEO) && c == LB_PO) ||   /* LB23a */
           (IN(b, BIT(PR) | BIT(PO)) && IN(c, ALPHA)) ||                   /* LB24 */
           (IN(b, ALPHA) && IN(c, BIT(PR) | BIT(PO))) ||                   /* LB24 */
           (IN(b, ALPHA) && IN(c, ALPHA)) ||                               /* LB28 */
           (b == LB_IS && IN(c, ALPHA)) ||                                 /* LB29 */
           (IN(b, ALPHA | BIT(NU)) && c == LB_OP) ||                       /* LB30 */
           (b == LB_CP && IN(c, ALPHA | BIT(NU)));                         /* LB30 */
}

/* LB26, LB27, LB30a, LB30b: Korean syllables, flags, emoji. */
static bool holds_cluster(const struct look *l, int c)
{
    int b = l->before;
    return (b == LB_JL && IN(c, BIT(JL) | BIT(JV) | BIT(H2) | BIT(H3))) ||
           (IN(b, BIT(JV) | BIT(H2)) && IN(c, BIT(JV) | BIT(JT))) ||
           (IN(b, BIT(JT) | BIT(H3)) && c == LB_JT) || (IN(b, HANGUL) && c == LB_PO) ||
           (b == LB_PR && IN(c, HANGUL)) || (b == LB_RI && c == LB_RI && l->regionals % 2 == 1) ||
           (IN(b, BIT(EB) | BIT(XPN)) && c == LB_EM);
}

/* Whether a line may begin before a character of class c; marks were dealt with by the caller. */
static enum line_break decide(const struct look *l, int c, int ahead)
{
    int b = l->before;
    if (l->is_start)
        return BREAK_NEVER; /* LB2 */
    if (IN(b, HARD))
        return b == LB_CR && c == LB_LF ? BREAK_NEVER : BREAK_FORCED; /* LB4, LB5 */
    if (IN(c, HARD | BIT(SP) | BIT(ZW)))
        return BREAK_NEVER; /* LB6, LB7 */
    if (l->before_spaces == LB_ZW)
        return BREAK_ALLOWED; /* LB8 */
    if (l->is_zwj || c == LB_WJ || b == LB_WJ || b == LB_GL)
        return BREAK_NEVER; /* LB8a, LB11, LB12 */
    if (c == LB_GL && !IN(b, BIT(SP) | BIT(BA) | BIT(HY)))
        return BREAK_NEVER; /* LB12a */
    if (holds_over_spaces(l, c))
        return BREAK_NEVER;
    if (b == LB_SP)
        return BREAK_ALLOWED; /* LB18 */
    if (c == LB_QU || b == LB_QU)
        return BREAK_NEVER; /* LB19 */
    if (c == LB_CB || b == LB_CB)
        return BREAK_ALLOWED; /* LB20 */
    if (holds_word(l, c) || holds_number(l, c, ahead) || holds_cluster(l, c))
        return BREAK_NEVER;
    return BREAK_ALLOWED; /* LB31 */
}

static enum number number_after(enum number before, int c)
{
    if (c == LB_NU)
        return NUMBER_DIGITS;
    if (before == NUMBER_DIGITS && IN(c, BIT(SY) | BIT(IS)))
        return NUMBER_DIGITS;
    if (before == NUMBER_DIGITS && IN(c, CLOSE))
        return NUMBER_CLOSED;
    return NUMBER_NONE;
}

static void step(struct look *l, int c)
{
    l->number = number_after(l->number, c);
    l->regionals = c == LB_RI ? l->regionals + 1 : 0;
    l->before_that = l->before;
    l->before = c;
    if (c != LB_SP)
        l->before_spaces = c;
    l->is_start = false;
}

/* LB9: a mark belongs to what stands before it, unless that is a space or an end of line. */
static bool is_absorbed(const struct look *l, int c)
{
    return IN(c, MARK) && !l->is_start && !IN(l->before, HARD | BIT(SP) | BIT(ZW));
}

void breaks_find(str text, uint8_t *out)
{
    struct look l = {
        .before = LB_COUNT, .before_spaces = LB_COUNT, .before_that = LB_COUNT, .is_start = true};
    for (size_t i = 0; i < text.n; i++)
        out[i] = BREAK_NEVER;
    for (size_t at = 0; at < text.n;) {
        size_t here = at;
        int c = class_at(text, &at);
        bool is_zwj = c == LB_ZWJ;
        if (!is_absorbed(&l, c)) {
            if (IN(c, MARK))
                c = LB_AL; /* LB10 */
            bool is_lead = IN(l.before, BIT(PR) | BIT(PO)) && IN(c, OPEN | BIT(HY));
            out[here] = (uint8_t)decide(&l, c, is_lead ? next_class(text, at) : LB_COUNT);
            step(&l, c);
        }
        l.is_zwj = is_zwj;
    }
    out[text.n] = BREAK_FORCED; /* LB3 */
}

size_t text_find_rtl(str text)
{
    for (size_t at = 0; at < text.n;) {
        size_t here = at;
        if (unicode_is(utf8_next(text, &at), UNI_RTL))
            return here;
    }
    return text.n;
}

const char *text_unfit(uint32_t c)
{
    if (c == '\t' || c == '\n' || c == '\r')
        return NULL;
    if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
        return "a surrogate, which is not a character";
    if ((c & 0xFFFE) == 0xFFFE || (c >= 0xFDD0 && c <= 0xFDEF))
        return "a code point that is not a character";
    unsigned flags = unicode_of(c)->flags;
    if (flags & UNI_CONTROL)
        return "a control character";
    if (flags & UNI_BIDI)
        return "an invisible mark that changes the direction of text";
    if (flags & UNI_PRIVATE)
        return "a private-use character, which means something in one font only";
    if (c == 0xFEFF)
        return "a byte order mark inside the text";
    if (c == 0xFFFD)
        return "the sign for a character that was lost in a conversion";
    if ((c >= 0xFFF9 && c <= 0xFFFB) || (c >= 0xE0000 && c <= 0xE007F))
        return "an invisible annotation character";
    return flags & UNI_UNASSIGNED ? "a code point that has no character yet" : NULL;
}
