#include "pack/document.h"

/* Viewers look for the mark within the first 1,024 bytes; so does libqpdf. */
#define HEAD_SIZE 1024

static bool is_pdf(str bytes)
{
    str head = str_sub(bytes, 0, bytes.n < HEAD_SIZE ? bytes.n : HEAD_SIZE);
    return str_search(head, STR("%PDF-"), 0) < head.n;
}

static void close_document(void *handle)
{
    qpdf_data q = handle;
    qpdf_get_error(q); /* one that nobody asked for would be printed */
    qpdf_cleanup(&q);
}

enum document_state document_fault(qpdf_data q)
{
    if (!qpdf_has_error(q))
        return DOCUMENT_OPEN;
    qpdf_error error = qpdf_get_error(q);
    return qpdf_get_error_code(q, error) == qpdf_e_password ? DOCUMENT_LOCKED : DOCUMENT_DAMAGED;
}

enum document_state document_open(struct arena *a, str bytes, bool is_mended, qpdf_data *out)
{
    *out = NULL;
    if (!is_pdf(bytes))
        return DOCUMENT_NO_PDF;
    qpdf_data q = *out = qpdf_init();
    if (!q)
        arena_oom(a);
    arena_defer(a, close_document, q);
    qpdf_silence_errors(q);
    qpdf_set_suppress_warnings(q, QPDF_TRUE);
    qpdf_set_attempt_recovery(q, is_mended);
    qpdf_read_memory(q, "the PDF", bytes.p, bytes.n, NULL);
    enum document_state fault = document_fault(q);
    if (fault != DOCUMENT_OPEN)
        return fault;
    bool has_root = qpdf_oh_is_dictionary(q, qpdf_get_root(q));
    return has_root && !qpdf_has_error(q) ? DOCUMENT_OPEN : DOCUMENT_DAMAGED;
}
