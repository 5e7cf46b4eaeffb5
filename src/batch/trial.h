/*
 * trial: is the layout that was asked for in order? One that is wrong is so for every report of a
 * batch. So it is tried before any work, on a small report that has nothing wrong, and what is
 * found is told once.
 */
#ifndef QUOIN_BATCH_TRIAL_H
#define QUOIN_BATCH_TRIAL_H

#include "base/diag.h"
#include "quoin.h"

/*
 * Is there, among the layouts shipped, one with the variant asked for? For reports that name no
 * layouts of their own. True at once where a layout is asked for, or no variant. False after a
 * finding (Q514).
 */
bool trial_variant(const quoin_kit *kit, const quoin_options *asked, struct diag *d);

/* True at once where no layout is asked for. False after the layout's findings. */
bool trial_run(const quoin_kit *kit, const quoin_options *asked, struct diag *d);

#endif
