#include "pack/document.h"

#include <string.h>

#include "pack/handle.h"
#include "pack/unpack.h"

/* Viewers look for the mark within the first 1,024 bytes; so does libqpdf. */
#define HEAD_SIZE 1024

/* Bytes that are looked through for what is missing; some ten seconds. */
#define SEARCH_MAX ((size_t)4 << 30)

static bool is_pdf(str bytes)
{
    str head = str_sub(bytes, 0, bytes.n < HEAD_SIZE ? bytes.n : HEAD_SIZE);
    return str_search(head, STR("%PDF-"), 0) < head.n;
}

static size_t count_words(str file, const char *word)
{
    size_t count = 0, n = strlen(word);
    for (const char *p = file.p, *end = file.p + file.n;
         (p = memmem(p, (size_t)(end - p), word, n));)
        p += n, count++;
    return count;
}

/* Libqpdf looks for the end of each stream that has none as far as the end of the file. */
static bool is_endless(str file)
{
    size_t ends = count_words(file, "endstream"), begins = count_words(file, "stream") - ends;
    return begins > ends && begins - ends > SEARCH_MAX / (file.n + 1);
}

static void close_document(void *handle)
{
    qpdf_data q = handle;
    qpdf_get_error(q); /* one that nobody asked for would be printed */
    qpdf_cleanup(&q);
}

enum document_state document_fault(struct arena *a, qpdf_data q)
{
    if (!qpdf_has_error(q))
        return DOCUMENT_OPEN;
    return handle_is_locked(a, q) ? DOCUMENT_LOCKED : DOCUMENT_DAMAGED;
}

enum document_state document_open(struct arena *a, str bytes, bool is_mended, qpdf_data *out)
{
    *out = NULL;
    if (!is_pdf(bytes))
        return DOCUMENT_NO_PDF;
    if (!unpack_is_bounded(bytes))
        return DOCUMENT_SWOLLEN;
    if (is_endless(bytes))
        return DOCUMENT_DAMAGED;
    qpdf_data q = *out = qpdf_init();
    if (!q)
        arena_oom(a);
    arena_defer(a, close_document, q);
    qpdf_silence_errors(q);
    qpdf_set_suppress_warnings(q, QPDF_TRUE);
    qpdf_set_attempt_recovery(q, is_mended);
    qpdf_read_memory(q, "the PDF", bytes.p, bytes.n, NULL);
    enum document_state fault = document_fault(a, q);
    if (fault != DOCUMENT_OPEN)
        return fault;
    bool has_root = qpdf_oh_is_dictionary(q, qpdf_get_root(q));
    if (has_root && !qpdf_has_error(q))
        return DOCUMENT_OPEN;
    handle_take_faults(a, q);
    return DOCUMENT_DAMAGED;
}
