#include "pack/numbering.h"

#include <string.h>

#include "pack/tree.h"

/* Numbers beyond are not written as letters or in Roman. */
#define LETTERS_MAX 26000
#define ROMAN_MAX   3999999

/* ---- reading ------------------------------------------------------------------------------- */

struct labels {
    struct arena *arena;
    qpdf_data q;
    struct page_number *numbers; /* value 0: no range begins there */
    size_t count;
};

static char read_style(qpdf_data q, qpdf_oh range)
{
    qpdf_oh style = handle_get(q, range, "/S");
    const char *name = qpdf_oh_is_name(q, style) ? qpdf_oh_get_name(q, style) : "/";
    return strlen(name) == 2 && strchr("DRrAa", name[1]) ? name[1] : 0;
}

static void read_range(void *state, const struct tree_entry *entry)
{
    struct labels *l = state;
    qpdf_oh range = entry->value;
    long long index = entry->number, value = 1;
    if (index < 0 || (size_t)index >= l->count || !qpdf_oh_is_dictionary(l->q, range))
        return;
    handle_integer(l->q, handle_get(l->q, range, "/St"), &value);
    l->numbers[index] = (struct page_number){
        .style = read_style(l->q, range),
        .prefix = handle_text(l->arena, l->q, handle_get(l->q, range, "/P")),
        .value = value < 1 || value > INT32_MAX ? 1 : value,
    };
}

static struct page_number next_number(struct page_number n)
{
    n.value++;
    return n;
}

struct page_number *numbering_read(struct arena *a, qpdf_data q, qpdf_oh labels, size_t page_count)
{
    struct labels l = {.arena = a, .q = q, .count = page_count};
    qpdf_oh mark = handle_mark(q);
    l.numbers = ARENA_ARRAY(a, page_count + 1, struct page_number);
    tree_read(a, q, TREE_NUMBERS, labels, read_range, &l);
    handle_rewind(q, mark);
    if (l.numbers[0].value == 0)
        l.numbers[0] = (struct page_number){.style = 'D', .value = 1};
    for (size_t i = 1; i < page_count; i++)
        if (l.numbers[i].value == 0)
            l.numbers[i] = next_number(l.numbers[i - 1]);
    return l.numbers;
}

/* ---- as text ------------------------------------------------------------------------------- */

bool numbering_follows(struct page_number a, struct page_number b)
{
    return a.style == b.style && str_eq(a.prefix, b.prefix) &&
           (b.value == a.value + 1 || a.style == 0);
}

static void add_roman(struct buf *out, long long value, bool is_small)
{
    static const struct {
        int value;
        const char *capital, *small;
    } numerals[] = {
        {1000, "M", "m"}, {900, "CM", "cm"}, {500, "D", "d"},  {400, "CD", "cd"}, {100, "C", "c"},
        {90, "XC", "xc"}, {50, "L", "l"},    {40, "XL", "xl"}, {10, "X", "x"},    {9, "IX", "ix"},
        {5, "V", "v"},    {4, "IV", "iv"},   {1, "I", "i"},
    };
    for (size_t i = 0; i < sizeof numerals / sizeof *numerals; i++)
        for (; value >= numerals[i].value; value -= numerals[i].value)
            buf_addz(out, is_small ? numerals[i].small : numerals[i].capital);
}

/* A to Z, then AA to ZZ, and so on: the same letter repeated. */
static void add_letters(struct buf *out, long long value, char first)
{
    for (long long i = 0; i <= (value - 1) / 26; i++)
        buf_byte(out, first + (int)((value - 1) % 26));
}

str numbering_text(struct arena *a, struct page_number n)
{
    struct buf out = {.arena = a};
    buf_add(&out, n.prefix);
    if ((n.style == 'R' || n.style == 'r') && n.value <= ROMAN_MAX)
        add_roman(&out, n.value, n.style == 'r');
    else if ((n.style == 'A' || n.style == 'a') && n.value <= LETTERS_MAX)
        add_letters(&out, n.value, n.style);
    else if (n.style)
        buf_format(&out, "%lld", n.value);
    return str_copy(a, buf_str(&out));
}

/* ---- writing ------------------------------------------------------------------------------- */

static qpdf_oh write_range(struct arena *a, qpdf_data q, struct page_number n)
{
    qpdf_oh range = qpdf_oh_new_dictionary(q);
    if (n.style)
        handle_set(q, range, "/S", handle_new_name(a, q, str_format(a, "/%c", n.style)));
    if (n.prefix.n)
        handle_set(q, range, "/P", handle_new_text(a, q, n.prefix));
    if (n.style && n.value != 1)
        handle_set(q, range, "/St", qpdf_oh_new_integer(q, n.value));
    return range;
}

qpdf_oh numbering_write(struct arena *a, qpdf_data q, const struct leaves *leaves)
{
    qpdf_oh labels = qpdf_oh_new_dictionary(q), nums = qpdf_oh_new_array(q);
    for (size_t i = 0; i < leaves->count; i++) {
        struct page_number n = leaves->leaves[i].number;
        if (i > 0 && numbering_follows(leaves->leaves[i - 1].number, n))
            continue;
        qpdf_oh_append_item(q, nums, qpdf_oh_new_integer(q, (long long)i));
        qpdf_oh_append_item(q, nums, write_range(a, q, n));
    }
    handle_set(q, labels, "/Nums", nums);
    return labels;
}
