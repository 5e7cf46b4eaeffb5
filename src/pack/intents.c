#include "pack/intents.h"

#include "base/digest.h"

/* A document has one or two; those beyond are not compared. */
#define INTENTS_MAX 16

static bool has_any(const struct joint *j, size_t graft)
{
    return handle_count(j->q, j->grafts[graft].intents) > 0;
}

size_t intents_choose(const struct joint *j)
{
    size_t i = 0;
    if (has_any(j, 0) || j->grafts[0].part->claims.pdfa == 0)
        return 0;
    while (i < j->graft_count && !has_any(j, i))
        i++;
    return i < j->graft_count ? i : 0;
}

static void add_intent(struct arena *scratch, struct digest *d, qpdf_data q, qpdf_oh intent)
{
    str profile;
    qpdf_oh stream = handle_get(q, intent, "/DestOutputProfile");
    digest_add_part(d, handle_name(scratch, q, handle_get(q, intent, "/S")));
    digest_add_part(d,
                    handle_text(scratch, q, handle_get(q, intent, "/OutputConditionIdentifier")));
    if (!handle_decoded(scratch, q, stream, &profile))
        handle_raw(scratch, q, stream, &profile);
    digest_add_part(d, profile);
}

static str print_of(const struct joint *j, size_t graft)
{
    struct digest d;
    qpdf_oh list = j->grafts[graft].intents;
    digest_begin(&d);
    for (int i = 0; i < handle_count(j->q, list) && i < INTENTS_MAX; i++)
        add_intent(j->arena, &d, j->q, handle_at(j->q, list, i));
    return digest_end_hex(&d, j->arena);
}

bool intents_agree(const struct joint *j, size_t chosen, size_t graft)
{
    if (chosen == graft || !has_any(j, graft))
        return true;
    return str_eq(print_of(j, chosen), print_of(j, graft));
}
