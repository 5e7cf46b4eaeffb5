#include "pack/join.h"

#include "pack/numbering.h"

bool join_labels(struct joint *j)
{
    handle_set(j->q, qpdf_get_root(j->q), "/PageLabels",
               numbering_write(j->arena, j->q, j->leaves));
    return true;
}
