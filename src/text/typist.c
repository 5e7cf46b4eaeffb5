/*
 * A typist's ties, as a table: two neighbouring words, parted by one space, that stay together.
 * Each word is a token: what stands between two spaces. The first of a pair is freed of brackets
 * and quotation marks in front, the second of stops and closing marks behind; not the other way
 * round, for in "on page 5, 10 people" nothing ties "5," to "10".
 *
 * Only short pairs are tied, so that the widest piece of a paragraph stays narrow enough for a
 * table's columns: long ones ("14 September 2020") keep their last space free.
 */
#include <string.h>

#include "text/breaks.h"
#include "text/unicode.h"

/*
 * What a token can be. By its shape, one bit each, and a token may be several ("1" is a number, a
 * day and a label) …
 */
enum kind {
    ANY = 1 << 0,
    NUMBER = 1 << 1,  /* 267  1,814  10.5  £1.2 */
    DAY = 1 << 2,     /* 1 to 31, also 1st */
    LABEL = 1 << 3,   /* A  3  1.4  iv  71–80: what follows a namer */
    QUARTER = 1 << 4, /* Q2; Ch2 */
    YEAR = 1 << 5,    /* 2020/21  2020 */
    INITIAL = 1 << 6, /* J. */
    CAPITAL = 1 << 7, /* a word with a capital */
    DASH = 1 << 8,    /* – or — or - alone, or — and a word */
    /* … or by being in a list, which is looked up last, because it costs more. */
    MONTH = 1 << 9,  /* July, Jul; Gorffennaf */
    UNIT = 1 << 10,  /* hours, days, %, am, million */
    NAMER = 1 << 11, /* Appendix, Section, Page, Quarter: a number or letter follows */
    TITLE = 1 << 12, /* Mr, Dr, Cllr */
    LISTED = MONTH | UNIT | NAMER | TITLE
};

static const struct tie {
    enum kind left, right; /* not both from lists */
} ties[] = {
    {DAY, MONTH},       /* 1 July */
    {MONTH, DAY},       /* July 1 */
    {QUARTER, YEAR},    /* Q2 2020/21 */
    {NAMER, LABEL},     /* Appendix A, Quarter 2, Page 71, No. 5 */
    {NUMBER, UNIT},     /* 267 hours, 10 am, 95 %, £1.2 million */
    {TITLE, CAPITAL},   /* Dr Jones */
    {INITIAL, CAPITAL}, /* J. Jones, J. R. Jones */
    {ANY, DASH},        /* a dash never starts a line */
};

/* Words in lists are parted by spaces; a list applies to the languages whose tag begins so. */
static const struct words {
    enum kind kind;
    bool is_any_case; /* of its first letter */
    const char *lang, *list;
} words[] = {
    {MONTH, false, "en",
     "January February March April May June July August September October November December "
     "Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec"},
    {MONTH, false, "cy",
     "Ionawr Chwefror Mawrth Ebrill Mai Mehefin Gorffennaf Awst Medi Hydref Tachwedd Rhagfyr"},
    {UNIT, false, "", "% ‰ am pm a.m. p.m. km m cm mm mi mph kg g t kW kWh MWh GB MB TB °C k m bn"},
    {UNIT, false, "en",
     "second seconds minute minutes min mins hour hours hr hrs day days week weeks month months "
     "year years mile miles metres percent pence thousand million billion pounds FTE"},
    {UNIT, false, "cy",
     "awr oriau munud munudau eiliad diwrnod niwrnod mis wythnos blwyddyn milltir mil miliwn "
     "biliwn ceiniog"},
    {NAMER, true, "en",
     "appendix appendices annex section sections page pages quarter paragraph paragraphs para "
     "paras figure figures fig. table tables chapter part item items note question priority "
     "objective phase stage tier grade band level volume vol. version rule clause schedule "
     "article measure kpi no. nos. p. pp. week day year agenda"},
    {NAMER, true, "cy",
     "atodiad atodiadau adran adrannau tudalen tudalennau chwarter paragraff ffigur tabl pennod "
     "rhan eitem blaenoriaeth amcan cam lefel cyfrol fersiwn rheol atodlen erthygl mesur rhif t. "
     "tt. wythnos blwyddyn"},
    {TITLE, false, "en", "Mr Mrs Ms Miss Mx Dr Prof Sir Dame Cllr Rev St Lt Sgt Insp Supt"},
    {TITLE, false, "cy", "Mr Mrs Ms Miss Dr Yr Athro Syr Cyng. Cyng Parch."},
};

/* ---- tokens --------------------------------------------------------------------------------- */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

/* Headings are often in capitals: "24 AUGUST 2020", "QUARTER 1". */
static bool is_all_capitals(str token)
{
    for (size_t i = 0; i < token.n; i++)
        if (token.p[i] < 'A' || token.p[i] > 'Z')
            return false;
    return token.n > 1;
}

/* The word p[0, n) of a list and the token, which may differ in the case of `free_n` letters. */
static bool is_same_word(const char *p, size_t n, str token, size_t free_n)
{
    if (n != token.n)
        return false;
    for (size_t i = 0; i < n; i++)
        if (p[i] != token.p[i] && (i >= free_n || lower(p[i]) != lower(token.p[i])))
            return false;
    return true;
}

static bool is_in_list(const char *list, str token, bool is_any_case)
{
    size_t free_n = is_all_capitals(token) ? token.n : is_any_case;
    for (const char *p = list; *p && token.n > 0; p += *p == ' ') {
        size_t n = strcspn(p, " ");
        if (is_same_word(p, n, token, free_n))
            return true;
        p += n;
    }
    return false;
}

/* Brackets, quotation marks: what may stand before a word. */
static str strip_front(str token)
{
    size_t at = 0, next = 0;
    while (at < token.n) {
        int lb = unicode_of(utf8_next(token, &next))->lb;
        if (lb != LB_OP && lb != LB_QU)
            break;
        at = next;
    }
    return str_sub(token, at, token.n);
}

/* Stops and closing marks behind; the sign % is no stop. */
static str strip_back(str token)
{
    size_t end = token.n;
    while (end > 0) {
        size_t at = end;
        int lb = unicode_of(utf8_prev(token, &at))->lb;
        if (lb != LB_IS && lb != LB_CL && lb != LB_CP && lb != LB_QU && lb != LB_EX)
            break;
        if (token.p[at] == '%')
            break;
        end = at;
    }
    return str_sub(token, 0, end);
}

/* Digits at the front; how many bytes. */
static size_t digits(str token)
{
    size_t n = 0;
    while (n < token.n && is_digit(token.p[n]))
        n++;
    return n;
}

/* 267  1,814  10.5  £370  -3  €1.2: at most one currency sign or sign in front. */
static bool is_number(str token)
{
    size_t at = 0, next = 0;
    if (token.n > 0 && !is_digit(token.p[0])) {
        uint32_t c = utf8_next(token, &next);
        if (c != '-' && c != '+' && c != 0x2212 && c != '~' && unicode_of(c)->lb != LB_PR)
            return false;
        at = next;
    }
    if (at == token.n || !is_digit(token.p[token.n - 1]))
        return false;
    for (; at < token.n; at++)
        if (!is_digit(token.p[at]) && token.p[at] != '.' && token.p[at] != ',')
            return false;
    return true;
}

/* 1 to 31, with an English ending or without. */
static bool is_day(str token)
{
    size_t n = digits(token);
    if (n == 0 || n > 2 || token.p[0] == '0')
        return false;
    int value = n == 1 ? token.p[0] - '0' : (token.p[0] - '0') * 10 + token.p[1] - '0';
    str ending = str_sub(token, n, token.n);
    return value <= 31 &&
           (ending.n == 0 || is_in_list("st nd rd th af ain eg fed ydd", ending, false));
}

/* 2020  2020/21  2020-21 */
static bool is_year(str token)
{
    if (digits(token) != 4)
        return false;
    str rest = str_sub(token, 4, token.n);
    return rest.n == 0 || ((rest.p[0] == '/' || rest.p[0] == '-') && rest.n <= 5 &&
                           digits(str_sub(rest, 1, rest.n)) == rest.n - 1);
}

/* Something short with a digit, a single capital, or small Roman figures. */
static bool is_label(str token)
{
    if (token.n == 0 || token.n > 9)
        return false;
    if (is_digit(token.p[0]))
        return true;
    if (token.p[0] >= 'A' && token.p[0] <= 'Z' && (token.n == 1 || is_digit(token.p[1])))
        return true;
    for (size_t i = 0; i < token.n; i++)
        if (!strchr("ivx", token.p[i]))
            return false;
    return true;
}

static bool is_dash(str token)
{
    return str_is(token, "-") || str_is(token, "–") || str_starts(token, STR("—"));
}

static bool is_quarter(str token)
{
    size_t n = str_starts(token, STR("Ch")) ? 2 : str_starts(token, STR("Q")) ? 1 : 0;
    return n > 0 && token.n == n + 1 && token.p[n] >= '1' && token.p[n] <= '4';
}

static unsigned shapes_of(str token)
{
    unsigned shapes = ANY;
    size_t first = 0;
    if (token.n == 0)
        return 0;
    bool is_capital = unicode_is(utf8_next(token, &first), UNI_UPPER);
    shapes |= is_number(token) ? NUMBER : 0;
    shapes |= is_day(token) ? DAY : 0;
    shapes |= is_label(token) ? LABEL : 0;
    shapes |= is_quarter(token) ? QUARTER : 0;
    shapes |= is_year(token) ? YEAR : 0;
    shapes |= is_capital && token.n == first + 1 && token.p[first] == '.' ? INITIAL : 0;
    shapes |= is_capital ? CAPITAL : 0;
    shapes |= is_dash(token) ? DASH : 0;
    return shapes;
}

static bool is_listed(str token, enum kind kind, str lang)
{
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (words[i].kind == kind && str_starts(lang, str_z(words[i].lang)) &&
            is_in_list(words[i].list, token, words[i].is_any_case))
            return true;
    return false;
}

/* ---- ties ----------------------------------------------------------------------------------- */

/* A word of a pair, read in one or two ways: as it stands, and without what stands behind it. */
struct token {
    str whole, bare;
    unsigned shapes;
};

static bool is_kind(const struct token *t, enum kind kind, str lang)
{
    if (!(kind & LISTED))
        return (t->shapes & kind) != 0;
    return is_listed(t->whole, kind, lang) || is_listed(t->bare, kind, lang);
}

/*
 * The tie between two words, NULL for none. `last` is the one just before them: after "Appendix A."
 * the A is no initial, and "There" begins a sentence.
 */
static const struct tie *find_tie(str before, str after, str lang, const struct tie *last)
{
    str first = strip_front(before), bare = strip_back(after);
    struct token left = {first, first, shapes_of(first)};
    struct token right = {after, bare, shapes_of(after) | shapes_of(bare)};
    for (size_t i = 0; i < sizeof ties / sizeof *ties; i++) {
        const struct tie *tie = &ties[i];
        bool is_right_first = tie->left & LISTED;
        if (tie->left == INITIAL && last && last->left == NAMER)
            continue;
        if (is_right_first ? is_kind(&right, tie->right, lang) && is_kind(&left, tie->left, lang)
                           : is_kind(&left, tie->left, lang) && is_kind(&right, tie->right, lang))
            return tie;
    }
    return NULL;
}

/* Within a word: a dash does not start a line, a single letter clings to its hyphen or slash. */
static bool is_joined(str text, size_t at)
{
    size_t next = at, far = at;
    uint32_t c = utf8_next(text, &next);
    if (c == 0x2013 || c == 0x2014)
        return true;
    uint32_t sign = utf8_prev(text, &far);
    if (sign != '-' && sign != '/')
        return false;
    size_t one = far, two;
    if (one == 0 || !unicode_is(utf8_prev(text, &one), UNI_LETTER) || !unicode_is(c, UNI_LETTER))
        return false;
    two = one;
    bool is_single_before = one == 0 || !unicode_is(utf8_prev(text, &two), UNI_LETTER);
    bool is_single_after = next == text.n || !unicode_is(utf8_next(text, &next), UNI_LETTER);
    return is_single_before || is_single_after;
}

/* Where the token that begins at `at` ends. */
static size_t token_end(str text, size_t at)
{
    while (at < text.n && text.p[at] != ' ' && text.p[at] != '\n')
        at++;
    return at;
}

void typist_tie(str text, str lang, uint8_t *breaks)
{
    const struct tie *tie = NULL;
    size_t word = 0; /* where the token before the break begins */
    for (size_t at = 1; at < text.n; at++) {
        bool is_space = text.p[at - 1] == ' ', is_open = breaks[at] == BREAK_ALLOWED;
        if (is_open && is_space) {
            str before = str_sub(text, word, at - 1);
            tie = find_tie(before, str_sub(text, at, token_end(text, at)), lang, tie);
            if (tie)
                breaks[at] = BREAK_NEVER;
        } else if (is_open && is_joined(text, at)) {
            breaks[at] = BREAK_NEVER;
        }
        if (is_space || text.p[at - 1] == '\n')
            word = at;
    }
}
